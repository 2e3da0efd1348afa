"""Whether the clause around a time looks back or ahead, read from the parse.

The date grammar guesses this from the words nearby; where a sentence has been parsed, the verb that the time hangs on tells
it. Future are "will", "would" and their like, infinitives ("agreed to meet on Friday"), and participles of planning ("a vote
set for Friday"); past are past forms and the perfect. The present tells neither ("talks resume on Friday", "the town lies
empty since Friday").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dragoman.records import Span
from dragoman.resolution.dates import Tense
from dragoman.syntax import Tree

_AHEAD = frozenset({"will", "wo", "shall", "'ll", "’ll", "would", "may", "might", "should", "must", "can", "could"})
_PLANNING = frozenset(
    [
        "schedule",
        "slate",
        "plan",
        "expect",
        "set",
        "due",
        "intend",
        "forecast",
        "project",
        "plan",
        "propose",
        "prepare",
        "await",
        "book",
        "pencil",
        "anticipate",
    ]
)
_OFTEN_OTHER = frozenset({"set", "book", "project", "prepare", "pencil"})
_INFINITIVE_PAST = frozenset(
    [
        "manage",
        "help",
        "force",
        "try",
        "attempt",
        "begin",
        "start",
        "continue",
        "seem",
        "appear",
        "fail",
        "cause",
        "lead",
    ]
)
"""Verbs whose infinitive lies where they do: "managed to land on Friday"."""
_VERBS = frozenset({"VERB", "AUX"})


class DocumentTenses:
    """The tense around any two offsets of a document; "none" where its parse does not tell."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self._trees = trees
        self._starts = [tree.sentence.span.start for tree in trees]

    def __call__(self, start: int, end: int) -> Tense:
        place = bisect_right(self._starts, start) - 1
        if place < 0 or not len(self._trees[place]):
            return "none"
        tree = self._trees[place]
        index = tree.head_of(Span(start=start, end=end))
        return "none" if index is None else tense_at(tree, index)


def tense_at(tree: Tree, index: int) -> Tense:
    """The tense of the verb that a token is or hangs on; "none" for the present and where no verb governs it."""
    current = index
    while tree.token(current).pos not in _VERBS:
        if tree.token(current).head == current:
            return "none"
        current = tree.token(current).head
    return _of_verb(tree, current, index)


def _of_verb(tree: Tree, verb: int, time: int) -> Tense:
    token = tree.token(verb)
    auxiliaries = [tree.token(a) for a in tree.all(verb, "aux", "auxpass")]
    if token.tag in ("VBN", "VBD") and _plans(tree, verb, time):
        return "future"
    if any(a.text.lower() in _AHEAD and a.tag == "MD" for a in auxiliaries):
        return "future" if not any(a.lemma == "have" for a in auxiliaries) else "past"
    if any(a.tag == "TO" for a in auxiliaries):
        return _of_infinitive(tree, verb, time)
    finite = [a for a in auxiliaries if a.tag in ("VBD", "VBZ", "VBP")]
    if any(a.tag == "VBD" or a.lemma == "have" for a in finite):
        return "past"
    if finite:  # is meeting, is held: a plan or a habit; "is killed" only in headlines
        return "none"
    if token.tag in ("VBD", "VBN"):
        return "past"
    if token.tag in ("VBZ", "VBP", "VB"):
        return "none"
    return _of_verb_above(tree, verb, time)


def _plans(tree: Tree, verb: int, time: int) -> bool:
    """Whether a verb of planning looks ahead to a time behind it; "a record set on 6 August" needs its "for"."""
    lemma = tree.token(verb).lemma
    if lemma not in _PLANNING or time < verb:
        return False
    return lemma not in _OFTEN_OTHER or any(tree.token(p).text.lower() == "for" for p in tree.all(verb, "prep"))


def _of_infinitive(tree: Tree, verb: int, time: int) -> Tense:
    above = tree.token(verb).head
    governor = tree.token(above)
    if governor.lemma in _INFINITIVE_PAST and above != verb:
        return _of_verb(tree, above, time)
    return "none" if tree.token(verb).dep == "advcl" else "future"


def _of_verb_above(tree: Tree, verb: int, time: int) -> Tense:
    """A participle takes the tense of the verb it hangs on."""
    for ancestor in tree.ancestors(verb):
        if tree.token(ancestor).pos in _VERBS:
            return _of_verb(tree, ancestor, time)
    return "none"

"""What the syntax around a name says of the country that a text is about, and whom a clause sets against whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.records import Span
from dragoman.resolution.actors.memory import Seen
from dragoman.resolution.actors.names import fold_word
from dragoman.resolution.actors.tables import Knowledge
from dragoman.syntax import SUBJECTS, Tree

NATIONAL = frozenset({"country", "demonym", "people", "capital"})
_LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "across", "around", "inside", "throughout", "within", "over", "through"}
)
_WHOSE = frozenset({"of", "from"})
# The American ambassador speaks somewhere else than in America.
ABROAD = frozenset(
    {"ambassador", "embassy", "envoy", "diplomat", "consul", "consulate", "visitor", "guest", "tourist", "counterpart"}
)
_NUMBER = frozenset({"NNS", "NNPS"})


def top(tree: Tree, index: int) -> int:
    """The first of those that a noun is coordinated with, itself where it is alone or the first."""
    while True:
        token = tree.token(index)
        if token.dep == "conj" and tree.token(token.head).pos in ("NOUN", "PROPN", "ADJ", "PRON"):
            index = token.head
        elif (
            token.dep == "appos"
            and token.entity == "GPE" == tree.token(token.head).entity
            and tree.first(index, "conj") is not None
        ):
            index = token.head  # the parser takes the second of "Chad, Mali and Niger" for an apposition
        else:
            return index


def row(tree: Tree, index: int) -> list[int]:
    """A noun with all that it is coordinated with, in text order."""
    first = top(tree, index)
    found = set(tree.conjuncts(first))
    for child in tree.all(first, "appos"):
        if top(tree, child) == first:
            found.update(tree.conjuncts(child))
    return sorted(found)


def band_of(tree: Tree, index: int) -> int:
    """The position of the first of several coordinated nouns; -1 for a noun that stands alone."""
    first = top(tree, index)
    return tree.token(first).start if len(row(tree, first)) > 1 else -1


def says_where(tree: Tree, index: int, *, town: bool = False) -> float:
    """How much the mention of a country at `index` says of where the text is: a place much, a state that acts less.

    Other states have their say in the news of every country; what lies "in Chad" or is "Chad's" does not leave it, and a
    `town` that is struck or entered is where things happen.
    """
    token = tree.token(top(tree, index))
    if token.dep in ("compound", "amod", "nmod") and tree.token(token.head).lemma.lower() in ABROAD:
        return 0.4
    if token.dep in ("poss", "compound", "amod", "nmod"):
        return 1.0
    if token.dep == "pobj":
        preposition = tree.token(token.head).text.lower()
        if token.head <= 1 and preposition in _LOCATIVE:
            return 1.5  # "In Chad, police ...": a change of scene
        return 1.1 if preposition in _LOCATIVE else 0.8 if preposition in _WHOSE else 0.4
    if town and token.dep == "dobj":
        return 0.9
    if token.dep in SUBJECTS or token.dep in ("dobj", "dative"):
        return 0.5
    return 0.8 if token.dep in ("npadvmod", "ROOT", "nmod") else 0.5


def set_apart(tree: Tree, seen: Iterable[Seen], index: int, own: Span) -> Iterator[str]:
    """The states that act or are acted upon in the clause of `index`: whoever stands there beside them is of another state.

    Not those that only tell a place, nor those inside the phrase `own`.
    """
    clause = tree.clause(index)
    if tree.token(clause).pos not in ("VERB", "AUX"):
        return
    # "Beijing summoned the envoy and rejected the president's words": Beijing acts in the second clause too.
    acting = clause
    while tree.token(acting).dep == "conj" and tree.first(acting, "nsubj", "nsubjpass") is None:
        acting = tree.token(acting).head
    for mention in seen:
        if mention.actor.code is None or own.start <= mention.start < own.end:
            continue
        if mention.actor.kind not in ("country", "capital", "metonym") or mention.generic:
            continue
        first = tree.at(mention.start)
        owner = first is not None and tree.token(first).dep == "poss"
        # "Tripoli airport" is a place of theirs, "Tripoli's offer" is their act.
        if mention.actor.reason == "BELONGS_TO_COUNTRY":
            if owner and first is not None and tree.clause(first) == clause:
                yield mention.actor.code
            continue
        other = next(
            (i for i, t in enumerate(tree.tokens) if mention.start <= t.start < mention.end and t.end == mention.end),
            None,
        )
        other = tree.at(mention.start) if other is None else other
        if other is None or tree.clause(other) not in (clause, acting):
            continue
        token = tree.token(top(tree, other))
        if tree.clause(other) != clause and token.dep not in SUBJECTS:
            continue
        if (
            token.dep in SUBJECTS
            or token.dep in ("dobj", "dative", "agent")
            or (token.dep == "pobj" and tree.token(token.head).text.lower() not in _LOCATIVE | _WHOSE)
            or (token.dep == "poss" and mention.actor.kind in ("capital", "metonym"))
        ):
            yield mention.actor.code


def is_argument(tree: Tree, index: int) -> bool:
    """Whether a noun is an object of its verb, with or without a preposition, and not inside another phrase."""
    token = tree.token(top(tree, index))
    if token.dep == "pobj":
        return tree.token(tree.token(token.head).head).pos in ("VERB", "AUX")
    return token.dep in ("dobj", "dative")


def countries_in(title: str, knowledge: Knowledge) -> set[str]:
    """The countries that a title names, by names of up to three words."""
    words = title.replace("’", "'").split()
    found: set[str] = set()
    for start in range(len(words)):
        for length in (3, 2, 1):
            window = [w.strip(".,:;!?'\"()").removesuffix("'s") for w in words[start : start + length]]
            if len(window) < length or not window[0][:1].isupper():
                continue
            entities = knowledge.names.get(tuple(fold_word(w) for w in window), ())
            codes = {e.country for e in entities if e.kind in NATIONAL and e.country and not e.ambiguous}
            if codes:
                found.update(codes)
                break
    return found


def is_plural(tag: str) -> bool:
    """Whether a tag is that of a plural noun."""
    return tag in _NUMBER

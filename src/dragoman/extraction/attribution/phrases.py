"""Cues that are neither verb nor noun: "according to", "reportedly", the colon and dash of headlines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.extraction.attribution.drafts import Draft
from dragoman.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.extraction.attribution.lexicon import CueLexicon
    from dragoman.extraction.clauses import Clauses
    from dragoman.syntax import Tree

LONGEST_LABEL = 8  # tokens before the colon of a headline or transcript; longer ones introduce lists
# "By the army's count, 31 died": whose word it is stands before the noun.
_ACCOUNTS = frozenset({"account", "admission", "count", "estimate", "reckoning", "tally", "telling"})
_SPEAKING_ENTITIES = frozenset({"PERSON", "ORG", "NORP", "GPE"})


class PhraseCues:
    """Find the prepositional and adverbial cues of one sentence."""

    def __init__(self, lexicon: CueLexicon, clauses: Clauses, place: int) -> None:
        self._lexicon, self._clauses, self._tree, self._place = lexicon, clauses, clauses.tree, place

    def __call__(self) -> list[Draft]:
        """A draft for each such cue, in text order."""
        return [*self._attributing(), *self._accounts(), *self._hearsay()]

    def _accounts(self) -> Iterator[Draft]:
        tree = self._tree
        for index, token in enumerate(tree.tokens):
            owners = tree.all(index, "poss") if token.dep == "pobj" and token.lemma.lower() in _ACCOUNTS else []
            if not owners or tree.token(token.head).text.lower() != "by":
                continue
            link = token.head
            own = [c for c in tree.all(index, "amod") if tree.token(c).text.lower() == "own"]
            draft = Draft(
                self._place, tree, sorted({link, index, *own}), self._clauses.spread(owners), "says", form="phrase"
            )
            draft.take(set(tree.subtree(self._scope(link))) - set(tree.subtree(link)))
            if not draft.open:
                yield draft

    def _attributing(self) -> Iterator[Draft]:
        texts = [t.text.lower() for t in self._tree.tokens]
        for start in range(len(texts)):
            for words in self._lexicon.attributing:
                if texts[start] == words[0] and tuple(texts[start : start + len(words)]) == words:
                    draft = self._phrase(start, start + len(words))
                    if draft is not None:
                        yield draft

    def _phrase(self, start: int, end: int) -> Draft | None:
        tree = self._tree
        if end >= len(tree):
            return None
        speakers = self._objects(start, end)
        if not speakers or tree.token(end).tag in ("WDT", "WP", "WRB") or not self._is_source(tree, speakers[0]):
            return None
        draft = Draft(self._place, tree, list(range(start, end)), speakers, "says", form="phrase")
        own = set(tree.subtree(start)) | {t for s in speakers for t in tree.subtree(s)}
        draft.take(set(tree.subtree(self._scope(start))) - own)
        return None if draft.open else draft

    def _is_source(self, tree: Tree, speaker: int) -> bool:
        """ "Per" and its like take a source only where somebody or something is named that can tell."""
        token = tree.token(speaker)
        return token.entity not in ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "CARDINAL") and token.lemma.lower() not in (
            "plan", "schedule", "year", "day", "week", "month", "hour", "capita", "cent", "person", "head", "se", "usual",
        )  # fmt: skip

    def _objects(self, start: int, end: int) -> list[int]:
        tree = self._tree
        for index in range(end - 1, start - 1, -1):
            found = tree.all(index, "pobj", "pcomp")
            if found and found[0] >= end:
                return self._clauses.spread(found[:1])
        following = [i for i in range(end, min(end + 8, len(tree))) if tree.token(i).pos in ("NOUN", "PROPN", "PRON")]
        return following[:1]

    def _scope(self, start: int) -> int:
        """The clause that the phrase vouches for."""
        tree = self._tree
        current = tree.token(start).head
        while tree.token(current).head != current and not self._is_clause(current):
            current = tree.token(current).head
        return current

    def _is_clause(self, index: int) -> bool:
        tree = self._tree
        token = tree.token(index)
        if token.pos not in ("VERB", "AUX") or token.dep in ("amod", "acl", "xcomp", "pcomp", "relcl", "advcl"):
            return False
        return token.dep != "conj" or tree.first(index, "nsubj", "nsubjpass") is not None

    def _hearsay(self) -> Iterator[Draft]:
        tree = self._tree
        for index, token in enumerate(tree.tokens):
            if token.pos == "ADV" and token.lemma.lower() in self._lexicon.hearsay:
                draft = Draft(self._place, tree, [index], [], "hearsay", form="hearsay", unnamed=True)
                head = token.head if tree.token(token.head).pos in ("VERB", "AUX") else self._scope(index)
                draft.take(set(tree.subtree(head)) - {index})
                if not draft.open:
                    yield draft


def label_cue(tree: Tree, place: int, *, title: bool) -> Draft | None:
    """The speaker before a colon ("Minister: no talks planned"; "WALLACE: Let us start") or, in titles, after a dash."""
    texts = [t.text for t in tree.tokens]
    if not texts:
        return None  # a sentence too long to be parsed
    first = 1 if texts[0] in ('"', "''", "'") else 0
    if ":" in texts[: LONGEST_LABEL + 1]:
        colon = texts.index(":")
        if _is_label(tree, first, colon, title=title) and colon + 1 < len(tree):
            return _labelled(tree, place, colon, range(first, colon), range(colon + 1, len(tree)))
    if title:
        dash = next((i for i in range(len(tree) - 2, 0, -1) if _is_dash(tree, i)), None)
        if (
            dash is not None
            and dash >= 3
            and 0 < len(tree) - dash - 1 <= 5
            and _is_label(tree, dash + 1, len(tree), title=True)
        ):
            return _labelled(tree, place, dash, range(dash + 1, len(tree)), range(dash))
    return None


def _is_dash(tree: Tree, index: int) -> bool:
    """Whether the token is a dash between spaces, not a hyphen."""
    token = tree.token(index)
    spaced = tree.token(index - 1).end < token.start and token.end < tree.token(index + 1).start
    return spaced and token.text in ("-", "–", "—", "―", "--")


def _is_label(tree: Tree, start: int, end: int, *, title: bool) -> bool:
    tokens = tree.tokens[start:end]
    if not tokens or any(t.pos in ("VERB", "AUX") and not t.text.isupper() for t in tokens):
        return False
    if title:
        return any(t.pos in ("NOUN", "PROPN") for t in tokens)
    return len(tokens) <= 4 and (all(t.text.isupper() for t in tokens) or tokens[-1].entity == "PERSON")


def _labelled(tree: Tree, place: int, mark: int, label: range, content: range) -> Draft | None:
    inside = set(label)
    heads = [i for i in label if tree.token(i).head not in inside or tree.token(i).head == i]
    heads = [h for h in heads if tree.token(h).pos in ("NOUN", "PROPN", "X", "ADJ")] or [label[-1]]
    where = Span(start=tree.token(mark).start, end=tree.token(mark).end)
    draft = Draft(place, tree, [mark], heads[:1], "says", form="label", marks=(where,))
    draft.take(content)
    return None if draft.open else draft

"""Adjectives and participles that tell what somebody thinks or wants: "is confident that", "are ready to"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.extraction.attribution.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.extraction.attribution.lexicon import Cue, CueLexicon
    from dragoman.extraction.clauses import Clauses

_COPULAS = frozenset({"be", "feel", "remain", "become", "seem", "sound", "appear", "stay", "get", "grow", "make"})

# "Set on fire", "set on purpose": nobody's plan.
_NO_WILL = frozenset({"fire", "purpose"})


class AdjectiveCues:
    """Find the adjectival cues of one sentence."""

    def __init__(self, lexicon: CueLexicon, clauses: Clauses, place: int) -> None:
        self._lexicon, self._clauses, self._tree, self._place = lexicon, clauses, clauses.tree, place

    def __call__(self) -> list[Draft]:
        """A draft for each adjective with a content and somebody of whom it is said, in text order."""
        return [d for d in self._drafts() if d.speakers and not d.open]

    def _drafts(self) -> Iterator[Draft]:
        for index, token in enumerate(self._tree.tokens):
            cue = self._lexicon.adjectives.get(token.text.lower())
            if cue is None or token.pos not in ("ADJ", "VERB"):
                continue
            holder, words = self._holder(index)
            frame, content, extra = self._complement(index, holder, cue)
            draft = Draft(
                place=self._place,
                tree=self._tree,
                cue=sorted({index, *words, *extra}),
                speakers=[d for d in self._speakers(holder) if d != index],
                stance=cue.stance,
                vouched=frame in cue.vouched,
            )
            draft.take(content)
            yield draft

    def _holder(self, index: int) -> tuple[int, set[int]]:
        """The verb that has the subject, and the words that belong to the cue."""
        tree = self._tree
        token = tree.token(index)
        made = token.dep == "ccomp" and tree.token(token.head).lemma.lower() == "make"  # "made clear that"
        if made or (
            token.dep in ("acomp", "attr", "oprd", "xcomp") and tree.token(token.head).lemma.lower() in _COPULAS
        ):
            return token.head, {token.head, *tree.all(token.head, "aux", "neg")}
        return index, set(tree.all(index, "aux", "auxpass", "neg"))

    def _speakers(self, holder: int) -> list[int]:
        tree = self._tree
        if tree.first(holder, "nsubjpass") is not None:
            return self._clauses.objects(holder)
        if tree.token(holder).dep == "amod":
            return []
        return self._clauses.doers(holder) or self._clauses.objects(holder)

    def _complement(self, index: int, holder: int, cue: Cue) -> tuple[str, set[int], set[int]]:
        tree = self._tree
        for clause in {c: None for h in (index, holder) for c in tree.all(h, "ccomp", "xcomp", "csubj")}:
            frame = "to" if self._clauses.is_infinitive(clause) else "that"
            if frame in cue.frames and clause > index and tree.token(clause).pos in ("VERB", "AUX"):
                return frame, set(tree.subtree(clause)), set()
        for child in (*tree.all(index, "prep"), *tree.all(index, "agent")):
            frame = f"p:{tree.token(child).text.lower()}"
            idle = any(tree.token(o).lemma.lower() in _NO_WILL for o in tree.all(child, "pobj"))
            if frame in cue.frames and child > index and not idle:
                return frame, {t for c in tree.children[child] for t in tree.subtree(c)}, {child}
        return "", set(), set()

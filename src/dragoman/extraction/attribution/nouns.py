"""Nouns of saying, thinking and wishing: "the claim that", "her promise to", "issued a statement that"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.extraction.attribution.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragoman.extraction.attribution.lexicon import Cue, CueLexicon
    from dragoman.extraction.clauses import Clauses

_FURTHEST = 6  # tokens between a verb and its noun within one cue ("issued a strongly worded statement")
# "Word came that", "reports emerged that"
_SPREADING = frozenset({"arrive", "break", "circulate", "come", "emerge", "reach", "spread", "surface", "swirl"})
# "Received assurances from Caracas that"
_GETTING = frozenset({"demand", "get", "obtain", "receive", "secure", "seek", "win"})
_ROLES_OF_OBJECTS = frozenset({"dobj", "nsubjpass", "attr"})


class NounCues:
    """Find the nominal cues of one sentence."""

    def __init__(self, lexicon: CueLexicon, clauses: Clauses, place: int) -> None:
        self._lexicon, self._clauses, self._tree, self._place = lexicon, clauses, clauses.tree, place

    def __call__(self) -> list[Draft]:
        """A draft for each nominal cue that governs a content, in text order."""
        return [d for d in self._drafts() if not d.open]

    def _drafts(self) -> Iterator[Draft]:
        for index, token in enumerate(self._tree.tokens):
            cue = self._lexicon.nouns.get(token.lemma.lower()) if self._is_noun(index) else None
            if cue is None or token.dep in ("compound", "nmod"):
                continue
            frame, content, extra = self._complement(index, cue)
            if not content:
                continue
            speakers, words = self._speakers(index)
            owner = self._tree.first(index, "poss")
            pronoun = owner if owner is not None and speakers and owner not in speakers else None
            draft = Draft(
                place=self._place,
                tree=self._tree,
                cue=sorted({index, *extra, *words}),
                speakers=speakers,
                stance=self._stance(index, words, cue),
                vouched=frame in cue.vouched,
                form="noun",
                unnamed=True,
                pronoun=pronoun,
            )
            draft.take(content)
            if speakers or frame == "that":
                yield draft

    def _is_noun(self, index: int) -> bool:
        """A common noun, also where a sentence begins with it and the tagger took it for a name ("Word came that")."""
        token = self._tree.token(index)
        return token.pos == "NOUN" or (
            index == 0 and token.pos == "PROPN" and token.dep == "nsubj" and not token.entity
        )

    def _complement(self, noun: int, cue: Cue) -> tuple[str, set[int], set[int]]:
        tree = self._tree
        for clause in tree.all(noun, "acl", "ccomp", "xcomp", "appos"):
            frame = self._frame(clause)
            if frame in cue.frames:
                return frame, set(tree.subtree(clause)), set()
        for child in tree.all(noun, "prep"):
            frame = f"p:{tree.token(child).text.lower()}"
            if frame in cue.frames:
                return frame, {t for c in tree.children[child] for t in tree.subtree(c)}, {child}
        if "that" in cue.frames:
            found = self._apart(noun) or self._behind_colon(noun)
            return ("that" if found else ""), found, set()
        return "", set(), set()

    def _apart(self, noun: int) -> set[int]:
        """The clause with "that" which the parser hung on the noun's verb, or on one of whom it is ("concern among growers that")."""
        tree = self._tree
        token = tree.token(noun)
        governor = tree.token(token.head).lemma.lower()
        places = [
            i
            for p in tree.all(noun, "prep")
            if tree.token(p).text.lower() in ("among", "from")
            for i in tree.subtree(p)
        ]
        if (token.dep == "nsubj" and governor in _SPREADING) or (token.dep == "dobj" and governor in _GETTING):
            places += [token.head, *(i for i in tree.subtree(token.head) if i >= noun)]
        for clause in (c for i in dict.fromkeys(places) for c in tree.all(i, "ccomp", "acl", "relcl", "csubj")):
            subjects = tree.all(clause, "nsubj", "nsubjpass", "expl")
            first = tree.token(min(tree.subtree(clause)))
            if (
                clause > noun
                and first.text.lower() == "that"
                and any(tree.token(s).text.lower() != "that" for s in subjects)
            ):
                return set(tree.subtree(clause))
        return set()

    def _behind_colon(self, noun: int) -> set[int]:
        """Of "the general's argument is simple: the coast is blind" what stands behind the colon."""
        tree = self._tree
        if (
            tree.token(noun).dep != "nsubj"
            or tree.first(noun, "poss") is None
            or tree.token(tree.token(noun).head).lemma != "be"
        ):
            return set()
        colon = next((i for i in range(noun, min(noun + _FURTHEST, len(tree))) if tree.token(i).text == ":"), None)
        return set(range(colon + 1, len(tree) - 1)) if colon is not None else set()

    def _frame(self, clause: int) -> str:
        tree = self._tree
        if self._clauses.is_infinitive(clause):
            return "to"
        if tree.token(clause).dep in ("acl", "ccomp") and tree.token(clause).tag not in ("VBN", "VBG"):
            return "that" if tree.first(clause, "nsubj", "nsubjpass", "mark", "expl") is not None else ""
        if any(tree.token(m).text.lower() == "that" for m in tree.all(clause, "mark")):
            return "that"
        return ""

    def _speakers(self, noun: int) -> tuple[list[int], set[int]]:
        """Whose word it is, and the verb that belongs to the cue."""
        tree, clauses = self._tree, self._clauses
        owners = clauses.spread(tree.all(noun, "poss"))
        if owners:
            return self._owner(noun, owners), set()
        by = clauses.partners(noun, "by", "from", "among")
        if by:
            return by, set()
        token = tree.token(noun)
        governor = token.head
        if token.dep == "dobj" and tree.token(governor).lemma.lower() in _GETTING:
            return clauses.partners(governor, "from"), set()
        if token.dep == "nsubj" and tree.token(governor).lemma.lower() in _SPREADING:
            return clauses.partners(noun, "from"), {governor, *tree.all(governor, "aux")}
        if token.dep in _ROLES_OF_OBJECTS and tree.token(governor).lemma.lower() in self._lexicon.support_verbs:
            words = {governor, *tree.all(governor, "aux", "auxpass", "neg")}
            if governor < noun <= governor + _FURTHEST:
                words.update(range(governor, noun))
            return [d for d in clauses.doers(governor) if d != noun], words
        if token.dep in ("attr", "nsubj") and any(tree.token(e).dep == "expl" for e in tree.children[governor]):
            return [], set()
        return clauses.spread([c for c in tree.all(noun, "compound", "amod") if self._can_speak(c)]), set()

    def _stance(self, noun: int, words: set[int], cue: Cue) -> str:
        """The noun's, unless its verb turns it round ("denied reports that")."""
        governing = self._lexicon.verb(self._tree.token(self._tree.token(noun).head)) if words else None
        turned = governing is not None and governing.stance in ("denies", "rejects", "doubts")
        return governing.stance if turned and governing is not None else cue.stance

    def _owner(self, noun: int, owners: list[int]) -> list[int]:
        """The owner; of "Iran repeated its threat" the subject that the pronoun stands for."""
        tree = self._tree
        token = tree.token(noun)
        if tree.token(owners[0]).pos != "PRON" or token.dep != "dobj":
            return owners
        return [d for d in self._clauses.doers(token.head) if d != noun] or owners

    def _can_speak(self, index: int) -> bool:
        return self._tree.token(index).entity in ("GPE", "NORP", "ORG", "PERSON")

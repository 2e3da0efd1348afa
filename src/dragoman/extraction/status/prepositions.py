"""What stands behind a preposition, noun or gerund: "accused of killing", "risk of war", "without firing", "after talks"."""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.embedding import INSTEAD, SAME, Governed, signature_of
from dragoman.extraction.status.shapes import above_preposition, is_first_person, is_predicate
from dragoman.extraction.status.signatures import Signature, load_signatures

# From -3 to 3, set by hand, for prepositions that neither their governor nor `data/operators.tsv` speaks for.
_FAR_FROM = Signature(positive=-2.5, negative=1)
_NO_CHOICE = Signature(positive=2.4, negative=2.4)
_OF = Signature(positive=2.8, negative=-0.4)
_WITH = Signature(positive=2.8, negative=1.2)
# Behind these a gerund is no complement of the verb ("stopped after crossing").
_ADVERBIAL = frozenset({"after", "before", "without", "by", "despite"})


def behind_preposition(clauses: Clauses, index: int) -> Governed:
    """A noun or gerund behind a preposition: what the preposition's governor says of it, else the preposition itself."""
    tree = clauses.tree
    preposition, governor = above_preposition(tree, index)
    if governor is None:
        return Governed(parent=tree.token(index).head, signature=SAME, reason="ASSERTED")
    word = tree.token(preposition).text.lower()
    if word == "but" and is_predicate(tree, index):  # "had no choice but to withdraw"
        return Governed(parent=governor, signature=_NO_CHOICE, reason="NO_CHOICE_BUT", skips=True)
    if word == "from" and tree.token(governor).text.lower() == "far":
        return Governed(parent=governor, signature=_FAR_FROM, reason="NEGATION:far_from")
    return _by_governor(clauses, index, governor, word) or _by_preposition(clauses, index, preposition, governor)


def _by_governor(clauses: Clauses, index: int, governor: int, word: str) -> Governed | None:
    tree = clauses.tree
    complement = is_predicate(tree, index) and word not in _ADVERBIAL
    frames = (f"p:{word}", "ing") if complement else (f"p:{word}",)
    found = signature_of(clauses, governor, frames)
    if found is None and tree.token(governor).dep == "advmod":  # "stopped short of"
        governor = tree.token(governor).head
        found = signature_of(clauses, governor, frames)
    if found is None:
        return None
    first_person = is_first_person(tree, governor)
    return Governed(parent=governor, signature=found[0], reason=f"UNDER:{found[1]}", first_person=first_person)


def _by_preposition(clauses: Clauses, index: int, preposition: int, governor: int) -> Governed:
    tree = clauses.tree
    word = tree.token(preposition).text.lower()
    gerund = is_predicate(tree, index)
    signature = load_signatures().find("operators", (word,), ("prep",))
    if signature is None:
        beside = (tree.token(preposition).head, *tree.children[preposition])
        if gerund and word == "of" and any(tree.token(c).text.lower() in ("instead", "rather") for c in beside):
            return Governed(parent=governor, signature=INSTEAD, reason="NEGATION:instead")
        signature = _OF if word == "of" else _WITH
    negative = signature.positive < 0  # "did not leave without paying": the verb's negation is not the gerund's
    return Governed(
        parent=governor,
        signature=signature,
        reason=f"PREPOSITION:{word}",
        skips=negative,
        keeps=gerund and not negative,
    )

"""What stands behind a preposition, noun or gerund: "accused of killing", "risk of war", "without firing", "after talks"."""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.embedding import HEARSAY, INSTEAD, SAME, Governed, signature_of
from dragoman.extraction.status.shapes import above_preposition, is_first_person, is_hearsay, is_predicate
from dragoman.extraction.status.signatures import Signature, load_signatures

# From -3 to 3, set by hand, for prepositions that neither their governor nor `data/operators.tsv` speaks for.
_FAR_FROM = Signature(positive=-2.5, negative=1)
_NO_CHOICE = Signature(positive=2.4, negative=2.4)
_WITHIN_AN_INCH = Signature(positive=-2.4, negative=1)
_ARE_TO = Signature(positive=2, negative=-1.8, kind="plan")
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
    if word == "from" and "far" in (tree.token(governor).text.lower(), _before(clauses, preposition)):
        return Governed(parent=governor, signature=_FAR_FROM, reason="NEGATION:far_from")
    if word == "of" and _is_within(clauses, governor):
        return Governed(parent=governor, signature=_WITHIN_AN_INCH, reason="NEGATION:within")
    if word == "to" and tree.token(governor).lemma == "be" and tree.token(index).tag in ("NN", "NNP", "VB"):
        bare = preposition == index - 1  # "thousands are to march", the verb taken for a noun
        if bare:
            return Governed(parent=governor, signature=_ARE_TO, reason="IS_TO")
    return _by_governor(clauses, index, governor, word) or _by_preposition(clauses, index, preposition, governor)


def _by_governor(clauses: Clauses, index: int, governor: int, word: str) -> Governed | None:
    tree = clauses.tree
    complement = is_predicate(tree, index) and word not in _ADVERBIAL
    frames = (f"p:{word}", "ing") if complement else (f"p:{word}",)
    beside = tree.token(governor).dep in ("advmod", "prt")
    verb = tree.token(governor).head
    if beside and verb < governor:  # "held back from charging"
        phrase = f"{tree.token(verb).lemma.lower()}_{tree.token(governor).text.lower()}"
        phrasal = load_signatures().find("verbs", (phrase,), frames)
        if phrasal is not None:
            return Governed(parent=verb, signature=phrasal, reason=f"UNDER:{phrase}")
    found = signature_of(clauses, governor, frames)
    if found is None and tree.token(governor).dep == "advmod":  # "stopped short of"
        governor = tree.token(governor).head
        found = signature_of(clauses, governor, frames)
    if found is None:
        return None
    first_person = is_first_person(tree, governor)
    if found[0].source is not None and any(is_hearsay(tree, s) for s in tree.all(governor, "nsubj")):
        return Governed(parent=governor, signature=HEARSAY, reason=f"UNDER:{found[1]}")
    return Governed(parent=governor, signature=found[0], reason=f"UNDER:{found[1]}", first_person=first_person)


def _before(clauses: Clauses, index: int) -> str:
    """The word before, in small letters."""
    return clauses.tree.token(index - 1).text.lower() if index else ""


def _is_within(clauses: Clauses, governor: int) -> bool:
    """ "Came within an hour of shelling"."""
    tree = clauses.tree
    token = tree.token(governor)
    within = tree.token(token.head)
    return (
        token.dep == "pobj"
        and within.text.lower() == "within"
        and tree.token(within.head).lemma.lower() in ("come", "be")
    )


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

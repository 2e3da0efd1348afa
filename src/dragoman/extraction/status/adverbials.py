"""Adverbial clauses: conditions, times, reasons, purposes, participles."""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.complements import clause_frames, special_infinitive
from dragoman.extraction.status.embedding import PURPOSE, SAME, Governed, signature_of, word_signature
from dragoman.extraction.status.shapes import (
    has_perfect,
    is_first_person,
    is_infinitive,
    is_past,
    mark_of,
    modal_text,
)
from dragoman.extraction.status.signatures import Signature, load_signatures

# What the construction alone says, from -3 to 3, set by hand.
_PARTICIPLE = Signature(positive=2.6, negative=0.6)
_BEHIND_OBJECT = Signature(positive=2.7, negative=1.8)
_ADVERBIAL = Signature(positive=2.2, negative=1.6)
_COUNTERFACTUAL = Signature(positive=-2.2, negative=1.5)
_BEFORE_IT_COULD = Signature(positive=-2.4, negative=1)
_LOOKS_AS_IF = Signature(positive=1.3, negative=-1.3, source=1.4)
_AS_IF = Signature(positive=-0.6, negative=-0.6)
_SEEMING = frozenset({"appear", "seem", "look", "sound", "feel"})
_TEMPORAL = frozenset({"when", "whenever", "after", "before", "once", "until", "till", "while", "as"})


def adverbial(clauses: Clauses, index: int) -> Governed:
    """An adverbial clause, by its conjunction or its form."""
    tree = clauses.tree
    head = tree.token(index).head
    mark = mark_of(tree, index)
    if is_infinitive(tree, index) and mark in (None, "for", "in", "so"):
        return _infinitive_adverbial(clauses, index, head)
    if mark is None:
        participle = tree.token(index).tag in ("VBG", "VBN")
        if index == head + 1 and clauses.is_passive(head) and tree.token(index).tag == "VBN":  # "are feared killed"
            told = signature_of(clauses, head, ("to", "obj"))
            if told is not None:
                return Governed(parent=head, signature=told[0], reason=f"UNDER:{told[1]}")
        found = signature_of(clauses, head, clause_frames(clauses, index)) if index > head and not participle else None
        if found is not None:
            return Governed(parent=head, signature=found[0], reason=f"UNDER:{found[1]}")
        if participle and index - 1 in tree.all(head, "dobj"):  # "withdraws the decree annexing the island"
            return Governed(parent=head, signature=_BEHIND_OBJECT, reason="TOLD_BY_THE_WAY")
        signature = _PARTICIPLE if participle else _ADVERBIAL
        return Governed(parent=head, signature=signature, reason="ADVERBIAL", keeps=not is_past(tree, index))
    temporal = mark in _TEMPORAL and not is_past(tree, index)
    return Governed(
        parent=head,
        signature=_marked(clauses, index, head, mark),
        reason=f"CONDITION:{mark}",
        skips=not temporal,
        keeps=temporal,
    )


def _infinitive_adverbial(clauses: Clauses, index: int, head: int) -> Governed:
    """A purpose, unless the governor's word takes an infinitive ("decided to leave", parsed as an adverbial)."""
    tree = clauses.tree
    special = special_infinitive(clauses, index, head)
    if special is not None:
        return special
    if any(tree.token(c).text.lower() == "only" for c in tree.all(index, "advmod")):
        return Governed(parent=head, signature=SAME, reason="ONLY_TO")
    noun = next((c for c in tree.all(head, "dobj", "nsubjpass", "attr") if head <= c == index - 2), None)
    inner = word_signature(clauses, noun, ("to",)) if noun is not None else None
    if noun is not None and inner is not None:
        return Governed(parent=noun, signature=inner[0], reason=f"UNDER:{inner[1]}")
    found = signature_of(clauses, head, ("to",)) if index > head else None
    if found is not None and tree.first(head, "xcomp", "ccomp") is None:
        return Governed(
            parent=head, signature=found[0], reason=f"UNDER:{found[1]}", first_person=is_first_person(tree, head)
        )
    return Governed(parent=head, signature=PURPOSE, reason="PURPOSE")


def _marked(clauses: Clauses, index: int, head: int, mark: str) -> Signature:
    tree = clauses.tree
    if mark == "as" and tree.token(head).text.lower() == "long":
        mark = "if"
    if (
        mark in ("if", "unless")
        and has_perfect(tree, index)
        and any(tree.token(a).text.lower() in ("would", "could", "might", "'d") for a in tree.all(head, "aux"))
    ):
        return _COUNTERFACTUAL
    if mark == "before" and modal_text(tree, index) == "could":
        return _BEFORE_IT_COULD  # "shot down before it could strike"
    if mark in ("as", "than") and any(tree.token(c).text.lower() in ("if", "though") for c in tree.children[index]):
        return _LOOKS_AS_IF if tree.token(head).lemma.lower() in _SEEMING else _AS_IF
    found = load_signatures().find("operators", (mark,), ("mark",))
    return found or _ADVERBIAL

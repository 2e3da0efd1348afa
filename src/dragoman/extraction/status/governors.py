"""What an act is embedded under: by its dependency label, the rule that finds its governor and signature."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.adverbials import adverbial
from dragoman.extraction.status.complements import on_noun, told_by_the_way, under_word
from dragoman.extraction.status.embedding import INSTEAD, SAME, Governed
from dragoman.extraction.status.nominals import as_attribute, as_modifier, as_object, as_subject
from dragoman.extraction.status.prepositions import behind_preposition
from dragoman.extraction.status.shapes import is_inverted, is_predicate


def govern(clauses: Clauses, index: int) -> Governed | None:
    """The embedding of the word `index`, or `None` where it stands on its own."""
    token = clauses.tree.token(index)
    if token.head == index or _is_apart(clauses, index):
        return None
    if token.dep == "ccomp" and index < token.head and is_inverted(clauses.tree, index):
        return adverbial(clauses, index)  # "had they come, he would have stayed"
    rule = _RULES.get(token.dep)
    return rule(clauses, index) if rule is not None else _same(clauses, index)


def _is_apart(clauses: Clauses, index: int) -> bool:
    """Whether a semicolon parts the clause from the later one that the parser hung it on ("… had left; Moscow denied it")."""
    token = clauses.tree.token(index)
    if token.dep not in ("ccomp", "parataxis", "advcl") or token.head < index:
        return False
    return any(clauses.tree.token(i).text == ";" for i in range(index + 1, token.head))


def _same(clauses: Clauses, index: int) -> Governed:
    return Governed(parent=clauses.tree.token(index).head, signature=SAME, reason="ASSERTED")


def _conjunct(clauses: Clauses, index: int) -> Governed:
    tree = clauses.tree
    partner = tree.token(index).head
    if index >= 2 and tree.token(index - 1).text.lower() == "alone" and tree.token(index - 2).text.lower() == "let":
        return Governed(parent=partner, signature=INSTEAD, reason="NEGATION:let_alone", skips=True)
    if any(tree.token(c).text.lower() == "than" for c in tree.all(partner, "cc") if c < index):
        return Governed(parent=partner, signature=INSTEAD, reason="NEGATION:rather_than")
    alone = _stands_alone(clauses, index) or any(
        tree.token(c).text.lower() == "but" for c in tree.all(partner, "cc") if c < index
    )
    return Governed(parent=partner, signature=SAME, reason="ASSERTED", skips=alone)


def _stands_alone(clauses: Clauses, verb: int) -> bool:
    """Whether a coordinated verb has a subject or auxiliary of its own, so that its partner's do not reach it."""
    tree = clauses.tree
    if not is_predicate(tree, verb):
        return False
    if tree.first(verb, "aux", "auxpass", "nsubj", "nsubjpass", "expl", "csubj") is not None:
        return True
    return tree.token(verb).tag in ("VBD", "VBZ", "VBP")


_RULES: dict[str, Callable[[Clauses, int], Governed]] = {
    "conj": _conjunct,
    "ccomp": under_word,
    "xcomp": under_word,
    "acl": on_noun,
    "relcl": on_noun,
    "appos": told_by_the_way,
    "amod": as_modifier,
    "compound": as_modifier,
    "nmod": as_modifier,
    "poss": as_modifier,
    "advcl": adverbial,
    "dobj": as_object,
    "nsubjpass": as_object,
    "oprd": under_word,
    "nsubj": as_subject,
    "csubj": as_subject,
    "csubjpass": as_subject,
    "attr": as_attribute,
    "acomp": as_attribute,
    "pobj": behind_preposition,
    "pcomp": behind_preposition,
}

"""The light of an act, composed from the main clause down to it: every governor, then every operator of its own clause."""

from __future__ import annotations

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.governors import govern
from dragoman.extraction.status.operators import operators
from dragoman.extraction.status.records import Light

_DEEPEST = 24  # governors; a sentence of news nests ten at most, and a broken parse must not go round for ever


def view(clauses: Clauses, index: int) -> Light:
    """How far the author and the innermost source vouch for the act that the token `index` reports."""
    return _under_operators(clauses, index, _context(clauses, index, 0))


def _context(clauses: Clauses, index: int, depth: int) -> Light:
    """The light that falls on a word from outside its own clause."""
    governed = govern(clauses, index) if depth < _DEEPEST else None
    if governed is None:
        return Light()
    parent = _context(clauses, governed.parent, depth + 1)
    if not governed.skips:
        parent = _under_operators(clauses, governed.parent, parent)
    if governed.reason == "ASSERTED":
        return parent
    return governed.signature.apply(parent, governed.reason, first_person=governed.first_person, keeps=governed.keeps)


def _under_operators(clauses: Clauses, index: int, light: Light) -> Light:
    for operator in operators(clauses, index):
        light = operator.signature.apply(light, operator.reason)
    return light

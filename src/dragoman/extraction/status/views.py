"""The light of an act, composed from the main clause down to it: every governor, then every operator of its own clause."""

from __future__ import annotations

from collections.abc import Container

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.embedding import Governed
from dragoman.extraction.status.governors import govern
from dragoman.extraction.status.operators import operators
from dragoman.extraction.status.records import Light

_DEEPEST = 24  # governors; a sentence of news nests ten at most, and a broken parse must not go round for ever


def view(clauses: Clauses, index: int) -> Light:
    """How far the author and the innermost source vouch for the act that the token `index` reports."""
    return _under_operators(clauses, index, _context(clauses, index, 0))


def view_by(clauses: Clauses, index: int, cue: Container[int]) -> Light:
    """The act in the eyes of the source whose cue words are given, whatever the article makes of it.

    Where the act does not stand under the cue ("…, the army said"), it is the view that the clause itself gives.
    """
    steps: list[Governed] = []
    current = index
    while len(steps) < _DEEPEST and (governed := govern(clauses, current)) is not None:
        steps.append(governed)
        current = governed.parent
    # Of a cue of several words ("denied reports that") the uppermost is the source's own.
    while steps and steps[-1].parent not in cue and any(s.parent in cue for s in steps):
        steps.pop()
    light = Light()
    if steps and steps[-1].parent in cue:
        governed = steps.pop()
        above = _under_operators(clauses, governed.parent, Light())
        told = governed.signature.apply(above, governed.reason)
        view = told.source if governed.signature.source is not None else governed.signature.carry(above.source)
        light = Light(author=view, source=view, kinds=told.kinds, reason=governed.reason)
    for governed in reversed(steps):
        if not governed.skips:
            light = _under_operators(clauses, governed.parent, light)
        if governed.reason != "ASSERTED":
            light = governed.signature.apply(light, governed.reason, keeps=governed.keeps)
        light = Light(author=light.author, source=light.author, kinds=light.kinds, reason=light.reason)
    light = _under_operators(clauses, index, light)
    return Light(author=light.author, source=light.author, kinds=light.kinds, reason=light.reason)


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

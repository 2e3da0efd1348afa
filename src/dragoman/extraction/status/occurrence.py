"""Whether an act has happened by the time of writing: another question than how certain it is.

"The two will sign on Monday" is near certain and has not happened. `factuality` answers how certain, this module whether it
is there yet, from the same light and the tense of the finite verb that the act stands under.
"""

from __future__ import annotations

from typing import Literal

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.records import Light
from dragoman.extraction.status.views import view

Tense = Literal["past", "present", "modal", "none"]
_SCALE = 3.0
# Set by hand from -3 to 3. What is planned, wished or open has most likely not happened; told in the past ("had to leave",
# "came to help") it may have.
_UNREALISED = -1.8
_UNREALISED_IN_PAST = -0.3
_OF_CERTAINTY = 0.2  # what an unrealised act keeps of its certainty
# Share of its certainty that a realised act keeps: the present tense tells habits besides acts, and what hangs unmarked on a
# verb in the present or under a modal shares its doubt.
_IN_PRESENT = 0.9
_HANGING_ON: dict[Tense, float] = {"past": 1.0, "present": 0.6, "none": 0.6, "modal": 0.2}
_FURTHEST = 12  # governors looked through for a finite verb


def occurrence(clauses: Clauses, index: int) -> float:
    """Whether the act at token `index` has happened by the time of writing, for the author: -3 no, 0 unknown, 3 yes."""
    return _occurred(clauses, index, view(clauses, index))


def _occurred(clauses: Clauses, index: int, light: Light) -> float:
    certainty = light.author * _SCALE
    tense = tense_of(clauses, index)
    own = clauses.tree.token(index).tag
    if light.kinds and own != "VBD":
        start = _UNREALISED_IN_PAST if tense == "past" else _UNREALISED
        return max(-_SCALE, start + _OF_CERTAINTY * certainty)
    if certainty < 0 or tense == "past":
        return certainty
    if own in ("VBP", "VBZ") or (own == "VBN" and _has_present_auxiliary(clauses, index)):
        return _IN_PRESENT * certainty
    return _HANGING_ON[tense] * certainty


def tense_of(clauses: Clauses, index: int) -> Tense:
    """The tense of the finite verb that `index` is or stands under; a present perfect counts as past."""
    tree = clauses.tree
    current = index
    for _ in range(_FURTHEST):
        tense = _own_tense(clauses, current)
        if tense is not None:
            return tense
        if tree.token(current).head == current:
            break
        current = tree.token(current).head
    return "none"


def _own_tense(clauses: Clauses, index: int) -> Tense | None:
    tree = clauses.tree
    if tree.token(index).tag == "VBD":
        return "past"
    for child in tree.all(index, "aux", "auxpass"):
        auxiliary = tree.token(child)
        if auxiliary.tag == "MD":
            return "modal"
        if auxiliary.tag == "VBD" or (auxiliary.tag in ("VBZ", "VBP") and auxiliary.lemma.lower() in ("have", "'ve")):
            return "past"
        if auxiliary.tag in ("VBZ", "VBP"):
            return "present"
    return "present" if tree.token(index).tag in ("VBZ", "VBP") else None


def _has_present_auxiliary(clauses: Clauses, index: int) -> bool:
    tree = clauses.tree
    return any(tree.token(a).tag in ("VBZ", "VBP") for a in tree.all(index, "aux", "auxpass"))

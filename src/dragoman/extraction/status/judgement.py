"""The mood of an act and its factuality, both read off the one light that `views` composes."""

from __future__ import annotations

from collections.abc import Container

from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.records import Judgement, Light, Mood
from dragoman.extraction.status.views import view, view_by

_SCALE = 3.0
# From -1 to 1. A source's plain word ("said") is worth 0.93, a guess ("think", "reportedly") at most 0.5.
_ACTUAL_FROM = 0.58
_DENIED_TO = -0.3


def factuality(clauses: Clauses, index: int) -> float:
    """How certain the author is that the act at token `index` happened: -3 certainly not, 0 unknown, 3 certainly."""
    return view(clauses, index).author * _SCALE


def judge(clauses: Clauses, index: int) -> Judgement:
    """The mood of the act that the token `index` reports, in the innermost source's view, with the word that decided."""
    light = view(clauses, index)
    return Judgement(mood=_mood(light), reason=light.reason, author=light.author * _SCALE, source=light.source * _SCALE)


def judge_by(clauses: Clauses, index: int, cue: Container[int]) -> Judgement:
    """The act in the eyes of the source whose cue words are given."""
    light = view_by(clauses, index, cue)
    return Judgement(mood=_mood(light), reason=light.reason, author=light.author * _SCALE, source=light.source * _SCALE)


def _mood(light: Light) -> Mood:
    if "irrealis" in light.kinds:
        return "irrealis"
    if light.source <= _DENIED_TO:
        return "denied"
    if "open" in light.kinds:
        return "possible"
    if "plan" in light.kinds:
        return "planned"
    return "actual" if light.source >= _ACTUAL_FROM else "possible"

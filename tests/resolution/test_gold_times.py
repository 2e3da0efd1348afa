"""How well time expressions are read in context: `gold/times.jsonl`, sentences of our own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from dragoman.resolution.dates import TimeExpression, find_times

GOLD = Path(__file__).parents[2] / "gold" / "times.jsonl"
# A little under what was measured when they were set.
FLOORS = {"found": 0.99, "days": 0.98, "value": 0.97, "type": 0.98, "granularity": 0.98, "whole": 0.96}
_NARROWED = ("START", "MID", "END", "APPROX")

Pair = tuple[dict[str, Any], TimeExpression | None]


def _read(item: dict[str, Any]) -> TimeExpression | None:
    """The expression that covers most of the gold one; None where nothing touches it."""
    published = item["published"]
    moment = datetime.fromisoformat(published) if "T" in published else None
    times = find_times(item["text"], published=date.fromisoformat(published[:10]), creation=moment)
    return max(
        (t for t in times if t.start < item["end"] and item["start"] < t.end),
        key=lambda t: min(t.end, item["end"]) - max(t.start, item["start"]),
        default=None,
    )


def _options(answer: Any) -> Sequence[Any]:
    return answer if isinstance(answer, list) else [answer]


def days_right(item: dict[str, Any], time: TimeExpression | None) -> bool:
    """Whether the days are among the right ones; those of a vague expression need only lie within the widest."""
    got = (_iso(time.first), _iso(time.last)) if time else (None, None)
    pairs = list(zip(_options(item["first"]), _options(item["last"]), strict=True))
    if got in pairs or item["vague"] not in _NARROWED:
        return got in pairs
    return any(
        (low is None or (got[0] is not None and low <= got[0]))
        and (high is None or (got[1] is not None and got[1] <= high))
        and got != (None, None)
        for low, high in pairs
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def judged(item: dict[str, Any], time: TimeExpression | None) -> dict[str, bool]:
    """What is right of one expression; `whole` when all is."""
    none_due = None in _options(item["type"])
    right = {
        "found": time is not None or none_due,
        "days": days_right(item, time) and (time is not None or none_due),
        "type": (time.timex_type if time else None) in _options(item["type"]),
        "value": (time.value if time else None) in _options(item["value"]),
        "granularity": (time.granularity if time else None) in _options(item["granularity"]),
    }
    marked = item["vague"] not in ("START", "MID", "END", "APPROX", "MORE_THAN", "LESS_THAN")
    return right | {"whole": all(right.values()) and (marked or (time is not None and time.modifier == item["vague"]))}


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return [(item, _read(item)) for item in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines())]


def test_gold_is_whole(pairs: list[Pair]) -> None:
    assert len(pairs) >= 330
    assert len({item["id"] for item, _ in pairs}) == len(pairs)
    assert all(item["text"][item["start"] : item["end"]] == item["expression"] for item, _ in pairs)
    assert all(len(_options(item["first"])) == len(_options(item["last"])) for item, _ in pairs)


@pytest.mark.parametrize("figure", FLOORS)
def test_times_keep_their_floors(pairs: list[Pair], figure: str) -> None:
    wrong = [item["id"] for item, time in pairs if not judged(item, time)[figure]]
    share = 1 - len(wrong) / len(pairs)
    assert share >= FLOORS[figure], f"{figure} {share:.3f}: {', '.join(wrong)}"

"""How well status is judged: `gold/status.jsonl`, acts in sentences of our own, many in pairs that differ in one word."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.evaluation.gold import STATUSES, Item, judgements_of, read_items, score_status
from dragoman.extraction.status import Judgement

GOLD = Path(__file__).parents[3] / "gold" / "status.jsonl"
# A little under what was measured when they were set. `factuality.error` is a ceiling, on -3 to 3.
FLOORS = {
    "open": {"actual": 0.88, "planned": 0.80, "possible": 0.84, "denied": 0.89, "macro": 0.85},
    "held": {"actual": 0.73, "planned": 0.64, "possible": 0.67, "denied": 0.74, "macro": 0.70},
}
RECALL_FLOORS = {
    "open": {"planned": 0.92, "denied": 0.82},
    "held": {"planned": 0.67, "denied": 0.63},
}
ERROR_CEILINGS = {"open": 0.6, "held": 1.0}

Pairs = dict[str, tuple[list[Item], list[Judgement]]]


@pytest.fixture(scope="module")
def pairs() -> Pairs:
    return {part: (items, judgements_of(items)) for part, items in ((p, read_items(GOLD, p)) for p in FLOORS)}


def test_gold_is_whole() -> None:
    items = read_items(GOLD)
    assert len(items) >= 800
    assert len({i["id"] for i in items}) == len(items)
    assert all(i["text"][i["start"] : i["end"]] == i["trigger"] for i in items)
    assert all(-3 <= i["factuality"] <= 3 and i["status"] in STATUSES for i in items)


@pytest.mark.parametrize("part", FLOORS)
def test_status_keeps_its_floors(pairs: Pairs, part: str) -> None:
    items, judgements = pairs[part]
    figures = score_status(items, judgements)
    wanted = {f"{s}.f1": v for s, v in FLOORS[part].items()} | {
        f"{s}.recall": v for s, v in RECALL_FLOORS[part].items()
    }
    below = {name: figures[name] for name, floor in wanted.items() if figures[name] < floor}
    # Only the open half is shown: the other is for measuring.
    failing = [i["id"] for i, j in zip(items, judgements, strict=True) if i["status"] != j.status]
    assert not below, failing if part == "open" else "not shown"
    assert figures["factuality.error"] <= ERROR_CEILINGS[part]

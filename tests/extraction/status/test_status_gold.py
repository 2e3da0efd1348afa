"""How well status is judged: `gold/status.jsonl`, acts in sentences of our own, many in pairs that differ in one word."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.evaluation.gold import STATUSES, Item, judgements_of, read_items, score_status
from dragoman.extraction.status import Judgement

GOLD = Path(__file__).parents[3] / "gold" / "status.jsonl"
# A little under what was measured when they were set. `factuality.error` is a ceiling, on -3 to 3.
FLOORS = {
    "open": {"actual": 0.95, "planned": 0.92, "possible": 0.93, "denied": 0.96, "macro": 0.94},
    "held": {"actual": 0.81, "planned": 0.84, "possible": 0.75, "denied": 0.87, "macro": 0.82},
}
RECALL_FLOORS = {
    "open": {"planned": 0.98, "denied": 0.93},
    "held": {"planned": 0.89, "denied": 0.83},
}
ERROR_CEILINGS = {"open": 0.44, "held": 0.78}
# What fails in the open half: a change may shorten the list, and must not lengthen it.
FAILING = [
    "081",
    "146",
    "154",
    "187",
    "191",
    "192",
    "193",
    "195",
    "203",
    "345",
    "390",
    "480",
    "491",
    "528",
    "568",
    "569",
    "621",
    "630",
    "633",
    "645",
    "646",
    "706",
    "718",
    "733",
    "765",
    "781",
    "784",
    "798",
    "800",
    "826",
    "884",
    "893",
]

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


def test_nothing_fails_that_did_not(pairs: Pairs) -> None:
    items, judgements = pairs["open"]
    failing = {i["id"] for i, j in zip(items, judgements, strict=True) if i["status"] != j.status}
    assert failing <= {f"status-{number}" for number in FAILING}

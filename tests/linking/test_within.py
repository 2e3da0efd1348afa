"""Two reports of the same act in one document are one event, and complete each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dragoman.linking import link_document
from dragoman.records import Actor, EventMention, Interval, Participant, Place, Span

Read = Callable[..., Any]
MONDAY = Interval(first=date(2025, 7, 7), last=date(2025, 7, 7), granularity="day")
FRIDAY = Interval(first=date(2025, 7, 11), last=date(2025, 7, 11), granularity="day")
LIMA = Place(name="Lima", country="PER", precision="town")
QUITO = Place(name="Quito", country="ECU", precision="town")


def party(code: str) -> Participant:
    here = Span(start=0, end=1)
    return Participant(span=here, head=here, text=code, actor=Actor(name=code, code=code, country=code, kind="country"))


def mention(
    number: int, doers: str, upon: str = "", *, kind: str = "CONSULT", word: str = "met", **more: Any
) -> EventMention:
    span = Span(start=number * 100, end=number * 100 + 3)
    facts: dict[str, Any] = {"symmetric": kind == "CONSULT", "status": "actual"} | more
    return EventMention(
        id=f"d#{number}", document_id="d", sentence=number, type=kind, trigger=span, trigger_text=word, evidence=(span,),
        actors=tuple(party(c) for c in doers.split()), recipients=tuple(party(c) for c in upon.split()), **facts,
    )  # fmt: skip


def groups(*mentions: EventMention) -> list[tuple[str, ...]]:
    return [e.mentions for e in link_document(mentions)[1]]


def test_same_meeting_told_twice_is_one_event() -> None:
    assert groups(mention(0, "PER ECU"), mention(1, "ECU PER")) == [("d#0", "d#1")]


@pytest.mark.parametrize(
    "other",
    [
        mention(1, "PER COL"),
        mention(1, "PER ECU", kind="SUPPORT", word="signed"),
        mention(1, "PER ECU", time=FRIDAY),
        mention(1, "PER ECU", place=QUITO),
        mention(1, "PER ECU", status="planned"),
    ],
    ids=["other party", "other type", "other day", "other town", "only planned"],
)
def test_what_contradicts_is_another_event(other: EventMention) -> None:
    assert groups(mention(0, "PER ECU", time=MONDAY, place=LIMA), other) == [("d#0",), ("d#1",)]


def test_one_sided_act_needs_the_same_sides() -> None:
    one = mention(0, "PER", "ECU", kind="ACCUSE", word="accused")
    assert groups(one, mention(1, "PER", "ECU", kind="ACCUSE", word="accused")) == [("d#0", "d#1")]
    assert groups(one, mention(1, "ECU", "PER", kind="ACCUSE", word="accused")) == [("d#0",), ("d#1",)]


def test_mention_takes_the_day_and_place_that_its_partner_tells() -> None:
    linked, _ = link_document([mention(0, "PER ECU", time=MONDAY, place=LIMA), mention(1, "PER ECU")])
    assert (linked[1].time.first, linked[1].place) == (MONDAY.first, LIMA)
    assert linked[1].time.reason == "FROM_LINKED_MENTION"


def test_event_holds_all_that_its_mentions_tell() -> None:
    _, (event,) = link_document([mention(0, "PER ECU", time=MONDAY), mention(1, "PER ECU", place=LIMA)])
    assert (event.time.first, event.place.name) == (MONDAY.first, "Lima")
    assert {a.code for a in event.actors} == {"PER", "ECU"}
    assert event.documents == ("d",)


def test_every_mention_belongs_to_one_event() -> None:
    mentions = [mention(n, c) for n, c in enumerate(("PER ECU", "PER COL", "ECU PER", "BRA ARG"))]
    found = [m for group in groups(*mentions) for m in group]
    assert sorted(found) == [m.id for m in mentions]


def test_nothing_makes_no_event() -> None:
    assert link_document([]) == ((), ())


def test_event_id_does_not_change_from_run_to_run() -> None:
    mentions = [mention(0, "PER ECU"), mention(1, "PER ECU")]
    assert link_document(mentions)[1][0].id == link_document(mentions)[1][0].id


def test_headline_and_first_sentence_report_one_event(read: Read) -> None:
    report = read("Kenya recalls ambassador to Somalia\n\nKenya recalled its ambassador to Somalia on Monday.")
    assert len(report.events) == 1


def test_two_attacks_on_two_days_are_two_events(read: Read) -> None:
    report = read("Rebels attacked a market in Niger on Monday. Rebels attacked a school in Niger on Thursday.")
    assert len(report.events) == 2


def test_visit_is_not_told_anew_by_the_noun(read: Read) -> None:
    report = read("Fiji's prime minister visited Samoa on Monday. During the visit, he thanked Samoa for its help.")
    assert report.types == ["CONSULT", "SUPPORT"]

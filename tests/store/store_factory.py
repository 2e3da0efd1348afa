"""Readings built by hand for the tests of store and serving: no model, no file."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime
from typing import Any

from dragoman.records import (
    Actor,
    Candidate,
    Claim,
    Count,
    Document,
    Event,
    EventMention,
    Interval,
    Issue,
    LeftOut,
    Participant,
    Place,
    Reading,
    Relation,
    Sentence,
    Source,
    Span,
    Versions,
)

TEXT = (
    "Envoys of Norland met Osterian officials in Lakeport on Friday, the harbour ministry said. "
    "At least 12 people were hurt when riot police broke up a march nearby, witnesses said. "
    "Norland has bought its tanks from Osteria for years."
)
VERSIONS = Versions(dragoman="0.1.0", ontology="plover-2023", pipeline="en-1", knowledge="2025-01", models=("m1",))
NORLAND = Actor(name="Norland", id="NRL-GOV", code="NRL", country="NRL", sector="GOV", score=0.9, reason="COUNTRY_NAME")
OSTERIA = Actor(
    name="Osteria",
    id="OST-GOV",
    code="OST",
    country="OST",
    sector="GOV",
    score=0.8,
    reason="DEMONYM",
    candidates=(Candidate(id="OST", name="Osteria", score=0.8), Candidate(id="XOS", name="Ostia", score=0.1)),
)


def osteria_span() -> Span:
    """The name alone, not the start of the adjective."""
    start = TEXT.index("Osteria for years")
    return Span(start=start, end=start + len("Osteria"))


def span_of(part: str, text: str = TEXT) -> Span:
    """Where a part first stands in the text."""
    start = text.index(part)
    return Span(start=start, end=start + len(part))


def party(part: str, *, text: str = TEXT, actor: Actor | None = None, via: str = "nsubj") -> Participant:
    """A participant as the text names it; its head is its last word."""
    span = span_of(part, text)
    head = Span(start=span.end - len(part.rsplit(maxsplit=1)[-1]), end=span.end)
    return Participant(span=span, head=head, text=part, via=via, actor=actor)


def meeting_claims(document_id: str = "a1") -> tuple[Claim, ...]:
    """The harbour ministry tells of the meeting; witnesses deny it."""
    mention = f"{document_id}:0:1"
    told = span_of("Envoys of Norland met Osterian officials in Lakeport on Friday, the harbour ministry said.")
    ministry = Source(kind="official", text="the harbour ministry", span=span_of("the harbour ministry"), actor=OSTERIA)
    return (
        Claim(
            id=f"{mention}!1",
            mention=mention,
            sources=(ministry,),
            stance="asserts",
            status="actual",
            factuality=2.8,
            certainty="CT+",
            cue=span_of("said"),
            evidence=(told,),
            reason="UNDER:say",
        ),
        Claim(
            id=f"{mention}!2",
            mention=mention,
            sources=(Source(kind="anonymous", text="witnesses", span=span_of("witnesses")),),
            stance="denies",
            status="denied",
            factuality=-3.0,
            certainty="CT-",
            evidence=(
                span_of("At least 12 people were hurt when riot police broke up a march nearby, witnesses said."),
            ),
            denies=f"{mention}!1",
            reason="ANSWER:deny",
        ),
    )


def meeting(document_id: str = "a1", **changes: Any) -> EventMention:
    """Norland meets Osteria: everything is known."""
    fields: dict[str, Any] = {
        "id": f"{document_id}:0:1",
        "document_id": document_id,
        "sentence": 0,
        "type": "CONSULT",
        "modes": ("visit",),
        "contexts": ("diplomatic",),
        "trigger": span_of("met"),
        "evidence": (
            span_of("Envoys of Norland met Osterian officials in Lakeport on Friday, the harbour ministry said."),
        ),
        "status": "actual",
        "actors": (party("Envoys of Norland", actor=NORLAND),),
        "recipients": (party("Osterian officials", actor=OSTERIA, via="dobj"),),
        "place": Place(
            name="Lakeport",
            country="OST",
            lat=-12.5,
            lon=33.25,
            geonames_id=4711,
            precision="town",
            radius_km=6.0,
            claimants=("OST", "NRL"),
            span=span_of("Lakeport"),
            score=0.7,
            reason="ONE_CANDIDATE",
        ),
        "time": Interval(
            first=date(2025, 7, 11),
            last=date(2025, 7, 11),
            granularity="day",
            edtf="2025-07-11",
            timex="2025-07-11",
            anchor="published",
            span=span_of("Friday"),
            reason="WEEKDAY_BEFORE_PUBLICATION",
        ),
        "sources": (
            Source(kind="official", text="the harbour ministry", span=span_of("the harbour ministry"), actor=OSTERIA),
        ),
        "claims": meeting_claims(document_id),
        "factuality": 3.0,
        "score": 0.93,
        "probability": 0.88,
        "rule": "verb:meet",
        "reasons": ("status: PAST_TENSE",),
    }
    return EventMention(**fields | changes)


def crackdown(document_id: str = "a1", **changes: Any) -> EventMention:
    """Riot police break up a march: no recipient code, no day, no place."""
    fields: dict[str, Any] = {
        "id": f"{document_id}:1:1",
        "document_id": document_id,
        "sentence": 1,
        "type": "COERCE",
        "trigger": span_of("broke up"),
        "evidence": (
            span_of("At least 12 people were hurt when riot police broke up a march nearby, witnesses said."),
        ),
        "status": "actual",
        "actors": (party("riot police", actor=Actor(name="riot police", sector="COP", reason="AMBIGUOUS")),),
        "time": Interval(reason="NO_TIME_IN_CLAUSE"),
        "sources": (
            Source(kind="media", text="the Lakeport Courier", note="cited"),
            Source(kind="anonymous", text="witnesses", span=span_of("witnesses")),
        ),
        "counts": (
            Count(kind="injured", low=12, high=None, span=span_of("At least 12 people"), text="At least 12 people"),
        ),
        "score": 0.41,
        "rule": "verb:break_up",
        "reasons": ("place: NO_PLACE_IN_CLAUSE", "time: NO_TIME_IN_CLAUSE"),
    }
    return EventMention(**fields | changes)


def document(document_id: str = "a1", **changes: Any) -> Document:
    """The article."""
    fields: dict[str, Any] = {
        "id": document_id,
        "text": TEXT,
        "published": date(2025, 7, 12),
        "publisher": "Lakeport Courier",
        "title": "Envoys meet",
        "url": "https://news.example/a1",
        "language": "en",
        "origin": "wire.jsonl:14",
    }
    return Document(**fields | changes)


def reading(document_id: str = "a1", **changes: Any) -> Reading:
    """All that was read from the article."""
    first, second = meeting(document_id), crackdown(document_id)
    fields: dict[str, Any] = {
        "document": document(document_id),
        "sentences": (
            Sentence(document_id=document_id, index=0, span=Span(start=0, end=90), text=TEXT[:90], tokens=()),
            Sentence(
                document_id=document_id, index=1, span=Span(start=91, end=177), text=TEXT[91:177], tokens=(), block=1
            ),
        ),
        "mentions": (first, second),
        "events": (
            Event(
                id=f"{document_id}:e0",
                type="CONSULT",
                mentions=(first.id,),
                documents=(document_id,),
                status="actual",
                actors=(NORLAND,),
                recipients=(OSTERIA,),
                place=first.place,
                time=first.time,
            ),
            Event(
                id=f"{document_id}:e1", type="COERCE", mentions=(second.id,), documents=(document_id,), status="actual"
            ),
        ),
        "relations": (
            Relation(
                id=f"{document_id}:r0",
                document_id=document_id,
                kind="arms_supplier",
                subject=Participant(
                    span=osteria_span(), head=osteria_span(), text="Osteria", via="from", actor=OSTERIA
                ),
                object=party("Norland", actor=NORLAND),
                evidence=(span_of("Norland has bought its tanks from Osteria for years."),),
                cue=span_of("bought"),
                rule="buy_arms",
            ),
        ),
        "left_out": (
            LeftOut(
                document_id=document_id,
                sentence=1,
                trigger=span_of("march"),
                type="PROTEST",
                reason="NO_ACTOR",
                score=0.3,
            ),
        ),
        "issues": (
            Issue(
                document_id=document_id,
                stage="places",
                error="DataError",
                message="no such row",
                origin="wire.jsonl:14",
            ),
        ),
        "versions": VERSIONS,
        "read_at": datetime(2025, 7, 13, 8, 30, tzinfo=UTC),
    }
    return Reading(**fields | changes)


def run_script(source: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a Python program that can import what this one can, with pipes to it."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    return subprocess.Popen(
        [sys.executable, "-c", source, *arguments],
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )

"""Readings made by hand for the tests of linking: `report("d1", "2025-03-04", act(...), ...)`."""

from __future__ import annotations

from datetime import date
from typing import Any

from dragoman.records import (
    Actor,
    Count,
    Document,
    EventMention,
    Interval,
    Participant,
    Place,
    Reading,
    Sentence,
    Source,
    Span,
)

TYRE = Place(name="Tyre", country="LBN", lat=33.27, lon=35.2, precision="town", radius_km=3.8)
SIDON = Place(name="Sidon", country="LBN", lat=33.56, lon=35.37, precision="town", radius_km=4.0)
BEIRUT = Place(name="Beirut", country="LBN", lat=33.89, lon=35.5, precision="town", radius_km=12.0)
LEBANON = Place(name="Lebanon", country="LBN", lat=33.8, lon=35.8, precision="country", radius_km=120.0)


def party(name: str) -> Participant:
    """`ISR`, or an identity below a state: `ISR-MIL`, `org:rsf-sudan=SDN`, `person:x=FRA`."""
    id_, _, code = name.partition("=")
    code = code or id_.split("-")[0]
    sector = id_.split("-")[1] if "-" in id_ and ":" not in id_ else None
    here = Span(start=0, end=1)
    actor = Actor(name=name, id=id_, code=code, country=code, sector=sector)
    return Participant(span=here, head=here, text=name, actor=actor)


def day(first: str, last: str | None = None) -> Interval:
    return Interval(first=date.fromisoformat(first), last=date.fromisoformat(last or first), granularity="day")


def killed(low: int, high: int | None = -1) -> tuple[Count, ...]:
    text = str(low)
    return (Count(kind="killed", low=low, high=low if high == -1 else high, span=Span(start=0, end=1), text=text),)


def act(
    doers: str, upon: str = "", when: str = "", *, kind: str = "ASSAULT", word: str = "struck", **more: Any
) -> dict[str, Any]:
    """The fields of an event mention; `when` is one day or two."""
    facts: dict[str, Any] = {
        "type": kind,
        "trigger_text": word,
        "actors": tuple(party(name) for name in doers.split()),
        "recipients": tuple(party(name) for name in upon.split()),
        "status": "actual",
        "symmetric": kind == "CONSULT",
        "sources": (Source(kind="author"),),
        "time": day(*when.split()) if when else None,
    }
    return facts | more


def report(
    id_: str, published: str | None, *acts: dict[str, Any], publisher: str | None = None, text: str | None = None
) -> Reading:
    """A reading whose sentences tell one act each. Without a text of its own, no two are alike."""
    sentences = text.split(" / ") if text else [f"{id_} {n} {fields['trigger_text']}." for n, fields in enumerate(acts)]
    whole, mentions, spans = "", [], []
    for number, sentence in enumerate(sentences):
        whole += " " if whole else ""
        span = Span(start=len(whole), end=len(whole) + len(sentence))
        whole += sentence
        spans.append(Sentence(document_id=id_, index=number, span=span, text=sentence, tokens=()))
        if number < len(acts):
            trigger = Span(start=span.start, end=span.start + 1)
            mentions.append(
                EventMention(
                    id=f"{id_}#{number}",
                    document_id=id_,
                    sentence=number,
                    trigger=trigger,
                    evidence=(span,),
                    **acts[number],
                )
            )
    document = Document(
        id=id_, text=whole, published=date.fromisoformat(published) if published else None, publisher=publisher
    )
    return Reading(document=document, sentences=tuple(spans), mentions=tuple(mentions))

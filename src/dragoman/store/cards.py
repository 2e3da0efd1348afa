"""An event as lists show it: a short record made from the whole one, what changed between two, and how much it matters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

import msgspec

from dragoman.records import Actor, EventCount, Interval, LinkedEvent, Place, Precision, Record, SourceKind, Status

# Importance is a sum of parts on one scale, so that a reader can take it apart. The weights are a judgement, not fitted:
# twice as many independent reports weigh as much as two points of the ontology's score or as ten times the dead.
_REPORTS_WEIGHT: Final = 1.0
_SCORE_WEIGHT: Final = 0.5
_PEOPLE_WEIGHT: Final = 1.0
_DISPUTED: Final = 0.5
_NOT_ACTUAL: Final = {"actual": 1.0, "planned": 0.8, "possible": 0.6, "denied": 0.6}
_PEOPLE: Final = {"killed": 1.0, "injured": 0.5, "abducted": 0.5, "missing": 0.5, "arrested": 0.25, "displaced": 0.25}
# A place as wide as this is drawn as an area: a pin would tell more than is known.
VAGUE_KM: Final = 25.0
_VAGUE: Final = ("region", "country", "area")


class CardActor(Record, frozen=True):
    """An actor without the reasons."""

    name: str
    id: str | None
    code: str | None
    country: str | None
    sector: str | None


class CardTime(Record, frozen=True):
    """When, without the expression."""

    first: date | None
    last: date | None
    granularity: str | None
    historical: bool


class CardPlace(Record, frozen=True):
    """Where, without the reasons."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: Precision
    radius_km: float | None
    claimants: tuple[str, ...]


class CardCount(Record, frozen=True):
    """A number of people, without who says it."""

    kind: str
    low: int
    best: int
    high: int | None


class Change(Record, frozen=True):
    """A field that has another value than before, both in words."""

    field: str
    before: str
    after: str
    at: datetime | None = None


class ReviewMark(Record, frozen=True):
    """The last review of a record."""

    verdict: Literal["accept", "correct", "reject", "unsure"]
    judge: str | None
    judged_at: datetime


class Card(Record, frozen=True):
    """An event as lists show it.

    `probability` is that of its most probable mention, `link_probability` that all reports are of one happening. `evidence`
    is the start of the sentence of that mention. `importance` is the sum that `importance` explains. `first_seen` and
    `changed_at` tell when this store first showed the event and last showed it otherwise. `withheld`: the publisher of the
    evidence keeps its words to itself; they are empty for who may only read.
    """

    id: str
    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    status: Status
    quad: int
    score: float
    actors: tuple[CardActor, ...]
    recipients: tuple[CardActor, ...]
    time: CardTime | None
    place: CardPlace | None
    counts: tuple[CardCount, ...]
    reports: int
    independent_reports: int
    publishers: tuple[str, ...]
    source_kinds: tuple[SourceKind, ...]
    first_reported: date | None
    last_reported: date | None
    probability: float | None
    link_probability: float
    disputed: bool
    denied_by: tuple[str, ...]
    evidence: str
    document_id: str | None
    mention_id: str | None
    importance: float
    part_of: str | None
    first_seen: datetime
    changed_at: datetime
    review: ReviewMark | None = None
    withheld: bool = False


class CardFacts(Record, frozen=True):
    """What a card tells beside its linked event."""

    part_of: str | None
    quad: int
    score: float
    probability: float | None
    mention_id: str | None
    document_id: str | None
    evidence: str
    denied_by: tuple[str, ...]
    disputed: bool


def make_card(event: LinkedEvent, facts: CardFacts, *, first_seen: datetime, changed_at: datetime) -> Card:
    """The card of an event."""
    return Card(
        id=event.id,
        type=event.type,
        modes=event.modes,
        contexts=event.contexts,
        status=event.status,
        quad=facts.quad,
        score=facts.score,
        actors=tuple(map(_actor, event.actors)),
        recipients=tuple(map(_actor, event.recipients)),
        time=_time(event.time),
        place=_place(event.place),
        counts=tuple(CardCount(kind=c.kind, low=c.low, best=c.best, high=c.high) for c in event.counts),
        reports=event.reports,
        independent_reports=event.independent_reports,
        publishers=event.publishers,
        source_kinds=event.source_kinds,
        first_reported=event.first_reported,
        last_reported=event.last_reported,
        probability=facts.probability,
        link_probability=event.probability,
        disputed=facts.disputed,
        denied_by=facts.denied_by,
        evidence=facts.evidence,
        document_id=facts.document_id,
        mention_id=facts.mention_id,
        importance=importance(event, facts.score, disputed=facts.disputed),
        part_of=facts.part_of,
        first_seen=first_seen,
        changed_at=changed_at,
    )


def importance(event: LinkedEvent, score: float, *, disputed: bool) -> float:
    """How much an event matters at first sight: how many tell of it, how grave it is, how many people it concerns.

    The logarithm of independent reports, half the ontology's score without its sign, the logarithm to ten of the people
    concerned by their best numbers, and half a point where it is disputed; less of it where it did not happen for sure.
    """
    people = sum(_PEOPLE.get(count.kind, 0.0) * math.log10(1 + count.best) for count in event.counts)
    told = _REPORTS_WEIGHT * math.log2(1 + event.independent_reports)
    weight = told + _SCORE_WEIGHT * abs(score) + _PEOPLE_WEIGHT * people + (_DISPUTED if disputed else 0.0)
    return round(weight * _NOT_ACTUAL[event.status], 3)


def is_vague(place: CardPlace) -> bool:
    """Whether a place is to be drawn as an area."""
    return place.precision in _VAGUE or (place.radius_km or 0.0) > VAGUE_KM


def changes_between(before: Card, after: Card) -> list[Change]:
    """The fields that a reader would want to be told of, in the order of the card."""
    found = []
    for field in ("type", "modes", "status", "actors", "recipients", "time", "place", "counts", "reports", "disputed"):
        old, new = _words(getattr(before, field)), _words(getattr(after, field))
        if old != new:
            found.append(Change(field=field, before=old, after=new))
    return found


def feature(card: Card) -> dict[str, Any] | None:
    """The card as a feature of GeoJSON (RFC 7946), `None` where it has no coordinates. `verdict` is not in it."""
    place = card.place
    if place is None or place.lat is None or place.lon is None:
        return None
    return {
        "type": "Feature",
        "id": card.id,
        "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
        "properties": {
            "id": card.id,
            "type": card.type,
            "status": card.status,
            "quad": card.quad,
            "score": card.score,
            "name": place.name,
            "country": place.country,
            "precision": place.precision,
            "radius_km": place.radius_km,
            "vague": is_vague(place),
            "first": card.time.first if card.time else None,
            "last": card.time.last if card.time else None,
            "who": ", ".join(actor.name for actor in card.actors),
            "whom": ", ".join(actor.name for actor in card.recipients),
            "independent_reports": card.independent_reports,
            "importance": card.importance,
            "disputed": card.disputed,
        },
    }


def open_json(card: Card) -> str:
    """The card as JSON without what the moment tells (`review`, `withheld`) and without its last brace."""
    fields = {name: getattr(card, name) for name in Card.__struct_fields__ if name not in ("review", "withheld")}
    return msgspec.json.encode(fields).decode()[:-1]


def close_json(text: str, review: str) -> str:
    """The whole JSON of a card of `open_json` with the JSON of its review."""
    return f'{text},"review":{review},"withheld":false}}'


def _actor(actor: Actor) -> CardActor:
    return CardActor(name=actor.name, id=actor.id, code=actor.code, country=actor.country, sector=actor.sector)


def _time(time: Interval | None) -> CardTime | None:
    if time is None:
        return None
    return CardTime(first=time.first, last=time.last, granularity=time.granularity, historical=time.historical)


def _place(place: Place | None) -> CardPlace | None:
    if place is None:
        return None
    fields = {name: getattr(place, name) for name in CardPlace.__struct_fields__}
    return CardPlace(**fields)


def _words(value: Any) -> str:
    """A field of a card in words."""
    if value is None:
        return "not stated"
    if isinstance(value, CardTime):
        if value.first is None and value.last is None:
            return "not stated"
        return str(value.first) if value.first == value.last else f"{value.first or '…'} to {value.last or '…'}"
    if isinstance(value, CardPlace):
        return f"{value.name} ({value.country})" if value.country else value.name
    if isinstance(value, CardActor):
        return f"{value.name} ({value.code})" if value.code else value.name
    if isinstance(value, CardCount | EventCount):
        high = "or more" if value.high is None else f"to {value.high}"
        number = str(value.best) if value.low == value.high else f"{value.low} {high}, best {value.best}"
        return f"{number} {value.kind.replace('_', ' ')}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(map(_words, value)) or "none"
    return str(value)

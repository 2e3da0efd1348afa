"""Whole articles: every event and relation, as plain records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.evaluation.inputs import document_of, id_of, read
from dragoman.records import Actor, EventMention, Participant, Place, Reading, Relation, Span

_KINDS = frozenset({"foe", "ally", "neighbour", "arms_supplier"})  # party_to stays in the product


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `events`, `relations`; offsets count code points of the record's text."""
    for record in records:
        yield {"id": id_of(record), **written(read(document_of(record)))}


def written(reading: Reading) -> dict[str, Any]:
    """The events and relations of a reading."""
    return {
        "events": [_event(mention) for mention in reading.mentions],
        "relations": [row for relation in reading.relations if relation.kind in _KINDS if (row := _relation(relation))],
    }


def _event(mention: EventMention) -> dict[str, Any]:
    time = mention.time
    return {
        "type": mention.type,
        "actors": [_party(participant) for participant in mention.actors],
        "recipients": [_party(participant) for participant in mention.recipients],
        "start": time.first.isoformat() if time and time.first else None,
        "end": time.last.isoformat() if time and time.last else None,
        "place": _place(mention.place),
        "status": mention.status,
        "sources": [{"text": source.text, "kind": source.kind} for source in mention.sources],
        "evidence": _spans(mention.evidence),
    }


def _party(participant: Participant) -> dict[str, Any]:
    actor = participant.actor or Actor(name=participant.text)
    return {"code": actor.code, "sector": actor.sector, "name": actor.name or participant.text}


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    return {"name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon}


def _relation(relation: Relation) -> dict[str, Any] | None:
    subject, other = _party(relation.subject)["code"], _party(relation.object)["code"]
    if subject is None or other is None:
        return None
    return {"kind": relation.kind, "subject": subject, "object": other, "evidence": _spans(relation.evidence)}


def _spans(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]

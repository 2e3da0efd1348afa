"""Judgements as gold: one line an article in the format of `gold/articles`, for evaluation and training.

What a person accepted or corrected is required, what nobody judged or could tell is optional (neither required nor wrong),
what was rejected is left out. Acts that the program missed are not in it, since nobody was asked for them: such gold measures
precision and the fields, not recall; `complete` tells whether every mention of the article was judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from dragoman.records import Actor, EventMention, Participant, Place, Reading, Relation, Source
from dragoman.serving.audit import last_verdicts
from dragoman.store import Review, View

Json = dict[str, Any]


def gold_lines(view: View, reviews: Iterable[Review]) -> Iterator[Json]:
    """A line for every article of which a mention or relation was judged, by id.

    Args:
        view: The store.
        reviews: All reviews, or those of one judge; of several of one record the last counts.
    """
    last = last_verdicts(reviews)
    documents = sorted({one.document_id for one in last.values() if one.document_id})
    for document in documents:
        reading = view.reading(document)
        if reading is not None:
            yield _line(reading, last)


def _line(reading: Reading, last: Mapping[str, Review]) -> Json:
    document = reading.document
    groups = _groups(reading)
    events = [gold for one in reading.mentions if (gold := _event(one, last.get(one.id), groups.get(one.id)))]
    relations = [gold for one in reading.relations if (gold := _relation(one, last.get(one.id)))]
    told = {name: getattr(document, name) for name in ("id", "published", "publisher", "title", "text")}
    return {
        "id": document.id,
        "input": msgspec.to_builtins(told),
        "gold": {
            "id": document.id,
            "events": events,
            "relations": relations,
            "complete": all(one.id in last for one in reading.mentions),
            "judges": sorted({r.judge for r in last.values() if r.document_id == document.id and r.judge}),
        },
    }


def _event(mention: EventMention, review: Review | None, group: str | None) -> Json | None:
    if review is not None and review.verdict == "reject":
        return None
    gold: Json = {
        "type": mention.type,
        "modes": list(mention.modes),
        "actors": [_party(party) for party in mention.actors],
        "recipients": [_party(party) for party in mention.recipients],
        "start": str(mention.time.first) if mention.time and mention.time.first else None,
        "end": str(mention.time.last) if mention.time and mention.time.last else None,
        "place": _place(mention.place),
        "status": mention.status,
        "sources": [_source(source) for source in mention.sources],
        "evidence": [{"start": span.start, "end": span.end} for span in mention.evidence],
    }
    if group:
        gold["group"] = group
    if review is None or review.verdict == "unsure":
        gold["optional"] = True
    return _corrected(gold, review.fields if review else {})


def _corrected(gold: Json, fields: Json) -> Json:
    """The event with what a person said is right instead."""
    names = {"first": "start", "last": "end"}
    for name, value in fields.items():
        if name in ("actors", "recipients"):
            gold[name] = [{"code": code, "sector": None, "name": code} for code in value]
        elif name in ("place", "place_country"):
            gold["place"] = _corrected_place(gold["place"], fields)
        else:
            gold[names.get(name, name)] = value
    return gold


def _corrected_place(place: Json | None, fields: Json) -> Json | None:
    """Another name has other coordinates, which nobody told."""
    before = place or {"name": None, "country": None, "lat": None, "lon": None}
    name, country = fields.get("place", before["name"]), fields.get("place_country", before["country"])
    if name is None:
        return None
    is_same = name == before["name"]
    return {
        "name": name,
        "country": country,
        "lat": before["lat"] if is_same else None,
        "lon": before["lon"] if is_same else None,
    }


def _relation(relation: Relation, review: Review | None) -> Json | None:
    if review is not None and review.verdict == "reject":
        return None
    gold: Json = {
        "kind": relation.kind,
        "subject": _code(relation.subject.actor),
        "object": _code(relation.object.actor),
        "evidence": [{"start": span.start, "end": span.end} for span in relation.evidence],
    }
    return gold if review is not None and review.verdict != "unsure" else {**gold, "optional": True}


def _groups(reading: Reading) -> dict[str, str]:
    """Mentions of one event of the article share a name."""
    several = [event for event in reading.events if len(event.mentions) > 1]
    return {mention: event.id for event in several for mention in event.mentions}


def _party(party: Participant) -> Json:
    actor = party.actor
    return {"code": _code(actor), "sector": actor.sector if actor else None, "name": party.text}


def _code(actor: Actor | None) -> str | None:
    return actor.code if actor else None


def _place(place: Place | None) -> Json | None:
    if place is None:
        return None
    return {"name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon}


def _source(source: Source) -> Json:
    return {"text": source.text, "kind": source.kind}

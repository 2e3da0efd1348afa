"""A reading as rows: one function per table, from records to plain values. The columns are those of `migrations/`.

A row is a dict with exactly the columns of its table. What a record says is never changed on the way; what is derived
for searching (`words`, the texts of spans) stands in columns of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

import msgspec

from dragoman.errors import StoreError
from dragoman.records import Actor, Document, Event, EventMention, Participant, Place, Reading, Relation, Span
from dragoman.store.digest import encode_record
from dragoman.store.moments import plain_moment
from dragoman.store.words import split_words

Row = dict[str, Any]

# The tables whose rows go when their document is read anew, and the column that names it.
DERIVED: Final[dict[str, str]] = {
    "sentences": "document_id",
    "event_mentions": "document_id",
    "participants": "document_id",
    "sources": "document_id",
    "claims": "document_id",
    "places": "document_id",
    "counts": "document_id",
    "evidence": "document_id",
    "events": "document_id",
    "event_members": "document_id",
    "relations": "document_id",
    "left_out": "document_id",
    "issues": "owner_id",
}
_NOBODY: Final = Actor(name="")


def check_reading(reading: Reading) -> None:
    """Refuse a reading that could not be told apart again: a statement on another document, or two with one id.

    Raises:
        StoreError: It names the statement.
    """
    document_id = reading.document.id
    where = f"document {document_id!r}"
    owners = {mention.document_id for mention in reading.mentions}
    owners |= {relation.document_id for relation in reading.relations}
    owners |= {sentence.document_id for sentence in reading.sentences}
    owners |= {left_out.document_id for left_out in reading.left_out}
    if stray := owners - {document_id}:
        raise StoreError(f"statements of document {min(stray)!r} stand in this reading", where=where)
    _check_ids([mention.id for mention in reading.mentions], where)
    _check_claims(reading, where)
    _check_ids([event.id for event in reading.events], where)
    _check_ids([relation.id for relation in reading.relations], where)


def _check_claims(reading: Reading, where: str) -> None:
    """Refuse a claim that is about another mention than the one it stands with, or that rests on nothing."""
    for mention in reading.mentions:
        for claim in mention.claims:
            if claim.mention != mention.id:
                raise StoreError(f"claim {claim.id!r} is about {claim.mention!r}", where=where, expected=mention.id)
            if not claim.sources or not claim.evidence:
                raise StoreError(f"claim {claim.id!r} has no source or no evidence", where=where, expected="both")
    _check_ids([claim.id for mention in reading.mentions for claim in mention.claims], where)


def _check_ids(ids: list[str], where: str) -> None:
    if len(set(ids)) < len(ids):
        twice = next(id_ for id_ in ids if ids.count(id_) > 1)
        raise StoreError(f"two statements have the id {twice!r}", where=where, expected="ids that differ")


def reading_rows(reading: Reading) -> Iterator[tuple[str, Iterable[Row]]]:
    """The derived rows of a reading, as (table, rows)."""
    document = reading.document
    yield "sentences", _sentence_rows(reading)
    for position, mention in enumerate(reading.mentions):
        yield from _mention_tables(document, position, mention)
    for position, event in enumerate(reading.events):
        yield "events", (_event_row(document, position, event),)
        yield "event_members", _member_rows(document, event)
    for position, relation in enumerate(reading.relations):
        yield "relations", (_relation_row(document, position, relation),)
        yield "evidence", _evidence_rows(document, "relation", relation.id, relation.evidence)
    yield "left_out", _left_out_rows(reading)
    yield "issues", _issue_rows(reading)


def document_row(reading: Reading, digest: str, key: str, revision: int) -> Row:
    """The row of the article itself. Moments are kept as UTC without their zone."""
    read_at = reading.read_at
    return {
        **msgspec.structs.asdict(reading.document),
        "published_at": _moment(reading.document.published_at),
        "modified_at": _moment(reading.document.modified_at),
        "digest": digest,
        "versions_key": key,
        "revision": revision,
        "read_at": _moment(read_at),
    }


def _moment(moment: datetime | None) -> datetime | None:
    return plain_moment(moment) if moment else None


def _sentence_rows(reading: Reading) -> Iterator[Row]:
    """Sentences without their parse, which the pipeline of the same version gives again."""
    for sentence in reading.sentences:
        yield {
            "document_id": sentence.document_id,
            "position": sentence.index,
            **_ends(sentence.span),
            "text": sentence.text,
            "kind": sentence.kind,
            "block": sentence.block,
            "language": sentence.language,
        }


def _mention_tables(document: Document, position: int, mention: EventMention) -> Iterator[tuple[str, Iterable[Row]]]:
    yield "event_mentions", (_mention_row(document, position, mention),)
    for role, parties in (("actor", mention.actors), ("recipient", mention.recipients)):
        yield "participants", _participant_rows(mention, role, parties)
    yield "sources", _source_rows(mention)
    yield "claims", _claim_rows(document, mention)
    if mention.place is not None:
        yield "places", (_place_row(mention, mention.place),)
    yield "counts", _count_rows(mention)
    yield "evidence", _evidence_rows(document, "mention", mention.id, mention.evidence)


def _mention_row(document: Document, position: int, mention: EventMention) -> Row:
    time = mention.time
    return {
        "document_id": mention.document_id,
        "id": mention.id,
        "position": position,
        "sentence": mention.sentence,
        "type": mention.type,
        "modes": mention.modes,
        "contexts": mention.contexts,
        "status": mention.status,
        "trigger_start": mention.trigger.start,
        "trigger_end": mention.trigger.end,
        "trigger_text": _text(document, mention.trigger),
        "evidence_start": min((span.start for span in mention.evidence), default=None),
        "evidence_end": max((span.end for span in mention.evidence), default=None),
        "evidence_text": " … ".join(_text(document, span) for span in mention.evidence),
        "date_first": time.first if time else None,
        "date_last": time.last if time else None,
        "granularity": time.granularity if time else None,
        "edtf": time.edtf if time else None,
        "timex": time.timex if time else None,
        "anchor": time.anchor if time else None,
        "historical": time.historical if time else False,
        "content": mention.content,
        "is_symmetric": mention.symmetric,
        "factuality": mention.factuality,
        "score": mention.score,
        "probability": mention.probability,
        "rule": mention.rule,
        "reasons": mention.reasons,
        "json": encode_record(mention, where=f"event mention {mention.id!r}"),
    }


def _participant_rows(mention: EventMention, role: str, parties: tuple[Participant, ...]) -> Iterator[Row]:
    for position, party in enumerate(parties):
        actor = party.actor
        yield {
            "document_id": mention.document_id,
            "mention_id": mention.id,
            "role": role,
            "position": position,
            **_ends(party.span),
            "head_start": party.head.start,
            "head_end": party.head.end,
            "text": party.text,
            "via": party.via,
            "actor_id": actor.id if actor else None,
            "code": actor.code if actor else None,
            "country": actor.country if actor else None,
            "sector": actor.sector if actor else None,
            "name": actor.name if actor else None,
            "score": actor.score if actor else None,
            "reason": actor.reason if actor else None,
            "words": _party_words(party),
        }


def _source_rows(mention: EventMention) -> Iterator[Row]:
    for position, source in enumerate(mention.sources):
        actor = source.actor or _NOBODY
        yield {
            "document_id": mention.document_id,
            "mention_id": mention.id,
            "position": position,
            "kind": source.kind,
            **_ends(source.span),
            "text": source.text,
            "note": source.note,
            "actor_id": actor.id,
            "code": actor.code,
            "name": actor.name or None,
        }


def _claim_rows(document: Document, mention: EventMention) -> Iterator[Row]:
    for position, claim in enumerate(mention.claims):
        holder = claim.sources[-1]
        actor = holder.actor or _NOBODY
        yield {
            "document_id": mention.document_id,
            "mention_id": mention.id,
            "id": claim.id,
            "position": position,
            "stance": claim.stance,
            "status": claim.status,
            "target": claim.target,
            "party": claim.party.text if claim.party else None,
            "factuality": claim.factuality,
            "certainty": claim.certainty,
            "probability": claim.probability,
            "source_kind": holder.kind,
            "source": holder.text,
            "source_id": actor.id,
            "source_code": actor.code,
            "source_words": f"{split_words(holder.text or '')}|{split_words(actor.name)}",
            "chain": tuple(source.text or source.kind for source in claim.sources),
            "cue_start": claim.cue.start if claim.cue else None,
            "cue_end": claim.cue.end if claim.cue else None,
            "evidence_start": min(span.start for span in claim.evidence),
            "evidence_end": max(span.end for span in claim.evidence),
            "evidence_text": " … ".join(_text(document, span) for span in claim.evidence),
            "denies": claim.denies,
            "reason": claim.reason,
        }


def _place_row(mention: EventMention, place: Place) -> Row:
    return {
        "document_id": mention.document_id,
        "mention_id": mention.id,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "lat": place.lat,
        "lon": place.lon,
        "geonames_id": place.geonames_id,
        "precision": place.precision,
        "radius_km": place.radius_km,
        "claimants": place.claimants,
        **_ends(place.span),
        "score": place.score,
        "reason": place.reason,
        "words": split_words(place.name),
    }


def _count_rows(mention: EventMention) -> Iterator[Row]:
    for position, count in enumerate(mention.counts):
        yield {
            "document_id": mention.document_id,
            "mention_id": mention.id,
            "position": position,
            "kind": count.kind,
            "low": count.low,
            "high": count.high,
            **_ends(count.span),
            "text": count.text,
        }


def _evidence_rows(document: Document, owner: str, owner_id: str, spans: tuple[Span, ...]) -> Iterator[Row]:
    for position, span in enumerate(spans):
        yield {
            "document_id": document.id,
            "owner": owner,
            "owner_id": owner_id,
            "position": position,
            **_ends(span),
            "text": _text(document, span),
        }


def _event_row(document: Document, position: int, event: Event) -> Row:
    return {
        "document_id": document.id,
        "id": event.id,
        "position": position,
        "type": event.type,
        "status": event.status,
        "date_first": event.time.first if event.time else None,
        "date_last": event.time.last if event.time else None,
        "place": event.place.name if event.place else None,
        "place_country": event.place.country if event.place else None,
        "json": encode_record(event, where=f"event {event.id!r}"),
    }


def _member_rows(document: Document, event: Event) -> Iterator[Row]:
    for position, mention_id in enumerate(event.mentions):
        yield {"document_id": document.id, "event_id": event.id, "position": position, "mention_id": mention_id}


def _relation_row(document: Document, position: int, relation: Relation) -> Row:
    row: Row = {
        "document_id": document.id,
        "id": relation.id,
        "position": position,
        "kind": relation.kind,
        "rule": relation.rule,
        "json": encode_record(relation, where=f"relation {relation.id!r}"),
    }
    for side, party in (("subject", relation.subject), ("object", relation.object)):
        actor = party.actor or _NOBODY
        row |= {
            f"{side}_id": actor.id,
            f"{side}_code": actor.code,
            f"{side}_country": actor.country,
            f"{side}_text": party.text,
            f"{side}_words": _party_words(party),
        }
    return row


def _left_out_rows(reading: Reading) -> Iterator[Row]:
    for position, left_out in enumerate(reading.left_out):
        yield {
            "document_id": left_out.document_id,
            "position": position,
            "sentence": left_out.sentence,
            "trigger_start": left_out.trigger.start,
            "trigger_end": left_out.trigger.end,
            "type": left_out.type,
            "reason": left_out.reason,
            "score": left_out.score,
        }


def _issue_rows(reading: Reading) -> Iterator[Row]:
    for position, issue in enumerate(reading.issues):
        yield {"owner_id": reading.document.id, "position": position, **msgspec.structs.asdict(issue)}


def _party_words(party: Participant) -> str:
    """The words of what the text says and of the resolved name, with a bar between so that no phrase runs across."""
    text = split_words(party.text)
    return f"{text}|{split_words(party.actor.name)}" if party.actor else text


def _text(document: Document, span: Span) -> str:
    return document.text[span.start : span.end]


def _ends(span: Span | None) -> Row:
    return {"span_start": span.start if span else None, "span_end": span.end if span else None}

"""An event mention as one flat row, for spreadsheets and data frames.

`COLUMNS` is the contract: names and order are stable, new columns come at the end. Several values stand in one cell,
joined by `;` (a `;` inside a value becomes a comma). Cells of actors run in step: `actors` "Norland;rebels" with
`actor_codes` "NRL;" says that the second has no code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from dragoman.records import Claim, Count, Document, EventMention, Interval, Participant, Place, Reading, Source, Span
from dragoman.store import Answer

Cell = str | int | float | bool | date | None
Row = dict[str, Cell]

# What a cell may hold, which is also the type of the Parquet column.
COLUMNS: Final[dict[str, type]] = {
    "event_id": str,
    "mention_id": str,
    "document_id": str,
    "published": date,
    "publisher": str,
    "title": str,
    "url": str,
    "type": str,
    "modes": str,
    "contexts": str,
    "status": str,
    "actors": str,
    "actor_texts": str,
    "actor_ids": str,
    "actor_codes": str,
    "actor_countries": str,
    "actor_sectors": str,
    "recipients": str,
    "recipient_texts": str,
    "recipient_ids": str,
    "recipient_codes": str,
    "recipient_countries": str,
    "recipient_sectors": str,
    "date_first": date,
    "date_last": date,
    "granularity": str,
    "edtf": str,
    "historical": bool,
    "place": str,
    "place_country": str,
    "lat": float,
    "lon": float,
    "precision": str,
    "radius_km": float,
    "geonames_id": int,
    "source_kinds": str,
    "sources": str,
    "counts": str,
    "trigger": str,
    "evidence_text": str,
    "evidence_start": int,
    "evidence_end": int,
    "score": float,
    "probability": float,
    "factuality": float,
    "rule": str,
    "reasons": str,
    "claims": str,
}

# One claim a row: who holds what of which event mention.
CLAIM_COLUMNS: Final[dict[str, type]] = {
    "claim_id": str,
    "mention_id": str,
    "event_id": str,
    "document_id": str,
    "type": str,
    "stance": str,
    "status": str,
    "target": str,
    "party": str,
    "factuality": float,
    "certainty": str,
    "probability": float,
    "source_kind": str,
    "source": str,
    "source_id": str,
    "source_code": str,
    "chain": str,
    "cue": str,
    "evidence_text": str,
    "evidence_start": int,
    "evidence_end": int,
    "denies": str,
    "reason": str,
}


def flatten(mention: EventMention, document: Document, event_id: str | None = None) -> Row:
    """One row with exactly the keys of `COLUMNS`, in their order.

    Args:
        mention: The event mention.
        document: Its article.
        event_id: Id of the event it was linked to; `None` where it was not.

    Returns:
        Days as `date`, coordinates in WGS 84 degrees. What is not known is `None` where one value may stand, and an
        empty text where several may.
    """
    return {
        "event_id": event_id,
        "mention_id": mention.id,
        "document_id": mention.document_id,
        "published": document.published,
        "publisher": document.publisher,
        "title": document.title,
        "url": document.url,
        "type": mention.type,
        "modes": join_cell(mention.modes),
        "contexts": join_cell(mention.contexts),
        "status": mention.status,
        **_party_cells("actor", mention.actors),
        **_party_cells("recipient", mention.recipients),
        **_time_cells(mention.time or Interval()),
        **_place_cells(mention.place),
        **_source_cells(mention.sources),
        "counts": join_cell(count_words(count) for count in mention.counts),
        "trigger": text_of(document, mention.trigger),
        **_evidence_cells(document, mention.evidence),
        "score": mention.score,
        "probability": mention.probability,
        "factuality": mention.factuality,
        "rule": mention.rule,
        "reasons": join_cell(mention.reasons),
        "claims": join_cell(_claim_cell(claim) for claim in mention.claims),
    }


def answer_rows(answers: Iterable[Answer]) -> Iterator[Row]:
    """The rows of what a view answered, in its order."""
    for answer in answers:
        yield flatten(answer.mention, answer.document, answer.event_id)


def claim_rows(answers: Iterable[Answer]) -> Iterator[Row]:
    """One row a claim with exactly the keys of `CLAIM_COLUMNS`, in the order of the mentions and of their claims."""
    for answer in answers:
        for claim in answer.mention.claims:
            yield flatten_claim(claim, answer)


def flatten_claim(claim: Claim, answer: Answer) -> Row:
    """A claim as one flat row; what is not known is `None`."""
    holder, document = claim.sources[-1], answer.document
    return {
        "claim_id": claim.id,
        "mention_id": claim.mention,
        "event_id": answer.event_id,
        "document_id": document.id,
        "type": answer.mention.type,
        "stance": claim.stance,
        "status": claim.status,
        "target": claim.target,
        "party": claim.party.text if claim.party else None,
        "factuality": claim.factuality,
        "certainty": claim.certainty,
        "probability": claim.probability,
        "source_kind": holder.kind,
        "source": holder.text,
        "source_id": holder.actor.id if holder.actor else None,
        "source_code": holder.actor.code if holder.actor else None,
        "chain": join_cell(source.text or source.kind for source in claim.sources),
        "cue": text_of(document, claim.cue) if claim.cue else None,
        **_evidence_cells(document, claim.evidence),
        "denies": claim.denies,
        "reason": claim.reason,
    }


def reading_answers(reading: Reading) -> Iterator[Answer]:
    """The event mentions of a reading as a view would answer them, in text order."""
    events = {mention_id: event.id for event in reversed(reading.events) for mention_id in event.mentions}
    for mention in reading.mentions:
        yield Answer(mention=mention, document=reading.document, event_id=events.get(mention.id))


def join_cell(values: Iterable[str | None]) -> str:
    """Several values in one cell; `None` leaves its place empty."""
    return ";".join((value or "").replace(";", ",") for value in values)


def count_words(count: Count) -> str:
    """A count as `killed=3`, `injured=12..20`, `arrested=12..` (at least) or `killed=..5` (at most)."""
    low, high = ("" if bound is None else str(bound) for bound in (count.low, count.high))
    return f"{count.kind}={low}" if low == high else f"{count.kind}={low}..{high}"


def text_of(document: Document, span: Span) -> str:
    """The stretch of the article, as it came."""
    return document.text[span.start : span.end]


def _party_cells(role: str, parties: tuple[Participant, ...]) -> Row:
    actors = [party.actor for party in parties]
    return {
        f"{role}s": join_cell(party.actor.name if party.actor else party.text for party in parties),
        f"{role}_texts": join_cell(party.text for party in parties),
        f"{role}_ids": join_cell(actor.id if actor else None for actor in actors),
        f"{role}_codes": join_cell(actor.code if actor else None for actor in actors),
        f"{role}_countries": join_cell(actor.country if actor else None for actor in actors),
        f"{role}_sectors": join_cell(actor.sector if actor else None for actor in actors),
    }


def _time_cells(time: Interval) -> Row:
    return {
        "date_first": time.first,
        "date_last": time.last,
        "granularity": time.granularity,
        "edtf": time.edtf,
        "historical": time.historical,
    }


def _place_cells(place: Place | None) -> Row:
    return {
        "place": place.name if place else None,
        "place_country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "precision": place.precision if place else None,
        "radius_km": place.radius_km if place else None,
        "geonames_id": place.geonames_id if place else None,
    }


def _source_cells(sources: tuple[Source, ...]) -> Row:
    names = (source.actor.name if source.actor else source.text for source in sources)
    return {"source_kinds": join_cell(source.kind for source in sources), "sources": join_cell(names)}


def _claim_cell(claim: Claim) -> str:
    """`asserts Kyiv`, `denies Moscow`: the stance and who takes it."""
    return f"{claim.stance} {claim.sources[-1].text or claim.sources[-1].kind}"


def _evidence_cells(document: Document, spans: tuple[Span, ...]) -> Row:
    return {
        "evidence_text": " … ".join(text_of(document, span) for span in spans),
        "evidence_start": min((span.start for span in spans), default=None),
        "evidence_end": max((span.end for span in spans), default=None),
    }

"""PLOVER JSON: one event mention a line, with the manual's fields and, beside them, what PLOVER has no word for.

A line carries our whole record under `dragoman`, so that reading it back loses nothing. PLOVER says of everything that it
happened: unless asked for everything, what is planned, possible or denied is left out, as is what has no day or no actor,
which PLOVER requires.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from dragoman import __version__
from dragoman.errors import InputError
from dragoman.ontology import export_code, load_ontology, quad_of, score_of
from dragoman.records import Count, EventMention, Participant, Place
from dragoman.serving.exports.account import Account
from dragoman.serving.exports.coding import class_code, status_reason
from dragoman.serving.rows import text_of
from dragoman.store import Answer

# Sub-city, city, district, province, country; a stretch of land has no number.
_RESOLUTIONS: Final = {"exact": 5, "town": 4, "district": 3, "region": 2, "country": 1}
_SIZES: Final = {"killed": "dead", "injured": "injured", "arrested": "arrested", "taking_part": "size"}


def plover_lines(
    answers: Iterable[Answer], account: Account, *, everything: bool = False, with_text: bool = False
) -> Iterator[str]:
    """A line for each mention that PLOVER can hold, or for each one.

    Args:
        answers: What a view answered.
        account: Is told of each.
        everything: Write also what PLOVER would take for a fact, or lacks a required field of; `status` says so.
        with_text: Write the whole article too.
    """
    for answer in answers:
        reason = None if everything else _unfit(answer.mention)
        if reason:
            account.leave(reason)
            continue
        account.wrote()
        yield msgspec.json.encode(plover_record(answer, with_text=with_text)).decode() + "\n"


def plover_record(answer: Answer, *, with_text: bool = False) -> dict[str, Any]:
    """One mention as PLOVER's fields; what is not known is left out, but for the required ones."""
    mention, document, time = answer.mention, answer.document, answer.mention.time
    first = time.first or time.last if time else None
    last = time.last if time and time.last != first else None
    article = document if with_text else msgspec.structs.replace(document, text="")
    record: dict[str, Any] = {
        "id": mention.id,
        "date": first,
        "enddate": last,
        "actor": [_entity(party) for party in mention.actors],
        "recipient": [_entity(party) for party in mention.recipients],
        "event": [mention.type],
        "mode": list(mention.modes),
        "context": list(mention.contexts),
        "quad_code": quad_of(mention.type),
        "event_scale": score_of(mention.type, mention.modes),
        "event_loc": _location(answer, mention.place) if mention.place else None,
        "event_text": [words] if (words := text_of(document, mention.trigger)) else [],
        "link": answer.event_id,
        "text": (document.text or None) if with_text else None,
        "text_info": {
            "sequence": mention.sentence,
            "start": min((span.start for span in mention.evidence), default=mention.trigger.start),
            "end": max((span.end for span in mention.evidence), default=mention.trigger.end),
        },
        "cite_info": _citation(answer),
        "coder": f"Dragoman {__version__}",
        **_sizes(mention.counts),
        "status": mention.status,
        "according_to": [
            {"kind": source.kind, "text": source.text, "code": source.actor.code if source.actor else None}
            for source in mention.sources
        ],
        "certainty": mention.probability,
        "factuality": mention.factuality,
        "date_edtf": time.edtf if time else None,
        "evidence": [{"start": s.start, "end": s.end, "text": text_of(document, s)} for s in mention.evidence],
        "dragoman": {"mention": mention, "document": article, "event_id": answer.event_id},
    }
    required = ("id", "date", "actor", "event")
    return {name: value for name, value in record.items() if name in required or value not in (None, [], {})}


def read_plover(path: str | Path) -> Iterator[Answer]:
    """The event mentions of a file that Dragoman wrote, as they were; the article's text is empty unless it was written.

    Raises:
        InputError: A line is not one that Dragoman wrote.
    """
    with Path(path).open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                told = msgspec.json.decode(line, type=_Line)
            except msgspec.MsgspecError as err:
                raise InputError(
                    f"not a line of PLOVER JSON by Dragoman ({err})",
                    where=f"{path}, line {number}",
                    expected="a JSON object with our record under 'dragoman'",
                    remedy="write the file with dragoman export --format plover",
                ) from err
            yield told.dragoman


class _Line(msgspec.Struct):
    """What is read of a line: our own record in it. PLOVER's fields say the same in its words."""

    dragoman: Answer


def _unfit(mention: EventMention) -> str | None:
    if reason := status_reason(mention.status):
        return reason
    if not mention.type:
        return "NO_TYPE"
    if not mention.actors:
        return "NO_ACTOR"
    time = mention.time
    return "NO_DAY" if time is None or (time.first is None and time.last is None) else None


def _entity(party: Participant) -> dict[str, str]:
    actor = party.actor
    entity = {"entity_text": party.text}
    if actor is not None:
        known = {
            "code": class_code(actor) if actor.code else None,
            "sector": actor.sector,
            "identifier_id": actor.id,
            "identifier_text": actor.name,
        }
        entity |= {name: value for name, value in known.items() if value}
    return entity


def _location(answer: Answer, place: Place) -> dict[str, Any]:
    precision = place.precision
    known = {
        "extracted_place": (text_of(answer.document, place.span) if place.span else "") or place.name,
        "resolved_place": place.name,
        "geonameid": place.geonames_id,
        "lat": place.lat,
        "lon": place.lon,
        "city": place.name if precision == "town" else None,
        "district": place.name if precision == "district" else None,
        "province": place.name if precision == "region" else place.admin1,
        "country_code": export_code(place.country) if place.country else None,
        "resolution": _RESOLUTIONS.get(precision),
    }
    return {name: value for name, value in known.items() if value is not None}


def _citation(answer: Answer) -> dict[str, Any]:
    document = answer.document
    known = {
        "publication": document.publisher,
        "title": document.title,
        "url": document.url,
        "language": document.language,
        "date": document.published,
        "codebook": load_ontology().version,
    }
    return {name: value for name, value in known.items() if value is not None}


def _sizes(counts: tuple[Count, ...]) -> dict[str, Any]:
    """`dead`, `injured`, `arrested`, `size` and other counts: a number, or a range `low-high` open at an end."""
    sizes: dict[str, Any] = {}
    for count in counts:
        low, high = ("" if bound is None else str(bound) for bound in (count.low, count.high))
        value = count.low if count.low == count.high else f"{low}-{high}"
        sizes.setdefault(_SIZES.get(count.kind, count.kind), value)
    return sizes

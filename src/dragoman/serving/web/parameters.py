"""What the address of a request may ask: the filters of the command line, days, pages and formats."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import parse_qsl

import msgspec
from fastapi import Depends, Query, Request

from dragoman.errors import ConfigError, OntologyError
from dragoman.ontology import check_type, load_ontology
from dragoman.records import SourceKind, Status
from dragoman.serving.web.problems import ProblemError
from dragoman.store import EventQuery, ServedQuery

Step = Literal["day", "week", "month"]
Order = Literal["newest", "oldest", "published", "changed", "importance", "score"]
Verdict = Literal["none", "accept", "correct", "reject", "unsure"]
# The filters of `EventQuery` by their name in the address.
_DAYS: Final = {"from": "day_from", "to": "day_to"}
_LONGEST: Final = 300
_TYPES: Final = sorted(load_ontology().types)
_MODES: Final = sorted({mode.name for kind in load_ontology().types.values() for mode in kind.modes})

Who = Annotated[str | None, Query(max_length=_LONGEST, description="A code, code and sector, id, or words of a name.")]
Country = Annotated[str | None, Query(max_length=3, min_length=3, description="ISO 3166 alpha-3.")]
Day = Annotated[date | None, Query()]
FromDay = Annotated[date | None, Query(alias="from", description="The act may have fallen on this day or later.")]
ToDay = Annotated[date | None, Query(alias="to", description="The act may have fallen on this day or earlier.")]
KnownOn = Annotated[date | None, Query(description="As it was known on this day.")]
Limit = Annotated[int, Query(ge=1, le=500, description="Most to return.")]
Cursor = Annotated[str | None, Query(max_length=1000, description="`next` of the page before.")]
HalfLife = Annotated[float, Query(gt=0, le=36500, description="Days in which a score loses half its weight.")]
Code = Annotated[str | None, Query(max_length=_LONGEST)]


def base_filters(
    actor: Who = None,
    recipient: Who = None,
    either: Who = None,
    country: Country = None,
    place: Annotated[
        str | None, Query(max_length=_LONGEST, description="Words of a name, or a GeoNames number.")
    ] = None,
    place_country: Country = None,
    type: Annotated[
        list[str] | None, Query(max_length=16, json_schema_extra={"items": {"type": "string", "enum": _TYPES}})
    ] = None,
    mode: Annotated[
        list[str] | None, Query(max_length=50, json_schema_extra={"items": {"type": "string", "enum": _MODES}})
    ] = None,
    status: Annotated[list[Status] | None, Query(max_length=4)] = None,
    source_kind: Annotated[list[SourceKind] | None, Query(max_length=5)] = None,
    source: Annotated[
        str | None, Query(max_length=_LONGEST, description="Who says so: a code, an id, or words.")
    ] = None,
    disputed: Annotated[bool | None, Query(description="Whether one source denies what another asserts.")] = None,
    denied_by: Annotated[str | None, Query(max_length=_LONGEST)] = None,
    day_from: FromDay = None,
    day_to: ToDay = None,
    published_from: Day = None,
    published_to: Day = None,
    text: Annotated[str | None, Query(max_length=500, description='Words, or phrases in ".')] = None,
    text_in: Literal["evidence", "article"] = "evidence",
    document: Annotated[str | None, Query(max_length=500)] = None,
    event: Annotated[str | None, Query(max_length=500)] = None,
    min_probability: Annotated[float | None, Query(ge=0, le=1)] = None,
) -> ServedQuery:
    """The filters that lists of events, the map and the timeline share."""
    return make_query(
        {
            "actor": actor,
            "recipient": recipient,
            "either": either,
            "country": country,
            "place": place,
            "place_country": place_country,
            "type": tuple(type or ()),
            "mode": tuple(mode or ()),
            "status": tuple(status or ()),
            "source_kind": tuple(source_kind or ()),
            "disputed": disputed,
            "denied_by": denied_by,
            "day_from": day_from,
            "day_to": day_to,
            "published_from": published_from,
            "published_to": published_to,
            "text": text,
            "text_in": text_in,
            "document": document,
            "event": event,
            "min_probability": min_probability,
        },
        source=source,
    )


def event_filters(
    base: Annotated[ServedQuery, Depends(base_filters)],
    review: Annotated[Verdict | None, Query(description="The last judgement on the event.")] = None,
    bbox: Annotated[
        str | None, Query(max_length=100, description="west,south,east,north in degrees.", examples=["-10,30,40,60"])
    ] = None,
) -> ServedQuery:
    """The filters of events."""
    return msgspec.structs.replace(base, verdict=review, box=_box(bbox) if bbox else None)


BaseFilters = Annotated[ServedQuery, Depends(base_filters)]
EventFilters = Annotated[ServedQuery, Depends(event_filters)]


def make_query(fields: dict[str, Any], *, source: str | None = None) -> ServedQuery:
    """The question that filters ask; a problem where one means nothing."""
    given = {name: value for name, value in fields.items() if value not in (None, ())}
    for name in ("place_country", "country"):
        if name in given:
            given[name] = given[name].upper()
    if "type" in given:
        given["type"] = tuple(_type(name) for name in given["type"])
    for name in given.get("mode", ()):
        if name not in _MODES:
            raise ProblemError("invalid-parameter", f"{name!r} is no mode of PLOVER.", parameter="mode")
    try:
        return ServedQuery(base=EventQuery(**given), source=source)
    except ConfigError as err:
        raise ProblemError("invalid-parameter", err.message) from err


def parse_filters(text: str) -> ServedQuery:
    """The question that a saved query asks: `type=PROTEST&country=KEN`.

    Raises:
        ProblemError: A name or value that is no filter.
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, max_num_fields=100) if text else []
    except ValueError as err:
        raise ProblemError(
            "invalid-parameter", f"The query cannot be used: {err}; write type=PROTEST&country=KEN.", parameter="query"
        ) from err
    fields: dict[str, Any] = {}
    for name, value in pairs:
        key = _DAYS.get(name, name)
        if name in ("source", "review", *_DAYS) or (name in _SAVED and name not in _DAYS.values()):
            fields.setdefault(key, []).append(value)
        else:
            raise ProblemError("invalid-parameter", f"{name!r} is no filter of a query.", parameter="query")
    source, verdict = fields.pop("source", [None])[-1], fields.pop("review", [None])[-1]
    several = ("type", "mode", "status", "source_kind")
    plain = {name: values if name in several else values[-1] for name, values in fields.items()}
    try:
        base = msgspec.convert(plain, EventQuery, strict=False)
    except msgspec.ValidationError as err:
        raise ProblemError("invalid-parameter", f"The query cannot be used: {err}.", parameter="query") from err
    except ConfigError as err:
        raise ProblemError("invalid-parameter", err.message, parameter="query") from err
    if verdict is not None and verdict not in ("none", "accept", "correct", "reject", "unsure"):
        raise ProblemError("invalid-parameter", f"{verdict!r} is no review.", parameter="query")
    query = make_query(msgspec.structs.asdict(base), source=source)
    return msgspec.structs.replace(query, verdict=verdict)


def open_cursor(cursor: str | None, request: Request, kinds: Sequence[type]) -> list[Any] | None:
    """The values after which a page begins.

    Args:
        cursor: As `close_cursor` made it.
        request: Of the page; its filters must be those of the page before.
        kinds: Types of the values.
    """
    if cursor is None:
        return None
    try:
        told = msgspec.json.decode(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        digest, *values = told
        if digest != _digest(request) or len(values) != len(kinds):
            raise ValueError
        return [msgspec.convert(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, TypeError, binascii.Error, msgspec.MsgspecError) as err:
        raise ProblemError(
            "invalid-cursor", "The cursor is not one of this query. Take it from `next`.", parameter="cursor"
        ) from err


def close_cursor(after: Sequence[Any] | None, request: Request) -> str | None:
    """The cursor of the next page; `None` on the last one."""
    if after is None:
        return None
    return base64.urlsafe_b64encode(msgspec.json.encode([_digest(request), *after])).decode().rstrip("=")


CURSOR_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "newest": (date, date, int),
    "oldest": (date, int),
    "published": (date, int),
    "changed": (datetime, int),
    "importance": (float, int),
    "score": (int, int, int),
}
MENTION_CURSOR_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "newest": (date, int),
    "oldest": (date, int),
    "published": (date, int),
}
_SAVED: Final = set(EventQuery.__struct_fields__) - {"order", "limit", "offset"}


def _digest(request: Request) -> str:
    """Of all that is asked but the page and the format."""
    asked = sorted((k, v) for k, v in request.query_params.multi_items() if k not in ("cursor", "limit", "format"))
    return hashlib.blake2b(repr((request.url.path, asked)).encode(), digest_size=6).hexdigest()


def _type(name: str) -> str:
    try:
        return check_type(name.upper()).name
    except OntologyError as err:
        raise ProblemError("invalid-parameter", err.message, parameter="type") from err


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as err:
        raise ProblemError(
            "invalid-parameter", f"bbox {text!r} is not west,south,east,north.", parameter="bbox"
        ) from err
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ProblemError("invalid-parameter", f"bbox {text!r} lies outside the world.", parameter="bbox")
    return west, south, east, north

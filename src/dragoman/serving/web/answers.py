"""Answers in the format that is asked for: JSON, CSV, Arrow or GeoJSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote, urlencode

import msgspec
import pyarrow as pa
from fastapi import Query, Request
from fastapi.responses import Response

from dragoman.serving.export import csv_lines
from dragoman.serving.web.problems import ProblemError

Format = Literal["json", "csv", "arrow", "geojson"]
AskedFormat = Annotated[Format | None, Query(description="Goes over Accept.")]
MEDIA_TYPES: Final[dict[Format, str]] = {
    "json": "application/json",
    "csv": "text/csv",
    "arrow": "application/vnd.apache.arrow.stream",
    "geojson": "application/geo+json",
}
_ARROW: Final = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    date: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
}
TABLES: Final[tuple[Format, ...]] = ("json", "csv", "arrow")
Row = dict[str, Any]


def choose_format(request: Request, asked: Format | None, offered: Iterable[Format]) -> Format:
    """The format of an answer: the one asked for, else the first offered of those that the client takes best."""
    known = list(offered)
    if asked is not None:
        if asked not in known:
            raise ProblemError(
                "not-acceptable", f"{asked} is not offered here; {', '.join(known)} are.", parameter="format"
            )
        return asked
    weights = {format_: _weight(request.headers.get("accept", "*/*"), MEDIA_TYPES[format_]) for format_ in known}
    best = max(known, key=lambda format_: weights[format_])
    if weights[best] <= 0:
        raise ProblemError("not-acceptable", f"Offered here are {', '.join(MEDIA_TYPES[f] for f in known)}.")
    return best


def json_answer(value: Any, *, status: int = 200, media_type: str = MEDIA_TYPES["json"], withheld: int = 0) -> Response:
    """A value as JSON; pieces that are JSON already stand in it as `msgspec.Raw`."""
    headers = {"X-Withheld": str(withheld)} if withheld else None
    return Response(msgspec.json.encode(value), status_code=status, media_type=media_type, headers=headers)


def raw(text: str) -> msgspec.Raw:
    """A piece of JSON as it is."""
    return msgspec.Raw(text.encode())


def raws(texts: Iterable[str]) -> list[msgspec.Raw]:
    """Pieces of JSON as they are."""
    return [raw(text) for text in texts]


def table_answer(
    format_: Format,
    rows: Callable[[], Iterable[Row]],
    columns: Mapping[str, type],
    *,
    request: Request,
    total: int,
    next_: str | None,
    withheld: int = 0,
) -> Response:
    """Rows as CSV or Arrow. The next page stands in the header `Link`, the number of all rows in `X-Total-Count`.

    `X-Withheld` tells how many rows publishers' rights left without words; without it there is none.
    """
    headers = {"X-Total-Count": str(total)} | ({"X-Withheld": str(withheld)} if withheld else {})
    if next_ is not None:
        asked = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
        address = f"{quote(request.url.path)}?{urlencode([*asked, ('cursor', next_)])}"
        headers["Link"] = f'<{address}>; rel="next"'
    if format_ == "csv":
        body = "".join(csv_lines(rows(), columns)).encode()
        return Response(body, media_type="text/csv", headers=headers)
    schema = arrow_schema(columns)
    table = pa.Table.from_pylist(list(rows()), schema=schema)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_table(table)
    return Response(sink.getvalue().to_pybytes(), media_type=MEDIA_TYPES["arrow"], headers=headers)


def arrow_schema(columns: Mapping[str, type]) -> pa.Schema:
    """The columns of a table as Arrow has them."""
    return pa.schema([(name, _ARROW[kind]) for name, kind in columns.items()])


def _weight(accept: str, media_type: str) -> float:
    """How well a client takes a media type: the weight of the closest range in its Accept header (RFC 9110, 12.5.1)."""
    found: dict[int, float] = {}
    for part in accept.split(","):
        name, *options = (piece.strip().lower() for piece in part.split(";"))
        closeness = {media_type: 3, f"{media_type.split('/')[0]}/*": 2, "*/*": 1}.get(name)
        if closeness is not None:
            found[closeness] = max(found.get(closeness, 0.0), _quality(options))
    return found[max(found)] if found else 0.0


def _quality(options: Iterable[str]) -> float:
    for option in options:
        name, _, value = option.partition("=")
        if name.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0

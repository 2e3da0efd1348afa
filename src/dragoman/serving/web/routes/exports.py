"""Files to take away: all that a filter finds, up to a stated number of rows, sent while it is asked for."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import IO, Annotated, Any, Final, Literal

import msgspec
import pyarrow as pa
from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response, StreamingResponse

from dragoman.records import EventMention, LinkedEvent
from dragoman.serving.errors import ExportError
from dragoman.serving.export import csv_lines
from dragoman.serving.exports import FORMATS, write_export
from dragoman.serving.linked import LINKED_COLUMNS, linked_rows
from dragoman.serving.rights import NO_TEXT, Withheld, respect_rights
from dragoman.serving.rows import COLUMNS, answer_rows
from dragoman.serving.web.answers import MEDIA_TYPES, arrow_schema
from dragoman.serving.web.desk import Shown
from dragoman.serving.web.evidence import head_of
from dragoman.serving.web.parameters import EventFilters, KnownOn, Order
from dragoman.serving.web.problems import ProblemError
from dragoman.serving.web.routes.common import answers, desk_of
from dragoman.serving.web.wire import CardList, MentionList, MentionRow
from dragoman.serving.web.withholding import Words
from dragoman.store import Answer, Card, EventQuery, ServedQuery
from dragoman.store.cards import feature

# Rows of one file. A row takes a fraction of a millisecond and a client that reads slowly holds a snapshot open; who needs
# more has the store at hand and `dragoman export`, or asks by days.
MOST_ROWS: Final = 100_000
# Rows that are fetched and sent at once.
_PAGE: Final = 500
_CHUNK: Final = 2**18
PLAIN: Final = ("csv", "json", "jsonl", "arrow", "geojson")
EXCHANGE: Final = tuple(name for name in FORMATS if name not in PLAIN)
_TYPES: Final[dict[str, str]] = {**dict(MEDIA_TYPES.items()), "jsonl": "application/x-ndjson"}
_ENDINGS: Final = {"arrow": "arrows"}
# The file in the archive of an exchange format: as loaders of the format know it.
_NAMES: Final[dict[str, str]] = {
    "plover": "events.plover.jsonl",
    "polecat": "events.polecat.tsv",
    "icews": "events.icews.tsv",
    "gdelt-events": "events.export.CSV",
    "gdelt-mentions": "events.mentions.CSV",
    "graphml": "pairs.graphml",
    "ftm": "events.ftm.json",
    "webannotation": "evidence.jsonld",
    "prov": "events.prov.json",
    "datapackage": "datapackage",
    "parquet": "events.parquet",
}
Page = tuple[str, ...]


def add_exports(router: APIRouter) -> None:
    """Add the endpoint of files."""
    declared = answers((CardList, MentionList), formats=("csv", "json", "arrow", "geojson"))
    content = declared["responses"][200]["content"]
    content[_TYPES["jsonl"]] = {"schema": {"type": "string"}}
    content["application/zip"] = {"schema": {"type": "string", "format": "binary"}}

    @router.get("/export", tags=["events"], summary="A file of events or mentions", **declared)
    def export_events(
        request: Request,
        query: EventFilters,
        format: Annotated[
            str,
            Query(
                description="Exchange formats come as a zip, with their report.",
                json_schema_extra={"enum": [*PLAIN, *EXCHANGE]},
            ),
        ] = "csv",
        by: Annotated[
            Literal["event", "mention"], Query(description="Exchange formats have units of their own.")
        ] = "event",
        order: Order = "newest",
        known_on: KnownOn = None,
    ) -> Response:
        """Send all that the filters find as a file, without words that publishers withhold.

        At most 100,000 rows: `X-Total-Count` tells how many are found, `X-Row-Count` how many the file holds.
        """
        if format not in (*PLAIN, *EXCHANGE):
            known = ", ".join((*PLAIN, *EXCHANGE))
            raise ProblemError("invalid-parameter", f"{format!r} is no format; there are {known}.", parameter="format")
        if format in EXCHANGE:
            return _archive(request, query, format, known_on)
        if by == "mention" and (order not in ("newest", "oldest", "published") or format == "geojson"):
            raise ProblemError(
                "invalid-parameter",
                "Mentions come newest, oldest or published first, as CSV, JSON, JSON lines or Arrow.",
                parameter="order" if format != "geojson" else "format",
            )
        with ExitStack() as stack:
            shown = stack.enter_context(desk_of(request).shown(known_on))
            asked = msgspec.structs.replace(query, reported_by=shown.reported_by)
            count = shown.snapshot.count_events if by == "event" else shown.snapshot.count_mentions
            total = count(asked)
            made = _Made(shown, Words(desk_of(request), may_review=False), asked, order)
            body = _body(made, by, format, total)
            headers = {
                "X-Total-Count": str(total),
                "X-Row-Count": str(min(total, MOST_ROWS)),
                "Content-Disposition": f'attachment; filename="{by}s.{_ENDINGS.get(format, format)}"',
            }
            return _Closing(body, media_type=_TYPES[format], headers=headers, stack=stack.pop_all())


class _Closing(StreamingResponse):
    """An answer that is sent piece by piece, and lets go of the snapshot when it is sent or given up."""

    def __init__(self, content: Iterator[bytes], *, stack: ExitStack, **options: Any) -> None:
        super().__init__(content, **options)
        self._stack = stack

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await run_in_threadpool(self._stack.close)


class _Made:
    """The rows of a file, some hundreds at a time, all of one snapshot."""

    def __init__(self, shown: Shown, words: Words, query: ServedQuery, order: str) -> None:
        self.shown, self.words, self._query, self._order = shown, words, query, order

    def card_pages(self) -> Iterator[Page]:
        """The cards of the events, as JSON."""
        snapshot = self.shown.snapshot
        numbers = snapshot.event_numbers(self._query, order=self._order, limit=MOST_ROWS)
        for start in range(0, len(numbers), _PAGE):
            yield tuple(snapshot.cards(numbers[start : start + _PAGE]))

    def event_rows(self) -> Iterator[dict[str, Any]]:
        """The events as flat rows."""
        snapshot = self.shown.snapshot
        numbers = snapshot.event_numbers(self._query, order=self._order, limit=MOST_ROWS)
        for start in range(0, len(numbers), _PAGE):
            some = numbers[start : start + _PAGE]
            ids = snapshot.event_ids(some)
            yield from linked_rows(self._events([ids[number] for number in some if number in ids]))

    def features(self) -> Iterator[bytes]:
        """The events that have coordinates as features of GeoJSON."""
        for cards in self.card_pages():
            for card in cards:
                found = feature(msgspec.json.decode(card, type=Card))
                if found is not None:
                    yield msgspec.json.encode(found)

    def cards(self) -> Iterator[bytes]:
        """The cards."""
        for cards in self.card_pages():
            yield from map(bytes, self.words.cards(cards))

    def mention_rows(self) -> Iterator[dict[str, Any]]:
        """The mentions as flat rows."""
        for told, withheld in self._answer_pages():
            yield from answer_rows(respect_rights(told, dict.fromkeys(withheld, NO_TEXT), Withheld()))

    def mentions(self) -> Iterator[bytes]:
        """The mentions as lists by mention show them."""
        for told, withheld in self._answer_pages():
            for one in respect_rights(told, dict.fromkeys(withheld, NO_TEXT), Withheld()):
                row = MentionRow(
                    mention=one.mention,
                    event_id=one.event_id,
                    document=head_of(one.document),
                    withheld=one.document.id in withheld,
                )
                yield msgspec.json.encode(row)

    def _answer_pages(self) -> Iterator[tuple[list[Answer], frozenset[str]]]:
        """The mentions with their articles, and of which articles the words are withheld."""
        snapshot, view = self.shown.snapshot, self.shown.view
        keys = snapshot.mention_keys(self._query, order=self._order, limit=MOST_ROWS)
        for start in range(0, len(keys), _PAGE):
            some = keys[start : start + _PAGE]
            ids = [id_ for id_, _, _ in some]
            marks = ", ".join("?" for _ in ids)
            found = dict(snapshot.rows(f"SELECT id, json FROM event_mentions WHERE id IN ({marks})", ids))
            documents = view.documents_of(document for _, document, _ in some)
            events = snapshot.event_ids([event for _, _, event in some])
            told = []
            for id_, document_id, event in some:
                if id_ in found and document_id in documents:
                    mention = msgspec.json.decode(found[id_], type=EventMention)
                    told.append(Answer(mention=mention, document=documents[document_id], event_id=events.get(event)))
            yield told, self.words.withheld(documents)

    def _events(self, ids: Sequence[str]) -> Iterator[LinkedEvent]:
        marks = ", ".join("?" for _ in ids) or "NULL"
        sql = f"SELECT id, json, part_of FROM linked_events WHERE id IN ({marks})"
        found = {id_: (json, part_of) for id_, json, part_of in self.shown.snapshot.rows(sql, list(ids))}
        for id_ in ids:
            if id_ in found:  # linked anew a moment ago and not published yet
                json, part_of = found[id_]
                yield msgspec.structs.replace(msgspec.json.decode(json, type=LinkedEvent), part_of=part_of)


def _body(made: _Made, by: str, format_: str, total: int) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    is_event = by == "event"
    columns = LINKED_COLUMNS if is_event else COLUMNS
    if format_ in ("csv", "arrow"):
        rows = made.event_rows() if is_event else made.mention_rows()
        return _text(csv_lines(rows, columns)) if format_ == "csv" else _arrow(rows, columns)
    if format_ == "geojson":
        return _joined(b'{"type":"FeatureCollection","features":[', made.features(), f'],"total":{total}}}'.encode())
    items = made.cards() if is_event else made.mentions()
    if format_ == "jsonl":
        return _pieces(item + b"\n" for item in items)
    return _joined(b'{"items":[', items, f'],"next":null,"total":{total}}}'.encode())


def _joined(start: bytes, items: Iterable[bytes], end: bytes) -> Iterator[bytes]:
    parted = (b",\n" + item if n else item for n, item in enumerate(items))
    return _pieces(chain([start], parted, [end]))


def _text(lines: Iterable[str]) -> Iterator[bytes]:
    return _pieces(line.encode() for line in lines)


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of a size worth sending."""
    held = bytearray()
    for part in parts:
        held += part
        if len(held) >= _CHUNK:
            yield bytes(held)
            held.clear()
    yield bytes(held)


def _arrow(rows: Iterable[dict[str, Any]], columns: dict[str, type]) -> Iterator[bytes]:
    """Rows as an Arrow stream, a batch for each page."""
    schema, left, sink = arrow_schema(columns), iter(rows), io.BytesIO()
    with pa.ipc.new_stream(sink, schema) as writer:
        while group := list(islice(left, _PAGE)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            yield _taken(sink)
    yield _taken(sink)


def _taken(sink: io.BytesIO) -> bytes:
    found = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return found


def _archive(request: Request, query: ServedQuery, format_: str, known_on: date | None) -> Response:
    """An exchange format with its report, as a zip. It is written whole first, so that the report can tell of all of it."""
    with ExitStack() as stack:
        shown = stack.enter_context(desk_of(request).shown(known_on))
        asked = _plain_query(query, shown)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dragoman-")))
        try:
            report = write_export(folder / _NAMES[format_], shown.view, asked, format=format_)
        except ExportError as err:
            raise ProblemError("invalid-parameter", err.message, parameter="format") from err
        file = stack.enter_context(tempfile.TemporaryFile())
        _zip(folder, file)
        headers = {
            "X-Row-Count": str(report.written),
            "X-Left-Out": str(sum(report.left_out.values())),
            "Content-Disposition": f'attachment; filename="events.{format_}.zip"',
            "Content-Length": str(file.seek(0, io.SEEK_END)),
        }
        file.seek(0)
        pieces = iter(lambda: file.read(_CHUNK), b"")
        return _Closing(pieces, media_type="application/zip", headers=headers, stack=stack.pop_all())


def _plain_query(query: ServedQuery, shown: Shown) -> EventQuery:
    """The filters as exports of the command line take them; a problem for those that only the published tables know."""
    others = {"source": query.source, "review": query.verdict, "bbox": query.box, "known_on": shown.reported_by}
    unheeded = [name for name, value in others.items() if value is not None]
    if unheeded:
        raise ProblemError(
            "invalid-parameter",
            f"Exchange formats cannot heed {', '.join(unheeded)}; take it away, or ask for CSV, JSON or Arrow.",
            parameter=unheeded[0],
        )
    return msgspec.structs.replace(query.base, limit=MOST_ROWS)


def _zip(folder: Path, file: IO[bytes]) -> None:
    """All files of a folder as an archive of the same bytes whenever it is made."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            # The first day that a zip can tell: the moment of writing says nothing about the content.
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(entry, "w") as target:
                while piece := source.read(_CHUNK):
                    target.write(piece)

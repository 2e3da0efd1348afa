"""Writing answers to files: JSON Lines, a JSON array, CSV and Parquet.

A file appears whole or not at all: it is written beside its place under another name and then moved there. The same
answers give the same bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Final

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.records import Record
from dragoman.serving.errors import ExportError
from dragoman.serving.files import whole_file
from dragoman.serving.plain import one_line
from dragoman.serving.rights import Withheld, respect_rights
from dragoman.serving.rows import CLAIM_COLUMNS, COLUMNS, Cell, Row, answer_rows, claim_rows
from dragoman.store import EventQuery, View

# A spreadsheet takes a cell that begins so for a formula: an article could make it fetch a page or run a program.
_FORMULA_STARTS: Final = ("=", "+", "-", "@")
_ARROW_TYPES: Final = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32()}
# Rows of one Parquet row group: enough for good compression, some 10 MB in memory.
_GROUP: Final = 10_000


def export(
    path: str | Path,
    view: View,
    query: EventQuery,
    *,
    format: str | None = None,
    claims: bool = False,
    withheld: Withheld | None = None,
) -> int:
    """Write the event mentions asked for, in the order asked for, and return their number.

    Args:
        path: The file; one that exists is replaced. Its ending tells the format unless `format` does.
        view: Where to ask.
        query: What to ask.
        format: `jsonl` or `json` (the whole records), `csv` or `parquet` (flat rows, see `rows.COLUMNS`).
        withheld: Counts what publishers' rights left out.
        claims: Write the claims on these mentions instead, and return their number (flat rows: `rows.CLAIM_COLUMNS`).

    Raises:
        ExportError: The format is not one of these, or the file cannot be written.
    """
    chosen = format or Path(path).suffix.lstrip(".").lower()
    answers = respect_rights(view.answers(query), view.rights(), withheld or Withheld())
    records: Iterable[Record] = (
        (claim for answer in answers for claim in answer.mention.claims)
        if claims
        else (answer.mention for answer in answers)
    )
    columns = CLAIM_COLUMNS if claims else COLUMNS
    match chosen:
        case "jsonl" | "ndjson":
            return write_jsonl(path, records)
        case "json":
            return write_json(path, records)
        case "csv":
            return write_csv(path, claim_rows(answers) if claims else answer_rows(answers), columns)
        case "parquet":
            return write_parquet(path, claim_rows(answers) if claims else answer_rows(answers), columns)
        case _:
            raise ExportError(
                f"{chosen!r} is not a format", where=str(path), expected="jsonl, json, csv or parquet as its ending"
            )


def write_jsonl(path: str | Path, records: Iterable[Record]) -> int:
    """Write whole records, one JSON object a line, and return their number."""
    return _write(path, lambda file: _write_lines(file, jsonl_lines(records)))


def write_json(path: str | Path, records: Iterable[Record]) -> int:
    """Write whole records as one JSON array, an element a line, and return their number."""
    return _write(path, lambda file: _write_array(file, records))


def write_csv(path: str | Path, rows: Iterable[Row], columns: Mapping[str, type] = COLUMNS) -> int:
    """Write flat rows as CSV in UTF-8, a row a line under a line of names, and return their number."""
    return _write(path, lambda file: _write_lines(file, csv_lines(rows, columns)) - 1)


def write_parquet(path: str | Path, rows: Iterable[Row], columns: Mapping[str, type] = COLUMNS) -> int:
    """Write flat rows as Parquet, typed as the columns say, and return their number."""
    return _write(path, lambda file: _write_groups(file, rows, columns))


def jsonl_lines(records: Iterable[Record]) -> Iterator[str]:
    """Each record as one line of JSON, with its line end."""
    for record in records:
        yield msgspec.json.encode(record).decode() + "\n"


def csv_lines(rows: Iterable[Row], columns: Mapping[str, type] = COLUMNS) -> Iterator[str]:
    """The names and then each row as one line of CSV, with its line end."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(columns)
    yield lines.last
    for row in rows:
        writer.writerow([csv_cell(row[name]) for name in columns])
        yield lines.last


def csv_cell(value: Cell) -> str | int | float:
    """A cell for any reader of CSV: no line ends, no control characters, no formulas; absence is empty.

    A text that a spreadsheet would take for a formula gets a `'` in front; numbers keep their sign.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        text = one_line(value)
        return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text
    return value


def arrow_schema(columns: Mapping[str, type]) -> pa.Schema:
    """The columns as Arrow has them."""
    return pa.schema([(name, _ARROW_TYPES[kind]) for name, kind in columns.items()])


class _Lines:
    """A file for `csv.writer` that keeps the last line."""

    last = ""

    def write(self, line: str) -> None:
        self.last = line


def _write_lines(file: IO[bytes], lines: Iterable[str]) -> int:
    number = 0
    for line in lines:
        file.write(line.encode())
        number += 1
    return number


def _write_array(file: IO[bytes], records: Iterable[Record]) -> int:
    number = 0
    for record in records:
        file.write(b",\n" if number else b"[\n")
        file.write(msgspec.json.encode(record))
        number += 1
    file.write(b"\n]\n" if number else b"[]\n")
    return number


def _write_groups(file: IO[bytes], rows: Iterable[Row], columns: Mapping[str, type]) -> int:
    number, left = 0, iter(rows)
    schema = arrow_schema(columns)
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        while group := list(islice(left, _GROUP)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))
            number += len(group)
    return number


def _write(path: str | Path, fill: Callable[[IO[bytes]], int]) -> int:
    with whole_file(path) as file:
        return fill(file)

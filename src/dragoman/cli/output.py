"""Writing results: tables, JSON, CSV and Parquet, to standard output or to a file that appears whole or not at all."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click
import msgspec

from dragoman.config import Config, Format

if TYPE_CHECKING:
    from rich.console import RenderableType

    from dragoman.records import Record
    from dragoman.serving.rows import Row

_ENDINGS: Final[dict[str, Format]] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".txt": "table",
}
# Columns of a table in a file, where there is no terminal to ask: the widest that reads well.
_FILE_WIDTH: Final = 110
# What JSON may hold as it is and a terminal may act upon; escapes below 0x20 JSON writes as escapes itself.
_ACTIVE: Final = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def choose_format(format_: Format | None, output: str | None, config: Config) -> Format:
    """The format: that of the option, else of the file's ending, else of the settings, else a table.

    Raises:
        click.UsageError: Parquet, which is no text, would go to standard output, or the ending tells no format.
    """
    ending = Path(output).suffix.lower() if output else ""
    if format_ is None and ending and ending not in _ENDINGS:
        raise click.UsageError(f"The ending {ending} tells no format: give --format, or one of {', '.join(_ENDINGS)}")
    chosen: Format = format_ or _ENDINGS.get(ending) or config.output.format or "table"
    if chosen == "parquet" and not output:
        raise click.UsageError("Parquet is not for the terminal: give --output FILE.parquet")
    return chosen


def render(renderable: RenderableType, config: Config, *, to_file: bool) -> str:
    """A table as text, in colour where it goes to a terminal, with signs that its encoding has."""
    from dragoman.serving import to_text

    if to_file:
        return to_text(renderable, width=config.output.width or _FILE_WIDTH)
    terminal = sys.stdout.isatty()
    width = config.output.width or (None if terminal else _FILE_WIDTH)
    return to_text(renderable, width=width, colour=terminal, ascii_signs=not _has_signs())


def write_tables(pieces: Iterable[str], output: str | None) -> None:
    """Write the pieces of a table one after the other."""
    if output is None:
        for piece in pieces:
            print_text(piece, coloured=True)
    else:
        write_file(output, pieces)


def write_records(records: Iterable[Record], format_: Format, output: str | None) -> None:
    """Write whole records, as JSON Lines or as a JSON array."""
    from dragoman.serving import jsonl_lines, write_json, write_jsonl

    if output is not None and format_ == "json":
        write_json(output, records)
        return
    if output is not None:
        write_jsonl(output, records)
        return
    lines: Iterable[str] = array_lines(records) if format_ == "json" else jsonl_lines(records)
    for line in lines:
        print_bytes(safe_json(line).encode())


def write_rows(
    rows: Iterable[Row], format_: Format, output: str | None, columns: Mapping[str, type] | None = None
) -> None:
    """Write flat rows, as CSV or as Parquet. `columns` are those of event mentions where none are given."""
    from dragoman.serving import COLUMNS, csv_lines, write_csv, write_parquet

    columns = columns or COLUMNS
    if output is not None and format_ == "parquet":
        write_parquet(output, rows, columns)
        return
    if output is not None:
        write_csv(output, rows, columns)
        return
    for line in csv_lines(rows, columns):
        print_bytes(line.encode())


def write_objects(objects: Iterable[dict[str, Any]], output: str) -> int:
    """Write plain objects, one JSON object a line; `-` is standard output. Return their number."""
    from dragoman.serving import write_jsonl

    if output != "-":
        # They are encoded like records; only the type of the function is narrower than what it does.
        return write_jsonl(output, cast("Iterable[Record]", objects))
    number = 0
    for value in objects:
        print_bytes(safe_json(msgspec.json.encode(value).decode() + "\n").encode())
        number += 1
    return number


def array_lines(records: Iterable[Record]) -> Iterator[str]:
    """The records as a JSON array, an element a line."""
    empty = True
    for record in records:
        yield ("[\n" if empty else ",\n") + msgspec.json.encode(record).decode()
        empty = False
    yield "[]\n" if empty else "\n]\n"


def safe_json(line: str) -> str:
    """The same JSON with every character that a terminal may act upon as an escape."""
    return _ACTIVE.sub(_escape, line)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def print_text(text: str, *, coloured: bool = False) -> None:
    """Write text to standard output; what its encoding has not becomes `?`.

    Args:
        text: What to write. Whatever a terminal would act upon is taken out of it.
        coloured: It was rendered, out of words that are safe already, and its escapes are its colours.
    """
    if not coloured:
        from dragoman.serving.plain import plain_text

        text = plain_text(text)
    encoding = sys.stdout.encoding or "utf-8"
    print_bytes(text.encode(encoding, "replace"))


def print_bytes(data: bytes) -> None:
    """Write bytes to standard output at once, so that a slow run shows what it has."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_file(path: str, pieces: Iterable[str]) -> None:
    """Write a text file that takes its name only when it is whole.

    Raises:
        ExportError: It cannot be written.
    """
    from dragoman.serving.files import write_text

    write_text(path, pieces)


def _has_signs() -> bool:
    """Whether standard output has the arrows and dashes of a table."""
    try:
        "→↔·…—“”".encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True

"""CSV and TSV with a header: a row is a document, told by the line on which it begins. The file is read as a stream."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO, Final

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.encoding import decode_text
from dragoman.news.entries import Given
from dragoman.news.readers.jsonl import byte_lines
from dragoman.news.readers.limits import line_bytes
from dragoman.news.readers.lists import is_list_line, refuse_list_line
from dragoman.news.readers.record import missing_columns, record_draft
from dragoman.news.sources import Source

_DELIMITERS: Final = (",", ";", "\t", "|")


def read_csv(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The documents of a table, a row each. Which of `,`, `;`, tab and `|` parts the cells the header tells.

    Raises:
        InputError: It is empty, lacks a column, or is a list of addresses.
    """
    lines = _Lines(file, source, settings)
    try:
        header = next(lines, "")
    except _BadLineError as err:
        raise err.error from err
    if not header.strip():
        raise InputError("the file is empty", where=source.name, expected="a header, and a row an article")
    if is_list_line(header):
        refuse_list_line(header, source)
    # One limit for the whole process: only ever raised, and to what a line may have at most.
    csv.field_size_limit(max(csv.field_size_limit(), line_bytes(settings)))
    delimiter = max(_DELIMITERS, key=header.count)
    try:
        names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])]
    except csv.Error as err:
        raise InputError(f"the header cannot be taken apart ({err})", where=f"{source.name}:1") from err
    if error := missing_columns(names, source, settings):
        raise error
    rows = csv.reader(lines, delimiter=delimiter)
    empty = True
    while True:
        number = lines.number + 1
        try:
            cells = next(rows, None)
        except csv.Error as err:
            yield InputError(f"the row cannot be taken apart ({err})", where=f"{source.name}:{number}")
            continue
        except _BadLineError as err:
            yield err.error
            continue
        if cells is None:
            break
        if any(cell.strip() for cell in cells):
            empty = False
            yield _draft(cells, names, source, number, settings, lines.take_note())
    if empty:
        yield InputError("the table has no rows", where=source.name, expected="a row an article")


def _draft(
    cells: list[str], names: list[str], source: Source, number: int, settings: NewsSettings, note: str | None
) -> Given:
    place = f":{number}"
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        return InputError(
            f"the row has {len(cells)} cells",
            where=f"{source.name}{place}",
            expected=f"{len(names)}, as in the header",
            remedy="put cells that hold the separator in quotation marks",
        )
    value = {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip() and name}
    return record_draft(value, source, place, settings, content="\0".join(cells).encode("utf-8", "replace"), note=note)


class _BadLineError(Exception):
    def __init__(self, error: InputError) -> None:
        self.error = error


class _Lines:
    """The lines of the file as text, counted; the first thing to be said of their encoding."""

    def __init__(self, file: BinaryIO, source: Source, settings: NewsSettings) -> None:
        self.number = 0
        self._source = source
        self._note: str | None = None
        self._noted = False
        self._lines = enumerate(byte_lines(file, source, settings, ()), 1)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.number, line = next(self._lines)
        if isinstance(line, InputError):
            raise _BadLineError(line)
        try:
            text, note = decode_text(line, f"{self._source.name}:{self.number}")
        except InputError as err:
            raise _BadLineError(err) from err
        if note and not self._noted:
            self._note, self._noted = note, True
        return text

    def take_note(self) -> str | None:
        note, self._note = self._note, None
        return note

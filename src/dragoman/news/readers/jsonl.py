"""JSON Lines: a line is a document. A bad line is told with its number; the next one is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.encoding import decode_text, marked_encoding
from dragoman.news.entries import Draft, Given
from dragoman.news.parsing import parse_json
from dragoman.news.readers.limits import line_bytes, read_all
from dragoman.news.readers.record import record_draft
from dragoman.news.readers.steps import begin
from dragoman.news.sources import Source


def read_jsonl(
    file: BinaryIO, source: Source, settings: NewsSettings, *, start: Iterable[bytes] = ()
) -> Iterator[Given]:
    """The documents of a file, a line each; blank lines are passed over.

    Args:
        file: The open file.
        source: What it is.
        settings: Limits.
        start: Lines that were taken from the file already.
    """
    empty = True
    for number, line in enumerate(byte_lines(file, source, settings, start), 1):
        if isinstance(line, InputError):
            yield line
        elif line.strip():
            yield _draft(line, source, number, settings)
        else:
            continue
        empty = False
    if empty:
        yield InputError("the file holds no document", where=source.name, expected="a JSON object a line")


def _draft(line: bytes, source: Source, number: int, settings: NewsSettings) -> Draft | InputError:
    place = f":{number}"
    where = f"{source.name}{place}"
    if error := begin(where):
        return error
    try:
        text, note = decode_text(line, where)
        value = parse_json(text, where)
    except InputError as err:
        return err
    return record_draft(value, source, place, settings, content=line, note=note)


def byte_lines(
    file: BinaryIO, source: Source, settings: NewsSettings, start: Iterable[bytes]
) -> Iterator[bytes | InputError]:
    """The lines in UTF-8 without a byte order mark, or an error in the place of one that is too long."""
    limit = line_bytes(settings)
    given = iter(start)
    first = next(given, b"") or file.readline(limit)
    mark = marked_encoding(first)
    if mark and mark[0] != "utf-8":
        yield from _wide_lines(file, source, settings, first)
        return
    line = first[mark[1] :] if mark else first
    number = 1
    while line:
        if len(line) >= limit and not line.endswith(b"\n"):
            yield InputError(
                f"the line is longer than {limit:,} bytes",
                where=f"{source.name}:{number}",
                expected=f"a text of at most {settings.max_characters:,} characters",
                remedy="cut it into articles, or raise max_characters under [read] in dragoman.toml",
            )
            while line and not line.endswith(b"\n"):
                line = file.readline(limit)
        else:
            yield line
        line = next(given, b"") or file.readline(limit)
        number += 1


def _wide_lines(file: BinaryIO, source: Source, settings: NewsSettings, first: bytes) -> Iterator[bytes]:
    """The lines of a file in UTF-16 or UTF-32, which is read whole: its line ends are not single bytes."""
    limit = settings.max_json_mb * 1_000_000
    remedy = "save it as UTF-8"
    data = read_all(file, limit, source.name, expected="a smaller file, or UTF-8", remedy=remedy, start=first)
    for line in decode_text(data, source.name).text.split("\n"):
        yield f"{line}\n".encode()

"""Input whose name tells no format, as standard input: JSON Lines, a JSON value, or else one text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.encoding import without_mark
from dragoman.news.entries import Given
from dragoman.news.parsing import parse_json
from dragoman.news.readers.json import read_json_bytes
from dragoman.news.readers.jsonl import read_jsonl
from dragoman.news.readers.limits import line_bytes
from dragoman.news.readers.text import read_text_bytes, text_draft
from dragoman.news.sources import Source


def read_sniffed(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """JSON Lines when the first line that is not blank is a JSON object, a JSON value when the whole is one, else text."""
    start = _until_written(file, line_bytes(settings))
    head = without_mark(start[-1]).strip() if start else b""
    if head.startswith(b"{") and _is_object(head, source):
        yield from read_jsonl(file, source, settings, start=start)
        return
    data = read_text_bytes(file, source, settings, start=b"".join(start))
    if not head.startswith((b"{", b"[")):
        yield text_draft(data, source)
        return
    try:
        yield from list(read_json_bytes(without_mark(data), source, settings))
    except InputError:
        yield text_draft(data, source)


def _until_written(file: BinaryIO, limit: int) -> list[bytes]:
    """The lines up to the first that is not blank, but no more than `limit` bytes and a line."""
    lines: list[bytes] = []
    length = 0
    while length <= limit and (line := file.readline(limit)):
        lines.append(line)
        length += len(line)
        if without_mark(line).strip():
            break
    return lines


def _is_object(line: bytes, source: Source) -> bool:
    try:
        return isinstance(parse_json(line, source.name), dict)
    except InputError:
        return False

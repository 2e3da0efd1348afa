"""JSON: one document, or an array of them, in a file. JSON Lines under this name are read as what they are."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.encoding import decode_text, without_mark
from dragoman.news.entries import Draft, Given
from dragoman.news.parsing import parse_json
from dragoman.news.readers.jsonl import read_jsonl
from dragoman.news.readers.limits import read_all
from dragoman.news.readers.record import record_draft
from dragoman.news.sources import Source


def read_json(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The documents of a JSON file in its order; elements are counted from 1."""
    limit = settings.max_json_mb * 1_000_000
    data = read_all(
        file,
        limit,
        source.name,
        expected="a file that fits in memory",
        remedy="write it as JSON Lines, an object a line, or raise max_json_mb under [read] in dragoman.toml",
    )
    if not data.strip():
        yield InputError("the file is empty", where=source.name, expected="a JSON object, or an array of them")
    elif is_json_lines(data):
        yield from read_jsonl(io.BytesIO(data), source, settings)
    else:
        yield from read_json_bytes(data, source, settings)


def read_json_bytes(data: bytes, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The documents of one JSON value: an object is one, an array holds them."""
    text, note = decode_text(data, source.name)
    value = parse_json(text, source.name)
    if not isinstance(value, list):
        yield _draft(value, source, "", note, settings)
        return
    if not value:
        yield InputError("the array is empty", where=source.name, expected="an array of documents")
    for number, element in enumerate(value, 1):
        yield _draft(element, source, f"#{number}", note if number == 1 else None, settings)


def is_json_lines(data: bytes) -> bool:
    """Whether there are several lines of which the first is an object by itself and the whole is no JSON."""
    first, _, rest = without_mark(data).strip().partition(b"\n")
    if not first.startswith(b"{") or not rest:
        return False
    try:
        msgspec.json.decode(first)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False
    return True


def _draft(value: object, source: Source, place: str, note: str | None, settings: NewsSettings) -> Draft | InputError:
    content = b"" if source.lasting else msgspec.json.encode(value)
    return record_draft(value, source, place, settings, content=content, note=note)

"""What all readers share: bounded reading, and ids for documents whose record gives none."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.sources import Source


def text_bytes(settings: NewsSettings) -> int:
    """Most bytes of a text of the longest length allowed: four for a code point, and a byte order mark."""
    return 4 * settings.max_characters + 4


def line_bytes(settings: NewsSettings) -> int:
    """Most bytes of a JSON line: twelve for a code point (two escapes), and room for the other fields."""
    return 12 * settings.max_characters + 65_536


def read_all(file: BinaryIO, limit: int, where: str, *, expected: str, remedy: str, start: bytes = b"") -> bytes:
    """All bytes that follow `start`, with it.

    Raises:
        InputError: They are more than `limit`.
    """
    data = start + file.read(max(limit + 1 - len(start), 0))
    if len(data) > limit:
        raise InputError(f"it is longer than {limit:,} bytes", where=where, expected=expected, remedy=remedy)
    return data


def fallback_id(source: Source, place: str, content: bytes) -> str:
    """An id that the next run gives again: the place in a lasting file, else a digest of the content.

    Args:
        source: Where the document comes from.
        place: `:14` for a line, `#3` for an element, nothing for a whole file.
        content: The bytes of the document as they came.
    """
    if source.lasting:
        return f"{source.name}{place}"
    return f"{source.name}:{hashlib.blake2b(content, digest_size=8).hexdigest()}"

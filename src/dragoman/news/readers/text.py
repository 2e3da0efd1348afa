"""Plain text: a file is a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from dragoman.news.config import NewsSettings
from dragoman.news.encoding import decode_text
from dragoman.news.entries import STAGE, Draft, Given
from dragoman.news.readers.limits import fallback_id, read_all, text_bytes
from dragoman.news.sources import Source
from dragoman.records import Document, Issue


def read_text(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The one document of a text file."""
    yield text_draft(read_text_bytes(file, source, settings), source)


def read_text_bytes(file: BinaryIO, source: Source, settings: NewsSettings, *, start: bytes = b"") -> bytes:
    """All bytes of a text, refused where it must be too long whatever its encoding."""
    return read_all(
        file,
        text_bytes(settings),
        source.name,
        expected=f"at most {settings.max_characters:,} characters",
        remedy="cut it into articles, or raise max_characters under [read] in dragoman.toml",
        start=start,
    )


def text_draft(data: bytes, source: Source) -> Draft:
    """The document of a text's bytes."""
    text, note = decode_text(data, source.name)
    id_ = fallback_id(source, "", data)
    issues = (
        (Issue(document_id=id_, stage=STAGE, error="EncodingNote", message=note, origin=source.name),) if note else ()
    )
    return Draft(document=Document(id=id_, text=text, origin=source.name), issues=issues)

"""Opening a source, compressed or not, and handing it to the reader of its format. What goes wrong is an error value."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO, cast

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Draft
from dragoman.news.readers.html import read_html
from dragoman.news.readers.json import read_json
from dragoman.news.readers.jsonl import read_jsonl
from dragoman.news.readers.sniff import read_sniffed
from dragoman.news.readers.text import read_text
from dragoman.news.sources import Source

_READERS = {"text": read_text, "html": read_html, "jsonl": read_jsonl, "json": read_json, "sniff": read_sniffed}


def read_source(source: Source, settings: NewsSettings) -> Iterator[Draft | InputError]:
    """The drafts of a source in its order, with an error in the place of each document that cannot be had.

    An error of the file itself (permission, a damaged archive) is the last thing given: what came before it stands.
    """
    try:
        with _open(source) as file:
            yield from _READERS[source.format](file, source, settings)
    except InputError as err:
        yield err
    except (EOFError, zlib.error, gzip.BadGzipFile) as err:
        yield InputError(
            f"the compressed data is damaged or cut off ({err})",
            where=source.name,
            remedy="fetch the file again; what was read before the damage is kept",
        )
    except OSError as err:
        yield InputError(
            f"the file cannot be read: {err.strerror or err}", where=source.name, remedy="check that it may be read"
        )


def _open(source: Source) -> AbstractContextManager[BinaryIO]:
    if source.path is None:
        return nullcontext(sys.stdin.buffer)
    if source.gzipped:
        return cast("AbstractContextManager[BinaryIO]", gzip.open(source.path, "rb"))
    return source.path.open("rb")

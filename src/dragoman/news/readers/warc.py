"""WARC, compressed or not: every page that was answered with status 200 is a document; all else is passed over and counted.

A record is told by its offset, `crawl.warc.gz@18245`, which is that of the compressed file, as indexes give it.
"""

from __future__ import annotations

import contextlib
import io
import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import msgspec

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Given, Passed
from dragoman.news.readers.html import page_bytes, page_draft
from dragoman.news.readers.steps import begin
from dragoman.news.sources import Source

_PIECE: Final = 1 << 16
_GRACE: Final = 8_000_000
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})


def read_warc(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The documents of a web archive, in its order.

    Raises:
        InputError: It is no web archive, is damaged, or is a bomb.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    passed: Counter[str] = Counter()
    watched = _Counted(file)
    number = 0
    records: Any = ArchiveIterator(watched, no_record_parse=False, arc2warc=True)
    # It warns in the words of the archive, escapes included, on standard error and in the log; what is wrong is told here.
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    while True:
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                record = next(records, None)
                if record is None:
                    break
                number += 1
                if not record.rec_type:
                    raise ValueError("a record that does not say of what kind it is")
                reason = _passed_over(record)
                if reason is None:
                    given: Given | None = _draft(record, records, source, settings, watched)
                else:
                    given = None
                    begin(f"{source.name}#{number}")  # a sign of life: an archive may hold little else for long
                    passed[reason] += 1
                    _drain(record.raw_stream, source, settings, watched)
        except InputError:
            raise
        except ArchiveLoadFailed as err:
            raise _damaged(source, err) from err
        except Exception as err:  # warcio meets headers that nobody foresaw with errors of any kind
            raise _damaged(source, err) from err
        if given is not None:
            yield given
    if not number:
        yield InputError("the archive holds no record", where=source.name, expected="records of WARC")
    elif passed:
        yield Passed(where=source.name, reasons=dict(passed))


def _passed_over(record: Any) -> str | None:
    """Why a record is no page, or `None` where it is one."""
    if record.rec_type != "response":
        return f"records of kind {_shown(record.rec_type)}"
    if record.http_headers is None:
        return "responses that are not of the web"
    status = record.http_headers.get_statuscode()
    if status != "200":
        return f"status {_shown(status)}"
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return None if kind in _PAGES else _shown(kind) or "without a content type"


def _draft(record: Any, records: Any, source: Source, settings: NewsSettings, watched: _Counted) -> Given:
    limit = page_bytes(settings)
    data = b""
    stream = record.content_stream()
    while len(data) <= limit and (piece := stream.read(_PIECE)):
        data += piece
    _drain(record.raw_stream, source, settings, watched)
    offset = records.get_record_offset()  # which ends the record: nothing can be read of it afterwards
    where = f"{source.name}@{offset}"
    if len(data) > limit:
        return InputError(f"the page is longer than {limit:,} bytes", where=where, expected="the page of one article")
    if getattr(record.raw_stream, "limit", 0) > 0:
        return InputError("the record is cut off", where=where, remedy="fetch the archive again")
    told = record.rec_headers.get_header("WARC-Target-URI")
    url = told.strip("<> ") if isinstance(told, str) else None
    if error := begin(where):
        return error
    charset = record.http_headers.get_header("Content-Type").partition("charset=")[2].partition(";")[0].strip("\"' ")
    try:
        draft = page_draft(data, source, where, f"@{offset}", url=url, charset=charset or None)
    except InputError as err:
        return err
    if draft.document.url is None and url:
        draft = msgspec.structs.replace(draft, document=msgspec.structs.replace(draft.document, url=url))
    return draft


def _drain(stream: Any, source: Source, settings: NewsSettings, watched: _Counted) -> None:
    """Read the rest of a record, so that a bomb among those that are passed over is met here and not by waiting.

    Raises:
        InputError: It is a bomb.
    """
    done = 0
    start = watched.taken
    while piece := stream.read(_PIECE):
        done += len(piece)
        taken = max(watched.taken - start, _PIECE // 8)
        if done > _GRACE and done > settings.max_ratio * taken:
            raise InputError(
                f"this is a decompression bomb: a record is more than {settings.max_ratio} times larger than packed",
                where=source.name,
                expected=f"at most {settings.max_ratio} times",
                remedy="if you trust it, raise max_ratio under [read] in dragoman.toml",
            )


def _damaged(source: Source, err: Exception) -> InputError:
    told = " ".join(str(err).split())[:120] or type(err).__name__
    return InputError(
        f"the web archive is damaged ({told})",
        where=source.name,
        expected="records of WARC, each compressed by itself or none",
        remedy="fetch it again; what was read before the damage is kept",
    )


def _shown(words: object) -> str:
    return "".join(sign for sign in str(words)[:40] if sign.isprintable())


class _Counted:
    """A file that counts what is taken of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.taken += len(data)
        return data

    def tell(self) -> int:
        """Where the next read begins; counted, since a stream cannot tell."""
        return self.taken

    def close(self) -> None:
        """The file is closed by who opened it."""

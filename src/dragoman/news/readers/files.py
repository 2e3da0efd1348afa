"""Opening a source, compressed or not, and handing it to the reader of its form. What goes wrong is an error value."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import BinaryIO, Final, cast

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Given
from dragoman.news.forms import ENDINGS_READ, HEAD, Form, form_of_bytes
from dragoman.news.readers.archive import read_tar, read_zip
from dragoman.news.readers.csv import read_csv
from dragoman.news.readers.feed import read_feed
from dragoman.news.readers.html import read_html
from dragoman.news.readers.json import read_json
from dragoman.news.readers.jsonl import read_jsonl
from dragoman.news.readers.limits import Unpacked
from dragoman.news.readers.lists import Address, list_addresses, refuse_list
from dragoman.news.readers.mail import read_mail
from dragoman.news.readers.newsml import read_newsml
from dragoman.news.readers.parquet import read_parquet
from dragoman.news.readers.pdf import read_pdf
from dragoman.news.readers.sniff import read_sniffed
from dragoman.news.readers.steps import begin
from dragoman.news.readers.text import read_text
from dragoman.news.readers.warc import read_warc
from dragoman.news.readers.xml import refuse_xml
from dragoman.news.remote import open_address
from dragoman.news.sources import Source

Reads = Callable[[BinaryIO, Source, NewsSettings], Iterator[Given]]

_READERS: Final[dict[Form, Reads]] = {
    "text": read_text,
    "html": read_html,
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "parquet": read_parquet,
    "feed": read_feed,
    "sitemap": refuse_list,
    "gdelt": refuse_list,
    "paths": refuse_list,
    "newsml": read_newsml,
    "warc": read_warc,
    "eml": read_mail,
    "pdf": read_pdf,
    "xml": refuse_xml,
    "sniff": read_sniffed,
}
_LISTS: Final = "a sitemap, a table of GDELT, or paths of Common Crawl"
_MOST_GZIPS: Final = 2  # a file that is compressed twice is an accident, one that is compressed thrice is none


def read_source(source: Source, settings: NewsSettings, file: BinaryIO | None = None) -> Iterator[Given]:
    """The drafts of a source in its order, with an error in the place of each document that cannot be had.

    `file` is what it holds, where that is here already, as after a fetch. An error of the file itself (permission, a damaged archive) is the last thing given: what came before it stands.
    """
    try:
        with ExitStack() as stack:
            yield from read_stream(file or _open(source, stack), source, settings)
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


def find_addresses(
    source: Source, settings: NewsSettings | None = None, file: BinaryIO | None = None
) -> Iterator[Address | InputError]:
    """What a list of addresses holds: a sitemap, a table of GDELT, paths of Common Crawl, compressed or in a ZIP or not.

    Args:
        source: The list; `find_sources` gives it for a path.
        settings: Limits.
        file: What it holds, where that is here already.

    Returns:
        The addresses in the order of the list, with an error in the place of what is none; the last may tell why the
        list ends early, or that it is no such list.
    """
    settings = settings or NewsSettings()
    found: list[Address | InputError] = []

    def collect(file: BinaryIO, inner: Source, limits: NewsSettings, gzips: int = 0) -> Iterator[Given]:
        head, whole = _with_head(file)
        form = form_of_bytes(head, inner.format)
        if form == "gzip" and gzips < _MOST_GZIPS:
            yield from collect(_unzipped(whole, inner, limits), inner, limits, gzips + 1)
        elif form == "zip":
            yield from read_zip(whole, inner, limits, collect)
        elif form in ("sitemap", "gdelt", "paths"):
            found.extend(list_addresses(whole, inner, limits, form))
        else:
            yield InputError("this is no list of addresses", where=inner.name, expected=_LISTS)

    try:
        with ExitStack() as stack:
            for given in collect(file or _open(source, stack), source, settings):
                if isinstance(given, InputError):
                    found.append(given)
    except InputError as err:
        found.append(err)
    except (EOFError, zlib.error, OSError) as err:
        found.append(InputError(f"the list cannot be read: {err}", where=source.name, remedy="fetch it again"))
    yield from found


def read_stream(file: BinaryIO, source: Source, settings: NewsSettings, gzips: int = 0) -> Iterator[Given]:
    """The drafts of an open source, by the form that its name and its beginning tell.

    Args:
        file: The open file, at its beginning.
        source: What it is.
        settings: Limits.
        gzips: How often it was unpacked by gzip already.
    """
    head, whole = _with_head(file)
    form = form_of_bytes(head, source.format)
    if source.gzipped and form != "gzip" and not gzips:
        raise InputError("its name ends in .gz, but it is not compressed", where=source.name, remedy="correct its name")
    if form == "gzip" and source.format == "warc":
        yield from read_warc(whole, source, settings)  # each record is compressed by itself, and found by its offset
    elif form == "gzip":
        if gzips == _MOST_GZIPS:
            raise InputError(
                f"it is compressed more than {_MOST_GZIPS} times over",
                where=source.name,
                expected="one layer of gzip",
                remedy="do not unpack it if you do not know who made it",
            )
        yield from read_stream(_unzipped(whole, source, settings), source, settings, gzips + 1)
    elif form == "zip":
        yield from read_zip(whole, source, settings, read_source_in)
    elif form == "tar":
        yield from read_tar(whole, source, settings, read_source_in)
    else:
        if form == "sniff" and source.format == "sniff":
            _refuse_unknown_ending(source)
        yield from _READERS[form](whole, source, settings)


def read_source_in(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The drafts of a member of an archive; what is wrong with it is given, and stops neither archive nor run."""
    if error := begin(source.name):
        yield error
        return
    try:
        yield from read_stream(file, source, settings)
    except InputError as err:
        yield err
        if source.inside is not None and source.inside.budget.left < 0:
            raise
    except (EOFError, zlib.error, gzip.BadGzipFile) as err:
        yield InputError(
            f"the compressed data is damaged or cut off ({err})", where=source.name, remedy="fetch the archive again"
        )


def _refuse_unknown_ending(source: Source) -> None:
    """Refuse a text of which only an ending that means nothing says what it is.

    Raises:
        InputError: Its name has such an ending.
    """
    path = source.path
    if path is None or not path.suffix:
        return
    ending = "".join(path.suffixes[-2:]) if source.gzipped else path.suffix
    raise InputError(
        f"files named {ending} are not read",
        where=source.name,
        expected=ENDINGS_READ,
        remedy="if it is plain text, let its name end in .txt",
    )


def _with_head(file: BinaryIO) -> tuple[bytes, BinaryIO]:
    """The first bytes of a file, and the file with them still before it."""
    if file.seekable():
        place = file.tell()
        head = file.read(HEAD)
        file.seek(place)
        return head, file
    head = b""
    # Line by line from a terminal or pipe: whoever writes slowly waits for the answer to the first line.
    read = getattr(file, "read1", file.read)
    while len(head) < HEAD // 8 and (more := read(HEAD)):
        head += more
        if b"\n" in head and len(head) > 8:
            break
    return head, cast("BinaryIO", io.BufferedReader(_Rewound(head, file), 1 << 16))


class _Rewound(io.RawIOBase):
    """A file that gives what was taken from it once more."""

    def __init__(self, head: bytes, file: BinaryIO) -> None:
        self._head, self._file = head, file
        self._read = getattr(file, "read1", file.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._head[: len(target)] or self._read(len(target))
        self._head = self._head[len(data) :] if self._head else b""
        target[: len(data)] = data
        return len(data)


def _unzipped(file: BinaryIO, source: Source, settings: NewsSettings) -> BinaryIO:
    """What a compressed file unpacks to, watched."""
    packed = _Counted(file)
    unpacking = gzip.GzipFile(fileobj=packed, mode="rb")
    budget = source.inside.budget if source.inside else None
    raw = Unpacked(cast("BinaryIO", unpacking), lambda: packed.taken, settings, source.name, budget)
    return cast("BinaryIO", io.BufferedReader(raw, 1 << 16))


class _Counted(io.RawIOBase):
    """A file that counts what is read of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        target = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._file.read(len(target))
        target[: len(data)] = data
        self.taken += len(data)
        return len(data)


def _open(source: Source, stack: ExitStack) -> BinaryIO:
    if source.address is not None:
        return stack.enter_context(open_address(source.address))
    if source.path is None:
        return cast("BinaryIO", sys.stdin.buffer)
    return stack.enter_context(source.path.open("rb"))

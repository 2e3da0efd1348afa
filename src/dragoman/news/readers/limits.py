"""What all readers share: bounded reading, and ids for documents whose record gives none."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Final

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.sources import Budget, Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# What is unpacked before its ratio counts: a short file of blanks is no bomb.
_GRACE: Final = 8_000_000


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


def file_bytes(settings: NewsSettings) -> int:
    """Most bytes of a file that must be held in memory whole."""
    return settings.max_file_mb * 1_000_000


def read_file(file: BinaryIO, source: Source, settings: NewsSettings, what: str) -> bytes:
    """All bytes of a file that must be held in memory whole.

    Args:
        file: The open file.
        source: What it is.
        settings: Limits.
        what: What was expected, for messages: `a feed`.

    Raises:
        InputError: They are too many.
    """
    remedy = "cut it into smaller files, or raise max_file_mb under [read] in dragoman.toml"
    return read_all(file, file_bytes(settings), source.name, expected=f"{what} that fits in memory", remedy=remedy)


class Unpacked(io.RawIOBase):
    """What an archive unpacks to, watched while it is read: how much it is, and how much of how little it is made.

    Args:
        file: The unpacking file.
        packed: How many packed bytes were taken so far, or all of them where that is known.
        settings: Limits.
        where: Where it stands, for messages.
        budget: What the archive around it may still unpack to.

    Raises:
        InputError: While reading, when a limit is passed.
    """

    def __init__(
        self,
        file: BinaryIO,
        packed: Callable[[], int],
        settings: NewsSettings,
        where: str,
        budget: Budget | None = None,
    ) -> None:
        self._file, self._packed, self._where, self._budget = file, packed, where, budget
        self._ratio = settings.max_ratio
        self._done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer).cast("B")
        data = self._file.read(min(len(target), 1 << 20))
        target[: len(data)] = data
        self._count(len(data))
        return len(data)

    def _count(self, number: int) -> None:
        self._done += number
        if self._done > _GRACE and self._done > self._ratio * max(self._packed(), 1):
            raise InputError(
                f"this is a decompression bomb: more than {self._ratio} times larger than packed",
                where=self._where,
                expected=f"at most {self._ratio} times",
                remedy="do not unpack it; if you trust it, raise max_ratio under [read] in dragoman.toml",
            )
        if self._budget is None:
            return
        self._budget.left -= number
        if self._budget.left < 0:
            raise InputError(
                f"the archive unpacks to more than {self._budget.limit // 1_000_000:,} MB",
                where=self._where,
                expected="a smaller archive",
                remedy="unpack it yourself, or raise max_unpacked_mb under [read] in dragoman.toml",
            )


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

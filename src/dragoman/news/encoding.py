"""From bytes to text: the text exactly as it came, and a word on the encoding where it had to be guessed.

UTF-8 is tried first, strictly; a byte order mark decides for UTF-8, UTF-16 or UTF-32 and is no part of the text. Bytes
that are not UTF-8 are either UTF-8 with a few broken places, shown as U+FFFD, or Windows-1252, in which every byte means
something. Control characters stay.
"""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

from dragoman.errors import InputError

_MARKS: Final = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    (b"%PDF-", "a PDF file", "extract its text first"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "unpack it, or save the document as plain text"),
    (b"\x1f\x8b", "gzip data", "let its name end in .gz"),
    (b"\x89PNG", "a PNG image", "extract its text first"),
    (b"\xff\xd8\xff", "a JPEG image", "extract its text first"),
    (b"PAR1", "a Parquet file", "write it as JSON Lines first"),
    (b"SQLite format 3\x00", "an SQLite database", "write it as JSON Lines first"),
)
_PROBE: Final = 65_536
# Text may hold a stray NUL; UTF-16 without a mark has one in every other byte, binary data in every few.
_MOST_NULS: Final = 0.02


class Decoded(NamedTuple):
    """A text, and what is to be said about its encoding (`None` for sound UTF-8 and whatever has a sound mark)."""

    text: str
    note: str | None = None


def _as_control(error: UnicodeError) -> tuple[str, int]:
    """The five bytes that Windows-1252 leaves open, as the control characters browsers take them for."""
    assert isinstance(error, UnicodeDecodeError)
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error("dragoman-control", _as_control)


def marked_encoding(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark tells, with the length of the mark in bytes; `None` without a mark."""
    return next(((encoding, len(mark)) for mark, encoding in _MARKS if data.startswith(mark)), None)


def without_mark(data: bytes) -> bytes:
    """The bytes that follow the byte order mark, all of them where there is none."""
    mark = marked_encoding(data)
    return data[mark[1] :] if mark else data


def decode_text(data: bytes, where: str) -> Decoded:
    """The text of a file or line.

    Args:
        data: All its bytes.
        where: Where it stands, for messages.

    Raises:
        InputError: The bytes are not text.
    """
    if mark := marked_encoding(data):
        encoding, length = mark
        return _decode_marked(data[length:], encoding)
    _refuse_binary(data, where)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as err:
        return _decode_broken(data, err)


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding))
    except UnicodeDecodeError as err:
        note = f"not sound {encoding.upper()} at byte {err.start} ({err.reason}); broken places read as U+FFFD"
        return Decoded(data.decode(encoding, "replace"), note)


def _decode_broken(data: bytes, err: UnicodeDecodeError) -> Decoded:
    """UTF-8 with broken places if sound characters beyond ASCII outnumber those, else Windows-1252."""
    repaired = data.decode("utf-8", "replace")
    broken = repaired.count("\ufffd") - data.count("\ufffd".encode())
    sound = sum(1 for character in repaired if character > "\x7f") - repaired.count("\ufffd")
    if sound > broken:
        places = "1 broken place" if broken == 1 else f"{broken} broken places"
        return Decoded(repaired, f"UTF-8 with {places}, the first at byte {err.start}; read as U+FFFD")
    text = data.decode("cp1252", "dragoman-control")
    return Decoded(text, f"not UTF-8 (byte {err.start}: {err.reason}); read as Windows-1252")


def _refuse_binary(data: bytes, where: str) -> None:
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise InputError(f"this is {what}, not text", where=where, remedy=remedy)
    probe = data[:_PROBE]
    nuls = probe.count(0)
    if nuls > 1 and nuls > _MOST_NULS * len(probe):
        raise InputError(
            f"{nuls} of its first {len(probe)} bytes are zero",
            where=where,
            expected="text in UTF-8, or in UTF-16 with a byte order mark",
            remedy="if it is text, save it as UTF-8",
        )

"""Archives: ZIP and tar, with anything in them that is read by itself, archives included. Nothing is ever written to disk.

A member is told as `news.zip!wire/a.txt`. Those of a ZIP archive come in the order of their names, so that one packed anew
gives the same; a tar archive is a stream. What is no form of news (pictures, fonts, indexes) is passed over and counted; a name that would lead out of the
folder it is unpacked to is refused, although it is unpacked nowhere: who writes such names means no good.
"""

from __future__ import annotations

import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final, cast

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Given, Passed
from dragoman.news.forms import ENDINGS_READ, Form, form_of_name
from dragoman.news.readers.limits import Unpacked, read_file
from dragoman.news.sources import Budget, Inside, Source

ReadMember = Callable[[BinaryIO, Source, NewsSettings], Iterator[Given]]

_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED: Final = 0x1
_SHOWN: Final = 200  # characters of a member's name
# What the libraries raise when they open an archive that is none, and when they read a member.
_UNOPENED: Final = (zipfile.BadZipFile, tarfile.TarError, RuntimeError, ValueError, OverflowError, EOFError, OSError)
_DAMAGED: Final = (
    zipfile.BadZipFile,
    tarfile.TarError,
    lzma.LZMAError,
    zlib.error,
    NotImplementedError,
    EOFError,
    OSError,
    UnicodeDecodeError,  # zipfile, of a member's second name
)
# The forms of which a reader must know the end before the beginning: held whole, they can be sought in.
_SOUGHT: Final = frozenset[Form]({"zip", "parquet", "pdf"})


def read_zip(file: BinaryIO, source: Source, settings: NewsSettings, read_member: ReadMember) -> Iterator[Given]:
    """What lies in a ZIP archive; a WACZ is one, whose pages are in the WARC files that lie in it.

    Args:
        file: The open archive.
        source: What it is.
        settings: Limits.
        read_member: Reads a member by its form.

    Raises:
        InputError: It is damaged, too large, too deep, or a bomb.
    """
    inside = _inside(source, settings)
    if not file.seekable():
        file = io.BytesIO(read_file(file, source, settings, "an archive"))
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except _UNOPENED as err:
        raise _damaged(source, err) from err
    _check_number(len(members), source, settings)
    _check_size(sum(max(member.file_size, 0) for member in members), size, source, settings)
    passed: Counter[str] = Counter()
    empty = True
    for member in sorted(members, key=lambda member: member.filename):
        if member.filename.endswith("/"):  # `is_dir` fails where there is no name
            continue
        empty = False
        if not member.filename:
            yield InputError("a member of the archive has no name", where=source.name, remedy="pack it anew")
            continue
        inner = _member(member.filename, source, inside, passed)
        if isinstance(inner, InputError):
            yield inner
        elif inner is not None:
            yield from _read_zipped(archive, member, inner, settings, read_member)
    yield from _ending(source, passed, empty)


def _read_zipped(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: Source, settings: NewsSettings, read_member: ReadMember
) -> Iterator[Given]:
    if member.flag_bits & _ENCRYPTED:
        yield InputError("it is encrypted", where=source.name, remedy="unpack it with its password, and read that")
        return
    assert source.inside is not None
    try:
        with archive.open(member) as opened:
            raw = Unpacked(
                cast("BinaryIO", opened), lambda: member.compress_size, settings, source.name, source.inside.budget
            )
            yield from read_member(_held(raw, source, settings), source, settings)
    except _DAMAGED as err:
        yield _damaged(source, err)
    except InputError as err:
        yield err
        if source.inside.budget.left < 0:
            raise


def read_tar(file: BinaryIO, source: Source, settings: NewsSettings, read_member: ReadMember) -> Iterator[Given]:
    """What lies in a tar archive, in its order: it is read as a stream.

    Args:
        file: The open archive, unpacked.
        source: What it is.
        settings: Limits.
        read_member: Reads a member by its form.

    Raises:
        InputError: It is damaged, too large, too deep, or a bomb.
    """
    inside = _inside(source, settings)
    passed: Counter[str] = Counter()
    number = 0
    try:
        archive = tarfile.open(fileobj=file, mode="r|")  # noqa: SIM115 (a stream, closed with the source)
    except _UNOPENED as err:
        raise _damaged(source, err) from err
    while True:
        try:
            member = archive.next()
        except _UNOPENED as err:
            raise _damaged(source, err) from err
        archive.members.clear()  # type: ignore[attr-defined]  # a stream remembers every member it went past
        if member is None:
            break
        if member.isdir():
            continue
        number += 1
        _check_number(number, source, settings)
        inner = _tarred(member, source, inside, passed)
        if isinstance(inner, InputError):
            yield inner
        elif inner is not None:
            yield from _read_tarred(archive, member, inner, settings, read_member)
    yield from _ending(source, passed, not number)


def _tarred(
    member: tarfile.TarInfo, source: Source, inside: Inside, passed: Counter[str]
) -> Source | InputError | None:
    """The source of a member, or what is wrong with it, or nothing where it is passed over."""
    if member.issym() or member.islnk():
        return InputError(
            f"it is a link to {_shown(member.linkname)}",
            where=f"{source.name}!{_shown(member.name)}",
            expected="a file",
            remedy="pack the file itself",
        )
    if not member.isfile() or member.issparse():
        what = "a sparse file" if member.issparse() else "a device or pipe"
        return InputError(f"it is {what}", where=f"{source.name}!{_shown(member.name)}", expected="a file")
    return _member(member.name, source, inside, passed)


def _read_tarred(
    archive: tarfile.TarFile, member: tarfile.TarInfo, source: Source, settings: NewsSettings, read_member: ReadMember
) -> Iterator[Given]:
    assert source.inside is not None
    opened = archive.extractfile(member)
    assert opened is not None
    try:
        # What packed the archive as a whole watches the ratio; here it is only counted.
        raw = Unpacked(cast("BinaryIO", opened), lambda: member.size, settings, source.name, source.inside.budget)
        yield from read_member(_held(raw, source, settings), source, settings)
    except _DAMAGED as err:
        yield _damaged(source, err)
    except InputError as err:
        yield err
        if source.inside.budget.left < 0:
            raise


def _held(raw: Unpacked, source: Source, settings: NewsSettings) -> BinaryIO:
    """A member to read: in memory where its reader must seek, else as a stream."""
    stream = cast("BinaryIO", io.BufferedReader(raw, 1 << 16))
    if source.format not in _SOUGHT or source.gzipped:
        return stream
    return io.BytesIO(read_file(stream, source, settings, "a member"))


def _member(name: str, source: Source, inside: Inside, passed: Counter[str]) -> Source | InputError | None:
    where = f"{source.name}!{_shown(name)}"
    if trick := path_trick(name):
        return InputError(
            f"its name {trick}", where=where, expected="a path within the archive", remedy="do not unpack this archive"
        )
    path = PurePosixPath(name.replace("\\", "/"))
    if any(part.startswith(".") for part in path.parts) or "__MACOSX" in path.parts:
        passed["hidden"] += 1
        return None
    form, gzipped = form_of_name(path.name)
    if form is None:
        passed[_shown(path.suffix.lower()) or "without an ending"] += 1
        return None
    if source.name.lower().endswith(".wacz") and form != "warc":
        passed["index of a web archive"] += 1
        return None
    return Source(where, None, form, gzipped=gzipped, lasting=source.lasting, inside=inside)


def path_trick(name: str) -> str | None:
    """What is wrong with the name of a member, in words; `None` where nothing is."""
    if "\0" in name:
        return "holds a zero byte"
    parts = name.replace("\\", "/").split("/")
    if parts[0] == "" and len(parts) > 1:
        return "is a path from the root"
    if _DRIVE.match(name):
        return "names a drive"
    if ".." in parts:
        return "leads out of the archive"
    return None


def _inside(source: Source, settings: NewsSettings) -> Inside:
    """Where the members of an archive lie.

    Raises:
        InputError: Too deep.
    """
    depth = source.inside.depth + 1 if source.inside else 1
    if depth > settings.max_depth:
        raise InputError(
            f"archives lie in each other more than {settings.max_depth} deep",
            where=source.name,
            expected=f"at most {settings.max_depth}",
            remedy="unpack it yourself, or raise max_depth under [read] in dragoman.toml",
        )
    return Inside(depth, source.inside.budget if source.inside else Budget(settings.max_unpacked_mb * 1_000_000))


def _check_number(number: int, source: Source, settings: NewsSettings) -> None:
    if number > settings.max_members:
        raise InputError(
            f"the archive has more than {settings.max_members:,} members",
            where=source.name,
            expected="fewer",
            remedy="unpack it yourself, or raise max_members under [read] in dragoman.toml",
        )


def _check_size(unpacked: int, packed: int, source: Source, settings: NewsSettings) -> None:
    """Refuse what says itself that it is a bomb; what lies about it is met while unpacking.

    Raises:
        InputError: It says so.
    """
    if unpacked > 8_000_000 and unpacked > settings.max_ratio * max(packed, 1):
        raise InputError(
            f"this is a decompression bomb: {unpacked // 1_000_000:,} MB of {packed:,} bytes",
            where=source.name,
            expected=f"at most {settings.max_ratio} times as much",
            remedy="do not unpack it; if you trust it, raise max_ratio under [read] in dragoman.toml",
        )


def _damaged(source: Source, err: BaseException) -> InputError:
    told = " ".join(str(err).split())[:120] or type(err).__name__
    return InputError(
        f"the archive is damaged or of a kind that is not read ({told})",
        where=source.name,
        remedy="fetch it again; what was read before the damage is kept",
    )


def _ending(source: Source, passed: Counter[str], empty: bool) -> Iterator[Given]:
    if empty:
        yield InputError("the archive is empty", where=source.name, expected=f"members named {ENDINGS_READ}")
    elif passed:
        yield Passed(where=source.name, reasons=dict(passed))


def _shown(name: str) -> str:
    """A member's name, sound as Unicode, without control characters."""
    sound = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in sound[:_SHOWN])

"""From what the user names (files, folders, patterns, addresses, `-`) to the files to read, in an order that does not depend on it."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from dragoman.errors import InputError
from dragoman.news.forms import ENDINGS_READ, Form, form_of_name
from dragoman.news.remote import list_addresses

STDIN: Final = "-"
# A scheme as `fsspec` knows them; a drive letter of Windows is no scheme.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::[A-Za-z][A-Za-z0-9+.-]+)*://")


class Inside(NamedTuple):
    """Where a member lies: how many archives are around it, and what is left of what they may unpack to, all together."""

    depth: int
    budget: Budget


class Budget:
    """Bytes that an archive, with all archives in it, may still unpack to."""

    def __init__(self, limit: int) -> None:
        self.limit = self.left = limit


class Source(NamedTuple):
    """Something to read: a file, or a member of an archive.

    `name` is what people see and what ids are made of: the path from the working directory or, outside it, the whole
    path. `lasting` says whether reading it again gives the same; where it does not (standard input, pipes) ids are made
    of the content instead. `path` is `None` for standard input, for what lies at an `address` of another system, and for
    what lies in an archive, of which `inside` tells how far it may still unpack.
    """

    name: str
    path: Path | None
    format: Form
    gzipped: bool = False
    lasting: bool = True
    address: str | None = None
    inside: Inside | None = None


def find_sources(paths: Iterable[str | Path]) -> tuple[list[Source], list[InputError]]:
    """The files to read, each once, by name with standard input first; and what was named but gives none."""
    found: dict[str, Source] = {}
    errors: list[InputError] = []
    for path in dict.fromkeys(map(str, paths)):
        for source in _named(path):
            if isinstance(source, Source):
                found.setdefault(source.name, source)
            else:
                errors.append(source)
    sources = sorted(found.values(), key=lambda source: (bool(source.path or source.address), source.name))
    return sources, sorted(errors, key=lambda error: error.message)


def _named(path: str) -> Iterator[Source | InputError]:
    if path == STDIN:
        yield Source("stdin", None, "sniff", lasting=False)
    elif is_address(path):
        yield from _at_address(path)
    elif os.path.isdir(path):
        yield from _in_folder(path)
    elif os.path.exists(path):
        yield _file(path)
    elif glob.has_magic(path):
        yield from _matching(path)
    elif os.path.lexists(path):
        yield InputError("the link leads nowhere", where=display_name(path), remedy="correct the link")
    else:
        yield InputError(
            "there is no such file or folder", where=display_name(path), remedy="correct the path; - is standard input"
        )


def _matching(pattern: str) -> Iterator[Source | InputError]:
    matches = sorted(glob.glob(pattern, recursive=True))
    if not matches:
        yield InputError("no file matches this pattern", where=pattern, remedy="correct the pattern")
    for match in matches:
        if os.path.isdir(match):
            yield from _in_folder(match)
        else:
            yield _file(match)


def _file(path: str) -> Source:
    """A file that was named: one whose ending tells no form is looked into."""
    lasting = os.path.isfile(path)
    form, gzipped = form_of_name(path)
    return Source(display_name(path), Path(path), form or "sniff", gzipped=gzipped, lasting=lasting)


def is_address(path: str) -> bool:
    """Whether this names something in another system, as `s3://bucket/wire`."""
    return _ADDRESS.match(path) is not None


def _at_address(address: str) -> Iterator[Source | InputError]:
    """What lies in another system, by `fsspec`; addresses of the web belong to the watch, which fetches with care."""
    scheme = address.partition("://")[0].lower()
    if scheme in ("http", "https", "ftp"):
        yield InputError(
            "addresses of the web are not fetched here",
            where=address,
            expected="a file, or an address of a store of files such as s3://bucket/news.jsonl.gz",
            remedy="name it as a source of `dragoman watch`, or save the page and read the file",
        )
        return
    if "::" in address:
        yield InputError(
            "an address within an address is not read", where=address, remedy="name the file; archives are opened here"
        )
        return
    try:
        for name in list_addresses(address):
            form, gzipped = form_of_name(name.rpartition("/")[2])
            yield Source(name, None, form or "sniff", gzipped=gzipped, address=name)
    except InputError as err:
        yield err


def _in_folder(folder: str) -> Iterator[Source | InputError]:
    """Every readable file of a folder and the folders in it; hidden ones and links to folders are passed over."""
    empty = True
    failed: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(here, name)
            form, gzipped = form_of_name(name)
            if form is None or name.startswith(".") or not os.path.isfile(path):
                continue
            empty = False
            yield Source(display_name(path), Path(path), form, gzipped=gzipped)
    for err in failed:
        yield _unreadable(err, str(err.filename or folder))
    if empty and not failed:
        yield InputError("the folder holds no file to read", where=display_name(folder), expected=ENDINGS_READ)


def _unreadable(err: OSError, path: str) -> InputError:
    return InputError(
        f"the folder cannot be read: {err.strerror or err}",
        where=display_name(path),
        remedy="ask for permission to read it",
    )


def display_name(path: str) -> str:
    """The path from the working directory, or the whole path outside it; with `/`, and sound as Unicode."""
    whole = os.path.abspath(path)
    here = os.path.join(os.getcwd(), "")
    short = whole[len(here) :] if whole.startswith(here) else whole
    return os.fsencode(short).decode("utf-8", "replace").replace(os.sep, "/")

"""From what the user names (files, folders, patterns, `-`) to the files to read, in an order that does not depend on it."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

from dragoman.errors import InputError

STDIN: Final = "-"
Format = Literal["text", "html", "jsonl", "json", "sniff"]

# `sniff` is text unless its first line is a JSON object. Names in folders must end in one of these.
_FORMATS: Final[dict[str, Format]] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}
_READ: Final = ".txt, .html, .jsonl, .ndjson or .json, or one of these with .gz"


class Source(NamedTuple):
    """A file to read.

    `name` is what people see and what ids are made of: the path from the working directory or, outside it, the whole
    path. `lasting` says whether reading it again gives the same; where it does not (standard input, pipes) ids are made
    of the content instead. `path` is `None` for standard input.
    """

    name: str
    path: Path | None
    format: Format
    gzipped: bool = False
    lasting: bool = True


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
    sources = sorted(found.values(), key=lambda source: (source.path is not None, source.name))
    return sources, sorted(errors, key=lambda error: error.message)


def _named(path: str) -> Iterator[Source | InputError]:
    if path == STDIN:
        yield Source("stdin", None, "sniff", lasting=False)
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


def _file(path: str) -> Source | InputError:
    """A file that was named: a name without an ending is sniffed, one with an ending that says nothing is not read."""
    lasting = os.path.isfile(path)
    format_, gzipped = _format(path)
    if format_ is None and not Path(path).suffix:
        format_ = "sniff"
    if format_ is None:
        ending = "".join(Path(path).suffixes[-2:]) if gzipped else Path(path).suffix
        return InputError(
            f"files named {ending} are not read",
            where=display_name(path),
            expected=_READ,
            remedy="if it is plain text, let its name end in .txt",
        )
    return Source(display_name(path), Path(path), format_, gzipped=gzipped, lasting=lasting)


def _in_folder(folder: str) -> Iterator[Source | InputError]:
    """Every readable file of a folder and the folders in it; hidden ones and links to folders are passed over."""
    empty = True
    failed: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=failed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(here, name)
            format_, gzipped = _format(name)
            if format_ is None or name.startswith(".") or not os.path.isfile(path):
                continue
            empty = False
            yield Source(display_name(path), Path(path), format_, gzipped=gzipped)
    for err in failed:
        yield _unreadable(err, str(err.filename or folder))
    if empty and not failed:
        yield InputError("the folder holds no file to read", where=display_name(folder), expected=_READ)


def _unreadable(err: OSError, path: str) -> InputError:
    return InputError(
        f"the folder cannot be read: {err.strerror or err}",
        where=display_name(path),
        remedy="ask for permission to read it",
    )


def _format(name: str) -> tuple[Format | None, bool]:
    """The format that a name tells, and whether it is compressed."""
    path = Path(name.lower())
    if path.suffix == ".gz":
        return _FORMATS.get(path.with_suffix("").suffix), True
    return _FORMATS.get(path.suffix), False


def display_name(path: str) -> str:
    """The path from the working directory, or the whole path outside it; with `/`, and sound as Unicode."""
    whole = os.path.abspath(path)
    here = os.path.join(os.getcwd(), "")
    short = whole[len(here) :] if whole.startswith(here) else whole
    return os.fsencode(short).decode("utf-8", "replace").replace(os.sep, "/")

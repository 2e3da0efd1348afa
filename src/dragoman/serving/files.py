"""Files for the user: written whole or not at all, with an error that says what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from dragoman import files
from dragoman.serving.errors import ExportError


@contextmanager
def whole_file(path: str | Path) -> Iterator[IO[bytes]]:
    """A file of bytes that takes its name only when it was written to the end.

    Raises:
        ExportError: The folder is missing or cannot be written, or the disk is full.
    """
    try:
        with files.whole_file(path) as file:
            yield file
    except OSError as err:
        raise unwritable(Path(path), err) from err


def write_text(path: str | Path, pieces: Iterable[str]) -> int:
    """Write pieces of text one after the other, in UTF-8, and return their number.

    Raises:
        ExportError: The file cannot be written.
    """
    number = 0
    with whole_file(path) as file:
        for piece in pieces:
            file.write(piece.encode())
            number += 1
    return number


def unwritable(path: Path, err: OSError) -> ExportError:
    """What an error of the system means for the user."""
    return ExportError(
        f"the file cannot be written: {err.strerror or err}",
        where=str(path),
        remedy="choose another place or free space",
    )

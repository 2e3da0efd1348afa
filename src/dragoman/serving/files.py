"""A file that appears whole or not at all: written beside its place under another name and then moved there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from dragoman.serving.errors import ExportError


@contextmanager
def whole_file(path: str | Path) -> Iterator[IO[Any]]:
    """A file of bytes that takes its name only when it was written to the end.

    Raises:
        ExportError: The folder is missing or cannot be written, or the disk is full.
    """
    place = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    except OSError as err:
        raise unwritable(place, err) from err
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, place)
    except OSError as err:
        Path(name).unlink(missing_ok=True)
        raise unwritable(place, err) from err
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


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


def _umask() -> int:
    """The process's mask for new files, which `mkstemp` does not use."""
    mask = os.umask(0)
    os.umask(mask)
    return mask

"""A file that appears whole or not at all: written beside its place under another name and then moved there."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def whole_file(path: str | Path, *, is_alone: bool = False, is_lasting: bool = True) -> Iterator[IO[bytes]]:
    """A file of bytes that takes its name only when it was written to the end. One that is replaced leaves its mode behind.

    Args:
        path: The file; its folder must be there.
        is_alone: Nobody else writes this file at the same time. The draft then has one name, so that what a killed process
            left is written over; otherwise each draft has a name of its own.
        is_lasting: Wait until the disk has it, so that it outlives a loss of power. What is written every few seconds and
            means nothing after a restart need not.

    Raises:
        OSError: The folder is missing or cannot be written, or the disk is full. What stood there before still does.
    """
    place = Path(path)
    draft = place.with_name(f".{place.name}.{'part' if is_alone else secrets.token_hex(4)}")
    file = draft.open("wb" if is_alone else "xb")
    try:
        with file:
            yield file
            file.flush()
            if is_lasting:
                os.fsync(file.fileno())
        if place.exists():
            draft.chmod(stat.S_IMODE(place.stat().st_mode))
        os.replace(draft, place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def write_whole(path: str | Path, content: bytes, *, is_alone: bool = False, is_lasting: bool = True) -> None:
    """Write bytes as `whole_file` does.

    Raises:
        OSError: As there.
    """
    with whole_file(path, is_alone=is_alone, is_lasting=is_lasting) as file:
        file.write(content)

"""Errands for the process that owns a store, from others that want a copy of it or a document taken out meanwhile.

DuckDB lets one process write. So another lays a file into the folder `STORE.errands`; the owner does what it says in its
next round and lays an answer beside it.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from dragoman.errors import DragomanError, StoreError
from dragoman.files import write_whole
from dragoman.pipeline.linking import is_behind, link_store
from dragoman.records import Record
from dragoman.store import Stone, Store

_LOOK_S: Final = 0.1
_OLD_S: Final = 24 * 3600.0


class Errand(Record, frozen=True, forbid_unknown_fields=True):
    """What is to be done: `backup` to a path, or `remove` a document for a reason."""

    kind: Literal["backup", "remove"]
    target: str
    reason: str = ""
    judge: str | None = None


class Done(Record, frozen=True):
    """What became of it: documents copied or taken out, or the error."""

    number: int = 0
    error: str | None = None


def do_errand(store: Store, errand: Errand) -> int:
    """Do it, on an open store; the number of documents that were copied or taken out.

    Raises:
        StoreError: It cannot be done.
    """
    if errand.kind == "backup":
        return store.back_up(errand.target)
    removed = store.remove(errand.target, reason=errand.reason, judge=errand.judge)
    if removed:
        _link_without(store)
    return int(removed)


def keep_out(store: Store, stones: Sequence[Stone]) -> int:
    """Take out of a store, a copy of before, what stones tell was taken out since, and lay them; the number of documents.

    Raises:
        StoreError: The store cannot be written.
    """
    journal = store.journal()
    covered = journal.covered_by(stones)
    for id_, stone in covered.items():
        store.remove(id_, reason=stone.reason, judge=stone.judge)
    journal.lay_stones(stones)
    if covered:
        _link_without(store)
    return len(covered)


def _link_without(store: Store) -> None:
    """Link anew what lost documents, and show readers nothing that quotes them."""
    if is_behind(store):
        link_store(store)
    store.publisher().withdraw()


class Errands:
    """The errands of one store, for its owner: call it in each round."""

    def __init__(self, store: Store) -> None:
        self._store, self._folder = store, folder_of(store.path)

    def __call__(self) -> None:
        """Do all that is there."""
        if not self._folder.is_dir():
            return
        for path in sorted(self._folder.glob("*.todo")):
            answer = self._done(path)
            write_whole(path.with_suffix(".done"), msgspec.json.encode(answer), is_alone=True, is_lasting=False)
            path.unlink(missing_ok=True)
        for path in self._folder.glob("*.done"):  # whoever asked went away
            if time.time() - path.stat().st_mtime > _OLD_S:
                path.unlink(missing_ok=True)

    def _done(self, path: Path) -> Done:
        try:
            return Done(number=do_errand(self._store, msgspec.json.decode(path.read_bytes(), type=Errand)))
        except (DragomanError, msgspec.DecodeError, OSError) as err:
            return Done(error=err.message if isinstance(err, DragomanError) else str(err))


def ask_owner(store: str | Path, errand: Errand, *, timeout_s: float) -> int:
    """Have the process that owns a store do an errand, and wait for it.

    Raises:
        StoreError: It failed, or the owner does not look for errands.
    """
    folder = folder_of(store)
    folder.mkdir(exist_ok=True)
    todo = folder / f"{time.time_ns()}-{uuid.uuid4().hex[:8]}.todo"
    done = todo.with_suffix(".done")
    write_whole(todo, msgspec.json.encode(errand), is_alone=True, is_lasting=False)
    until = time.monotonic() + timeout_s
    while not done.exists():
        if time.monotonic() > until:
            todo.unlink(missing_ok=True)
            raise StoreError(
                "the store is in use by a process that does no errands",
                where=str(store),
                expected=f"dragoman watch or dragoman serve to answer within {timeout_s:g} s",
                remedy="wait until it has finished, or stop it",
            )
        time.sleep(_LOOK_S)
    answer = msgspec.json.decode(done.read_bytes(), type=Done)
    done.unlink(missing_ok=True)
    if answer.error is not None:
        raise StoreError(answer.error)
    return answer.number


def folder_of(store: str | Path) -> Path:
    """Where the errands of a store lie."""
    return Path(f"{Path(store)}.errands")  # a store that is a folder may be written with a slash at its end

"""See whether everything that reading needs is there and sound, and say what to do where it is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal

from dragoman.errors import DragomanError, StoreInUseError
from dragoman.records import Record
from dragoman.store import Store

Health = Literal["ok", "note", "error"]
_LITTLE_MB: Final = 1000
_TOO_LITTLE_MB: Final = 100
_WORKER_MB: Final = 500


class Check(Record, frozen=True):
    """One thing that was looked at. `remedy` says what to do where it is not well."""

    name: str
    health: Health
    told: str
    remedy: str | None = None
    error: str | None = None


def examine(store: str | None, *, kb: str | None = None, workers: int = 1) -> Iterator[Check]:
    """Look at the language pipeline, the models, the tables, the gazetteer, the machine and, where one is named, the store."""
    yield _tried("language pipeline", _english)
    yield _tried("reader", _reader)
    yield _tried("weights of probabilities", _certainty)
    yield _tried("knowledge base", lambda: _knowledge(kb))
    yield _tried("gazetteer", _gazetteer)
    yield _memory(workers)
    folder = Path(store).absolute().parent if store else Path.cwd()
    yield _disk(folder, Path(store) if store else None)
    if store is not None:
        yield from _store(store)


def _tried(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name=name, health="ok", told=look())
    except DragomanError as err:
        return Check(name=name, health="error", told=err.what, remedy=err.remedy, error=type(err).__name__)


def _english() -> str:
    from dragoman.models.english import load_english

    meta = load_english().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}, its files as they should be"


def _reader() -> str:
    from dragoman.models.reader import artefact_id, load_reader

    load_reader()
    return f"{artefact_id()}, its digest as in the manifest"


def _certainty() -> str:
    from dragoman.models.certainty import load_certainty

    load_certainty()
    return "there and whole"


def _knowledge(kb: str | None) -> str:
    from dragoman.resolution.actors import read_overlay
    from dragoman.resolution.actors.checking import require_sound

    overlay = read_overlay(kb) if kb else None
    if overlay is None:
        return "ours; no tables of your own"
    require_sound(overlay)
    return f"ours, and {len(overlay.rows):,} rows of {kb}"


def _gazetteer() -> str:
    from dragoman.resolution.places.index import load_index

    load_index()
    return "its index can be read"


def _memory(workers: int) -> Check:
    try:
        with open("/proc/meminfo", encoding="ascii") as file:
            free = next(int(line.split()[1]) for line in file if line.startswith("MemAvailable:")) // 1000
    except (OSError, StopIteration, ValueError):
        return Check(name="memory", health="ok", told="this system does not tell how much is free")
    wanted = _WORKER_MB * (workers + 1)
    if free < wanted:
        return Check(
            name="memory",
            health="note",
            told=f"{free:,} MB free",
            remedy=f"{workers} workers want {wanted:,} MB: take fewer",
        )
    return Check(name="memory", health="ok", told=f"{free:,} MB free")


def _disk(folder: Path, store: Path | None) -> Check:
    if not folder.is_dir():
        return Check(
            name="disk", health="error", told=f"there is no folder {folder}", remedy="make it", error="StoreError"
        )
    free = shutil.disk_usage(folder).free // 1_000_000
    size = store.stat().st_size // 1_000_000 if store and store.is_file() else 0
    told = f"{free:,} MB free in {folder}" + (f", the store has {size:,} MB" if size else "")
    if free < _TOO_LITTLE_MB:
        return Check(name="disk", health="error", told=told, remedy="free some space", error="StoreError")
    if free < _LITTLE_MB + size:
        return Check(name="disk", health="note", told=told, remedy="a backup needs as much again as the store")
    return Check(name="disk", health="ok", told=told)


def _store(path: str) -> Iterator[Check]:
    if not Path(path).exists():
        yield Check(
            name="store",
            health="note",
            told=f"{path} is not there yet",
            remedy="a run of dragoman read --store makes it",
        )
        return
    try:
        store = Store.open(path, read_only=True)
    except DragomanError as err:
        is_used = isinstance(err, StoreInUseError)
        yield Check(
            name="store",
            health="note" if is_used else "error",
            told=err.what,
            remedy="ask it there (dragoman watch --status), or look again when it has ended" if is_used else err.remedy,
            error=None if is_used else type(err).__name__,
        )
        return
    with store:
        yield _tried("store", lambda: _rows(store))
        if not store.is_folder:  # a folder has the notes of its parts in the place of a journal
            yield from _journal(store)


def _rows(store: Store) -> str:
    rows = store.read_everything()
    totals = store.view().totals()
    return (
        f"{totals['documents']:,} documents, {totals['event_mentions']:,} event mentions; all {rows:,} rows can be read"
    )


def _journal(store: Store) -> Iterator[Check]:
    try:
        journal = store.journal()
        counts, wrong = journal.counts(), journal.contradictions()
        stones = len(journal.all_stones())
    except DragomanError as err:
        yield Check(name="journal", health="error", told=err.what, remedy=err.remedy, error=type(err).__name__)
        return
    told = (
        f"{counts['read']:,} read, {counts['refused']:,} refused, {counts['waiting']:,} waiting, {stones:,} taken out"
    )
    if wrong:
        yield Check(
            name="journal",
            health="error",
            told=f"{told}; journal and documents contradict each other in {len(wrong):,}, as {wrong[0]!r}",
            remedy="run dragoman reread --all, or restore a backup",
            error="StoreError",
        )
    elif counts["waiting"]:
        yield Check(name="journal", health="note", told=told, remedy="run dragoman reread --waiting, or dragoman watch")
    else:
        yield Check(name="journal", health="ok", told=told)

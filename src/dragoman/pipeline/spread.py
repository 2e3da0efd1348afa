"""Read into a folder of Parquet, chunk by chunk: here, in several processes, or on a cluster (`pipeline.cluster`).

A chunk becomes one part of the folder (`store.partitions`). Where chunks end depends on the ids of the documents alone, so
that the parts are the same files whatever the number of workers and wherever they run, and an article added to an archive
changes one chunk, not all that follow.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol

import msgspec

from dragoman.news import Entry
from dragoman.pipeline.runner import Job, Limits, ReaderFactory, StopSignal, Summary, reading_pool
from dragoman.records import Document, Issue, Reading, Record, Versions
from dragoman.store import Covered, Part, Partitions, content_digest, part_name

# Documents of a chunk on average, and at most: some ten seconds of work, beside which what a cluster adds is little.
CHUNK_DOCUMENTS: Final = 256
_LARGEST: Final = 1024
# Files of a table and month from which on they are brought together at the end of a run.
_MANY_FILES: Final = 8


class Chunk(Record, frozen=True):
    """Documents that are read together, each with the issues that its entry brought, and what was refused among them."""

    name: str
    run: int
    versions: Versions
    documents: tuple[Document, ...]
    issues: tuple[tuple[Issue, ...], ...]
    refusals: tuple[Issue, ...]


class Engine(Protocol):
    """What reads chunks and writes their parts."""

    versions: Versions

    def parts(self, chunks: Iterator[Chunk]) -> Iterator[Part]:
        """The parts of the chunks, written, as they come. Takes a chunk only when something is free to read it."""
        ...


def finish_chunk(chunk: Chunk, results: Sequence[Reading | Issue], partitions: Partitions) -> Part:
    """Write what reading the documents of a chunk gave, in their order."""
    readings, refusals = [], list(chunk.refusals)
    refused = len(chunk.refusals)
    for issues, result in zip(chunk.issues, results, strict=True):
        if isinstance(result, Reading):
            readings.append(msgspec.structs.replace(result, issues=(*issues, *result.issues)))
        else:
            refused += 1
            refusals += (*issues, result)
    mentions = Counter(mention.type for reading in readings for mention in reading.mentions)
    part = Part(
        name=chunk.name,
        run=chunk.run,
        versions=chunk.versions,
        documents=len(readings),
        refused=refused,
        sentences=sum(len(reading.sentences) for reading in readings),
        mentions=dict(sorted(mentions.items())),
        relations=sum(len(reading.relations) for reading in readings),
        issues=tuple(refusals),
    )
    partitions.write(part, readings)
    return part


class LocalEngine:
    """Reads in this process or, with several workers or `apart`, in others of this machine."""

    def __init__(
        self,
        factory: ReaderFactory,
        folder: str | Path,
        *,
        workers: int = 1,
        stop: StopSignal,
        limits: Limits | None = None,
        apart: bool = False,
    ) -> None:
        self._pool = reading_pool(factory, workers, stop, limits, apart=apart)
        self._partitions = Partitions.open(folder)
        self.versions = self._pool.versions

    def parts(self, chunks: Iterator[Chunk]) -> Iterator[Part]:
        """The parts in the order of the chunks."""
        waiting: deque[Chunk] = deque()
        results: list[Reading | Issue] = []

        def jobs() -> Iterator[Job]:
            for chunk in chunks:
                waiting.append(chunk)
                yield from (Job(Entry(document=document), document) for document in chunk.documents)
                yield Job(Entry(duplicate=True))  # marks the end of the chunk: nothing to read

        for job, result in self._pool.results(jobs()):
            if job.document is not None and result is not None:
                results.append(result)
            else:
                yield finish_chunk(waiting.popleft(), results, self._partitions)
                results.clear()

    def close(self) -> None:
        """Let the processes go."""
        self._pool.close()


def read_into(
    folder: str | Path, entries: Iterable[Entry], engine: Engine, *, stop: StopSignal, again: bool = False
) -> Summary:
    """Read entries into a folder; what it has already from the same texts and versions is not read again.

    At the end readings that were replaced are dropped, and where a month has many small files they become one.

    Args:
        folder: Of the partitions; made where it is not there.
        entries: What to read.
        engine: What reads.
        stop: Asks for the end: chunks that were begun are finished.
        again: Read also what the folder has already.

    Raises:
        StoreError: The folder cannot be written.
    """
    began, summary = time.monotonic(), Summary()
    partitions = Partitions.open(folder)
    partitions.recover()
    removed = Covered(partitions.stones.all())
    chunks = cut(entries, engine.versions, partitions.next_run(), summary, stop, removed)
    for part in engine.parts(chunk for chunk in chunks if again or not _is_known(chunk, partitions, summary)):
        summary.count_part(part)
    summary.interrupted = stop.requested
    partitions.settle()
    partitions.compact(at_least=_MANY_FILES)
    summary.seconds = time.monotonic() - began
    return summary


def _is_known(chunk: Chunk, partitions: Partitions, summary: Summary) -> bool:
    part = partitions.part(chunk.name)
    if part is None:
        return False
    summary.known += part.documents
    summary.refused += part.refused
    return True


def cut(
    entries: Iterable[Entry],
    versions: Versions,
    run: int,
    summary: Summary,
    stop: StopSignal,
    is_removed: Callable[[Document], bool] = lambda document: False,
) -> Iterator[Chunk]:
    """The entries as chunks, in their order. Documents that were given twice or taken out are counted and left out."""
    documents: list[Document] = []
    issues: list[tuple[Issue, ...]] = []
    refusals: list[Issue] = []

    def chunk() -> Chunk:
        name = part_name((content_digest(one) for one in documents), versions, refusals)
        made = Chunk(
            name=name,
            run=run,
            versions=versions,
            documents=tuple(documents),
            issues=tuple(issues),
            refusals=tuple(refusals),
        )
        for held in (documents, issues, refusals):
            held.clear()
        return made

    waiting = iter(entries)
    while (entry := stop.next_entry(waiting)) is not None:
        if entry.duplicate:
            summary.duplicates += 1
        elif entry.passed:
            summary.count_passed(entry.passed, entry.issues)
        elif entry.document is None:
            refusals += entry.issues
        else:
            if is_removed(entry.document):  # it still ends its chunk, or the next one would be another
                summary.removed += 1
            else:
                documents.append(entry.document)
                issues.append(entry.issues)
            is_whole = is_end(entry.document.id) or len(documents) >= _LARGEST
            if is_whole and (documents or refusals):
                yield chunk()
    if documents or refusals:
        yield chunk()


def is_end(document_id: str) -> bool:
    """Whether a chunk ends with a document: by chance, but for the same document always the same."""
    digest = hashlib.blake2b(document_id.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") % CHUNK_DOCUMENTS == 0

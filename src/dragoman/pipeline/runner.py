"""Read many documents: in this process or in several, into a store or not, past whatever goes wrong with one of them.

The readings come in the order of the entries, the same whatever the number of workers. A reading that is given out has
no tokens, which no store keeps, and no time of reading, which would differ from run to run.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Container, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType, TracebackType
from typing import Any, Final, NamedTuple, Protocol, Self

import msgspec

from dragoman.errors import DragomanError, ModelError, StoreError
from dragoman.news import Entry
from dragoman.news.apart import hold_memory, signals_held, told_fate
from dragoman.records import Document, Issue, Reading, Versions
from dragoman.store import (
    Journal,
    Part,
    Refusal,
    Standing,
    Store,
    View,
    Writer,
    content_digest,
    is_store_fault,
    versions_key,
)

STAGE: Final = "read"
# How far reading may run ahead of the oldest document that is not finished, in documents for each worker.
_AHEAD: Final = 32
# A document that took a worker with it is tried once more by a fresh one: the cause may have been a neighbour on the
# machine, as when memory runs out. A second death is the document's own.
_TRIES: Final = 2
_KEPT_ISSUES: Final = 1000
# Documents that are put into the journal at once, at most and where the input takes its time.
_CHUNK: Final = 64
_SLOW_S: Final = 0.5
# A run that ends with a document unfinished says nothing about the document: somebody may have pulled the plug. So often it
# is no chance any more.
_MOST_BEGUN: Final = 20

_log = logging.getLogger("dragoman.runner")


class Limits(NamedTuple):
    """What one document may take: seconds, and megabytes beyond what the models need. Memory is held in worker processes."""

    seconds: float = 300
    memory_mb: int = 2048


class DocumentTimeout(Exception):  # noqa: N818  (its name is what the issue says)
    """The reading of a document took longer than it may."""


class ReadsDocuments(Protocol):
    """What the runner needs of a reader."""

    versions: Versions

    def read(self, document: Document) -> Reading:
        """All that the document reports; raises what refuses it."""
        ...


# Makes the reader, once in each process. With workers it must be importable by name.
ReaderFactory = Callable[[], ReadsDocuments]


def make_reader(
    max_characters: int, min_probability: float, overlay: str | None = None, overlay_digest: str | None = None
) -> ReadsDocuments:
    """The reader of this version, with its models and, over its tables of actors, those of a folder."""
    from dragoman.pipeline.reading import Reader, ReadSettings

    settings = ReadSettings(
        max_characters=max_characters,
        min_probability=min_probability,
        overlay=overlay,
        overlay_digest=overlay_digest,
    )
    return Reader(settings)


def dateline_words(text: str) -> str | None:
    """The words of the date in the dateline that stands at the head of an article, or `None`."""
    from dragoman.text import head_datelines

    dateline = next(head_datelines(text), None)
    if dateline is None or dateline.date is None:
        return None
    return text[dateline.date.start : dateline.date.end]


class Summary:
    """What a run did, in numbers. `issues` holds the first thousand, `issue_count` is of all."""

    def __init__(self) -> None:
        self.read = 0
        self.known = 0
        self.duplicates = 0
        self.refused = 0
        self.removed = 0
        self.passed = 0
        self.sentences = 0
        self.mentions: Counter[str] = Counter()
        self.relations = 0
        self.issues: list[Issue] = []
        self.issue_count = 0
        self.refusals: list[Issue] = []
        self.seconds = 0.0
        self.interrupted = False

    def count_reading(self, reading: Reading) -> None:
        """A document was read."""
        self.read += 1
        self.sentences += len(reading.sentences)
        self.mentions.update(mention.type for mention in reading.mentions)
        self.relations += len(reading.relations)
        self._count_issues(reading.issues)

    def count_refusal(self, issues: Iterable[Issue]) -> None:
        """A document was refused."""
        told = list(issues)
        self.refused += 1
        self._count_issues(told)
        self.refusals += told[: max(_KEPT_ISSUES - len(self.refusals), 0)]

    def count_passed(self, number: int, issues: Iterable[Issue]) -> None:
        """Things beside the documents of an archive were passed over."""
        self.passed += number
        self._count_issues(issues)

    def count_part(self, part: Part) -> None:
        """A chunk of documents was read into a part of a folder."""
        self.read += part.documents
        self.refused += part.refused
        self.sentences += part.sentences
        self.mentions.update(part.mentions)
        self.relations += part.relations
        self._count_issues(part.issues)
        self.refusals += part.issues[: max(_KEPT_ISSUES - len(self.refusals), 0)]

    def _count_issues(self, issues: Iterable[Issue]) -> None:
        told = list(issues)
        self.issue_count += len(told)
        self.issues += told[: max(_KEPT_ISSUES - len(self.issues), 0)]


class StopSignal:
    """Whether the run shall end. The first Ctrl-C or SIGTERM asks for it, the second ends it at once."""

    def __init__(self) -> None:
        self.requested = False
        self._waiting = False

    def __call__(self) -> bool:
        return self.requested

    def request(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Ask for the end; fit to be a signal handler."""
        if self.requested or self._waiting:
            self.requested = True
            raise KeyboardInterrupt
        self.requested = True

    @contextmanager
    def listening(self) -> Iterator[Self]:
        """Take Ctrl-C and SIGTERM as the request, in the main thread; leave them as they were afterwards."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        before = {number: signal.signal(number, self.request) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def next_entry(self, entries: Iterator[Entry]) -> Entry | None:
        """The next entry, or `None` at the end or when the end is asked for, while waiting for input too."""
        if self.requested:
            return None
        try:
            self._waiting = True
            return next(entries, None)
        except KeyboardInterrupt:
            self.requested = True
            return None
        finally:
            self._waiting = False


class Job(NamedTuple):
    """An entry in its turn. `document` is what is to be read; `None` where nothing is, for whatever reason."""

    entry: Entry
    document: Document | None = None
    known: bool = False
    is_removed: bool = False
    refused: Issue | None = None
    is_suspect: bool = False  # a run ended while it was being read: it is read apart


_Result = Reading | Issue | None


class Runner:
    """Reads entries. One runner does one run; its `summary` is full when the run is over.

    Args:
        factory: Makes the reader.
        workers: Processes that read; with 1 it is this one, unless `apart`.
        batch_size: Documents written to the store at once.
        store: Where readings are kept; it also tells what was read before.
        stop: Asks for the end: what was begun is finished, and written.
        replace: Read also what the store has, or has refused, from the same text and versions.
        give_known: Give out the stored readings of documents that were read before, in their turn.
        limits: What one document may take.
        pool: Workers that are there already and outlive the run; `workers` is not asked then.
        apart: Read in another process even where it is only one, so that no document takes the run with it.

    With a store, every document is in its journal before it is read. A document is refused for good when its worker died
    or took too long; a document at which a whole run ended is read in a process of its own by the next one.
    """

    def __init__(
        self,
        factory: ReaderFactory,
        *,
        workers: int = 1,
        batch_size: int = 100,
        store: Store | None = None,
        stop: StopSignal | None = None,
        replace: bool = False,
        give_known: bool = True,
        limits: Limits | None = None,
        pool: WorkerPool | None = None,
        apart: bool = False,
    ) -> None:
        self.summary = Summary()
        self._factory, self._workers, self._apart = factory, workers, apart
        self._batch_size, self._replace, self._give_known = batch_size, replace, give_known
        self._stop = stop or StopSignal()
        self._writer: Writer | None = store.writer() if store else None
        self._view: View | None = store.view() if store else None
        self._readings: list[Reading] = []
        self._issues: list[Issue] = []
        self._refusals: list[Refusal] = []
        self._limits, self._given_pool = limits or Limits(), pool
        self._journal: Journal | None = store.journal() if store else None
        self._begun: set[str] = set()
        self._key = ""

    def run(self, entries: Iterable[Entry]) -> Generator[Reading]:
        """The readings of the entries, in their order.

        Closing the iterator early finishes the run: what was read is written.

        Raises:
            StoreError: The store cannot be written.
            ModelError: A model is missing or damaged: no document can be read.
        """
        started = time.monotonic()
        with ExitStack() as stack:
            stack.callback(self._finish, started)
            pool = self._pool(stack)
            self._key = versions_key(pool.versions)
            for job, result in pool.results(self._jobs(iter(entries))):
                reading = self._take(job, result)
                if reading is not None:
                    yield reading

    def _pool(self, stack: ExitStack) -> Pool:
        if self._given_pool is not None:
            return self._given_pool
        pool = reading_pool(self._factory, self._workers, self._stop, self._limits, apart=self._apart)
        stack.callback(pool.close)
        return pool

    def _jobs(self, entries: Iterator[Entry]) -> Iterator[Job]:
        for chunk in self._chunks(entries):
            for job in self._journalled(chunk):
                if self._stop.requested:
                    break
                yield job
        self.summary.interrupted = self._stop.requested

    def _chunks(self, entries: Iterator[Entry]) -> Iterator[list[Entry]]:
        """The entries some at a time, so that the journal need not be written for each; one by one while input is slow."""
        size = 1
        while True:
            started, chunk = time.monotonic(), list[Entry]()
            while len(chunk) < size and (entry := self._stop.next_entry(entries)) is not None:
                chunk.append(entry)
            if not chunk:
                return
            yield chunk
            size = 1 if self._journal is None or time.monotonic() - started > _SLOW_S else min(2 * size, _CHUNK)

    def _journalled(self, chunk: list[Entry]) -> list[Job]:
        """The entries as jobs, what is to be read put into the journal."""
        if self._journal is None:
            return [Job(entry, entry.document) for entry in chunk]
        documents = [entry.document for entry in chunk if entry.document is not None]
        standings = self._journal.standings([document.id for document in documents])
        removed = self._journal.stones(documents)
        jobs = [self._job(entry, standings, removed) for entry in chunk]
        taken = [job.document for job in jobs if job.document is not None]
        self._journal.take(taken, begun=True)
        self._begun |= {document.id for document in taken}
        return jobs

    def _job(self, entry: Entry, standings: Mapping[str, Standing], removed: Container[str]) -> Job:
        document = entry.document
        if document is None:
            return Job(entry)
        if document.id in removed:
            return Job(entry, is_removed=True)
        try:
            digest = content_digest(document)
        except StoreError as err:
            return Job(entry, refused=failure(document, err, stage="store"))
        before = standings.get(document.id)
        if before is None or before.digest != digest:
            return Job(entry, document)
        if before.state == "waiting":
            if before.tries >= _MOST_BEGUN:
                return Job(entry, refused=_never_ended(document, before.tries))
            return Job(entry, document, is_suspect=before.tries > 0)
        if self._replace or before.versions_key != self._key:
            return Job(entry, document)
        if before.state == "read":
            return Job(entry, known=True)
        return Job(entry, refused=_refused_before(document, before))

    def _take(self, job: Job, result: _Result) -> Reading | None:
        """Count and keep what became of an entry; the reading to give out, if there is one."""
        entry = job.entry
        if entry.duplicate:
            self.summary.duplicates += 1
            return None
        if entry.passed:
            self._pass_over(entry)
            return None
        if job.is_removed:
            self.summary.removed += 1
            return None
        if job.known:
            return self._known_reading(entry)
        if isinstance(result, Reading):
            return self._keep_reading(entry, result)
        told = job.refused or result
        issues = (*entry.issues, told) if told else entry.issues
        self.summary.count_refusal(issues)
        self._issues += issues
        self._refusals += self._refused(entry, issues)
        self._flush(at_least=self._batch_size)
        return None

    def _pass_over(self, entry: Entry) -> None:
        self.summary.count_passed(entry.passed, entry.issues)
        self._issues += entry.issues
        self._flush(at_least=self._batch_size)

    def _refused(self, entry: Entry, issues: Sequence[Issue]) -> Iterator[Refusal]:
        """What the journal is to say of an entry that was refused: the last issue, which is why."""
        if not issues or self._journal is None:
            return
        try:
            digest = content_digest(entry.document) if entry.document else ""
        except StoreError:  # the issue says so
            digest = ""
        is_document = entry.document is not None
        yield Refusal(issue=issues[-1], digest=digest, versions_key=self._key, is_document=is_document)

    def _keep_reading(self, entry: Entry, reading: Reading) -> Reading:
        reading = msgspec.structs.replace(reading, issues=(*entry.issues, *reading.issues))
        self.summary.count_reading(reading)
        if self._writer is not None:
            self._readings.append(msgspec.structs.replace(reading, read_at=datetime.now(UTC)))
        self._flush(at_least=self._batch_size)
        return reading

    def _known_reading(self, entry: Entry) -> Reading | None:
        self.summary.known += 1
        if not self._give_known or self._view is None or entry.document is None:
            return None
        reading = self._view.reading(entry.document.id)
        return stable(reading) if reading else None

    def _finish(self, started: float) -> None:
        try:
            self._flush()
        finally:
            self.summary.seconds = time.monotonic() - started
            self._release()

    def _release(self) -> None:
        """What was begun and given up in good order waits as before."""
        if self._journal is None or not self._begun:
            return
        try:
            self._journal.release(sorted(self._begun))
        except StoreError as err:  # the store fails, which is told already; the documents wait all the same
            _log.debug("%d documents stay marked as begun", len(self._begun), exc_info=err)

    def _flush(self, at_least: int = 1) -> None:
        """Write what has gathered, when it is at least so much."""
        if len(self._readings) + len(self._issues) < at_least:
            return
        if self._writer is None:
            self._readings, self._issues, self._refusals = [], [], []
            return
        if self._readings:
            self._write(self._writer, self._readings)
            self._begun -= {reading.document.id for reading in self._readings}
            self._readings = []
        if self._issues:
            self._writer.write_issues(self._issues, self._refusals)
            self._begun -= {refusal.id for refusal in self._refusals}
            self._issues, self._refusals = [], []

    def _write(self, writer: Writer, readings: list[Reading]) -> None:
        """Write a batch; if it fails, each by itself, so that one reading that cannot be kept does not take the rest.

        Raises:
            StoreError: The fault is the store's: the disk is full, or the file damaged. What is not written waits.
        """
        try:
            writer.write(readings, replace=self._replace)
        except StoreError as err:
            if is_store_fault(err):
                raise
            _log.debug("a batch of %d could not be written, each is tried alone", len(readings), exc_info=err)
            for reading in readings:
                self._write_one(writer, reading)

    def _write_one(self, writer: Writer, reading: Reading) -> None:
        """Write a reading, or in its place the issue that says why not.

        Raises:
            StoreError: The store takes neither, so the fault is the store's.
        """
        try:
            writer.write([reading], replace=self._replace)
        except StoreError as err:
            if is_store_fault(err):
                raise
            issue = failure(reading.document, err, stage="store")
            writer.write_issues([issue], list(self._refused(Entry(document=reading.document), (issue,))))
            self.summary.count_refusal([issue])


def stable(reading: Reading) -> Reading:
    """The reading as it is given out: without tokens and without the time of reading."""
    sentences = tuple(msgspec.structs.replace(sentence, tokens=()) for sentence in reading.sentences)
    return msgspec.structs.replace(reading, sentences=sentences, read_at=None)


def failure(document: Document, error: BaseException, *, stage: str = STAGE) -> Issue:
    """The issue that records that a document could not be read."""
    message = error.message if isinstance(error, DragomanError) else " ".join(str(error).split())
    where = document.origin or document.id
    message = message.removeprefix(f"{where}: ") or "no reason told"
    return Issue(
        document_id=document.id, stage=stage, error=type(error).__name__, message=message, origin=document.origin
    )


def _never_ended(document: Document, tries: int) -> Issue:
    return Issue(
        document_id=document.id,
        stage=STAGE,
        error="NeverEnded",
        message=f"{tries} runs ended while it was being read; the document is left out (--again tries once more)",
        origin=document.origin,
    )


def _refused_before(document: Document, before: Standing) -> Issue:
    """What the journal says of a document that was refused and has not changed."""
    return Issue(
        document_id=document.id,
        stage=STAGE,
        error=before.error or "",
        message=before.message or "",
        origin=document.origin,
    )


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, as far as a signal can: in the main thread, between two steps of the interpreter."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(signum: int, frame: FrameType | None) -> None:
        raise DocumentTimeout(_too_long(seconds))

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _too_long(seconds: float) -> str:
    return f"its reading took longer than {seconds:g} s; the document is left out"


def read_one(reader: ReadsDocuments, document: Document, seconds: float | None = None) -> Reading | Issue:
    """The reading of a document, or the issue that says why there is none."""
    try:
        with _within(seconds) if seconds else nullcontext():
            return stable(reader.read(document))
    except DragomanError as err:
        return failure(document, err)
    except Exception as err:  # a document shall never stop the run, whatever is wrong with the code that reads it
        _log.debug("%s could not be read", document.id, exc_info=err)
        return failure(document, err)


class _Here:
    """Reads in this process; what a run ended at before, in a process of its own, so that it takes nothing with it."""

    def __init__(self, factory: ReaderFactory, limits: Limits, stop: StopSignal) -> None:
        self._factory, self._limits, self._stop = factory, limits, stop
        self._reader = factory()
        self._apart: WorkerPool | None = None
        self.versions = self._reader.versions

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the process apart, if there is one."""
        self._end_apart()

    def results(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, _Result]]:
        for job in jobs:
            if job.document is None:
                yield job, None
            elif job.is_suspect:
                yield from self._read_apart(job)
            else:
                self._end_apart()
                yield job, read_one(self._reader, job.document, self._limits.seconds)

    def _read_apart(self, job: Job) -> Iterator[tuple[Job, _Result]]:
        if self._apart is None:
            self._apart = WorkerPool(self._factory, 1, self._stop, self._limits)
        yield from self._apart.results(iter((job,)))

    def _end_apart(self) -> None:
        if self._apart is not None:
            self._apart.close()
            self._apart = None


def work(connection: Connection, factory: ReaderFactory, level: int, memory_mb: int) -> None:
    """The life of a worker: tell the versions, then read whatever comes until nothing or `None` does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to every process; the runner decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.basicConfig(level=level, format="dragoman: %(message)s")
    with suppress(EOFError, OSError):
        try:
            reader = factory()
        except Exception as err:
            connection.send(err if isinstance(err, DragomanError) else ModelError(f"{type(err).__name__}: {err}"))
            return
        hold_memory(memory_mb)
        connection.send(reader.versions)
        while (document := connection.recv()) is not None:
            connection.send(read_one(reader, document))


class _Worker:
    """One process that reads, and the document it is at."""

    def __init__(self, factory: ReaderFactory, limits: Limits) -> None:
        # Not forked: a fork would copy the threads' locks of DuckDB and of the language pipeline as they happen to stand.
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        level = logging.getLogger("dragoman").getEffectiveLevel()
        self.process: BaseProcess = context.Process(
            target=work, args=(other, factory, level, limits.memory_mb), daemon=True
        )
        with signals_held():
            self.process.start()
        other.close()
        self.number: int | None = None
        self.job: Job | None = None
        self.tries = 0
        self.since = 0.0

    def versions(self) -> Versions:
        """Wait until the worker is ready.

        Raises:
            DragomanError: Its reader could not be made.
        """
        told = self._receive()
        if isinstance(told, DragomanError):
            raise told
        if not isinstance(told, Versions):
            raise ModelError(
                f"a worker ended before it could read{self.fate()}", remedy="run with --workers 1 to see why"
            )
        return told

    def start(self, number: int, job: Job, tries: int = 1) -> None:
        """Begin a document. That the process has died shows when its result is asked for."""
        self.number, self.job, self.tries, self.since = number, job, tries, time.monotonic()
        with suppress(OSError):
            self.connection.send(job.document)

    def result(self) -> Reading | Issue | None:
        """The result of its document, or `None` when the process has died."""
        told = self._receive()
        return told if isinstance(told, Reading | Issue) else None

    def fate(self) -> str:
        """How the process ended, in words."""
        self.process.join(timeout=5)
        return told_fate(self.process.exitcode)

    def end(self) -> None:
        """Let the process go; kill it if it does not."""
        with suppress(OSError):
            if self.job is None:
                self.connection.send(None)
        self.connection.close()
        self.process.join(timeout=2 if self.job is None else 0)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()

    def _receive(self) -> Any:
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            return None


class WorkerPool:
    """Reads in processes of their own, each at one document, so that the document that kills one is known.

    A pool may serve several runs, one after the other.
    """

    def __init__(
        self, factory: ReaderFactory, number: int, stop: StopSignal | None = None, limits: Limits | None = None
    ) -> None:
        self._factory, self._stop, self._limits = factory, stop or StopSignal(), limits or Limits()
        self._workers: list[_Worker] = []
        try:
            self._workers += [_Worker(factory, self._limits) for _ in range(number)]
            told = [worker.versions() for worker in self._workers]
            self.versions = told[0]
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def results(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, _Result]]:
        """The results in the order of the jobs. Jobs with nothing to read pass through in their turn."""
        done: dict[int, tuple[Job, _Result]] = {}
        begun, given, exhausted = 0, 0, False
        while True:
            while not exhausted and begun - given < _AHEAD * len(self._workers) and (idle := self._idle()):
                job = next(jobs, None)
                if job is None:
                    exhausted = True
                elif job.document is None:
                    done[begun] = (job, None)
                    begun += 1
                else:
                    idle.start(begun, job)
                    begun += 1
                while given in done:
                    yield done.pop(given)
                    given += 1
            if exhausted and given == begun:
                return
            for number, job, result in self._finished():
                done[number] = (job, result)
            while given in done:
                yield done.pop(given)
                given += 1

    def _idle(self) -> _Worker | None:
        return next((worker for worker in self._workers if worker.job is None), None)

    def _finished(self) -> Iterator[tuple[int, Job, _Result]]:
        """Wait until some worker has finished, died or taken too long, and give what came of it."""
        busy = {worker.connection: worker for worker in self._workers if worker.job is not None}
        if not busy:
            return
        until = min(worker.since for worker in busy.values()) + self._limits.seconds
        ready = wait(list(busy), timeout=max(until - time.monotonic(), 0))
        for connection, worker in busy.items():
            number, job = worker.number, worker.job
            assert number is not None
            assert job is not None
            if connection in ready:
                result = worker.result() or self._replaced(worker, number, job)
            elif time.monotonic() - worker.since >= self._limits.seconds:
                result = self._given_up(worker, job)
            else:
                continue
            if result is not None:
                worker.number = worker.job = None
                yield number, job, result

    def _fresh(self, worker: _Worker) -> _Worker:
        """Put a fresh worker in the place of one."""
        worker.end()
        fresh = _Worker(self._factory, self._limits)
        self._workers[self._workers.index(worker)] = fresh
        fresh.versions()
        return fresh

    def _given_up(self, worker: _Worker, job: Job) -> Issue:
        """End a worker whose document takes too long; the issue that says so."""
        assert job.document is not None
        _log.warning("%s takes too long", job.document.origin or job.document.id)
        self._fresh(worker)
        return failure(job.document, DocumentTimeout(_too_long(self._limits.seconds)))

    def _replaced(self, worker: _Worker, number: int, job: Job) -> Issue | None:
        """Put a fresh worker in the place of a dead one; an issue when its document is not to be tried again."""
        fate = worker.fate()
        assert job.document is not None
        _log.warning("a worker died%s at %s", fate, job.document.origin or job.document.id)
        fresh = self._fresh(worker)
        if worker.tries < _TRIES:
            fresh.start(number, job, worker.tries + 1)
            return None
        return Issue(
            document_id=job.document.id,
            stage=STAGE,
            error="WorkerDied",
            message=f"the process that read it died{fate}, {worker.tries} times; the document is left out",
            origin=job.document.origin,
        )

    def close(self) -> None:
        """End the workers."""
        for worker in self._workers:
            worker.end()


Pool = _Here | WorkerPool


def reading_pool(
    factory: ReaderFactory, workers: int, stop: StopSignal, limits: Limits | None = None, *, apart: bool = False
) -> Pool:
    """What reads jobs in their order: this process or, with several workers or `apart`, as many others. It is to be closed.

    Raises:
        DragomanError: A reader cannot be made.
    """
    held = limits or Limits()
    return _Here(factory, held, stop) if workers == 1 and not apart else WorkerPool(factory, workers, stop, held)

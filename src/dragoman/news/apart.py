"""Reading files in a process of their own, so that a file at which a parser kills its process takes nothing else with it.

The parsers of HTML, XML, PDF and Parquet are written in C and C++; what damaged or hostile files do to them is not always an
exception. Each part of an archive, each line, each record of a web archive is told before it is read. Where the process dies, takes
too long or too much memory, that part is refused by its place, a fresh process passes over it, and what came before is not
given twice. A file that kills its process before a part is told, as a Parquet file does, is refused from there on.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Draft, Given, Passed
from dragoman.news.readers import read_source
from dragoman.news.readers.steps import told_to
from dragoman.news.sources import Source

# Parts of one file that may kill their process. A file is read from its beginning after each of them.
_MOST_DEATHS: Final = 20
_MB: Final = 1_000_000

_log = logging.getLogger("dragoman.apart")


class WorkerDied(InputError):  # noqa: N818  (its name is what the issue says, as of documents that kill their reader)
    """The process that read it died."""


class DocumentTimeout(InputError):  # noqa: N818  (as above)
    """It took longer than it may."""


class _Order(NamedTuple):
    """What is to be read. `dead` tells of parts that killed their process before, and why they are not read."""

    source: Source
    settings: NewsSettings
    dead: dict[str, InputError]


class _At(NamedTuple):
    """A part is begun."""

    where: str


class _End(NamedTuple):
    """The file is read."""


class _Ended(NamedTuple):
    """The process did not come to the end of a source. The error's place is the part that it was at, if that is known."""

    error: InputError


def told_fate(code: int | None) -> str:
    """How a process ended, in words."""
    if code is None:
        return ""
    return f" (signal {-code})" if code < 0 else f" (exit code {code})"


@contextmanager
def signals_held() -> Iterator[None]:
    """Processes started meanwhile are born deaf to Ctrl-C and SIGTERM, which a terminal sends to all of a group."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def hold_memory(megabytes: int) -> None:
    """Let this process take so much more memory than it has; where the system has no such limit, nothing is held."""
    try:
        import resource

        with open("/proc/self/status", encoding="ascii") as file:
            held = next(int(line.split()[1]) for line in file if line.startswith("VmData:")) * 1024
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = held + megabytes * _MB
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))
    except (ImportError, OSError, StopIteration, ValueError) as err:
        _log.debug("memory is not limited here", exc_info=err)


def work(connection: Connection, memory_mb: int, level: int) -> None:
    """The life of the process: read whatever source it is told, until nobody tells any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to every process; who reads decides
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.basicConfig(level=level, format="dragoman: %(message)s")
    hold_memory(memory_mb)
    with suppress(EOFError, OSError):
        while True:
            order: _Order = connection.recv()
            for given in _given(connection, order):
                connection.send(given)
            connection.send(_End())


def _given(connection: Connection, order: _Order) -> Iterator[Draft | InputError | Passed]:
    """What a source gives. What no reader foresaw is an error of the source, which ends it and nothing else."""
    at = order.source.name

    def step(where: str) -> InputError | None:
        nonlocal at
        at = where
        if where in order.dead:
            return order.dead[where]
        connection.send(_At(where))
        return None

    with told_to(step):
        given = read_source(order.source, order.settings)
        while True:
            try:
                one = next(given, None)
            except (MemoryError, Exception) as err:
                _log.debug("%s cannot be read", at, exc_info=err)
                told = " ".join(str(err).split())[:200]
                yield InputError(
                    f"it cannot be read ({type(err).__name__}{f': {told}' if told else ''})",
                    where=at,
                    remedy="see what is wrong with it; what was read before stands",
                )
                return
            if one is None:
                return
            yield one


class Apart:
    """Reads sources as `read_source` does, in a process of its own. Use it as a context manager, or call `close`.

    Plain text is taken apart by Python alone and is read here, as is what can be read only once (standard input, pipes): a fresh process
    could not begin it anew.

    Args:
        seconds: What a part may take.
        memory_mb: What the process may take beyond what it begins with, in megabytes, on Linux.
    """

    def __init__(self, *, seconds: float = 300, memory_mb: int = 2048) -> None:
        self._seconds, self._memory_mb = seconds, memory_mb
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, source: Source, settings: NewsSettings) -> Iterator[Given]:
        """The drafts of a source in its order, with an error in the place of each document that cannot be had."""
        if not source.lasting or (source.format == "text" and not source.gzipped and source.path is not None):
            yield from read_source(source, settings)
            return
        dead: dict[str, InputError] = {}
        given = 0
        while True:
            ended: InputError | None = None
            for number, one in enumerate(self._tried(_Order(source, settings, dead))):
                if isinstance(one, _Ended):
                    ended = one.error
                elif number >= given:
                    given += 1
                    yield one
            if ended is None:
                return
            place = ended.where
            if place is None or place in dead or len(dead) >= _MOST_DEATHS:
                yield type(ended)(
                    ended.what,
                    where=source.name,
                    remedy="see what is wrong with it; what was read before stands",
                )
                return
            dead[place] = ended

    def target(self) -> Callable[[Connection, int, int], None]:
        """What the process does; tests put what dies into it."""
        return work

    def close(self) -> None:
        """Let the process go."""
        process, connection = self._process, self._connection
        self._process = self._connection = None
        if connection is not None:
            connection.close()
        if process is not None:
            process.kill()  # it holds nothing that would have to be put in order
            process.join()

    def _tried(self, order: _Order) -> Iterator[Given | _Ended]:
        """What one process gives of a source; last, where it did not come to the end, why."""
        connection = self._begun()
        at: str | None = None
        is_done = False
        try:
            with suppress(OSError):  # that it died shows below
                connection.send(order)
            while not is_done:
                if not wait([connection], timeout=self._seconds):
                    said = f"its reading took longer than {self._seconds:g} s; it is left out"
                    yield _Ended(DocumentTimeout(said, where=at))
                    return
                told = self._received(connection)
                if told is None:
                    yield _Ended(WorkerDied(f"the process that read it died{self._fate()}; it is left out", where=at))
                    return
                if isinstance(told, _End):
                    is_done = True
                elif isinstance(told, _At):
                    at = told.where
                else:
                    yield told
        finally:
            if not is_done:
                self.close()

    def _received(self, connection: Connection) -> Any:
        try:
            return connection.recv()
        except (EOFError, OSError):
            return None

    def _begun(self) -> Connection:
        if self._connection is None:
            context = multiprocessing.get_context("spawn")
            self._connection, other = context.Pipe()
            level = logging.getLogger("dragoman").getEffectiveLevel()
            self._process = context.Process(target=self.target(), args=(other, self._memory_mb, level), daemon=True)
            with signals_held():
                self._process.start()
            other.close()
        return self._connection

    def _fate(self) -> str:
        assert self._process is not None
        self._process.join(timeout=5)
        return told_fate(self._process.exitcode)

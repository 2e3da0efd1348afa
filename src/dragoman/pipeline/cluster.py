"""Read chunks on a Ray cluster: readers held by actors, one chunk in flight for each, what dies is replaced.

The driver cuts the input into chunks and hands each to a reader that is free, so that it never holds more than one chunk a
reader. A reader writes its part into the folder itself, which all machines must see under one path; to the driver come
only numbers. A chunk whose reader dies is given to a fresh one; after a second death its documents are read one by one, so that the
one at fault is left out and not its neighbours: as a worker's death is met on one machine.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from dragoman.errors import DragomanError, ModelError, NotBuiltError
from dragoman.pipeline.runner import STAGE, ReaderFactory, read_one
from dragoman.pipeline.spread import Chunk, finish_chunk
from dragoman.records import Document, Issue, Reading, Versions
from dragoman.store import Part, Partitions

# As often is a chunk, and then a document of it, given to a fresh reader.
_TRIES: Final = 2
_log = logging.getLogger("dragoman.cluster")


class ChunkReader:
    """What an actor holds: a reader with its models, and the folder."""

    def __init__(self, factory: ReaderFactory, folder: str) -> None:
        self._reader = factory()
        self._partitions = Partitions.open(folder)

    def versions(self) -> Versions:
        """What reads."""
        return self._reader.versions

    def process(self) -> int:
        """The number of its process, by which a reader that hangs can be found and ended."""
        return os.getpid()

    def read_chunk(self, chunk: Chunk) -> Part:
        """Read a chunk and write its part."""
        return finish_chunk(chunk, [self.read(document) for document in chunk.documents], self._partitions)

    def read(self, document: Document) -> Reading | Issue:
        """The reading of a document, or the issue that says why there is none."""
        return read_one(self._reader, document)


class RayEngine:
    """Reads on a Ray cluster. Use it as a context manager.

    Args:
        factory: Makes the reader in each actor; importable there.
        folder: Of the partitions, seen by all machines.
        address: Of the cluster (`auto`, `ray://host:10001`); `None` starts one on this machine, which ends with the engine.
        workers: Actors, of one processor each; `None` is one for each processor of the cluster.

    Raises:
        NotBuiltError: Ray is not installed.
        ModelError: The cluster cannot be reached, or no reader can be made on it.
    """

    def __init__(
        self, factory: ReaderFactory, folder: str | Path, *, address: str | None = None, workers: int | None = None
    ) -> None:
        self._ray = import_ray(is_local=address is None)
        self._factory, self._folder = factory, str(Path(folder).resolve())
        self._partitions = Partitions.open(folder)
        self._is_ours = not self._ray.is_initialized()
        if self._is_ours:
            self._connect(address, workers)
        try:
            number = workers or max(int(self._ray.cluster_resources().get("CPU", 1)), 1)
            self.actors = [self._actor() for _ in range(number)]
            self.versions = self._versions()
        except BaseException:
            self.close()
            raise

    def _connect(self, address: str | None, workers: int | None) -> None:
        given: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.WARNING}
        if address is None:
            given |= {
                "include_dashboard": False,
                "_node_ip_address": "127.0.0.1",
                "num_cpus": workers or os.cpu_count(),
            }
        try:
            self._ray.init(address=address, **given)
        except Exception as err:  # Ray raises that very class when a node does not come up in time
            raise ModelError(
                f"no cluster answers at {address or 'this machine'} ({' '.join(str(err).split())})",
                remedy="give the address that ray start tells, or leave --address out to use this machine",
            ) from err

    def _actor(self) -> Any:
        return self._ray.remote(num_cpus=1)(ChunkReader).remote(self._factory, self._folder)

    def _versions(self) -> Versions:
        """Wait until every reader is there; all must be of one version.

        Raises:
            ModelError: One cannot be made, or they differ.
        """
        try:
            told: list[Versions] = self._ray.get([actor.versions.remote() for actor in self.actors])
        except self._ray.exceptions.RayError as err:
            raise _made_of(err) from err
        if any(versions != told[0] for versions in told):
            raise ModelError(
                "the machines of the cluster have different versions of Dragoman or its models",
                remedy="install the same release, and the same tables of your own, on all",
            )
        return told[0]

    def parts(self, chunks: Iterator[Chunk]) -> Iterator[Part]:
        """The parts as they come, in no order."""
        idle = list(self.actors)
        running: dict[Any, tuple[Any, Chunk, int]] = {}
        exhausted = False
        while True:
            while idle and not exhausted:
                chunk = next(chunks, None)
                if chunk is None:
                    exhausted = True
                else:
                    actor = idle.pop()
                    running[actor.read_chunk.remote(chunk)] = (actor, chunk, 1)
            if not running:
                return
            (done,), _ = self._ray.wait(list(running), num_returns=1)
            actor, chunk, tries = running.pop(done)
            try:
                part: Part | None = self._ray.get(done)
            except self._ray.exceptions.RayActorError as err:
                _log.warning("a reader died at chunk %s: %s", chunk.name, " ".join(str(err).split())[:200])
                actor, part = self._replaced(actor), None
                if tries < _TRIES:
                    running[actor.read_chunk.remote(chunk)] = (actor, chunk, tries + 1)
                    continue
            except self._ray.exceptions.RayTaskError as err:
                raise _made_of(err) from err
            if part is None:
                actor, part = self._one_by_one(actor, chunk)
            idle.append(actor)
            yield part

    def _one_by_one(self, actor: Any, chunk: Chunk) -> tuple[Any, Part]:
        """Read the documents of a chunk that killed its readers each by itself, and write its part here."""
        results = []
        for document in chunk.documents:
            result: Reading | Issue = _died(document)
            for _ in range(_TRIES):
                try:
                    result = self._ray.get(actor.read.remote(document))
                    break
                except self._ray.exceptions.RayActorError:
                    actor = self._replaced(actor)
            results.append(result)
        return actor, finish_chunk(chunk, results, self._partitions)

    def _replaced(self, actor: Any) -> Any:
        """A fresh reader in the place of one that died, on whatever machine has room."""
        self.actors.remove(actor)
        fresh = self._actor()
        self.actors.append(fresh)
        return fresh

    def close(self) -> None:
        """Let the readers go, and end the cluster if it is ours."""
        if self._is_ours:
            self._ray.shutdown()
            return
        for actor in getattr(self, "actors", ()):
            self._ray.kill(actor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def import_ray(*, is_local: bool = True) -> Any:
    """Ray, told to tell nothing to anybody.

    Args:
        is_local: For a cluster of this machine, which shall be heard nowhere else. Ray has a switch for that, which it reads when
            it is imported and named after the systems on which it is the default.

    Raises:
        NotBuiltError: It is not installed.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if is_local:
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    try:
        import ray
        import ray.exceptions
    except ImportError as err:
        raise NotBuiltError("reading on a cluster needs Ray", remedy="pip install 'dragoman[cluster]'") from err
    return ray


def _made_of(error: Exception) -> DragomanError:
    """Our own error where one was raised on the cluster, else what Ray tells of its end."""
    cause = getattr(error, "cause", None)
    if isinstance(cause, DragomanError):
        return cause
    return ModelError(
        f"a reader on the cluster ended: {' '.join(str(error).split())[-300:]}",
        remedy="read one document with dragoman read --engine local there to see why",
    )


def _died(document: Document) -> Issue:
    return Issue(
        document_id=document.id,
        stage=STAGE,
        error="WorkerDied",
        message=f"the process that read it died, {_TRIES} times; the document is left out",
        origin=document.origin,
    )

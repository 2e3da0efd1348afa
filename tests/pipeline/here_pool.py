"""In the place of a pool of workers, for tests of what stands around it: starting processes takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

from dragoman.pipeline.runner import Limits, StopSignal, read_one


class HerePool:
    """Reads in this process, as a pool of workers would in others: starting those takes seconds."""

    def __init__(self, factory: Any, number: int, stop: StopSignal | None = None, limits: Limits | None = None) -> None:
        self._reader = factory()
        self.versions = self._reader.versions

    def results(self, jobs: Any) -> Iterator[Any]:
        for job in jobs:
            yield job, read_one(self._reader, job.document) if job.document else None

    def close(self) -> None:
        return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

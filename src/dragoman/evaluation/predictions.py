"""Predictions for a file, kept between runs: a run that is stopped goes on where it was, a finished one is not repeated.

They lie outside the repository in a folder named by the digest of all code and data that can change an answer, under the
digest of the input, so that a change of either begins anew.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import dragoman
from dragoman.evaluation import inputs
from dragoman.evaluation.tasks import WHOLE, load_task

_NO_MATTER = frozenset({"cli", "serving", "store", "training", "__pycache__"})
_NOT_PREDICTING = frozenset({"scores.py", "gate.py", "jobs.py", "predictions.py"})


class OutOfTimeError(Exception):
    """The time for this part is used up; what was predicted so far is kept."""


class Clock:
    """How much of a part's time is left. Without a limit there is always some."""

    def __init__(self, limit_s: float | None) -> None:
        self._end = None if limit_s is None else time.monotonic() + limit_s

    def check(self) -> None:
        """Go on.

        Raises:
            OutOfTimeError: The limit is reached.
        """
        if self._end is not None and time.monotonic() >= self._end:
            raise OutOfTimeError


def code_digest() -> str:
    """SHA-256 over the package's files, but for rooms and modules that no prediction depends on."""
    root, digest = Path(dragoman.__file__).parent, hashlib.sha256()
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.is_file() and not _NO_MATTER & set(inside.parts) and inside.name not in _NOT_PREDICTING:
            digest.update(f"{inside}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def cache_folder() -> Path:
    """Where predictions are kept unless the caller says otherwise: below the user's cache folder."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman" / "scores"


def predictions_for(task: str, file: Path, folder: Path, clock: Clock) -> Path:
    """The file with the predictions of a task for all records of a file; made, or finished, if it is not there.

    A prediction whose record could not be read carries `"failed": true`.

    Raises:
        OutOfTimeError: The clock ran out; call again to go on.
    """
    finished = folder / f"{task}-{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}.jsonl"
    if finished.exists():
        return finished
    clock.check()
    folder.mkdir(parents=True, exist_ok=True)
    part = finished.with_suffix(".part")
    done = {line["id"] for line in _whole_lines(part)}
    with part.open("a", encoding="utf-8") as out:
        for line in _predict(task, list(read_lines(file)), done):
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
            out.flush()
            clock.check()
    part.replace(finished)
    return finished


def _predict(task: str, records: list[dict[str, Any]], done: set[Any]) -> Iterator[dict[str, Any]]:
    predict, before = load_task(task), len(inputs.failures)
    left = [record for record in records if inputs.id_of(record) not in done]
    for line in predict(records, done=done) if task in WHOLE else predict(left):
        failed, before = len(inputs.failures) > before, len(inputs.failures)
        yield {**line, "failed": True} if failed else line


def _whole_lines(part: Path) -> list[dict[str, Any]]:
    """The lines of an unfinished file; a last one that was cut off is taken away."""
    if not part.exists():
        return []
    text = part.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        part.write_text(whole, encoding="utf-8")
    return [json.loads(line) for line in whole.split("\n") if line]


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file, plain or gzipped."""
    with _open(file) as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def count_failed(lines: Iterable[dict[str, Any]]) -> int:
    """How many predictions stand for records that could not be read."""
    return sum(line.get("failed") is True for line in lines)


def _open(file: Path) -> IO[str]:
    return gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8")

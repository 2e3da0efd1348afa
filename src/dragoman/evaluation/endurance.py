"""Kill reading at random instants, start it again, and see whether the store is in the end what an undisturbed run gives.

python -m dragoman.evaluation.endurance --runs 50 --documents 500

Every run is a process of its own that is ended with SIGKILL, like a machine that loses its power. At the end the canonical
lines of the store must be, byte for byte, those of a store that was read in one go. Exit code 1 where they are not.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from dragoman.news import News
from dragoman.pipeline.linking import is_behind, link_store
from dragoman.pipeline.runner import ReaderFactory, Runner
from dragoman.records import Record
from dragoman.store import Store

DEFAULT: Final = "dragoman.evaluation.endurance:make_default"
_BATCH: Final = 20
_SHOWN: Final = 5
_TOWNS: Final = ("Nairobi", "Ankara", "Lima", "Oslo", "Manila", "Tunis", "Quito", "Riga")
_ACTS: Final = (
    "Kenyan and Turkish ministers met in {town} on Monday to discuss trade.",
    "Police in {town} arrested {number} demonstrators on Tuesday, witnesses said.",
    "Norway promised to send aid to Peru, a spokesman in {town} said.",
    "Protesters marched through {town} to demand the resignation of the government.",
    "The foreign ministry in {town} denied that its soldiers had shelled a village.",
)


class Endured(Record, frozen=True):
    """What came of it: `kills` is how many runs were really ended by force, `states` what the journal says at the end.

    `differences` are the first lines that only one of the two stores has, with `-` those of the undisturbed one.
    """

    kills: int
    runs: int
    documents: int
    same: bool
    states: dict[str, int]
    contradictions: int
    digest: str
    seconds: float
    differences: tuple[str, ...] = ()


def make_default() -> object:
    """The reader of this version with its usual settings."""
    from dragoman.pipeline.runner import make_reader

    return make_reader(1_000_000, 0.4)


def write_documents(path: Path, number: int) -> None:
    """Documents of two or three sentences, all different; every seventeenth cannot be read and must be refused."""
    with path.open("w", encoding="utf-8") as file:
        for index in range(number):
            town = _TOWNS[index % len(_TOWNS)]
            first, second = _ACTS[index % len(_ACTS)], _ACTS[(index // 3) % len(_ACTS)]
            text = f"{first} {second} The report is number {index}.".format(town=town, number=index + 2)
            text = " " if index % 17 == 16 else text
            record = {
                "id": f"d{index:05}",
                "text": text,
                "published": f"2024-05-{index % 28 + 1:02}",
                "publisher": "Example Wire",
            }
            file.write(json.dumps(record) + "\n")


def read_all(source: Path, store: Path, factory: ReaderFactory, *, workers: int = 1) -> None:
    """Read a file into a store and link it, as `dragoman read` does."""
    with Store.open(store) as opened:
        runner = Runner(factory, workers=workers, batch_size=_BATCH, store=opened, give_known=False)
        for _ in runner.run(News([source])):
            pass
        if is_behind(opened):
            link_store(opened)


def endure(
    folder: Path, *, runs: int, documents: int, factory: str = DEFAULT, seed: int = 1, longest_s: float | None = None
) -> Endured:
    """Kill and resume.

    Args:
        folder: Where to work.
        runs: How often a run is started to be killed.
        documents: How many documents there are.
        factory: `module:function` that makes the reader.
        seed: Of the instants.
        longest_s: Latest instant of a kill after the start; without it, the time of the undisturbed run by a twelfth of
            the runs, so that the last ones still have something to do.
    """
    started, chance = time.monotonic(), random.Random(seed)
    source, whole, torn = folder / "documents.jsonl", folder / "whole.duckdb", folder / "torn.duckdb"
    write_documents(source, documents)
    begun = time.monotonic()
    _child(source, whole, factory).wait()
    took = time.monotonic() - begun
    latest = longest_s or max(took / max(runs / 12, 1), 0.5)
    kills = 0
    for _ in range(runs):
        child = _child(source, torn, factory)
        try:
            child.wait(timeout=chance.uniform(0, latest))
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            child.wait()
            kills += 1
    if _child(source, torn, factory).wait() != 0:
        raise RuntimeError("the last run, which nobody disturbed, failed")
    with Store.open(whole) as one, Store.open(torn) as other:
        expected, found = _digest(one), _digest(other)
        journal = other.journal()
        return Endured(
            kills=kills,
            runs=runs,
            documents=documents,
            same=expected == found,
            states={str(state): number for state, number in journal.counts().items()},
            contradictions=len(journal.contradictions()),
            digest=found,
            seconds=round(time.monotonic() - started, 1),
            differences=() if expected == found else _differences(one, other),
        )


def _child(source: Path, store: Path, factory: str) -> subprocess.Popen[bytes]:
    arguments = ["--child", str(source), str(store), "--factory", factory]
    return subprocess.Popen([sys.executable, "-m", "dragoman.evaluation.endurance", *arguments])


def _digest(store: Store) -> str:
    digest = hashlib.sha256()
    for line in store.canonical():
        digest.update(line.encode())
    return digest.hexdigest()


def _differences(one: Store, other: Store) -> tuple[str, ...]:
    mine, theirs = set(one.canonical()), set(other.canonical())
    lost = [f"-{line[:300]}" for line in sorted(mine - theirs)[:_SHOWN]]
    return (*lost, *(f"+{line[:300]}" for line in sorted(theirs - mine)[:_SHOWN]))


def make_factory(name: str) -> ReaderFactory:
    """The function that `module:function` names."""
    module, _, function = name.partition(":")
    found: ReaderFactory = getattr(importlib.import_module(module), function)
    return found


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, help="latest instant of a kill, in seconds")
    parser.add_argument("--factory", default=DEFAULT, help="module:function that makes the reader")
    parser.add_argument("--child", nargs=2, metavar=("SOURCE", "STORE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        read_all(Path(given.child[0]), Path(given.child[1]), make_factory(given.factory))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        found = endure(
            Path(folder),
            runs=given.runs,
            documents=given.documents,
            factory=given.factory,
            seed=given.seed,
            longest_s=given.longest,
        )
    sys.stderr.write(f"{found}\n")
    return 0 if found.same and not found.contradictions else 1


if __name__ == "__main__":
    sys.exit(main())

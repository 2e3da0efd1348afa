"""What a second reader on a Ray cluster of this machine adds, whether the files stay the same, and whether memory grows.

    python benchmarks/cluster.py ARTICLES.jsonl.gz --documents 160 [--workers 1 2] [--chunk 16]

Reads a fixed sample of the English articles with so many readers one run after the other, each into a folder of its own, and prints a line of JSON for
each: seconds by the clock from the first chunk to the last (the start of Ray and of the readers apart), processor seconds of the
readers together and of the busiest one, the most memory of one, and a digest of all files. Processor seconds tell on a busy machine what
the clock cannot: with the busiest reader at half of the sum, two readers on two free cores take half the time.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec
from throughput import read_articles

import dragoman.pipeline.spread as spread
from dragoman.news import Entry
from dragoman.pipeline.cluster import RayEngine
from dragoman.pipeline.reading import Reader
from dragoman.pipeline.runner import StopSignal, Summary
from dragoman.records import Document
from dragoman.store import Partitions


def main() -> None:
    """Read with each number of readers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles")
    parser.add_argument("--documents", type=int, default=160)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--chunk", type=int, default=16, help="documents of a chunk, on average")
    parser.add_argument("--every", type=int, default=0, help="tell the readers' memory after so many chunks")
    given = parser.parse_args()
    spread.CHUNK_DOCUMENTS = given.chunk  # type: ignore[misc]
    for workers in given.workers:
        with tempfile.TemporaryDirectory() as folder:
            tell(measure(folder, given.articles, given.documents, workers, given.every))


def measure(folder: str, articles: str, documents: int, workers: int, every: int) -> dict[str, Any]:
    """Read into a folder and tell what it took."""
    stop, summary = StopSignal(), Summary()
    began = time.monotonic()
    with RayEngine(Reader, folder, workers=workers) as engine:
        started = time.monotonic() - began
        processes = engine._ray.get([actor.process.remote() for actor in engine.actors])
        before = [_processor(process) for process in processes]
        partitions, read = Partitions.open(folder), 0
        rows = read_articles(Path(articles), documents)
        entries = (Entry(document=Document(id=str(row["id"]), text=row["text"])) for row in rows)
        began = time.monotonic()
        chunks = spread.cut(entries, engine.versions, partitions.next_run(), summary, stop)
        for number, part in enumerate(engine.parts(chunks), 1):
            read += part.documents
            if every and number % every == 0:
                tell({"documents": read, "memory_mb": [_memory(process, "VmRSS") for process in processes]})
        seconds = time.monotonic() - began
        spent = [_processor(process) - start for process, start in zip(processes, before, strict=True)]
        peak = max(_memory(process, "VmHWM") for process in processes)
    return {
        "workers": workers, "documents": read, "start_s": round(started, 1), "seconds": round(seconds, 1),
        "documents_per_s": round(read / seconds, 2), "processor_s": round(sum(spent), 1), "busiest_s": round(max(spent), 1),
        "peak_mb": peak, "digest": digest(Path(folder)),
    }  # fmt: skip


def _processor(process: int) -> float:
    """Processor seconds of a process so far."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _memory(process: int, name: str) -> int:
    """Megabytes that a process holds, or has held at most."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(name))) // 1024


def digest(folder: Path) -> str:
    """Of all Parquet files of a folder, by their names and bytes."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.parquet")):
        found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def tell(found: object) -> None:
    """Write a line of JSON."""
    sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

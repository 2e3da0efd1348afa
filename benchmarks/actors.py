"""How fast the tables of actors load and answer, and what they cost in memory.

    python benchmarks/actors.py [--kb FOLDER] [--names 200000] [--json FILE]

Loading and memory are measured in a process of their own, best of five. Names are all that the tables hold, in a fixed random
order, asked one by one: in the first round every name is new, in the second all have been seen. Times are processor seconds.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

SEED = 7
_LOAD = """
import resource, sys, time
from dragoman.resolution.actors import load_knowledge, read_overlay
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
load_knowledge(read_overlay(sys.argv[1] if len(sys.argv) > 1 else None))
took = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(took, before / 1024, peak / 1024)
"""


def loading(kb: str | None) -> dict[str, float]:
    """Seconds and megabytes of a process that loads the tables and nothing else; the best of five."""
    runs = []
    for _ in range(5):
        told = subprocess.run(
            [sys.executable, "-c", _LOAD, *([kb] if kb else [])], capture_output=True, text=True, check=True
        )
        runs.append([float(part) for part in told.stdout.split()])
    took, _, peak = min(runs)
    return {"load_s": round(took, 3), "peak_memory_mb": round(peak, 1)}


def asking(kb: str | None, count: int) -> dict[str, float]:
    """Names a second, in the first and the second round."""
    from dragoman.resolution.actors import load_knowledge, read_overlay
    from dragoman.resolution.actors.rows import LISTS, TABLES, rows_of

    overlay = read_overlay(kb)
    knowledge = load_knowledge(overlay)
    rows = [row for table in TABLES if table != "titles.tsv" for row in rows_of(table, overlay)]
    names = sorted({name for row in rows for name in (row.label, *(n for c in LISTS for n in row.values(c)))})
    order = random.Random(SEED)
    order.shuffle(names)
    rounds = {}
    for label, asked in (("first_names_per_s", names), ("names_per_s", [order.choice(names) for _ in range(count)])):
        start = time.process_time()
        found = sum(bool(knowledge.bearers(name)) for name in asked)
        rounds[label] = round(len(asked) / (time.process_time() - start))
    return {"rows": len(rows), "names": len(names), "found_share": round(found / count, 3), **rounds}


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kb")
    parser.add_argument("--names", type=int, default=200_000)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    result = {**loading(options.kb), **asking(options.kb, options.names)}
    result["whole_run_memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
    for name, value in result.items():
        sys.stdout.write(f"{name:22} {value}\n")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

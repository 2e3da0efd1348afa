"""The quality gate: `python -m dragoman.evaluation.gate` fails when our own articles are read worse than they were.

`gold/floors.json` pins the figures of `gold/articles/seen.jsonl` and the digest of that file. A figure may fall by
`SLACK`. `--raise` lifts floors to what is reached; `--lower` sets them to what is reached in either direction, for a change
whose reason stands in the changelog, and is needed after the gold itself has changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman.evaluation.documents import score_documents
from dragoman.evaluation.predictions import read_lines
from dragoman.evaluation.tasks import load_task

SLACK = 0.005
PINNED = (
    "detect.f1", "who_whom.f1", "when.share", "where.share", "status.share", "source.share", "relations.f1", "clean.share",
)  # fmt: skip


def measured(gold: Path) -> dict[str, float]:
    """The pinned figures of a gold file as the code reads it now."""
    lines = list(read_lines(gold))
    figures = score_documents(lines, {line["id"]: line for line in load_task("documents")(lines)})
    return {name: value for name in PINNED if (value := figures[name]) is not None}


def fallen(figures: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """A line for each figure that is below its floor by more than `SLACK`, or is no longer there."""
    found = []
    for name, floor in floors.items():
        now = figures.get(name)
        if now is None or now < floor - SLACK:
            found.append(f"{name}: {'missing' if now is None else f'{now:.4f}'}, floor {floor:.4f}")
    return found


def check(gold: Path, floors: Path, *, lift: bool = False, lower: bool = False) -> tuple[int, str]:
    """Exit code and message of the gate: 0 passed or written, 1 a figure fell, 2 there is nothing to compare with."""
    digest = hashlib.sha256(gold.read_bytes()).hexdigest()
    pinned: dict[str, Any] = json.loads(floors.read_text(encoding="utf-8")) if floors.exists() else {}
    if pinned.get("corpus") != digest and not lower:
        what = "has changed since the floors were pinned" if pinned else f"has no floors in {floors}"
        return 2, f"{gold} {what}; pin them with --lower"
    figures = measured(gold)
    old: dict[str, float] = pinned.get("floors", {})
    if lower:
        return 0, _write(floors, digest, figures)
    if problems := fallen(figures, old):
        return 1, "\n".join(["Below the floor:", *problems, "Mend it, or lower the floors with --lower and say why."])
    if lift:
        return 0, _write(floors, digest, {name: max(figures[name], old.get(name, 0.0)) for name in figures})
    return 0, "\n".join(f"{name}: {value:.4f}, floor {old.get(name, 0.0):.4f}" for name, value in figures.items())


def _write(path: Path, digest: str, figures: Mapping[str, float]) -> str:
    path.write_text(json.dumps({"corpus": digest, "floors": dict(figures)}, indent=1) + "\n", encoding="utf-8")
    return "\n".join([f"Written to {path}:", *(f"{name}: {value:.4f}" for name, value in figures.items())])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate and print what it found."""
    parser = argparse.ArgumentParser(
        prog="python -m dragoman.evaluation.gate", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--gold", type=Path, default=Path("gold/articles/seen.jsonl"))
    parser.add_argument("--floors", type=Path, default=Path("gold/floors.json"))
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift floors to what is reached")
    parser.add_argument("--lower", action="store_true", help="set floors to what is reached, lower ones too")
    given = parser.parse_args(arguments)
    code, message = check(given.gold, given.floors, lift=given.lift, lower=given.lower)
    (sys.stdout if code == 0 else sys.stderr).write(message + "\n")
    return code


if __name__ == "__main__":
    sys.exit(main())

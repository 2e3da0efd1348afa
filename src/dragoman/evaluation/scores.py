"""Measure everything that is built: `python -m dragoman.evaluation.scores FOLDER`.

FOLDER is laid out as the benchmark is: a folder per task, `score.py`, and `documents/score_documents.py`, which are run as
they are. The articles in `gold/` are scored beside it with our own scorer, and need no folder.

A part ends after `--limit-seconds`; predictions are kept, and a part that leaves work ends with exit code 75: run it again.
The last part prints the table and writes it to `docs/accuracy.md`, with the figures in `docs/accuracy.json`, which the next
run compares with.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.evaluation.documents import score_documents
from dragoman.evaluation.jobs import JOBS, OWN_DOCUMENTS, Job, figure_at
from dragoman.evaluation.predictions import (
    Clock,
    OutOfTimeError,
    cache_folder,
    code_digest,
    count_failed,
    predictions_for,
    read_lines,
)
from dragoman.evaluation.tasks import TASKS, is_built

MORE_TO_DO = 75
"""Exit code of a part that leaves work (EX_TEMPFAIL): run the command again."""
LIMIT_S = 540.0
_HEAD = ("Task", "File", "Figure", "Now", "Last", "Difference", "Not read")


class Row(NamedTuple):
    """One figure: `now` and `last` from 0 to 1 but for errors and correlations; `failed` counts records not read."""

    task: str
    file: str
    figure: str
    now: float | None
    last: float | None
    failed: int

    @property
    def key(self) -> str:
        """The name of the figure in `accuracy.json`."""
        return f"{self.file} | {self.task} | {self.figure}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as text."""
        change = "" if self.now is None or self.last is None else f"{self.now - self.last:+.4f}"
        failed = str(self.failed) if self.failed else ""
        return (self.task, self.file, self.figure, _text(self.now), _text(self.last), change, failed)


class Settings(NamedTuple):
    """Where everything lies. `bench` may be `None`: then only our own articles are scored."""

    bench: Path | None
    gold: Path
    docs: Path
    cache: Path
    tasks: frozenset[str] = frozenset(TASKS)
    files: str = ""


def measure(settings: Settings, clock: Clock) -> list[Row]:
    """The rows of the table, our own articles first. Work that was done before is taken from the cache.

    Raises:
        OutOfTimeError: The clock ran out; call again to go on.
    """
    last = _recorded(settings.docs)
    cache = settings.cache / code_digest()[:16]
    rows: list[Row] = []
    for job, own in _work(settings):
        file = settings.gold.parent.parent / job.file if own else _bench(settings) / job.file
        predicted = predictions_for(job.task, file, cache, clock)
        result = _own_result(file, predicted) if own else _result(job, _bench(settings), predicted)
        failed = count_failed(read_lines(predicted))
        for figure, path in job.figures:
            now = result.get(path) if own else figure_at(result, path)
            row = Row(job.task, job.file, figure, now, None, failed)
            rows.append(row._replace(last=last.get(row.key)))
    return rows


def _work(settings: Settings) -> list[tuple[Job, bool]]:
    """The jobs whose task is built and whose file is there, with whether they are our own."""
    own = [
        Job("documents", f"gold/articles/{p.name}", (), OWN_DOCUMENTS) for p in sorted(settings.gold.glob("*.jsonl"))
    ]
    work = [(job, True) for job in own]
    if settings.bench is not None:
        work += [(job, False) for job in JOBS if (settings.bench / job.file).exists()]
    return [
        (job, mine)
        for job, mine in work
        if job.task in settings.tasks and is_built(job.task) and settings.files in job.file
    ]


def _bench(settings: Settings) -> Path:
    assert settings.bench is not None
    return settings.bench


def _own_result(file: Path, predicted: Path) -> dict[str, float | None]:
    return score_documents(list(read_lines(file)), {line["id"]: line for line in read_lines(predicted)})


def _result(job: Job, bench: Path, predicted: Path) -> dict[str, Any]:
    """What the benchmark's scorer prints; kept beside the predictions under the scorer's digest."""
    script = bench / "documents" / "score_documents.py" if job.scorer == ("documents",) else bench / "score.py"
    options = job.scorer if script.name == "score.py" else ()
    digest = hashlib.sha256(script.read_bytes() + repr(job.scorer).encode()).hexdigest()[:12]
    kept = predicted.with_suffix(f".{digest}.json")
    if not kept.exists():
        command = [sys.executable, str(script), *options[:1], str(bench / job.file), str(predicted), *options[1:]]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        kept.write_text(done.stdout, encoding="utf-8")
    result: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return result


# ---------------------------------------------------------------- writing


def table(rows: Iterable[Row]) -> str:
    """The rows as a table of plain text, columns aligned."""
    cells = [_HEAD, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEAD))]
    return "".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() + "\n" for line in cells)


def write_accuracy(rows: Sequence[Row], settings: Settings, command: str) -> None:
    """Write `accuracy.md` and `accuracy.json`. Figures that were not measured this time are kept with their own date."""
    day, commit = datetime.now(UTC).date().isoformat(), _commit(settings.docs)
    path = settings.docs / "accuracy.json"
    kept: dict[str, Any] = _json(path).get("figures", {})
    kept |= {row.key: {"value": row.now, "date": day, "commit": commit} for row in rows if row.now is not None}
    settings.docs.mkdir(parents=True, exist_ok=True)
    report = {"date": day, "commit": commit, "command": command, "figures": dict(sorted(kept.items()))}
    path.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (settings.docs / "accuracy.md").write_text(_page(rows, kept, day, commit, command), encoding="utf-8")


def _page(rows: Sequence[Row], kept: dict[str, Any], day: str, commit: str, command: str) -> str:
    lines = [
        "# Accuracy",
        "",
        f"Measured on {day}, commit `{commit}`, by `{command}`. `Last` is the figure recorded before, `Not read` the number of",
        "records that could not be read and count as empty predictions. `gold/articles` holds our own annotated articles;",
        "`heldout.jsonl` and `fresh.jsonl` are not looked at while the code is written. The other files are public benchmarks,",
        "measured on and never trained on.",
        "",
        f"| {' | '.join(_HEAD)} |",
        f"|{' --- |' * len(_HEAD)}",
        *(f"| {' | '.join(row.cells)} |" for row in rows),
    ]
    measured = {row.key for row in rows}
    older = [(key, entry) for key, entry in sorted(kept.items()) if key not in measured]
    if older:
        lines += [
            "",
            "Not measured this time:",
            "",
            "| File | Task | Figure | Value | Date | Commit |",
            f"|{' --- |' * 6}",
        ]
        lines += [
            f"| {key} | {_text(entry['value'])} | {entry['date']} | `{entry['commit']}` |" for key, entry in older
        ]
    missing = [task for task in TASKS if not is_built(task)]
    if missing:
        lines += ["", f"Not built yet: {', '.join(missing)}."]
    return "\n".join(lines) + "\n"


def _recorded(docs: Path) -> dict[str, float]:
    return {key: entry["value"] for key, entry in _json(docs / "accuracy.json").get("figures", {}).items()}


def _json(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return data


def _commit(folder: Path) -> str:
    """The commit that the folder's repository stands at, with a mark where files differ from it; `unknown` without git."""

    def git(*arguments: str) -> str | None:
        try:
            done = subprocess.run(["git", *arguments], cwd=folder.parent, capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        return done.stdout.strip()

    commit = git("rev-parse", "--short", "HEAD")
    return "unknown" if commit is None else f"{commit} with changes" if git("status", "--porcelain", "src") else commit


def _text(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"


# ---------------------------------------------------------------- command line


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m dragoman.evaluation.scores", description=(__doc__ or "").split("\n")[0]
    )
    made.add_argument(
        "bench", nargs="?", type=Path, help="benchmark folder; without one only our own articles are scored"
    )
    made.add_argument("--tasks", nargs="+", choices=TASKS, default=list(TASKS), metavar="TASK", help="only these tasks")
    made.add_argument("--files", default="", metavar="TEXT", help="only files whose path has this in it")
    made.add_argument("--limit-seconds", type=float, default=LIMIT_S, help=f"end this part after so long ({LIMIT_S:g})")
    made.add_argument("--gold", type=Path, default=Path("gold/articles"), help="folder of our own articles")
    made.add_argument("--docs", type=Path, default=Path("docs"), help="folder that accuracy.md is written to")
    made.add_argument("--cache", type=Path, default=cache_folder(), help="folder that keeps predictions")
    made.add_argument("--no-write", action="store_true", help="print the table only")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one part. 0: all done and written; 75: run it again."""
    given = parser().parse_args(arguments)
    settings = Settings(
        given.bench, given.gold.absolute(), given.docs, given.cache, frozenset(given.tasks), given.files
    )
    try:
        rows = measure(settings, Clock(given.limit_seconds))
    except OutOfTimeError:
        sys.stderr.write("The time of this part is used up; run the same command again to go on.\n")
        return MORE_TO_DO
    sys.stdout.write(table(rows))
    if not given.no_write:
        write_accuracy(rows, settings, _command(given))
    return 0


def _command(given: argparse.Namespace) -> str:
    """The command as a reader could give it: the folder of the benchmark is theirs, so only its place is named."""
    words = ["python -m dragoman.evaluation.scores", *(["BENCH"] if given.bench else [])]
    if set(given.tasks) != set(TASKS):
        words += ["--tasks", *given.tasks]
    if given.files:
        words += ["--files", given.files]
    return " ".join(words)


if __name__ == "__main__":
    sys.exit(main())

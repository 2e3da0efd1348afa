"""The table of scores, over a small benchmark folder made for the test."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.evaluation import scores
from dragoman.evaluation.jobs import JOBS, figure_at
from dragoman.evaluation.scores import MORE_TO_DO, Row, main, table
from dragoman.evaluation.tasks import TASKS

SCORER = """
import json, sys
gold = [json.loads(line) for line in open(sys.argv[2])]
found = {line["id"]: line for line in map(json.loads, open(sys.argv[3]))}
right = sum(len(found[g["id"]]["timexes"]) == g["n"] for g in gold)
print(json.dumps({"value_f1": right / len(gold), "strict": {"f1": 0.5}}))
"""


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    folder = tmp_path / "bench"
    (folder / "timex").mkdir(parents=True)
    (folder / "score.py").write_text(SCORER, encoding="utf-8")
    rows = [
        {"id": "a", "dct": "2024-05-01", "text": "They met on Monday.", "n": 1},
        {"id": "b", "dct": None, "text": "No.", "n": 1},
    ]
    (folder / "timex" / "tweets.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


@pytest.fixture
def options(bench: Path, tmp_path: Path) -> list[str]:
    return [
        str(bench),
        "--gold",
        str(tmp_path / "gold" / "articles"),
        "--docs",
        str(tmp_path / "docs"),
        "--cache",
        str(tmp_path / "cache"),
    ]


def accuracy(tmp_path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((tmp_path / "docs" / "accuracy.json").read_text(encoding="utf-8"))
    return data


def test_table_is_printed_and_written(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(options) == 0
    printed = capsys.readouterr().out
    assert "timex  timex/tweets.jsonl  value F1    0.5000" in printed
    assert accuracy(tmp_path)["figures"]["timex/tweets.jsonl | timex | value F1"]["value"] == 0.5
    page = (tmp_path / "docs" / "accuracy.md").read_text(encoding="utf-8")
    assert "| timex | timex/tweets.jsonl | value F1 | 0.5000 |" in page
    assert "python -m dragoman.evaluation.scores BENCH" in page
    assert str(tmp_path) not in page


def test_next_run_tells_the_difference(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(options)
    report = accuracy(tmp_path)
    report["figures"]["timex/tweets.jsonl | timex | value F1"]["value"] = 0.75
    report["figures"]["gone.jsonl | timex | value F1"] = {"value": 0.1, "date": "2024-01-01", "commit": "abc"}
    (tmp_path / "docs" / "accuracy.json").write_text(json.dumps(report), encoding="utf-8")
    capsys.readouterr()
    assert main(options) == 0
    assert "0.5000  0.7500  -0.2500" in capsys.readouterr().out
    assert "| gone.jsonl | timex | value F1 | 0.1000 | 2024-01-01 |" in (tmp_path / "docs" / "accuracy.md").read_text(
        encoding="utf-8"
    )


def test_part_without_time_says_that_there_is_more(options: list[str], tmp_path: Path) -> None:
    assert main([*options, "--limit-seconds", "0"]) == MORE_TO_DO
    assert not (tmp_path / "docs").exists()
    assert main(options) == 0


def test_only_some_tasks_or_files(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*options, "--tasks", "gsr", "--no-write"]) == 0
    assert "tweets" not in capsys.readouterr().out
    assert main([*options, "--files", "tbaq", "--no-write"]) == 0
    assert "tweets" not in capsys.readouterr().out


def test_own_articles_are_scored_without_a_benchmark(
    options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "gold" / "articles"
    folder.mkdir(parents=True)
    line = {"id": "a", "input": {"id": "a", "text": ""}, "gold": {"id": "a", "events": [], "relations": []}}
    (folder / "seen.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")

    def empty(task: str, file: Path, cache: Path, clock: object) -> Path:
        path = tmp_path / "p.jsonl"
        path.write_text('{"id": "a", "events": [], "relations": [], "failed": true}\n', encoding="utf-8")
        return path

    monkeypatch.setattr(scores, "predictions_for", empty)
    assert main(options[1:]) == 0
    printed = capsys.readouterr().out
    assert "documents  gold/articles/seen.jsonl  clean articles  1.0000" in printed
    assert printed.splitlines()[-1].endswith(" 1")


def test_rows_stand_in_columns() -> None:
    lines = table(
        [Row("timex", "a.jsonl", "F1", 0.5, None, 0), Row("geoparsing", "b.jsonl", "F1", None, 0.1, 2)]
    ).splitlines()
    assert {line.index(".jsonl") for line in lines[1:]} == {13}


def test_jobs_name_tasks_and_differ() -> None:
    assert {job.task for job in JOBS} <= set(TASKS)
    assert len({(job.file, job.scorer) for job in JOBS}) == len(JOBS)


def test_figure_under_a_path() -> None:
    assert figure_at({"a": {"b": 1}}, "a.b") == 1.0
    assert figure_at({"a": None}, "a.b") is None
    assert figure_at({"a": {"b": "x"}}, "a.b") is None

from __future__ import annotations

import gzip
import json
import sys
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.cli.predict import TASKS


@pytest.fixture(autouse=True)
def _task(monkeypatch: pytest.MonkeyPatch) -> None:
    """The task `templates` echoes ids; the task `extraction` does not exist."""
    module = types.ModuleType("dragoman.evaluation.tasks.templates")
    module.__spec__ = types.SimpleNamespace(name=module.__name__)  # type: ignore[assignment]

    def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for record in records:
            if record["id"] == "bad":
                raise ValueError("cannot")
            yield {"id": record["id"], "seen": "\x9b"}

    module.predict = predict  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(sys.modules, "dragoman.evaluation.tasks.extraction", None)


def test_each_record_gets_its_prediction(run: Any, folder: Path) -> None:
    (folder / "in.jsonl").write_text('{"id": "a"}\n\n{"id": "b"}\n')
    result = run("predict", "templates", "in.jsonl", "--output", "out.jsonl")
    assert result.exit_code == 0, result.stderr
    assert [json.loads(line)["id"] for line in (folder / "out.jsonl").read_text().splitlines()] == ["a", "b"]


def test_compressed_input_and_standard_output(run: Any, folder: Path) -> None:
    (folder / "in.jsonl.gz").write_bytes(gzip.compress(b'{"id": "a"}\n'))
    result = run("predict", "templates", "in.jsonl.gz", "-o", "-", "-q")
    assert result.stdout == '{"id":"a","seen":"\\u009b"}\n'


def test_line_that_is_no_record_is_listed(run: Any, folder: Path) -> None:
    (folder / "in.jsonl").write_text('{"id": "a"}\nno\n[1]\n{"id": "b"}\n')
    result = run("predict", "templates", "in.jsonl", "-o", "out.jsonl")
    assert result.exit_code == 1
    assert "refused: in.jsonl:2: " in result.stderr
    assert "refused: in.jsonl:3: " in result.stderr
    assert len((folder / "out.jsonl").read_text().splitlines()) == 2


def test_task_that_fails_leaves_no_file(run: Any, folder: Path) -> None:
    (folder / "in.jsonl").write_text('{"id": "a"}\n{"id": "bad"}\n')
    assert run("predict", "templates", "in.jsonl", "-o", "out.jsonl").exit_code == 70
    assert [path.name for path in folder.iterdir()] == ["in.jsonl"]


def test_task_that_is_not_built_exits_3(run: Any, folder: Path) -> None:
    (folder / "in.jsonl").write_text("")
    result = run("predict", "extraction", "in.jsonl", "-o", "out.jsonl")
    assert result.exit_code == 3
    assert "the task extraction is not built yet" in result.stderr


def test_unknown_task_and_missing_input(run: Any, folder: Path) -> None:
    result = run("predict", "documnts", "in.jsonl", "-o", "out.jsonl")
    assert result.exit_code == 2
    assert "did you mean documents?" in result.stderr
    assert run("predict", "templates", "gone.jsonl", "-o", "out.jsonl").exit_code == 1


def test_tasks_are_those_of_the_benchmark() -> None:
    assert len(set(TASKS)) == 15

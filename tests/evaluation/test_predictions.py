"""Predictions are kept, and unfinished ones are finished."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.evaluation import inputs, predictions
from dragoman.evaluation.predictions import (
    Clock,
    OutOfTimeError,
    code_digest,
    count_failed,
    predictions_for,
    read_lines,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": "x"}) + "\n" for n in range(4)), encoding="utf-8")
    return path


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The ids that the task was asked for; record 2 cannot be read."""
    ids: list[Any] = []

    def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for record in records:
            ids.append(record["id"])
            if record["id"] == 2:
                inputs.failures.append("2")
            yield {"id": record["id"]}

    monkeypatch.setattr(predictions, "load_task", lambda task: predict)
    monkeypatch.setattr(inputs, "failures", [])
    return ids


def test_finished_predictions_are_not_made_again(file: Path, asked: list[Any], tmp_path: Path) -> None:
    made = predictions_for("timex", file, tmp_path / "cache", Clock(None))
    assert predictions_for("timex", file, tmp_path / "cache", Clock(0)) == made
    assert asked == [0, 1, 2, 3]


def test_failed_records_are_marked(file: Path, asked: list[Any], tmp_path: Path) -> None:
    lines = list(read_lines(predictions_for("timex", file, tmp_path / "cache", Clock(None))))
    assert count_failed(lines) == 1
    assert lines[2] == {"id": 2, "failed": True}


class _After(Clock):
    """A clock that runs out at the n-th look."""

    def __init__(self, looks: int) -> None:
        super().__init__(None)
        self.left = looks

    def check(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise OutOfTimeError


def test_unfinished_predictions_go_on_where_they_were(file: Path, asked: list[Any], tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    with pytest.raises(OutOfTimeError):
        predictions_for("timex", file, folder, _After(2))
    part = next(folder.glob("*.part"))
    part.write_text(part.read_text(encoding="utf-8") + '{"id": 2, "cut o', encoding="utf-8")
    made = predictions_for("timex", file, folder, Clock(None))
    assert [line["id"] for line in read_lines(made)] == [0, 1, 2, 3]
    assert asked == [0, 1, 2, 3]
    assert not list(folder.glob("*.part"))


def test_changed_input_begins_anew(file: Path, asked: list[Any], tmp_path: Path) -> None:
    first = predictions_for("timex", file, tmp_path / "cache", Clock(None))
    file.write_text('{"id": 9}\n', encoding="utf-8")
    assert predictions_for("timex", file, tmp_path / "cache", Clock(None)) != first
    assert asked[-1] == 9


def test_clock_without_limit_never_runs_out() -> None:
    Clock(None).check()
    with pytest.raises(OutOfTimeError):
        Clock(0).check()


def test_gzipped_records_are_read(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "a"}\n\n{"id": "b"}\n'))
    assert [line["id"] for line in read_lines(path)] == ["a", "b"]


def test_digest_of_the_code_is_stable() -> None:
    assert code_digest() == code_digest()
    assert len(code_digest()) == 64

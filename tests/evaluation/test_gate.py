"""The gate fails when a figure falls, and lowers floors only when told to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.evaluation import gate
from dragoman.evaluation.gate import SLACK, check, fallen


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "seen.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    return path


@pytest.fixture
def reach(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """What the code reaches; a test may change it."""
    figures = {"detect.f1": 0.7, "when.share": 0.9}
    monkeypatch.setattr(gate, "measured", lambda gold: dict(figures))
    return figures


def floors(path: Path) -> dict[str, float]:
    pinned: dict[str, float] = json.loads(path.read_text(encoding="utf-8"))["floors"]
    return pinned


def test_without_floors_there_is_nothing_to_compare_with(gold: Path, reach: dict[str, float], tmp_path: Path) -> None:
    code, message = check(gold, tmp_path / "floors.json")
    assert code == 2
    assert "--lower" in message


def test_reached_floors_pass_and_fallen_ones_fail(gold: Path, reach: dict[str, float], tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert check(gold, path, lower=True)[0] == 0
    assert check(gold, path)[0] == 0
    reach["detect.f1"] = 0.7 - SLACK
    assert check(gold, path)[0] == 0
    reach["detect.f1"] = 0.69
    code, message = check(gold, path)
    assert code == 1
    assert "detect.f1: 0.6900, floor 0.7000" in message


def test_raising_never_lowers(gold: Path, reach: dict[str, float], tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    check(gold, path, lower=True)
    reach |= {"detect.f1": 0.8, "when.share": 0.898}
    assert check(gold, path, lift=True)[0] == 0
    assert floors(path) == {"detect.f1": 0.8, "when.share": 0.9}


def test_lowering_is_explicit(gold: Path, reach: dict[str, float], tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    check(gold, path, lower=True)
    reach["detect.f1"] = 0.5
    assert check(gold, path, lift=True)[0] == 1
    assert floors(path)["detect.f1"] == 0.7
    assert check(gold, path, lower=True)[0] == 0
    assert floors(path)["detect.f1"] == 0.5


def test_changed_gold_must_be_pinned_anew(gold: Path, reach: dict[str, float], tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    check(gold, path, lower=True)
    gold.write_text('{"id": "b"}\n', encoding="utf-8")
    code, message = check(gold, path)
    assert code == 2
    assert "has changed" in message


def test_figure_that_is_gone_has_fallen() -> None:
    assert fallen({}, {"detect.f1": 0.1}) == ["detect.f1: missing, floor 0.1000"]

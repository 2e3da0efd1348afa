"""Probabilities held against gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.evaluation.calibration import expected_error, main, reliability

ARTICLE = {
    "id": "a", "input": {"text": "Kenya accused Uganda of lying. Peru praised Chile.", "published": "2024-05-15"},
    "gold": {
        "events": [
            {"type": "ACCUSE", "actors": [{"code": "KEN"}], "recipients": [{"code": "UGA"}], "status": "actual",
             "evidence": [{"start": 0, "end": 30}]},
            {"type": "SUPPORT", "actors": [{"code": "PER"}], "recipients": [{"code": "CHL"}], "status": "actual",
             "evidence": [{"start": 31, "end": 50}], "optional": True},
        ],
        "relations": [],
    },
}  # fmt: skip


def test_error_is_the_weighted_distance() -> None:
    rows = reliability([(0.95, True), (0.95, True), (0.95, False), (0.95, False), (0.6, True)])
    assert [(edge, count) for edge, count, _, _ in rows] == [(0.6, 1), (0.9, 4)]
    assert expected_error(rows) == pytest.approx(0.8 * 0.45 + 0.2 * 0.4)
    assert expected_error([]) == 0.0


def test_gold_that_may_be_found_or_not_does_not_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    main([str(path), "--min-probability", "0"])
    said = capsys.readouterr().out.splitlines()
    assert said[-1].endswith("over 1 records")
    assert said[1].split()[1] == "1"
    assert said[1].split()[-1] == "1.000"

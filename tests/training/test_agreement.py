"""Two labellers of the same text: what is compared, and what the figures mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.training.agreement import COLUMNS, agreement, first_labels, kappa, key_of, second_labels

FRAME = {
    "text": "{a:gov} <1:accused> {b:state} after its army <2:shelled> {p}.",
    "events": [
        {"trigger": 1, "type": "ACCUSE", "modes": ["allege"], "status": "actual", "actors": ["a"], "recipients": ["b"]},
        {"trigger": 2, "type": "ASSAULT", "modes": [], "status": "actual", "actors": ["b"], "recipients": []},
    ],
}  # fmt: skip


def labels(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "second.tsv"
    path.write_text("\n".join("\t".join(row) for row in (COLUMNS, *rows)) + "\n", encoding="utf-8")
    return path


def test_acts_are_compared_by_the_text_they_stand_in(tmp_path: Path) -> None:
    (tmp_path / "frames.jsonl").write_text(json.dumps(FRAME) + "\n", encoding="utf-8")
    item = key_of(str(FRAME["text"]))
    path = labels(
        tmp_path,
        (item, "1", "ACCUSE", "disapprove", "actual", "a", "b"),
        (item, "2", "COERCE", "", "actual", "b", ""),
        ("elsewhere", "1", "AID", "", "actual", "a", "b"),
    )
    found = agreement(dict(first_labels(tmp_path, ["frames.jsonl"], [])), dict(second_labels(path)))
    assert (found.labelled, found.gone) == (2, 1)
    assert (found.type, found.status, found.modes, found.recipients) == (0.5, 1.0, 0.0, 1.0)


def test_kappa_takes_chance_away() -> None:
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == (0.5, 0.0)
    assert kappa([("a", "a"), ("b", "b")]) == (1.0, 1.0)


def test_another_heading_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "second.tsv"
    path.write_text("item\ttype\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"second\.tsv, line 1"):
        list(second_labels(path))

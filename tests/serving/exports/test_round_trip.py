"""PLOVER JSON and Parquet: what is written is read back whole."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from dragoman.errors import InputError
from dragoman.serving.exports import read_parquet, read_plover, write_export
from dragoman.serving.rows import COLUMNS
from dragoman.store import EventQuery, View


def test_plover_json_loses_nothing(view: View, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    report = write_export(path, view, EventQuery(), format="plover", everything=True, with_text=True)
    assert (report.written, report.left_out) == (10, {})
    assert list(read_plover(path)) == list(view.answers())


def test_parquet_loses_nothing(view: View, tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    assert write_export(path, view, EventQuery(), format="parquet", with_text=True).written == 10
    assert list(read_parquet(path)) == list(view.answers())
    assert pq.read_table(path).column_names[: len(COLUMNS)] == list(COLUMNS)


@pytest.mark.parametrize(("format_", "read"), [("plover", read_plover), ("parquet", read_parquet)])
def test_articles_are_left_out_unless_asked_for(view: View, tmp_path: Path, format_: str, read: object) -> None:
    write_export(tmp_path / "x", view, EventQuery(), format=format_)
    assert callable(read)
    back = list(read(tmp_path / "x"))
    assert back
    assert {answer.document.text for answer in back} == {""}
    told = {answer.mention.id: answer for answer in view.answers()}
    for answer in back:
        whole = told[answer.mention.id]
        assert answer == msgspec.structs.replace(whole, document=msgspec.structs.replace(whole.document, text=""))


def test_plover_fields_are_the_manuals(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "x.jsonl", view, EventQuery(), format="plover")
    assert report.left_out == {"STATUS_PLANNED": 2, "STATUS_DENIED": 2}
    lines = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()]
    first = lines[0]
    assert {"id", "date", "actor", "event"} <= set(first)
    assert (first["event"], first["mode"], first["quad_code"]) == (["CONSULT"], ["visit"], 1)
    assert first["recipient"][0] == {
        "entity_text": "Osterian officials",
        "code": "KOS",
        "sector": "GOV",
        "identifier_id": "XKX-GOV",
        "identifier_text": "Kosovo",
    }
    month = next(line for line in lines if line.get("enddate"))
    assert (month["date"], month["enddate"], month["date_edtf"]) == ("2025-06-01", "2025-06-30", "2025-06")
    crackdown = next(line for line in lines if line["event"] == ["COERCE"])
    assert crackdown["injured"] == "12-"
    assert "code" not in crackdown["actor"][0]


def test_a_line_of_somebody_else_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": "1", "date": "2020-01-01", "actor": [], "event": []}\n')
    with pytest.raises(InputError, match=r"x\.jsonl, line 1: not a line of PLOVER JSON"):
        list(read_plover(tmp_path / "x.jsonl"))

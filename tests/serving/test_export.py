"""Files: what is written comes back, whole or not at all, the same every time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from store_factory import document, meeting, reading

from dragoman.records import EventMention, Reading
from dragoman.serving import ExportError, export, flatten, write_csv, write_json, write_jsonl, write_parquet
from dragoman.serving.export import csv_cell, csv_lines
from dragoman.serving.rows import COLUMNS, Row
from dragoman.store import EventQuery, Store, View


@pytest.fixture
def view(store: Store) -> View:
    store.writer().write([reading("a2"), reading("a1")])
    return store.view()


def test_jsonl_gives_the_records_back(view: View, tmp_path: Path) -> None:
    assert export(tmp_path / "x.jsonl", view, EventQuery()) == 4
    lines = (tmp_path / "x.jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(line, type=EventMention) for line in lines] == view.mentions()


def test_json_is_one_array(view: View, tmp_path: Path) -> None:
    assert export(tmp_path / "x.json", view, EventQuery(limit=3)) == 3
    assert msgspec.json.decode((tmp_path / "x.json").read_bytes(), type=list[EventMention]) == view.mentions()[:3]
    assert write_json(tmp_path / "none.json", []) == 0
    assert json.loads((tmp_path / "none.json").read_text()) == []


def test_readings_are_written_whole(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "x.jsonl", [reading()])
    assert msgspec.json.decode((tmp_path / "x.jsonl").read_bytes(), type=Reading) == reading()


def test_csv_gives_the_cells_back(view: View, tmp_path: Path) -> None:
    assert export(tmp_path / "x.csv", view, EventQuery()) == 4
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == list(COLUMNS)
    assert (rows[0]["mention_id"], rows[0]["lat"], rows[0]["date_first"]) == ("a1:0:1", "-12.5", "2025-07-11")
    assert (rows[0]["historical"], rows[1]["place"]) == ("false", "")


def test_csv_keeps_one_row_a_line_and_holds_no_formula(tmp_path: Path) -> None:
    text = 'He said "no;\r\n=1+1",\nthen left.'
    row = flatten(meeting(id="=cmd()", evidence=()), document(title=text, publisher="+Küche, \x1b[2Jdaily"))
    write_csv(tmp_path / "x.csv", [row])
    content = (tmp_path / "x.csv").read_bytes()
    assert content.count(b"\n") == 2
    assert b"\r" not in content
    (back,) = csv.DictReader(content.decode().splitlines())
    assert back["title"] == 'He said "no; =1+1", then left.'
    assert back["mention_id"] == "'=cmd()"
    assert back["publisher"] == "'+Küche, daily"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1", "'=1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "' =1"),
        ("\x00=1", "'=1"),
        (" =1", "' =1"),
        ("a=1", "a=1"),
        (-1.5, -1.5),
        (-3, -3),
        (True, "true"),
        (None, ""),
        (date(2025, 1, 2), "2025-01-02"),
    ],
)
def test_cells(value: str | float | bool | date | None, cell: str | float) -> None:
    assert csv_cell(value) == cell


def test_csv_without_rows_has_its_names() -> None:
    assert list(csv_lines([])) == [",".join(COLUMNS) + "\n"]


def test_parquet_is_typed_and_gives_the_rows_back(view: View, tmp_path: Path) -> None:
    assert export(tmp_path / "x.parquet", view, EventQuery()) == 4
    table = pq.read_table(tmp_path / "x.parquet")
    rows = [flatten(one.mention, one.document, one.event_id) for one in view.answers()]
    assert table.to_pylist() == rows
    assert str(table.schema.field("date_first").type) == "date32[day]"
    assert write_parquet(tmp_path / "none.parquet", []) == 0
    assert pq.read_table(tmp_path / "none.parquet").column_names == list(COLUMNS)


@pytest.mark.parametrize("format_", ["jsonl", "json", "csv", "parquet"])
def test_the_same_answers_give_the_same_bytes(view: View, tmp_path: Path, format_: str) -> None:
    for name in ("one", "two"):
        export(tmp_path / name, view, EventQuery(), format=format_)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_failure_in_the_middle_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    target.write_text("old")

    def rows() -> Iterator[Row]:
        yield flatten(meeting(), document())
        raise RuntimeError("the source broke off")

    for write in (write_csv, write_parquet):
        with pytest.raises(RuntimeError):
            write(target, rows())
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


def test_an_unknown_format_names_the_known(view: View, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"'xlsx' is not a format. Expected jsonl, json, csv or parquet"):
        export(tmp_path / "x.xlsx", view, EventQuery())
    with pytest.raises(ExportError, match="'' is not a format"):
        export(tmp_path / "x", view, EventQuery())


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be written: No such file or directory"):
        write_csv(tmp_path / "none" / "x.csv", [])


def test_a_written_file_may_be_read_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "plain").touch()
    write_csv(tmp_path / "x.csv", [])
    assert (tmp_path / "x.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode

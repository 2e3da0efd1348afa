"""The package from Python: one call for the record, one for a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import ConfigError
from dragoman.store import Store

TEXT = "Kenyan police arrested twelve opposition activists in Kisumu on Tuesday."


def test_read_gives_typed_records() -> None:
    report = dragoman.read(TEXT, published=date(2023, 3, 24))
    (mention,) = report.mentions
    assert mention.type == "COERCE"
    assert [p.actor.code for p in mention.actors if p.actor] == ["KEN"]
    assert mention.time is not None
    assert mention.time.first == date(2023, 3, 21)
    assert TEXT[mention.trigger.start : mention.trigger.end] == "arrested"


def test_without_a_day_of_publication_no_date_is_invented() -> None:
    (mention,) = dragoman.read(TEXT).mentions
    assert mention.time is not None
    assert mention.time.first is None
    assert mention.time.reason == "NO_PUBLICATION_DATE"


def test_to_arrow_has_one_row_a_mention() -> None:
    table = dragoman.to_arrow(dragoman.read(TEXT, published=date(2023, 3, 24)))
    assert table.num_rows == 1
    assert table.column("type").to_pylist() == ["COERCE"]


def test_to_pandas_keeps_the_columns_of_arrow() -> None:
    report = dragoman.read(TEXT, published=date(2023, 3, 24))
    assert list(dragoman.to_pandas([report]).columns) == dragoman.to_arrow([report]).column_names


def test_a_sentence_too_long_to_be_read_is_told_of_and_stops_nothing() -> None:
    text = "Police arrested a man in Accra on Monday. Listed were " + ", ".join(f"item {n}" for n in range(400)) + "."
    report = dragoman.read(text, published=date(2023, 3, 24))
    assert [m.type for m in report.mentions] == ["COERCE"]
    assert [issue.error for issue in report.issues] == ["SentenceTooLong"]


def test_link_makes_one_event_of_two_reports_in_either_order() -> None:
    other = "Police in Kenya detained twelve opposition activists in Kisumu on Tuesday, their lawyer said."
    readings = [
        dragoman.read(text, published=date(2023, 3, 24), publisher=name, id=name)
        for text, name in ((TEXT, "Wire"), (other, "Post"))
    ]
    (event,) = dragoman.link(readings)
    assert (event.type, event.independent_reports) == ("COERCE", 2)
    assert [(count.kind, count.best) for count in event.counts] == [("arrested", 12)]
    (again,) = dragoman.link(reversed(readings))
    assert again == event


def test_frames_of_every_kind_have_the_same_rows() -> None:
    report = dragoman.read(TEXT, published=date(2023, 3, 24))
    table = dragoman.to_arrow(report)
    frame = dragoman.to_polars(report)
    assert frame.columns == table.column_names
    assert frame["date_first"].to_list() == [date(2023, 3, 21)]
    assert frame.to_dicts() == table.to_pylist()


def test_a_table_of_nothing_keeps_its_columns_and_types() -> None:
    empty = dragoman.to_arrow([])
    assert empty.schema == dragoman.to_arrow(dragoman.read(TEXT)).schema
    assert dragoman.to_polars([]).height == 0


def test_ask_gives_answers_of_a_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "n.duckdb") as store:
        store.writer().write([dragoman.read(TEXT, published=date(2023, 3, 24), id="a")])
    answers = dragoman.ask(tmp_path / "n.duckdb", type=("COERCE",), country="KEN")
    assert [answer.document.id for answer in answers] == ["a"]
    assert dragoman.to_pandas(answers)["type"].tolist() == ["COERCE"]
    with pytest.raises(ConfigError, match="'typ' is no filter"):
        dragoman.ask(tmp_path / "n.duckdb", typ="COERCE")

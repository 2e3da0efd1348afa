"""Flat rows: stable columns, cells in step."""

from __future__ import annotations

from datetime import date

import pytest
from store_factory import crackdown, document, meeting, party, reading

from dragoman.records import Count, Span
from dragoman.serving.rows import (
    CLAIM_COLUMNS,
    COLUMNS,
    answer_rows,
    claim_rows,
    count_words,
    flatten,
    reading_answers,
)
from dragoman.store import Store


def test_a_row_has_exactly_the_columns_in_order() -> None:
    for mention in (meeting(), crackdown(), meeting(actors=(), recipients=(), place=None, time=None, evidence=())):
        row = flatten(mention, document())
        assert list(row) == list(COLUMNS)
        for name, value in row.items():
            assert value is None or isinstance(value, COLUMNS[name]), name


def test_a_full_mention_flattens() -> None:
    row = flatten(meeting(), document(), "a1:e0")
    assert row["event_id"] == "a1:e0"
    assert row["mention_id"] == "a1:0:1"
    assert row["published"] == date(2025, 7, 12)
    assert (row["actors"], row["actor_codes"], row["actor_sectors"]) == ("Norland", "NRL", "GOV")
    assert (row["recipients"], row["recipient_texts"]) == ("Osteria", "Osterian officials")
    assert (row["date_first"], row["edtf"], row["historical"]) == (date(2025, 7, 11), "2025-07-11", False)
    assert (row["place"], row["lat"], row["geonames_id"]) == ("Lakeport", -12.5, 4711)
    assert (row["source_kinds"], row["sources"], row["trigger"]) == ("official", "Osteria", "met")
    start, end = row["evidence_start"], row["evidence_end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert document().text[start:end] == row["evidence_text"]


def test_what_is_not_known_is_empty() -> None:
    row = flatten(crackdown(place=None), document(published=None))
    assert [row[name] for name in ("event_id", "published", "date_first", "place", "lat", "probability")] == [None] * 6
    assert (row["recipients"], row["actor_codes"], row["contexts"]) == ("", "", "")
    assert (row["sources"], row["counts"]) == ("the Lakeport Courier;witnesses", "injured=12..")


def test_cells_of_actors_run_in_step() -> None:
    row = flatten(meeting(actors=(*meeting().actors, party("riot police"))), document())
    assert (row["actors"], row["actor_codes"]) == ("Norland;riot police", "NRL;")


def test_a_separator_inside_a_value_becomes_a_comma() -> None:
    assert flatten(meeting(reasons=("a;b", "c")), document())["reasons"] == "a,b;c"


@pytest.mark.parametrize(
    ("low", "high", "cell"),
    [(3, 3, "killed=3"), (3, 5, "killed=3..5"), (None, 5, "killed=..5"), (3, None, "killed=3..")],
)
def test_counts_tell_their_bounds(low: int | None, high: int | None, cell: str) -> None:
    assert count_words(Count(kind="killed", low=low, high=high, span=Span(start=0, end=1), text="x")) == cell


def test_a_reading_and_the_store_give_the_same_rows(store: Store) -> None:
    store.writer().write([reading()])
    assert list(answer_rows(store.view().answers())) == list(answer_rows(reading_answers(reading())))


def test_arrow_of_the_store_has_the_same_columns(store: Store) -> None:
    assert store.view().to_arrow().column_names == list(COLUMNS)


def test_a_claim_row_has_exactly_the_columns_in_order() -> None:
    rows = list(claim_rows(reading_answers(reading())))
    assert [list(row) for row in rows] == [list(CLAIM_COLUMNS)] * 2
    for row in rows:
        for name, value in row.items():
            assert value is None or isinstance(value, CLAIM_COLUMNS[name]), name
    assert [(row["stance"], row["source"], row["cue"], row["denies"]) for row in rows] == [
        ("asserts", "the harbour ministry", "said", None),
        ("denies", "witnesses", None, "a1:0:1!1"),
    ]


def test_a_mention_tells_its_claims_in_one_cell() -> None:
    assert flatten(meeting(), document())["claims"] == "asserts the harbour ministry;denies witnesses"

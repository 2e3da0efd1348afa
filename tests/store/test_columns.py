"""Rows fit their tables, column for column."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest
from store_factory import crackdown, meeting, meeting_claims, reading

from dragoman.errors import StoreError
from dragoman.store import Store
from dragoman.store.columns import DERIVED, check_reading, document_row, reading_rows


def test_every_row_has_exactly_the_columns_of_its_table(store: Store) -> None:
    rows = [(table, row) for table, listed in reading_rows(reading()) for row in listed]
    rows.append(("documents", document_row(reading(), "digest", "key", 1)))
    assert {table for table, _ in rows} == {*DERIVED, "documents"}
    for table, row in rows:
        told = store._connections.cursor().execute(f"SELECT * FROM {table} LIMIT 0").description
        assert set(row) == {column[0] for column in told or ()}, table


@pytest.mark.parametrize("table", ["event_mentions", "evidence"])
def test_the_text_of_spans_stands_beside_them(table: str) -> None:
    first = next(row for name, listed in reading_rows(reading()) if name == table for row in listed)
    text = reading().document.text
    start, end, column = (
        ("trigger_start", "trigger_end", "trigger_text")
        if table == "event_mentions"
        else ("span_start", "span_end", "text")
    )
    assert text[first[start] : first[end]] == first[column]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"mention": "a1:9:9"}, "is about 'a1:9:9'"),
        ({"sources": ()}, "no source or no evidence"),
        ({"id": "a1:0:1!2"}, "two statements have the id 'a1:0:1!2'"),
    ],
)
def test_a_claim_that_contradicts_itself_is_refused(changes: dict[str, Any], told: str) -> None:
    first, second = meeting_claims()
    broken = meeting(claims=(msgspec.structs.replace(first, **changes), second))
    with pytest.raises(StoreError, match=re.escape(told)):
        check_reading(reading(mentions=(broken, crackdown())))


def test_a_claim_becomes_a_row_with_its_chain() -> None:
    listed = [row for name, rows in reading_rows(reading()) if name == "claims" for row in rows]
    assert [(r["stance"], r["source"], r["source_code"], r["denies"]) for r in listed] == [
        ("asserts", "the harbour ministry", "OST", None),
        ("denies", "witnesses", None, "a1:0:1!1"),
    ]
    assert listed[0]["chain"] == ("the harbour ministry",)

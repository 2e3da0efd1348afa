"""Rows fit their tables, column for column."""

from __future__ import annotations

import pytest
from store_factory import reading

from dragoman.store import Store
from dragoman.store.columns import DERIVED, document_row, reading_rows


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

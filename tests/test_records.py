"""Records are strict, frozen, and come back from JSON as they went in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from dragoman import records
from dragoman.records import Document, Interval, Reading, Record, Span

Read = Callable[..., Any]
KINDS = [k for k in vars(records).values() if isinstance(k, type) and issubclass(k, Record) and k is not Record]


@pytest.mark.parametrize("kind", KINDS, ids=[k.__name__ for k in KINDS])
def test_record_is_frozen_keyword_only_and_strict(kind: type[Record]) -> None:
    config = kind.__struct_config__
    assert (config.frozen, config.forbid_unknown_fields) == (True, True)
    with pytest.raises(TypeError):
        kind("a value without a name")  # type: ignore[call-arg]


def test_field_cannot_be_changed() -> None:
    span = Span(start=1, end=2)
    with pytest.raises(AttributeError):
        span.start = 5  # type: ignore[misc]


def test_unknown_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="colour"):
        msgspec.json.decode(b'{"start": 1, "end": 2, "colour": "red"}', type=Span)


def test_missing_field_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="end"):
        msgspec.json.decode(b'{"start": 1}', type=Span)


def test_wrong_type_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"id": "d", "text": "t", "published": "yesterday"}', type=Document)


def test_unknown_status_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"kind": "rumour"}, records.Source)


def test_days_are_written_as_iso() -> None:
    written = msgspec.json.encode(Interval(first=date(2025, 7, 12), last=date(2025, 7, 12)))
    assert b'"first":"2025-07-12"' in written


def test_spans_sort_by_where_they_stand() -> None:
    assert sorted([Span(start=5, end=6), Span(start=1, end=9), Span(start=1, end=3)]) == [
        Span(start=1, end=3), Span(start=1, end=9), Span(start=5, end=6)
    ]  # fmt: skip


def test_equal_records_are_equal_and_hash_alike() -> None:
    assert Document(id="d", text="t") == Document(id="d", text="t")
    assert hash(Span(start=1, end=2)) == hash(Span(start=1, end=2))


def test_reading_comes_back_from_json(read: Read) -> None:
    reading = read(
        "Kenya accused Uganda of lying on Monday. At least 14 people were killed by soldiers in Mali."
    ).reading
    assert msgspec.json.decode(msgspec.json.encode(reading), type=Reading) == reading


def test_json_has_the_names_of_the_fields() -> None:
    written = msgspec.json.decode(msgspec.json.encode(Document(id="d", text="t")))
    assert set(written) == set(Document.__struct_fields__)

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dragoman.errors import InputError
from dragoman.news.parsing import parse_document, parse_json, unknown_fields


def parse(value: Any) -> Any:
    return parse_document(value, where="wire.jsonl:3", fallback_id="wire.jsonl:3")


def test_all_fields_are_taken() -> None:
    draft = parse(
        {
            "id": "n1",
            "text": "Envoys met.",
            "published": "2025-07-12",
            "publisher": "Lakeport Courier",
            "title": "Talks",
            "url": "https://news.example/1",
            "language": "en",
        }
    )
    document = draft.document
    assert (document.id, document.published, document.publisher) == ("n1", date(2025, 7, 12), "Lakeport Courier")
    assert (document.title, document.url, document.language) == ("Talks", "https://news.example/1", "en")
    assert document.origin == "wire.jsonl:3"
    assert draft.issues == ()


def test_null_and_empty_fields_are_absent_without_an_issue() -> None:
    draft = parse({"id": None, "text": "Envoys met.", "published": None, "publisher": "", "title": None})
    assert draft.document.id == "wire.jsonl:3"
    assert draft.document.publisher is None
    assert draft.issues == ()


def test_wrong_types_are_told_and_left_out() -> None:
    draft = parse({"id": [1], "text": "Envoys met.", "published": 20250712, "publisher": {"name": "x"}, "title": 7})
    assert draft.document.published is None
    assert draft.document.publisher is None
    assert [issue.message.split(" is ")[0] for issue in draft.issues] == [
        '"id"',
        '"published"',
        '"publisher"',
        '"title"',
    ]
    assert {issue.origin for issue in draft.issues} == {"wire.jsonl:3"}


def test_number_is_an_id() -> None:
    assert parse({"id": 17, "text": "Envoys met."}).document.id == "17"


def test_month_alone_is_no_day_but_kept_for_the_dateline() -> None:
    draft = parse({"text": "Envoys met.", "published": "2025-07"})
    assert (draft.document.published, draft.partial) == (None, "2025-07")
    assert "only '2025-07'" in draft.issues[0].message


def test_record_inside_input_is_the_record_and_its_answers_are_not_read() -> None:
    value = {"id": "x", "input": {"id": "n1", "text": "Envoys met."}, "gold": {"published": "2025-07-12"}}
    draft = parse(value)
    assert (draft.document.id, draft.document.published) == ("n1", None)
    assert unknown_fields(value) == []


def test_unknown_fields_are_those_not_ignored_by_name() -> None:
    assert unknown_fields({"text": "a", "group": 1, "events": [], "byline": "x"}) == ["byline"]


@pytest.mark.parametrize(
    "value", [None, 3, "text", [], {}, {"text": None}, {"text": 5}, {"text": ["a"]}, {"Text": "a"}]
)
def test_what_has_no_text_is_refused_with_what_was_expected(value: Any) -> None:
    with pytest.raises(InputError) as caught:
        parse(value)
    assert caught.value.where == "wire.jsonl:3"
    assert caught.value.expected


@pytest.mark.parametrize(
    "line", ["", "{", "{'a': 1}", '{"a": NaN}', '{"text": "\\ud800"}', "[" * 100_000, '{"a": 1} x']
)
def test_wrong_json_is_refused(line: str) -> None:
    with pytest.raises(InputError, match="no JSON"):
        parse_json(line, "wire.jsonl:3")

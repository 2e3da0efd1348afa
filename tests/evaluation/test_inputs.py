"""Input records of every kind of brokenness become documents."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dragoman.evaluation import inputs
from dragoman.evaluation.inputs import day_of, document_of, id_of, main_mention, moment_of, read
from dragoman.records import Document, EventMention, Reading, Sentence, Span, Token


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-05-01", date(2024, 5, 1)),
        ("2024-05-01T23:10:00Z", date(2024, 5, 1)),
        ("yesterday", None),
        ("", None),
        (None, None),
        (20240501, None),
    ],
)
def test_day_of_a_field(value: object, day: date | None) -> None:
    assert day_of(value) == day


def test_moment_needs_more_than_a_day() -> None:
    assert moment_of("2024-05-01") is None
    assert moment_of("2024-05-01T06:00:00+00:00") == datetime(2024, 5, 1, 6, tzinfo=UTC)
    assert moment_of("2024-05-01 noon") is None


def test_gold_lines_are_read_by_their_input() -> None:
    record = {
        "id": "outer",
        "input": {"id": "inner", "text": "Rain fell.", "published": "2024-05-01"},
        "gold": {"events": [1]},
    }
    document = document_of(record)
    assert (document.id, document.text, document.published) == ("outer", "Rain fell.", date(2024, 5, 1))
    assert id_of({"input": {"id": "inner"}}) == "inner"


@pytest.mark.parametrize("record", [{}, {"id": 7, "text": None}, {"id": "a", "text": 5, "title": [], "publisher": {}}])
def test_broken_records_become_empty_documents(record: dict[str, object]) -> None:
    document = document_of(record)
    assert (document.text, document.title, document.publisher) == ("", None, None)


def test_text_may_stand_under_another_name() -> None:
    assert document_of({"id": "a", "sentence": "Rain fell."}, "text", "sentence").text == "Rain fell."


def test_refused_documents_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refuses:
        def read(self, document: Document) -> Reading:
            raise ValueError("no")

    monkeypatch.setattr(inputs, "_reader", Refuses)
    monkeypatch.setattr(inputs, "failures", [])
    assert read(Document(id="a", text="Rain fell.")).mentions == ()
    assert inputs.failures == ["a"]


def _token(text: str, start: int, head: int, dep: str) -> Token:
    return Token(text=text, start=start, end=start + len(text), lemma=text, pos="VERB", tag="VBD", dep=dep, head=head)


def _mention(name: str, start: int, end: int) -> EventMention:
    span = Span(start=start, end=end)
    return EventMention(
        id=name, document_id="a", sentence=0, type="AID", trigger=span, evidence=(span,), status="actual"
    )


def test_main_event_is_the_one_nearest_the_root() -> None:
    tokens = (_token("promised", 0, 1, "acl"), _token("came", 9, 1, "ROOT"))
    sentence = Sentence(document_id="a", index=0, span=Span(start=0, end=13), text="promised came", tokens=tokens)
    mentions = (_mention("first", 0, 8), _mention("second", 9, 13))
    reading = Reading(document=Document(id="a", text="promised came"), sentences=(sentence,), mentions=mentions)
    chosen = main_mention(reading)
    assert chosen is not None
    assert chosen.id == "second"
    assert main_mention(Reading(document=reading.document)) is None

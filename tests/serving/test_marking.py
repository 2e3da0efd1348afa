"""Marks stand where the spans say, whatever the text holds."""

from __future__ import annotations

from store_factory import TEXT, meeting, span_of

from dragoman.records import Span
from dragoman.serving.marking import Mark, marked_text, mention_marks, signed_text


def test_marks_cover_their_spans() -> None:
    shown = marked_text(TEXT, 0, len(TEXT), mention_marks(meeting()))
    marked = {shown.plain[span.start : span.end]: str(span.style) for span in shown.spans}
    assert marked["met"] == "bold yellow"
    assert marked["Envoys of Norland"] == "bold cyan"
    assert marked["Osterian officials"] == "bold magenta"
    assert marked["Lakeport"] == "green"
    assert shown.plain == TEXT


def test_of_overlapping_marks_the_first_wins() -> None:
    shown = marked_text("abcd", 0, 4, [Mark(Span(start=1, end=2), "red"), Mark(Span(start=0, end=3), "blue")])
    assert [(shown.plain[span.start : span.end], span.style) for span in shown.spans] == [
        ("a", "blue"),
        ("b", "red"),
        ("c", "blue"),
    ]


def test_marks_outside_the_stretch_are_ignored() -> None:
    marks = [Mark(span_of("Envoys"), "red"), Mark(Span(start=900, end=999), "red")]
    shown = marked_text(TEXT, 100, 120, marks)
    assert shown.plain == TEXT[100:120]
    assert not shown.spans


def test_signs_stand_around_evidence_and_touching_spans_are_one() -> None:
    spans = [Span(start=4, end=6), Span(start=2, end=4), Span(start=8, end=9)]
    assert signed_text("abcdefghij", 0, 10, spans).plain == "ab>>cdef<<gh>>i<<j"


def test_escapes_go_from_the_text_and_marks_stay() -> None:
    text = "He \x1b[31mmet\x1b[0m them"
    start = text.index("met")
    shown = marked_text(text, 0, len(text), [Mark(Span(start=start, end=start + 3), "red")])
    assert shown.plain == "He met them"
    assert [shown.plain[span.start : span.end] for span in shown.spans] == ["met"]

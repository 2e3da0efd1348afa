"""Where quotations begin and end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.extraction.attribution import Attribution
from dragoman.extraction.attribution.quotes import find_quotations
from dragoman.records import Sentence

Read = Callable[[str], tuple[tuple[Sentence, ...], tuple[Attribution, ...]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He called it "a theft" and left.', ['"a theft"']),
        ("She shouted “stop the bus” twice.", ["“stop the bus”"]),
        ("The mayor's aide spoke of 'a long night' in Oran.", ["'a long night'"]),
        ("The farmers' union met in Jos.", []),
        ("''Nobody came,'' the clerk said.", ["''Nobody came,''"]),
        ("«Nous partons», said the chief.", ["«Nous partons»"]),
        ("“First part.\n\n“Second part.”", ["“First part.", "“Second part.”"]),
        ("“Left open by mistake.\n\nThe story goes on.", ["“Left open by mistake."]),
    ],
)
def test_quotations(read: Read, text: str, expected: list[str]) -> None:
    found = [s for q in find_quotations(read(text)[0]) for s in q.spans]
    assert [text[s.start : s.end] for s in found] == expected

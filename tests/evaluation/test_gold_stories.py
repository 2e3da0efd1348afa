"""The gold stories say what their README says, and a line that breaks the form is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.evaluation.gold_stories import parse_stories, read_stories

FILES = sorted((Path(__file__).parents[2] / "gold" / "stories").glob("*.txt"))
STORY = """== quay
-- a | Wire | 2025-01-02 | Quay closed
The mayor [closed|close] the quay on Monday.
It rained.
-- b | Post | 2025-01-02 | copy a
~ Monday => Sunday
- 2
+ Ferries [stopped|stop].
"""


def test_copy_is_the_original_with_its_edits() -> None:
    first, second = parse_stories(STORY, "here")
    assert second.document.text == "The mayor closed the quay on Sunday. Ferries stopped."
    assert (second.document.title, second.copies) == ("Quay closed", first.document.id)
    assert [(t.event, second.document.text[t.span.start : t.span.end]) for t in second.triggers] == [
        ("quay/close", "closed"),
        ("quay/stop", "stopped"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("copy a", "copy z", "no article 'z'"),
        ("~ Monday", "~ Friday", "nothing to replace"),
        ("- 2", "- 9", "this is no edit"),
        ("2025-01-02 | Quay", "2 January | Quay", "is no day"),
        ("-- a | Wire | 2025-01-02 | Quay closed", "-- a | Wire", "expected name, publisher, day, title"),
    ],
)
def test_line_that_breaks_the_form_is_named(old: str, new: str, told: str) -> None:
    with pytest.raises(DataError, match="(?i)" + told) as caught:
        parse_stories(STORY.replace(old, new), "here")
    assert str(caught.value).startswith("here:")


def test_there_are_thirty_seven_stories_of_three_to_six_articles() -> None:
    articles = read_stories(FILES)
    counts = {story: sum(a.story == story for a in articles) for story in {a.story for a in articles}}
    assert len(counts) == 37
    assert all(3 <= n <= 6 for n in counts.values())
    assert all(3 <= len(a.sentences) <= 6 for a in articles if a.copies == a.document.id)

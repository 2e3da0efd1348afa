"""Reasons for leaving something out, in words."""

from __future__ import annotations

import pytest

from dragoman.serving.left_out import left_out_words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("READER:NONE:0.78", "the reader of unknown verbs was not sure enough: no act, 78%"),
        ("READER:AID:0.42", "the reader of unknown verbs was not sure enough: AID, 42%"),
        ("TOPIC:SPORT", "the passage is about something else than politics (sport)"),
        ("NO_ACTOR", "nobody acts, and this type needs an actor"),
        ("NEVER_TOLD", "never told"),
    ],
)
def test_a_reason_is_told_in_words(reason: str, words: str) -> None:
    assert left_out_words(reason) == words

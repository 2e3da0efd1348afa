"""The soak, a small one: what the feed shows is read, each document once."""

from __future__ import annotations

from pathlib import Path

from dragoman.evaluation.soak import soak


def test_all_that_is_shown_is_read_once(tmp_path: Path) -> None:
    found = soak(tmp_path, documents=60, window=20)
    assert (found.documents, found.shown, found.read) == (60, 60, 60)
    assert (found.lost, found.doubled, found.waiting, found.contradictions) == (0, 0, 0, 0)
    assert found.seen_by_a_query_s is not None


def test_what_was_not_shown_when_the_time_was_over_is_not_lost(tmp_path: Path) -> None:
    found = soak(tmp_path, documents=1_000, window=10, timeout_s=0)
    assert 0 < found.shown < 1_000
    assert (found.read, found.lost, found.waiting) == (found.shown, 0, 0)

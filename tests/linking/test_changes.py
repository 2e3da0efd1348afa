"""What changed between two versions is told sentence by sentence."""

from __future__ import annotations

import pytest

from dragoman.linking.changes import changes, version_kind
from dragoman.records import SentenceChange as Change

FIRST = ("At least 54 people were killed in the harbour on Monday.", "The mayor closed the quay.", "It rained.")


@pytest.mark.parametrize(
    ("after", "kind"),
    [
        (FIRST, "identical"),
        (FIRST[:2], "shortened"),
        ((*FIRST, "Ferries will run again on Friday."), "extended"),
        ((FIRST[0].replace("54", "45"), *FIRST[1:]), "updated"),
        ((FIRST[0].replace("harbour", "old harbour"), *FIRST[1:]), "edited"),
        ((*FIRST, "Correction: an earlier version gave a wrong day."), "corrected"),
    ],
)
def test_version_is_called_by_what_was_done(after: tuple[str, ...], kind: str) -> None:
    assert version_kind(changes(FIRST, after)) == kind


def test_numbers_that_changed_are_named() -> None:
    found = changes(FIRST, (FIRST[0].replace("54", "45"), *FIRST[1:]))
    assert found == (
        Change(kind="replaced", before=FIRST[0], after=FIRST[0].replace("54", "45"), numbers=(("54", "45"),)),
    )


def test_a_number_written_out_is_no_other_number() -> None:
    (found,) = changes(["Two men were held."], ["2 men were held."])
    assert found.numbers == ()


def test_a_sentence_that_has_nothing_of_the_old_one_came_as_another_went() -> None:
    found = changes(["The mayor closed the quay."], ["Ferries will run again on Friday."])
    assert [change.kind for change in found] == ["left_out", "added"]


def test_what_was_always_corrected_is_no_correction() -> None:
    before = ("Correction: the day was Monday.", "It rained.")
    assert version_kind(changes(before, before[:1])) == "shortened"

"""Place, date and agency before the first sentence."""

from __future__ import annotations

import pytest

from dragoman.text.datelines import find_dateline


@pytest.mark.parametrize(
    ("text", "place", "day", "agency"),
    [
        ("RABAT, July 3, 2025 (Wire) - Morocco reopened the crossing.", "RABAT", "July 3, 2025", "(Wire)"),
        ("Nairobi, 4 March 2019 – Kenya closed the camp.", "Nairobi", "4 March 2019", None),
        ("SUVA, Fiji (Pacific Post) — Samoa joined the talks.", "SUVA", None, "(Pacific Post)"),
        ("LA PAZ -- Miners marched on Monday.", "LA PAZ", None, None),
        ("PORT MORESBY, Aug. 14, 2021 (PNW) – Police left the island.", "PORT MORESBY", "Aug. 14, 2021", "(PNW)"),
        ("ULAN BATOR, 1 December - Mongolia freed a lawmaker.", "ULAN BATOR", "1 December", None),
    ],
)
def test_dateline_gives_its_parts(text: str, place: str, day: str | None, agency: str | None) -> None:
    found = find_dateline(text)
    assert found is not None
    assert text[found.place.start : found.place.end] == place
    assert (text[found.date.start : found.date.end] if found.date else None) == day
    assert (text[found.agency.start : found.agency.end] if found.agency else None) == agency


@pytest.mark.parametrize(
    "text",
    [
        "Syria – once a great power of the region – is rebuilding.",
        "Chad's army - the largest in the area - withdrew.",
        "The talks in Oslo failed.",
        "Peace - that is all the villagers ask for.",
        "- Chile recalled its envoy.",
        "",
    ],
)
def test_name_and_dash_alone_are_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_dateline_ends_where_the_sentence_begins() -> None:
    text = "HANOI, May 2 (VNW) - Vietnam rejected the claim."
    found = find_dateline(text)
    assert found is not None
    assert text[found.span.end :] == "Vietnam rejected the claim."


def test_dateline_may_stand_after_a_headline() -> None:
    text = "Envoys meet\n\nMUSCAT, Jan 9 (Wire) - Oman hosted the envoys."
    found = find_dateline(text, text.index("MUSCAT"))
    assert found is not None
    assert text[found.place.start : found.place.end] == "MUSCAT"

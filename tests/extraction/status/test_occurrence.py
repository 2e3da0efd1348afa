"""Whether an act has happened yet, apart from how certain it is."""

from __future__ import annotations

from dragoman.extraction.status import factuality, occurrence
from dragoman.extraction.status.occurrence import tense_of

from .conftest import Find


def test_certain_future_has_not_happened(find: Find) -> None:
    found = find("The guards will open the gate on Friday.", "open")
    assert factuality(*found) > 1.5
    assert occurrence(*found) < -1


def test_past_has_happened(find: Find) -> None:
    found = find("The guards opened the gate.", "opened")
    assert occurrence(*found) == factuality(*found) == 3


def test_unrealised_in_the_past_stays_open(find: Find) -> None:
    now = occurrence(*find("The guards want to open the gate.", "open"))
    then = occurrence(*find("The guards wanted to open the gate.", "open"))
    assert now < then < 0.5


def test_infinitive_takes_the_tense_of_its_verb(find: Find) -> None:
    assert tense_of(*find("The guards wanted to open the gate.", "open")) == "past"
    assert tense_of(*find("The guards have opened the gate.", "opened")) == "past"
    assert tense_of(*find("The guards want to open the gate.", "open")) == "present"
    assert tense_of(*find("The guards must open the gate.", "open")) == "modal"

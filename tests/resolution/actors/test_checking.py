"""What is told of rows that cannot be right, and of those that want a look."""

from __future__ import annotations

import pytest

from dragoman.resolution.actors.checking import check_all, check_rows
from dragoman.resolution.actors.rows import Overlay, Row

TERM = {"person": "Aino Kask", "office": "head_of_state", "country": "KEN", "sector": "GOV", "from": "2040"}


def complaints(table: str, *rows: dict[str, str]) -> list[tuple[str, bool]]:
    own = tuple(Row(table, f"mine/{table}", number, cells, True) for number, cells in enumerate(rows, 2))
    return [(c.what, c.grave) for c in check_rows(own, Overlay("mine", own, "0" * 64))]


def test_sound_row_has_no_complaint() -> None:
    assert complaints("roles.tsv", TERM | {"office": "ambassador"}) == []


@pytest.mark.parametrize(
    ("change", "what", "grave"),
    [
        ({"sector": "GOVT"}, "'GOVT' is not a PLOVER sector", True),
        ({"from": "2040-02-30"}, "'2040-02-30' is not a date (from)", True),
        ({"to": "2039"}, "it ends (2039) before it begins (2040)", True),
        ({"to": "2040"}, "it holds on no day: 2040 to 2040", False),
        ({"country": "kenya"}, "'kenya' is no country", True),
        ({"office": "Head of State"}, "'Head of State' is no office", True),
        ({"office": "head_of_stat"}, "no title leads to the office 'head_of_stat'", False),
        ({"country": "", "org": ""}, "neither country nor org", True),
        ({"country": "", "org": "Chess Union"}, "no table has the body 'Chess Union'", False),
        ({"person": "President Aino Kask"}, "'President Aino Kask' begins with a title", False),
        ({"person": "Kask, Aino"}, "'Kask, Aino' has a comma", False),
        ({"person": "aino kask"}, "'aino kask' has no capital (person)", False),
        ({"aliases": "He"}, "'He' is an everyday word (aliases)", True),
        ({"aliases": "K."}, "'K.' is a single letter (aliases)", True),
        ({"aliases": "123"}, "'123' is no name (aliases)", True),
        ({"person": "Aino Kask|A. Kask"}, "'Aino Kask|A. Kask' is several names", True),
        ({"person": "?"}, "person is not filled in", True),
        ({"sector": "?"}, "sector is not filled in", True),
        ({"aliases": "A\x07B"}, "aliases holds a control character", True),
        ({"sector": ""}, "no sector", False),
    ],
)
def test_complaint_of_a_role(change: dict[str, str], what: str, grave: bool) -> None:
    assert (what, grave) in complaints("roles.tsv", TERM | {"office": "ambassador"} | change)


@pytest.mark.parametrize(
    ("table", "cells", "what", "grave"),
    [
        ("countries.tsv", {"code": "VL", "name": "Valdoria", "kind": "state"}, "'VL' is no code of a country", True),
        ("countries.tsv", {"code": "VLD", "name": "Valdoria", "kind": "state"}, "no adjectives", False),
        ("countries.tsv", {"code": "VLD", "name": "V", "kind": "de_facto"}, "no parent for a de facto state", True),
        ("organisations.tsv", {"id": "org:x", "name": "Kenya"}, "'Kenya' is also the name of a state (name)", False),
        ("organisations.tsv", {"id": "x", "name": "River Club"}, "'x' is no id", True),
        ("organisations.tsv", {"id": "org:x", "name": "River Club", "code": "r c"}, "'r c' is no code", True),
        ("organisations.tsv", {"id": "org:x", "name": "Police"}, "'Police' is also a word for people (name)", False),
    ],
)
def test_complaint_of_another_row(table: str, cells: dict[str, str], what: str, grave: bool) -> None:
    assert (what, grave) in complaints(table, cells)


def test_ambiguous_name_may_be_a_word_for_people() -> None:
    row = {"id": "org:x", "name": "Police", "country": "KEN", "note": "ambiguous"}
    assert complaints("organisations.tsv", row) == []


def test_two_holders_of_one_office_on_a_day_are_told() -> None:
    found = complaints(
        "roles.tsv",
        TERM | {"from": "2041", "person": "Second Holder"},
        TERM | {"from": "2040", "person": "First Holder"},
    )
    both = [what for what, _ in found if "are both head_of_state of KEN from 2041" in what]
    assert any("First Holder" in what and "Second Holder" in what for what in both)


def test_successor_overlaps_ours_until_that_is_ended() -> None:
    found = complaints("roles.tsv", TERM)
    assert any("William Ruto" in what and "are both head_of_state of KEN from 2040" in what for what, _ in found)


def test_who_stands_in_overlaps_nobody() -> None:
    assert complaints("roles.tsv", TERM | {"acting": "yes"}) == []


def test_states_of_an_overlay_are_states_for_its_rows() -> None:
    state = Row(
        "countries.tsv",
        "mine/countries.tsv",
        2,
        {"code": "VLD", "name": "Valdoria", "adjectives": "Valdorian", "kind": "state"},
        True,
    )
    term = Row("roles.tsv", "mine/roles.tsv", 2, TERM | {"country": "VLD"}, True)
    assert check_rows([state, term], Overlay("mine", (state, term), "0" * 64)) == []


def test_our_tables_hold_no_row_that_could_not_be_used() -> None:
    """Bodies that stand in the place of a country are known exceptions."""
    grave = [c.error().message for c in check_all(None) if c.grave]
    assert [
        message for message in grave if "'EUR' is no country" not in message and "'UNO' is no country" not in message
    ] == []

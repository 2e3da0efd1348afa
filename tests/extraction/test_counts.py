"""Numbers of people, with their kind and bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("At least 54 people", 54, None),
        ("More than 300 people", 300, None),
        ("Fourteen villagers", 14, 14),
        ("14 villagers", 14, 14),
        ("1,250 villagers", 1250, 1250),
        ("Up to 40 villagers", None, 40),
        ("About 50 villagers", 45, 55),
        ("Some 200 villagers", 180, 220),
        ("Dozens of villagers", 24, None),
        ("Hundreds of villagers", 200, None),
        ("Fewer than 30 villagers", None, 30),
        ("Twenty-three villagers", 23, 23),
        ("No fewer than 11 villagers", 11, None),
        ("Almost 90 villagers", None, 90),
        ("Three", 3, 3),
        ("Two hundred villagers", 200, 200),
    ],
)
def test_bounds_are_those_of_the_words(read: Read, words: str, low: int | None, high: int | None) -> None:
    act = read(f"{words} were killed by soldiers in Mali.").one("ASSAULT")
    assert act.counts == {"killed": (low, high)}


@pytest.mark.parametrize(
    ("text", "kind", "bounds"),
    [
        ("Police in Chile arrested 12 students.", "arrested", (12, 12)),
        ("Turkish police detained at least 20 lawyers in Izmir.", "arrested", (20, None)),
        ("Gunmen abducted nine nuns in Cameroon.", "abducted", (9, 9)),
        ("Thousands of people marched in Caracas.", "taking_part", (2000, None)),
        ("Two million people marched in Caracas.", "taking_part", (2_000_000, 2_000_000)),
        ("Rebels wounded six soldiers in Mindanao.", "injured", (6, 6)),
        ("Some 3,000 people rallied in Tbilisi.", "taking_part", (2700, 3300)),
        ("Government troops killed 17 militants in Pakistan.", "killed", (17, 17)),
    ],
)
def test_kind_is_told_by_the_verb(read: Read, text: str, kind: str, bounds: tuple[int | None, int | None]) -> None:
    (act,) = read(text).acts
    assert act.counts == {kind: bounds}


def test_dead_and_wounded_of_one_attack_are_counted_apart(read: Read) -> None:
    act = read("Rebels attacked a market in Niger, killing 20 people and wounding 35.").one("ASSAULT")
    assert act.counts == {"killed": (20, 20), "injured": (35, 35)}


def test_count_shows_its_words(read: Read) -> None:
    report = read("On Monday at least 54 people were killed by soldiers in Mali.")
    (count,) = report.one("ASSAULT").mention.counts
    assert report.text[count.span.start : count.span.end] == "at least 54 people"


@pytest.mark.parametrize(
    "text",
    [
        "Police arrested protesters in Harare on 12 July.",
        "Thai police arrested the leader of the strike after 40 days.",
    ],
)
def test_other_numbers_are_no_people(read: Read, text: str) -> None:
    assert all(not a.counts for a in read(text).acts)


@pytest.mark.parametrize(
    "who", ["a 34-year-old man", "Omar Haddad, 19, a student", "a teacher aged 52", "a boy who is two years old"]
)
def test_an_age_counts_nobody(read: Read, who: str) -> None:
    assert not read(f"Kenyan police arrested {who}.").one("COERCE").counts

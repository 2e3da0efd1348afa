"""Feasts of other calendars against days that are known."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.resolution.dates.calendars import islamic_days, jewish_day, orthodox_easter


@pytest.mark.parametrize(
    ("month", "day", "known"),
    [
        (9, 1, date(2024, 3, 11)),
        (9, 1, date(2025, 3, 1)),
        (10, 1, date(2024, 4, 10)),
        (12, 10, date(2024, 6, 16)),
        (1, 10, date(2024, 7, 17)),
    ],
)
def test_islamic_feast_lies_within_a_day_of_the_sighted_one(month: int, day: int, known: date) -> None:
    (found,) = islamic_days(known.year, month, day)
    assert abs((found - known).days) <= 1


def test_short_islamic_year_brings_a_feast_twice() -> None:
    assert [day.month for day in islamic_days(2030, 9, 1)] == [1, 12]


@pytest.mark.parametrize(
    ("month", "day", "known"),
    [
        (7, 1, date(2023, 9, 16)),
        (7, 1, date(2024, 10, 3)),
        (7, 10, date(1973, 10, 6)),
        (9, 25, date(2024, 12, 26)),
        (12, 14, date(2024, 3, 24)),
        (1, 15, date(2024, 4, 23)),
        (1, 15, date(2025, 4, 13)),
    ],
)
def test_jewish_feast_falls_on_its_day(month: int, day: int, known: date) -> None:
    assert jewish_day(known.year, month, day) == known


@pytest.mark.parametrize("known", [date(2022, 4, 24), date(2023, 4, 16), date(2024, 5, 5), date(2025, 4, 20)])
def test_orthodox_easter_falls_on_its_day(known: date) -> None:
    assert orthodox_easter(known.year) == known

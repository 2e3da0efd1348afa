from __future__ import annotations

from datetime import date

import pytest

from dragoman.news.published import dateline_day, is_partial, parse_day

JULY_12 = date(2025, 7, 12)


@pytest.mark.parametrize(
    "words",
    [
        "2025-07-12",
        "20250712",
        " 2025-07-12T23:30:00-05:00 ",
        "2025-07-12 08:00",
        "2025/7/12",
        "Sat, 12 Jul 2025 09:30:00 GMT",
        "July 12, 2025",
        "12 July 2025",
        "12th Jul. 2025",
    ],
)
def test_a_whole_day_is_read_as_written(words: str) -> None:
    assert parse_day(words) == JULY_12


@pytest.mark.parametrize(
    "words", ["", "2025-07", "2025", "07/12/2025", "2025-02-30", "yesterday", "July 12", "12:30", "Sat, 12 Jul"]
)
def test_what_is_no_whole_day_is_none(words: str) -> None:
    assert parse_day(words) is None


def test_partial_is_a_year_or_a_month() -> None:
    assert [is_partial(words) for words in ("2025", "2025-07", "2025-13", "2025-07-12", "July")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_dateline_with_a_year_is_a_day() -> None:
    assert dateline_day("4 March 2019") == date(2019, 3, 4)
    assert dateline_day("Sept. 4,\n2019") == date(2019, 9, 4)


def test_dateline_without_a_year_stays_unknown() -> None:
    assert dateline_day("July 3") is None
    assert dateline_day("July 3", url="https://news.example/world/talks") is None


def test_year_comes_from_the_record() -> None:
    assert dateline_day("July 3", partial="2021") == date(2021, 7, 3)
    assert dateline_day("July 3", partial="2021-07") == date(2021, 7, 3)
    assert dateline_day("July 3", url="https://news.example/2021/07/04/talks") == date(2021, 7, 3)


def test_december_dateline_of_a_january_article_is_of_the_year_before() -> None:
    assert dateline_day("Dec 31", url="https://news.example/2021/01/01/talks") == date(2020, 12, 31)


def test_month_that_does_not_fit_the_record_stays_unknown() -> None:
    assert dateline_day("July 3", partial="2021-11") is None


def test_day_that_does_not_exist_is_none() -> None:
    assert dateline_day("February 29", partial="2021") is None

"""The day of an act is that of its own clause; publication is never a default."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Monday", "2025-07-07", "2025-07-07"),
        ("on Saturday", "2025-07-12", "2025-07-12"),
        ("on Sunday", "2025-07-06", "2025-07-06"),
        ("on Friday", "2025-07-11", "2025-07-11"),
        ("yesterday", "2025-07-11", "2025-07-11"),
        ("last week", "2025-06-30", "2025-07-06"),
        ("in June", "2025-06-01", "2025-06-30"),
        ("in 2019", "2019-01-01", "2019-12-31"),
        ("on 3 July 2025", "2025-07-03", "2025-07-03"),
        ("on July 3, 2025", "2025-07-03", "2025-07-03"),
        ("on 1 May", "2025-05-01", "2025-05-01"),
        ("in March 2011", "2011-03-01", "2011-03-31"),
        ("two days ago", "2025-07-10", "2025-07-10"),
        ("last month", "2025-06-01", "2025-06-30"),
        ("last year", "2024-01-01", "2024-12-31"),
    ],
)
def test_expression_counts_back_from_publication(read: Read, words: str, first: str, last: str) -> None:
    act = read(f"Kenya recalled its ambassador to Somalia {words}.").one("SANCTION")
    assert act.days == (first, last)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("on Monday", "2025-07-14", "2025-07-14"),
        ("next week", "2025-07-14", "2025-07-20"),
        ("tomorrow", "2025-07-13", "2025-07-13"),
        ("in September", "2025-09-01", "2025-09-30"),
        ("next month", "2025-08-01", "2025-08-31"),
    ],
)
def test_plan_counts_forward_from_publication(read: Read, words: str, first: str, last: str) -> None:
    act = read(f"Kenya's president will visit Somalia {words}.").one("CONSULT")
    assert (act.status, act.days) == ("planned", (first, last))


def test_day_that_is_not_told_stays_open_with_the_reason(read: Read) -> None:
    act = read("Kenya recalled its ambassador to Somalia.").one("SANCTION")
    assert act.days is None
    assert act.mention.time.reason


@pytest.mark.parametrize("words", ["on Monday", "yesterday", "last week"])
def test_relative_day_without_publication_stays_open(read: Read, words: str) -> None:
    act = read(f"Kenya recalled its ambassador to Somalia {words}.", published=None).one("SANCTION")
    assert act.days is None
    assert act.mention.time.reason


def test_whole_date_needs_no_publication(read: Read) -> None:
    act = read("Kenya recalled its ambassador to Somalia on 3 July 2025.", published=None).one("SANCTION")
    assert act.days == ("2025-07-03", "2025-07-03")


def test_day_of_saying_does_not_date_what_is_said(read: Read) -> None:
    report = read("The army of Mali said on Monday that it had killed 12 rebels.")
    assert report.one("ASSAULT").days is None


def test_each_act_has_the_day_of_its_own_clause(read: Read) -> None:
    report = read("Chad expelled the German ambassador on Monday, and Niger closed its border with Chad on Thursday.")
    assert [a.days and a.days[0] for a in report.acts] == ["2025-07-07", "2025-07-10"]


def test_date_in_the_name_of_a_thing_dates_the_thing(read: Read) -> None:
    act = read("Syria rejected the 1974 agreement with Israel.").one("REJECT")
    assert act.days is None


def test_since_runs_to_the_day_of_the_report(read: Read) -> None:
    act = read("Since the coup in May 2025, Gabon has expelled the Spanish ambassador.").one("SANCTION")
    assert act.days == ("2025-05-01", "2025-07-12")


def test_history_is_marked_as_history(read: Read) -> None:
    act = read("In 1990, Iraq invaded Kuwait.").acts[0]
    assert act.mention.time.historical
    assert act.days == ("1990-01-01", "1990-12-31")


def test_recent_act_is_no_history(read: Read) -> None:
    assert not read("Kenya recalled its ambassador to Somalia on Monday.").one("SANCTION").mention.time.historical


def test_span_of_the_day_shows_its_words(read: Read) -> None:
    report = read("On Monday, Kenya recalled its ambassador to Somalia.")
    span = report.one("SANCTION").mention.time.span
    assert report.text[span.start : span.end] in ("Monday", "On Monday")


def test_number_of_people_is_no_date(read: Read) -> None:
    act = read("Soldiers killed 1990 rebels in Chad.").one("ASSAULT")
    assert act.days is None


def test_anchor_says_what_a_day_was_counted_from(read: Read) -> None:
    relative = read("Kenya recalled its ambassador to Somalia on Monday.").one("SANCTION").mention.time
    whole = read("Kenya recalled its ambassador to Somalia on 3 July 2025.").one("SANCTION").mention.time
    assert (relative.anchor, whole.anchor) == ("published", "absolute")


def test_weekday_counts_back_over_the_turn_of_the_year(read: Read) -> None:
    act = read("Kenya recalled its ambassador to Somalia on Monday.", published=date(2025, 1, 2)).one("SANCTION")
    assert act.days == ("2024-12-30", "2024-12-30")


def test_day_of_a_relative_clause_stays_there(read: Read) -> None:
    text = "On Friday Somalia freed a Kenyan officer whom rebels had kidnapped in May 2024."
    assert read(text).one("RETREAT").days == ("2025-07-11", "2025-07-11")


def test_year_of_the_clause_behind_a_semicolon_does_not_reach_back(read: Read) -> None:
    found = read("Kenya invaded Somalia in 2011; Ethiopia condemns the rebels.")
    assert found.one("ACCUSE").days is None


def test_day_gone_by_is_that_of_the_order(read: Read) -> None:
    act = read("Kenya asked the United Nations Security Council to meet in emergency session on Friday.").one("REQUEST")
    assert act.days == ("2025-07-11", "2025-07-11")


def test_year_in_the_name_of_a_war_dates_what_was_done_in_it(read: Read) -> None:
    act = read("Ethiopia bombed Mogadishu in the 1977 war.").one("ASSAULT")
    assert act.days == ("1977-01-01", "1977-12-31")


def test_sentence_for_an_old_war_is_not_of_its_year(read: Read) -> None:
    act = read("A Kenyan court jailed six Somali officers in the 1994 genocide.").one("COERCE")
    assert act.days is None


def test_past_month_does_not_date_what_goes_on(read: Read) -> None:
    act = read("Kenya is shelling the Somali town where its envoy was killed in February.").all("ASSAULT")[0]
    assert act.days is None


def test_day_of_the_later_act_is_not_that_of_one_years_before(read: Read) -> None:
    text = "Kenya closed its embassy in Somalia in 2019, four years after rebels had bombed it."
    assert all(act.days is None for act in read(text).all("ASSAULT"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kenya accused Somalia of the 1998 bombing of the American embassy.", "ACCUSE"),
        ("Germany cut its aid to Niger after the coup of July 2023.", "SANCTION"),
        ("The Somali court, set up last month, jailed three Kenyan sailors.", "COERCE"),
        ("Kenya, which last month recalled its envoy, accused Somalia of smuggling.", "ACCUSE"),
        ("Somali police arrested the gunmen who killed a Kenyan envoy last month.", "COERCE"),
        ("Kenya's army, in power since 2021, expelled the Somali envoy.", "SANCTION"),
        ("Kenya threatened to close the border after Somalia recalled its envoy last month.", "THREATEN"),
        ("The Kenyan army, which invaded Somalia in 2011, accused Ethiopia of lying.", "ACCUSE"),
    ],
)
def test_day_of_another_act_does_not_reach_this_one(read: Read, text: str, kind: str) -> None:
    assert read(text).one(kind).days is None


def test_clause_about_a_day_takes_the_day(read: Read) -> None:
    text = "Dozens of Kenyans have been detained since July 3, when Kenya expelled the Somali envoy."
    assert read(text).one("SANCTION").days == ("2025-07-03", "2025-07-03")

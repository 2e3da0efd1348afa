"""The date grammar: what is marked, and which days it is resolved to."""

from datetime import UTC, date, datetime
from itertools import pairwise

import msgspec
import pytest

from dragoman.resolution.dates import Tense, TimeExpression, find_times, resolve

SAT = date(2025, 7, 12)
NEW_YEAR = date(2025, 1, 1)  # a Wednesday
LEAP_DAY = date(2024, 2, 29)  # a Thursday
MON = date(2025, 3, 3)
MONTH_END = date(2025, 3, 31)  # a Monday
YEAR_END = date(2024, 12, 31)  # a Tuesday


def only(text: str, published: date | None = SAT) -> TimeExpression:
    times = find_times(text, published=published)
    assert len(times) == 1, [time.text for time in times]
    return times[0]


# (publication, sentence, expression, value, first day, last day)
RESOLVED = [
    # days the text names in full
    (SAT, "The pact was signed on 12 March 2019 in Oslo.", "12 March 2019", "2019-03-12", "2019-03-12", "2019-03-12"),
    (SAT, "On March 12, 2019, both sides signed.", "March 12, 2019", "2019-03-12", "2019-03-12", "2019-03-12"),
    (SAT, "He was shot dead on Feb. 29, 2024.", "Feb. 29, 2024", "2024-02-29", "2024-02-29", "2024-02-29"),
    (SAT, "The file is dated 2025-06-30.", "2025-06-30", "2025-06-30", "2025-06-30", "2025-06-30"),
    (SAT, "The file is dated 30/06/2025.", "30/06/2025", "2025-06-30", "2025-06-30", "2025-06-30"),
    (SAT, "It was stamped 12/07/2025.", "12/07/2025", "2025-07-12", "2025-07-12", "2025-07-12"),
    (SAT, "Guards fired on the 3rd of July.", "the 3rd of July", "2025-07-03", "2025-07-03", "2025-07-03"),
    # days without a year
    (SAT, "The mission was struck on July 4.", "July 4", "2025-07-04", "2025-07-04", "2025-07-04"),
    (NEW_YEAR, "The envoy arrived on Dec. 28.", "Dec. 28", "2024-12-28", "2024-12-28", "2024-12-28"),
    (YEAR_END, "Parliament will vote on Jan. 15.", "Jan. 15", "2025-01-15", "2025-01-15", "2025-01-15"),
    (SAT, "They mourned the dead of the Oct. 7 attack.", "Oct. 7", "2024-10-07", "2024-10-07", "2024-10-07"),
    # months
    (SAT, "The talks were held in May.", "May", "2025-05", "2025-05-01", "2025-05-31"),
    (SAT, "He was jailed in July.", "July", "2025-07", "2025-07-01", "2025-07-31"),
    (SAT, "He was jailed in December.", "December", "2024-12", "2024-12-01", "2024-12-31"),
    (SAT, "The court will sit in December.", "December", "2025-12", "2025-12-01", "2025-12-31"),
    (LEAP_DAY, "The blockade was lifted in February.", "February", "2024-02", "2024-02-01", "2024-02-29"),
    (SAT, "The truce of November 2023 failed.", "November 2023", "2023-11", "2023-11-01", "2023-11-30"),
    (SAT, "Rebels took the town in early June.", "early June", "2025-06", "2025-06-01", "2025-06-10"),
    (SAT, "Rebels took the town in mid-June.", "mid-June", "2025-06", "2025-06-11", "2025-06-20"),
    (SAT, "They left at the end of February 2024.", "the end of February 2024", "2024-02", "2024-02-21", "2024-02-29"),
    (SAT, "Voters went to the polls last November.", "last November", "2024-11", "2024-11-01", "2024-11-30"),
    (SAT, "Envoys met there in June last year.", "June last year", "2024-06", "2024-06-01", "2024-06-30"),
    (SAT, "Shelling peaked in the last week of June.", "the last week of June", "2025-06", "2025-06-24", "2025-06-30"),
    # years, decades, centuries
    (SAT, "The raid breaks the 1974 agreement.", "1974", "1974", "1974-01-01", "1974-12-31"),
    (SAT, "The army withdrew in early 2024.", "early 2024", "2024", "2024-01-01", "2024-04-30"),
    (SAT, "They have been at odds, he wrote, as in '98.", "'98", "1998", "1998-01-01", "1998-12-31"),
    (SAT, "Famine spread in the 1990s.", "the 1990s", "199", "1990-01-01", "1999-12-31"),
    (SAT, "Famine spread in the mid-1980s.", "the mid-1980s", "198", "1984-01-01", "1986-12-31"),
    (SAT, "The border was drawn in the 19th century.", "the 19th century", "18", "1801-01-01", "1900-12-31"),
    (SAT, "Exports grew in fiscal 2023.", "fiscal 2023", "2023", "2023-01-01", "2023-12-31"),
    # quarters, halves, seasons
    (SAT, "Aid fell in the first quarter.", "the first quarter", "2025-Q1", "2025-01-01", "2025-03-31"),
    (SAT, "Aid fell in the third quarter of 2024.", "the third quarter of 2024", "2024-Q3", "2024-07-01", "2024-09-30"),
    (SAT, "Aid fell in the second half of 2024.", "the second half of 2024", "2024-H2", "2024-07-01", "2024-12-31"),
    (SAT, "Aid fell in Q4 2024.", "Q4 2024", "2024-Q4", "2024-10-01", "2024-12-31"),
    (SAT, "The siege began in the spring of 2022.", "the spring of 2022", "2022-SP", "2022-03-01", "2022-05-31"),
    (SAT, "The siege began last winter.", "last winter", "2024-WI", "2024-12-01", "2025-02-28"),
    (SAT, "The siege was lifted last summer.", "last summer", "2024-SU", "2024-06-01", "2024-08-31"),
    (LEAP_DAY, "Roads were cut this winter.", "this winter", "2023-WI", "2023-12-01", "2024-02-29"),
    # weekdays
    (SAT, "They met in Baku on Saturday.", "Saturday", "2025-07-12", "2025-07-12", "2025-07-12"),
    (SAT, "They met in Baku on Sunday.", "Sunday", "2025-07-06", "2025-07-06", "2025-07-06"),
    (SAT, "The cabinet will meet on Monday.", "Monday", "2025-07-14", "2025-07-14", "2025-07-14"),
    (SAT, "The cabinet will meet next Friday.", "next Friday", "2025-07-18", "2025-07-18", "2025-07-18"),
    (SAT, "The cabinet met last Saturday.", "last Saturday", "2025-07-05", "2025-07-05", "2025-07-05"),
    (SAT, "Friday's strike killed nine.", "Friday", "2025-07-11", "2025-07-11", "2025-07-11"),
    (SAT, "Police raided homes on Tuesday night.", "Tuesday night", "2025-07-08TNI", "2025-07-08", "2025-07-08"),
    (MON, "Troops entered the city on Friday.", "Friday", "2025-02-28", "2025-02-28", "2025-02-28"),
    (NEW_YEAR, "Shots were fired late Tuesday.", "late Tuesday", "2024-12-31", "2024-12-31", "2024-12-31"),
    (LEAP_DAY, "A ferry sank on Thursday.", "Thursday", "2024-02-29", "2024-02-29", "2024-02-29"),
    (SAT, "He resigned on Monday, June 30.", "Monday, June 30", "2025-06-30", "2025-06-30", "2025-06-30"),
    # from publication
    (SAT, "The minister quit today.", "today", "2025-07-12", "2025-07-12", "2025-07-12"),
    (NEW_YEAR, "The minister quit yesterday.", "yesterday", "2024-12-31", "2024-12-31", "2024-12-31"),
    (LEAP_DAY, "The minister will quit tomorrow.", "tomorrow", "2024-03-01", "2024-03-01", "2024-03-01"),
    (SAT, "The minister quit this morning.", "this morning", "2025-07-12TMO", "2025-07-12", "2025-07-12"),
    (NEW_YEAR, "Drones were shot down overnight.", "overnight", "2024-12-31TNI", "2024-12-31", "2024-12-31"),
    (SAT, "Drones were shot down last night.", "last night", "2025-07-11TNI", "2025-07-11", "2025-07-11"),
    (SAT, "The king speaks tonight.", "tonight", "2025-07-12TNI", "2025-07-12", "2025-07-12"),
    (SAT, "It was agreed late last month.", "late last month", "2025-06", "2025-06-21", "2025-06-30"),
    (MONTH_END, "It was agreed last month.", "last month", "2025-02", "2025-02-01", "2025-02-28"),
    (MONTH_END, "It takes effect next month.", "next month", "2025-04", "2025-04-01", "2025-04-30"),
    (NEW_YEAR, "Prices doubled last year.", "last year", "2024", "2024-01-01", "2024-12-31"),
    (NEW_YEAR, "Officials met last week.", "last week", "2024-W52", "2024-12-23", "2024-12-29"),
    (NEW_YEAR, "Officials meet this week.", "this week", "2025-W01", "2024-12-30", "2025-01-05"),
    (YEAR_END, "Officials meet next week.", "next week", "2025-W02", "2025-01-06", "2025-01-12"),
    (SAT, "Dozens died in the past week.", "the past week", "2025-W27", "2025-07-05", "2025-07-12"),
    (MON, "Dozens died over the weekend.", "the weekend", "2025-W09-WE", "2025-03-01", "2025-03-02"),
    (SAT, "Dozens died last weekend.", "last weekend", "2025-W27-WE", "2025-07-05", "2025-07-06"),
    (SAT, "He was freed earlier this month.", "earlier this month", "2025-07", "2025-07-01", "2025-07-12"),
    (SAT, "He will be freed later this year.", "later this year", "2025", "2025-07-13", "2025-12-31"),
    (SAT, "He will be freed early next week.", "early next week", "2025-W29", "2025-07-14", "2025-07-15"),
    (SAT, "The coup was ten years ago.", "ten years ago", "2015", "2015-01-01", "2015-12-31"),
    (MONTH_END, "The coup was a month ago.", "a month ago", "2025-02", "2025-02-01", "2025-02-28"),
    (LEAP_DAY, "The coup was a year ago.", "a year ago", "2023", "2023-01-01", "2023-12-31"),
    (SAT, "The truce broke three days ago.", "three days ago", "2025-07-09", "2025-07-09", "2025-07-09"),
    (NEW_YEAR, "The truce broke two weeks ago.", "two weeks ago", "2024-W51", "2024-12-16", "2024-12-22"),
    (SAT, "Hunger spread in the past three years.", "the past three years", "P3Y", "2022-07-12", "2025-07-12"),
    # bounded by a preposition
    (SAT, "They have fought since December.", "December", "2024-12", "2024-12-01", "2025-07-12"),
    (SAT, "Troops will leave by the end of the year.", "the end of the year", "2025", "2025-07-12", "2025-12-31"),
    (SAT, "He was premier before 2020.", "2020", "2020", None, "2019-12-31"),
    (SAT, "The curfew holds until Friday.", "Friday", "2025-07-18", "2025-07-12", "2025-07-18"),
    # ranges
    (SAT, "Talks ran from March to June.", "March to June", "2025-03-01/2025-06-30", "2025-03-01", "2025-06-30"),
    (SAT, "It ran from November to March.", "November to March", "2024-11-01/2025-03-31", "2024-11-01", "2025-03-31"),
    (SAT, "He visits from 3 to 5 May 2024.", "3 to 5 May 2024", "2024-05-03/2024-05-05", "2024-05-03", "2024-05-05"),
    (SAT, "The July 3-5 summit failed.", "July 3-5", "2025-07-03/2025-07-05", "2025-07-03", "2025-07-05"),
    (SAT, "The 2011-2014 war is over.", "2011-2014", "2011/2014", "2011-01-01", "2014-12-31"),
    (MON, "It ran from Friday to Sunday.", "Friday to Sunday", "2025-02-28/2025-03-02", "2025-02-28", "2025-03-02"),
    # holidays
    (NEW_YEAR, "Monks were detained on Christmas Day.", "Christmas Day", "2024-12-25", "2024-12-25", "2024-12-25"),
    (SAT, "Churches were attacked on Easter Sunday.", "Easter Sunday", "2025-04-20", "2025-04-20", "2025-04-20"),
    (SAT, "The king fasted on Yom Kippur.", "Yom Kippur", "2024-10-12", "2024-10-12", "2024-10-12"),
    (SAT, "He went home at Ramadan.", "Ramadan", "2025-03-01/2025-03-30", "2025-03-01", "2025-03-30"),
    (MON, "He came back the week before last.", "the week before last", "2025-W08", "2025-02-17", "2025-02-23"),
    (SAT, "The fort fell a week ago today.", "a week ago today", "2025-07-05", "2025-07-05", "2025-07-05"),
    (SAT, "The fort fell two weeks ago Monday.", "two weeks ago Monday", "2025-06-23", "2025-06-23", "2025-06-23"),
    (LEAP_DAY, "He quit on the last day of January.", "the last day of January", "2024-01-31", "2024-01-31", "2024-01-31"),
    # two months, a leap day, a day of the month
    (SAT, "He was jailed on 29 February.", "29 February", "2024-02-29", "2024-02-29", "2024-02-29"),
    (SAT, "He was jailed on the 3rd.", "the 3rd", "2025-07-03", "2025-07-03", "2025-07-03"),
    (SAT, "He was jailed on the 30th.", "the 30th", "2025-06-30", "2025-06-30", "2025-06-30"),
    # lengths that end in a day
    (SAT, "The troops will leave in three weeks.", "three weeks", "2025-W31", "2025-07-28", "2025-08-03"),
    (SAT, "Nine died in the past 36 hours.", "the past 36 hours", "PT36H", "2025-07-10", "2025-07-12"),
    # the tense of a verb of saying is not that of what is said
    (MON, "Officials said the vote on Tuesday would be fair.", "Tuesday", "2025-03-04", "2025-03-04", "2025-03-04"),
    (MON, "The minister said on Tuesday that he would quit.", "Tuesday", "2025-02-25", "2025-02-25", "2025-02-25"),
    # hours
    (SAT, "It burned before dawn on Thursday.", "dawn on Thursday", "2025-07-10TMO", "2025-07-10", "2025-07-10"),
    (SAT, "Polls open at 10:30 a.m. GMT.", "10:30 a.m. GMT", "2025-07-12T10:30Z", "2025-07-12", "2025-07-12"),
    (SAT, "The siren went off at noon.", "noon", "2025-07-12T12:00", "2025-07-12", "2025-07-12"),
    (SAT, "The siren went off at 9 p.m. Thursday.", "9 p.m. Thursday", "2025-07-10T21:00", "2025-07-10", "2025-07-10"),
]  # fmt: skip


@pytest.mark.parametrize(("published", "text", "expression", "value", "first", "last"), RESOLVED)
def test_expression_resolves_to_its_days(
    published: date, text: str, expression: str, value: str, first: str | None, last: str | None
) -> None:
    time = only(text, published)
    days = (time.first and time.first.isoformat(), time.last and time.last.isoformat())
    assert (time.text, time.value, *days) == (expression, value, first, last)
    assert text[time.start : time.end] == expression


# (sentence, expression, type, value)
WITHOUT_DAYS = [
    ("The king ended a three-day visit.", "three-day", "DURATION", "P3D"),
    ("He served for 10 years.", "10 years", "DURATION", "P10Y"),
    ("The debate took two and a half hours.", "two and a half hours", "DURATION", "PT2H30M"),
    ("The debate took half an hour.", "half an hour", "DURATION", "PT30M"),
    ("They waited for several months.", "several months", "DURATION", "PXM"),
    ("They fought for decades.", "decades", "DURATION", "PXY"),
    ("They waited all day.", "all day", "DURATION", "P1D"),
    ("They took the bridge twice in three weeks.", "three weeks", "DURATION", "P3W"),
    ("They fight every summer.", "every summer", "SET", "XXXX-SU"),
    ("Prices rose month after month.", "month after month", "SET", "P1M"),
    ("They pray every Friday.", "every Friday", "SET", "XXXX-WXX-5"),
    ("They meet twice a year.", "twice a year", "SET", "P1Y"),
    ("They hold weekly rallies.", "weekly", "SET", "P1W"),
    ("They march on Tuesday nights.", "Tuesday nights", "SET", "XXXX-WXX-2TNI"),
    ("He recently resigned.", "recently", "DATE", "PAST_REF"),
    ("He has hopes for the near future.", "the near future", "DATE", "FUTURE_REF"),
    ("The town was lit up for Diwali.", "Diwali", "DATE", "XXXX-XX-XX"),
    ("He spoke on Independence Day.", "Independence Day", "DATE", "XXXX-XX-XX"),
]


@pytest.mark.parametrize(("text", "expression", "timex_type", "value"), WITHOUT_DAYS)
def test_length_set_or_vague_reference_has_no_days(text: str, expression: str, timex_type: str, value: str) -> None:
    time = only(text)
    assert (time.text, time.timex_type, time.value) == (expression, timex_type, value)
    assert (time.first, time.last) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "Protesters may march on the palace.",
        "Theresa May spoke to the lawmakers.",
        "April Jones spoke to the lawmakers.",
        "The Sun reported the story.",
        "A 20-year-old man was held.",
        "The second man fled.",
        "Resolution 1701 was breached.",
        "Flight 1549 was diverted.",
        "A Boeing 747 landed on Route 66.",
        "They won 3-2 at home.",
        "Some 2,000 people fled.",
        "About 2000 people fled.",
        "The fine was $1990.",
        "It cites Article 1971.",
        "Bloody Sunday is remembered.",
        "Ministers fear the fall of the town.",
        "The Winter War cost a tenth of the land.",
        "The Yom Kippur War is remembered.",
    ],
)
def test_other_words_and_figures_are_not_times(text: str) -> None:
    assert find_times(text, published=SAT) == ()


def test_ages_are_marked_on_request() -> None:
    (time,) = find_times("A 20-year-old man was held.", published=SAT, ages=True)
    assert (time.text, time.timex_type, time.value) == ("20-year-old", "DURATION", "P20Y")


@pytest.mark.parametrize(
    ("text", "expression", "day"),
    [
        ("The army struck on 3 June 2025. Two days earlier it had warned.", "Two days earlier", "2025-06-01"),
        ("The army struck on 28 February 2024. The next day it withdrew.", "The next day", "2024-02-29"),
        ("The army struck on 3 June 2025. That day it lost nine men.", "That day", "2025-06-03"),
        ("The army struck on 31 December 2023. A day later it withdrew.", "A day later", "2024-01-01"),
        ("The army struck on Monday. The previous day it had warned.", "The previous day", "2025-07-06"),
    ],
)
def test_told_day_is_counted_from_the_last_one_in_the_text(text: str, expression: str, day: str) -> None:
    time = find_times(text, published=SAT)[-1]
    assert (time.text, time.value, time.anchor) == (expression, day, "text")


def test_following_week_is_counted_from_the_text() -> None:
    time = find_times("They met on 3 June 2025. The following week they signed.", published=SAT)[-1]
    assert (time.value, time.first) == ("2025-W24", date(2025, 6, 9))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He quit yesterday.", "XXXX-XX-XX"),
        ("He quit on Friday.", "XXXX-WXX-5"),
        ("He quit in May.", "XXXX-05"),
        ("He quit on July 4.", "XXXX-07-04"),
        ("He quit last week.", "XXXX-WXX"),
    ],
)
def test_relative_time_stays_unresolved_without_publication_day(text: str, value: str) -> None:
    time = only(text, None)
    assert (time.value, time.reason, time.first, time.anchor) == (value, "NO_PUBLICATION_DATE", None, None)


def test_explicit_day_needs_no_publication_day() -> None:
    time = only("He quit on 4 July 2024.", None)
    assert (time.value, time.anchor, time.reason) == ("2024-07-04", "absolute", "EXPLICIT")


def test_creation_moment_stands_in_for_publication_and_counts_hours() -> None:
    moment = datetime(2025, 7, 12, 1, 30, tzinfo=UTC)
    (time,) = find_times("The shelling stopped two hours ago.", published=None, creation=moment)
    assert (time.value, time.first) == ("2025-07-11T23:30", date(2025, 7, 11))


def test_tense_of_the_caller_overrides_the_guess() -> None:
    text = "They met in Baku on Monday."
    (time,) = find_times(text, published=SAT, tense_of=lambda _start, _end: "future")
    assert (time.value, time.reason) == ("2025-07-14", "TENSE_FUTURE")


@pytest.mark.parametrize(("tense", "value"), [("past", "2025-07-07"), ("none", "2025-07-07"), ("future", "2025-07-14")])
def test_resolve_takes_the_tense(tense: str, value: str) -> None:
    time = resolve("on Monday", published=SAT, tense=tense)  # type: ignore[arg-type]
    assert time is not None
    assert (time.text, time.value) == ("Monday", value)


def test_resolve_counts_from_an_anchor() -> None:
    time = resolve("two days later", published=SAT, anchor=date(2024, 2, 28))
    assert time is not None
    assert (time.start, time.value) == (0, "2024-03-01")


def test_resolve_finds_nothing_in_other_words() -> None:
    assert resolve("the palace", published=SAT) is None


def test_relation_names_the_preposition() -> None:
    times = find_times("Since May they met on Friday, but never before 2020.", published=SAT)
    assert [time.relation for time in times] == ["since", "in", "before"]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It fell in June 2024.", "2024-06"),
        ("It fell in summer 2014.", "2014-22"),
        ("It fell in the 1990s.", "199X"),
        ("It fell before 2020.", "../2019-12-31"),
        ("It fell in 264 BC.", "-0263"),
    ],
)
def test_interval_is_told_in_edtf(text: str, edtf: str) -> None:
    assert only(text).edtf == edtf


def test_historical_is_more_than_a_year_before_publication() -> None:
    times = find_times("The 1974 pact was renewed in June 2025.", published=SAT)
    assert [time.historical for time in times] == [True, False]


def test_narrative_of_a_past_year_keeps_that_year() -> None:
    text = "The rising of March 3, 1991 was put down. By March 29 the south had fallen."
    assert [time.value for time in find_times(text, published=SAT)] == ["1991-03-03", "1991-03-29"]


def test_offsets_count_code_points_where_lowering_grows_the_text() -> None:
    text = "İzmir \N{GRINNING FACE}: talks began on Friday."
    time = only(text)
    assert text[time.start : time.end] == "Friday"


def test_timeml_marks_the_two_ends_of_a_range_apart() -> None:
    times = find_times("The 2011-2014 war is over.", published=SAT, timeml=True)
    assert [(time.text, time.value) for time in times] == [("2011", "2011"), ("2014", "2014")]


def test_times_stand_in_order_and_do_not_overlap() -> None:
    text = "On Monday, July 7, 2025, at 9 p.m., two days after the June 2025 truce, police raided homes until Tuesday."
    times = find_times(text, published=SAT)
    assert all(one.end <= two.start for one, two in pairwise(times))


def test_record_survives_json_and_refuses_unknown_fields() -> None:
    time = only("He quit on 4 July 2024.")
    assert msgspec.json.decode(msgspec.json.encode(time), type=TimeExpression) == time
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({**msgspec.to_builtins(time), "colour": 1}, TimeExpression)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He was in jail in May and June.", ["2025-05", "2025-06"]),
        ("The mines flooded in December and January.", ["2024-12", "2025-01"]),
        ("Two years ago, on 24 February, the war began.", ["2023", "2023-02-24"]),
        ("Last year, in May, the war began.", ["2024", "2024-05"]),
        ("Ten years ago in May the war began.", ["2015", "2015-05"]),
        ("Ten years ago this May the war began.", ["2015", "2015-05"]),
    ],
)
def test_second_time_follows_the_first(text: str, values: list[str]) -> None:
    assert [time.value for time in find_times(text, published=SAT)] == values


def test_document_without_a_day_counts_from_the_day_it_names_in_full() -> None:
    text = "Done in Gor on 21 June 2024. The council recalls the raids of 2019. On 12 June it met twice."
    assert find_times(text, published=None)[-1].value == "2024-06-12"


@pytest.mark.parametrize("words", ["around 1900", "about 1900", "roughly 1900"])
def test_nearness_is_told_by_the_modifier(words: str) -> None:
    time = only(f"They settled there {words}.")
    assert (time.value, time.modifier) == ("1900", "APPROX")


def test_parsed_tense_stands_in_for_the_cues_and_yields_to_nearness() -> None:
    def ahead(_start: int, _end: int) -> Tense:
        return "future"

    (far,) = find_times("The council met on Wednesday.", published=SAT, parsed=ahead)
    (near,) = find_times("The council met on Friday.", published=SAT, parsed=ahead)
    assert (far.value, near.value) == ("2025-07-16", "2025-07-11")

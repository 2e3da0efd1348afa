"""Records in words; what is not known is said."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from store_factory import NORLAND, OSTERIA, crackdown, meeting, meeting_claims, party

from dragoman.records import Actor, Count, EventMention, Interval, Place, Source, Span
from dragoman.serving.wording import (
    actor_words,
    claim_words,
    claims_words,
    count_words,
    parties_words,
    source_words,
    type_words,
    when_words,
    where_words,
)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (None, "date not stated"),
        (Interval(reason="NO_TIME"), "date not stated"),
        (Interval(first=date(2025, 7, 11), last=date(2025, 7, 11)), "2025-07-11"),
        (Interval(first=date(2024, 2, 1), last=date(2024, 2, 29)), "2024-02"),
        (Interval(first=date(2024, 1, 1), last=date(2024, 12, 31), historical=True), "2024 (historical)"),
        (Interval(first=date(2024, 2, 1), last=date(2024, 2, 28)), "2024-02-01 to 2024-02-28"),
        (Interval(first=date(2024, 2, 1)), "since 2024-02-01"),
        (Interval(last=date(2024, 2, 1)), "until 2024-02-01"),
    ],
)
def test_when(time: Interval | None, words: str) -> None:
    assert when_words(time) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (None, "place not stated"),
        (Place(name="Lakeport", country="OST", lat=1.0, lon=2.0), "Lakeport, OST"),
        (Place(name="Lake\x1b[2Jport", country="OST", lat=1.0, lon=2.0), "Lakeport, OST"),
        (Place(name="the north", country="OST", lat=1.0, lon=2.0, precision="area"), "the north, OST (area)"),
        (Place(name="Qux", reason="NOT_FOUND"), "Qux (not located)"),
    ],
)
def test_where(place: Place | None, words: str) -> None:
    assert where_words(place) == words


@pytest.mark.parametrize(
    ("mention", "words"),
    [
        (meeting(), "Norland (NRL GOV) → Osteria (OST GOV)"),
        (crackdown(), "riot police (COP)"),
        (meeting(actors=(), recipients=()), "actor not named"),
        (meeting(actors=()), "actor not named → Osteria (OST GOV)"),
        (meeting(symmetric=True), "Norland (NRL GOV) ↔ Osteria (OST GOV)"),
        (
            meeting(symmetric=True, actors=(*meeting().actors, party("riot police")), recipients=()),
            "Norland (NRL GOV) ↔ riot police",
        ),
        (
            meeting(actors=(party("Envoys of Norland", actor=Actor(name="x", reason="AMBIGUOUS")),), recipients=()),
            "Envoys of Norland",
        ),
    ],
)
def test_who(mention: EventMention, words: str) -> None:
    assert parties_words(mention) == words


def test_actor_without_code_shows_none() -> None:
    assert actor_words(Actor(name="the rebels")) == "the rebels"
    assert actor_words(NORLAND) == "Norland (NRL GOV)"


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ((), "author"),
        ((Source(kind="author"),), "author"),
        ((Source(kind="official", text="the ministry", actor=OSTERIA),), "the ministry (OST GOV)"),
        ((Source(kind="named", actor=NORLAND),), "Norland (NRL GOV)"),
        ((Source(kind="anonymous"),), "an unnamed source"),
        ((Source(kind="media"),), "other media"),
        (
            (Source(kind="media", text="the Courier"), Source(kind="anonymous", text="an aide")),
            "the Courier, citing an aide (anonymous)",
        ),
    ],
)
def test_source(sources: tuple[Source, ...], words: str) -> None:
    assert source_words(sources) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (3, 3, "3 taking part"),
        (3, None, "at least 3 taking part"),
        (None, 5, "up to 5 taking part"),
        (3, 5, "3 to 5 taking part"),
        (None, None, "an unknown number taking part"),
    ],
)
def test_count(low: int | None, high: int | None, words: str) -> None:
    assert count_words(Count(kind="taking_part", low=low, high=high, span=Span(start=0, end=1), text="x")) == words


def test_type_with_modes_and_content() -> None:
    assert type_words(meeting()) == "CONSULT/visit"
    assert (
        type_words(meeting(type="THREATEN", modes=("violence",), content="ASSAULT")) == "THREATEN/violence of ASSAULT"
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "the harbour ministry (OST GOV) said so"),
        ({"status": "planned"}, "the harbour ministry (OST GOV) said it was planned"),
        ({"stance": "denies"}, "the harbour ministry (OST GOV) denied it"),
        ({"stance": "leaves_open"}, "the harbour ministry (OST GOV) left it open"),
        ({"stance": "denies", "target": "content"}, "the harbour ministry (OST GOV) denied what is charged"),
        (
            {"stance": "denies", "target": "party", "party": party("Norland", actor=NORLAND)},
            "the harbour ministry (OST GOV) denied that Norland (NRL GOV) took part",
        ),
        (
            {"stance": "leaves_open", "target": "party", "party": party("riot police")},
            "the harbour ministry (OST GOV) left open whether riot police took part",
        ),
        ({"sources": (Source(kind="author"),)}, "the article said so"),
    ],
)
def test_claim(changes: dict[str, object], words: str) -> None:
    assert claim_words(msgspec.structs.replace(meeting_claims()[0], **changes)) == words


def test_the_article_alone_is_no_news() -> None:
    own = msgspec.structs.replace(meeting_claims()[0], sources=(Source(kind="author"),))
    assert claims_words([own]) == ""
    assert claims_words(meeting_claims()) == "the harbour ministry (OST GOV) said so; witnesses (anonymous) denied it"

"""The algebra of signatures, and what the loader of their tables refuses."""

from __future__ import annotations

from typing import get_args

import pytest

from dragoman.errors import DataError
from dragoman.extraction.status.records import Light
from dragoman.extraction.status.signatures import Signature, Table, load_signatures, parse_table

HEAD = "words\tframes\tpositive\tnegative\tsource\tkind\n"


def test_two_way_implicative_turns_with_its_governor() -> None:
    fail = Signature(positive=-3, negative=3)
    assert [fail.carry(c) for c in (1, 0, -1)] == [-1, 0, 1]


def test_factive_holds_whatever_its_governor() -> None:
    regret = Signature(positive=3, negative=3)
    assert [regret.carry(c) for c in (1, 0, -1)] == [1, 1, 1]


def test_new_source_is_heard_in_full() -> None:
    say = Signature(positive=2, negative=0.5, source=3)
    light = say.apply(Light(author=0.2, source=0.2), "UNDER:say")
    assert light.source == 1
    assert light.author < 0.6


def test_silence_of_a_source_is_no_denial_in_full() -> None:
    say = Signature(positive=2, negative=0.6, source=3)
    assert say.apply(Light(author=-1, source=-1), "UNDER:say").source == pytest.approx(0.2)


def test_presupposition_forgets_the_plan() -> None:
    planned = Light(kinds=frozenset({"plan"}))
    fact = Signature(positive=2.8, negative=2)
    assert fact.apply(planned, "UNDER:regret").kinds == frozenset()
    assert fact.apply(planned, "UNDER:regret", keeps=True).kinds == {"plan"}


def test_failed_prevention_is_no_prevention() -> None:
    prevent = Signature(positive=-2.5, negative=1, kind="irrealis")
    assert prevent.apply(Light(author=-1, source=-1), "UNDER:prevent").kinds == frozenset()


def test_tables_hold_over_five_hundred_words() -> None:
    words = {word for table in get_args(Table) for word in load_signatures().words(table)}
    assert len(words) > 1500


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("fail\tto\t-3\t3\t-", "5 cells"),
        ("fail\tfor\t-3\t3\t-\t-", "unknown frame 'for'"),
        ("fail\tto\t-4\t3\t-\t-", "out of range"),
        ("fail\tto\tno\t3\t-\t-", "is no number"),
        ("fail\tto\t-3\t3\t-\tdream", "unknown kind 'dream'"),
        ("fail|flop|fail\tto\t-3\t3\t-\t-", "stands in two rows"),
    ],
)
def test_broken_row_is_refused_with_its_line(row: str, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        parse_table(HEAD + row, "verbs")
    assert caught.value.where == "verbs, line 2"


def test_other_heading_is_refused() -> None:
    with pytest.raises(DataError, match="heading"):
        parse_table("word\tvalue\nfail\t-3", "verbs")

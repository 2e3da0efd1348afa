"""The probability that a status is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.evaluation.gold import count_cells, is_for_fitting, judgements_of, read_items, reliability
from dragoman.extraction.status.reliability import cell_of, load_reliability, parse_reliability, probability_of

GOLD = Path(__file__).parents[3] / "gold" / "status.jsonl"
HEAD = "status\tstrength\tjudged\tright\n"


def test_a_view_far_from_nought_is_strong() -> None:
    assert cell_of("denied", -2.8) == ("denied", "strong")
    assert cell_of("denied", -1.2) == ("denied", "weak")


def test_a_small_count_is_drawn_to_the_mean() -> None:
    cells = parse_reliability(HEAD + "actual\tstrong\t88\t88\ndenied\tweak\t2\t0\n")
    mean = 88 / 90
    assert probability_of("actual", 3.0, cells) == pytest.approx((88 + 8 * mean) / 96, abs=0.001)
    assert probability_of("denied", -1.0, cells) == pytest.approx(8 * mean / 10, abs=0.001)
    assert probability_of("planned", 1.0, cells) == pytest.approx(mean, abs=0.001)


@pytest.mark.parametrize(
    "text",
    ["a\tb\n", HEAD, HEAD + "actual\tstrong\t3", HEAD + "actual\tmiddling\t3\t2", HEAD + "actual\tweak\t2\t3"],
)
def test_a_broken_table_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="reliability"):
        parse_reliability(text)


def test_the_table_is_what_the_gold_gives_and_holds_on_the_rest() -> None:
    held = read_items(GOLD, "held")
    judgements = judgements_of(held)
    pairs = list(zip(held, judgements, strict=True))
    fitting = [(i, j) for i, j in pairs if is_for_fitting(i)]
    assert count_cells([i for i, _ in fitting], [j for _, j in fitting]) == dict(load_reliability())
    rest = [(i, j) for i, j in pairs if not is_for_fitting(i)]
    rows = reliability([i for i, _ in rest], [j for _, j in rest])
    error = sum(n * abs(told - share) for told, n, share in rows) / len(rest)
    assert error <= 0.06

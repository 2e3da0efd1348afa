"""The probability that a status is right."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.evaluation.gold import held_statuses, is_for_fitting, probabilities_of
from dragoman.evaluation.reliability import expected_error, reliability
from dragoman.extraction.status.reliability import (
    CONSTANT,
    FEATURES,
    features,
    load_reliability,
    parse_reliability,
    probability_of,
)

from .conftest import Find

GOLD = Path(__file__).parents[3] / "gold"
HEAD = "feature\tweight\n"
ROWS = "".join(f"{name}\t0.5\n" for name in (CONSTANT, *FEATURES))


def test_features_tell_what_is_known_of_a_judgement(find: Find) -> None:
    plain = features(*find("The guards opened the gate.", "opened"), "actual", 3.0)
    assert (plain["certainty"], plain["margin"], plain["governors"], plain["noun"]) == (1.0, 1.0, 0.0, 0.0)
    near = features(*find("The mayor reportedly backed plans for a raid.", "raid"), "possible", 1.6)
    assert near["margin"] < 0.5
    assert near["noun"] == near["possible"] == 1.0
    assert near["governors"] > 0


def test_weights_add_up_to_a_probability() -> None:
    nothing = dict.fromkeys(FEATURES, 0.0)
    weights = {CONSTANT: 0.0, **nothing}
    assert probability_of(nothing, weights) == 0.5
    assert probability_of({**nothing, "certainty": 1.0}, {**weights, "certainty": 2.0}) == pytest.approx(0.881)


@pytest.mark.parametrize(
    "text",
    [
        "a\tb\n",
        HEAD,
        HEAD + ROWS + f"{CONSTANT}\t1\n",
        HEAD + ROWS + "weather\t1\n",
        HEAD + ROWS.replace("0.5", "half", 1),
        HEAD + ROWS.replace("0.5", "nan", 1),
        HEAD + ROWS.split("\n", 1)[1],
    ],
)
def test_a_broken_table_is_refused(text: str) -> None:
    with pytest.raises(DataError, match="reliability"):
        parse_reliability(text)


def test_a_whole_table_is_read() -> None:
    assert parse_reliability(HEAD + ROWS) == dict.fromkeys((CONSTANT, *FEATURES), 0.5)
    assert set(load_reliability()) == {CONSTANT, *FEATURES}


def test_nine_in_ten_are_right_at_nine_tenths() -> None:
    """On held-out items that the weights were not fitted on: the bin from 0.9 within 0.05, the whole within 0.06."""
    rest = [i for i in held_statuses(GOLD) if not is_for_fitting(i)]
    rows = reliability(probabilities_of(rest))
    assert expected_error(rows) <= 0.06
    _, count, told, share = rows[-1]
    assert count >= 30
    assert abs(told - share) <= 0.05

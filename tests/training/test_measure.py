"""Scores and calibration on numbers that can be checked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dragoman.training import measure


def test_macro_f1_counts_every_label_alike() -> None:
    assert measure.macro_f1(["a", "a", "b"], ["a", "a", "a"]) == pytest.approx((0.8 + 0.0) / 2)


def test_temperature_cools_what_is_too_sure() -> None:
    logits = np.asarray([[4.0, 0.0]] * 10)
    gold = np.asarray([0] * 7 + [1] * 3)
    heat = measure.fit_temperature(measure.softmax_cost(logits, gold))
    assert measure.softmax(logits, heat)[0, 0] == pytest.approx(0.7, abs=0.01)


def test_expected_error_weighs_bins_by_count() -> None:
    rows = measure.reliability(np.asarray([0.95, 0.95, 0.55, 0.55]), np.asarray([1.0, 1.0, 1.0, 0.0]))
    assert [r[1] for r in rows] == [2.0, 2.0]
    assert measure.expected_error(rows) == pytest.approx(0.05)

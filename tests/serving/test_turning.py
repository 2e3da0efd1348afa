"""Turning points are those that the whole search of `ruptures` finds."""

from __future__ import annotations

import math

import numpy as np
import pytest
import ruptures

from dragoman.serving import turning
from dragoman.serving.turning import turning_points


def whole_search(values: list[float]) -> list[int]:
    price = turning.PENALTY * turning._noise(values) ** 2 * math.log(len(values))
    search = ruptures.KernelCPD(kernel="linear", min_size=turning.LEAST_PERIODS, jump=1)
    return [int(p) for p in search.fit_predict(np.asarray(values).reshape(-1, 1), pen=price)[:-1]]


@pytest.mark.parametrize("seed", range(40))
def test_cuts_are_those_of_ruptures(seed: int) -> None:
    draw = np.random.default_rng(seed)
    levels = draw.integers(0, 6, size=draw.integers(1, 7))
    values = np.concatenate([level + draw.normal(size=draw.integers(3, 60)) for level in levels])
    values = 1_000 + values if seed % 2 else np.round(values)  # far from zero, and with many equals
    if len(values) < 6:
        pytest.skip("too short to be searched")
    assert turning_points(values.tolist()) == whole_search(values.tolist())


def test_change_of_level_is_found_where_it_is() -> None:
    low, high = [1.0, 2.0, 1.0, 2.0, 1.5, 1.0], [9.0, 8.0, 9.0, 8.5, 9.0, 8.0]
    assert turning_points(low + high) == [6]


@pytest.mark.parametrize("values", [[], [1.0, 9.0, 1.0], [2.0] * 50])
def test_nothing_turns_in_short_or_level_series(values: list[float]) -> None:
    assert turning_points(values) == []

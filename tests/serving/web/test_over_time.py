"""An actor over time: periods, sums and the balance, worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dragoman.serving.web.over_time import actor_over_time

START = date(2025, 1, 6)  # a Monday


class Told:
    """A snapshot of an actor with these days."""

    def __init__(self, scores: dict[date, float]) -> None:
        self._scores = scores
        self.asked: list[list[Any]] = []

    def actor_days(self, code: str, day_from: date | None, day_to: date | None) -> list[dict[str, Any]]:
        assert code == "NRL"
        return [
            {
                "day": day,
                **{f"quad{quad}": int(quad == (2 if score > 0 else 4)) for quad in (1, 2, 3, 4)},
                "cooperation": max(score, 0.0),
                "conflict": min(score, 0.0),
            }
            for day, score in sorted(self._scores.items())
        ]

    def ids_of_code(self, code: str, condition: str, parameters: list[Any], *, limit: int) -> list[str]:
        self.asked.append(parameters)
        return ["linked:1"]


def over_time(scores: dict[date, float]) -> Any:
    return actor_over_time(Told(scores), "NRL", None, None, 30.0)  # type: ignore[arg-type]


def test_every_period_is_there_and_the_balance_halves_in_its_half_life() -> None:
    found = over_time({START: 4.0, START + timedelta(days=30): -1.0})
    assert found.step == "week"
    assert [point.period for point in found.series] == [START + timedelta(weeks=n) for n in range(5)]
    assert [point.sum for point in found.series] == [4.0, 0.0, 0.0, 0.0, -1.0]
    assert [point.events for point in found.series] == [1, 0, 0, 0, 1]
    assert found.series[0].quads == (0, 1, 0, 0)
    assert found.series[0].balance == pytest.approx(4.0 * 0.5 ** (6 / 30), abs=1e-3)
    # On the last day, 30 days after the first act, half of it is left.
    assert found.series[-1].balance == pytest.approx(2.0 - 1.0, abs=1e-3)


def test_a_long_time_goes_by_month_and_a_very_long_one_is_cut() -> None:
    assert over_time({START: 1.0, START + timedelta(days=4 * 365): 1.0}).step == "month"
    cut = over_time({date(1918, 11, 11): 9.0, START: 1.0, START + timedelta(days=7): 2.0})
    assert (cut.series[0].period, len(cut.series)) == (START, 2)


def test_a_new_level_is_a_turning_point_with_its_events() -> None:
    noise = (0.0, 0.3, -0.2, 0.1, -0.3, 0.2)
    levels = [5.0 + noise[n % 6] for n in range(12)] + [-5.0 + noise[n % 6] for n in range(12)]
    found = over_time({START + timedelta(weeks=n): level for n, level in enumerate(levels)})
    assert [point.period for point in found.turning_points] == [START + timedelta(weeks=12)]
    assert found.turning_points[0].before > 0 > found.turning_points[0].after
    assert found.turning_points[0].events == ("linked:1",)


def test_nobody_has_no_series() -> None:
    assert over_time({}).series == ()

"""An actor over time: periods, sums and the balance, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from dragoman.serving.web.over_time import actor_over_time
from dragoman.store import Store

START = date(2025, 1, 6)  # a Monday


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.in_memory() as opened:
        yield opened


@pytest.fixture
def over_time(store: Store) -> Callable[[dict[date, float]], Any]:
    """What is told of an actor with these scores, an event on each day."""

    def told(scores: dict[date, float]) -> Any:
        cursor = store._connections.cursor()
        for table in ("served_codes", "served_events"):
            cursor.execute(f"DELETE FROM {table}")
        for number, (day, score) in enumerate(sorted(scores.items())):
            row = [number, number, 2 if score > 0 else 4, score, day, day, day]
            cursor.execute(
                "INSERT INTO served_codes VALUES ('NRL', ?, ?, 'AID', 'actual', ?, ?, 1, ?, ?, ?, NULL, false)", row
            )
            # All that is asked of the event itself is its id.
            cursor.execute(
                """INSERT INTO served_events BY NAME SELECT ?::INTEGER AS number, 'linked:' || ?::INTEGER AS id, 0 AS digest,
                'AID' AS type, 'actual' AS status, 1 AS quad, 0.0 AS score, ?::DATE AS newest, ?::DATE AS oldest,
                ?::DATE AS reported_key, 0.0 AS importance, 1 AS reports, 1 AS independent_reports, false AS disputed,
                now()::TIMESTAMP AS first_seen, now()::TIMESTAMP AS changed_at, 'none' AS verdict, 'null' AS review, '' AS card""",
                [number, number, day, day, day],
            )
        with store.served().snapshot() as snapshot:
            return actor_over_time(snapshot, "NRL", None, None, 30.0)

    return told


Told = Callable[[dict[date, float]], Any]


def test_every_period_is_there_and_the_balance_halves_in_its_half_life(over_time: Told) -> None:
    found = over_time({START: 4.0, START + timedelta(days=30): -1.0})
    assert found.step == "week"
    assert [point.period for point in found.series] == [START + timedelta(weeks=n) for n in range(5)]
    assert [point.sum for point in found.series] == [4.0, 0.0, 0.0, 0.0, -1.0]
    assert [point.events for point in found.series] == [1, 0, 0, 0, 1]
    assert found.series[0].quads == (0, 1, 0, 0)
    assert found.series[0].balance == pytest.approx(4.0 * 0.5 ** (6 / 30), abs=1e-3)
    # On the last day, 30 days after the first act, half of it is left.
    assert found.series[-1].balance == pytest.approx(2.0 - 1.0, abs=1e-3)


def test_a_long_time_goes_by_month_and_a_very_long_one_is_cut(over_time: Told) -> None:
    assert over_time({START: 1.0, START + timedelta(days=4 * 365): 1.0}).step == "month"
    cut = over_time({date(1918, 11, 11): 9.0, START: 1.0, START + timedelta(days=7): 2.0})
    assert (cut.series[0].period, len(cut.series)) == (START, 2)


def test_a_new_level_is_a_turning_point_with_its_events(over_time: Told) -> None:
    noise = (0.0, 0.3, -0.2, 0.1, -0.3, 0.2)
    levels = [5.0 + noise[n % 6] for n in range(12)] + [-5.0 + noise[n % 6] for n in range(12)]
    found = over_time({START + timedelta(weeks=n): level for n, level in enumerate(levels)})
    assert [point.period for point in found.turning_points] == [START + timedelta(weeks=12)]
    assert found.turning_points[0].before > 0 > found.turning_points[0].after
    assert found.turning_points[0].events == ("linked:12",)


def test_nobody_has_no_series(over_time: Told) -> None:
    assert over_time({}).series == ()

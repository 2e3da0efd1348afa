"""An actor over time: what happened with it in each period, the balance of all so far, and where that turned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from dragoman.serving.pair import TurningPoint, periods_between, turns_in
from dragoman.serving.web.wire import SeriesPoint
from dragoman.store import Snapshot

# A series by week has a point for each bar of a chart as wide as a screen; longer ones go by month.
_MOST_WEEKS: Final = 3 * 52
# Half a century: an article may tell of a war of long ago, and a chart of that would show nothing of today.
_MOST_DAYS: Final = 50 * 366
_EMPTY: Final[dict[str, Any]] = {
    "cooperation": 0.0, "conflict": 0.0, "faded": 0.0, "quad1": 0, "quad2": 0, "quad3": 0, "quad4": 0,
}  # fmt: skip


class OverTime(NamedTuple):
    """Every period from the first to the last, empty ones too."""

    step: str
    series: tuple[SeriesPoint, ...]
    turning_points: tuple[TurningPoint, ...]


def actor_over_time(
    snapshot: Snapshot, code: str, day_from: date | None, day_to: date | None, half_life_days: float
) -> OverTime:
    """The events of an actor on either side by week, or by month where they reach over more than three years."""
    span = snapshot.actor_span(code, day_from, day_to, most_days=_MOST_DAYS)
    if span is None:
        return OverTime("week", (), ())
    first, last = span
    step = "week" if (last - first).days <= 7 * _MOST_WEEKS else "month"
    rows = snapshot.actor_periods(code, first, last, step, half_life_days)
    series = _series(rows, first, last, step, half_life_days)
    points = turns_in([point.period for point in series], [point.sum for point in series], [], step)
    return OverTime(step, tuple(series), tuple(_with_events(snapshot, code, points, step)))


def _series(
    rows: Sequence[dict[str, Any]], first: date, last: date, step: str, half_life_days: float
) -> list[SeriesPoint]:
    by_period = {row["period"]: row for row in rows}
    periods = periods_between(first, last, step)
    found, balance, before = [], 0.0, periods[0]
    for period, following in zip(periods, [*periods[1:], None], strict=True):
        end = following - timedelta(days=1) if following else last
        balance *= _decay(before, end, half_life_days)
        told = by_period.get(period, _EMPTY)
        balance += told["faded"]
        cooperation, conflict = told["cooperation"], told["conflict"]
        one, two, three, four = (told[f"quad{quad}"] for quad in (1, 2, 3, 4))
        found.append(
            SeriesPoint(
                period=period,
                events=one + two + three + four,
                cooperation=round(cooperation, 4),
                conflict=round(conflict, 4),
                quads=(one, two, three, four),
                sum=round(cooperation + conflict, 4),
                balance=round(balance, 4),
            )
        )
        before = end
    return found


def _with_events(snapshot: Snapshot, code: str, points: Sequence[TurningPoint], step: str) -> list[TurningPoint]:
    """The turning points with the events of most weight in their periods."""
    found = []
    for point in points:
        end = periods_between(point.period, point.period + timedelta(days=31 if step == "month" else 7), step)[1]
        condition = "e.day >= ? AND e.day < ? ORDER BY abs(e.score) DESC, e.tie"
        ids = snapshot.ids_of_code(code, condition, [point.period, end], limit=3)
        found.append(TurningPoint(period=point.period, before=point.before, after=point.after, events=tuple(ids)))
    return found


def _decay(since: date, until: date, half_life_days: float) -> float:
    weight: float = 0.5 ** (max((until - since).days, 0) / half_life_days)
    return weight

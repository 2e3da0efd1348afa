"""An actor over time: what happened with it in each period, the balance of all so far, and where that turned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from dragoman.serving.pair import TurningPoint, period_of, periods_between, turns_in
from dragoman.serving.web.wire import SeriesPoint
from dragoman.store import Snapshot

# A series by week has a point for each bar of a chart as wide as a screen; longer ones go by month.
_MOST_WEEKS: Final = 3 * 52
# Half a century: an article may tell of a war of long ago, and a chart of that would show nothing of today.
_MOST_DAYS: Final = 50 * 366


class OverTime(NamedTuple):
    """Every period from the first to the last, empty ones too."""

    step: str
    series: tuple[SeriesPoint, ...]
    turning_points: tuple[TurningPoint, ...]


def actor_over_time(
    snapshot: Snapshot, code: str, day_from: date | None, day_to: date | None, half_life_days: float
) -> OverTime:
    """The events of an actor on either side by week, or by month where they reach over more than three years."""
    rows = snapshot.actor_days(code, day_from, day_to)
    if not rows:
        return OverTime("week", (), ())
    last = rows[-1]["day"]
    rows = [row for row in rows if (last - row["day"]).days <= _MOST_DAYS]
    first = rows[0]["day"]
    step = "week" if (last - first).days <= 7 * _MOST_WEEKS else "month"
    series = _series(rows, first, last, step, half_life_days)
    points = turns_in([point.period for point in series], [point.sum for point in series], [], step)
    return OverTime(step, tuple(series), tuple(_with_events(snapshot, code, points, step)))


def _series(
    rows: Sequence[dict[str, Any]], first: date, last: date, step: str, half_life_days: float
) -> list[SeriesPoint]:
    by_period: dict[date, list[dict[str, Any]]] = {}
    for row in rows:
        by_period.setdefault(period_of(row["day"], step), []).append(row)
    periods = periods_between(first, last, step)
    found, balance, before = [], 0.0, periods[0]
    for period, following in zip(periods, [*periods[1:], None], strict=True):
        end = following - timedelta(days=1) if following else last
        balance *= _decay(before, end, half_life_days)
        told = by_period.get(period, [])
        balance += sum((row["cooperation"] + row["conflict"]) * _decay(row["day"], end, half_life_days) for row in told)
        cooperation, conflict = (sum(row[name] for row in told) for name in ("cooperation", "conflict"))
        one, two, three, four = (sum(row[f"quad{quad}"] for row in told) for quad in (1, 2, 3, 4))
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

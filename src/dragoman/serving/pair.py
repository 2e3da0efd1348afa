"""Two actors over time: what each did to the other, how it turned, what is in dispute, who mediates, what is planned next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

import msgspec
from rich.console import Group, RenderableType
from rich.text import Text

from dragoman.records import LinkedEvent, Record
from dragoman.serving.rows import Row
from dragoman.serving.story import (
    Mediator,
    Standing,
    Told,
    between,
    evidence_line,
    mediators,
    standing,
    standing_line,
    told_events,
    told_lines,
)
from dragoman.serving.table import hung
from dragoman.serving.ties import TIE_COLUMNS, quad_rows, tie_cells, with_quads
from dragoman.serving.turning import turning_points
from dragoman.store import FlowQuery, View

# Events that are told for a turning point: those of its first periods that weigh most.
_TOLD: Final = 3
# Events in dispute that are told: the latest.
_DISPUTED: Final = 20


class Flow(Record, frozen=True):
    """What one actor did to another in a period, which begins on `period`.

    `quads` counts events by quad class 1 to 4. `cooperation` and `conflict` are sums of positive and of negative scores;
    `balance` is the decayed balance on the last day of the period.
    """

    period: date
    actor: str
    recipient: str
    events: int
    quads: tuple[int, int, int, int]
    cooperation: float
    conflict: float
    balance: float


class TurningPoint(Record, frozen=True):
    """A period with which the sum of scores of both directions has a new mean; `events` are ids of what happened then."""

    period: date
    before: float
    after: float
    events: tuple[str, ...]


class PairReport(Record, frozen=True):
    """Two actors over time. `flows` tell only periods in which something happened.

    `disputed` are ids of events that a source denies or reports contradict each other on, the latest first and 20 at most.
    `told` holds the events of turning points, in dispute and planned, each once and with its reports; `standing` what articles state
    to stand between the two, printed up to the last day.
    """

    one: str
    other: str
    first: date | None
    last: date | None
    step: str
    half_life_days: float
    flows: tuple[Flow, ...]
    turning_points: tuple[TurningPoint, ...]
    planned: tuple[LinkedEvent, ...]
    disputed: tuple[str, ...] = ()
    mediators: tuple[Mediator, ...] = ()
    standing: tuple[Standing, ...] = ()
    told: tuple[Told, ...] = ()


FLOW_COLUMNS: Final[dict[str, type]] = {"period": date, **TIE_COLUMNS}


def pair_report(view: View, one: str, other: str, query: FlowQuery) -> PairReport:
    """What the store tells of two actors.

    Args:
        view: The store.
        one: Code of the one.
        other: Code of the other.
        query: Days, step and half-life; its actors are set to the two.
    """
    query = msgspec.structs.replace(query, actors=(one, other))
    flows = tuple(with_quads(row, Flow) for row in view.flow_periods(query))
    events = view.flow_events(query)
    days = [row["day"] for row in events]
    first, last = query.day_from or min(days, default=None), query.day_to or max(days, default=None)
    after = query.day_to or view.last_day() or date.min
    turns = turns_of(flows, events, first, last, query.step) if first and last else ()
    planned = tuple(view.planned(one, other, after))
    disputed = tuple(view.disputed(one, other, query.day_from, query.day_to, _DISPUTED))
    return PairReport(
        one=one,
        other=other,
        first=first,
        last=last,
        step=query.step,
        half_life_days=query.half_life_days,
        flows=flows,
        turning_points=turns,
        planned=planned,
        disputed=disputed,
        mediators=mediators(view, one, other, query.day_from, query.day_to),
        standing=between(standing(view, query.day_to, (one, other)), one, other),
        told=tuple(told_events(view, [*(id_ for t in turns for id_ in t.events), *disputed, *(e.id for e in planned)])),
    )


def pair_table(report: PairReport) -> RenderableType:
    """The report for the terminal: a line per period and direction, then turning points and what is planned."""
    parts: list[RenderableType] = [Text(f"{report.one} and {report.other}, by {report.step}", "bold underline")]
    parts += [_flow_line(flow) for flow in report.flows]
    if not report.flows:
        parts.append(Text("Nothing happened between the two that this store tells."))
    for point in report.turning_points:
        way = "towards conflict" if point.after < point.before else "towards cooperation"
        parts.append(
            Text(f"{point.period}: turn {way}, {point.before:+.1f} to {point.after:+.1f} a {report.step}", "bold")
        )
        parts += _told_parts(report, point.events)
    if report.disputed:
        parts += [Text("In dispute", "bold"), *_told_parts(report, report.disputed)]
    if report.mediators:
        named = ", ".join(
            f"{m.code} ({len(m.events)} meeting{'' if len(m.events) == 1 else 's'})" for m in report.mediators
        )
        parts += [Text("Mediators", "bold"), hung(Text(named), 2)]
    if report.standing:
        parts.append(Text("Standing between them", "bold"))
        for row in report.standing:
            parts.append(hung(standing_line(row), 2))
            parts += [evidence_line(evidence, indent=4) for evidence in row.evidence]
    if report.planned:
        parts += [Text("Planned", "bold"), *_told_parts(report, [event.id for event in report.planned])]
    return Group(*parts)


def _told_parts(report: PairReport, ids: Sequence[str]) -> list[RenderableType]:
    told = {one.event.id: one for one in report.told}
    return [line for id_ in ids if id_ in told for line in told_lines(told[id_])]


def flow_rows(flows: Sequence[Flow]) -> Iterator[Row]:
    """One row a flow with exactly the columns of `FLOW_COLUMNS`."""
    return quad_rows(flows, FLOW_COLUMNS)


def periods_between(first: date, last: date, step: str) -> list[date]:
    """The first days of all periods from that of `first` to that of `last`, empty ones too."""
    found = [period_of(first, step)]
    while (following := _next(found[-1], step)) <= last:
        found.append(following)
    return found


def _flow_line(flow: Flow) -> Text:
    return Text(" · ", "dim").join([Text(str(flow.period)), *tie_cells(flow)])


def turns_of(
    flows: Sequence[Flow], events: Sequence[dict[str, object]], first: date, last: date, step: str
) -> tuple[TurningPoint, ...]:
    """The periods with which the sum of scores has a new mean; `events` tell `day`, `score` and `event_id`."""
    periods = periods_between(first, last, step)
    sums = dict.fromkeys(periods, 0.0)
    for flow in flows:
        sums[flow.period] = sums.get(flow.period, 0.0) + flow.cooperation + flow.conflict
    return turns_in(periods, [sums[period] for period in periods], events, step)


def turns_in(
    periods: Sequence[date], values: Sequence[float], events: Sequence[dict[str, object]], step: str
) -> tuple[TurningPoint, ...]:
    """As `turns_of`, of the sums of all periods."""
    points = turning_points(values)
    edges = [0, *points, len(values)]
    found = []
    for number, point in enumerate(points, 1):
        before, after = values[edges[number - 1] : point], values[point : edges[number + 1]]
        end = _next(periods[point], step)
        told = sorted(
            {(-abs(float(str(e["score"]))), str(e["event_id"])) for e in events if periods[point] <= _day(e) < end}
        )
        found.append(
            TurningPoint(
                period=periods[point],
                before=round(sum(before) / len(before), 4),
                after=round(sum(after) / len(after), 4),
                events=tuple(id_ for _, id_ in told[:_TOLD]),
            )
        )
    return tuple(found)


def _day(event: dict[str, object]) -> date:
    day = event["day"]
    assert isinstance(day, date)
    return day


def period_of(day: date, step: str) -> date:
    """The first day of the period in which a day lies."""
    if step == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if step == "week" else day


def _next(period: date, step: str) -> date:
    if step == "month":
        return (period.replace(day=28) + timedelta(days=4)).replace(day=1)
    return period + timedelta(days=7 if step == "week" else 1)

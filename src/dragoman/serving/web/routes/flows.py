"""Actors, pairs of them and the system of all: what each did to the others over time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from dragoman.errors import ConfigError
from dragoman.serving.pair import FLOW_COLUMNS, Flow, TurningPoint, period_of, periods_between, turns_of
from dragoman.serving.ties import TIE_COLUMNS, quad_rows, with_quads
from dragoman.serving.web.answers import TABLES, AskedFormat, choose_format, json_answer, table_answer
from dragoman.serving.web.desk import Shown
from dragoman.serving.web.over_time import actor_over_time
from dragoman.serving.web.parameters import (
    Cursor,
    FromDay,
    HalfLife,
    KnownOn,
    Limit,
    Step,
    ToDay,
    close_cursor,
    open_cursor,
)
from dragoman.serving.web.problems import ProblemError
from dragoman.serving.web.routes.common import answers, desk_of, relations_between, words_of
from dragoman.serving.web.wire import (
    ActorAnswer,
    ActorList,
    ActorRow,
    PairAnswer,
    PairPoint,
    Partner,
    RelationEdge,
    SystemAnswer,
    SystemNode,
    TieRow,
)
from dragoman.serving.web.withholding import Words
from dragoman.store import FlowQuery
from dragoman.store.served import Asked

Id = Annotated[str, Path(min_length=1, max_length=300, description="An id or code, percent-encoded.")]
Code = Annotated[str, Path(min_length=1, max_length=60, description="A code: IRN, UN.")]
_HALF_LIFE: Final = 30.0
_MOST_EVENTS: Final = 200
_FEW: Final = 50
_MOST_PERIODS: Final = 6000
# The period after the last one must still be a day of the calendar.
_LAST: Final = date(9998, 12, 31)
ACTOR_COLUMNS: Final[dict[str, type]] = {
    "id": str,
    "code": str,
    "name": str,
    "sector": str,
    "country": str,
    "events": int,
    "first": date,
    "last": date,
}


def add_flows(router: APIRouter) -> None:
    """Add the endpoints of actors, pairs and the system."""

    @router.get("/actors", tags=["actors"], summary="Actors", **answers(ActorList, "invalid-cursor", formats=TABLES))
    def list_actors(
        request: Request,
        q: Annotated[str | None, Query(max_length=200, description="Beginnings of words, an id or a code.")] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
        format: AskedFormat = None,
    ) -> Response:
        """List who acts or is acted upon, those of most events first."""
        chosen = choose_format(request, format, TABLES)
        after = open_cursor(cursor, request, (int,))
        offset = after[0] if after else 0
        if not 0 <= offset < 2**31:
            raise ProblemError("invalid-cursor", "The cursor is not one of this query.", parameter="cursor")
        with desk_of(request).shown() as shown:
            total = shown.snapshot.count_actors(q)
            rows = shown.snapshot.actors(q, limit=limit, offset=offset)
        next_ = close_cursor((offset + limit,), request) if offset + limit < total else None
        if chosen == "json":
            return json_answer(ActorList(items=tuple(ActorRow(**row) for row in rows), next=next_, total=total))
        return table_answer(chosen, lambda: rows, ACTOR_COLUMNS, request=request, total=total, next_=next_)

    @router.get("/actors/{id:path}", tags=["actors"], summary="An actor", **answers(ActorAnswer, "not-found"))
    def show_actor(request: Request, id: Id, day_from: FromDay = None, day_to: ToDay = None) -> Response:
        """Show an actor by id or code: with whom, what, when, relations, what is planned, offices held."""
        desk = desk_of(request)
        _check_days(day_from, day_to)
        with desk.shown() as shown:
            rows = shown.snapshot.actor_rows(id)
            if not rows:
                raise ProblemError("not-found", f"There is no actor {id!r}.")
            roles = desk.tools.roles(id) if desk.tools.roles else ()
            return json_answer(_actor(shown, words_of(request), id, rows, (day_from, day_to)) | {"roles": list(roles)})

    @router.get("/pairs/{one}/{other}", tags=["actors"], summary="A pair", **answers(PairAnswer, formats=TABLES))
    def show_pair(
        request: Request,
        one: Code,
        other: Code,
        day_from: FromDay = None,
        day_to: ToDay = None,
        by: Step = "week",
        half_life: HalfLife = _HALF_LIFE,
        known_on: KnownOn = None,
        format: AskedFormat = None,
    ) -> Response:
        """Show two actors over time: flows, balance, turning points, events, agreements, relations, plans, disputes."""
        chosen = choose_format(request, format, TABLES)
        query = _flow_query(actors=(one, other), day_from=day_from, day_to=day_to, step=by, half_life_days=half_life)
        with desk_of(request).shown(known_on) as shown:
            rows = shown.snapshot.flow_periods(query, shown.reported_by)
            flows = tuple(with_quads(row, Flow) for row in rows)
            if chosen != "json":
                table = list(quad_rows(flows, FLOW_COLUMNS))
                return table_answer(chosen, lambda: table, FLOW_COLUMNS, request=request, total=len(table), next_=None)
            return json_answer(_pair(shown, words_of(request), query, flows))

    @router.get("/system", tags=["actors"], summary="The system", **answers(SystemAnswer, formats=TABLES))
    def show_system(
        request: Request,
        on: Annotated[date | None, Query(description="As of this day; the last day of publication without it.")] = None,
        known_on: KnownOn = None,
        actors: Annotated[str | None, Query(max_length=1000, description="Only among these codes: IRN,USA.")] = None,
        day_from: FromDay = None,
        half_life: HalfLife = _HALF_LIFE,
        limit: Annotated[int, Query(ge=1, le=5000, description="Most ties, those of most events.")] = 300,
        format: AskedFormat = None,
    ) -> Response:
        """Show all pairs of actors as of a day, as known on a day."""
        chosen = choose_format(request, format, TABLES)
        codes = tuple(code.strip().upper() for code in (actors or "").split(",") if code.strip())
        with desk_of(request).shown(known_on) as shown:
            day = on or known_on or shown.view.last_day()
            query = _flow_query(actors=codes, day_from=day_from, half_life_days=half_life)
            rows, total = shown.snapshot.flow_totals(query, day, shown.reported_by, limit=limit) if day else ([], 0)
            ties = [with_quads(row, TieRow) for row in rows]
            if chosen != "json":
                table = list(quad_rows(ties, TIE_COLUMNS))
                return table_answer(chosen, lambda: table, TIE_COLUMNS, request=request, total=total, next_=None)
            return json_answer(_system(shown, day, half_life, ties, total, shown.reported_by or known_on))


def _actor(
    shown: Shown, words: Words, id_: str, rows: Sequence[dict[str, Any]], days: tuple[date | None, date | None]
) -> dict[str, Any]:
    """An actor. One that has a code of its own (`IRN`) stands for all with that code; an id (`person:…`) for itself."""
    snapshot, main, (first, last) = shown.snapshot, rows[0], days
    code = main["code"] or id_
    is_code = code == id_
    types = snapshot.actor_types(code)
    as_of = last or shown.view.last_day() or date.min
    partners = snapshot.partners(code, as_of, half_life_days=_HALF_LIFE, limit=_FEW)
    names = snapshot.actor_names([partner["code"] for partner in partners])
    over_time = actor_over_time(snapshot, code, first, last, _HALF_LIFE)
    within = "ORDER BY e.newest DESC, e.tie DESC"
    planned = "e.status = 'planned' AND e.newest >= ? ORDER BY e.oldest, e.tie"
    own = [row for row in rows if is_code or row["id"] == id_]
    own_days = [row["first"] for row in own if row["first"]], [row["last"] for row in own if row["last"]]
    return {
        **{name: main[name] for name in ("code", "name", "country")},
        "id": id_,
        "sectors": sorted({row["sector"] for row in own if row["sector"]}),
        "names": snapshot.names_of(code, limit=_FEW) if is_code else [main["name"]],
        "ids": [row["id"] for row in own[:_FEW]],
        "events": snapshot.count_code(code) if is_code else main["events"],
        "first": min(own_days[0], default=None),
        "last": max(own_days[1], default=None),
        "as_actor": sum(row["as_actor"] for row in types),
        "as_recipient": sum(row["as_recipient"] for row in types),
        "types": types,
        "partners": [Partner(**row, name=names.get(str(row["code"]), str(row["code"]))) for row in partners],
        "step": over_time.step,
        "series": over_time.series,
        "turning_points": over_time.turning_points,
        "recent": words.cards(snapshot.of_code(code, f"true {within}", [], limit=_FEW)),
        "agreements": words.cards(snapshot.of_code(code, f"e.type IN ('AGREE', 'COOPERATE') {within}", [], limit=_FEW)),
        "planned": words.cards(snapshot.of_code(code, planned, [as_of], limit=_FEW)),
        "relations": relations_between(
            snapshot,
            "subject_code = ? OR object_code = ? OR subject_id = ? OR object_id = ?",
            [code, code, id_, id_],
            limit=_MOST_EVENTS,
        ),
    }


def _pair(shown: Shown, words: Words, query: FlowQuery, flows: tuple[Flow, ...]) -> dict[str, Any]:
    snapshot, step, (one, other) = shown.snapshot, query.step, query.actors
    events = snapshot.flow_events(query, shown.reported_by)
    days = [row["day"] for row in events]
    first, last = query.day_from or min(days, default=None), query.day_to or max(days, default=None)
    after = query.day_to or shown.known.day or shown.view.last_day() or date.min
    narrow, values = _narrow(query, shown.reported_by)
    turns: tuple[TurningPoint, ...] = ()
    if first and last:
        _check_periods(first, last, step)
        turns = _turns(shown, flows, events, first, last, step)
    parted, agreed, planned, disputed = snapshot.between(
        one,
        other,
        [
            Asked(narrow, "abs(e.score) * e.independent_reports DESC, e.tie DESC", values, _MOST_EVENTS),
            Asked(f"{narrow} AND e.type IN ('AGREE', 'COOPERATE')", "e.newest DESC, e.tie DESC", values, _FEW),
            Asked("e.status = 'planned' AND e.newest >= ?", "e.oldest, e.tie", [after], _FEW),
            Asked(f"{narrow} AND e.disputed", "e.newest DESC, e.tie DESC", values, _FEW),
        ],
    )
    return {
        "one": one,
        "other": other,
        "names": {code: code for code in (one, other)} | snapshot.actor_names([one, other]),
        "first": first,
        "last": last,
        "step": step,
        "half_life_days": query.half_life_days,
        "flows": flows,
        "series": _series(flows, events, first, last, query),
        "turning_points": turns,
        "events": words.cards(_by_day(parted)),
        "agreements": words.cards(agreed),
        "relations": relations_between(
            snapshot,
            "(subject_code = ? AND object_code = ?) OR (subject_code = ? AND object_code = ?)",
            [one, other, other, one],
            limit=_MOST_EVENTS,
        ),
        "planned": words.cards(planned),
        "disputed": words.cards(disputed),
        "known": shown.known,
    }


def _narrow(query: FlowQuery, reported_by: date | None) -> tuple[str, list[Any]]:
    """The condition of `e` that the days of a question set."""
    conditions, values = ["true"], list[Any]()
    for column, sign, bound in (
        ("e.day", ">=", query.day_from),
        ("e.day", "<=", query.day_to),
        ("e.reported", "<=", reported_by),
    ):
        if bound is not None:
            conditions.append(f"{column} {sign} ?")
            values.append(bound)
    return " AND ".join(conditions), values


class _Day(msgspec.Struct):
    """By what cards are put in the order of days."""

    id: str
    time: dict[str, Any] | None
    first_reported: str | None


def _by_day(cards: Sequence[str]) -> list[str]:
    def key(card: str) -> tuple[str, str]:
        told = msgspec.json.decode(card, type=_Day)
        time = told.time or {}
        return time.get("first") or time.get("last") or told.first_reported or "", told.id

    return sorted(cards, key=key)


def _turns(
    shown: Shown, flows: tuple[Flow, ...], events: Sequence[dict[str, Any]], first: date, last: date, step: Step
) -> tuple[TurningPoint, ...]:
    """The turning points, with the ids of the events of their periods: those of all others are not looked up."""
    starts = {point.period for point in turns_of(flows, [], first, last, step)}
    told = [row for row in events if period_of(row["day"], step) in starts]
    numbers = sorted({row["event"] for row in told})
    ids = shown.snapshot.event_ids(numbers)
    named = [{**row, "event_id": ids[row["event"]]} for row in told if row["event"] in ids]
    return turns_of(flows, named, first, last, step)


def _series(
    flows: Sequence[Flow], events: Sequence[dict[str, Any]], first: date | None, last: date | None, query: FlowQuery
) -> list[PairPoint]:
    """Every period from the first to the last day, both directions together. An event of both directions counts once."""
    if first is None or last is None:
        return []
    periods = periods_between(first, last, query.step)
    sums, seen = dict.fromkeys(periods, 0.0), {period: set[int]() for period in periods}
    for flow in flows:
        if flow.period in sums:
            sums[flow.period] += flow.cooperation + flow.conflict
    starts = iter([*periods[1:], date.max])
    ordered = sorted(events, key=lambda row: (row["day"], row["event"]))
    found, position, balance, before = [], 0, 0.0, periods[0]
    for period in periods:
        end = next(starts) - timedelta(days=1) if period != periods[-1] else max(last, period)
        balance *= _decay(before, end, query.half_life_days)
        while position < len(ordered) and ordered[position]["day"] <= end:
            row = ordered[position]
            balance += row["score"] * _decay(row["day"], end, query.half_life_days)
            seen[period].add(row["event"])
            position += 1
        before = end
        found.append(
            PairPoint(period=period, events=len(seen[period]), sum=round(sums[period], 4), balance=round(balance, 4))
        )
    return found


def _decay(since: date, until: date, half_life_days: float) -> float:
    weight: float = 0.5 ** (max((until - since).days, 0) / half_life_days)
    return weight


def _system(
    shown: Shown, day: date | None, half_life: float, ties: Sequence[TieRow], total: int, known: date | None
) -> SystemAnswer:
    codes = sorted({code for tie in ties for code in (tie.actor, tie.recipient)})
    names = shown.snapshot.actor_names(codes)
    events: dict[str, int] = dict.fromkeys(codes, 0)
    balance: dict[str, float] = dict.fromkeys(codes, 0.0)
    for tie in ties:
        for code in (tie.actor, tie.recipient):
            events[code] += tie.events
            balance[code] += tie.balance
    relations = shown.snapshot.dicts(
        f"""SELECT kind, subject_code AS subject, object_code AS object, count(DISTINCT document_id)::INTEGER AS documents
        FROM relations WHERE subject_code IS NOT NULL AND object_code IS NOT NULL
        {"AND document_id IN (SELECT id FROM documents WHERE published <= ?)" if known else ""}
        GROUP BY ALL ORDER BY documents DESC, kind, subject, object LIMIT 2000""",
        [known] if known else [],
    )
    return SystemAnswer(
        on=day,
        known=shown.known,
        half_life_days=half_life,
        nodes=tuple(
            SystemNode(code=code, name=names.get(code, code), events=events[code], balance=round(balance[code], 4))
            for code in codes
        ),
        ties=tuple(ties),
        relations=tuple(RelationEdge(**row) for row in relations),
        total_ties=total,
    )


def _flow_query(**fields: Any) -> FlowQuery:
    try:
        return FlowQuery(**fields)
    except ConfigError as err:
        raise ProblemError("invalid-parameter", err.message) from err


def _check_periods(first: date, last: date, step: str) -> None:
    """Refuse a question for more periods than a chart has points: turning points take the square of their number."""
    if last > _LAST:
        raise ProblemError("invalid-parameter", f"{last} lies too far ahead.", parameter="to")
    if (last - first).days / {"day": 1, "week": 7, "month": 28}[step] > _MOST_PERIODS:
        raise ProblemError(
            "invalid-parameter",
            f"There are more than {_MOST_PERIODS} periods of a {step} from {first} to {last}; ask for longer ones.",
            parameter="by",
        )


def _check_days(first: date | None, last: date | None) -> None:
    if first and last and first > last:
        raise ProblemError("invalid-parameter", f"from {first} is after to {last}.", parameter="from")

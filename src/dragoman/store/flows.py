"""Who did what to whom over time, from linked events: the SQL of flows between ordered pairs of actors.

An event counts once, however often it was reported, and for each ordered pair of an actor and a recipient; of a meeting of equals
for each ordered pair of those who met. Its day is its first; where no report tells one, that of its first report. Only
what happened counts (`actual`).

`score` is the ontology's, from -10 (conflict) to 10 (cooperation), in the tradition of Goldstein ("A Conflict-Cooperation
Scale for WEIS Events Data", 1992). The decayed balance of a day is the sum of all scores up to then, each halved for every
half-life that has passed since.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal

from dragoman.errors import ConfigError
from dragoman.records import Record
from dragoman.store.query import Sql

Step = Literal["day", "week", "month"]
STEPS: Final[tuple[Step, ...]] = ("day", "week", "month")
HALF_LIFE_DAYS: Final = 30.0


class FlowQuery(Record, frozen=True):
    """Which flows are asked for. All that is given must hold.

    Attributes:
        actors: Only pairs of these codes; empty is all.
        day_from: First day of the events.
        day_to: Last day.
        step: Length of a period. Weeks begin on Monday.
        half_life_days: Days in which a score loses half its weight in the balance.
    """

    actors: tuple[str, ...] = ()
    day_from: date | None = None
    day_to: date | None = None
    step: Step = "week"
    half_life_days: float = HALF_LIFE_DAYS

    def __post_init__(self) -> None:
        """Refuse what can have no answer.

        Raises:
            ConfigError: Days the wrong way round, an unknown step, or a half-life that is none.
        """
        if self.day_from and self.day_to and self.day_from > self.day_to:
            raise ConfigError(f"day_from {self.day_from} is after day_to {self.day_to}", remedy="exchange the two days")
        if self.step not in STEPS:
            raise ConfigError(f"step {self.step!r}", expected=f"one of {', '.join(STEPS)}")
        if not self.half_life_days > 0:
            raise ConfigError(f"half_life_days {self.half_life_days}", expected="a number above 0")


def dyads_sql(query: FlowQuery) -> Sql:
    """Rows (`event_id`, `day`, `actor`, `recipient`, `type`, `quad`, `score`, `independent_reports`), one per ordered pair."""
    conditions, parameters = ["day IS NOT NULL", "actor <> recipient"], list[Any]()
    if query.actors:
        marks = ", ".join("?" for _ in query.actors)
        conditions.append(f"actor IN ({marks}) AND recipient IN ({marks})")
        parameters += [*query.actors, *query.actors]
    for bound, sign in ((query.day_from, ">="), (query.day_to, "<=")):
        if bound is not None:
            conditions.append(f"day {sign} ?")
            parameters.append(bound)
    sql = f"""SELECT * FROM (
            SELECT e.id AS event_id, coalesce(e.date_first, e.date_last, e.published_first) AS day,
                a.actor, r.recipient, e.type, e.quad, e.score, e.independent_reports
            FROM linked_events e, unnest(e.actors) AS a(actor),
                unnest(CASE WHEN len(e.recipients) > 0 THEN e.recipients ELSE e.actors END) AS r(recipient)
            WHERE e.status = 'actual'
        ) WHERE {" AND ".join(conditions)}"""
    return sql, parameters


def served_dyads_sql(query: FlowQuery, *, reported_by: date | None = None) -> Sql:
    """The rows of `dyads_sql` from the published tables, which hold them ready; those first reported by a day, if asked."""
    conditions, parameters = ["true"], list[Any]()
    if query.actors:
        marks = ", ".join("?" for _ in query.actors)
        conditions.append(f"actor IN ({marks}) AND recipient IN ({marks})")
        parameters += [*query.actors, *query.actors]
    for column, bound, sign in (
        ("day", query.day_from, ">="),
        ("day", query.day_to, "<="),
        ("reported", reported_by, "<="),
    ):
        if bound is not None:
            conditions.append(f"{column} {sign} ?")
            parameters.append(bound)
    return f"SELECT * FROM served_dyads WHERE {' AND '.join(conditions)}", parameters


def periods_sql(query: FlowQuery, dyads_from: Sql | None = None) -> Sql:
    """Rows (`period`, `actor`, `recipient`, `events`, `quad1` to `quad4`, `cooperation`, `conflict`, `balance`), by period.

    `period` is its first day; periods without an event of the pair are left out. `conflict` is 0 or negative. `balance` is
    the decayed one at the period's last day. `dyads_from` gives the rows of `dyads_sql` from elsewhere.
    """
    dyads, parameters = dyads_from or dyads_sql(query)
    last = f"(period + INTERVAL 1 {query.step.upper()})::DATE - 1"
    sql = f"""WITH dyads AS ({dyads}),
        sums AS (
            SELECT date_trunc('{query.step}', day)::DATE AS period, actor, recipient, count(*)::INTEGER AS events,
                {_quads()}, {_sums()}
            FROM dyads GROUP BY ALL
        )
        SELECT s.*, (SELECT round(sum(d.score * pow(0.5, date_diff('day', d.day, {last.replace("period", "s.period")}) / {query.half_life_days})), 4)
                FROM dyads d WHERE d.actor = s.actor AND d.recipient = s.recipient
                AND d.day <= {last.replace("period", "s.period")}) AS balance
        FROM sums s ORDER BY period, actor, recipient"""
    return sql, parameters


def system_sql(query: FlowQuery, as_of: date, dyads_from: Sql | None = None) -> Sql:
    """Rows (`actor`, `recipient`, `events`, `quad1` to `quad4`, `cooperation`, `conflict`, `balance`), one per ordered pair.

    The balance is that of the day `as_of`; events after it do not count. `dyads_from` as in `periods_sql`.
    """
    dyads, parameters = dyads_from or dyads_sql(query)
    sql = f"""WITH dyads AS (SELECT * FROM ({dyads}) WHERE day <= ?)
        SELECT actor, recipient, count(*)::INTEGER AS events, {_quads()}, {_sums()},
            round(sum(score * pow(0.5, date_diff('day', day, ?::DATE) / {query.half_life_days})), 4) AS balance
        FROM dyads GROUP BY ALL ORDER BY events DESC, actor, recipient"""
    return sql, [*parameters, as_of, as_of]


def planned_sql(one: str, other: str, after: date) -> Sql:
    """Ids of events between two actors that are planned for a day or later, the next one first.

    What was planned and is then reported as done is one event, and no longer planned.
    """
    sql = """SELECT id FROM linked_events
        WHERE status = 'planned' AND list_contains(parties, ?) AND list_contains(parties, ?)
            AND coalesce(date_last, date_first) >= ?
        ORDER BY coalesce(date_first, date_last), id"""
    return sql, [one, other, after]


def last_day_sql() -> Sql:
    """The last day of publication in the store: the day that questions without one are asked on."""
    return "SELECT max(published) FROM documents", []


def _quads() -> str:
    return ", ".join(f"count(*) FILTER (quad = {quad})::INTEGER AS quad{quad}" for quad in (1, 2, 3, 4))


def _sums() -> str:
    return (
        "round(coalesce(sum(score) FILTER (score > 0), 0), 4) AS cooperation,"
        " round(coalesce(sum(score) FILTER (score < 0), 0), 4) AS conflict"
    )

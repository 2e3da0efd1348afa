"""Who did what to whom over time, from linked events: the SQL of flows between ordered pairs of actors.

An event counts once, however often it was reported, and for each ordered pair of an actor and a recipient; of a meeting of equals
for each ordered pair of those who met. Its day is its first; where no report tells one, that of its first report. Only
what happened counts (`actual`).

`score` is the ontology's, from -10 (conflict) to 10 (cooperation), in the tradition of Goldstein ("A Conflict-Cooperation
Scale for WEIS Events Data", 1992). The decayed balance of a day is the sum of all scores up to then, each halved for every
half-life that has passed since.

The flows of every event stand in a table of their own, which linking keeps: made from the events at each question, a pair's years
took as long as reading all events.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final, Literal

from dragoman.errors import ConfigError
from dragoman.records import Record
from dragoman.store.query import Sql

Step = Literal["day", "week", "month"]
STEPS: Final[tuple[Step, ...]] = ("day", "week", "month")
HALF_LIFE_DAYS: Final = 30.0
# The order of the table `flows`. A pair's rows of ten million events lie in one or two of its row groups; the rest is skipped.
SORTED: Final = "actor, recipient, day, event_id"


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


def pairs_sql(columns: str, events: str) -> str:
    """One row for each ordered pair of each event that counts in flows: what is actual, has a day, and is between two.

    Args:
        columns: Of the answer: those of `e` (a linked event), `actor`, `recipient` and `day`, as SQL.
        events: Where the linked events come from: a table or join with the alias `e`.
    """
    return f"""SELECT {columns} FROM (
            SELECT *, a.actor AS actor, r.recipient AS recipient,
                coalesce(e.date_first, e.date_last, e.published_first) AS day
            FROM {events}, unnest(e.actors) AS a(actor),
                unnest(CASE WHEN len(e.recipients) > 0 THEN e.recipients ELSE e.actors END) AS r(recipient)
            WHERE e.status = 'actual'
        ) WHERE day IS NOT NULL AND actor <> recipient"""


def made_sql(events: str) -> str:
    """The rows of the table `flows` that some linked events make, in its order. Linking writes them."""
    columns = "actor, recipient, day, id AS event_id, type, quad, score, independent_reports"
    return f"{pairs_sql(columns, f'{events} e')} ORDER BY {SORTED}"


def dyads_sql(query: FlowQuery) -> Sql:
    """Rows (`event_id`, `day`, `actor`, `recipient`, `type`, `quad`, `score`, `independent_reports`), one per ordered pair."""
    condition, parameters = _narrowed(query)
    columns = "event_id, day, actor, recipient, type, quad, score, independent_reports"
    return f"SELECT {columns} FROM flows WHERE {condition}", parameters


def served_dyads_sql(query: FlowQuery, *, reported_by: date | None = None) -> Sql:
    """The rows of `dyads_sql` from the published tables, with `event` (its number) in place of `event_id`; those first
    reported by a day, if asked."""
    condition, parameters = _narrowed(query, ("reported", "<=", reported_by))
    return f"SELECT * FROM served_dyads WHERE {condition}", parameters


def _narrowed(query: FlowQuery, *more: tuple[str, str, date | None]) -> Sql:
    """The condition that a question sets on rows of ordered pairs."""
    conditions, parameters = ["true"], list[Any]()
    if query.actors:
        marks = ", ".join("?" for _ in query.actors)
        conditions.append(f"actor IN ({marks}) AND recipient IN ({marks})")
        parameters += [*query.actors, *query.actors]
    for column, sign, bound in (("day", ">=", query.day_from), ("day", "<=", query.day_to), *more):
        if bound is not None:
            conditions.append(f"{column} {sign} ?")
            parameters.append(bound)
    return " AND ".join(conditions), parameters


def periods_sql(query: FlowQuery, dyads_from: Sql | None = None) -> Sql:
    """Rows (`period`, `actor`, `recipient`, `events`, `quad1` to `quad4`, `cooperation`, `conflict`, `faded`), by period.

    `period` is its first day; periods without an event of the pair are left out. `conflict` is 0 or negative. `faded` is what
    the events of the period alone make of the decayed balance of its last day: see `with_balances`. `dyads_from` gives the rows of
    `dyads_sql` from elsewhere.
    """
    dyads, parameters = dyads_from or dyads_sql(query)
    last = f"(date_trunc('{query.step}', day) + INTERVAL 1 {query.step.upper()})::DATE - 1"
    sql = f"""SELECT date_trunc('{query.step}', day)::DATE AS period, actor, recipient, count(*)::INTEGER AS events,
            {_quads()}, {_sums()}, sum(score * pow(0.5, date_diff('day', day, {last}) / {query.half_life_days})) AS faded
        FROM ({dyads}) GROUP BY ALL ORDER BY period, actor, recipient"""
    return sql, parameters


def with_balances(rows: Iterable[dict[str, Any]], query: FlowQuery) -> list[dict[str, Any]]:
    """The rows of `periods_sql`, in their order, with `balance` in place of `faded`: the decayed one at the period's last day.

    What a balance was fades by the days since, whatever it was made of, so each period needs only the one before. Summing all
    earlier events anew for every day of a pair grew with the square of its days. The rows are changed in place, since a busy
    pair has thousands.
    """
    held: dict[tuple[str, str], tuple[date, float]] = {}
    found = []
    for row in rows:
        pair, last = (row["actor"], row["recipient"]), last_day_of(row["period"], query.step)
        before, balance = held.get(pair, (last, 0.0))
        balance = balance * 0.5 ** ((last - before).days / query.half_life_days) + row.pop("faded")
        held[pair] = last, balance
        row["balance"] = round(balance, 4)
        found.append(row)
    return found


def last_day_of(period: date, step: Step) -> date:
    """The last day of the period that begins on a day."""
    if step == "month":
        return (period.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return period + timedelta(days=6 if step == "week" else 0)


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


def top_ties_sql(query: FlowQuery, as_of: date, dyads_from: Sql, limit: int) -> Sql:
    """The first rows of `system_sql`, with how many there are as `total`.

    Counting all pairs is cheap, fading all their scores is not: that is done for the pairs shown alone.
    """
    dyads, parameters = dyads_from
    sql = f"""WITH counted AS MATERIALIZED (
            SELECT actor, recipient, count(*) AS n FROM ({dyads}) WHERE day <= ? GROUP BY ALL
        ), top AS (SELECT actor, recipient FROM counted ORDER BY n DESC, actor, recipient LIMIT {int(limit)})
        SELECT actor, recipient, count(*)::INTEGER AS events, {_quads()}, {_sums()},
            round(sum(score * pow(0.5, date_diff('day', day, ?::DATE) / {query.half_life_days})), 4) AS balance,
            (SELECT count(*) FROM counted) AS total
        FROM ({dyads}) SEMI JOIN top USING (actor, recipient) WHERE day <= ?
        GROUP BY actor, recipient ORDER BY events DESC, actor, recipient"""
    return sql, [*parameters, as_of, as_of, *parameters, as_of]


def planned_sql(one: str, other: str, after: date) -> Sql:
    """Ids of events between two actors that are planned for a day or later, the next one first.

    What was planned and is then reported as done is one event, and no longer planned.
    """
    sql = """SELECT id FROM linked_events
        WHERE status = 'planned' AND list_contains(parties, ?) AND list_contains(parties, ?)
            AND coalesce(date_last, date_first) >= ?
        ORDER BY coalesce(date_first, date_last), id"""
    return sql, [one, other, after]


def disputed_sql(one: str, other: str, first: date | None, last: date | None, limit: int) -> Sql:
    """Ids of the events between two actors that reports contradict each other on, or that a source denies, the latest first."""
    sql = f"""SELECT id FROM linked_events e
        WHERE list_contains(parties, ?) AND list_contains(parties, ?) AND {_within("e")}
            AND (json_array_length(json, '$.contradictions') > 0 OR EXISTS (
                SELECT 1 FROM linked_members m JOIN claims c ON c.mention_id = m.mention_id
                WHERE m.event_id = e.id AND c.denies IS NOT NULL))
        ORDER BY coalesce(date_first, date_last, published_first) DESC NULLS LAST, id LIMIT {int(limit)}"""
    return sql, [one, other, first, first, last, last]


def mediated_sql(one: str, other: str, first: date | None, last: date | None) -> Sql:
    """Rows (`code`, `id`) of who brought two actors together: whoever else has part in a meeting of them that a third party holds."""
    sql = f"""SELECT code, id FROM (SELECT id, date_first, date_last, published_first, unnest(parties) AS code FROM linked_events e
            WHERE type = 'CONSULT' AND status = 'actual' AND list_contains(parties, ?) AND list_contains(parties, ?)
                AND len(parties) > 2 AND contains(json_extract(json, '$.modes')::VARCHAR, '"third-party"')
                AND {_within("e")})
        WHERE code NOT IN (?, ?) ORDER BY coalesce(date_first, date_last, published_first), id, code"""
    return sql, [one, other, first, first, last, last, one, other]


def _within(alias: str) -> str:
    """Whether an event's day lies between two, either of which may be none: takes each of them twice."""
    day = f"coalesce({alias}.date_first, {alias}.date_last, {alias}.published_first)"
    return f"(?::DATE IS NULL OR {day} >= ?) AND (?::DATE IS NULL OR {day} <= ?)"


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

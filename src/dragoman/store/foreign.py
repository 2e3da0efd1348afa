"""Events of other data sets beside ours: their table, and the questions that compare them."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, Literal

from dragoman.errors import ConfigError
from dragoman.records import Record
from dragoman.store.flows import FlowQuery, dyads_sql
from dragoman.store.query import Sql

Dataset = Literal["gdelt", "icews", "polecat"]
DATASETS: Final[tuple[Dataset, ...]] = ("gdelt", "icews", "polecat")
By = Literal["pair", "type", "month"]


class ForeignEvent(Record, frozen=True, kw_only=True):
    """A row of another data set, in our codes where it has them. The fields are the columns of `foreign_events`."""

    dataset: Dataset
    id: str
    day: date
    actor: str | None = None
    actor_name: str | None = None
    recipient: str | None = None
    recipient_name: str | None = None
    type: str | None = None
    mode: str | None = None
    code: str
    score: float | None = None
    place: str | None = None
    place_country: str | None = None
    lat: float | None = None
    lon: float | None = None
    reports: int = 1
    url: str | None = None
    origin: str


class CompareQuery(Record, frozen=True, kw_only=True):
    """Which events are compared. All that is given must hold.

    Attributes:
        dataset: With this data set.
        by: Count by ordered pair, by event type or by month.
        actors: Only pairs among these codes; empty is all.
        day_from: First day.
        day_to: Last day.
        window_days: An event of ours is found there too when it has the same pair and type at most so many days away.
    """

    dataset: Dataset
    by: By = "pair"
    actors: tuple[str, ...] = ()
    day_from: date | None = None
    day_to: date | None = None
    window_days: int = 1

    def __post_init__(self) -> None:
        """Refuse what can have no answer.

        Raises:
            ConfigError: An unknown data set or grouping, or a negative window.
        """
        if self.dataset not in DATASETS:
            raise ConfigError(f"data set {self.dataset!r}", expected=f"one of {', '.join(DATASETS)}")
        if self.by not in _GROUPS:
            raise ConfigError(f"by {self.by!r}", expected=f"one of {', '.join(_GROUPS)}")
        if self.window_days < 0:
            raise ConfigError(f"window_days {self.window_days}", expected="a number of 0 or more")


_GROUPS: Final[dict[By, str]] = {
    "pair": "actor || ' → ' || recipient",
    "type": "coalesce(type, 'not coded in PLOVER')",
    "month": "strftime(day, '%Y-%m')",
}


def compare_sql(query: CompareQuery) -> Sql:
    """Rows (`key`, `ours`, `theirs`, `found_there`, `found_here`), most events first.

    Both sides count ordered pairs of two codes, ours of linked events that happened, and of a row of theirs as it stands.
    `found_there` of ours have a row of theirs with the same pair and type within the window, `found_here` the other way round.
    """
    ours, mine = dyads_sql(FlowQuery(actors=query.actors, day_from=query.day_from, day_to=query.day_to))
    where, theirs = _conditions(query)
    near = f"abs(date_diff('day', a.day, b.day)) <= {int(query.window_days)}"
    same = f"a.actor = b.actor AND a.recipient = b.recipient AND a.type = b.type AND {near}"
    key = _GROUPS[query.by]
    sql = f"""WITH ours AS ({ours}),
        theirs AS (SELECT * FROM foreign_events WHERE {where}),
        both_sides AS (
            SELECT {key} AS key, 1 AS ours, 0 AS theirs,
                CASE WHEN EXISTS (SELECT 1 FROM theirs b WHERE {same}) THEN 1 ELSE 0 END AS found_there, 0 AS found_here
            FROM ours a
            UNION ALL
            SELECT {key}, 0, 1, 0, CASE WHEN EXISTS (SELECT 1 FROM ours b WHERE {same}) THEN 1 ELSE 0 END FROM theirs a
        )
        SELECT key, sum(ours)::INTEGER AS ours, sum(theirs)::INTEGER AS theirs,
            sum(found_there)::INTEGER AS found_there, sum(found_here)::INTEGER AS found_here
        FROM both_sides GROUP BY key
        ORDER BY {"key" if query.by == "month" else "sum(ours) + sum(theirs) DESC, key"}"""
    return sql, [*mine, *theirs]


def foreign_sql(dataset: Dataset | None = None) -> Sql:
    """The columns of `ForeignEvent`, by data set, day and id."""
    where, parameters = ("WHERE dataset = ?", [dataset]) if dataset else ("", [])
    columns = ", ".join(ForeignEvent.__struct_fields__)
    return f"SELECT {columns} FROM foreign_events {where} ORDER BY dataset, day, id, origin", parameters


def _conditions(query: CompareQuery) -> tuple[str, list[Any]]:
    conditions = ["dataset = ?", "actor IS NOT NULL", "recipient IS NOT NULL", "actor <> recipient"]
    parameters: list[Any] = [query.dataset]
    if query.actors:
        marks = ", ".join("?" for _ in query.actors)
        conditions.append(f"actor IN ({marks}) AND recipient IN ({marks})")
        parameters += [*query.actors, *query.actors]
    for bound, sign in ((query.day_from, ">="), (query.day_to, "<=")):
        if bound is not None:
            conditions.append(f"day {sign} ?")
            parameters.append(bound)
    return " AND ".join(conditions), parameters

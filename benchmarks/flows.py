"""How soon a store of many events answers what happened between two: a pair's daily series, and the system at a date.

    python benchmarks/flows.py 10000000 [--store FILE]

The events are made by DuckDB: over ten years, of 16 types, between 200 actors of which the first are named far oftener than the
last (the share of actor n goes as 1/n), so that the busiest pair has thousands of events a year and most pairs have few. Each
question is asked seven times of a store just opened; told are the first time, with nothing in memory, and the median.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dragoman.store import FlowQuery, Store

_TIMES = 7


def made_events_sql(size: int) -> str:
    """So many linked events, as their table has them; drawn by hashing, so the same every time."""
    actor = "'A' || lpad(floor(pow(200, (hash(i, '{0}') % 1000000) / 1000000.0))::INTEGER::VARCHAR, 3, '0')"
    return f"""INSERT INTO linked_events BY NAME
        SELECT 'linked:' || lpad(i::VARCHAR, 16, '0') AS id, 'TYPE' || (hash(i, 't') % 16) AS type,
            CASE WHEN hash(i, 's') % 20 = 0 THEN 'planned' ELSE 'actual' END AS status, day AS date_first, day AS date_last,
            day AS published_first, [actor] AS actors, [recipient] AS recipients,
            list_sort(list_distinct([actor, recipient])) AS parties, 1 + (hash(i, 't') % 4)::INTEGER AS quad,
            (hash(i, 't') % 201)::DOUBLE / 10 - 10 AS score, 1 AS reports, 1 AS independent_reports, '{{}}' AS json
        FROM (SELECT i, DATE '2015-01-01' + (i * 3652 // {size})::INTEGER AS day, {actor.format("a")} AS actor,
            {actor.format("r")} AS recipient FROM range({size}) r(i))"""


def fill(path: str, size: int) -> None:
    """Make the store, and the flows as linking does."""
    with Store.open(path) as store:
        links = store.links()
        with links.transaction():
            links.run(made_events_sql(size))
            links.run("CREATE TEMP TABLE none AS SELECT id FROM linked_events LIMIT 0")
            links.run("CREATE TEMP TABLE every AS SELECT id FROM linked_events")
            links.write_flows("none", "every", 0)


def ask(path: str, name: str, question: Callable[[Store], list[object]]) -> None:
    """Print how long a question takes."""
    took, rows = [], 0
    with Store.open(path, read_only=True) as store:
        for _ in range(_TIMES):
            began = time.monotonic()
            rows = len(question(store))
            took.append((time.monotonic() - began) * 1000)
    sys.stdout.write(f"  {name}: first {took[0]:.0f} ms, median {statistics.median(took):.0f} ms, {rows:,} rows\n")
    sys.stdout.flush()


def main() -> None:
    """Make the store and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--store", help="where the store is made and kept; a temporary one if none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.store or f"{folder}/flows.duckdb"
        began, before = time.monotonic(), time.process_time()
        if not Path(path).exists():
            fill(path, given.size)
        took, processor = time.monotonic() - began, time.process_time() - before
        size = Path(path).stat().st_size / 1e6
        sys.stdout.write(
            f"{given.size:,} events: made in {took:.0f} s ({processor:.0f} s of the processor), {size:,.0f} MB\n"
        )
        busy, rare = ("A001", "A002"), ("A040", "A150")
        ask(
            path,
            "daily series, busiest pair",
            lambda s: list(s.view().flow_periods(FlowQuery(actors=busy, step="day"))),
        )
        ask(path, "daily series, rare pair", lambda s: list(s.view().flow_periods(FlowQuery(actors=rare, step="day"))))
        ask(path, "events of the busiest pair", lambda s: list(s.view().flow_events(FlowQuery(actors=busy))))
        last = date(2024, 6, 30)
        ask(path, "system at a date, all pairs", lambda s: list(s.view().flow_totals(FlowQuery(), last)))
        ten = tuple(f"A{n:03}" for n in range(1, 11))
        ask(path, "system at a date, ten actors", lambda s: list(s.view().flow_totals(FlowQuery(actors=ten), last)))


if __name__ == "__main__":
    main()

"""The table of flows: what linking keeps is what the events make, and balances fade from period to period."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "linking"))

from reports import TYRE, act, report

from dragoman.pipeline.linking import link_store
from dragoman.store import FlowQuery, Store, links
from dragoman.store.flows import SORTED, last_day_of, made_sql, with_balances

_COLUMNS = "actor, recipient, day, event_id, type, quad, score, independent_reports"


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.in_memory() as opened:
        yield opened


def link(store: Store, *names: str) -> None:
    days = {"a": "2025-03-03", "b": "2025-03-04", "c": "2025-03-03", "d": "2025-05-01"}
    readings = [
        report(
            name,
            days[name],
            act("LBN" if name == "d" else "ISR", "SYR" if name == "d" else "LBN", days[name], place=TYRE),
        )
        for name in names
    ]
    store.writer().write(readings)
    link_store(store)


def kept(store: Store) -> list[tuple[Any, ...]]:
    return store.links().rows(f"SELECT {_COLUMNS} FROM flows ORDER BY {SORTED}")


def made(store: Store) -> list[tuple[Any, ...]]:
    return store.links().rows(f"SELECT {_COLUMNS} FROM ({made_sql('linked_events')}) ORDER BY {SORTED}")


@pytest.mark.parametrize("least", [0, 120_000])
def test_flows_are_those_of_the_events_after_every_run(
    store: Store, monkeypatch: pytest.MonkeyPatch, least: int
) -> None:
    monkeypatch.setattr(links, "_LEAST_SORTED", least)
    for names in ("a", "b", "cd"):
        link(store, *names)
        assert kept(store) == made(store)
    assert {row[:2] for row in kept(store)} == {("ISR", "LBN"), ("LBN", "SYR")}
    if not least:
        assert [row[0] for row in store.links().rows("SELECT actor FROM flows")] == ["ISR", "ISR", "LBN"]


def test_flows_of_an_event_that_is_gone_are_gone(store: Store) -> None:
    link(store, "a", "d")
    for table, column in (("documents", "id"), ("sentences", "document_id"), ("event_mentions", "document_id")):
        store.links().run(f"DELETE FROM {table} WHERE {column} = 'd'")
    link_store(store)
    assert kept(store) == made(store)
    assert [row[:2] for row in kept(store)] == [("ISR", "LBN")]


def test_balance_is_the_sum_of_all_scores_each_faded_by_its_days() -> None:
    query = FlowQuery(step="month", half_life_days=10)
    events = {date(2025, 1, 11): -10.0, date(2025, 1, 31): 4.0, date(2025, 3, 1): 8.0}

    def faded(upto: date, since: date) -> float:
        return sum(v * 0.5 ** ((upto - d).days / 10) for d, v in events.items() if since <= d <= upto)

    months = [(date(2025, 1, 1), date(2025, 1, 31)), (date(2025, 3, 1), date(2025, 3, 31))]
    rows = [{"period": p, "actor": "A", "recipient": "B", "faded": faded(end, p)} for p, end in months]
    found = with_balances(rows, query)
    assert [row["balance"] for row in found] == [round(faded(end, date.min), 4) for _, end in months]
    assert all("faded" not in row for row in found)


@pytest.mark.parametrize(
    ("step", "first", "last"),
    [
        ("day", date(2024, 2, 28), date(2024, 2, 28)),
        ("week", date(2024, 2, 26), date(2024, 3, 3)),
        ("month", date(2024, 2, 1), date(2024, 2, 29)),
        ("month", date(2024, 12, 1), date(2024, 12, 31)),
    ],
)
def test_last_day_of_a_period(step: Any, first: date, last: date) -> None:
    assert last_day_of(first, step) == last

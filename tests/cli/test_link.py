"""`link`, `judge`, and what `events` and `show` tell of a linked store."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

RECORDS = [
    {"id": "a", "text": "Envoys of both sides met in the old town hall by the lake.", "published": "2025-07-12", "publisher": "Wire"},
    {"id": "b", "text": "Envoys of both sides met in the old town hall by the lake. So it was.", "published": "2025-07-12", "publisher": "Post"},
    {"id": "c", "text": "Ministers met.", "published": "2025-07-20", "publisher": "Herald"},
]  # fmt: skip


@pytest.fixture
def store(run: Any, folder: Path) -> str:
    (folder / "wire.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    result = run("read", "wire.jsonl", "-s", "n.duckdb", "-o", "r.jsonl")
    assert result.exit_code == 0, result.stderr
    assert "Linked: 3 documents (1 copy)" in result.stderr
    return "n.duckdb"


def listed(run: Any, *arguments: str) -> list[dict[str, Any]]:
    result = run("events", "-s", "n.duckdb", "--by", "event", "-f", "jsonl", *arguments)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_events_tell_independent_reports(run: Any, store: str) -> None:
    first, second = listed(run)
    assert (first["reports"], first["independent_reports"], first["documents"]) == (2, 1, ["a", "b"])
    assert second["documents"] == ["c"]
    table = run("events", "-s", store).stdout
    assert "1 independent report (2 articles)" in table
    assert "2 events in 3 documents." in table


def test_filters_find_events_by_their_mentions(run: Any, store: str) -> None:
    assert [e["documents"] for e in listed(run, "--document", "b")] == [["a", "b"]]
    assert listed(run, "--text", "nowhere") == []
    assert len(listed(run, "--limit", "1")) == 1
    assert len(listed(run, "--event", listed(run)[0]["id"])) == 1


def test_rows_of_events_go_to_files(run: Any, store: str, folder: Path) -> None:
    assert run("events", "-s", store, "--by", "event", "-o", "e.csv").exit_code == 0
    rows = list(csv.DictReader((folder / "e.csv").read_text().splitlines()))
    assert [row["independent_reports"] for row in rows] == ["1", "1"]
    assert run("events", "-s", store, "--by", "event", "-o", "e.parquet").exit_code == 0


def test_reading_again_links_nothing_and_no_link_leaves_it(run: Any, folder: Path, store: str) -> None:
    assert "Linked" not in run("read", "wire.jsonl", "-s", store, "-o", "r.jsonl").stderr
    (folder / "more.jsonl").write_text('{"id": "d", "text": "Kings met."}\n')
    assert "Linked" not in run("read", "more.jsonl", "-s", store, "-o", "r.jsonl", "--no-link").stderr
    assert len(listed(run)) == 2
    assert "Linked: 4 documents" in run("link", store).stderr
    assert len(listed(run)) == 3


def test_judgement_joins_and_its_opposite_parts_again(run: Any, store: str) -> None:
    one, other = (event["id"] for event in listed(run))
    result = run("judge", one, other, "--same", "-s", store, "--judge", "A. N.", "--reason", "I was there")
    assert result.exit_code == 0, result.stderr
    assert "Judgement 1" in result.stderr
    (joined,) = listed(run)
    gone = ({one, other} - {joined["id"]}).pop()
    shown = run("show", gone, "-s", store)
    assert f"{gone}, which is {joined['id']} now" in " ".join(shown.stdout.split())
    result = run("judge", joined["mentions"][0], joined["mentions"][-1], "--not-same", "-s", store)
    assert "judgement 1 is overruled" in result.stderr
    assert len(listed(run)) == 2


def test_past_is_shown_as_it_was_known(run: Any, store: str) -> None:
    assert [e["documents"] for e in listed(run, "--as-known-on", "2025-07-12")] == [["a", "b"]]
    result = run("events", "-s", store, "--as-known-on", "2025-07-12", "--by", "mention", "-f", "jsonl")
    assert len(result.stdout.splitlines()) == 2


def test_record_is_shown_as_it_stood(run: Any, store: str, folder: Path) -> None:
    (before,) = listed(run, "--document", "a")
    (folder / "more.jsonl").write_text(
        json.dumps({**RECORDS[0], "id": "d", "published": "2025-07-15", "publisher": "Late"}) + "\n"
    )
    assert run("read", "more.jsonl", "-s", store, "-o", "r.jsonl").exit_code == 0
    now, then = (
        json.loads(run("show", before["id"], "-s", store, "-f", "json", *more).stdout)
        for more in ((), ("--as-known-on", "2025-07-14"))
    )
    assert (now["documents"], then["documents"]) == (["a", "b", "d"], ["a", "b"])
    assert run("show", before["id"], "-s", store, "--as-known-on", "2025-07-01").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (("judge", "x", "y", "--same", "-s", "n.duckdb"), 4, "there is no event mention 'x'"),
        (("judge", "x", "y", "-s", "n.duckdb"), 2, "--same"),
        (("link", "n.duckdb", "-s", "other.duckdb"), 2, "name two stores"),
        (("link",), 2, "No store"),
        (("events", "-s", "n.duckdb", "--as-known-on", "yesterday"), 2, "is no day"),
    ],
)
def test_what_cannot_be_done_is_said(run: Any, store: str, arguments: tuple[str, ...], code: int, what: str) -> None:
    result = run(*arguments)
    assert result.exit_code == code
    assert what in result.stderr


def test_store_that_was_never_linked_says_so(run: Any, folder: Path) -> None:
    (folder / "wire.jsonl").write_text(json.dumps(RECORDS[0]) + "\n")
    assert run("read", "wire.jsonl", "-s", "n.duckdb", "-o", "r.jsonl", "--no-link").exit_code == 0
    assert "1 event mention in" in run("events", "-s", "n.duckdb").stdout
    result = run("events", "-s", "n.duckdb", "--by", "event")
    assert "never linked" in result.stderr
    assert "No event found." in result.stdout

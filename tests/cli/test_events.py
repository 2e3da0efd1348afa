from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dragoman.cli.app import events, export
from dragoman.store import EventQuery


@pytest.fixture
def asked(run: Any, folder: Path) -> Any:
    """Asks a store that holds three event mentions of two documents."""
    records = [
        {"id": "a", "text": "Envoys met. Maybe two met.", "published": "2025-07-12", "title": "Talks"},
        {"id": "b", "text": "Ministers met.", "published": "2025-07-14"},
    ]
    (folder / "wire.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    assert run("read", "wire.jsonl", "-s", "n.duckdb").exit_code == 0

    def ask(*arguments: str) -> Result:
        return run("events", "-s", "n.duckdb", *arguments)

    return ask


def ids(result: Result) -> list[str]:
    assert result.exit_code == 0, result.stderr
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


def test_every_filter_of_a_query_has_an_option() -> None:
    for command in (events, export):
        assert set(EventQuery.__struct_fields__) <= {parameter.name for parameter in command.params}


def test_all_event_mentions_are_listed(asked: Any) -> None:
    result = asked("--by", "mention")
    assert result.exit_code == 0
    assert "3 event mentions in 2 documents." in result.stdout
    assert len(ids(asked("-f", "jsonl"))) == 3


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (("--document", "a"), 2),
        (("--type", "consult"), 3),
        (("--type", "PROTEST", "--type", "ASSAULT"), 0),
        (("--published-from", "2025-07-13"), 1),
        (("--published-to", "2025-07-13"), 2),
        (("--text", "ministers"), 1),
        (("--text", "talks", "--text-in", "article"), 2),
        (("--min-probability", "0.5"), 3),
        (("--status", "denied"), 0),
        (("--source-kind", "author"), 3),
        (("--limit", "1"), 1),
        (("--offset", "2"), 1),
        (("--country", "KEN"), 0),
    ],
)
def test_filters_hold(asked: Any, arguments: tuple[str, ...], number: int) -> None:
    assert len(ids(asked("-f", "jsonl", *arguments))) == number


def test_table_is_limited_and_says_of_how_many(asked: Any, folder: Path) -> None:
    (folder / "dragoman.toml").write_text("[output]\nlimit = 2\n")
    assert "2 event mentions of 3" in asked("--by", "mention").stdout
    assert "3 event mentions in" in asked("--by", "mention", "--all").stdout
    assert "2 events of 3" in asked().stdout
    assert len(ids(asked("-f", "jsonl"))) == 3


def test_formats_go_to_files(asked: Any, folder: Path) -> None:
    for name in ("e.json", "e.jsonl", "e.csv", "e.parquet", "e.txt"):
        assert asked("-o", name).exit_code == 0
        assert (folder / name).stat().st_size > 100
    assert len(json.loads((folder / "e.json").read_text())) == 3


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--type", "PROTST"), "Did you mean PROTEST?"),
        (("--mode", "visitt"), "Did you mean visit?"),
        (("--from", "2025-07-12", "--to", "2025-07-01"), "Exchange the two days"),
        (("--from", "today"), "is no day"),
        (("--order", "size"), "size"),
        (("--limit", "3", "--all"), "exclude each other"),
    ],
)
def test_question_without_an_answer_exits_2(asked: Any, arguments: tuple[str, ...], what: str) -> None:
    result = asked(*arguments)
    assert result.exit_code == 2
    assert what in result.stderr


def test_store_must_be_named_and_be_there(run: Any, folder: Path) -> None:
    assert run("events").exit_code == 2
    assert run("events", "-s", "gone.duckdb").exit_code == 4
    assert not (folder / "gone.duckdb").exists()

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from dragoman.cli.export import _EXCHANGE
from dragoman.serving.exports import FORMATS


@pytest.fixture
def store(run: Any, folder: Path) -> str:
    (folder / "wire.jsonl").write_text('{"id": "a", "text": "Envoys met. They met."}\n{"id": "b", "text": "We met."}\n')
    assert run("read", "wire.jsonl", "-s", "n.duckdb").exit_code == 0
    return "n.duckdb"


def test_ending_tells_the_format(run: Any, store: str, folder: Path) -> None:
    result = run("export", "-s", store, "-o", "e.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "3 event mentions written to e.jsonl\n"
    assert len((folder / "e.jsonl").read_text().splitlines()) == 3
    assert run("export", "-s", store, "-o", "e.parquet", "-q").stderr == ""
    assert pq.read_table(folder / "e.parquet").num_rows == 3


def test_filters_and_format_hold(run: Any, store: str, folder: Path) -> None:
    assert run("export", "-s", store, "-o", "e.out", "-f", "json", "--document", "b").exit_code == 0
    assert [mention["document_id"] for mention in json.loads((folder / "e.out").read_text())] == ["b"]


def test_unknown_ending_exits_6_and_missing_output_2(run: Any, store: str) -> None:
    assert run("export", "-s", store, "-o", "e.xls").exit_code == 6
    assert run("export", "-s", store).exit_code == 2


def test_claims_are_written_one_a_row(run: Any, store: str, folder: Path) -> None:
    result = run("export", "-s", store, "-o", "c.csv", "--claims")
    assert result.exit_code == 0
    lines = (folder / "c.csv").read_text().splitlines()
    assert lines[0].startswith("claim_id,mention_id,")
    assert result.stderr == f"{len(lines) - 1} claims written to c.csv\n"


def test_formats_of_the_command_are_those_of_the_room() -> None:
    assert {*_EXCHANGE, "parquet"} == set(FORMATS)

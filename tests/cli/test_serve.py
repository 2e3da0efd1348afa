"""`dragoman serve`, `audit` and `gold` at the command line: what is refused, and a sample from drawing to gold."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from store_factory import reading

from dragoman.store import Store

Run = Callable[..., Result]


@pytest.fixture
def store(folder: Path) -> str:
    with Store.open(folder / "news.duckdb") as opened:
        opened.writer().write([reading("a1")])
    return "news.duckdb"


def test_elsewhere_than_here_a_token_is_needed(run: Run, store: str) -> None:
    result = run("serve", "--store", store, "--host", "0.0.0.0")
    assert result.exit_code != 0
    assert "--token-file" in result.output + result.stderr


def test_tokens_that_others_may_read_are_refused(run: Run, store: str, folder: Path) -> None:
    (folder / "tokens.toml").write_text(f'read = "{"r" * 24}"')
    (folder / "tokens.toml").chmod(0o644)
    result = run("serve", "--store", store, "--token-file", "tokens.toml")
    assert "chmod 600" in result.output + result.stderr


def test_a_sample_is_drawn_judged_and_exported(run: Run, store: str, folder: Path) -> None:
    drawn = json.loads(run("audit", "--store", store, "--size", "2", "--format", "json", "-q").stdout)
    assert [len(drawn["items"]), drawn["result"]["judged"]] == [2, 0]
    judged = run("audit", "--store", store, "--show", "1", "--judge", "Ada", "-q", stdin="a\nr\n")
    assert judged.exit_code == 0, judged.output
    assert "1 of 2 judged are right: precision 50.0%" in judged.output
    written = run("gold", "export", "--store", store, "--output", "gold.jsonl")
    assert written.exit_code == 0, written.output
    line = json.loads((folder / "gold.jsonl").read_text())
    assert (line["id"], line["gold"]["complete"], len(line["gold"]["events"])) == ("a1", True, 1)
    assert run("gold", "export", "--store", store, "--judge", "nobody", "-q").stdout == ""
    assert run("audit", "--store", store, "--show", "9").exit_code == 1

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def store(run: Any, folder: Path) -> str:
    (folder / "wire.jsonl").write_text('{"id": "a", "text": "Envoys met. Norland is a foe of Osteria."}\n')
    assert run("read", "wire.jsonl", "-s", "n.duckdb").exit_code == 0
    return "n.duckdb"


@pytest.mark.parametrize(
    ("id_", "what"),
    [
        ("a:7", "Event mention a:7"),
        ("a:7!1", "Event mention a:7"),
        ("a:7:e", "Event a:7:e"),
        ("a:r", "Relation a:r"),
        ("a", "day of publication not known"),
    ],
)
def test_whatever_has_the_id_is_shown(run: Any, store: str, id_: str, what: str) -> None:
    result = run("show", id_, "-s", store)
    assert result.exit_code == 0
    assert what in result.stdout
    assert json.loads(run("show", id_, "-s", store, "-f", "json").stdout)


def test_evidence_is_marked_in_the_article(run: Any, store: str) -> None:
    assert ">>Envoys met.<< Norland is a foe" in run("show", "a:7", "-s", store).stdout


def test_unknown_id_exits_1(run: Any, store: str) -> None:
    result = run("show", "zz\x1b[2J", "-s", store)
    assert result.exit_code == 1
    assert "nothing in this store has the id" in result.stderr
    assert "\x1b" not in result.stderr

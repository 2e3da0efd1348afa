from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

SPANISH = (
    "Los ministros de ambos países se reunieron el lunes en la capital para hablar del comercio y de la frontera común, "
    "según un comunicado que publicó el gobierno después de la reunión."
)


@pytest.fixture
def store(run: Any, folder: Path) -> str:
    records = [
        {"id": "wire:1", "text": "Envoys met in Lakeport.", "title": "Talks\x1b[2J", "published": "2024-05-06"},
        {"id": "wire:2", "text": "They left, an envoy said.", "publisher": "Herald"},
        {"id": "wire:3", "text": SPANISH},
    ]
    (folder / "wire.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    assert run("read", "wire.jsonl", "-s", "n.duckdb", "-q").exit_code == 0
    return "n.duckdb"


def ids(result: Any) -> list[str]:
    assert result.exit_code == 0
    return [json.loads(line)["id"] for line in result.stdout.splitlines()]


def test_documents_are_found_by_language_and_words(run: Any, store: str) -> None:
    assert ids(run("documents", "-s", store, "-f", "jsonl")) == ["wire:1", "wire:2", "wire:3"]
    assert ids(run("documents", "-s", store, "-f", "jsonl", "--language", "es")) == ["wire:3"]
    assert ids(run("documents", "-s", store, "-f", "jsonl", "--text", "ENVOY")) == ["wire:1", "wire:2"]
    assert ids(run("documents", "-s", store, "-f", "jsonl", "--text", "frontera", "--language", "en")) == []


def test_list_tells_no_text_and_that_there_are_more(run: Any, store: str) -> None:
    result = run("documents", "-s", store, "-n", "2")
    assert "wire:1" in result.stdout
    assert "2024-05-06" in result.stdout
    assert "Herald" in result.stdout
    assert "2 documents, and there are more: --offset 2" in result.stderr
    assert "Lakeport" not in result.stdout
    assert "\x1b[2J" not in result.stdout
    last = run("documents", "-s", store, "-n", "2", "--offset", "2", "-f", "jsonl")
    assert ids(last) == ["wire:3"]
    assert "1 document\n" in last.stderr
    assert set(json.loads(last.stdout)) == {"id", "published", "publisher", "language", "title", "url", "characters"}


def test_language_that_is_none_is_told(run: Any, store: str) -> None:
    result = run("documents", "-s", store, "--language", "Spanish")
    assert result.exit_code == 2
    assert "no code of a language" in result.stderr

"""The server and the watch together, as the command runs them: from a feed to the API, and to a good end."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.evaluation.freshness import article, measure
from dragoman.store import Store

pytest.importorskip("uvicorn")


def test_articles_are_all_different() -> None:
    assert len({article(number) for number in range(300)}) == 300


def test_feed_becomes_visible_in_the_api_and_sigterm_ends_all(tmp_path: Path) -> None:
    found = measure(tmp_path, items=3)
    assert (found.documents, found.code) == (3, 0), found
    assert found.events > 0
    assert found.read_s is not None
    assert found.visible_s is not None
    (source,) = found.watch["sources"]
    assert (source["name"], source["read"], source["waiting"], source["error"]) == ("wire", 3, 0, None)
    # The store was closed in good order: nothing is left to be replayed, nobody holds it, and no worker lives on.
    assert not (tmp_path / "news.duckdb.wal").exists()
    with Store.open(tmp_path / "news.duckdb") as store:
        assert store.journal().counts() == {"waiting": 0, "read": 3, "refused": 0}
        assert store.journal().contradictions() == []
    assert _commands_with(str(tmp_path)) == []


def _commands_with(word: str) -> list[str]:
    """The commands of living processes that name something; empty where the system does not tell."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            told = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if word in told and path.parent.name != str(os.getpid()):
            found.append(told)
    return found

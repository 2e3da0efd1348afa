"""Runs that are killed, documents that kill or hang, stores that fail: nothing is lost, nothing is there twice."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from stub_reader import StubReader, make_stub

from dragoman.errors import StoreError
from dragoman.evaluation.endurance import endure
from dragoman.news import Entry
from dragoman.pipeline.runner import Limits, Runner, WorkerPool
from dragoman.records import Document, Issue, Reading
from dragoman.store import Store, Writer
from dragoman.store.connections import explain_error


def entries(*texts: str) -> list[Entry]:
    return [
        Entry(document=Document(id=f"n{number}", text=text, origin=f"wire.jsonl:{number}"))
        for number, text in enumerate(texts, 1)
    ]


def run(store: Store, *texts: str, **settings: Any) -> tuple[list[str], Runner]:
    runner = Runner(settings.pop("factory", make_stub), store=store, **settings)
    return [reading.document.id for reading in runner.run(entries(*texts))], runner


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.duckdb") as opened:
        yield opened


def test_every_document_is_in_exactly_one_state(store: Store) -> None:
    run(store, "They met.", "FAIL", "REFUSE", "They met.")
    assert store.journal().counts() == {"waiting": 0, "read": 2, "refused": 2}
    assert store.journal().contradictions() == []


def test_refused_document_is_not_tried_again_until_it_changes_or_is_asked_for(store: Store) -> None:
    calls: list[str] = []

    class Counting(StubReader):
        def read(self, document: Document) -> Reading:
            calls.append(document.id)
            return super().read(document)

    for _ in range(2):
        _, runner = run(store, "FAIL", factory=Counting)
        assert [issue.message for issue in runner.summary.refusals] == ["the number is odd"]
    assert calls == ["n1"]
    run(store, "They met.", factory=Counting)
    run(store, "FAIL", factory=Counting)
    run(store, "FAIL", factory=Counting, replace=True)
    assert calls == ["n1"] * 4
    assert store.journal().counts() == {"waiting": 0, "read": 0, "refused": 1}


def test_removed_document_is_not_read_again(store: Store) -> None:
    run(store, "They met.", "They left.")
    store.remove("n1", reason="law")
    found, runner = run(store, "They met.", "They left.")
    assert found == ["n2"]
    assert (runner.summary.removed, runner.summary.known) == (1, 1)


def test_document_that_waited_since_a_kill_is_read_once(store: Store) -> None:
    document = entries("They met.")[0].document
    assert document is not None
    store.journal().take([document], begun=False)
    assert run(store, "They met.")[0] == ["n1"]
    assert store.journal().counts() == {"waiting": 0, "read": 1, "refused": 0}


def test_document_at_which_twenty_runs_ended_is_left_out(store: Store) -> None:
    document = entries("They met.")[0].document
    assert document is not None
    for _ in range(20):
        store.journal().take([document], begun=True)
    _, runner = run(store, "They met.")
    assert [issue.error for issue in runner.summary.refusals] == ["NeverEnded"]
    assert store.journal().counts()["refused"] == 1


def test_stopped_run_leaves_no_mark_on_what_it_did_not_read(store: Store) -> None:
    runner = Runner(make_stub, store=store)
    for reading in runner.run(entries(*["They met."] * 9)):
        if reading.document.id == "n4":
            runner._stop.request()
    waiting = store.journal().waiting(100)
    assert [one.tries for one in waiting] == [0] * len(waiting)
    assert store.journal().counts()["read"] == 4
    assert run(store, *["They met."] * 9)[1].summary.read == 5


def test_document_that_takes_too_long_is_refused_in_this_process(store: Store) -> None:
    class Sleeper(StubReader):
        def read(self, document: Document) -> Reading:
            if "LONG" in document.text:
                time.sleep(60)
            return super().read(document)

    found, runner = run(store, "LONG. They met.", "They met.", factory=Sleeper, limits=Limits(seconds=2))
    assert found == ["n2"]
    assert [(issue.error, issue.message) for issue in runner.summary.refusals] == [
        ("DocumentTimeout", "its reading took longer than 2 s; the document is left out")
    ]


def test_full_disk_ends_the_run_and_what_was_read_waits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> Any:
        cause = duckdb.IOException("Could not write: No space left on device")
        raise explain_error(cause, "news.duckdb") from cause

    with monkeypatch.context() as full:
        full.setattr(Writer, "_insert", fail)
        with pytest.raises(StoreError, match="disk is full"):
            run(store, "They met.", "They met.")
    assert store.journal().counts() == {"waiting": 2, "read": 0, "refused": 0}
    assert run(store, "They met.", "They met.")[0] == ["n1", "n2"]


def test_read_only_store_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "fixed.duckdb"
    Store.open(path).close()
    with Store.open(path, read_only=True) as opened, pytest.raises(StoreError, match="reading only"):
        Runner(make_stub, store=opened)


def test_damaged_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "broken.duckdb"
    with Store.open(path) as opened:
        run(opened, *["They met."] * 20)
    data = bytearray(path.read_bytes())
    data[4096 : len(data)] = os.urandom(len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError) as caught:
        Store.open(path).close()
    assert caught.value.remedy


# ---------------------------------------------------------------- processes (each start of one takes seconds)


class Greedy(StubReader):
    """A reader that takes all memory for some documents, and never ends with others."""

    def read(self, document: Document) -> Reading:
        if "MEMORY" in document.text:
            held = []
            while True:
                held.append(bytearray(50_000_000))
        while "LOOP" in document.text:
            pass
        return super().read(document)


def make_greedy() -> Greedy:
    return Greedy()


def test_poison_found_after_a_kill_is_isolated_and_a_hang_or_greed_is_ended(store: Store) -> None:
    """One pool for all: a document at which a run died is read apart, and takes nothing with it."""
    texts = ["They met.", "DIE", "They met.", "LOOP", "MEMORY", "They met."]
    store.journal().take([entry.document for entry in entries(*texts) if entry.document], begun=True)
    found, runner = run(store, *texts, factory=make_greedy, limits=Limits(seconds=8, memory_mb=300))
    assert found == ["n1", "n3", "n6"]
    assert [(issue.document_id, issue.error) for issue in runner.summary.refusals] == [
        ("n2", "WorkerDied"),
        ("n4", "DocumentTimeout"),
        ("n5", "MemoryError"),
    ]
    _, again = run(store, *texts, factory=make_greedy)
    assert (again.summary.known, again.summary.refused) == (3, 3)
    assert store.journal().counts() == {"waiting": 0, "read": 3, "refused": 3}


def test_one_pool_serves_several_runs(store: Store) -> None:
    with WorkerPool(make_stub, 1) as pool:
        assert run(store, "They met.", pool=pool)[0] == ["n1"]
        assert run(store, "They met.", "They left.", pool=pool, give_known=False)[0] == ["n2"]


def test_killed_at_random_instants_the_store_is_that_of_an_undisturbed_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A small one of `make endurance`."""
    here = str(Path(__file__).parent)
    source = str(Path(__file__).parents[2] / "src")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((here, source)))
    found = endure(tmp_path, runs=3, documents=12, factory="stub_reader:make_slow")
    assert found.same
    assert found.contradictions == 0
    assert found.states == {"waiting": 0, "read": 12, "refused": 0}
    assert found.kills > 0


def test_issue_of_the_journal_names_the_document(store: Store) -> None:
    run(store, "FAIL")
    assert store.journal().refused() == [
        Issue(document_id="n1", stage="journal", error="ValueError", message="the number is odd", origin="wire.jsonl:1")
    ]

from __future__ import annotations

import signal
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from stub_reader import StubReader, make_dead, make_nothing, make_stub

from dragoman.errors import ModelError, StoreError
from dragoman.news import Entry
from dragoman.pipeline.runner import Runner, StopSignal, dateline_words
from dragoman.records import Document, Issue, Reading
from dragoman.store import Store, Writer

TEXTS = ["Envoys met. They left.", "They met, and met again.", "Nothing happened."]


def entries(*texts: str) -> list[Entry]:
    return [
        Entry(document=Document(id=f"n{number}", text=text, origin=f"wire.jsonl:{number}"))
        for number, text in enumerate(texts, 1)
    ]


def run(given: Iterable[Entry], **settings: Any) -> tuple[list[Reading], Runner]:
    runner = Runner(settings.pop("factory", make_stub), **settings)
    return list(runner.run(given)), runner


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.duckdb") as opened:
        yield opened


def test_readings_come_in_order_and_are_counted() -> None:
    readings, runner = run(entries(*TEXTS))
    assert [reading.document.id for reading in readings] == ["n1", "n2", "n3"]
    summary = runner.summary
    assert (summary.read, summary.sentences, dict(summary.mentions)) == (3, 4, {"CONSULT": 3})
    assert summary.seconds > 0


def test_readings_given_out_hold_no_tokens_and_no_moment() -> None:
    readings, _ = run(entries(*TEXTS))
    assert all(sentence.tokens == () for reading in readings for sentence in reading.sentences)
    assert {reading.read_at for reading in readings} == {None}


def test_document_that_fails_is_an_issue_and_stops_nothing() -> None:
    readings, runner = run(entries("They met.", "FAIL", "REFUSE", "They met."))
    assert [reading.document.id for reading in readings] == ["n1", "n4"]
    assert [(issue.document_id, issue.error, issue.message) for issue in runner.summary.refusals] == [
        ("n2", "ValueError", "the number is odd"),
        ("n3", "InputError", "not this one. Send another"),
    ]
    assert runner.summary.refused == 2


def test_refusals_and_duplicates_of_the_input_pass_through() -> None:
    issue = Issue(document_id=None, stage="news", error="InputError", message="no JSON", origin="a:1")
    readings, runner = run([Entry(issues=(issue,)), Entry(duplicate=True), *entries("They met.")])
    assert len(readings) == 1
    assert (runner.summary.refused, runner.summary.duplicates) == (1, 1)
    assert runner.summary.issues == [issue]


def test_remarks_of_the_input_stand_in_the_reading() -> None:
    (entry,) = entries("They met.")
    issue = Issue(document_id="n1", stage="news", error="EncodingNote", message="guessed", origin="a.txt")
    readings, runner = run([msgspec.structs.replace(entry, issues=(issue,))])
    assert readings[0].issues == (issue,)
    assert (runner.summary.refused, runner.summary.issue_count) == (0, 1)


# ---------------------------------------------------------------- the store


def test_batches_are_written_and_nothing_is_read_twice(store: Store) -> None:
    first, _ = run(entries(*TEXTS), store=store, batch_size=2)
    assert store.view().totals()["documents"] == 3
    again, runner = run(entries(*TEXTS), store=store)
    assert again == first
    assert (runner.summary.read, runner.summary.known) == (0, 3)
    assert store.view().totals()["event_mentions"] == 3


def test_changed_text_or_day_is_read_again(store: Store) -> None:
    run(entries(*TEXTS), store=store)
    changed = entries("Envoys met.", *TEXTS[1:])
    document = changed[1].document
    assert document is not None
    changed[1] = Entry(document=msgspec.structs.replace(document, published=date(2025, 7, 12)))
    _, runner = run(changed, store=store)
    assert (runner.summary.read, runner.summary.known) == (2, 1)
    assert store.view().totals()["documents"] == 3


def test_replace_reads_everything_again(store: Store) -> None:
    run(entries(*TEXTS), store=store)
    _, runner = run(entries(*TEXTS), store=store, replace=True)
    assert (runner.summary.read, runner.summary.known) == (3, 0)


def test_issues_are_kept_once_however_often_the_run_is_repeated(store: Store) -> None:
    for _ in range(2):
        run(entries("FAIL", "They met."), store=store)
    assert [issue.error for issue in store.view().issues()] == ["ValueError"]


def test_readings_given_out_do_not_depend_on_batch_size_or_store(store: Store) -> None:
    plain, _ = run(entries(*TEXTS))
    assert run(entries(*TEXTS), store=store, batch_size=1)[0] == plain


def test_reading_that_cannot_be_kept_does_not_take_its_batch(store: Store) -> None:
    class Contradiction(StubReader):
        def read(self, document: Document) -> Reading:
            reading = super().read(document)
            return msgspec.structs.replace(reading, mentions=reading.mentions * 2) if document.id == "n2" else reading

    _, runner = run(entries(*TEXTS), store=store, factory=Contradiction)
    assert [document.id for document in store.view().documents()] == ["n1", "n3"]
    assert [issue.stage for issue in store.view().issues()] == ["store"]
    assert runner.summary.refused == 1


def test_store_that_fails_ends_the_run(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> Any:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Writer, "write", fail)
    monkeypatch.setattr(Writer, "write_issues", fail)
    with pytest.raises(StoreError, match="disk is full"):
        run(entries(*TEXTS), store=store)


def test_reader_left_early_has_kept_what_it_read(store: Store) -> None:
    readings = Runner(make_stub, store=store).run(entries(*TEXTS))
    next(readings)
    readings.close()
    assert [document.id for document in store.view().documents()] == ["n1"]


# ---------------------------------------------------------------- stopping


def test_stop_ends_after_the_document_at_hand_and_goes_on_later(store: Store) -> None:
    stop = StopSignal()
    runner = Runner(make_stub, store=store, stop=stop)
    found = []
    for reading in runner.run(entries(*TEXTS)):
        found.append(reading.document.id)
        stop.request()
    assert found == ["n1"]
    assert runner.summary.interrupted
    _, second = run(entries(*TEXTS), store=store)
    assert (second.summary.known, second.summary.read) == (1, 2)


def test_signal_asks_for_the_end_and_a_second_one_forces_it() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with StopSignal().listening() as stop:
        signal.raise_signal(signal.SIGTERM)
        assert stop.requested
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGTERM) is before


def test_signal_ends_waiting_for_input_at_once() -> None:
    def slow() -> Iterator[Entry]:
        yield from entries("They met.")
        signal.raise_signal(signal.SIGINT)
        yield from entries("Never.")

    with StopSignal().listening() as stop:
        readings, runner = run(slow(), stop=stop)
    assert len(readings) == 1
    assert runner.summary.interrupted


# ---------------------------------------------------------------- workers (each start of one takes seconds)


def test_workers_give_the_same_and_a_deadly_document_is_isolated(store: Store) -> None:
    given = entries("WAIT. They met.", *TEXTS, "FAIL", "DIE", "They met.", "REFUSE", *TEXTS)
    alone, single = run([*given[:5], *given[6:]])
    together, runner = run([*given[:3], Entry(duplicate=True), *given[3:]], workers=2, store=store, batch_size=3)
    assert together == alone
    died = [issue for issue in runner.summary.refusals if issue.error == "WorkerDied"]
    assert [(issue.document_id, issue.message) for issue in died] == [
        ("n6", "the process that read it died (exit code 3), 2 times; the document is left out")
    ]
    assert runner.summary.refused == single.summary.refused + 1
    assert runner.summary.duplicates == 1
    assert store.view().totals()["documents"] == len(alone)


@pytest.mark.parametrize(("factory", "what"), [(make_nothing, "the model is missing"), (make_dead, "exit code 9")])
def test_workers_that_cannot_begin_end_the_run(factory: Any, what: str) -> None:
    with pytest.raises(ModelError, match=what):
        run(entries("They met."), workers=2, factory=factory)


# ---------------------------------------------------------------- datelines


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("LAKEPORT, July 3, 2024 (Courier) - Envoys met.", "July 3, 2024"),
        ("Envoys meet again\n\nBy A. Writer\n\nLAKEPORT, 4 March 2019 (Courier) — Envoys met.", "4 March 2019"),
        ("LAKEPORT (Courier) - Envoys met.\nOSTMOUTH, July 3, 2024 (Courier) - They left.", None),
        ("Envoys met.\n" * 5 + "LAKEPORT, July 3, 2024 (Courier) - They left.", None),
        ("Envoys met.", None),
        ("", None),
    ],
)
def test_dateline_stands_in_the_first_lines(text: str, words: str | None) -> None:
    assert dateline_words(text) == words

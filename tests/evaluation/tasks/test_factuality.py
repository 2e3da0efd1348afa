"""The factuality task: spans are kept, gold is never read, broken records give empty predictions."""

from __future__ import annotations

from typing import Any

from dragoman.evaluation.tasks.factuality import predict

TEXT = "The guards failed to open the gate , but the crowd will enter ."


def record(name: str, **more: Any) -> dict[str, Any]:
    events = [{"start": 21, "end": 25, "text": "open"}, {"start": 56, "end": 61, "text": "enter"}]
    return {"id": name, "text": TEXT, "events": [{**e, **more} for e in events]}


def test_each_event_gets_a_number() -> None:
    [prediction] = predict([record("own-1")])
    assert [(e["start"], e["end"], e["text"]) for e in prediction["events"]] == [(21, 25, "open"), (56, 61, "enter")]
    failed, future = (e["factuality"] for e in prediction["events"])
    assert failed < -2
    assert future > 1


def test_gold_value_changes_nothing() -> None:
    assert list(predict([record("own-1")])) == list(predict([record("own-1", factuality=3.0)]))


def test_corpus_that_asks_what_has_happened_gets_that_answer() -> None:
    [prediction] = predict([record("udsih2-own-1")])
    assert prediction["events"][1]["factuality"] < -1


def test_broken_record_gives_no_events() -> None:
    records: list[dict[str, Any]] = [{"id": "a"}, {"id": "b", "text": "", "events": None}, {"id": "c", "events": [3]}]
    assert list(predict(records)) == [{"id": i, "events": []} for i in "abc"]


def test_span_outside_the_text_counts_as_asserted() -> None:
    [prediction] = predict([{"id": "d", "text": "Nothing.", "events": [{"start": 90, "end": 95}]}])
    assert prediction["events"] == [{"start": 90, "end": 95, "factuality": 3.0}]

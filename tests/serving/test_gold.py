"""Judgements become gold that the scorer reads."""

from __future__ import annotations

from datetime import UTC, datetime

from store_factory import reading

from dragoman.evaluation.documents import score_documents
from dragoman.serving.gold import gold_lines
from dragoman.store import Store

AT = datetime(2025, 8, 1, tzinfo=UTC)
MEETING, CRACKDOWN = "a1:0:1", "a1:1:1"


def test_what_was_not_judged_is_optional_and_what_was_rejected_goes(store: Store) -> None:
    store.writer().write([reading("a1")])
    reviews = store.reviews()
    reviews.add(MEETING, "accept", judge="Ada", at=AT)
    line = next(gold_lines(store.view(), reviews.find()))
    assert [event.get("optional", False) for event in line["gold"]["events"]] == [False, True]
    assert line["gold"]["complete"] is False
    reviews.add(CRACKDOWN, "reject", judge="Ada", at=AT)
    line = next(gold_lines(store.view(), reviews.find()))
    assert [event["type"] for event in line["gold"]["events"]] == ["CONSULT"]
    assert (line["gold"]["complete"], line["gold"]["judges"]) == (True, ["Ada"])
    text = line["input"]["text"]
    span = line["gold"]["events"][0]["evidence"][0]
    assert text[span["start"] : span["end"]].startswith("Envoys of Norland met")


def test_corrected_fields_take_the_place_of_those_read(store: Store) -> None:
    store.writer().write([reading("a1")])
    fields = {"type": "AGREE", "actors": ["OST"], "place": "Port Nor", "place_country": "NRL", "first": "2025-07-10"}
    store.reviews().add(MEETING, "correct", fields=fields, at=AT)
    event = next(gold_lines(store.view(), store.reviews().find()))["gold"]["events"][0]
    assert (event["type"], event["start"], event["end"]) == ("AGREE", "2025-07-10", "2025-07-11")
    assert event["actors"] == [{"code": "OST", "sector": None, "name": "OST"}]
    assert event["place"] == {"name": "Port Nor", "country": "NRL", "lat": None, "lon": None}


def test_gold_scored_against_itself_is_right(store: Store) -> None:
    store.writer().write([reading("a1")])
    for subject in (MEETING, CRACKDOWN):
        store.reviews().add(subject, "accept", at=AT)
    line = next(gold_lines(store.view(), store.reviews().find()))
    scores = score_documents([line], {"a1": line["gold"]})
    figures = [value for name, value in scores.items() if value is not None and name.endswith("f1")]
    assert figures
    assert all(value == 1.0 for value in figures)

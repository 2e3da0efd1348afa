"""What people say is added, heeded and never changed: reviews, same and not same, saved queries, samples."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from starlette.testclient import TestClient

from dragoman.serving.gold import gold_lines
from dragoman.serving.web import wire
from dragoman.serving.web.desk import Desk

V1 = "/api/v1"
MEETING = "a1:0:1"


def get(client: TestClient, path: str, kind: Any, **asked: Any) -> Any:
    response = client.get(V1 + path, params=asked)
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=kind)


def post(client: TestClient, path: str, body: Any, kind: Any, status: int = 201) -> Any:
    response = client.post(V1 + path, json=body)
    assert response.status_code == status, response.text
    return msgspec.json.decode(response.content, type=kind)


def test_a_review_stands_beside_the_record_and_a_later_one_overrules(writing: TestClient, desk: Desk) -> None:
    event = get(writing, "/events", wire.CardList, type="CONSULT").items[0]
    first = post(writing, "/reviews", {"subject": event.id, "verdict": "accept", "judge": "Ada"}, wire.ReviewAnswer)
    body = {"subject": event.id, "verdict": "correct", "fields": {"type": "agree"}, "judge": "Bea", "reason": "a pact"}
    second = post(writing, "/reviews", body, wire.ReviewAnswer)
    assert (first.number, second.number, second.fields) == (1, 2, {"type": "AGREE"})
    shown = get(writing, f"/events/{quote(event.id, safe='')}", wire.EventAnswer)
    assert shown.event.type == "CONSULT"
    assert (shown.card.review.verdict, shown.card.review.judge) == ("correct", "Bea")
    assert [one.number for one in shown.reviews] == [2, 1]
    assert {step.by for step in shown.history if step.kind == "reviewed"} == {"Ada", "Bea"}
    assert get(writing, "/events", wire.CardList, review="correct").total == 1
    assert get(writing, "/events", wire.CardList, review="none").total == 1
    assert desk.reviews.find()[1].record["id"] == event.id
    assert get(writing, "/reviews", wire.ReviewList, judge="Ada").total == 1


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"subject": "nobody", "verdict": "accept"}, 404, "not-found"),
        ({"subject": MEETING, "verdict": "correct"}, 422, "invalid-body"),
        ({"subject": MEETING, "verdict": "accept", "fields": {"type": "AGREE"}}, 422, "invalid-body"),
        ({"subject": MEETING, "verdict": "correct", "fields": {"type": "PROTSET"}}, 422, "invalid-body"),
        ({"subject": MEETING, "verdict": "correct", "fields": {"colour": "red"}}, 422, "invalid-body"),
        ({"subject": MEETING, "verdict": "maybe"}, 422, "invalid-body"),
        ({"subject": MEETING, "verdict": "accept", "audit": "audit-9"}, 404, "not-found"),
        ([], 422, "invalid-body"),
    ],
)
def test_a_review_that_means_nothing_is_refused(client: TestClient, body: Any, status: int, code: str) -> None:
    response = client.post(f"{V1}/reviews", json=body)
    assert (response.status_code, response.json()["code"]) == (status, code)


def test_a_judgement_of_not_the_same_splits_the_event(writing: TestClient, desk: Desk) -> None:
    event = get(writing, "/events", wire.CardList, type="CONSULT").items[0]
    mentions = get(writing, f"/events/{quote(event.id, safe='')}", wire.EventAnswer).event.mentions
    assert len(mentions) > 1
    generation = get(writing, "/status", wire.StoreStatus).generation
    body = {"left": MEETING, "right": "b2:0:1", "verdict": "not_same", "judge": "Ada"}
    assert post(writing, "/judgements", body, wire.JudgementAnswer).verdict == "not_same"
    deadline = time.monotonic() + 60
    while get(writing, "/status", wire.StoreStatus).generation == generation:
        assert time.monotonic() < deadline, "the keeper did not publish"
        time.sleep(0.1)
    now = {get(writing, f"/mentions/{quote(one, safe='')}", wire.MentionAnswer).event_id for one in (MEETING, "b2:0:1")}
    assert len(now) == 2
    assert get(writing, "/judgements", wire.JudgementList).total == 1


def test_a_judgement_of_one_event_with_itself_is_refused(client: TestClient) -> None:
    response = client.post(f"{V1}/judgements", json={"left": MEETING, "right": MEETING, "verdict": "same"})
    assert response.status_code == 422


def test_a_saved_query_counts_what_is_new(writing: TestClient) -> None:
    saved = post(writing, "/queries", {"name": "Talks", "query": "type=CONSULT&from=2025-01-01"}, wire.QueryRow)
    assert saved.new == 0
    assert [row.name for row in get(writing, "/queries", wire.QueryList).items] == ["Talks"]
    seen = writing.post(f"{V1}/queries/{saved.id}/seen")
    assert seen.status_code == 200
    assert seen.json()["seen_at"] is not None
    assert writing.delete(f"{V1}/queries/{saved.id}").status_code == 204
    assert writing.delete(f"{V1}/queries/{saved.id}").status_code == 404
    assert get(writing, "/queries", wire.QueryList).items == ()


@pytest.mark.parametrize("query", ["limit=3", "colour=red", "type=PROTSET", "from=never", "min_probability=2x", "&&=;"])
def test_a_query_that_could_not_be_asked_is_not_saved(client: TestClient, query: str) -> None:
    assert client.post(f"{V1}/queries", json={"name": "x", "query": query}).status_code == 422


def test_a_sample_is_drawn_judged_and_told_with_its_interval(writing: TestClient, desk: Desk) -> None:
    drawn = post(writing, "/audits", {"size": 4, "seed": 7, "name": "July"}, wire.AuditAnswer)
    again = post(writing, "/audits", {"size": 2, "seed": 7}, wire.AuditAnswer)
    assert [row.subject for row in again.items] == [row.subject for row in drawn.items][:2]
    assert (drawn.population, drawn.judged, drawn.result.precision) == (6, 0, None)
    for row, verdict in zip(drawn.items, ("accept", "reject", "unsure"), strict=False):
        post(writing, "/reviews", {"subject": row.subject, "verdict": verdict, "audit": drawn.id}, wire.ReviewAnswer)
    result = get(writing, f"/audits/{drawn.id}", wire.AuditAnswer).result
    assert (result.judged, result.right, result.precision) == (2, 1, 0.5)
    assert 0 < result.low < 0.5 < result.high < 1
    assert sum(group.judged for group in result.by_type) == 2
    assert get(writing, "/audits", wire.AuditList).items[1].judged == 3
    assert writing.get(f"{V1}/audits/audit-99").status_code == 404
    assert writing.get(f"{V1}/audits/..").status_code == 404
    lines = list(gold_lines(desk.store.view(), desk.reviews.find()))
    rejected = drawn.items[1].subject
    assert {line["id"] for line in lines} == {
        row.subject.rpartition(":")[0].rpartition(":")[0] for row in drawn.items[:3]
    }
    kept = [event for line in lines for event in line["gold"]["events"]]
    assert sum("optional" not in event for event in kept) == 1
    assert rejected

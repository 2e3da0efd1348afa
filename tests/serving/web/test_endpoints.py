"""Every endpoint answers what it declares, and the answer is the store's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from conftest_web import HOSTILE, HOSTILE_ID, TEXT
from fastapi import FastAPI
from starlette.testclient import TestClient

from dragoman.serving.web import wire
from dragoman.serving.web.app import add_endpoints, openapi

V1 = "/api/v1"


def get(client: TestClient, path: str, record: Any, /, **asked: Any) -> Any:
    """The answer, read strictly as the record that the declaration names."""
    response = client.get(V1 + path, params=asked)
    assert response.status_code == 200, response.text
    return msgspec.json.decode(response.content, type=record)


def post(client: TestClient, path: str, body: Any, kind: Any, status: int = 201) -> Any:
    response = client.post(V1 + path, json=body)
    assert response.status_code == status, response.text
    return msgspec.json.decode(response.content, type=kind)


def meeting_of(client: TestClient) -> Any:
    return next(e for e in get(client, "/events", wire.CardList, type="CONSULT").items)


def test_status_counts_what_is_there(client: TestClient) -> None:
    status = get(client, "/status", wire.StoreStatus)
    assert (status.documents, status.mentions, status.linked, status.behind) == (3, 6, True, 0)
    assert str(status.last_day) == "2025-07-20"
    assert status.rights == ("read", "review")


def test_ontology_has_all_types_and_roles(client: TestClient) -> None:
    answer = get(client, "/ontology", wire.OntologyAnswer)
    assert len(answer.types) == 16
    assert "trigger" in answer.roles


def test_today_tells_what_is_new_and_what_is_reported_again(client: TestClient) -> None:
    answer = get(client, "/today", wire.TodayAnswer, since="2025-07-12")
    assert answer.counts.new == len(answer.new) == get(client, "/events", wire.CardList).total
    assert [card.importance for card in answer.new] == sorted((c.importance for c in answer.new), reverse=True)
    again = get(client, "/today", wire.TodayAnswer)
    assert str(again.since) == "2025-07-19"
    assert {one.event.type for one in again.changed} == {"CONSULT", "COERCE"}
    assert again.counts.documents == 2
    assert get(client, "/today", wire.TodayAnswer, since="2026-01-01").new == ()


def test_an_event_has_reports_claims_copies_and_history(client: TestClient) -> None:
    card = meeting_of(client)
    answer = get(client, f"/events/{quote(card.id, safe='')}", wire.EventAnswer)
    assert answer.event.id == card.id
    report = answer.reports[0]
    told = {
        mark.role: report.text[mark.start - report.text_start : mark.end - report.text_start] for mark in report.marks
    }
    assert told["trigger"] == "met"
    assert told["place"] == "Lakeport"
    assert {claim.stance for claim in answer.claims} == {"asserts", "denies"}
    assert answer.card.disputed
    assert answer.history[-1].kind == "new"
    assert answer.probability.value == pytest.approx(0.88)


def test_a_mention_stands_in_its_text(client: TestClient) -> None:
    answer = get(client, f"/mentions/{quote('a1:0:1', safe='')}", wire.MentionAnswer)
    assert answer.mention.type == "CONSULT"
    assert answer.event_id is not None


def test_a_document_with_a_hostile_id_is_found(client: TestClient) -> None:
    answer = get(client, f"/documents/{quote(HOSTILE_ID, safe='')}", wire.DocumentAnswer)
    assert answer.document.title == HOSTILE
    assert answer.document.text.startswith(TEXT)
    assert {mark.role for mark in answer.marks} >= {"trigger", "actor", "evidence", "left_out", "subject"}


def test_lists_of_documents_relations_and_actors(client: TestClient) -> None:
    documents = get(client, "/documents", wire.DocumentList)
    assert [d.published for d in documents.items] == sorted((d.published for d in documents.items), reverse=True)
    assert documents.items[0].mentions == 2
    assert get(client, "/documents", wire.DocumentList, publisher="Norland Post").total == 1
    assert get(client, "/relations", wire.RelationList, kind="arms_supplier").total == 3
    assert {actor.code for actor in get(client, "/actors", wire.ActorList).items} >= {"NRL", "OST"}
    assert get(client, "/actors", wire.ActorList, q="nor").items[0].name == "Norland"


def test_an_actor_has_partners_and_roles(client: TestClient) -> None:
    answer = get(client, "/actors/NRL", wire.ActorAnswer)
    assert answer.partners[0].code == "OST"
    assert answer.roles[0].name == "Ada Nor"
    assert answer.step == "week"
    assert sum(point.events for point in answer.series) == 1, "the other act has no day"
    assert answer.series[-1].balance == pytest.approx(sum(point.sum for point in answer.series), abs=0.2)
    assert answer.agreements == ()
    assert answer.as_actor >= 1
    assert client.get(f"{V1}/actors/NOBODY").status_code == 404


def test_a_pair_has_a_balance_in_every_period(client: TestClient) -> None:
    answer = get(client, "/pairs/NRL/OST", wire.PairAnswer, by="day")
    assert answer.flows
    assert len(answer.series) == (answer.last - answer.first).days + 1
    assert sum(point.events for point in answer.series) == len({card.id for card in answer.events})
    assert answer.relations
    assert answer.names == {"NRL": "Norland", "OST": "Osteria"}


def test_the_balance_of_a_pair_is_that_of_its_flows(client: TestClient) -> None:
    answer = get(client, "/pairs/NRL/OST", wire.PairAnswer, by="week")
    for point in answer.series:
        flows = [flow for flow in answer.flows if flow.period == point.period]
        if (
            len(flows) == len({(f.actor, f.recipient) for f in answer.flows})
            and point.period < answer.series[-1].period
        ):
            assert point.balance == pytest.approx(sum(flow.balance for flow in flows), abs=0.001)


def test_the_system_as_known_on_a_day_is_linked_anew(client: TestClient) -> None:
    now = get(client, "/system", wire.SystemAnswer)
    then = get(client, "/system", wire.SystemAnswer, known_on="2025-07-12")
    assert then.known.method == "relinked"
    assert sum(t.events for t in then.ties) <= sum(t.events for t in now.ties)
    assert get(client, "/system", wire.SystemAnswer, known_on="2025-07-01").ties == ()


def test_the_map_and_the_timeline(client: TestClient) -> None:
    found = get(client, "/map", wire.FeatureCollection)
    assert found.features[0].geometry.coordinates == (33.25, -12.5)
    assert found.features[0].properties.vague is False
    assert get(client, "/map", wire.FeatureCollection, bbox="40,0,50,10").features == ()
    lines = get(client, "/timeline", wire.Timeline, by="day")
    assert sum(item.events for item in lines.items) == get(client, "/events", wire.CardList).total


def test_search_finds_each_kind(client: TestClient) -> None:
    answer = get(client, "/search", wire.SearchAnswer, q="Lakeport")
    assert answer.places[0].name == "Lakeport"
    assert answer.events
    assert get(client, "/search", wire.SearchAnswer, q="osteria", kind="actor").actors[0].code == "OST"
    assert get(client, "/search", wire.SearchAnswer, q="envoys", kind="document").documents


def test_a_text_is_read_sentence_by_sentence_and_not_kept(client: TestClient) -> None:
    answer = post(client, "/read", {"text": TEXT, "published": "2025-07-12"}, wire.ReadAnswer, 200)
    assert [m.type for m in answer.sentences[0].mentions] == ["CONSULT"]
    assert answer.sentences[1].left_out[0].words == "nobody acts, and this type needs an actor"
    assert get(client, "/status", wire.StoreStatus).documents == 3


def test_mentions_are_listed_by_page(client: TestClient) -> None:
    seen: list[str] = []
    cursor: str | None = None
    while True:
        asked = {"by": "mention", "limit": 4, **({"cursor": cursor} if cursor else {})}
        page = get(client, "/events", wire.MentionList, **asked)
        seen += [row.mention.id for row in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 6


def test_events_are_listed_by_page_in_every_order(client: TestClient) -> None:
    for order in ("newest", "oldest", "published", "changed", "importance", "score"):
        whole = [card.id for card in get(client, "/events", wire.CardList, order=order).items]
        paged: list[str] = []
        cursor: str | None = None
        while True:
            page = get(client, "/events", wire.CardList, order=order, limit=1, **({"cursor": cursor} if cursor else {}))
            paged += [card.id for card in page.items]
            cursor = page.next
            if cursor is None:
                break
        assert paged == whole


def test_every_path_of_the_declaration_is_asked_in_these_tests() -> None:
    app = FastAPI()
    add_endpoints(app)
    files = ("test_endpoints.py", "test_export.py", "test_reviews.py", "test_security.py")
    text = "".join((Path(__file__).parent / name).read_text() for name in files)
    paths = [path.removeprefix(V1) for path in openapi(app)["paths"]]
    assert [path for path in paths if not re.search(re.escape(path.partition("{")[0]) + r"[\"'{/A-Za-z?]", text)] == []
    assert len(paths) > 20

"""A publisher that keeps its words to itself: who may only read gets none of them, files hold none, reviewers see them."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pyarrow as pa
import pytest
from conftest_web import PAGE, READ_TOKEN, REVIEW_TOKEN, TEXT, UNLIMITED
from starlette.testclient import TestClient

from dragoman.serving.web.access import Tokens
from dragoman.serving.web.app import make_app
from dragoman.serving.web.desk import Desk
from dragoman.store.watching import Sighting

V1 = "/api/v1"
# Words of the article `b2` alone.
OWN = "Rain fell"
READER, REVIEWER = ({"Authorization": f"Bearer {token}"} for token in (READ_TOKEN, REVIEW_TOKEN))


def withhold(desk: Desk, document: str) -> None:
    """Note that a source which gave a document keeps its words to itself."""
    seen = Sighting(key=f"k-{document}", document_id=document, source="s", mark="m", rights="no-text")
    desk.store.watching().keep(None, sightings=[seen])


@pytest.fixture
def quiet(desk: Desk) -> Iterator[TestClient]:
    """The server of `b2`, which is withheld, behind tokens; asked with the token to read."""
    withhold(desk, "b2")
    tokens = Tokens(read=READ_TOKEN, review=REVIEW_TOKEN)
    app = make_app(desk, tokens=tokens, hosts=(), limits=UNLIMITED, files=PAGE)
    with TestClient(app, base_url="http://news.example", headers=READER) as opened:
        yield opened


def test_tables_of_mentions_are_without_its_words(quiet: TestClient) -> None:
    answer = quiet.get(f"{V1}/events?by=mention&format=arrow")
    rows = pa.ipc.open_stream(answer.content).read_all().to_pylist()
    kept = [row for row in rows if row["document_id"] == "b2"]
    others = [row for row in rows if row["document_id"] != "b2"]
    assert len(kept) == int(answer.headers["X-Withheld"]) == 2
    assert {(row["title"], row["trigger"], row["evidence_text"]) for row in kept} == {(None, "", "")}
    assert all(row["evidence_text"] for row in others)
    written = quiet.get(f"{V1}/events?by=mention&format=csv")
    assert written.headers["X-Withheld"] == "2"


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_lists_of_articles_are_without_its_title(quiet: TestClient, format_: str) -> None:
    answer = quiet.get(f"{V1}/documents?publisher=Norland+Post&format={format_}")
    assert answer.headers["X-Withheld"] == "1"
    assert "b2" in answer.text
    assert "Envoys meet" not in answer.text
    assert "X-Withheld" not in quiet.get(f"{V1}/documents?publisher=Lakeport+Courier&format={format_}").headers


def test_the_article_is_without_text_and_search_without_title(quiet: TestClient) -> None:
    answer = quiet.get(f"{V1}/documents/b2")
    found = answer.json()
    assert answer.headers["X-Withheld"] == "1"
    assert (found["document"]["text"], found["document"]["title"], found["marks"]) == ("", None, [])
    assert found["mentions"][0]["type"] == "CONSULT"
    assert "Rain fell" not in answer.text
    assert "At least 12 people" not in answer.text
    assert {row["title"] for row in found["copies"] if row["document_id"] == "b2"} <= {None}
    listed = quiet.get(f"{V1}/search?q=b2&kind=document").json()["documents"]
    assert [(row["id"], row["title"]) for row in listed] == [("b2", None)]


def test_its_changes_are_not_quoted_by_the_article_that_it_copies(quiet: TestClient) -> None:
    found = quiet.get(f"{V1}/documents/{quote('a1', safe='')}").json()
    assert found["document"]["text"] == TEXT
    assert all(not row["changes"] for row in found["copies"] if row["document_id"] == "b2")


def test_events_are_shown_to_a_reader_without_its_words(quiet: TestClient) -> None:
    ids = [card["id"] for card in quiet.get(f"{V1}/events").json()["items"]]
    for id_ in ids:
        told = quiet.get(f"{V1}/events/{quote(id_, safe='')}")
        reports = told.json()["reports"]
        assert {report["document"]["id"] for report in reports} >= {"a1", "b2"}
        for report in reports:
            is_kept = report["document"]["id"] == "b2"
            assert report["withheld"] == is_kept
            assert bool(report["text"]) != is_kept
            assert bool(report["marks"]) != is_kept
            assert bool(report["document"]["title"]) != is_kept
        assert all(bool(claim["evidence"]) != (claim["document_id"] == "b2") for claim in told.json()["claims"])
        said = [one for count in told.json()["event"]["counts"] for one in count["said"]]
        assert all(bool(one["text"]) != (one["document_id"] == "b2") for one in said)
        assert OWN not in told.text


def test_cards_are_without_its_words_wherever_they_stand(desk: Desk, quiet: TestClient) -> None:
    before = quiet.get(f"{V1}/events").json()["items"]
    assert {card["document_id"] for card in before} == {"a1"}
    assert all(card["evidence"] and not card["withheld"] for card in before)
    withhold(desk, "a1")
    cards = quiet.get(f"{V1}/events").json()["items"]
    assert {(card["withheld"], card["evidence"]) for card in cards} == {(True, "")}
    codes = {party["code"] for card in cards for party in (*card["actors"], *card["recipients"]) if party["code"]}
    one, other = sorted(codes)[:2]
    for path in ("today?since=2000-01-01", "search?q=Lakeport", f"actors/{one}", f"pairs/{one}/{other}"):
        found = list(_cards(quiet.get(f"{V1}/{path}").json()))
        assert found, path
        assert {(card["withheld"], card["evidence"]) for card in found} == {(True, "")}, path


def test_mentions_are_without_its_words(quiet: TestClient) -> None:
    mentions = quiet.get(f"{V1}/events?by=mention&document=b2").json()["items"]
    told = {(one["withheld"], one["mention"]["trigger_text"], one["document"]["title"]) for one in mentions}
    assert told == {(True, "", None)}
    one = quiet.get(f"{V1}/mentions/{quote(mentions[0]['mention']['id'], safe='')}").json()
    assert (one["withheld"], one["text"], one["marks"], one["document"]["title"]) == (True, "", [], None)
    other = quiet.get(f"{V1}/mentions/{quote('a1:0:1', safe='')}").json()
    assert not other["withheld"]
    assert other["text"]


def test_who_may_review_sees_the_evidence_and_that_it_is_withheld(desk: Desk, quiet: TestClient) -> None:
    quiet.headers.update(REVIEWER)
    article = quiet.get(f"{V1}/documents/b2")
    assert "Rain fell" in article.json()["document"]["text"]
    assert article.json()["withheld"]
    assert article.json()["marks"]
    assert "X-Withheld" not in article.headers
    withhold(desk, "a1")
    cards = quiet.get(f"{V1}/events").json()["items"]
    assert cards
    assert all(card["withheld"] and card["evidence"] for card in cards)
    # What is taken away is without the words, whoever takes it.
    assert quiet.get(f"{V1}/events?by=mention&format=csv").headers["X-Withheld"] == "4"
    assert quiet.get(f"{V1}/documents?format=csv").headers["X-Withheld"] == "2"


def _cards(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        if "importance" in value and "evidence" in value:
            yield value
        for inner in value.values():
            yield from _cards(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _cards(inner)

"""A publisher that keeps its words to itself: its text and title leave the server in no list, table or article."""

from __future__ import annotations

from urllib.parse import quote

import pyarrow as pa
import pytest
from conftest_web import TEXT
from starlette.testclient import TestClient

from dragoman.serving.web.desk import Desk
from dragoman.store.watching import Sighting

V1 = "/api/v1"


@pytest.fixture
def quiet(desk: Desk, writing: TestClient) -> TestClient:
    """The server, once `b2` is withheld."""
    seen = Sighting(key="k", document_id="b2", source="s", mark="m", rights="no-text")
    desk.store.watching().keep(None, sightings=[seen])
    return writing


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

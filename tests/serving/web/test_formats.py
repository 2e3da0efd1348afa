"""Answers in each format, tags, and pages of tables."""

from __future__ import annotations

import csv
import io
from urllib.parse import urlsplit

import pyarrow as pa
import pytest
from starlette.testclient import TestClient

from dragoman.serving import COLUMNS, LINKED_COLUMNS

EVENTS = "/api/v1/events"


def test_csv_has_the_columns_of_the_command_line(client: TestClient) -> None:
    for by, columns in (("event", LINKED_COLUMNS), ("mention", COLUMNS)):
        response = client.get(EVENTS, params={"format": "csv", "by": by})
        assert response.headers["content-type"].startswith("text/csv")
        rows = list(csv.DictReader(io.StringIO(response.text)))
        assert list(rows[0]) == list(columns)
        assert len(rows) == int(response.headers["x-total-count"])


def test_arrow_is_typed_and_paged_by_link(client: TestClient) -> None:
    address, tables = f"{EVENTS}?format=arrow&limit=1", []
    while address:
        response = client.get(address)
        tables.append(pa.ipc.open_stream(response.content).read_all())
        link = response.headers.get("link", "")
        address = link.partition("<")[2].partition(">")[0]
        assert not address or urlsplit(address).netloc == ""
    whole = pa.concat_tables(tables)
    assert whole.num_rows == client.get(EVENTS).json()["total"]
    assert whole.schema.field("date_first").type == pa.date32()


def test_accept_chooses_and_format_goes_over_it(client: TestClient) -> None:
    assert client.get(EVENTS, headers={"Accept": "text/csv"}).headers["content-type"].startswith("text/csv")
    both = client.get(EVENTS, headers={"Accept": "text/csv"}, params={"format": "json"})
    assert both.headers["content-type"] == "application/json"
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert client.get(EVENTS, headers={"Accept": browser}).headers["content-type"] == "application/json"
    geo = client.get(EVENTS, headers={"Accept": "application/json;q=0.5, application/geo+json"})
    assert geo.headers["content-type"] == "application/geo+json"


@pytest.mark.parametrize(
    "asked", [{"headers": {"Accept": "image/png"}}, {"params": {"format": "geojson", "by": "mention"}}]
)
def test_what_is_not_offered_is_refused(client: TestClient, asked: dict[str, dict[str, str]]) -> None:
    assert client.get(EVENTS, **asked).status_code in (406, 422)  # type: ignore[arg-type]
    assert client.get("/api/v1/documents", params={"format": "geojson"}).status_code == 406


def test_an_answer_that_did_not_change_is_304_until_something_is_written(writing: TestClient) -> None:
    for path in (EVENTS, "/api/v1/status", "/api/v1/map"):
        first = writing.get(path)
        again = writing.get(path, headers={"If-None-Match": first.headers["etag"]})
        if path != "/api/v1/status":  # which is made anew each time
            assert (again.status_code, again.content) == (304, b"")
        assert writing.get(path).content == first.content
    tag = writing.get(EVENTS).headers["etag"]
    assert writing.get(EVENTS, params={"limit": 1}, headers={"If-None-Match": tag}).status_code == 200
    writing.post("/api/v1/reviews", json={"subject": "a1:0:1", "verdict": "accept"})
    assert writing.get(EVENTS, headers={"If-None-Match": tag}).status_code == 200


def test_head_is_answered_without_a_body(client: TestClient) -> None:
    response = client.head(EVENTS)
    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["content-length"]) == len(client.get(EVENTS).content)

"""Files to take away: all that a filter finds, in each format, whatever the number of rows on a page."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import geojson
import pyarrow as pa
import pytest
from conftest_web import HOSTILE_ID
from starlette.testclient import TestClient

from dragoman.serving import COLUMNS, LINKED_COLUMNS
from dragoman.serving.exports import FORMATS
from dragoman.serving.web.desk import Desk
from dragoman.serving.web.routes import exports
from dragoman.serving.web.wire import CardList, MentionList
from dragoman.store.watching import Sighting

EXPORT = "/api/v1/export"


@pytest.fixture(params=[500, 1])
def page(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Rows that are fetched at once."""
    monkeypatch.setattr(exports, "_PAGE", request.param)
    return int(request.param)


def rows_of(response: Any, format_: str) -> list[Any]:
    if format_ == "csv":
        return list(csv.DictReader(io.StringIO(response.text)))
    if format_ == "arrow":
        return pa.ipc.open_stream(response.content).read_all().to_pylist()  # type: ignore[no-any-return]
    if format_ == "jsonl":
        return [json.loads(line) for line in response.text.splitlines()]
    return response.json()["features" if format_ == "geojson" else "items"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("format_", ["csv", "arrow", "json", "jsonl"])
@pytest.mark.parametrize("by", ["event", "mention"])
def test_a_file_holds_all_that_is_found(client: TestClient, page: int, by: str, format_: str) -> None:
    listed = client.get("/api/v1/events", params={"by": by}).json()
    answer = client.get(EXPORT, params={"by": by, "format": format_})
    assert answer.status_code == 200
    rows = rows_of(answer, format_)
    assert len(rows) == listed["total"] == int(answer.headers["X-Total-Count"]) == int(answer.headers["X-Row-Count"])
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{by}s.')
    if format_ == "json":
        assert (answer.json()["next"], answer.json()["total"]) == (None, listed["total"])
    if format_ in ("json", "jsonl"):
        assert rows == listed["items"]
    else:
        assert list(rows[0]) == list(LINKED_COLUMNS if by == "event" else COLUMNS)


def test_a_file_is_what_the_pages_of_the_list_are(client: TestClient, page: int) -> None:
    for format_ in ("csv", "arrow"):
        for by in ("event", "mention"):
            asked = {"by": by, "format": format_}
            assert rows_of(client.get(EXPORT, params=asked), format_) == rows_of(
                client.get("/api/v1/events", params=asked), format_
            )


def test_geojson_holds_what_has_coordinates(client: TestClient, page: int) -> None:
    mapped = client.get("/api/v1/map").json()
    found = client.get(EXPORT, params={"format": "geojson"})
    assert found.headers["content-type"] == "application/geo+json"
    by_id = {one["id"]: one for one in found.json()["features"]}
    assert by_id == {one["id"]: one for one in mapped["features"]}
    assert found.json()["total"] == mapped["total"]
    for text in (found.text, client.get("/api/v1/map").text):
        read = geojson.loads(text)
        assert read.is_valid
        assert all(feature.is_valid for feature in read.features)


def test_filters_and_order_hold(client: TestClient) -> None:
    found = rows_of(client.get(EXPORT, params={"type": "COERCE"}), "csv")
    assert {row["type"] for row in found} == {"COERCE"}
    assert rows_of(client.get(EXPORT, params={"text": "nowhere-at-all"}), "csv") == []
    for order in ("oldest", "importance", "changed"):
        listed = client.get("/api/v1/events", params={"order": order}).json()["items"]
        taken = rows_of(client.get(EXPORT, params={"order": order}), "csv")
        assert [row["event_id"] for row in taken] == [card["id"] for card in listed]


def test_more_than_the_cap_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    answer = client.get(EXPORT)
    assert len(rows_of(answer, "csv")) == 1 == int(answer.headers["X-Row-Count"])
    assert int(answer.headers["X-Total-Count"]) > 1


@pytest.mark.parametrize("format_", exports.EXCHANGE)
def test_exchange_formats_come_with_their_report(client: TestClient, format_: str) -> None:
    answer = client.get(EXPORT, params={"format": format_})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        reports = [json.loads(archive.read(name)) for name in names if name.endswith(".report.json")]
    assert names
    assert int(answer.headers["content-length"]) == len(answer.content)
    for report in reports:
        assert report["written"] == int(answer.headers["X-Row-Count"])
        assert sum(report["left_out"].values()) == int(answer.headers["X-Left-Out"])
    assert client.get(EXPORT, params={"format": format_}).content == answer.content


def test_every_format_of_the_command_can_be_asked_for() -> None:
    assert set(FORMATS) <= {*exports.PLAIN, *exports.EXCHANGE}
    assert set(exports._NAMES) == set(exports.EXCHANGE)


@pytest.mark.parametrize(
    "asked",
    [
        {"format": "docx"},
        {"format": "plover", "review": "accept"},
        {"format": "icews", "bbox": "0,0,1,1"},
        {"format": "graphml", "type": "COERCE"},
        {"format": "geojson", "by": "mention"},
        {"order": "score", "by": "mention"},
        {"limit": "3"},
    ],
)
def test_what_cannot_be_heeded_is_refused(client: TestClient, asked: dict[str, str]) -> None:
    answer = client.get(EXPORT, params=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-parameter")


def test_answers_are_as_declared_and_guarded(client: TestClient, guarded: TestClient) -> None:
    import msgspec

    msgspec.json.decode(client.get(EXPORT, params={"format": "json"}).content, type=CardList)
    msgspec.json.decode(client.get(EXPORT, params={"format": "json", "by": "mention"}).content, type=MentionList)
    told = client.get(EXPORT)
    assert told.headers["cache-control"] == "no-store"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in told.headers["content-security-policy"]
    assert client.head(EXPORT).content == b""
    assert guarded.get(EXPORT).status_code == 401


def test_formulas_of_hostile_articles_stay_text(client: TestClient) -> None:
    rows = rows_of(client.get(EXPORT, params={"by": "mention", "document": HOSTILE_ID}), "csv")
    assert rows
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_no_file_holds_withheld_words_whoever_takes_it(desk: Desk, writing: TestClient) -> None:
    seen = [
        Sighting(key=id_, document_id=id_, source="s", mark="m", rights="no-text") for id_ in ("a1", "b2", HOSTILE_ID)
    ]
    desk.store.watching().keep(None, sightings=seen)
    for by in ("event", "mention"):
        for format_ in ("csv", "json", "jsonl", "arrow"):
            answer = writing.get(EXPORT, params={"by": by, "format": format_})
            assert answer.status_code == 200
            for words in (b"riot police broke up", b"Envoys of Norland met", b"Envoys meet"):
                assert words not in answer.content, (by, format_)
    assert '"withheld":true' in writing.get(EXPORT, params={"format": "json"}).text

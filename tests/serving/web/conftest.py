"""A server over a small store: three articles, one of them hostile, one a copy."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "store"))

sys.path.insert(0, str(Path(__file__).parent))

import msgspec
from conftest_web import HERE, HOSTILE, HOSTILE_ID, PAGE, READ_TOKEN, REVIEW_TOKEN, UNLIMITED
from starlette.testclient import TestClient
from store_factory import TEXT, crackdown, document, meeting, reading

from dragoman.pipeline.linking import as_known_on, is_behind, link_store
from dragoman.records import Document, Reading
from dragoman.serving.web.access import Tokens
from dragoman.serving.web.app import make_app
from dragoman.serving.web.desk import Desk, Tools
from dragoman.serving.web.wire import RoleHeld
from dragoman.store import Store


def readings() -> list[Reading]:
    hostile = document(
        HOSTILE_ID, text=f"{TEXT} {HOSTILE}", title=HOSTILE, publisher=HOSTILE, published=date(2025, 7, 20)
    )
    later = meeting("b2", time=msgspec.structs.replace(meeting().time, first=date(2025, 7, 18), last=date(2025, 7, 18)))
    return [
        reading("a1"),
        reading(
            "b2",
            document=document("b2", publisher="Norland Post", published=date(2025, 7, 19), text=f"{TEXT} Rain fell."),
            mentions=(later, crackdown("b2")),
        ),
        reading(HOSTILE_ID, document=hostile),
    ]


def read(asked: Document) -> Reading:
    """A reader without a model: it finds what the factory's text holds."""
    found = reading(asked.id, document=asked)
    return found if asked.text.startswith(TEXT) else Reading(document=asked)


def link(store: Store) -> None:
    if is_behind(store):
        link_store(store)


def tools() -> Tools:
    held = RoleHeld(name="Ada Nor", role="envoy", code="NRL", sector="GOV", first=date(2020, 1, 1), last=None)
    return Tools(read=read, link=link, past=as_known_on, roles=lambda id_: [held] if id_ == "NRL" else [])


@contextmanager
def served(path: Path) -> Iterator[Desk]:
    with Store.open(path) as store:
        store.writer().write(readings())
        yield Desk(store, tools())


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server whose store no test changes: publishing costs more than asking."""
    with served(tmp_path_factory.mktemp("served") / "news.duckdb") as desk:
        app = make_app(desk, limits=UNLIMITED, files=PAGE)
        with TestClient(app, base_url=HERE, headers={"X-Dragoman": "test"}) as opened:
            yield opened


@pytest.fixture
def desk(path: Path) -> Iterator[Desk]:
    """A store of its own for a test that writes."""
    with served(path) as opened:
        yield opened


@pytest.fixture
def writing(desk: Desk) -> Iterator[TestClient]:
    """A server for a test that writes."""
    app = make_app(desk, limits=UNLIMITED, files=PAGE)
    with TestClient(app, base_url=HERE, headers={"X-Dragoman": "test"}) as opened:
        yield opened


@pytest.fixture(scope="session")
def guarded(client: TestClient) -> TestClient:
    """The same store behind tokens, asked under another name, without the header of its own. It is not started anew."""
    desk = client.app.app.state.desk  # type: ignore[attr-defined]
    app = make_app(desk, tokens=Tokens(read=READ_TOKEN, review=REVIEW_TOKEN), hosts=(), limits=UNLIMITED, files=PAGE)
    return TestClient(app, base_url="http://news.example")

"""The Python client against a running server."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

sys.path.insert(0, str(Path(__file__).parent / "store"))

from store_factory import TEXT, document, reading

from dragoman.client import Client, ServerError
from dragoman.errors import ConfigError
from dragoman.pipeline.linking import is_behind, link_store
from dragoman.records import Document, Reading
from dragoman.serving.web.access import Tokens
from dragoman.serving.web.app import make_app
from dragoman.serving.web.desk import Desk, Tools
from dragoman.store import Store

TOKEN = "t" * 24


def link(store: Store) -> None:
    if is_behind(store):
        link_store(store)


def read(asked: Document) -> Reading:
    return reading(asked.id, document=asked)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with Store.open(tmp_path_factory.mktemp("client") / "news.duckdb") as store:
        store.writer().write(
            [reading("a1"), reading("b/2", document=document("b/2", publisher="Post", text=f"{TEXT} Rain."))]
        )
        app = make_app(Desk(store, Tools(read=read, link=link)), tokens=Tokens(read="x" * 24, review=TOKEN))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


def test_typed_answers_come_back(address: str) -> None:
    with Client(address, token=TOKEN) as client:
        assert client.status().documents == 2
        cards = list(client.events(type=["CONSULT"]))
        event = client.event(cards[0].id)
        assert event.event.type == "CONSULT"
        assert client.mention(event.event.mentions[0]).mention.document_id in ("a1", "b/2")
        assert client.document("b/2").document.publisher == "Post"
        assert [row.id for row in client.documents(most=1)]
        assert client.count_events(from_="2025-07-11", to="2025-07-11") == 1
        assert len(list(client.mentions(limit=1))) == 4
        assert client.events_arrow(by="mention", limit=1).num_rows == 4
        assert client.pair("NRL", "OST").names["NRL"] == "Norland"
        assert client.actor("NRL").code == "NRL"
        assert client.search("lakeport").places
        assert client.map().features
        assert client.timeline(by="day").items
        assert client.system().ties
        assert list(client.relations(kind="arms_supplier"))
        assert client.read(TEXT).sentences
        assert client.ontology().types
        assert client.today().last_day is not None


def test_judgements_are_kept(address: str) -> None:
    with Client(address, token=TOKEN) as client:
        review = client.review("a1:0:1", "correct", fields={"status": "denied"}, judge="Ada")
        assert [one.number for one in client.reviews(judge="Ada")] == [review.number]
        saved = client.save_query("Talks", "type=CONSULT")
        assert [query.id for query in client.queries()] == [saved.id]
        audit = client.draw_audit(size=2)
        assert client.audit(audit.id).size == 2
        assert client.judge("a1:0:1", "b/2:0:1", "same", judge="Ada").verdict == "same"


def test_an_export_is_a_whole_file_or_none(address: str, tmp_path: Path) -> None:
    with Client(address, token=TOKEN) as client:
        told = client.export(tmp_path / "events.csv", type=["CONSULT"])
        lines = (tmp_path / "events.csv").read_text(encoding="utf-8").splitlines()
        assert told.rows == told.found == len(lines) - 1 == client.count_events(type=["CONSULT"])
        plover = client.export(tmp_path / "events.zip", format="plover")
        assert (plover.rows, plover.found) == (2, 4), "two have no actor with a code, which PLOVER asks for"
        with pytest.raises(ServerError, match="is no format"):
            client.export(tmp_path / "events.docx", format="docx")
        assert client.status().documents == 2, "the connection goes on after a refusal"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["events.csv", "events.zip"]


def test_a_refusal_is_an_error_with_its_problem(address: str) -> None:
    with Client(address) as client, pytest.raises(ServerError, match="needs a token") as caught:
        client.status()
    assert caught.value.problem is not None
    assert caught.value.problem.code == "unauthorized"
    with Client(address, token=TOKEN) as client, pytest.raises(ServerError, match="Did you mean PROTEST"):
        client.count_events(type="PROTSET")


def test_a_server_that_is_not_there_is_told() -> None:
    with pytest.raises(ServerError, match="cannot be asked"):
        Client("http://127.0.0.1:1").status()
    with pytest.raises(ConfigError, match="no address"):
        Client("news.duckdb")

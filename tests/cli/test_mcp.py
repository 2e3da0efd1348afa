"""The tools of the Model Context Protocol, asked by a client of the protocol in the same process."""

from __future__ import annotations

import asyncio
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the protocol's own parts while they load
    from mcp.client.client import Client

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))

from store_factory import TEXT as ARTICLE
from store_factory import document, reading

from dragoman.cli.mcp import make_server
from dragoman.pipeline.linking import link_store
from dragoman.store import Store
from dragoman.store.watching import Sighting

TEXT = "Kenyan police arrested twelve opposition activists in Kisumu on Tuesday."
LOUD = ARTICLE.upper()  # spans hold, and its words are told from all others


@pytest.fixture
def store(tmp_path: Path) -> str:
    path = tmp_path / "n.duckdb"
    with Store.open(path) as opened:
        opened.writer().write([reading("a1")])
        link_store(opened)
    return str(path)


def call(store: str | None, tool: str, /, **arguments: Any) -> Any:
    async def ask() -> Any:
        async with Client(make_server(store, None)) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(ask())


def test_tools_are_listed_with_what_they_take(store: str) -> None:
    async def ask() -> Any:
        async with Client(make_server(store, None)) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in asyncio.run(ask())}
    assert set(tools) == {"read_text", "kb_show", "events", "show", "pair", "system"}
    assert tools["show"].input_schema["required"] == ["id"]
    assert all(tool.description for tool in tools.values())


def test_events_and_show_answer_as_the_command_does(store: str) -> None:
    found = call(store, "events", type=["CONSULT"]).structured_content
    assert found["total"] == 1
    assert found["events"][0]["type"] == "CONSULT"
    shown = call(store, "show", id="a1:0:1").structured_content
    assert shown["record"]["id"] == "a1:0:1"
    assert "Lakeport" in shown["shown"]
    mentions = call(store, "events", by="mention", status=["actual"], limit=1).structured_content
    assert (mentions["total"], len(mentions["events"])) == (2, 1)


def test_pair_and_system_count_flows(store: str) -> None:
    assert call(store, "pair", one="nrl", other="ost").structured_content["one"] == "NRL"
    assert call(store, "system").structured_content["ties"][0]["actor"] == "NRL"


def test_a_text_is_read_and_a_name_looked_up() -> None:
    read = call(None, "read_text", text=TEXT, published="2023-03-24").structured_content
    assert [mention["type"] for mention in read["mentions"]] == ["COERCE"]
    assert call(None, "kb_show", name="Norway").structured_content["actor"]["code"] == "NOR"


def test_errors_come_in_our_words(store: str) -> None:
    for name, arguments, words in (
        ("events", {"type": ["PROTSET"]}, "Did you mean PROTEST"),
        ("events", {"day_from": "soon"}, "is no day"),
        ("show", {"id": "nothing"}, "nothing in this store"),
    ):
        result = call(store, name, **arguments)
        assert result.is_error
        assert words in result.content[0].text
    assert "no store was given" in call(None, "system").content[0].text


def test_words_that_a_publisher_withholds_are_in_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "n.duckdb"
    with Store.open(path) as opened:
        opened.writer().write([reading("a1", document=document("a1", title="TITLE", text=LOUD))])
        seen = Sighting(key="k", document_id="a1", source="s", mark="m", rights="no-text")
        opened.watching().keep(None, sightings=[seen])
        link_store(opened)
    event = call(str(path), "events").structured_content["events"][0]["id"]
    reports = call(str(path), "events", by="mention").structured_content
    assert reports["withheld"] == "2 event mentions of 1 document without text and evidence, as their publishers ask"
    for tool, asked in (
        ("events", {}),
        ("events", {"by": "mention"}),
        ("show", {"id": "a1"}),
        ("show", {"id": "a1:0:1"}),
        ("show", {"id": event}),
        ("pair", {"one": "NRL", "other": "OST"}),
        ("system", {}),
    ):
        answer = call(str(path), tool, **asked)
        assert not answer.is_error, answer
        told = str(answer.structured_content)
        assert "HARBOUR" not in told
        assert "TITLE" not in told
        assert "At least 12" not in told

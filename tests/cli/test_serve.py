"""`dragoman serve`, `audit` and `gold` at the command line: what is refused, and a sample from drawing to gold."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
sys.path.insert(0, str(Path(__file__).parents[1] / "news"))
sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline"))

from store_factory import reading

import dragoman
from dragoman.store import Store

Run = Callable[..., Result]


@pytest.fixture
def store(folder: Path) -> str:
    with Store.open(folder / "news.duckdb") as opened:
        opened.writer().write([reading("a1")])
    return "news.duckdb"


def test_elsewhere_than_here_a_token_is_needed(run: Run, store: str) -> None:
    result = run("serve", "--store", store, "--host", "0.0.0.0")
    assert result.exit_code != 0
    assert "--token-file" in result.output + result.stderr


def test_tokens_that_others_may_read_are_refused(run: Run, store: str, folder: Path) -> None:
    (folder / "tokens.toml").write_text(f'read = "{"r" * 24}"')
    (folder / "tokens.toml").chmod(0o644)
    result = run("serve", "--store", store, "--token-file", "tokens.toml")
    assert "chmod 600" in result.output + result.stderr


def test_a_port_that_is_taken_is_told_before_the_store_is_opened(run: Run, store: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--store", store, "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 5
    assert "cannot be listened at" in result.output + result.stderr
    assert "--port" in result.output + result.stderr


def test_port_0_tells_the_port_that_it_got(folder: Path, store: str) -> None:
    command = [sys.executable, "-m", "dragoman.cli", "serve", "--store", str(folder / store), "--port", "0"]
    # The package of these tests, wherever they run: a path to it may be told from another folder.
    environment = {**os.environ, "PYTHONPATH": str(Path(dragoman.__file__).parents[1])}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            told = process.stderr.readline()
            address = told.partition(" at ")[2].split()[0]
            until = time.monotonic() + 120
            while True:
                try:
                    with urllib.request.urlopen(f"{address}/health", timeout=10) as answer:
                        assert answer.status == 200
                        break
                except OSError:
                    assert time.monotonic() < until, told
                    time.sleep(0.2)
        finally:
            process.terminate()
            process.wait(timeout=60)


def test_a_sample_is_drawn_judged_and_exported(run: Run, store: str, folder: Path) -> None:
    drawn = json.loads(run("audit", "--store", store, "--size", "2", "--format", "json", "-q").stdout)
    assert [len(drawn["items"]), drawn["result"]["judged"]] == [2, 0]
    judged = run("audit", "--store", store, "--show", "1", "--judge", "Ada", "-q", stdin="a\nr\n")
    assert judged.exit_code == 0, judged.output
    assert "1 of 2 judged are right: precision 50.0%" in judged.output
    written = run("gold", "export", "--store", store, "--output", "gold.jsonl")
    assert written.exit_code == 0, written.output
    line = json.loads((folder / "gold.jsonl").read_text())
    assert (line["id"], line["gold"]["complete"], len(line["gold"]["events"])) == ("a1", True, 1)
    assert run("gold", "export", "--store", store, "--judge", "nobody", "-q").stdout == ""
    assert run("audit", "--store", store, "--show", "9").exit_code == 1


def test_a_pasted_text_is_read_with_the_settings_of_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.cli.serve import _tools
    from dragoman.config import Config, ReadConfig

    asked: list[Config] = []

    class Echo:
        def read(self, document: Any) -> Any:
            return document

    def factory(config: Config) -> Callable[[], Echo]:
        asked.append(config)
        return Echo

    monkeypatch.setattr("dragoman.cli.read.reader_factory", factory)
    config = Config(read=ReadConfig(max_characters=1234, min_probability=0.7))
    with Store.open(folder / "news.duckdb") as opened:
        read: Any = _tools(opened, config).read
        assert asked == [], "models are loaded with the first text"
        assert (read("one"), read("two")) == ("one", "two")
    assert asked == [config], "once, with the settings of the command"


# ---------------------------------------------------------------- with a watch


def test_watch_in_the_server_tells_its_status_and_leaves_no_thread(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from here_pool import HerePool
    from loopback import item, rss, serving
    from starlette.testclient import TestClient

    from dragoman.cli.serve import _tools, _watch
    from dragoman.config import Config
    from dragoman.pipeline import watch as watching
    from dragoman.pipeline.errands import Errand, ask_owner
    from dragoman.serving.web.app import make_app
    from dragoman.serving.web.desk import Desk
    from dragoman.serving.web.guard import Limits

    monkeypatch.setattr(watching, "WorkerPool", HerePool)
    with serving() as site, Store.open(folder / "news.duckdb") as opened:
        site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met."), item(2, "They met."), item(3, "They left.")))
        (folder / "sources.toml").write_text(
            f'[fetch]\ndelay_s = 0\n[[source]]\nname = "wire"\naddress = "{site.url("/feed")}"\nwhat = "feed"\n'
            'every = "0.2s"\nallow = ["127.0.0.0/8"]\n'
        )
        desk = Desk(opened, _tools(opened, Config()), watch=_watch("sources.toml", opened, Config()))
        app = make_app(desk, limits=Limits(per_s=0, reads_per_s=0), files={})
        with TestClient(app, base_url="http://127.0.0.1") as client:

            def status(documents: int, events: int) -> dict[str, Any]:
                until = time.monotonic() + 300
                while time.monotonic() < until:
                    told: dict[str, Any] = client.get("/api/v1/status").json()
                    if (told["documents"], told["events"], told["behind"]) == (documents, events, 0):
                        return told
                    time.sleep(0.05)
                raise AssertionError(told)

            told = status(3, 2)
            assert (told["watch"]["read"], told["watch"]["waiting"], told["watch"]["error"]) == (3, 0, None)
            assert [source["name"] for source in told["watch"]["sources"]] == ["wire"]
            # The server is the owner of the store, so it does the errands of other commands.
            site.answers["/feed"] = (200, {}, rss())
            errand = Errand(kind="remove", target="wire:n2", reason="law")
            assert ask_owner(opened.path, errand, timeout_s=300) == 1
            assert status(2, 1)["watch"]["error"] is None
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("dragoman")]

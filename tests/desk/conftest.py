"""A store built from the gold stories, a server over it, and a Chromium that watches what the pages do.

The browser is the system's (`DRAGOMAN_CHROMIUM`, or `chromium` on the path); without one these tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from conftest_desk import HOSTILE_ARTICLE, READ_TOKEN, REVIEW_TOKEN

from dragoman.evaluation.gold_stories import read_stories
from dragoman.store import Store
from dragoman.store.watching import Sighting

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("DRAGOMAN_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
WIDE = {"width": 1360, "height": 900}
# A machine that runs other tests beside these may need many seconds for a page that takes a fraction of one.
PATIENCE_MS = 60_000


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A linked store of the gold stories."""
    folder = tmp_path_factory.mktemp("desk")
    lines = []
    for article in read_stories(sorted((ROOT / "gold/stories").glob("*.txt"))):
        document = article.document
        assert document.published is not None
        fields = {
            "id": document.id,
            "text": document.text,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published.isoformat(),
        }
        lines.append(json.dumps(fields))
    lines.append(json.dumps(HOSTILE_ARTICLE))
    articles = folder / "stories.jsonl"
    articles.write_text("\n".join(lines), encoding="utf-8")
    path = folder / "stories.duckdb"
    command = [sys.executable, "-m", "dragoman.cli", "read", str(articles), "--store", str(path), "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return path


@pytest.fixture(scope="session")
def desk(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server over the store."""
    with serving(store, tmp_path_factory.mktemp("server") / "log") as address:
        yield address


@pytest.fixture(scope="session")
def quiet(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server behind tokens over a copy of the store in which every publisher keeps its words, and an article of it."""
    folder = tmp_path_factory.mktemp("quiet")
    copy = folder / "quiet.duckdb"
    shutil.copy(store, copy)
    with Store.open(copy) as opened:
        ids = [document.id for document in opened.view().documents()]
        seen = [Sighting(key=id_, document_id=id_, source="s", mark="m", rights="no-text") for id_ in ids]
        opened.watching().keep(None, sightings=seen)
    tokens = folder / "tokens.toml"
    tokens.write_text(f'read = "{READ_TOKEN}"\nreview = "{REVIEW_TOKEN}"\n', encoding="utf-8")
    tokens.chmod(0o600)
    with serving(copy, folder / "log", "--token-file", str(tokens)) as address:
        yield address, ids[0]


@contextmanager
def serving(store: Path, log: Path, *options: str) -> Iterator[str]:
    """A server over a store, while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "dragoman.cli", "serve", "--store", str(store), "--port", str(port), "--rate", "0"]
    command += options
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait(process, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=60)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(600):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10):
            return
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.2)
            break
    raise AssertionError(f"the server did not start: {log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def ask(desk: str) -> Callable[[str], Any]:
    """What the API answers to an address such as `events?limit=1`."""

    def answer(address: str) -> Any:
        with urllib.request.urlopen(f"{desk}/api/v1/{address}", timeout=60) as response:
            return json.load(response)

    return answer


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    if not CHROMIUM:
        pytest.skip("no Chromium: install the package chromium, or name one in DRAGOMAN_CHROMIUM")
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need the package playwright")
    with playwright.sync_playwright() as driver:
        # As root, which CI is, Chromium has no sandbox; the pages are our own. Nor is there anything that draws for it.
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-extensions", "--disable-background-networking"]
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core."""
    package = pytest.importorskip("axe_playwright_python", reason="the accessibility checks need axe-playwright-python")
    return (Path(package.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


class Watched:
    """A page of the desk that remembers what it should not have done."""

    def __init__(self, page: Any, desk: str) -> None:
        self.page = page
        self.desk = desk
        self.trouble: list[str] = []
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.trouble.append(f"error on the page: {error}"))
        page.on("request", self._asked)
        page.on("dialog", self._spoke)

    def open(self, address: str) -> None:
        """Go there, and wait until all of it is there."""
        self.page.goto(f"{self.desk}/#/{address}")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being loaded."""
        self.page.wait_for_selector("main h1")
        self.page.wait_for_timeout(150)
        self.page.locator("[aria-busy=true], .loading").first.wait_for(state="detached")

    def _heard(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.trouble.append(f"console: {message.text}")

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self.desk):
            self.trouble.append(f"outside request: {request.url}")

    def _spoke(self, dialog: Any) -> None:
        self.trouble.append(f"a dialog: {dialog.message}")
        dialog.dismiss()


@pytest.fixture
def open_page(browser: Any, desk: str) -> Iterator[Callable[..., Watched]]:
    """Opens pages; afterwards none may have logged an error or asked anybody but the server."""
    opened: list[tuple[Any, Watched]] = []

    def opener(
        address: str = "today", *, size: dict[str, int] = WIDE, scheme: str = "light", server: str = desk
    ) -> Watched:
        context = browser.new_context(viewport=size, color_scheme=scheme, locale="en-GB", reduced_motion="reduce")
        watched = Watched(context.new_page(), server)
        opened.append((context, watched))
        watched.open(address)
        return watched

    yield opener
    for context, _ in opened:
        context.close()
    assert [trouble for _, watched in opened for trouble in watched.trouble] == []

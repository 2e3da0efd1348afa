"""How long after its publication is news visible? A feed appears on the loopback while `dragoman serve --watch` runs.

python -m dragoman.evaluation.freshness --items 200

The server is the command itself, in a process of its own, with the reader of this version. The clock runs from the first
answer of the feed that holds the items until the API counts them all as read, linked and published and its events tell of
them. Then the server is ended by SIGTERM. Exit code 1 where something is missing, or the server does not end in good order.
"""

from __future__ import annotations

import argparse
import json
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from dragoman.evaluation.loopback import serving
from dragoman.records import Record

_LOOK_S: Final = 0.25
_LEADS: Final = (
    "The foreign ministers of Kenya and Turkey met in {town} on Monday to discuss trade and the border road number {n}.",
    "Police in {town} arrested {n} demonstrators on Tuesday after a march through the centre, witnesses said.",
    "Norway promised to send aid to Peru after the flood of district {n}, a spokesman in {town} said on Wednesday.",
    "Workers of plant {n} in {town} went on strike on Thursday and demanded higher wages from the government.",
    "The defence ministry denied that its soldiers had shelled village {n} near {town} on Friday.",
)
_REST: Final = (
    "The talks will go on next week, according to the ministry.",
    "An opposition leader criticised the government over the matter and called for new elections.",
    "Two people were wounded when the army fired at a convoy outside the city, a hospital said.",
    "The president of the chamber of trade welcomed the step, which companies had asked for since spring.",
    "Both sides had signed an agreement last year, but it was never put into practice.",
    "Shops stayed closed in the afternoon, and buses did not run.",
)
_TOWNS: Final = ("Nairobi", "Ankara", "Lima", "Oslo", "Manila", "Tunis", "Quito", "Riga")


class Fresh(Record, frozen=True):
    """What came of it. Seconds from the feed's first answer with the items: until all were read, and until the API told
    of all of them; `stopped_s` is how long the server took to end, with `code`."""

    items: int
    documents: int
    events: int
    read_s: float | None
    visible_s: float | None
    stopped_s: float
    code: int
    watch: dict[str, Any]


def article(number: int) -> str:
    """A short report of seven sentences, which no other number has."""
    town = _TOWNS[number % len(_TOWNS)]
    lead = _LEADS[number % len(_LEADS)].format(town=town, n=number + 2)
    first = number % len(_REST)
    return " ".join((lead, *_REST[first:], *_REST[:first]))


def feed(items: int) -> bytes:
    """A feed with so many whole articles."""
    listed = "".join(
        f'<item><guid isPermaLink="false">n{number}</guid><title>Report {number}</title>'
        f"<pubDate>Mon, 06 May 2024 08:00:00 GMT</pubDate><encoded>{escape(article(number))}</encoded></item>"
        for number in range(items)
    )
    return f"<rss><channel><title>Example Wire</title>{listed}</channel></rss>".encode()


class _Site:
    """The feed: empty until `items` is set."""

    def __init__(self) -> None:
        self.items = 0
        self.shown: float | None = None

    def answer(self) -> bytes:
        """The feed as it is now."""
        if self.items and self.shown is None:
            self.shown = time.monotonic()
        return feed(self.items)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address of the feed, while it is served."""
        with serving(lambda path: self.answer()) as address:
            yield f"{address}/feed"


def measure(folder: Path, *, items: int, timeout_s: float = 600) -> Fresh:
    """Serve and watch a store in `folder`, publish the items, and take the time."""
    site, port = _Site(), _free_port()
    with site.serving() as address:
        (folder / "sources.toml").write_text(
            f'[fetch]\ndelay_s = 0\n[[source]]\nname = "wire"\naddress = "{address}"\nwhat = "feed"\nevery = "1s"\n'
            'allow = ["127.0.0.0/8"]\nrobots = false\n',
            encoding="utf-8",
        )
        command = [
            sys.executable,
            "-m",
            "dragoman.cli",
            "serve",
            "--store",
            str(folder / "news.duckdb"),
            "--port",
            str(port),
        ]
        process = subprocess.Popen([*command, "--watch", str(folder / "sources.toml"), "--rate", "0", "-q"])
        try:
            api = f"http://127.0.0.1:{port}/api/v1"
            _wait(lambda: _ask(f"{api}/status") is not None or process.poll() is not None, timeout_s)
            site.items = items
            read, visible, status = _look(api, site, items, process, timeout_s)
        finally:
            asked = time.monotonic()
            process.send_signal(signal.SIGTERM)
            try:
                code = process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                process.kill()
                code = process.wait()
        return Fresh(
            items=items,
            documents=status.get("documents", 0),
            events=status.get("events", 0),
            read_s=read,
            visible_s=visible,
            stopped_s=round(time.monotonic() - asked, 1),
            code=code,
            watch=status.get("watch") or {},
        )


def _look(
    api: str, site: _Site, items: int, process: subprocess.Popen[bytes], timeout_s: float
) -> tuple[float | None, float | None, dict[str, Any]]:
    """Ask the API until it tells of everything: when all was read, when all was visible, and its last status."""
    read: float | None = None
    until, status = time.monotonic() + timeout_s, dict[str, Any]()
    while time.monotonic() < until and process.poll() is None:
        status = _ask(f"{api}/status") or status
        since = round(time.monotonic() - site.shown, 1) if site.shown else None
        watch = status.get("watch") or {}
        if read is None and watch.get("read", 0) + watch.get("refused", 0) >= items:
            read = since
        is_whole = status.get("documents", 0) + watch.get("refused", 0) >= items and status.get("behind") == 0
        if read is not None and is_whole and watch.get("waiting") == 0 and _is_published(status):
            found = _ask(f"{api}/events?limit=1") or {}
            if found.get("items"):
                return read, since, status
        time.sleep(_LOOK_S)
    return read, None, status


def _is_published(status: dict[str, Any]) -> bool:
    """Whether what the API shows was laid out after the last linking."""
    linked, published = status.get("linked_at"), status.get("published_at")
    if not linked or not published:
        return False
    return datetime.fromisoformat(published) >= datetime.fromisoformat(linked)


def _ask(url: str) -> dict[str, Any] | None:
    """What the API answers; `None` while it does not."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except (urllib.error.URLError, OSError):
        return None


def _wait(done: Any, timeout_s: float) -> None:
    until = time.monotonic() + timeout_s
    while not done() and time.monotonic() < until:
        time.sleep(_LOOK_S)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--items", type=int, default=200)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), items=given.items)
    sys.stderr.write(f"{found}\n")
    return 0 if found.documents == given.items and found.visible_s is not None and found.code == 0 else 1


if __name__ == "__main__":
    sys.exit(main())

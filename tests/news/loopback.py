"""A web server on the loopback for tests: paths answer what a test gives them, and every request is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


class Site:
    """What the server answers, by path, and what it was asked."""

    def __init__(self, port: int) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.port = port

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        """The paths that were asked for, in order, robots.txt apart."""
        return [path for _, path, _, _ in self.asked if path != "/robots.txt"]


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.site.asked.append((self.command, self.path, dict(self.headers.items()), body))
        answer = self.site.answers.get(self.path, (404, {}, b""))
        if callable(answer):
            answer(self)
            return
        status, headers, data = answer
        if "ETag" in headers and self.headers.get("If-None-Match") == headers["ETag"]:
            status, data = 304, b""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = _answer  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        return  # a client that gives up in the middle is what tests want


@contextmanager
def serving() -> Iterator[Site]:
    """A server that ends with the block."""
    server = _Server(("127.0.0.1", 0), _Handler)
    site = Site(server.server_address[1])
    server.RequestHandlerClass = type("Handler", (_Handler,), {"site": site})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def dripping(handler: BaseHTTPRequestHandler, *, chunked: bool = False) -> None:
    """Send a byte now and then, for as long as anybody waits: of the body, or of the length of its first chunk."""
    handler.send_response(200)
    handler.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("Content-Length", "100000")))
    handler.end_headers()
    try:
        for _ in range(72_000):
            handler.wfile.write(b"0" if chunked else b"x")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def rss(*items: str, title: str = "Example Wire") -> bytes:
    """A feed of items as XML."""
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'.encode()


def item(number: int, text: str, *, link: str | None = None, whole: bool = True) -> str:
    """An item of a feed, with the article or only a summary."""
    tag = "encoded" if whole else "description"
    where = f"<link>{link}</link>" if link else ""
    return f'<item><guid isPermaLink="false">n{number}</guid>{where}<title>Report {number}</title><pubDate>Mon, 06 May 2024 08:00:00 GMT</pubDate><{tag}>{text}</{tag}></item>'

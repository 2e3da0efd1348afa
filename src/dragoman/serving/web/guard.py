"""What every request passes: host, size, rights, forgery, rate, headers, and answers kept until something is written.

It stands before the framework (plain ASGI), so that a refused request costs next to nothing and an answer that was
given before costs a look into a table.
"""

from __future__ import annotations

import hashlib
import math
import secrets
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import urlsplit

import anyio

from dragoman.records import Record
from dragoman.serving.web.access import BOTH, COOKIE, Caller, Limiter, Sessions, Tokens
from dragoman.serving.web.problems import ProblemError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

API: Final = "/api/"
SAFE: Final = ("GET", "HEAD", "OPTIONS")
DESK_CSP: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    " worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
API_CSP: Final = "default-src 'none'; frame-ancestors 'none'"
_HEADERS: Final[Headers] = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
]
# Answers that tell of more than the store, or of who asks: made anew each time, their tag is that of their bytes.
_FRESH: Final = ("/api/v1/status", "/api/v1/session", "/api/v1/queries")
# Without rights: to ask whether a token is needed, and to give one.
_OPEN: Final = ("/api/v1/session", "/api/v1/openapi.json")
_LONG_BODY: Final = "/api/v1/read"
# Files of any length: sent while they are made, neither tagged nor kept.
_STREAMED: Final = "/api/v1/export"
_KEPT_BYTES: Final = 64 * 2**20
_LONGEST_KEPT: Final = 2 * 2**20


class Limits(Record, frozen=True):
    """How much one client may ask.

    Attributes:
        per_s: Requests a second; 0 is no limit.
        burst: Requests at once.
        reads_per_s: Texts to read and files to export a second: either costs a second of a processor.
        body: Bytes of a body.
        long_body: Bytes of a body with a text to read.
    """

    per_s: float = 100.0
    burst: int = 400
    reads_per_s: float = 1.0
    body: int = 64 * 1024
    long_body: int = 2 * 2**20


class Guard:
    """The door. `scope["caller"]` tells the application who asks.

    Args:
        app: The application behind it.
        tokens: Without tokens everybody who reaches the server has all rights.
        hosts: Names under which the server may be asked; empty is any. It keeps a page elsewhere from asking a server on
            this machine under a name of its own (DNS rebinding).
        commits: How often something was written: an answer holds until the next time.
        limits: How much one client may ask.
    """

    def __init__(
        self,
        app: App,
        *,
        tokens: Tokens | None,
        hosts: Iterable[str],
        commits: Callable[[], int],
        limits: Limits,
        sessions: Sessions,
    ) -> None:
        self.app, self.tokens, self.hosts = app, tokens, frozenset(hosts)
        self.limits, self.sessions = limits, sessions
        self._commits = commits
        self._start = secrets.token_hex(4)
        self._kept = _Answers()
        self._asked: dict[bytes, anyio.Event] = {}  # answers that are being made
        self._all = Limiter(limits.per_s, limits.burst)
        self._reads = Limiter(limits.reads_per_s, 10)
        # Guessing a token: ten at once, then one in ten seconds.
        self._logins = Limiter(0.1, 10)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks WebSocket
            return
        is_api, is_head = scope["path"].startswith(API), scope["method"] == "HEAD"
        headers = _headers_of(scope)
        out = _Sender(send, is_api=is_api, is_head=is_head)
        try:
            caller = self._admit(scope, headers)
            # A HEAD is answered as a GET whose body is not sent: the framework has no routes for it.
            scope = {**scope, "caller": caller, "method": "GET" if is_head else scope["method"]}
            await self._answer(scope, headers, caller, receive, out, is_api=is_api)
        except ProblemError as problem:
            await _send_problem(problem, send, is_api=is_api, is_head=is_head)

    def _admit(self, scope: Scope, headers: dict[str, str]) -> Caller:
        """Who asks; a problem where they may not."""
        path, method = scope["path"], scope["method"]
        client = (scope.get("client") or ("unknown", 0))[0]
        self._check_host(headers)
        self._check_rate(self._all, client)
        self._check_size(path, headers)
        if not path.startswith(API):
            return Caller(rights=())
        caller = self._caller(headers)
        if method not in SAFE:
            self._check_forgery(caller, headers)
            if path == "/api/v1/session" and method == "POST" and self.tokens:
                self._check_rate(self._logins, client)
            if path == _LONG_BODY:
                self._check_rate(self._reads, client)
        if path == _STREAMED:
            self._check_rate(self._reads, client)
        if path in _OPEN:
            return caller
        if "read" not in caller.rights:
            raise ProblemError(
                "unauthorized", "This server needs a token: send Authorization: Bearer TOKEN, or open a session."
            )
        if method not in SAFE and path != _LONG_BODY and "review" not in caller.rights:
            raise ProblemError("forbidden", "This token may read, not review. Ask for the token that may.")
        return caller

    def _caller(self, headers: dict[str, str]) -> Caller:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token and self.tokens:
            rights = self.tokens.rights_of(token.strip())
            return Caller(rights=rights, has_token=bool(rights))
        session = self.sessions.caller(_cookie(headers.get("cookie", "")))
        if session is not None:
            return session
        return Caller(rights=() if self.tokens else BOTH)

    def _check_host(self, headers: dict[str, str]) -> None:
        name = _host_name(headers.get("host", ""))
        if self.hosts and name not in self.hosts:
            raise ProblemError(
                "bad-host",
                f"This server is not asked as {name or 'nobody'!r}. Start it with --allow-host for that name.",
            )

    def _check_rate(self, limiter: Limiter, client: str) -> None:
        if wait := limiter.wait_s(client):
            raise ProblemError("too-many-requests", "Too many requests; slow down.", retry_after=math.ceil(wait))

    def _check_size(self, path: str, headers: dict[str, str]) -> None:
        told = headers.get("content-length", "0")
        if told.isdecimal() and int(told) > self._most(path):
            raise ProblemError("too-large", f"The body has {told} bytes; at most {self._most(path)} may come.")

    def _most(self, path: str) -> int:
        return self.limits.long_body if path == _LONG_BODY else self.limits.body

    def _check_forgery(self, caller: Caller, headers: dict[str, str]) -> None:
        """A page elsewhere can make a browser send cookies, but neither a header of its own nor a token."""
        if caller.has_token:
            return
        if "x-dragoman" not in headers:
            raise ProblemError("csrf", "A request that writes needs the header X-Dragoman, or a bearer token.")
        origin, host = headers.get("origin"), headers.get("host", "")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            raise ProblemError("csrf", "This request comes from a page of another server.")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            raise ProblemError("csrf", "This request comes from a page of another server.")

    async def _answer(
        self, scope: Scope, headers: dict[str, str], caller: Caller, receive: Receive, send: _Sender, *, is_api: bool
    ) -> None:
        most = self._most(scope["path"])
        if scope["path"] == _STREAMED:
            send.is_streamed = True
            await self.app(scope, _Bounded(receive, most), send)
            return
        if not is_api or scope["method"] != "GET" or scope["path"] in _FRESH:
            send.is_tagged = is_api and scope["method"] == "GET"
            await self.app(scope, _Bounded(receive, most), send)
            return
        tag = self._tag(scope, headers, caller)
        if _matches(headers.get("if-none-match"), tag):
            await send.not_modified(tag)
            return
        kept = self._kept.get(tag)
        if kept is None and tag in self._asked:
            # Whoever asks what is being answered already waits for that answer: fifty desks that open at once ask the same.
            await self._asked[tag].wait()
            kept = self._kept.get(tag)
        if kept is not None:
            await send.whole(*kept)
            return
        done = self._asked.setdefault(tag, anyio.Event())
        try:
            send.keep(tag, self._kept)
            await self.app(scope, _Bounded(receive, most), send)
        finally:
            done.set()
            if self._asked.get(tag) is done:
                del self._asked[tag]

    def _tag(self, scope: Scope, headers: dict[str, str], caller: Caller) -> bytes:
        asked = "\n".join((scope["path"], headers.get("accept", ""), ",".join(caller.rights)))
        digest = hashlib.blake2b(asked.encode() + b"\n" + scope["query_string"], digest_size=12).hexdigest()
        return f'"{self._start}-{self._commits()}-{digest}"'.encode()


class _Answers:
    """Answers by their tag, the last used ones, up to a number of bytes. A tag names the state of the store."""

    def __init__(self) -> None:
        self._kept: OrderedDict[bytes, tuple[Headers, bytes]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, tag: bytes) -> tuple[Headers, bytes] | None:
        with self._lock:
            if tag in self._kept:
                self._kept.move_to_end(tag)
            return self._kept.get(tag)

    def put(self, tag: bytes, headers: Headers, body: bytes) -> None:
        if len(body) > _LONGEST_KEPT:
            return
        with self._lock:
            if tag in self._kept:
                return
            self._kept[tag] = (headers, body)
            self._bytes += len(body)
            while self._bytes > _KEPT_BYTES:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._bytes -= len(dropped)


class _Sender:
    """Sends an answer with the headers that each one has."""

    def __init__(self, send: Send, *, is_api: bool, is_head: bool) -> None:
        self._send, self._is_api, self._is_head = send, is_api, is_head
        self.is_tagged = self.is_streamed = False
        self._tag: bytes | None = None
        self._kept: _Answers | None = None
        self._start: MutableMapping[str, Any] | None = None
        self._body = bytearray()

    def keep(self, tag: bytes, kept: _Answers) -> None:
        """Give the answer this tag, and keep it."""
        self._tag, self._kept, self.is_tagged = tag, kept, True

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        """Take a message of the application. The body goes out whole, since its tag may come from its bytes; a file at once."""
        if message["type"] == "http.response.start":
            self._start = message
            if self.is_streamed and message["status"] == 200:
                all_ = [*message["headers"], (b"cache-control", b"no-store"), *self._fixed()]
                await self._send({**message, "headers": all_})
            return
        if self.is_streamed and self._start is not None and self._start["status"] == 200:
            await self._send({**message, "body": b""} if self._is_head else message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body") or self._start is None:
            return
        body, status = bytes(self._body), self._start["status"]
        headers: Headers = [(k, v) for k, v in self._start["headers"] if k not in (b"content-length", b"etag")]
        if status != 304:
            headers.append((b"content-length", str(len(body)).encode()))
        if self.is_tagged and status == 200:
            if self._tag is None:
                self._tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'.encode()
            headers += [(b"etag", self._tag), (b"cache-control", b"private, no-cache"), (b"vary", b"Accept, Cookie")]
            if self._kept is not None:
                self._kept.put(self._tag, headers, body)
        elif self._is_api and not any(k == b"cache-control" for k, _ in headers):
            headers.append((b"cache-control", b"no-store"))
        await self._out(status, headers, body)

    async def whole(self, headers: Headers, body: bytes) -> None:
        """Send an answer that was kept."""
        await self._out(200, headers, body)

    async def not_modified(self, tag: bytes) -> None:
        """Say that nothing was written since."""
        headers = [(b"etag", tag), (b"cache-control", b"private, no-cache"), (b"vary", b"Accept, Cookie")]
        await self._out(304, headers, b"")

    async def _out(self, status: int, headers: Headers, body: bytes) -> None:
        await self._send({"type": "http.response.start", "status": status, "headers": [*headers, *self._fixed()]})
        await self._send({"type": "http.response.body", "body": b"" if self._is_head else body})

    def _fixed(self) -> Headers:
        csp = API_CSP if self._is_api else DESK_CSP
        return [*_HEADERS, (b"content-security-policy", csp.encode())]


class _Bounded:
    """Hands on the body of a request up to a number of bytes, for those that do not tell their length."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left, self._most = receive, most, most

    async def __call__(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise ProblemError("too-large", f"The body is too long; at most {self._most} bytes may come.")
        return message


async def _send_problem(problem: ProblemError, send: Send, *, is_api: bool, is_head: bool) -> None:
    body = problem.body()
    headers = [*problem.headers(), (b"content-length", str(len(body)).encode()), *_HEADERS]
    headers.append((b"content-security-policy", (API_CSP if is_api else DESK_CSP).encode()))
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if is_head else body})


def _headers_of(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:  # a cookie of another server on this machine that is none
        return ""
    return found.value if found else ""


def _host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0].lstrip("[").lower()
    return host.partition(":")[0].lower()


def _matches(header: str | None, tag: bytes) -> bool:
    if header is None:
        return False
    given = {part.strip().removeprefix("W/") for part in header.split(",")}
    return tag.decode() in given

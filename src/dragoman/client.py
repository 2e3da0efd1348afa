"""Ask a server of Dragoman from Python: the same records as here, typed, over HTTP. It needs nothing but the base install.

from dragoman.client import Client

with Client("http://127.0.0.1:8321") as client:
    for card in client.events(type=["PROTEST"], country="KEN"):
        print(card.time, card.actors, card.evidence)
    frame = client.events_arrow(actor="IRN").to_pandas()
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self, TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import msgspec
import pyarrow as pa

from dragoman.errors import ConfigError, DragomanError
from dragoman.records import Record, Relation
from dragoman.serving.files import whole_file
from dragoman.serving.web.wire import (
    ActorAnswer,
    ActorList,
    ActorRow,
    AuditAnswer,
    CardList,
    DocumentAnswer,
    DocumentList,
    DocumentRow,
    EventAnswer,
    FeatureCollection,
    JudgementAnswer,
    MentionAnswer,
    MentionList,
    MentionRow,
    OntologyAnswer,
    PairAnswer,
    Problem,
    QueryList,
    QueryRow,
    ReadAnswer,
    RelationList,
    ReviewAnswer,
    ReviewList,
    SearchAnswer,
    StoreStatus,
    SystemAnswer,
    Timeline,
    TodayAnswer,
)
from dragoman.store import Card

T = TypeVar("T")
_PREFIX: Final = "/api/v1"
Verdict = Literal["accept", "correct", "reject", "unsure"]


class ServerError(DragomanError):
    """The server refused a request, or cannot be reached. `problem` is its answer, `None` where there was none."""

    problem: Problem | None = None


class Exported(Record, frozen=True):
    """What became of an export: how many rows the file holds, and how many were found."""

    rows: int
    found: int


class Client:
    """A connection to a server. Threads need one each.

    Args:
        url: Where it is: `http://127.0.0.1:8321`.
        token: To read, or to read and review; on loopback none is needed.
        timeout_s: Seconds to wait for an answer.
    """

    def __init__(
        self, url: str = "http://127.0.0.1:8321", *, token: str | None = None, timeout_s: float = 60.0
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigError(f"{url!r} is no address of a server", expected="one like http://127.0.0.1:8321")
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=timeout_s)
        self._base = parts.path.rstrip("/")
        self._token = token
        self._tags: dict[str, tuple[str, bytes]] = {}

    def status(self) -> StoreStatus:
        """What the store holds."""
        return self._get("/status", StoreStatus)

    def today(self, *, since: date | None = None, limit: int = 20) -> TodayAnswer:
        """What is new and what changed since a day."""
        return self._get("/today", TodayAnswer, since=since, limit=limit)

    def ontology(self) -> OntologyAnswer:
        """All words that records use."""
        return self._get("/ontology", OntologyAnswer)

    def events(self, *, most: int | None = None, **filters: Any) -> Iterator[Card]:
        """The events asked for, page by page; filters as in `dragoman events` (`from_` and `to` for days)."""
        return self._pages("/events", CardList, most, filters)

    def count_events(self, **filters: Any) -> int:
        """How many events there are for some filters."""
        return self._get("/events", CardList, **{**filters, "limit": 1}).total

    def mentions(self, *, most: int | None = None, **filters: Any) -> Iterator[MentionRow]:
        """The event mentions asked for, page by page."""
        return self._pages("/events", MentionList, most, {**filters, "by": "mention"})

    def events_arrow(self, **filters: Any) -> pa.Table:
        """The events or, with `by="mention"`, the mentions asked for as an Arrow table, all pages of it."""
        tables, cursor = [], None
        while True:
            asked = {"limit": 500, **filters, "format": "arrow", "cursor": cursor}
            headers, body = self._send("GET", self._address("/events", asked))
            tables.append(pa.ipc.open_stream(body).read_all())
            cursor = _next(headers.get("Link"))
            if cursor is None:
                return pa.concat_tables(tables)

    def export(self, path: str | Path, *, format: str = "csv", **filters: Any) -> Exported:
        """Write all that the filters find into a file, which takes its name when it is whole.

        Args:
            path: The file; one that exists is replaced.
            format: `csv`, `json`, `jsonl`, `arrow`, `geojson`, or an exchange format, which comes as a zip with its report.
            filters: As for `events`, and `by`.

        Returns:
            How many were found and how many the file holds: at most 100,000, and of an exchange format those it can hold.
        """
        response = self._open("GET", self._address("/export", {**filters, "format": format}), None, self._headers())
        if response.status >= 400:
            raise _refusal(response, self._take(response.read))
        with whole_file(path) as file:
            while piece := self._take(lambda: response.read(2**18)):
                file.write(piece)
        rows, left_out = (int(response.headers.get(name, 0)) for name in ("X-Row-Count", "X-Left-Out"))
        return Exported(rows=rows, found=int(response.headers.get("X-Total-Count", rows + left_out)))

    def event(self, id: str, *, known_on: date | None = None) -> EventAnswer:
        """All that is known of an event."""
        return self._get(f"/events/{quote(id, safe='')}", EventAnswer, known_on=known_on)

    def mention(self, id: str) -> MentionAnswer:
        """An event mention with the text around it."""
        return self._get(f"/mentions/{quote(id, safe='')}", MentionAnswer)

    def documents(self, *, most: int | None = None, **filters: Any) -> Iterator[DocumentRow]:
        """Articles, the last printed first."""
        return self._pages("/documents", DocumentList, most, filters)

    def document(self, id: str) -> DocumentAnswer:
        """An article with all that was read from it."""
        return self._get(f"/documents/{quote(id, safe='')}", DocumentAnswer)

    def search(self, q: str, *, kind: str = "all", limit: int = 10) -> SearchAnswer:
        """Events, actors, places and articles by words."""
        return self._get("/search", SearchAnswer, q=q, kind=kind, limit=limit)

    def actors(self, q: str | None = None, *, most: int | None = None) -> Iterator[ActorRow]:
        """Actors, those of most events first."""
        return self._pages("/actors", ActorList, most, {"q": q})

    def actor(self, id: str, *, from_: date | None = None, to: date | None = None) -> ActorAnswer:
        """All that the store tells of an actor, by id or code."""
        return self._get(f"/actors/{quote(id, safe='')}", ActorAnswer, from_=from_, to=to)

    def pair(self, one: str, other: str, **options: Any) -> PairAnswer:
        """Two actors over time."""
        return self._get(f"/pairs/{quote(one, safe='')}/{quote(other, safe='')}", PairAnswer, **options)

    def system(self, **options: Any) -> SystemAnswer:
        """All pairs as of a day, as known on a day."""
        return self._get("/system", SystemAnswer, **options)

    def map(self, **filters: Any) -> FeatureCollection:
        """Events by place."""
        return self._get("/map", FeatureCollection, **filters)

    def timeline(self, **filters: Any) -> Timeline:
        """Events by period."""
        return self._get("/timeline", Timeline, **filters)

    def relations(self, *, most: int | None = None, **filters: Any) -> Iterator[Relation]:
        """The standing relations that articles state."""
        return self._pages("/relations", RelationList, most, filters)

    def read(
        self, text: str, *, published: date | None = None, publisher: str | None = None, title: str | None = None
    ) -> ReadAnswer:
        """Read a text without keeping it."""
        body = {"text": text, "published": published, "publisher": publisher, "title": title}
        return self._post("/read", body, ReadAnswer)

    def review(
        self,
        subject: str,
        verdict: Verdict,
        *,
        fields: dict[str, Any] | None = None,
        judge: str | None = None,
        reason: str | None = None,
        audit: str | None = None,
    ) -> ReviewAnswer:
        """Keep a word on a record."""
        body = {"subject": subject, "verdict": verdict, "fields": fields or {}}
        return self._post("/reviews", {**body, "judge": judge, "reason": reason, "audit": audit}, ReviewAnswer)

    def reviews(self, *, most: int | None = None, **filters: Any) -> Iterator[ReviewAnswer]:
        """What people said of records, the last first."""
        return self._pages("/reviews", ReviewList, most, filters)

    def judge(
        self,
        left: str,
        right: str,
        verdict: Literal["same", "not_same"],
        *,
        judge: str | None = None,
        reason: str | None = None,
    ) -> JudgementAnswer:
        """Say that two events or mentions are one happening, or not."""
        body = {"left": left, "right": right, "verdict": verdict, "judge": judge, "reason": reason}
        return self._post("/judgements", body, JudgementAnswer)

    def queries(self) -> tuple[QueryRow, ...]:
        """The saved queries with how many events are new in each."""
        return self._get("/queries", QueryList).items

    def save_query(self, name: str, query: str, *, made_by: str | None = None) -> QueryRow:
        """Keep a question under a name."""
        return self._post("/queries", {"name": name, "query": query, "made_by": made_by}, QueryRow)

    def draw_audit(self, **options: Any) -> AuditAnswer:
        """Draw a random sample of records: `size`, `seed`, `kind`, `query`, `name`, `made_by`."""
        return self._post("/audits", options, AuditAnswer)

    def audit(self, id: str) -> AuditAnswer:
        """A sample with its result."""
        return self._get(f"/audits/{quote(id, safe='')}", AuditAnswer)

    def close(self) -> None:
        """Close the connection; the next question opens it again."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _pages(self, path: str, kind: Any, most: int | None, filters: dict[str, Any]) -> Iterator[Any]:
        left, cursor = most, None
        while left is None or left > 0:
            page = self._get(path, kind, **{"limit": min(left or 200, 200), **filters, "cursor": cursor})
            yield from page.items[:left]
            left = None if left is None else left - len(page.items)
            cursor = page.next
            if cursor is None:
                return

    def _get(self, path: str, record: type[T], /, **asked: Any) -> T:
        _, body = self._send("GET", self._address(path, asked))
        return _decode(body, record)

    def _post(self, path: str, body: dict[str, Any], kind: type[T]) -> T:
        _, answer = self._send("POST", self._address(path, {}), msgspec.json.encode(body))
        return _decode(answer, kind)

    def _address(self, path: str, asked: dict[str, Any]) -> str:
        """The path with its query; what is not given is left out, `from_` is `from`."""
        pairs: list[tuple[str, str]] = []
        for name, value in asked.items():
            for one in value if isinstance(value, list | tuple) else [value]:
                if one is not None:
                    told = json.dumps(one) if isinstance(one, bool) else str(one)
                    pairs.append((name.rstrip("_"), told))
        return f"{self._base}{_PREFIX}{path}" + (f"?{urlencode(pairs)}" if pairs else "")

    def _send(self, method: str, address: str, body: bytes | None = None) -> tuple[Any, bytes]:
        """An answer: its headers and bytes. What did not change since it was asked is not sent again."""
        headers = self._headers()
        if body is not None:
            headers["Content-Type"] = "application/json"
        known = self._tags.get(address) if method == "GET" else None
        if known:
            headers["If-None-Match"] = known[0]
        response, answer = self._exchange(method, address, body, headers)
        if response.status == 304 and known:
            return response.headers, known[1]
        if response.status >= 400:
            raise _refusal(response, answer)
        if method == "GET" and response.headers.get("ETag") and len(self._tags) < 1000:
            self._tags[address] = (response.headers["ETag"], answer)
        return response.headers, answer

    def _exchange(
        self, method: str, address: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        response = self._open(method, address, body, headers)
        return response, self._take(response.read)

    def _headers(self) -> dict[str, str]:
        return {"X-Dragoman": "client", **({"Authorization": f"Bearer {self._token}"} if self._token else {})}

    def _open(self, method: str, address: str, body: bytes | None, headers: dict[str, str]) -> HTTPResponse:
        """An answer whose body is still to be read."""

        def ask() -> HTTPResponse:
            self._connection.request(method, address, body=body, headers=headers)
            return self._connection.getresponse()

        return self._take(ask)

    def _take(self, step: Callable[[], T]) -> T:
        """The outcome of a step that needs the server."""
        try:
            return step()
        except (OSError, HTTPException) as err:
            self._connection.close()
            raise ServerError(
                f"the server cannot be asked: {err}",
                where=f"{self._connection.host}:{self._connection.port}",
                remedy="start it with dragoman serve",
            ) from err


def _next(link: str | None) -> str | None:
    """The cursor in a `Link` header."""
    if not link:
        return None
    address = link.partition("<")[2].partition(">")[0]
    return next((v for k, v in parse_qsl(urlsplit(address).query) if k == "cursor"), None)


def _decode(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as err:
        raise ServerError(
            f"the answer is not what this version expects ({err})", remedy="use the same version at both ends"
        ) from err


def _refusal(response: HTTPResponse, body: bytes) -> ServerError:
    try:
        problem: Problem | None = msgspec.json.decode(body, type=Problem)
    except msgspec.MsgspecError:
        problem = None  # something between the server and here answered
    told = problem.detail if problem else f"{response.status} {response.reason}"
    error = ServerError(told.rstrip("."))
    error.problem = problem
    return error

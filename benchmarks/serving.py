"""How fast a server answers: `python benchmarks/serving.py 100000 --folder /tmp/serving --readers 50 --seconds 30`.

Fills a store with synthetic events, publishes it as the server does, starts `dragoman serve`, and lets readers ask it all at
once: each asks, takes the answer and thinks for a second, as people do, or asks on at once (`--think 0`). With `--watch 5` the
server watches a folder meanwhile into which an article comes every five seconds: it is read, linked and published.
Prints a line of JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import msgspec

from dragoman.pipeline.linking import linking_version
from dragoman.records import Actor, Claim, EventMention, Interval, LinkedEvent, Participant, Place, Source, Span
from dragoman.store import Store

CODES = 200
FIRST = date(2015, 1, 1)
DAYS = 4000
TYPES = (
    ("AGREE", 1, 6.5), ("CONSULT", 1, 1.5), ("SUPPORT", 1, 3.8), ("COOPERATE", 2, 7.4), ("AID", 2, 8.3), ("REQUEST", 3, -1.2),
    ("ACCUSE", 3, -2.0), ("REJECT", 3, -4.0), ("THREATEN", 3, -5.0), ("PROTEST", 4, -6.5), ("SANCTION", 4, -6.0),
    ("MOBILIZE", 4, -7.6), ("COERCE", 4, -7.0), ("ASSAULT", 4, -10.0),
)  # fmt: skip
WORDS = [
    "police",
    "border",
    "talks",
    "troops",
    "minister",
    "market",
    "port",
    "river",
    "bridge",
    "convoy",
    "strike",
    "vote",
    "court",
    "embassy",
    "village",
    "rebels",
]


def fill(path: Path, events: int) -> None:
    """A store with so many linked events, every ninth told by two articles; two mentions to an article."""
    with Store.open(path) as store:
        mentions = events * 10 // 9
        add(store, 0, mentions)
        connection = store._connections.cursor()
        connection.execute(
            "INSERT INTO link_runs VALUES (1, ?, ?, 0, ?, ?, ?, 0)",
            [_now(), linking_version(), mentions // 2, mentions, events],
        )
        start = time.perf_counter()
        store.publisher().prepare()
        published = store.publisher().publish()
        _tell({"published": msgspec.to_builtins(published), "seconds": round(time.perf_counter() - start, 1)})


def add(store: Store, first: int, mentions: int) -> None:
    """Put so many mentions into a store as linking would have left them; the number of the first is even."""
    connection = store._connections.cursor()
    with store._connections.transaction(connection):
        connection.execute("SELECT setseed(0.42)")
        types = ", ".join(f"{{'type': '{name}', 'quad': {quad}, 'score': {score}}}" for name, quad, score in TYPES)
        words = ", ".join(f"'{word}'" for word in WORDS)
        connection.execute(f"""CREATE TEMP TABLE made AS
            SELECT n, 'd' || (n // 2) AS document, 'd' || (n // 2) || '#' || (n % 2) AS mention,
                -- every tenth tells the event of the one before it, in another article
                n % 10 = 0 AND n > 0 AS again, 'linked:' || left(md5((n - again::INTEGER)::VARCHAR), 16) AS event,
                -- few actors do much and many little, as in news
                'C' || lpad(((power(random(), 3) * {CODES})::INTEGER)::VARCHAR, 3, '0') AS actor,
                'C' || lpad(((power(random(), 3) * {CODES})::INTEGER)::VARCHAR, 3, '0') AS recipient,
                DATE '{FIRST}' + (random() * {DAYS})::INTEGER AS day,
                [{types}][1 + (random() * {len(TYPES) - 1})::INTEGER] AS kind,
                'Place' || (random() * 5000)::INTEGER AS place,
                CASE WHEN random() < 0.9 THEN 'actual' WHEN random() < 0.5 THEN 'planned' ELSE 'denied' END AS status,
                1 + (power(random(), 4) * 9)::INTEGER AS reports, round(0.4 + random() * 0.6, 4) AS probability,
                [{words}][1 + (random() * {len(WORDS) - 1})::INTEGER] || ' ' || [{words}][1 + (random() * {len(WORDS) - 1})::INTEGER]
                    || ' w' || (random() * 20000)::INTEGER AS words
            FROM range({first}, {first + mentions}) r(n)""")
        connection.execute("""CREATE TEMP TABLE told AS SELECT *, (hash(place) % 17000) / 100.0 - 85 AS lat,
            (hash(place, 1) % 36000) / 100.0 - 180 AS lon,
            'Country ' || actor || ' met country ' || recipient || ' at ' || place || ' over the ' || words || ' on that day.' AS said
            FROM made""")
        for sql in statements():
            connection.execute(sql)
        connection.execute("DROP TABLE made")
        connection.execute("DROP TABLE told")


def statements() -> Iterator[str]:
    """The rows of the tables, as linking would have left them."""
    yield """INSERT INTO documents SELECT document, md5(document), '', 1, string_agg(said, ' ' ORDER BY n), max(day) + 1,
        'Publisher ' || (hash(document) % 300), 'Title of ' || document || ': ' || any_value(words), NULL, 'en', NULL, NULL,
            NULL, NULL, NULL, NULL
        FROM told GROUP BY document ORDER BY document"""
    mention = _json(
        _mention(), "n", "mention", "document", "actor", "recipient", "place", "day", "status", "type", "said"
    )
    yield f"""INSERT INTO event_mentions SELECT document, mention, n % 2, n % 2, kind.type, [], [], status, 0, 3, 'met',
        0, 20, said, day, day, 'day', day::VARCHAR, day::VARCHAR, 'text', false, NULL, false, 3.0, 0.9, probability, 'verb:1', [],
        {mention} FROM told ORDER BY n"""
    yield """INSERT INTO sentences SELECT document, n % 2, 0, length(said), said, 'body', 0, 'en' FROM told ORDER BY n"""
    for role in ("actor", "recipient"):
        yield f"""INSERT INTO participants SELECT document, mention, '{role}', 0, 0, 3, 0, 3, 'Country ' || {role}, 'nsubj', {role},
            {role}, {role}, 'GOV', 'Country ' || {role}, 0.9, 'COUNTRY', ' Country ' || {role} || ' ' FROM told ORDER BY n"""
    yield """INSERT INTO places SELECT document, mention, place, actor, NULL, lat, lon, hash(place) % 1000000, 'town', 10, [], 0, 3,
        0.9, 'ONE', ' ' || place || ' ' FROM told WHERE n % 2 = 0 ORDER BY n"""
    yield """INSERT INTO claims SELECT document, mention, mention || '!1', 0, 'asserts', 'actual', 'act', NULL, 3.0, 'CT+', 0.8, 'official',
        'ministry of ' || actor, NULL, actor, ' ministry of ' || actor || ' ', [], NULL, NULL, 0, 3, said,
        CASE WHEN n % 50 = 0 THEN 'x' END, 'ASSERTED' FROM told ORDER BY n"""
    event = _json(
        _event(), "event", "mention", "document", "actor", "recipient", "place", "day", "status", "type", "reports"
    )
    yield f"""INSERT INTO linked_events SELECT event, kind.type, status, day, day, day + 1, place, actor, [actor], [recipient],
        list_sort(list_distinct([actor, recipient])), kind.quad, kind.score, reports, reports, NULL, {event} FROM told WHERE NOT again ORDER BY n"""
    yield "INSERT INTO linked_members SELECT event, mention, again::INTEGER FROM told ORDER BY n"
    yield """INSERT INTO linked_documents SELECT id,
        digest || '|' || versions_key || '|' || coalesce(published::VARCHAR, '') || '|' || revision,
        id, NULL, NULL, NULL, NULL, NULL FROM documents WHERE id IN (SELECT document FROM told)"""


def _json(record: Any, *columns: str) -> str:
    """SQL that makes the JSON of a record whose texts `@column@` stand for columns."""
    text = msgspec.json.encode(record).decode().replace("1999-09-09", "@day@")
    made = []
    for number, piece in enumerate(re.split(rf"@({'|'.join(columns)})@", text)):
        column = "kind.type" if piece == "type" else f"{piece}::VARCHAR"
        made.append(column if number % 2 else "'" + piece.replace("'", "''") + "'")
    return f"({' || '.join(made)})"


def _mention() -> EventMention:
    span = Span(start=0, end=3)
    side = [
        Participant(
            span=span,
            head=span,
            text=f"Country @{role}@",
            actor=Actor(name=f"Country @{role}@", id=f"@{role}@", code=f"@{role}@"),
        )
        for role in ("actor", "recipient")
    ]
    source = Source(kind="official", text="ministry of @actor@")
    claim = Claim(
        id="@mention@!1", mention="@mention@", sources=(source,), stance="asserts", status="actual", factuality=3.0,
        certainty="CT+", evidence=(span,), reason="ASSERTED",
    )  # fmt: skip
    return EventMention(
        id="@mention@", document_id="@document@", sentence=0, type="@type@", trigger=span, trigger_text="met", evidence=(span,),
        status="@status@", actors=(side[0],), recipients=(side[1],), place=_place(), time=_time(), sources=(source,),  # type: ignore[arg-type]
        claims=(claim,), score=0.9, probability=0.8, rule="verb:1", reasons=("status: ASSERTED",),
    )  # fmt: skip


def _event() -> LinkedEvent:
    actors = [Actor(name=f"Country @{role}@", id=f"@{role}@", code=f"@{role}@") for role in ("actor", "recipient")]
    return LinkedEvent(
        id="@event@", type="@type@", status="@status@", types=("@type@",), actors=(actors[0],), recipients=(actors[1],),  # type: ignore[arg-type]
        place=_place(), time=_time(), earliest=date(1999, 9, 9), latest=date(1999, 9, 9), mentions=("@mention@",),
        documents=("@document@",), reports=1, independent_reports=1, publishers=("Publisher",), source_kinds=("official",),
        first_reported=date(1999, 9, 9), last_reported=date(1999, 9, 9),
    )  # fmt: skip


def _place() -> Place:
    return Place(name="@place@", country="@actor@", lat=1.5, lon=2.5, precision="town", radius_km=10.0)


def _time() -> Interval:
    return Interval(first=date(1999, 9, 9), last=date(1999, 9, 9), granularity="day")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def questions(generator: random.Random, ids: list[str], documents: list[str]) -> Iterator[tuple[str, str]]:
    """What analysts ask, at random: endpoint and address."""

    def code() -> str:
        return f"C{int(generator.random() ** 3 * CODES):03}"

    def day() -> str:
        return str(date.fromordinal(FIRST.toordinal() + generator.randrange(DAYS)))

    while True:
        kind = generator.choice(TYPES)[0]
        word = generator.choice(WORDS)
        for name, path, asked in (
            ("today", "/today", {}),
            ("events", "/events", {"type": kind, "from": day()}),
            ("events actor", "/events", {"actor": code(), "order": generator.choice(("newest", "importance"))}),
            ("events text", "/events", {"text": word, "min_probability": 0.7}),
            ("event", f"/events/{quote(generator.choice(ids), safe='')}", {}),
            ("document", f"/documents/{generator.choice(documents)}", {}),
            ("search", "/search", {"q": generator.choice((word, code(), f"Place{generator.randrange(5000)}"))}),
            ("actor", f"/actors/{code()}", {}),
            ("pair", f"/pairs/{code()}/{code()}", {"by": "month"}),
            ("map", "/map", {"from": day(), "limit": 500}),
            ("timeline", "/timeline", {"type": kind}),
            ("system", "/system", {"on": f"{generator.randrange(2015, 2026)}-06-30"}),
        ):
            yield name, f"/api/v1{path}?{urlencode(asked)}"


class Reader(threading.Thread):
    """Asks until told to stop and notes how long each answer took."""

    def __init__(self, number: int, port: int, stop: threading.Event, think_s: float, ids: list[str]) -> None:
        super().__init__(daemon=True)
        self.taken: list[tuple[str, float, int]] = []
        self._port, self._halt, self._think = port, stop, think_s
        generator = random.Random(number)
        documents = [f"d{generator.randrange(max(len(ids), 1))}" for _ in range(500)]
        self._questions = questions(generator, ids, documents)
        self._generator = generator

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=120)
        time.sleep(self._generator.random() * self._think)
        for name, address in self._questions:
            if self._halt.is_set():
                return
            start = time.perf_counter()
            connection.request("GET", address)
            response = connection.getresponse()
            response.read()
            self.taken.append((name, time.perf_counter() - start, response.status))
            time.sleep(self._generator.random() * 2 * self._think)


class Press(threading.Thread):
    """Puts an article into a folder again and again."""

    def __init__(self, folder: Path, every_s: float, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self._folder, self._every, self._halt = folder, every_s, stop
        self.printed = 0

    def run(self) -> None:
        generator = random.Random(0)
        while not self._halt.wait(self._every):
            self.printed += 1
            place, number = generator.choice(("Nairobi", "Lagos", "Lima", "Hanoi")), generator.randrange(2, 900)
            told = {
                "id": f"{time.time_ns()}",
                "title": f"Police and protesters clash in {place}",
                "text": f"Police fired tear gas at protesters in {place} on Tuesday, and {number} people were arrested. "
                f"The interior ministry of Kenya accused Uganda of sending them. The president of France met the prime minister "
                f"of Ghana for talks about the arrests, a spokesman for the ministry said.",
                "published": str(date.today()),
                "publisher": f"Post {number % 7}",
            }
            part = self._folder / f".{told['id']}.part"
            part.write_text(json.dumps(told) + "\n")
            part.rename(self._folder / f"{told['id']}.jsonl")


def measure(path: Path, readers: int, seconds: float, think_s: float, watch_s: float = 0) -> dict[str, Any]:
    """Start the server and let the readers ask."""
    port = 8391
    command = [
        sys.executable,
        "-m",
        "dragoman.cli",
        "serve",
        "--store",
        str(path),
        "--port",
        str(port),
        "--rate",
        "0",
        "-q",
    ]
    incoming = path.parent / "incoming"
    if watch_s:
        incoming.mkdir(exist_ok=True)
        sources = path.parent / "sources.toml"
        sources.write_text(
            f'[[source]]\nname = "drop"\naddress = "{incoming.resolve()}"\nwhat = "folder"\nevery = "2s"\n'
        )
        command += ["--watch", str(sources)]
    server = subprocess.Popen(command)
    try:
        connection = _wait(port, server)
        connection.request("GET", "/api/v1/events?limit=500&order=importance")
        ids = [item["id"] for item in json.loads(connection.getresponse().read())["items"]]
        stop = threading.Event()
        press = Press(incoming, watch_s, stop) if watch_s else None
        if press:
            press.start()
        before = _status(port)
        threads = [Reader(number, port, stop, think_s, ids) for number in range(readers)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        stop.set()
        for thread in threads:
            thread.join(130)
        after = _status(port)
    finally:
        server.terminate()
        server.wait(60)
    taken = [one for thread in threads for one in thread.taken]
    return {
        "readers": readers,
        "think_s": think_s,
        "answers": len(taken),
        "articles": press.printed if press else 0,
        "read": after["documents"] - before["documents"],
        "generations": after["generation"] - before["generation"],
        "refused": sum(status not in (200, 404) for _, _, status in taken),
        "p50_ms": _quantile([s for _, s, _ in taken], 0.5),
        "p95_ms": _quantile([s for _, s, _ in taken], 0.95),
        "p95_ms_by_endpoint": {
            name: _quantile([s for n, s, _ in taken if n == name], 0.95) for name in sorted({n for n, _, _ in taken})
        },
    }


def processor_time(path: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds of processor that an answer costs which was not given before, by endpoint: median and 95th percentile.

    All threads of the process count. It tells what a busy machine hides: how many answers a second a free one can give.
    """
    from starlette.testclient import TestClient

    from dragoman.serving.web.app import make_app
    from dragoman.serving.web.desk import Desk
    from dragoman.serving.web.guard import Limits

    taken: dict[str, list[float]] = {}
    with Store.open(path) as store:
        app = make_app(Desk(store), limits=Limits(per_s=0), files={})
        with TestClient(app, base_url="http://127.0.0.1") as client:
            ids = [item["id"] for item in client.get("/api/v1/events?limit=500&order=importance").json()["items"]]
            asked = questions(random.Random(1), ids, [f"d{number}" for number in range(500)])
            for number in range(rounds * 12):
                name, address = next(asked)
                start = time.process_time()
                client.get(address)
                if number >= 12:  # the first of each loads libraries
                    taken.setdefault(name, []).append(time.process_time() - start)
    return {
        name: {"p50_ms": _quantile(found, 0.5), "p95_ms": _quantile(found, 0.95)}
        for name, found in sorted(taken.items())
    }


def _wait(port: int, server: subprocess.Popen[bytes]) -> HTTPConnection:
    for _ in range(1200):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request("GET", "/health")
            connection.getresponse().read()
            return connection
        except OSError:
            if server.poll() is not None:
                raise
            time.sleep(0.5)
    raise TimeoutError("the server did not start")


def _status(port: int) -> dict[str, Any]:
    # A connection of its own: the server closes one that was idle for some seconds.
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", "/api/v1/status")
    told: dict[str, Any] = json.loads(connection.getresponse().read())
    return told


def _quantile(seconds: list[float], share: float) -> float | None:
    if len(seconds) < 2:
        return None
    return round(statistics.quantiles(seconds, n=100)[int(share * 100) - 1] * 1000, 1)


def _tell(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("events", type=int)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--think", type=float, default=1.0)
    parser.add_argument("--watch", type=float, default=0, metavar="SECONDS", help="Let an article come so often.")
    parser.add_argument(
        "--processor", type=int, metavar="ROUNDS", help="Measure the processor's time of answers instead."
    )
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    path = arguments.folder / f"serving-{arguments.events}.duckdb"
    if not path.exists():
        fill(path, arguments.events)
    if arguments.processor:
        _tell({"events": arguments.events, "processor": processor_time(path, arguments.processor)})
        return
    found = measure(path, arguments.readers, arguments.seconds, arguments.think, arguments.watch)
    _tell({"events": arguments.events, "size_mb": round(path.stat().st_size / 2**20), **found})


if __name__ == "__main__":
    main()

"""How soon a store of many events, kept as Parquet by month, answers the questions of the desk, and how large it is.

    python benchmarks/archive.py 10000000 --folder FOLDER

Makes a folder store as a run of `read` over an archive leaves it: documents, sentences, event mentions, parties, places, claims and
sources in a file a month and table, over ten years, and beside it the linked events and flows as linking leaves them. An event
has one mention, an article two. Parties are drawn as in `flows.py`. Made month by month, so that memory does not grow with
the store. Then asks what the desk asks, of a store just opened and again: told are the first time and the median of five.
The folder is kept, and asked alone the next time.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import duckdb
import msgspec

from dragoman.store import EventQuery, FlowQuery, Store
from dragoman.store.partitions import Partitions
from serving import TYPES, WORDS, _event, _json, _mention

_FIRST = date(2015, 1, 1)
_MONTHS = 120
_TIMES = 5
_ACTORS = 200


def months() -> Iterator[tuple[date, int]]:
    """The first day of every month, with its number of days."""
    for number in range(_MONTHS):
        first = date(_FIRST.year + number // 12, number % 12 + 1, 1)
        yield first, ((first + timedelta(days=32)).replace(day=1) - first).days


def told_sql(start: int, size: int, first: date, days: int) -> str:
    """What so many events of a month are made of, from number `start` on; drawn by hashing, so the same every time."""
    actor = f"'A' || lpad(floor(pow({_ACTORS}, (hash(n, '{{0}}') % 1000000) / 1000000.0))::INTEGER::VARCHAR, 3, '0')"
    types = ", ".join(f"{{'type': '{name}', 'quad': {quad}, 'score': {score}}}" for name, quad, score in TYPES)
    words = ", ".join(f"'{word}'" for word in WORDS)
    word = f"[{words}][(1 + hash(n, '{{0}}') % {len(WORDS)})::INTEGER]"
    return f"""CREATE OR REPLACE TABLE told AS
        SELECT *, 'Country ' || actor || ' met country ' || recipient || ' at ' || place || ' over the ' || words || ' on that day.' AS said
        FROM (SELECT n, 'd' || lpad((n // 2)::VARCHAR, 9, '0') AS document, document || '#' || (n % 2) AS mention,
            'linked:' || lpad(n::VARCHAR, 16, '0') AS event, {actor.format("a")} AS actor, {actor.format("r")} AS recipient,
            DATE '{first}' + ((n // 2 - {start // 2}) * {days} // {size // 2 + 1})::INTEGER AS day,
            [{types}][(1 + hash(n, 't') % {len(TYPES)})::INTEGER] AS kind, 'Place' || (hash(n, 'p') % 5000) AS place,
            CASE WHEN hash(n, 's') % 20 = 0 THEN 'planned' ELSE 'actual' END AS status, (1 + hash(n, 'i') % 9)::INTEGER AS reports,
            {word.format("w")} || ' ' || {word.format("v")} || ' w' || (hash(n, 'u') % 20000) AS words
            FROM range({start}, {start + size}) r(n))"""


def tables() -> dict[str, str]:
    """By table what `told` gives of it; columns that are not named are NULL."""
    mention = _json(
        _mention(), "n", "mention", "document", "actor", "recipient", "place", "day", "status", "type", "said"
    )
    party = """SELECT document AS document_id, mention AS mention_id, '{0}' AS role, 0 AS position, 'Country ' || {0} AS text, {0} AS actor_id,
        {0} AS code, {0} AS country, 'GOV' AS sector, 'Country ' || {0} AS name, 'COUNTRY' AS reason, ' Country ' || {0} || ' ' AS words
        FROM told"""
    return {
        "documents": """SELECT document AS id, md5(document) AS digest, '' AS versions_key, 1 AS revision,
            string_agg(said, ' ' ORDER BY n) AS text, max(day) AS published, 'Publisher ' || (hash(document) % 300) AS publisher,
            'Title of ' || document || ': ' || any_value(words) AS title, 'en' AS language FROM told GROUP BY document ORDER BY document""",
        "sentences": """SELECT document AS document_id, n % 2 AS position, 0 AS span_start, length(said) AS span_end, said AS text,
            'body' AS kind, 0 AS block, 'en' AS language FROM told ORDER BY n""",
        "event_mentions": f"""SELECT document AS document_id, mention AS id, n % 2 AS position, n % 2 AS sentence, kind.type AS type,
            status, 0 AS trigger_start, 3 AS trigger_end, 'met' AS trigger_text, said AS evidence_text, day AS date_first, day AS date_last,
            'day' AS granularity, false AS historical, false AS is_symmetric, 3.0 AS factuality, 0.9 AS score, 0.8 AS probability,
            'verb:1' AS rule, {mention} AS json FROM told ORDER BY n""",
        "participants": f"{party.format('actor')} UNION ALL {party.format('recipient')} ORDER BY mention_id, role",
        "places": """SELECT document AS document_id, mention AS mention_id, place AS name, actor AS country, 1.5 AS lat, 2.5 AS lon,
            'town' AS precision, 10 AS radius_km, ' ' || place || ' ' AS words FROM told ORDER BY n""",
        "sources": """SELECT document AS document_id, mention AS mention_id, 0 AS position, 'official' AS kind,
            'ministry of ' || actor AS text, actor AS code FROM told ORDER BY n""",
        "claims": """SELECT document AS document_id, mention AS mention_id, mention || '!1' AS id, 0 AS position, 'asserts' AS stance,
            'actual' AS status, 'act' AS target, 3.0 AS factuality, 'CT+' AS certainty, 'official' AS source_kind,
            'ministry of ' || actor AS source, actor AS source_code, ' ministry of ' || actor || ' ' AS source_words, 0 AS evidence_start,
            3 AS evidence_end, said AS evidence_text, CASE WHEN n % 50 = 0 THEN 'x' END AS denies, 'ASSERTED' AS reason FROM told ORDER BY n""",
    }  # fmt: skip


def fill(folder: Path, size: int) -> None:
    """Make the files of every month, and what linking keeps of them."""
    Partitions.open(folder)
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        for script in sorted(
            (resources.files("dragoman.store") / "migrations").iterdir(), key=lambda entry: entry.name
        ):
            if script.name.endswith(".sql"):
                connection.execute(script.read_text(encoding="utf-8"))
        for first, start, some, days in _parts(size):
            connection.execute(told_sql(start, some, first, days))
            for table, sql in tables().items():
                target = folder / table / f"month={first:%Y-%m}" / "made.parquet"
                target.parent.mkdir(parents=True, exist_ok=True)
                given = f"SELECT * FROM {table} WHERE false UNION ALL BY NAME SELECT * FROM ({sql})"
                connection.execute(f"COPY ({given}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    with Store.open(folder) as store:
        links = store.links()
        for first, start, some, days in _parts(size):
            with links.transaction(at_most_mb=4000):
                links.run(told_sql(start, some, first, days).replace("TABLE", "TEMP TABLE", 1))
                links.run(_linked_sql())
                links.run("INSERT INTO linked_members SELECT event, mention, 0 FROM told ORDER BY n")
                links.run("DROP TABLE told")
        with links.transaction(at_most_mb=4000):
            links.run("CREATE TEMP TABLE none AS SELECT id FROM linked_events LIMIT 0")
            links.run("CREATE TEMP TABLE every AS SELECT id FROM linked_events")
            links.write_flows("none", "every", 0)
            links.run(f"INSERT INTO link_runs VALUES (1, now()::TIMESTAMP, 'made', 0, {size // 2}, {size}, {size}, 0)")


def _parts(size: int) -> Iterator[tuple[date, int, int, int]]:
    """Of every month its first day, the number of its first event, how many it has, and its days."""
    for number, (first, days) in enumerate(months()):
        start, end = (size * at // _MONTHS // 2 * 2 for at in (number, number + 1))
        yield first, start, end - start, days


def _linked_sql() -> str:
    event = _json(
        _event(), "event", "mention", "document", "actor", "recipient", "place", "day", "status", "type", "reports"
    )
    return f"""INSERT INTO linked_events BY NAME SELECT event AS id, kind.type AS type, status, day AS date_first, day AS date_last,
        day AS published_first, place, actor AS place_country, [actor] AS actors, [recipient] AS recipients,
        list_sort(list_distinct([actor, recipient])) AS parties, kind.quad AS quad, kind.score AS score, reports,
        reports AS independent_reports, {event} AS json FROM told ORDER BY n"""


def questions(size: int) -> dict[str, Callable[[Store], list[object]]]:
    """What the desk asks."""
    busy, rare, last = ("A001", "A002"), ("A040", "A150"), date(2024, 6, 30)
    month = {"day_from": date(2020, 3, 1), "day_to": date(2020, 3, 31)}
    page = {"limit": 50, "order": "newest"}
    ten = tuple(f"A{n:03}" for n in range(1, 11))
    document = f"d{size // 3:09}"
    return {
        "mentions of a type in a month, 50": lambda s: list(s.view().mentions(EventQuery(type=("PROTEST",), **month, **page))),  # type: ignore[arg-type]
        "mentions of an actor in a month, 50": lambda s: list(s.view().mentions(EventQuery(actor="A007", **month, **page))),  # type: ignore[arg-type]
        "how many of an actor in a month": lambda s: [s.view().count(EventQuery(actor="A007", **month))],  # type: ignore[arg-type]
        "mentions with a word in a month, 50": lambda s: list(s.view().mentions(EventQuery(text="convoy", **month, **page))),  # type: ignore[arg-type]
        "linked events of a type in a month, 50": lambda s: list(s.view().linked_events(EventQuery(type=("PROTEST",), **month, **page))),  # type: ignore[arg-type]
        "an article with all that was read": lambda s: [s.view().reading(document)],
        "a linked event by its id": lambda s: [s.view().linked_event(f"linked:{size // 3:016}")],
        "how many of a type, all years": lambda s: [s.view().count(EventQuery(type=("PROTEST",)))],
        "how many of an actor, all years": lambda s: [s.view().count(EventQuery(actor="A007"))],
        "daily series, busiest pair": lambda s: list(s.view().flow_periods(FlowQuery(actors=busy, step="day"))),
        "daily series, rare pair": lambda s: list(s.view().flow_periods(FlowQuery(actors=rare, step="day"))),
        "what is planned of a pair": lambda s: list(s.view().planned(*busy, last)),
        "system at a date, ten actors": lambda s: list(s.view().flow_totals(FlowQuery(actors=ten), last)),
        "system at a date, all pairs": lambda s: list(s.view().flow_totals(FlowQuery(), last)),
    }  # fmt: skip


def ask(folder: Path, size: int) -> Iterator[dict[str, object]]:
    """How long each question takes, in milliseconds: of a store just opened, and the median."""
    for name, question in questions(size).items():
        took, rows = [], 0
        with Store.open(folder, read_only=True) as store:
            for _ in range(_TIMES):
                began = time.monotonic()
                rows = len(question(store))
                took.append((time.monotonic() - began) * 1000)
        yield {"question": name, "first_ms": round(took[0]), "median_ms": round(statistics.median(took)), "rows": rows}


def tell(found: object) -> None:
    """Write a line of JSON."""
    sys.stdout.write(msgspec.json.encode(found).decode() + "\n")
    sys.stdout.flush()


def main() -> None:
    """Make the store, where it is not there, and ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    if not (given.folder / "parts").is_dir():
        began, before = time.monotonic(), time.process_time()
        fill(given.folder, given.size)
        seconds, processor = round(time.monotonic() - began), round(time.process_time() - before)
        tell({"events": given.size, "made_in_s": seconds, "processor_s": processor})
    files = [path for path in given.folder.rglob("*") if path.is_file()]
    links = sum(path.stat().st_size for path in files if path.suffix != ".parquet")
    parquet = sum(path.stat().st_size for path in files if path.suffix == ".parquet")
    tell({"files": len(files), "parquet_mb": round(parquet / 1e6), "links_mb": round(links / 1e6)})
    for found in ask(given.folder, given.size):
        tell(found)
    tell({"peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)})


if __name__ == "__main__":
    main()

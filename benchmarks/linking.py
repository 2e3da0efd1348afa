"""How long linking takes, and how much memory, as a store grows: synthetic event mentions, linked at once and then by one more intake.

    python benchmarks/linking.py 10000 100000 [--folder FOLDER]

Every number is a size, in event mentions: of a fifth as many happenings, 110 a day, so that a larger store is a longer archive.
They are drawn from 150 states, 400 places and 16 types; a third share their day and pair of states with another one of a
second type in a second place. Each has one to thirty reports, in articles of three mentions; one article in four is a copy
of another with a sentence cut. Drawing and linking run in processes of their own, so that the memory told is that of linking.
More than 100,000 are drawn so often over, each time 200 days later and in other words; the tables that linking does not read then
hold the first drawing alone.
Times are told as they passed and as the processor counts them, which other work on the machine does not lengthen.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from dragoman.ontology import load_ontology
from dragoman.pipeline.linking import link_store
from dragoman.records import (
    Actor,
    Document,
    EventMention,
    Interval,
    Participant,
    Place,
    Reading,
    Sentence,
    Source,
    Span,
)
from dragoman.store import Store

_START = date(2015, 1, 1)
_MOST_DRAWN = 100_000
_DAYS_OVER = 200  # from one drawing to the next: those of the first take 182
_A_DAY = 110
_STATES = [f"S{n:03}" for n in range(150)]
_WORDS = [
    a + b
    for a in ["bal", "cor", "dun", "fen", "gar", "hol", "jin", "kel", "lom", "mar"]
    for b in ["ada", "eki", "ilo", "omu", "una", "yst"]
]
_TRIGGERS = {
    "ASSAULT": ("struck", "attacked", "shelled"),
    "CONSULT": ("met", "talked"),
    "PROTEST": ("marched", "rallied"),
}


class Happening:
    """What happened, and how a report of it is worded. With a `twin`, it shares that one's day and parties."""

    def __init__(
        self, chance: random.Random, number: int, kinds: list[str], day: date, twin: Happening | None = None
    ) -> None:
        self.number, self.day = number, day
        self.kind = chance.choice([kind for kind in kinds if twin is None or kind != twin.kind])
        self.parties = twin.parties if twin else chance.sample(_STATES, 2)
        place = chance.randrange(400)
        self.place = Place(
            name=f"Place {place}",
            country=_STATES[place % len(_STATES)],
            lat=(place % 20) * 4.0 - 40,
            lon=(place // 20) * 8.0,
            radius_km=5,
        )
        self.words = chance.sample(_WORDS, 8)

    def mention(self, chance: random.Random, document: str, index: int, start: int) -> tuple[EventMention, str]:
        """One report: now without a day, now without a place or a recipient."""
        word = chance.choice(_TRIGGERS.get(self.kind, (f"{self.kind.lower()}ed",)))
        text = f"{self.parties[0]} {word} {self.parties[1]} {' '.join(chance.sample(self.words, 6))} {chance.choice(_WORDS)}."
        span = Span(start=start, end=start + len(text))
        told = chance.random()
        return (
            EventMention(
                id=f"{document}#{index}",
                document_id=document,
                sentence=index,
                type=self.kind,
                trigger=Span(start=start + 5, end=start + 5 + len(word)),
                trigger_text=word,
                evidence=(span,),
                status="actual",
                actors=(_party(self.parties[0]),),
                recipients=(_party(self.parties[1]),) if told > 0.1 else (),
                place=self.place if told < 0.8 else None,
                time=Interval(first=self.day, last=self.day, granularity="day") if 0.05 < told < 0.95 else None,
                sources=(Source(kind="author"),),
            ),
            text,
        )


def _party(code: str) -> Participant:
    here = Span(start=0, end=1)
    return Participant(span=here, head=here, text=code, actor=Actor(name=code, id=code, code=code, country=code))


def _days(size: int, chance: random.Random) -> Iterator[list[Happening]]:
    """The happenings of each day, one for each report of it, in the order of printing."""
    kinds = list(load_ontology().types)
    number, day = 0, _START
    while number < size // 5:
        today: list[Happening] = []
        while len(today) < _A_DAY and number < size // 5:
            # A pair of twins, then four with parties of their own: a third share pair and day.
            twin = today[-1] if number % 6 == 1 and today else None
            today.append(Happening(chance, number, kinds, day, twin))
            number += 1
        reports = [one for one in today for _ in range(min(30, 1 + int(chance.expovariate(1 / 3.6))))]
        chance.shuffle(reports)
        yield reports
        day += timedelta(days=1)


def readings(size: int, seed: int = 20260) -> Iterator[tuple[Reading, dict[str, int]]]:
    """Readings with about `size` mentions in all, each with the happenings that its mentions report."""
    chance = random.Random(seed)
    count = 0
    last: tuple[Reading, dict[str, int]] | None = None
    for reports in _days(size, chance):
        while reports:
            document = f"d{count:07}"
            count += 1
            if last is not None and chance.random() < 0.25:
                yield _copy(document, *last)
                continue
            chosen = [reports.pop() for _ in range(min(3, len(reports)))]
            last = _reading(chance, document, chosen, chosen[0].day + timedelta(days=chance.randrange(2)))
            yield last


def _reading(
    chance: random.Random, document: str, chosen: list[Happening], published: date
) -> tuple[Reading, dict[str, int]]:
    text, mentions, sentences = "", [], []
    for index, happening in enumerate(chosen):
        mention, sentence = happening.mention(chance, document, index, len(text))
        span = Span(start=len(text), end=len(text) + len(sentence))
        sentences.append(Sentence(document_id=document, index=index, span=span, text=sentence, tokens=()))
        mentions.append(mention)
        text += sentence + " "
    made = Document(id=document, text=text, published=published, publisher=f"Paper {chance.randrange(200)}")
    reading = Reading(document=made, sentences=tuple(sentences), mentions=tuple(mentions))
    return reading, {m.id: h.number for m, h in zip(mentions, chosen, strict=True)}


def _copy(document: str, reading: Reading, truth: dict[str, int]) -> tuple[Reading, dict[str, int]]:
    """The same article in another paper, its last sentence cut."""
    kept = reading.sentences[:2]
    made = Document(
        id=document,
        text=reading.document.text[: kept[-1].span.end],
        published=reading.document.published,
        publisher=f"Copy {document}",
    )
    mentions = tuple(
        msgspec.structs.replace(m, id=f"{document}#{m.sentence}", document_id=document) for m in reading.mentions[:2]
    )
    sentences = tuple(msgspec.structs.replace(s, document_id=document) for s in kept)
    return (
        Reading(document=made, sentences=sentences, mentions=mentions),
        {m.id: truth[f"{reading.document.id}#{m.sentence}"] for m in mentions},
    )


def _draw(size: int, folder: str) -> None:
    """Write all but the last hundredth to a store, those to a file, and what is true of all to a table beside it."""
    times, size = max(1, size // _MOST_DRAWN), min(size, _MOST_DRAWN)
    truth: list[str] = []
    batch: list[Reading] = []
    kept = 0
    with Store.open(f"{folder}/store.duckdb") as store, Path(folder, "rest.jsonl").open("wb") as rest:
        for reading, numbers in readings(size):
            truth += (f"{id_},{number}\n" for id_, number in numbers.items())
            if kept >= size - size // 100:
                rest.write(msgspec.json.encode(reading) + b"\n")
                continue
            kept += len(reading.mentions)
            batch.append(reading)
            if len(batch) >= 2000:
                store.writer().write(batch)
                batch.clear()
        store.writer().write(batch)
    Path(folder, "truth.csv").write_text("mention_id,happening\n" + "".join(truth), encoding="utf-8")
    if times > 1:
        _draw_over(folder, times, size // 5)


def _draw_over(folder: str, times: int, happenings: int) -> None:
    """Write what was drawn so often in all: other ids, later days, and each word with an end of its own, so that nothing is a copy."""
    with duckdb.connect(f"{folder}/store.duckdb") as connection:
        connection.execute("SET enable_progress_bar = false")
        for number in range(1, times):
            days, start, end = number * _DAYS_OVER, f"d{number}_", chr(ord("a") + number % 26) * (1 + number // 26)
            words = f"regexp_replace(text, '([a-z]{{6}})', '\\1{end}', 'g')"
            told = f"replace(json, '\"d0', '\"{start}d0')"  # a hundred thousand mentions have fewer than a million articles
            over = f"'{start}' || document_id AS document_id"
            for table, changed in {
                "documents": f"'{start}' || id AS id, md5('{start}' || digest) AS digest, {words} AS text,"
                f" published + {days} AS published",
                "sentences": f"{over}, {words} AS text",
                "event_mentions": f"{over}, '{start}' || id AS id, date_first + {days} AS date_first, date_last + {days} AS date_last,"
                f" CASE WHEN date_first IS NULL THEN {told} ELSE replace({told}, '\"' || date_first || '\"',"
                f" '\"' || (date_first + {days}) || '\"') END AS json",
                "event_members": f"{over}, '{start}' || event_id AS event_id, '{start}' || mention_id AS mention_id",
            }.items():
                key = "id" if table == "documents" else "document_id"
                connection.execute(
                    f"INSERT INTO {table} SELECT * REPLACE ({changed}) FROM {table} WHERE {key} NOT LIKE 'd%\\_%' ESCAPE '\\'"
                )
        connection.execute(
            f"""COPY (SELECT CASE WHEN n > 0 THEN 'd' || n || '_' ELSE '' END || mention_id AS mention_id,
                happening + n * {happenings} AS happening FROM read_csv('{folder}/truth.csv'), range({times}) r(n))
                TO '{folder}/all.csv' (HEADER)"""
        )
    Path(folder, "all.csv").replace(Path(folder, "truth.csv"))


def _link(folder: str, answers: Any) -> None:
    """Link the store, and tell what it took: `seconds`, of the `processor`, `peak_mb`, and the summary."""
    before, began = time.process_time(), time.monotonic()
    with Store.open(f"{folder}/store.duckdb") as store:
        summary = link_store(store)
    answers.put(
        {
            "seconds": time.monotonic() - began,
            "processor": time.process_time() - before,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "summary": summary,
        }
    )


def _write_rest(folder: str) -> None:
    lines = Path(folder, "rest.jsonl").read_bytes().splitlines()
    with Store.open(f"{folder}/store.duckdb") as store:
        store.writer().write([msgspec.json.decode(line, type=Reading) for line in lines])


def _apart(target: Any, *arguments: Any, answered: bool = False) -> Any:
    """Run a function in a process of its own; its answer, where it gives one."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=target, args=(*arguments, answers) if answered else arguments)
    process.start()
    answer = answers.get() if answered else None
    process.join()
    if process.exitcode:
        raise SystemExit(f"{target.__name__} ended with {process.exitcode}")
    return answer


def agreement(folder: str) -> tuple[float, int, int]:
    """F1 of pairs of mentions in one event, counted by cells; links kept; megabytes of the store."""
    with duckdb.connect(f"{folder}/store.duckdb", read_only=True) as connection:
        sql = f"""WITH cells AS (SELECT t.happening, m.event_id, count(*) AS n
                FROM read_csv('{folder}/truth.csv') t JOIN linked_members m USING (mention_id) GROUP BY ALL),
            sums AS (SELECT happening, sum(n) AS n FROM cells GROUP BY 1),
            told AS (SELECT event_id, sum(n) AS n FROM cells GROUP BY 1)
            SELECT 2 * (SELECT sum(n * (n - 1)) FROM cells)
                / ((SELECT sum(n * (n - 1)) FROM sums) + (SELECT sum(n * (n - 1)) FROM told)),
                (SELECT count(*) FROM links)"""
        f1, links = connection.execute(sql).fetchall()[0]
    return f1, links, Path(folder, "store.duckdb").stat().st_size // 1_000_000


def tell(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def measure(size: int, folder: str) -> None:
    """Print what linking so many mentions takes."""
    began = time.monotonic()
    _apart(_draw, size, folder)
    tell(f"{size:,}: drawn and written in {time.monotonic() - began:.0f} s")
    first = _apart(_link, folder, answered=True)
    summary = first["summary"]
    tell(f"  {summary.mentions:,} event mentions in {summary.documents:,} articles ({summary.copies:,} copies)")
    tell(f"  at once: {_told(first)}: {summary.events:,} events")
    _apart(_write_rest, folder)
    second = _apart(_link, folder, answered=True)
    tell(f"  one hundredth more: {_told(second)}: {second['summary'].changed:,} events new or changed")
    f1, links, megabytes = agreement(folder)
    tell(f"  pairwise F1 with what was drawn {f1:.3f}; {links:,} links kept; store {megabytes:,} MB")


def _told(took: dict[str, Any]) -> str:
    return (
        f"{took['seconds']:.1f} s ({took['processor']:.1f} s of the processor), {took['peak_mb']:,.0f} MB,"
        f" by step {took['summary'].seconds}"
    )


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000])
    parser.add_argument("--folder", help="where the stores are made, each removed at the end; a temporary one if none")
    given = parser.parse_args()
    for size in given.sizes:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            measure(size, folder)


if __name__ == "__main__":
    main()

"""Many small documents through the watch, from a feed server on the loopback: is any lost or doubled, does memory stay flat?

python -m dragoman.evaluation.soak --documents 50000

The server shows a feed of `--window` items that moves on whenever it is asked, so that the watch must keep up. The reader
takes sentences apart and nothing more unless `--factory` names another: the loop, the journal, the store and linking are what
is tried here.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Final

from dragoman.evaluation.endurance import make_factory
from dragoman.evaluation.loopback import serving
from dragoman.news.fetching import FetchSettings
from dragoman.news.subscriptions import Subscription, Subscriptions
from dragoman.pipeline.watch import Watch, WatchStatus, memory_mb
from dragoman.records import Document, EventMention, Reading, Record, Sentence, Span, Versions
from dragoman.store import EventQuery, Store

PLAIN: Final = "dragoman.evaluation.soak:make_plain"
_TOWNS: Final = ("Nairobi", "Ankara", "Lima", "Oslo", "Manila", "Tunis", "Quito", "Riga")
_PEOPLE: Final = ("Kenyan", "Turkish", "Peruvian", "Norwegian", "Tunisian", "Latvian", "Ecuadorian", "Philippine")
# Each text has words of its own, as articles have: fifty thousand of one wording would be the copies of one report, which no news
# holds, and linking would be tried with nothing else. One text in twenty repeats an earlier one in part.
_WORDS: Final = tuple(
    re.findall(
        r"\w+",
        "harbour grain valley customs ferry census bridge timber orchard clinic railway quarry pension"
        " drought tariff mackerel textile archive pipeline museum vaccine tunnel cinema satellite copper"
        " ballot voucher cement lagoon airport barley festival glacier hostel insurance journal kiosk library"
        " mountain nursery observatory paddock reservoir school",
    )
)
_REPEATS: Final = 20
_VERSIONS: Final = Versions(dragoman="soak", ontology="plover-2023", pipeline="none", knowledge="none")


class PlainReader:
    """Takes every `met` for a meeting."""

    versions = _VERSIONS

    def read(self, document: Document) -> Reading:
        """One sentence, and one event mention where it has the word."""
        text = document.text
        whole = Span(start=0, end=len(text))
        sentence = Sentence(document_id=document.id, index=0, span=whole, text=text, tokens=())
        start = text.find("met")
        mention = EventMention(
            id=f"{document.id}:0",
            document_id=document.id,
            sentence=0,
            type="CONSULT",
            trigger=Span(start=start, end=start + 3),
            trigger_text="met",
            evidence=(whole,),
            status="actual",
            score=0.9,
            probability=0.9,
        )
        return Reading(
            document=document, sentences=(sentence,), mentions=(mention,) if start >= 0 else (), versions=_VERSIONS
        )


def make_plain() -> PlainReader:
    """The plain reader."""
    return PlainReader()


class Soaked(Record, frozen=True):
    """What came of it. `memory` is that of the process in megabytes after each tenth of the documents.

    `shown` are the documents that the feed came to show: all, unless the time was over before.
    """

    documents: int
    shown: int
    read: int
    refused: int
    waiting: int
    lost: int
    doubled: int
    contradictions: int
    seconds: float
    memory: tuple[float, ...]
    seen_by_a_query_s: float | None


class _Server:
    """The feed: of `number` items it shows `window` at a time, further on at each request."""

    def __init__(self, number: int, window: int) -> None:
        self.number, self.window, self.first = number, window, 0
        self.started: float | None = None

    def feed(self) -> bytes:
        """The items that are shown now."""
        self.started = self.started or time.monotonic()
        shown = range(self.first, min(self.first + self.window, self.number))
        self.first = min(self.first + self.window, self.number)
        return f"<rss><channel><title>Soak</title>{''.join(map(_item, shown))}</channel></rss>".encode()

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address of the feed, while it is served."""
        with serving(lambda path: self.feed() if path == "/feed" else None) as address:
            yield f"{address}/feed"


def _item(number: int) -> str:
    told = number - 7 if number % _REPEATS == _REPEATS - 1 else number
    chance = random.Random(told)
    town, (one, other) = chance.choice(_TOWNS), chance.sample(_PEOPLE, 2)
    words = chance.choices(_WORDS, k=24)
    text = (
        f"{one} and {other} ministers met in {town} to discuss the {words[0]} {words[1]} and {words[2]} {words[3]}."
        f" The {words[4]} {words[5]} near the {words[6]} {' '.join(words[7:16])} was closed for {told % 97} days."
        f" Case {told}: {' '.join(words[16:])}."
    ) + ("" if told == number else f" It was told again in report {number}.")
    day = date(2024, 1, 1) + timedelta(days=number // 150)
    return (
        f'<item><guid isPermaLink="false">s{number}</guid><title>Report {number}</title>'
        f"<pubDate>{format_datetime(datetime.combine(day, datetime.min.time(), UTC))}</pubDate><encoded>{text}</encoded></item>"
    )


def soak(
    folder: Path,
    *,
    documents: int,
    window: int = 500,
    factory: str = PLAIN,
    timeout_s: float = 36_000,
    tell: Callable[[str], object] | None = None,
) -> Soaked:
    """Watch until all documents are in the store and linked. `tell` hears how far it is, once in a thousand documents."""
    served, stop, memory = _Server(documents, window), threading.Event(), list[float]()
    started, visible, told = time.monotonic(), None, 0
    with served.serving() as address, Store.open(folder / "soak.duckdb") as store:
        source = Subscription(
            name="soak",
            address=address,
            what="feed",
            every="0.05s",
            allow=("127.0.0.0/8",),
            robots=False,
            max_items=window,
        )
        loop = Watch(
            store,
            Subscriptions(source=(source,), fetch=FetchSettings(delay_s=0)),
            make_factory(factory),
            batch_size=500,
        )

        def look(status: WatchStatus) -> None:
            nonlocal visible, told
            done = status.read + status.refused
            if tell and done >= told + 1_000:
                told = done
                tell(f"{done} documents, {time.monotonic() - started:.0f} s, {memory_mb() or 0.0:.0f} MB")
            if done >= documents * (len(memory) + 1) // 10 and len(memory) < 10:
                memory.append(memory_mb() or 0.0)
            if done >= documents and not status.waiting:
                if visible is None and store.view().count(EventQuery(type=("CONSULT",))):
                    visible = time.monotonic() - (served.started or started)
                if store.view().is_linked():
                    stop.set()
            if time.monotonic() - started > timeout_s:
                stop.set()

        loop.run(stop, look)
        counts, journal = store.journal().counts(), store.journal()
        ids = [document.id for document in store.view().documents()]
        expected = {f"soak:s{number}" for number in range(served.first)}
        refused = {issue.document_id for issue in journal.refused()}
        return Soaked(
            documents=documents,
            shown=served.first,
            read=counts["read"],
            refused=counts["refused"],
            waiting=counts["waiting"],
            lost=len(expected - set(ids) - refused),
            doubled=len(ids) - len(set(ids)) + len(set(ids) - expected),
            contradictions=len(journal.contradictions()),
            seconds=round(time.monotonic() - started, 1),
            memory=tuple(memory),
            seen_by_a_query_s=round(visible, 1) if visible else None,
        )


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--window", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=36_000, help="end after so long, with what was shown by then")
    parser.add_argument("--factory", default=PLAIN, help="module:function that makes the reader")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = soak(
            Path(folder),
            documents=given.documents,
            window=given.window,
            factory=given.factory,
            timeout_s=given.seconds,
            tell=lambda words: sys.stderr.write(f"{words}\n"),
        )
    sys.stderr.write(f"{found}\n")
    is_whole = not (found.lost or found.doubled or found.waiting or found.contradictions)
    return 0 if is_whole else 1


if __name__ == "__main__":
    sys.exit(main())

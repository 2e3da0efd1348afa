"""How long linking takes as a store grows: synthetic event mentions, linked at once and then by one more day's intake.

    python benchmarks/linking.py 10000 100000

Every number is a size, in event mentions. Happenings are drawn from 60 states, 400 places and 16 types over a year, each with
1 to 12 reports in articles of three mentions; one article in four is a copy of another with a sentence cut. What is told per
size: seconds by step, pairs compared, and how the events agree with those that were drawn.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

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

_START = date(2024, 1, 1)
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
    """What happened, and how a report of it is worded."""

    def __init__(self, chance: random.Random, number: int, kinds: list[str]) -> None:
        self.number = number
        self.kind = chance.choice(kinds)
        self.day = _START + timedelta(days=chance.randrange(365))
        self.parties = chance.sample([f"S{n:02}" for n in range(60)], 2)
        place = chance.randrange(400)
        self.place = Place(
            name=f"Place {place}",
            country=f"S{place % 60:02}",
            lat=(place % 20) * 4.0 - 40,
            lon=(place // 20) * 8.0,
            radius_km=5,
        )
        self.words = chance.sample(_WORDS, 8)

    def mention(
        self, chance: random.Random, document: str, index: int, start: int, published: date
    ) -> tuple[EventMention, str]:
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
                trigger=Span(start=start + 4, end=start + 4 + len(word)),
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


def readings(size: int, seed: int = 20260) -> Iterator[tuple[Reading, dict[str, int]]]:
    """Readings with `size` mentions in all, each with the happenings that its mentions report."""
    chance = random.Random(seed)
    kinds = list(load_ontology().types)
    waiting: list[Happening] = []
    made = number = count = 0
    last: tuple[Reading, dict[str, int]] | None = None
    while made < size:
        while len(waiting) < 50:
            happening = Happening(chance, number, kinds)
            number += 1
            waiting += [happening] * min(12, 1 + int(chance.expovariate(0.5)))
            chance.shuffle(waiting)
        document = f"d{count:07}"
        count += 1
        if last is not None and chance.random() < 0.25:
            copied = _copy(document, *last)
            made += len(copied[0].mentions)
            yield copied
            continue
        chosen = [waiting.pop() for _ in range(3)]
        published = max(h.day for h in chosen) + timedelta(days=chance.randrange(2))
        last = _reading(chance, document, chosen, published)
        made += len(last[0].mentions)
        yield last


def _reading(
    chance: random.Random, document: str, chosen: list[Happening], published: date
) -> tuple[Reading, dict[str, int]]:
    text, mentions, sentences = "", [], []
    for index, happening in enumerate(chosen):
        mention, sentence = happening.mention(chance, document, index, len(text), published)
        sentences.append(
            Sentence(
                document_id=document,
                index=index,
                span=Span(start=len(text), end=len(text) + len(sentence)),
                text=sentence,
                tokens=(),
            )
        )
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


def agreement(truth: dict[str, int], event_of: dict[str, str]) -> float:
    """F1 of pairs of mentions in one event, counted by cells."""

    def pairs(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(Counter((truth[m], event_of[m]) for m in truth))
    return 2 * both / (pairs(Counter(truth.values())) + pairs(Counter(event_of[m] for m in truth)))


def tell(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def measure(size: int) -> None:
    """Print what linking so many mentions takes."""
    drawn = list(readings(size))
    truth = {id_: number for _, some in drawn for id_, number in some.items()}
    with Store.in_memory() as store:
        kept = len(drawn) - len(drawn) // 100
        for start in range(0, kept, 2000):
            store.writer().write([reading for reading, _ in drawn[start : min(start + 2000, kept)]])
        began = time.monotonic()
        first = link_store(store)
        whole = time.monotonic() - began
        store.writer().write([reading for reading, _ in drawn[kept:]])
        began = time.monotonic()
        second = link_store(store)
        more = time.monotonic() - began
        links = store.links()
        event_of = dict(links.rows("SELECT mention_id, event_id FROM linked_members"))
        pairs = links.rows("SELECT count(*) FROM links")[0][0]
    tell(
        f"{len(truth):,} event mentions in {len(drawn):,} articles ({second.copies:,} copies), {second.events:,} events"
    )
    tell(f"  at once: {whole:.1f} s, {first.mentions / whole:,.0f} mentions a second; by step {first.seconds}")
    tell(f"  one hundredth more: {more:.1f} s; by step {second.seconds}; {second.changed:,} events new or changed")
    tell(f"  links kept: {pairs:,}; pairwise F1 with what was drawn: {agreement(truth, event_of):.3f}")


if __name__ == "__main__":
    for argument in sys.argv[1:] or ["10000"]:
        measure(int(argument))

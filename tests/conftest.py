"""What every test may ask for: a parser, a reader, and `read`, which reads a text and gives back what a person would check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from dragoman.pipeline import Reader
from dragoman.records import Document, EventMention, Participant, Reading, Sentence, Span
from dragoman.text import SentenceParser

SATURDAY = date(2025, 7, 12)  # the day of publication where a test names none


class Act:
    """An event mention in the words of a checker."""

    def __init__(self, mention: EventMention, text: str) -> None:
        self.mention, self.text = mention, text
        self.type, self.modes, self.status = mention.type, set(mention.modes), mention.status
        self.trigger = text[mention.trigger.start : mention.trigger.end]
        self.doers, self.upon = codes(mention.actors), codes(mention.recipients)
        self.parties = self.doers | self.upon
        self.place = mention.place.name if mention.place else None
        self.country = mention.place.country if mention.place else None
        self.counts = {c.kind: (c.low, c.high) for c in mention.counts}
        self.sources = [s.kind for s in mention.sources]

    @property
    def days(self) -> tuple[str, str] | None:
        """First and last day in ISO form, or `None` where the text does not say."""
        time = self.mention.time
        return (str(time.first), str(time.last)) if time and time.first else None

    @property
    def doer_sectors(self) -> set[str | None]:
        return {p.actor.sector for p in self.mention.actors if p.actor}

    @property
    def upon_sectors(self) -> set[str | None]:
        return {p.actor.sector for p in self.mention.recipients if p.actor}

    @property
    def ids(self) -> set[str]:
        """Identities of all parties that have one."""
        parties = (*self.mention.actors, *self.mention.recipients)
        return {p.actor.id for p in parties if p.actor and p.actor.id}

    @property
    def said_by(self) -> list[str]:
        """The sources' own words as the article writes them, outermost first; without the author."""
        return [self.text[s.span.start : s.span.end] for s in self.mention.sources if s.span]


class Report:
    """A reading in the words of a checker."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.document.text
        self.acts = [Act(m, self.text) for m in reading.mentions]
        self.types = [a.type for a in self.acts]
        self.events, self.sentences = reading.events, reading.sentences

    def all(self, kind: str) -> list[Act]:
        return [a for a in self.acts if a.type == kind]

    def one(self, kind: str) -> Act:
        """The only mention of a type."""
        found = self.all(kind)
        assert len(found) == 1, f"{len(found)} {kind} in {self.types}: {self.text}"
        return found[0]

    @property
    def relations(self) -> set[tuple[str, str, str]]:
        """Kind, subject, object; the two sides of a mutual relation in alphabetical order."""
        found = set()
        for relation in self.reading.relations:
            assert relation.subject.actor
            assert relation.object.actor
            pair = [str(relation.subject.actor.code), str(relation.object.actor.code)]
            if relation.kind in ("foe", "ally", "neighbour"):
                pair.sort()
            found.add((relation.kind, pair[0], pair[1]))
        return found

    @property
    def left_out(self) -> dict[str, str]:
        """Trigger as written → reason."""
        return {self.text[i.trigger.start : i.trigger.end]: i.reason for i in self.reading.left_out}

    def spans(self) -> Iterable[tuple[Span, str]]:
        """Every span of the reading that comes with its words, and the words."""
        for mention in self.reading.mentions:
            yield mention.trigger, mention.trigger_text
            for party in (*mention.actors, *mention.recipients):
                if party.via not in ("other_party", "territory"):
                    yield party.span, party.text
            for count in mention.counts:
                yield count.span, count.text
            for source in mention.sources:
                if source.span and source.text:
                    yield source.span, source.text


def codes(participants: Iterable[Participant]) -> set[str]:
    return {p.actor.code for p in participants if p.actor and p.actor.code}


@pytest.fixture(scope="session")
def parser() -> SentenceParser:
    """The sentence parser, loaded once."""
    return SentenceParser()


@pytest.fixture(scope="session")
def parse(parser: SentenceParser) -> Callable[[str], tuple[Sentence, ...]]:
    """The sentences of a text."""
    return lambda text: parser([Document(id="test", text=text)])[0]


@pytest.fixture(scope="session")
def reader() -> Reader:
    """The reader, loaded once."""
    return Reader()


@pytest.fixture(scope="session")
def read(reader: Reader) -> Callable[..., Report]:
    """Read a text: `read(text)`, `read(text, published=None)`."""

    def ask(text: str, published: date | None = SATURDAY, id: str = "test") -> Report:
        return Report(reader.read(Document(id=id, text=text, published=published)))

    return ask

"""What a document has told so far of its actors: persons by surname, short names, and the countries it speaks of."""

from __future__ import annotations

from collections import Counter

from dragoman.records import Actor, Record


class Seen(Record, frozen=True):
    """A named mention: where it stands, who it is, and what a pronoun must agree with."""

    start: int
    end: int
    sentence: int
    actor: Actor
    person: bool
    plural: bool
    subject: bool
    female: bool | None = None


class Memory:
    """Filled in text order; every question is about what came before, save `country`, which knows the whole document."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._persons: dict[str, Actor] = {}
        self._names: dict[tuple[str, ...], Actor] = {}
        self._countries: Counter[str] = Counter()
        self._near: str | None = None
        self._main: str | None = None

    def remember(self, seen: Seen, words: tuple[str, ...]) -> None:
        """Add a mention; `words` are those of its name, folded."""
        self.seen.append(seen)
        if seen.actor.country:
            self._countries[seen.actor.country] += 1
            self._near = seen.actor.country
        if seen.person and words and seen.actor.code:
            self._persons.setdefault(words[-1], seen.actor)
        if words and seen.actor.code:
            self._names.setdefault(words, seen.actor)

    def person(self, surname: str) -> Actor | None:
        """The person whom the document introduced with this surname."""
        return self._persons.get(surname)

    def name(self, words: tuple[str, ...]) -> Actor | None:
        """The actor whom the document introduced under these words."""
        return self._names.get(words)

    def settle(self, dateline_country: str | None = None) -> None:
        """Choose the country that the document is about; call it when all mentions are remembered."""
        ranked = sorted(self._countries.items(), key=lambda item: (-item[1], item[0]))
        self._main = dateline_country if dateline_country and self._countries.get(dateline_country, 0) >= 1 else None
        if self._main is None and ranked:
            self._main = ranked[0][0]

    def country(self) -> str | None:
        """The country that a role word without one belongs to."""
        return self._main or self._near

    def before(self, position: int) -> list[Seen]:
        """Mentions that end at or before `position`, nearest first."""
        return [s for s in reversed(self.seen) if s.end <= position]

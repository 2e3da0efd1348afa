"""What a document has told so far of its actors: persons by surname, short names, and the countries it speaks of."""

from __future__ import annotations

from collections import Counter, defaultdict

from dragoman.records import Actor, Record

# How much a mention of a country says of where an unnamed police or government belongs; by its kind and by the distance of the
# sentence (0: the same one, 1: the one before, -1: the one after). Chosen by hand on own articles.
_WEIGHT = {
    "country": 1.0,
    "capital": 1.0,
    "demonym": 0.9,
    "people": 0.9,
    "role": 0.9,
    "metonym": 0.9,
    "person": 0.8,
    "group": 0.7,
}
_DECAY = {0: 1.0, 1: 0.6, 2: 0.4, 3: 0.25, 4: 0.15, -1: 0.2}


class Seen(Record, frozen=True):
    """A named mention: where it stands, who it is, and what a pronoun must agree with."""

    start: int
    end: int
    sentence: int
    actor: Actor
    person: bool
    plural: bool
    subject: bool
    words: tuple[str, ...] = ()
    female: bool | None = None


class Memory:
    """Filled in text order; every question is about what came before, save `country`, which knows the whole document."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._persons: dict[str, Actor] = {}
        self._names: dict[tuple[str, ...], Actor] = {}
        self._acronyms: dict[str, Actor] = {}
        self._countries: Counter[str] = Counter()
        self._told: list[tuple[int, str, float]] = []

    def remember(self, seen: Seen, words: tuple[str, ...]) -> None:
        """Add a mention; `words` are those of its name, folded."""
        self.seen.append(seen)
        if seen.actor.country:
            self.note_country(
                seen.actor.country,
                seen.sentence,
                _WEIGHT.get(seen.actor.kind or "", 0.6) * (1.3 if seen.subject else 1.0),
            )
        if seen.person and words:
            known = self._persons.get(words[-1])
            if known is None or (known.code is None and seen.actor.code is not None):
                self._persons[words[-1]] = seen.actor
        if words and seen.actor.code:
            self._names.setdefault(words, seen.actor)

    def person(self, surname: str) -> Actor | None:
        """The person whom the document introduced with this surname."""
        return self._persons.get(surname)

    def introduce(self, acronym: str, actor: Actor) -> None:
        """The document says what an acronym stands for: here it means that, whatever it means elsewhere."""
        self._acronyms.setdefault(acronym, actor)

    def acronym(self, text: str) -> Actor | None:
        """What the document said an acronym stands for."""
        return self._acronyms.get(text)

    def name(self, words: tuple[str, ...]) -> Actor | None:
        """The actor whom the document introduced under these words."""
        return self._names.get(words)

    def note_country(self, country: str, sentence: int, weight: float = 1.0) -> None:
        """The text speaks of a country in a sentence: by name, by one of its people, or by a place in it."""
        self._countries[country] += 1
        self._told.append((sentence, country, weight))

    def country(self, sentence: int) -> str | None:
        """The country that a role word without one belongs to: the one that the sentences around speak of most.

        The same sentence counts most, those before less and less; the whole document breaks ties.
        """
        if not self._told:
            return None
        total = sum(self._countries.values())
        scores: dict[str, float] = defaultdict(float)
        for number, country, weight in self._told:
            scores[country] += weight * _DECAY.get(sentence - number, 0.0)
        for country, count in self._countries.items():
            scores[country] += 1.2 * count / total
        return min(scores.items(), key=lambda item: (-item[1], item[0]))[0]

    def before(self, position: int) -> list[Seen]:
        """Mentions that end at or before `position`, nearest first."""
        return [s for s in reversed(self.seen) if s.end <= position]

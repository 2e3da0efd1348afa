"""What a document has told so far of its actors: persons by surname, short names, and the countries it speaks of."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Set

from dragoman.records import Actor, Record

# How much a mention of a country says of where an unnamed police or government belongs, by the distance of the sentence (0: the
# same one, 1: the one before, -1: the one after). A sentence counts once for a country, however often it names it. The document
# counts as much as one sentence does. Chosen by hand on own articles.
_DECAY = {0: 1.0, 1: 0.7, 2: 0.5, 3: 0.35, 4: 0.25, 5: 0.15, -1: 0.1}
_WHOLE = 1.6
_LEAD = 2.0
_MARGIN = 0.97  # a second country that comes so near leaves it open which is meant
_REST = 0.3  # of the sentences around, the one that says most counts; the others add this much of theirs


class Seen(Record, frozen=True):
    """A mention: where it stands, who it is, and what a pronoun must agree with.

    `generic` is one without a name ("the army"). `band` is the position of the first of those it is coordinated with, or -1.
    """

    start: int
    end: int
    sentence: int
    actor: Actor
    person: bool
    plural: bool
    subject: bool
    words: tuple[str, ...] = ()
    female: bool | None = None
    generic: bool = False
    band: int = -1
    main: bool = False


class Memory:
    """Filled in text order; every question is about what came before, save `country`, which knows the whole document."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._persons: dict[str, Actor] = {}
        self._names: dict[tuple[str, ...], Actor] = {}
        self._acronyms: dict[str, Actor] = {}
        self._told: dict[int, dict[str, float]] = defaultdict(dict)
        self._ranked: dict[int, list[tuple[float, str]]] = {}  # by sentence, while nothing new is told

    def remember(self, seen: Seen, words: tuple[str, ...], *, weight: float = 0.6) -> None:
        """Add a named mention; `words` are those of its name, folded, `weight` what it says of where the text is."""
        self.insert(seen)
        if seen.actor.country:
            self.note_country(seen.actor.country, seen.sentence, weight)
        if seen.person and words:
            known = self._persons.get(words[-1])
            if known is None or (known.code is None and seen.actor.code is not None):
                self._persons[words[-1]] = seen.actor
        if words and seen.actor.code:
            self._names.setdefault(words, seen.actor)

    def insert(self, seen: Seen) -> None:
        """Add a mention that names nobody: a pronoun's antecedent may be without a name."""
        insort(self.seen, seen, key=lambda s: s.start)

    def keep(self, seen: list[Seen]) -> None:
        """Go back to these mentions, before pronouns and roles are read once more."""
        self.seen = list(seen)

    def scene(self, sentence: int) -> set[str]:
        """The countries that a sentence itself plays in, by a place in it."""
        return {country for country, weight in self._told.get(sentence, {}).items() if weight > 1.0}

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
        """The text speaks of a country in a sentence: by name, by one of its people, or by a place in it; -1 is the title."""
        told = self._told[sentence]
        if weight > told.get(country, -1.0):
            told[country] = weight
            self._ranked.clear()

    def country(self, sentence: int, apart_from: Set[str] = frozenset()) -> str | None:
        """The country that a role word without one belongs to: the one that the sentences around speak of most.

        The same sentence counts most, those before less and less; then the document, its title and lead twice.

        Args:
            sentence: Where the role word stands.
            apart_from: Countries that it cannot belong to, since the clause sets them against it.
        """
        ranked = self._ranked.get(sentence)
        if ranked is None:
            ranked = self._ranked[sentence] = self._rank(sentence)
        ranked = [(score, country) for score, country in ranked if country not in apart_from]
        if len(ranked) > 1 and ranked[1][0] < _MARGIN * ranked[0][0]:
            return None
        return ranked[0][1] if ranked else None

    def _rank(self, sentence: int) -> list[tuple[float, str]]:
        """The countries by what speaks for each, most first; scores are negative."""
        near: dict[str, list[float]] = defaultdict(list)
        scores: dict[str, float] = defaultdict(float)
        total = sum(_LEAD if number <= 0 else 1.0 for number in self._told)
        for number, told in self._told.items():
            decay = _DECAY.get(sentence - number, 0.0) if number >= 0 else 0.0
            whole = _WHOLE * (_LEAD if number <= 0 else 1.0) / total
            for country, weight in told.items():
                scores[country] += min(weight, 1.0) * whole
                near[country].append(weight * decay)
        for country, weights in near.items():
            scores[country] += max(weights) + _REST * (sum(weights) - max(weights))
        return sorted((-score, country) for country, score in scores.items())

    def countries(self) -> frozenset[str]:
        """All countries that the document speaks of."""
        return frozenset(country for told in self._told.values() for country in told)

    def tells_of(self, country: str) -> bool:
        """Whether the text names a country or its people, not its capital only."""
        return any(s.actor.country == country and s.actor.kind in ("country", "demonym", "role") for s in self.seen)

    def names(self, country: str) -> bool:
        """Whether the text has named a country by a name of its own."""
        return any(s.actor.country == country and s.actor.kind == "country" for s in self.seen)

    def before(self, position: int) -> list[Seen]:
        """Mentions that end at or before `position`, nearest first."""
        return [s for s in reversed(self.seen) if s.end <= position]

    def together(self, band: int) -> list[Seen]:
        """The mentions that are coordinated with each other, in text order."""
        return [s for s in self.seen if s.band == band] if band >= 0 else []

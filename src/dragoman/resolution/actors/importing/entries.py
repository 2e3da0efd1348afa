"""What an import reads from any format, before it is compared with the tables, and how single values are understood."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

from dragoman.resolution.actors.checking import country_names
from dragoman.resolution.actors.names import fold, fold_word, is_abbreviation, sound
from dragoman.resolution.actors.rows import TABLES, Overlay, first_day, rows_of
from dragoman.resolution.actors.tables import Knowledge, Title

_DAY: Final = re.compile(r"[+]?(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:[T ].*)?$")
_UNKNOWN: Final = re.compile(
    r"(?:_:|t\d+$|https?://www\.wikidata\.org/\.well-known/genid/|unknown$|somevalue$|novalue$)", re.I
)
_QID: Final = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q\d+)$")
# Offices whose title may be followed by anything, where the row itself tells the state: "Minister of Tourism", "Judge of the
# Supreme Court". A president may be that of a chess club.
_FREE: Final = frozenset(
    {
        "minister",
        "deputy_minister",
        "ambassador",
        "judge",
        "speaker",
        "governor",
        "army_chief",
        "police_chief",
        "legislator",
    }
)
_NATIONAL: Final = frozenset({"country", "demonym", "people", "capital"})
_BETWEEN: Final = frozenset({"of", "for", "in", "to"})
_FEDERAL: Final = frozenset({"federal", "union", "national", "royal", "imperial", "acting"})
# How like a family name a single further name must be to be a spelling of it: Zelensky, Zelenskyy, Selenskyj are, Volodymyr is
# not. Chosen by hand on names of heads of state.
_LIKE: Final = 0.6


class Given(NamedTuple):
    """What the user says of every row of a file, where the file does not."""

    table: str | None = None
    office: str | None = None
    sector: str | None = None
    kind: str | None = None
    source: str | None = None
    checked_on: str | None = None
    start: str | None = None


class Entry(NamedTuple):
    """One fact of a file as cells of a table."""

    where: str
    table: str
    cells: dict[str, str]

    @property
    def name(self) -> str:
        """The name of whom it tells."""
        return self.cells[TABLES[self.table].label]


class Refused(NamedTuple):
    """A row that lacks what is needed."""

    where: str
    name: str
    why: str


class LackError(Exception):
    """Something that a row needs and lacks; it becomes a `Refused`."""


class Words:
    """The names of states and titles that values are understood by."""

    def __init__(self, knowledge: Knowledge, overlay: Overlay | None) -> None:
        rows = rows_of("countries.tsv", overlay)
        self._knowledge = knowledge
        self._countries = country_names(rows)
        self._codes = {row.cells["code"] for row in rows}
        self._countries |= {code.lower(): code for code in self._codes}
        self._offices: dict[str, tuple[Title, str] | None] = {}

    def country(self, *values: str) -> str:
        """The code of the first value that names a state, by code or name; empty where none does."""
        for value in values:
            bare = value.strip().removeprefix("the ").removeprefix("The ")
            found = self._countries.get(bare.lower()) or self._by_name(bare)
            if found:
                return found
        return ""

    def is_taken(self, name: str) -> bool:
        """Whether a name means something to every text: a word for people, a title, a state, its people or capital."""
        words = fold(name)
        bearers = self._knowledge.names.get(words, ())
        common = words in self._knowledge.roles or words in self._knowledge.titles
        return common or any(entity.kind in _NATIONAL for entity in bearers)

    def own_names(self, name: str, spellings: Iterable[str], *, person: bool) -> str:
        """The further names of somebody as a cell.

        Raises:
            LackError: The name itself is no name of its own.
        """
        if self.is_taken(name):
            raise LackError(f"{name!r} is a word for people, a title or the name of a state")
        return "|".join(n for n in further_names(name, spellings, person=person) if not self.is_taken(n))

    def office(self, position: str) -> tuple[Title, str] | None:
        """The title that a position begins with, and the state that it ends with: "Minister for Foreign Affairs of Peru".

        `None` where no title does, or where what follows it is no state: "President of the Chess Union".
        """
        if position not in self._offices:
            self._offices[position] = self._office(position)
        return self._offices[position]

    def _office(self, position: str) -> tuple[Title, str] | None:
        words = re.sub(r"\(([^)]*)\)", r"of \1", position).replace(",", " ").split()
        state = ""
        while words and (fold_word(words[0]) in _FEDERAL or self._leading_state(words)):
            length = self._leading_state(words) or 1
            state = state or self.country(" ".join(words[:length])) or self._adjective(words[:length])
            words = words[length:]
        for end in range(len(words), 0, -1):
            title = self._title(words[:end])
            rest = words[end:]
            if title is None or (rest and rest[0].lower() not in _BETWEEN):
                continue
            if not rest:
                return title, state
            whose = self.country(" ".join(rest[1:])) or self._adjective(rest[1:])
            if whose or title.office in _FREE:
                return title, whose or state
        return None

    def _title(self, words: list[str]) -> Title | None:
        for spelling in (words, ["of" if w.lower() == "for" else w for w in words]):
            found = self._knowledge.titles.get(fold(" ".join(spelling)))
            if found is not None:
                return found
        return None

    def _leading_state(self, words: list[str]) -> int:
        """How many words at the head name a state or its people: "United States Secretary of Defense"."""
        for length in range(min(4, len(words) - 1), 0, -1):
            if self.country(" ".join(words[:length])) or self._adjective(words[:length]):
                return length
        return 0

    def _adjective(self, words: list[str]) -> str:
        found = self._knowledge.names.get(fold(" ".join(words)), ())
        return next((e.country for e in found if e.kind == "demonym" and e.country), "")

    def _by_name(self, name: str) -> str:
        found = self._knowledge.names.get(fold(name), ()) if name else ()
        return next((e.country for e in found if e.kind == "country" and e.country and e.end is None), "")


def day(value: str) -> str:
    """The ISO day of a value; empty for an empty or unknown one.

    Raises:
        LackError: It is something else.
    """
    text = value.strip()
    if not text or _UNKNOWN.match(text):
        return ""
    match = _DAY.match(text)
    if match is None:
        raise LackError(f"{text!r} is no date")
    parts = [part for part in match.groups() if part]
    while parts and parts[-1] == "00":
        parts.pop()
    told = "-".join(parts)
    try:
        first_day(told)
    except ValueError:
        raise LackError(f"{text!r} is no date") from None
    return told


def term(start: str, end: str, given: Given) -> tuple[str, str]:
    """First and last day of a term of office.

    Raises:
        LackError: It has no beginning, which would make it hold on every day, or ends before it.
    """
    start = start or given.start or ""
    if not start:
        raise LackError("no first day: give --from for terms that tell none")
    if end and start >= end:
        raise LackError(f"it ends ({end}) no later than it begins ({start})")
    return start, end


def as_precise(value: str, precision: str) -> str:
    """A Wikidata date cut to its precision: 9 is a year, 10 a month, 11 a day."""
    parts = value.split("-")
    return "-".join(parts[: {"9": 1, "10": 2}.get(precision.strip(), 3)]) if value else ""


def qid(value: str) -> str:
    """The Q number of an entity's address, or nothing."""
    match = _QID.match(value.strip())
    return match[1] if match else ""


def further_names(name: str, values: Iterable[str], *, person: bool) -> list[str]:
    """The further names that an English text may use, once each.

    Names in other scripts, single letters and, of persons, single words that are no spelling of the family name are left out.
    """
    own = fold(name)
    kept: dict[tuple[str, ...], str] = {own: name}
    for value in values:
        alias = " ".join(value.replace("|", " ").split())
        words = fold(alias)
        if (
            not words
            or words in kept
            or not _is_latin(alias)
            or (len("".join(words)) < 3 and not is_abbreviation(alias))
        ):
            continue
        if not any(part[:1].isupper() for part in re.split(r"[\s-]+", alias)):
            continue
        if person and len(words) == 1 and not _like_family_name(words[0], own):
            continue
        kept[words] = alias
    return list(kept.values())[1:]


def _like_family_name(word: str, name: tuple[str, ...]) -> bool:
    if not name:
        return False
    family = name[-1]
    return word in name[-1:] or sound(word) == sound(family) or (
        word[:1] == family[:1] and difflib.SequenceMatcher(None, word, family).ratio() >= _LIKE
    )  # fmt: skip


def _is_latin(text: str) -> bool:
    return all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in text)


def slug(name: str) -> str:
    """`org:river-guard`: the id that a body gets from its name."""
    return "org:" + "-".join(fold(name))

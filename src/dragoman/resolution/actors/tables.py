"""The knowledge base: tables of plain facts, ours and the user's, compiled into one lookup.

The tables and how a row is written are told in `data/README.md`, overlays in `rows`. A name leads to every entity that bears
it; which of them is meant, and whether it held its sector on the day, is for the resolver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from dragoman.errors import DataError
from dragoman.ontology.agents import RoleWord, load_role_words
from dragoman.resolution.actors.checking import require_sound
from dragoman.resolution.actors.names import fold, is_abbreviation
from dragoman.resolution.actors.rows import (
    NO_SECTOR,
    Overlay,
    Row,
    check_cells,
    first_day,
    identity,
    our_digest,
    rows_of,
)

_Add = Callable[..., None]


class Entity(NamedTuple):
    """Somebody the tables know, on one interval of dates: half-open, `None` for no bound."""

    id: str
    name: str
    kind: str  # country, demonym, people, capital, metonym, org, group, media, person
    code: str | None
    country: str | None
    sector: str | None
    start: date | None
    end: date | None
    office: str | None = None
    ambiguous: bool = False
    mine: bool = False  # from the user's overlay

    def holds_on(self, day: date | None) -> bool:
        """Whether the row holds on `day`; every row holds on an unknown day."""
        if day is None:
            return True
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class Title(NamedTuple):
    """A title before or after a name."""

    sector: str
    office: str
    only: frozenset[str] = frozenset()  # the states that have an office of that name, where few do
    never: frozenset[str] = frozenset()  # states that have none
    bodies: frozenset[str] = frozenset()  # bodies of states whose officer it is in a text that names them


class Knowledge(NamedTuple):
    """All tables, compiled. Keys of `names`, `roles` and `titles` are tuples of folded words."""

    names: dict[tuple[str, ...], tuple[Entity, ...]]
    abbreviations: dict[str, tuple[Entity, ...]]
    surnames: dict[str, tuple[Entity, ...]]
    offices: dict[tuple[str, str], tuple[Entity, ...]]
    roles: dict[tuple[str, ...], RoleWord]
    titles: dict[tuple[str, ...], Title]
    countries: dict[str, Entity]
    longest: int
    name_reach: dict[str, int]  # first word of a key of `names` → the words of its longest key; so in the next
    role_reach: dict[str, int]  # of `roles` and `titles`
    digest: str
    overlay: str = ""  # digest of the user's tables, empty without any

    def bearers(self, name: str) -> tuple[Entity, ...]:
        """Everybody whose whole name this is: by its words, or by its letters where it is an abbreviation."""
        plain = name.strip().removeprefix("the ")
        short = self.abbreviations.get(plain.replace(".", ""), ()) if is_abbreviation(plain) else ()
        return short + self.names.get(fold(plain), ())

    @property
    def version(self) -> str:
        """What records name it by: the digest of our tables and, behind a plus, that of the overlay."""
        return f"{self.digest[:16]}+{self.overlay[:16]}" if self.overlay else self.digest[:16]


def load_knowledge(overlay: Overlay | None = None) -> Knowledge:
    """Read, check and compile the packaged tables and, over them, those of an overlay.

    Raises:
        DataError: A row breaks the rules of its table.
    """
    if overlay is None or not overlay.rows:
        return _packaged()
    require_sound(overlay)
    return _with_overlay(_Compiler(overlay).compile(), _packaged())


@lru_cache(maxsize=1)
def load_regions() -> dict[tuple[str, ...], frozenset[str]]:
    """Folded words of a region ("west", "african") → the states that a text may mean by "the West African country".

    Raises:
        DataError: A row has the wrong number of cells, or a code is none of `countries.tsv`.
    """
    text = (files("dragoman.resolution.actors") / "data" / "regions.tsv").read_text(encoding="utf-8")
    found = {}
    for number, line in enumerate(text.splitlines()[1:], 2):
        region, _, codes = line.partition("\t")
        states = frozenset(codes.split("|"))
        unknown = sorted(states - _packaged().countries.keys())
        if not codes or unknown:
            raise DataError(
                f"unknown codes {unknown}",
                where=f"regions.tsv, line {number}",
                expected="a region, a tab, codes of countries.tsv",
            )
        found[fold(region)] = states
    return found


@lru_cache(maxsize=1)
def _packaged() -> Knowledge:
    return _Compiler(None).compile()


def _with_overlay(whole: Knowledge, ours: Knowledge) -> Knowledge:
    """The same knowledge where the names that only the overlay gives mean what it says, and nothing else."""
    return whole._replace(
        names={key: _shadowed(found, ours.names.get(key, ())) for key, found in whole.names.items()},
        abbreviations={
            key: _shadowed(found, ours.abbreviations.get(key, ())) for key, found in whole.abbreviations.items()
        },
        surnames={key: _mine_first(found) for key, found in whole.surnames.items()},
        offices={key: _mine_first(found) for key, found in whole.offices.items()},
    )


def _shadowed(found: tuple[Entity, ...], ours: tuple[Entity, ...]) -> tuple[Entity, ...]:
    known = {entity.id for entity in ours}
    if all(entity.id in known for entity in found if entity.mine):
        return _mine_first(found)
    own = {entity.id for entity in found if entity.mine}
    return _mine_first(tuple(entity for entity in found if entity.id in own))


def _mine_first(found: tuple[Entity, ...]) -> tuple[Entity, ...]:
    return tuple(sorted(found, key=lambda entity: not entity.mine)) if any(e.mine for e in found) else found


def _reach(keys: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """The words of the longest key that begins with each first word."""
    found: dict[str, int] = {}
    for key in keys:
        found[key[0]] = max(len(key), found.get(key[0], 0))
    return found


class _Compiler:
    """Fills the lookups from the tables, one after the other."""

    def __init__(self, overlay: Overlay | None) -> None:
        self._overlay = overlay
        self._names: dict[tuple[str, ...], list[Entity]] = defaultdict(list)
        self._abbreviations: dict[str, list[Entity]] = defaultdict(list)
        self._surnames: dict[str, list[Entity]] = defaultdict(list)
        self._offices: dict[tuple[str, str], list[Entity]] = defaultdict(list)
        self._countries: dict[str, Entity] = {}

    def compile(self) -> Knowledge:
        for row in self._rows("countries.tsv"):
            self._add_country(row)
        for row in self._rows("metonyms.tsv"):
            self._add(_metonym(row), row.cells["name"])
        for table, kind in (("organisations.tsv", "org"), ("armed_groups.tsv", "group")):
            for row in self._rows(table):
                self._add_named(row, _body(row, kind))
        for row in self._rows("media.tsv"):
            self._add_named(row, _medium(row))
        for row in self._rows("roles.tsv"):
            self._add_role(row)
        titles = {
            fold(row.cells["title"]): Title(
                row.cells["sector"], row.cells["office"], _named(row, "only"), _named(row, "not"), _named(row, "body")
            )
            for row in self._rows("titles.tsv")
        }
        names = {k: tuple(v) for k, v in self._names.items() if k}
        roles = load_role_words()
        return Knowledge(
            names=names,
            abbreviations={k: tuple(v) for k, v in self._abbreviations.items()},
            surnames={k: tuple(v) for k, v in self._surnames.items()},
            offices={k: tuple(v) for k, v in self._offices.items()},
            roles=roles,
            titles=titles,
            countries=self._countries,
            longest=max(map(len, names)),
            name_reach=_reach(names),
            role_reach=_reach((*roles, *titles)),
            digest=our_digest(),
            overlay=self._overlay.digest if self._overlay else "",
        )

    def _rows(self, table: str) -> list[Row]:
        rows = rows_of(table, self._overlay)
        for row in rows:
            check_cells(row)
        return rows

    def _add(self, entity: Entity, *spellings: str) -> None:
        for spelling in dict.fromkeys(filter(None, (s.strip() for s in spellings))):
            if is_abbreviation(spelling):
                self._bear(self._abbreviations[spelling.replace(".", "")], entity)
                continue
            self._bear(self._names[fold(spelling)], entity)
            if "'s " in spelling:  # the parser makes a word of its own of the "'s" in "People's Liberation Army"
                self._bear(self._names[fold(spelling.replace("'s ", " "))], entity)

    @staticmethod
    def _bear(bearers: list[Entity], entity: Entity) -> None:
        if entity not in bearers:
            bearers.append(entity)

    def _add_named(self, row: Row, entity: Entity) -> None:
        self._add(entity, row.cells["name"], *row.values("aliases"), *row.values("abbreviations"))

    def _add_country(self, row: Row) -> None:
        cells = row.cells
        code = cells["parent"] if cells["kind"] == "de_facto" else cells["code"]
        end = date(1993, 1, 1) if cells["kind"] == "historic" else None
        ambiguous = "ambiguous" in cells.get("note", "")

        def entity(kind: str, sector: str | None = None) -> Entity:
            return Entity(
                cells["code"], cells["name"], kind, code, code, sector, None, end, None, ambiguous, row.mine
            )  # fmt: skip

        self._countries.setdefault(cells["code"], entity("country"))
        self._add(entity("country"), cells["name"], *row.values("names"))
        self._add(entity("demonym"), *row.values("adjectives"))
        self._add(entity("people", "CVL"), *row.values("people"))
        self._add(
            entity("capital", "GOV"), *row.values("capital_names"), cells.get("capital", ""), *row.values("cities")
        )

    def _add_role(self, row: Row) -> None:
        cells, person = row.cells, row.cells["person"]
        country = cells.get("country") or None
        code = country or self._code_of_organisation(cells.get("org", ""))
        entity = Entity(
            identity(row), person, "person", code, country, _sector(row), first_day(cells.get("from")),
            first_day(cells.get("to")), cells["office"], False, row.mine,
        )  # fmt: skip
        spellings = [person, *row.values("aliases")]
        self._add(entity, *(s for s in spellings if len(fold(s)) > 1))
        words = fold(person)
        if words:
            keys = {words[-1], *(fold(s)[0] for s in spellings if s.strip() and len(fold(s)) == 1)}
            for key in sorted(keys):
                self._surnames[key].append(entity)
        if country:
            self._offices[(country, cells["office"])].append(entity)

    def _code_of_organisation(self, name: str) -> str | None:
        """The code of the body that a person heads; "African Union (chair)" is the African Union."""
        plain = name.partition("(")[0].strip()
        if not plain:
            return None
        found = self._abbreviations.get(plain) or self._names.get(fold(plain)) or []
        return next((e.code for e in found if e.kind in ("org", "group")), None)


def _metonym(row: Row) -> Entity:
    cells = row.cells
    return Entity(
        identity(row), cells["name"], "metonym", cells["country"], cells["country"], _sector(row), first_day(cells.get("from")),
        first_day(cells.get("to")), None, "ambiguous" in cells.get("note", ""), row.mine,
    )  # fmt: skip


def _body(row: Row, kind: str) -> Entity:
    cells = row.cells
    return Entity(
        cells["id"], cells["name"], kind, cells.get("code") or (cells.get("country") if row.mine else None) or None,
        cells.get("country") or None, _sector(row), first_day(cells.get("from")), first_day(cells.get("to")), None,
        "ambiguous" in cells.get("note", ""), row.mine,
    )  # fmt: skip


def _medium(row: Row) -> Entity:
    country = row.cells.get("country") or None
    return Entity(
        row.cells["id"], row.cells["name"], "media", country, country, "JRN", None, None, row.cells.get("control", ""),
        False, row.mine,
    )  # fmt: skip


def _named(row: Row, word: str) -> frozenset[str]:
    """The codes behind "only", "not" or "body" in the note of a title."""
    notes = (note.split() for note in row.values("note"))
    return frozenset(code for note in notes if note[:1] == [word] for code in note[1:])


def _sector(row: Row) -> str | None:
    """The sector of a row; bodies of states and of citizens stand in none."""
    sector = row.cells.get("sector", "")
    return None if sector in NO_SECTOR else sector or None

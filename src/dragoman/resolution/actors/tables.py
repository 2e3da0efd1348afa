"""The knowledge base: tables of plain facts, read, checked and compiled into one lookup.

The tables and how a row is written are told in `data/README.md`. A name leads to every entity that bears it; which of them is
meant, and whether it held its sector on the day, is for the resolver.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from dragoman.errors import DataError
from dragoman.ontology import load_ontology
from dragoman.ontology.agents import RoleWord, load_role_words
from dragoman.resolution.actors.names import fold, fold_word, is_abbreviation

_ISO_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?$")


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

    def holds_on(self, day: date | None) -> bool:
        """Whether the row holds on `day`; every row holds on an unknown day."""
        if day is None:
            return True
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


class Title(NamedTuple):
    """A title before or after a name."""

    sector: str
    office: str


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
    digest: str


@lru_cache(maxsize=1)
def load_knowledge() -> Knowledge:
    """Read, check and compile the packaged tables.

    Raises:
        DataError: A row breaks the rules of its table.
    """
    names: dict[tuple[str, ...], list[Entity]] = defaultdict(list)
    abbreviations: dict[str, list[Entity]] = defaultdict(list)
    surnames: dict[str, list[Entity]] = defaultdict(list)
    offices: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    countries: dict[str, Entity] = {}

    def add(entity: Entity, *spellings: str) -> None:
        for spelling in dict.fromkeys(filter(None, (s.strip() for s in spellings))):
            short = is_abbreviation(spelling)
            bearers = abbreviations[spelling.replace(".", "")] if short else names[fold(spelling)]
            if entity not in bearers:
                bearers.append(entity)

    _add_countries(add, countries)
    for row in _rows("metonyms.tsv"):
        entity = Entity(
            f"{row['country']}-{row['sector']}", row["name"], "metonym", row["country"], row["country"], row["sector"] or None,
            _first_day(row["from"]), _first_day(row["to"]), None, "ambiguous" in row.get("note", ""),
        )  # fmt: skip
        add(entity, row["name"])
    for table, kind in (("organisations.tsv", "org"), ("armed_groups.tsv", "group")):
        for row in _rows(table):
            entity = Entity(
                row["id"], row["name"], kind, row["code"] or None, row["country"] or None, row["sector"] or None,
                _first_day(row["from"]), _first_day(row["to"]), None, "ambiguous" in row.get("note", ""),
            )  # fmt: skip
            add(entity, row["name"], *row["aliases"].split("|"), *row["abbreviations"].split("|"))
    for row in _rows("media.tsv"):
        entity = Entity(
            row["id"],
            row["name"],
            "media",
            row["country"] or None,
            row["country"] or None,
            "JRN",
            None,
            None,
            row["control"],
        )
        add(entity, row["name"], *row["aliases"].split("|"), *row["abbreviations"].split("|"))
    for row in _rows("roles.tsv"):
        _add_role(row, add, surnames, offices, _code_of_organisation(row["org"], names, abbreviations))
    roles = load_role_words()
    titles = {fold(row["title"]): Title(row["sector"], row["office"]) for row in _rows("titles.tsv")}
    return Knowledge(
        names={k: tuple(v) for k, v in names.items() if k},
        abbreviations={k: tuple(v) for k, v in abbreviations.items()},
        surnames={k: tuple(v) for k, v in surnames.items()},
        offices={k: tuple(v) for k, v in offices.items()},
        roles=roles,
        titles=titles,
        countries=countries,
        longest=max(map(len, names)),
        digest=_digest(),
    )


def _add_countries(add: object, countries: dict[str, Entity]) -> None:
    assert callable(add)
    for row in _rows("countries.tsv"):
        code = row["parent"] if row["kind"] == "de_facto" else row["code"]
        ambiguous = "ambiguous" in row.get("note", "")

        def entity(
            kind: str,
            sector: str | None = None,
            row: dict[str, str] = row,
            code: str = code,
            ambiguous: bool = ambiguous,
        ) -> Entity:
            end = date(1993, 1, 1) if row["kind"] == "historic" else None
            return Entity(row["code"], row["name"], kind, code, code, sector, None, end, None, ambiguous)

        countries.setdefault(row["code"], entity("country"))
        add(entity("country"), row["name"], *row["names"].split("|"))
        add(entity("demonym"), *row["adjectives"].split("|"))
        add(entity("people", "CVL"), *row["people"].split("|"))
        add(entity("capital", "GOV"), *row["capital_names"].split("|"), row["capital"], *row["cities"].split("|"))


def _add_role(
    row: dict[str, str],
    add: object,
    surnames: dict[str, list[Entity]],
    offices: dict[tuple[str, str], list[Entity]],
    organisation: str | None,
) -> None:
    assert callable(add)
    person = row["person"]
    identity = "person:" + "-".join(fold_word(w) for w in person.replace("-", " ").split())
    code = row["country"] or organisation
    entity = Entity(
        identity, person, "person", code, row["country"] or None, row["sector"] or None,
        _first_day(row["from"]), _first_day(row["to"]), row["office"],
    )  # fmt: skip
    spellings = [person, *row["aliases"].split("|")]
    add(entity, *(s for s in spellings if len(fold(s)) > 1))
    words = fold(person)
    if words:
        keys = {words[-1], *(fold(s)[0] for s in spellings if s.strip() and len(fold(s)) == 1)}
        for key in sorted(keys):
            surnames[key].append(entity)
    if row["country"]:
        offices[(row["country"], row["office"])].append(entity)


def _code_of_organisation(
    name: str, names: dict[tuple[str, ...], list[Entity]], abbreviations: dict[str, list[Entity]]
) -> str | None:
    """The code of the body that a person heads; "African Union (chair)" is the African Union."""
    plain = name.partition("(")[0].strip()
    if not plain:
        return None
    found = abbreviations.get(plain) or names.get(fold(plain)) or []
    return next((e.code for e in found if e.kind in ("org", "group")), None)


def _first_day(text: str | None) -> date | None:
    """The first day of an ISO date of any precision."""
    if not text:
        return None
    parts = [int(p) for p in text.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = files("dragoman.resolution.actors") / "data" / name
    if not path.is_file():
        return
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    sectors = load_ontology().sectors
    reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
    for number, row in enumerate(reader, 2):
        if None in row:
            raise DataError(
                "too many cells", where=f"{name}, line {number}", expected=f"{len(reader.fieldnames or ())} cells"
            )
        sector = row.get("sector")
        if sector in ("IGO", "NGO"):  # heads of intergovernmental bodies: the body itself is no sector
            row["sector"] = sector = ""
        if sector and sector not in sectors:
            raise DataError(
                f"{sector!r} is not a PLOVER sector", where=f"{name}, line {number}", expected=" ".join(sorted(sectors))
            )
        for column in ("from", "to"):
            if row.get(column) and not _ISO_DATE.match(row[column]):
                raise DataError(
                    f"{row[column]!r} is not a date",
                    where=f"{name}, line {number}, {column}",
                    expected="2024, 2024-05 or 2024-05-31",
                )
        yield row


def _digest() -> str:
    digest = hashlib.sha256()
    folder = files("dragoman.resolution.actors") / "data"
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".tsv"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()

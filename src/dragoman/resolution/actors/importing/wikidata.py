"""Results of a query to Wikidata: rows with `item`, `itemLabel`, `position` and the like become roles or bodies.

Columns (each may be missing but the first two; `…Label` is what the label service adds):

| column | holds |
| --- | --- |
| `item`, `itemLabel` | the address or number of the person or body, and its name |
| `alias`, `itemAltLabel` | further names; several may stand in one cell, parted by `|` or `, ` |
| `position`, `positionLabel` | the office; without these columns the rows tell of bodies |
| `country`, `countryCode`, `countryLabel` | the state: an ISO 3166 code (P297, P298) or its name |
| `start`, `end`, `startPrecision`, `endPrecision` | the term, or the life of a body (`inception`, `dissolved` too) |
| `office`, `sector`, `kind`, `org`, `shortName` | ours, where a query gives them |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dragoman.resolution.actors.importing.entries import (
    Entry,
    Given,
    LackError,
    Refused,
    Words,
    as_precise,
    day,
    qid,
    slug,
    term,
)

_POSITION: Final = ("position", "positionLabel", "office")
# Bodies that stand in no sector of their own.
_WITHOUT_SECTOR: Final = frozenset({"igo", "un_body", "mission"})


class Binding(NamedTuple):
    """One row of the results."""

    where: str
    cells: dict[str, str]

    def first(self, *columns: str) -> str:
        """The first of these cells that holds something."""
        return next((value for column in columns if (value := self.cells.get(column, "").strip())), "")


def binding_entries(rows: Iterable[Binding], words: Words, given: Given) -> Iterator[Entry | Refused]:
    """What the rows tell; those of one item, office and term together, with all their further names."""
    groups: dict[tuple[str, ...], list[Binding]] = {}
    for row in rows:
        key = (
            row.first("item", "itemLabel") or row.where,
            row.first("positionLabel", "position", "office"),
            row.first("start", "inception"),
            row.first("end", "dissolved"),
        )
        groups.setdefault(key, []).append(row)
    for group in groups.values():
        row = group[0]
        name = _name(row)
        try:
            yield _entry(group, name, words, given)
        except LackError as err:
            yield Refused(row.where, name or row.first("item") or "?", str(err))


def _entry(group: list[Binding], name: str, words: Words, given: Given) -> Entry:
    row = group[0]
    if not name:
        raise LackError("no name: add itemLabel, with SERVICE wikibase:label, to the query")
    has_position = any(row.first(column) for column in _POSITION) or any(c in row.cells for c in _POSITION)
    table = given.table or ("roles.tsv" if has_position or given.office else "organisations.tsv")
    spellings = [name for other in group for name in _spellings(other)]
    aliases = words.own_names(name, spellings, person=table == "roles.tsv")
    start = as_precise(day(row.first("start", "inception")), row.first("startPrecision", "inceptionPrecision"))
    end = as_precise(day(row.first("end", "dissolved")), row.first("endPrecision", "dissolvedPrecision"))
    if table == "roles.tsv":
        start, end = term(start, end, given)
    item = qid(row.first("item"))
    cells = {
        "aliases": aliases,
        "from": start,
        "to": end,
        "checked_on": given.checked_on or "",
        "source": given.source or (f"Wikidata {item}" if item else "Wikidata"),
    }
    if table == "roles.tsv":
        return Entry(row.where, table, {**cells, "person": name, **_office(row, words, given)})
    return Entry(row.where, table, {**cells, "id": slug(name), "name": name, **_body(row, words, given, table)})


def _office(row: Binding, words: Words, given: Given) -> dict[str, str]:
    position = row.first("positionLabel", "position")
    if qid(position):
        position = ""
    told = words.office(position) if position else None
    office = row.first("office") or given.office or (told[0].office if told else "")
    if not office:
        if not position:
            raise LackError("no position: add positionLabel to the query, or give --office")
        raise LackError(f"the position {position!r} is no title of ours with a state behind it: give --office")
    country = words.country(*_states(row)) or (told[1] if told else "")
    org = row.first("org", "orgLabel")
    if not country and not org:
        state = ", ".join(_states(row))
        raise LackError(
            f"no table has the state {state!r}"
            if state
            else "no country: add countryCode (P298) or countryLabel to the query"
        )
    sector = row.first("sector") or given.sector or (told[0].sector if told else "")
    if not sector:
        raise LackError("no sector: give --sector")
    return {"office": office, "country": country, "org": "" if country else org, "sector": sector}


def _body(row: Binding, words: Words, given: Given, table: str) -> dict[str, str]:
    kind = row.first("kind") or given.kind or ""
    sector = row.first("sector") or given.sector or ""
    country = words.country(*_states(row))
    if table != "media.tsv" and not sector and kind not in _WITHOUT_SECTOR:
        raise LackError("no sector: give --sector, or --kind igo for a body of states")
    if not country and kind not in (*_WITHOUT_SECTOR, "ngo"):
        raise LackError("no country: add countryCode (P298) or countryLabel to the query, or give --kind")
    cells = {"country": country, "abbreviations": row.first("shortName", "abbreviation")}
    if table == "media.tsv":
        return {**cells, "kind": kind}
    code = row.first("code") or (country if kind not in (*_WITHOUT_SECTOR, "ngo") else "NGO" if kind == "ngo" else "")
    cells |= {"sector": sector, "code": code}
    return cells if table == "armed_groups.tsv" else {**cells, "kind": kind}


def _states(row: Binding) -> list[str]:
    values = (row.first("countryCode"), row.first("countryLabel"), row.first("country"))
    return [value for value in values if value and not qid(value)]


def _name(row: Binding) -> str:
    """The label; a number in its place says that there is none in the language asked for."""
    label = row.first("itemLabel", "name")
    return "" if qid(label) else " ".join(label.replace("|", " ").split())


def _spellings(row: Binding) -> list[str]:
    found = []
    for column in ("alias", "itemAltLabel", "altLabel", "aliasLabel", "aliases"):
        value = row.cells.get(column, "")
        found += value.split("|") if "|" in value else value.split(", ")
    return [value.strip() for value in found if value.strip()]

"""What is wrong with the rows of the tables: codes, dates, overlaps, names that are no names.

A grave complaint keeps an overlay from being used; the others are told by `dragoman kb check`, since a row may be right in spite
of them: a state can have two heads, and a person the name of a weekday.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from dragoman.errors import DataError
from dragoman.ontology.agents import load_role_words
from dragoman.resolution.actors.names import fold, is_abbreviation
from dragoman.resolution.actors.rows import (
    LISTS,
    TABLES,
    Overlay,
    Row,
    check_cells,
    first_day,
    identity,
    our_rows,
    rows_of,
)

# Offices that one person holds at a time, nearly everywhere.
SINGLE: Final = frozenset(
    {
        "head_of_state",
        "head_of_government",
        "foreign_minister",
        "defence_minister",
        "interior_minister",
        "finance_minister",
        "supreme_leader",
    }
)
_CODE: Final = re.compile(r"[A-Z][A-Z0-9]{2}$")
_DE_FACTO: Final = re.compile(r"[A-Z][A-Z0-9]{2}(?:-[A-Z]+)?$")  # counted to its parent, whose code it is written with
_ACTOR_CODE: Final = re.compile(r"[A-Z][A-Z0-9-]{1,11}$")
_ID: Final = re.compile(r"[a-z]+:[a-z0-9]+(?:-[a-z0-9]+)*$")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_OFFICE: Final = re.compile(r"[a-z]+(?:_[a-z]+)*$")
_KINDS: Final = ("state", "territory", "de_facto", "historic")
_TITLED: Final = ("president", "prime minister", "minister", "chancellor", "secretary general", "ambassador", "senator")
_WORDS: Final = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "and",
        "another",
        "any",
        "both",
        "but",
        "by",
        "everyone",
        "everybody",
        "for",
        "from",
        "he",
        "her",
        "him",
        "his",
        "i",
        "in",
        "it",
        "its",
        "many",
        "me",
        "my",
        "nobody",
        "none",
        "of",
        "on",
        "our",
        "she",
        "some",
        "somebody",
        "someone",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "unknown",
        "us",
        "various",
        "we",
        "what",
        "which",
        "who",
        "whom",
        "whose",
        "with",
        "you",
        "your",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "today",
        "yesterday",
        "tomorrow",
        "none",
        "null",
        "nan",
        "tbd",
        "todo",
        "n/a",
    ]
)
_SPELLED: Final = ("name", "person", "title", "capital", *sorted(LISTS))


class Complaint(NamedTuple):
    """Something wrong with one row. `grave` says that it cannot be used so."""

    row: Row
    what: str
    expected: str | None = None
    remedy: str | None = None
    grave: bool = False

    def error(self) -> DataError:
        """The complaint as an error, which tells it in one line."""
        return DataError(self.what, where=self.row.where, expected=self.expected, remedy=self.remedy)


class Known(NamedTuple):
    """What rows may refer to."""

    countries: frozenset[str]
    called: dict[str, str]  # alpha-2 codes and names of states, in lower case → code
    offices: frozenset[str]
    bodies: frozenset[tuple[str, ...]]


def require_sound(overlay: Overlay) -> None:
    """Refuse an overlay that holds a row which cannot be used.

    Raises:
        DataError: It does; the error is the first of them.
    """
    known = known_to(overlay)
    grave = [c for row in overlay.rows for c in _check_row(row, known) if c.grave]
    grave += [c for c in _twice(overlay.rows) if c.grave]
    if grave:
        first = grave[0].error()
        more = f"dragoman kb check lists all {len(grave)}" if len(grave) > 1 else None
        raise DataError(
            first.what, where=first.where, expected=first.expected, remedy="; ".join(filter(None, (first.remedy, more)))
        )


def check_all(overlay: Overlay | None) -> list[Complaint]:
    """What is wrong with our tables and the overlay, in the order of file and line, ours first."""
    ours = [row for table in TABLES for row in our_rows(table)]
    return [*check_rows(ours, overlay), *(check_rows(overlay.rows, overlay) if overlay else ())]


def check_row(row: Row, known: Known) -> list[Complaint]:
    """What is wrong with a row by itself."""
    return list(_check_row(row, known))


def check_rows(rows: Sequence[Row], overlay: Overlay | None) -> list[Complaint]:
    """What is wrong with some rows, seen beside all that hold."""
    known = known_to(overlay)
    found: list[Complaint] = []
    for row in rows:
        found.extend(_check_row(row, known))
    found.extend(_twice(rows))
    found.extend(_overlaps(rows, overlay))
    order = {id(row): number for number, row in enumerate(rows)}
    return sorted(found, key=lambda c: order[id(c.row)])


def _check_row(row: Row, known: Known) -> Iterator[Complaint]:
    yield from _missing(row)
    yield from _codes(row, known)
    dated = list(_dates(row))
    yield from dated
    if row.table == "roles.tsv":
        yield from _role(row, known)
    for column in _SPELLED:
        for value in row.values(column) if column in row.cells else ():
            yield from _spelling(row, column, value, known)


def _missing(row: Row) -> Iterator[Complaint]:
    for column in TABLES[row.table].required:
        value = row.cells.get(column, "").strip()
        if not value or set(value) <= {"?"}:
            what = f"{column} is not filled in" if value else f"{column} is empty"
            yield Complaint(row, what, f"a value in every one of {', '.join(TABLES[row.table].required)}", None, True)
    if "|" in row.label:
        yield Complaint(
            row, f"{row.label!r} is several names", "one name", "further ones stand among the aliases", row.mine
        )
    for column, value in row.cells.items():
        if value.strip("? ") == "" and value.strip() and column not in TABLES[row.table].required:
            yield Complaint(row, f"{column} is not filled in", "a value, or nothing", None, True)
        if _CONTROL.search(value):
            yield Complaint(row, f"{column} holds a control character", "plain text", "type the cell anew", True)


def _codes(row: Row, known: Known) -> Iterator[Complaint]:
    cells = row.cells
    try:
        check_cells(row._replace(cells={"sector": cells.get("sector", "")}))
    except DataError as err:
        yield Complaint(row, err.what, err.expected, err.remedy, True)
    if row.table == "countries.tsv":
        yield from _country(row, known)
    elif cells.get("country") and cells["country"].strip("?") and cells["country"] not in known.countries:
        meant = known.called.get(cells["country"].lower())
        remedy = "a state of your own needs a row in countries.tsv"
        yield Complaint(
            row, f"{cells['country']!r} is no country", "a code of countries.tsv, ours or yours, such as KEN",
            f"did you mean {meant}?" if meant else remedy, True,
        )  # fmt: skip
    if row.table != "countries.tsv" and cells.get("code") and not _ACTOR_CODE.match(cells["code"]):
        yield Complaint(row, f"{cells['code']!r} is no code", "capitals and digits, such as KEN, UN or NGO", None, True)
    if "id" in TABLES[row.table].required and cells.get("id") and not _ID.match(cells["id"]):
        yield Complaint(row, f"{cells['id']!r} is no id", "lower case, such as org:river-guard", None, True)


def _country(row: Row, known: Known) -> Iterator[Complaint]:
    cells = row.cells
    pattern = _DE_FACTO if cells["kind"] == "de_facto" else _CODE
    if cells["code"].strip("?") and not pattern.match(cells["code"]):
        yield Complaint(row, f"{cells['code']!r} is no code of a country", "three capitals, such as VLD", None, True)
    if cells["kind"] and cells["kind"] not in _KINDS:
        yield Complaint(row, f"{cells['kind']!r} is no kind of country", ", ".join(_KINDS), None, True)
    parent = cells.get("parent", "")
    if parent and parent not in known.countries:
        yield Complaint(row, f"{parent!r} is no country", "a code of countries.tsv, ours or yours", None, True)
    if cells["kind"] == "de_facto" and not parent:
        yield Complaint(
            row, "no parent for a de facto state", "the code of the state that it is counted to", None, True
        )
    if not cells.get("adjectives") and cells["kind"] == "state":
        yield Complaint(row, "no adjectives", "such as Kenyan", "without one, its people and officials are not found")


def _dates(row: Row) -> Iterator[Complaint]:
    days: dict[str, date | None] = {}
    for column in ("from", "to", "checked_on"):
        try:
            days[column] = first_day(row.cells.get(column))
        except ValueError:
            if row.cells[column].strip("?"):
                yield Complaint(
                    row, f"{row.cells[column]!r} is not a date ({column})", "2024, 2024-05 or 2024-05-31", None, True
                )
    start, end = days.get("from"), days.get("to")
    if not start or not end or start < end:
        return
    if row.cells["from"].startswith(row.cells["to"]):
        yield Complaint(
            row, f"it holds on no day: {row.cells['from']} to {row.cells['to']}", "dates exact enough to part",
            "an end is the first day on which it holds no more",
        )  # fmt: skip
    else:
        yield Complaint(
            row, f"it ends ({row.cells['to']}) before it begins ({row.cells['from']})", "from before to", None, row.mine
        )


def _role(row: Row, known: Known) -> Iterator[Complaint]:
    cells = row.cells
    office, body = cells["office"], cells.get("org", "").partition("(")[0].strip()
    if office and office.strip("?") and not _OFFICE.match(office):
        yield Complaint(row, f"{office!r} is no office", "lower case, such as foreign_minister", None, True)
    elif office and office not in known.offices:
        close = difflib.get_close_matches(office, sorted(known.offices), n=1)
        yield Complaint(
            row, f"no title leads to the office {office!r}", "an office that titles.tsv or roles.tsv has",
            f"did you mean {close[0]}?" if close else "add the title to titles.tsv if texts use one",
        )  # fmt: skip
    if not cells.get("country") and not body:
        yield Complaint(row, "neither country nor org", "the code of a state, or the name of a body", None, row.mine)
    elif row.mine and not cells.get("country") and not {fold(body), (body,)} & known.bodies:
        yield Complaint(
            row, f"no table has the body {body!r}", "a name of organisations.tsv or armed_groups.tsv, ours or yours",
            "add the body, or give a country: a role without either has no code",
        )  # fmt: skip
    if row.mine and not cells.get("sector"):
        yield Complaint(row, "no sector", "one such as GOV", "without it nobody can ask for the person by sector")


def _spelling(row: Row, column: str, value: str, known: Known) -> Iterator[Complaint]:
    """A name that no text will hold, or that every text does."""
    words = fold(value)
    if not words or not any(c.isalpha() for c in value):
        if value.strip("?"):
            yield Complaint(row, f"{value!r} is no name ({column})", "words with letters", None, row.mine)
        return
    if len(words) == 1 and len(words[0]) == 1:
        yield Complaint(row, f"{value!r} is a single letter ({column})", "a whole name", None, row.mine)
    elif len(words) == 1 and words[0] in _WORDS and not is_abbreviation(value):
        yield Complaint(
            row, f"{value!r} is an everyday word ({column})", "a name", "every text would name it: leave it out",
            row.mine and column != "title",
        )  # fmt: skip
    elif len(value) > 120:
        yield Complaint(row, f"a name of {len(value)} characters ({column})", "names parted by |", None, row.mine)
    elif row.table != "titles.tsv":
        if row.mine and row.table != "countries.tsv" and value.lower() in known.called and not is_abbreviation(value):
            yield Complaint(
                row,
                f"{value!r} is also the name of a state ({column})",
                "a name that is nothing else",
                "it hides the state",
            )
        yield from _odd(row, column, value, words)


def _odd(row: Row, column: str, value: str, words: tuple[str, ...]) -> Iterator[Complaint]:
    if not any(part[:1].isupper() for part in re.split(r"[\s-]+", value)):
        yield Complaint(
            row, f"{value!r} has no capital ({column})", "at least one word with a capital, as texts write it",
            "without one the name is never found",
        )  # fmt: skip
    ambiguous = "ambiguous" in row.cells.get("note", "")
    if len(words) == 1 and not ambiguous and words in load_role_words() and not is_abbreviation(value):
        yield Complaint(
            row,
            f"{value!r} is also a word for people ({column})",
            "a name that is nothing else",
            "put ambiguous in note",
        )
    if column == "person" and _title_of(value):
        yield Complaint(row, f"{value!r} begins with a title", "the name alone", "titles stand in titles.tsv")
    if column == "person" and "," in value:
        yield Complaint(row, f"{value!r} has a comma", "the name as a text has it, family name last", None)


def _title_of(person: str) -> bool:
    return any(person.lower().startswith(f"{title} ") for title in _TITLED)


def _twice(rows: Iterable[Row]) -> Iterator[Complaint]:
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        key = (row.file, *row.unique)
        first = seen.setdefault(key, row)
        if first is not row and not _says_the_same(first, row):
            yield Complaint(
                row, f"{row.label!r} stands in line {first.line} already", "one row each", "join the two", row.mine
            )


def _says_the_same(first: Row, row: Row) -> bool:
    """The same title or metonym spelt with and without accents, which is no fault but no help either."""
    columns = {"titles.tsv": ("sector", "office"), "metonyms.tsv": ("country", "sector", "from", "to")}.get(
        row.table, ()
    )
    return bool(columns) and all(first.cells.get(c) == row.cells.get(c) for c in columns)


def _overlaps(rows: Sequence[Row], overlay: Overlay | None) -> Iterator[Complaint]:
    """Two holders of one office on one day, where only one is to be expected."""
    terms: dict[tuple[str, str], list[tuple[date, date, Row]]] = defaultdict(list)
    told = {id(row) for row in rows}
    given = {row.unique for row in rows if row.mine}
    # Rows of ours are not held against the user's: whoever writes a row answers for it.
    beside = [r for r in rows_of("roles.tsv", overlay) if not (r.mine and r.unique in given)] if given else []
    for row in [*rows, *beside]:
        office, country = row.cells.get("office", ""), row.cells.get("country", "")
        try:
            start, end = first_day(row.cells.get("from")), first_day(row.cells.get("to"))
        except ValueError:
            continue
        if row.table == "roles.tsv" and office in SINGLE and country and row.cells.get("acting", "") == "":
            terms[(country, office)].append((start or date.min, end or date.max, row))
    for (country, office), held in terms.items():
        held.sort(key=lambda term: term[:2])
        for number, (start, end, row) in enumerate(held):
            for other_start, _, other in held[number + 1 :]:
                if other_start >= end or other_start == start == date.min:
                    break
                if identity(other) == identity(row) or not {id(row), id(other)} & told:
                    continue
                yield from _overlap(country, office, row, other, told)


def _overlap(country: str, office: str, row: Row, other: Row, told: set[int]) -> Iterator[Complaint]:
    here, there = (other, row) if id(other) in told else (row, other)
    since = other.cells.get("from") or "?"
    remedy = (
        f"end the one: dragoman kb end {row.label!r} --on {since}" if not row.cells.get("to") else "correct from or to"
    )
    yield Complaint(
        here, f"{here.label} and {there.label} ({there.where}) are both {office} of {country} from {since}",
        "one holder on a day", remedy,
    )  # fmt: skip


def known_to(overlay: Overlay | None) -> Known:
    """What rows may refer to: states, offices and bodies of our tables and an overlay."""
    if overlay is None or not overlay.rows:
        return _ours()
    return _know(overlay)


@lru_cache(maxsize=1)
def _ours() -> Known:
    return _know(None)


def country_names(rows: Iterable[Row]) -> dict[str, str]:
    """What people write in the place of a state's code: its alpha-2 code and names, in lower case, with the code."""
    return {
        name.lower(): row.cells["code"]
        for row in rows
        if row.cells["kind"] != "historic"
        for name in (*row.values("names"), row.cells["name"], row.cells.get("iso2", ""), row.cells["code"])
        if name
    }


def _know(overlay: Overlay | None) -> Known:
    bodies: set[tuple[str, ...]] = set()
    for table in ("organisations.tsv", "armed_groups.tsv"):
        for row in rows_of(table, overlay):
            names = (row.cells.get("name", ""), *row.values("aliases"), *row.values("abbreviations"))
            bodies.update(fold(name) for name in names)
            bodies.update((name,) for name in names)
    titles = {row.cells.get("office", "") for row in rows_of("titles.tsv", overlay)}
    countries = rows_of("countries.tsv", overlay)
    return Known(
        frozenset(row.cells.get("code", "") for row in countries) - {""},
        country_names(countries),
        frozenset(titles | {row.cells["office"] for row in our_rows("roles.tsv")}) - {""},
        frozenset(bodies),
    )

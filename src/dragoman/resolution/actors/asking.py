"""Ask the tables themselves: who or what a name means on a day, from which rows, and which rows want looking at again.

A name is resolved as it would be in a text, without a parser: the phrase alone, each word a proper noun if it has a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from dragoman.records import Actor, Record, Sentence, Span, Token
from dragoman.resolution.actors.memory import Memory
from dragoman.resolution.actors.names import fold, fold_word
from dragoman.resolution.actors.phrases import find_names, parse_phrase
from dragoman.resolution.actors.resolver import NameResolver
from dragoman.resolution.actors.rows import SOURCE, TABLES, Overlay, Row, first_day, identity, rows_of
from dragoman.resolution.actors.tables import Entity, Knowledge

_WORD: Final = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*\.?|[^\w\s]")
_NAME_BEFORE: Final = re.compile(
    r"((?:[^\W\d_a-z][\w’'.-]*\s+(?:(?:of|de|al|for)\s+(?:the\s+)?)?)*[^\W\d_a-z][\w’'.-]*)[\s,]*(?:[\w’'-]+\s+){0,3}$"
)
_BEHIND: Final = frozenset({"of", "in", "for", "from", "at"})
_SMALL: Final = _BEHIND | {"and", "the", "a", "an", "to", "on"}
# Tables whose rows are dated, and so may go out of date.
DATED: Final = ("roles.tsv", "organisations.tsv", "armed_groups.tsv", "metonyms.tsv")
CHECKED: Final = ("roles.tsv", "organisations.tsv", "armed_groups.tsv", "media.tsv", "countries.tsv")


class Fact(Record, frozen=True, kw_only=True):
    """One row that tells of somebody. `holds` says whether it does on the day asked for."""

    id: str
    name: str
    table: str
    where: str
    mine: bool
    holds: bool
    code: str | None = None
    country: str | None = None
    sector: str | None = None
    office: str | None = None
    org: str | None = None
    first: str | None = None
    until: str | None = None
    aliases: tuple[str, ...] = ()
    checked_on: str | None = None
    source: str | None = None


class Found(Record, frozen=True, kw_only=True):
    """Who a name means. `facts` are the rows on the one chosen, `others` those of everybody else who bears the name."""

    asked: str
    on: date | None
    actor: Actor
    facts: tuple[Fact, ...] = ()
    others: tuple[Fact, ...] = ()


class Stale(Record, frozen=True, kw_only=True):
    """A row that wants looking at again, and why."""

    table: str
    where: str
    name: str
    why: str
    office: str | None = None
    country: str | None = None
    first: str | None = None
    until: str | None = None
    checked_on: str | None = None


def who_is(
    name: str, knowledge: Knowledge, overlay: Overlay | None, *, on: date | None = None, country: str | None = None
) -> Found:
    """Who or what a name or noun phrase means.

    Args:
        name: As a text would write it: "Lavrov", "the Syrian government", "IDF".
        knowledge: The compiled tables.
        overlay: The user's tables that went into it.
        on: The day; `None` asks for any.
        country: The country that the text speaks of, for phrases that name none.
    """
    actor = actor_of(name, knowledge, on=on, country=country)
    bearers = {entity.id for entity in _bearers(name, knowledge)}
    rows = [row for table in TABLES for row in rows_of(table, overlay)]
    own = {actor.id, *({actor.code} if actor.kind != "person" and not _is_named(actor.id) else ())} - {None}
    return Found(
        asked=name,
        on=on,
        actor=actor,
        facts=tuple(_fact(row, on) for row in rows if identity(row) in own and _speaks_of(row, name)),
        others=tuple(
            _fact(row, on) for row in rows if identity(row) in bearers - own and _speaks_of(row, name)
        ),
    )  # fmt: skip


def actor_of(name: str, knowledge: Knowledge, *, on: date | None = None, country: str | None = None) -> Actor:
    """Who or what a name means, without the rows behind it; for arguments see `who_is`."""
    sentence, head = _sentence(name, knowledge)
    memory = Memory()
    if country:
        memory.note_country(country, 0)
    phrase = parse_phrase(sentence, Span(start=0, end=max(len(name), 1)), head, knowledge)
    return NameResolver(knowledge)(phrase, memory, on=on, place_country=None)


def stale_rows(
    overlay: Overlay | None, *, on: date, days: int, tables: Iterable[str] = CHECKED, every: bool = False
) -> list[Stale]:
    """The rows whose fact was not checked within `days` before a day, the longest unchecked first, then as tables stand.

    Without `every`, only what the day may have changed: rows with no end, or with one still to come, of what has dates.
    """
    rows = [row for table in tables for row in rows_of(table, overlay)]
    found = [stale for row in rows if (stale := _stale(row, on, days, every=every)) is not None]
    return sorted(found, key=lambda stale: first_day(stale.checked_on) or date.min)


def _stale(row: Row, on: date, days: int, *, every: bool) -> Stale | None:
    cells = row.cells
    checked, end = first_day(cells.get("checked_on")), first_day(cells.get("to"))
    if checked is not None and (on - checked).days <= days:
        return None
    is_open = row.table in DATED and (end is None or end > on)
    if not is_open and not every:
        return None
    since = f"checked {(on - checked).days} days before" if checked else "never checked"
    return Stale(
        table=row.table,
        where=row.where,
        name=row.label,
        why=f"{since}, {'no end' if end is None else 'the end is still to come'}" if is_open else since,
        office=cells.get("office") or None,
        country=cells.get("country") or cells.get("org") or None,
        first=cells.get("from") or None,
        until=cells.get("to") or None,
        checked_on=cells.get("checked_on") or None,
    )


def rows_named(name: str, overlay: Overlay | None, tables: Iterable[str]) -> list[Row]:
    """The rows of some tables that bear a name or id, as their own or as another; failing that, a surname."""
    wanted = fold(name)
    rows = [row for table in tables for row in rows_of(table, overlay)]
    found = [
        row
        for row in rows
        if name in (row.cells.get("id"), identity(row))
        or wanted in {fold(spelling) for spelling in (row.label, *row.values("aliases"), *row.values("abbreviations"))}
    ]
    if found or len(wanted) != 1:
        return found
    return [row for row in rows if row.table == "roles.tsv" and fold(row.label)[-1:] == wanted]


def is_name(text: str, knowledge: Knowledge) -> bool:
    """Whether a phrase has the look of a name: a word with a capital that is no word for a role ("Police", "Minister")."""
    words = [word for word in _WORD.findall(text) if word[0].isalpha()]
    return any(word[0].isupper() and word.lower() not in _SMALL and not _is_role(word, knowledge) for word in words)


def name_before(text: str) -> str | None:
    """The last words with capitals in a stretch of text, as far as three words before its end: "But the Quorvan Front has"."""
    match = _NAME_BEFORE.search(text)
    return match[1] if match else None


def _is_role(word: str, knowledge: Knowledge) -> bool:
    for form in (word, word.removesuffix("s")):
        key = (fold_word(form),)
        if key in knowledge.roles or key in knowledge.titles:
            return True
    return False


def _sentence(name: str, knowledge: Knowledge) -> tuple[Sentence, Span]:
    """The phrase as a sentence of one noun phrase, and its head word."""
    found = list(_words(name))
    tokens = [_token(start, word) for start, word in found]
    words = tuple(fold_word(token.text) for token in tokens)
    hits = find_names(tuple(tokens), words, knowledge)
    covered = {i for hit in hits for i in range(hit.first, hit.last + 1)}
    last = len(tokens) - 1
    for index, token in enumerate(tokens):
        if index > 0 and token.text.lower() in _BEHIND and index not in covered:
            last = index - 1
            break
    if tokens and last not in covered and tokens[last].pos == "PROPN" and words[last] in knowledge.surnames:
        tokens = [
            _person(token) if token.pos == "PROPN" and i not in covered else token for i, token in enumerate(tokens)
        ]
    head = (
        tokens[last]
        if tokens
        else Token(text=name, lemma=name, start=0, end=max(len(name), 1), pos="X", tag="", dep="", head=0)
    )
    sentence = Sentence(
        document_id="", index=0, span=Span(start=0, end=max(len(name), 1)), text=name, tokens=tuple(tokens)
    )  # fmt: skip
    return sentence, Span(start=head.start, end=head.end)


def _words(name: str) -> Iterator[tuple[int, str]]:
    """The words as a parser parts them: the "'s" of an owner is a word of its own ("Estonia's defence minister")."""
    for match in _WORD.finditer(name):
        start, word = match.span()[0], match.group()
        owner = word[:-2]
        if match.end() < len(name.rstrip()) and word[-2:] in ("'s", "’s") and owner:
            yield start, owner
            yield start + len(owner), word[-2:]
        else:
            yield start, word


def _token(start: int, word: str) -> Token:
    if not word[0].isalnum():
        pos, tag = "PUNCT", word
    elif word.lower() in _SMALL:
        pos, tag = ("DET", "DT") if word.lower() in ("the", "a", "an") else ("ADP", "IN")
    elif word[0].isupper():
        pos, tag = "PROPN", "NNP"
    else:
        pos, tag = "NOUN", "NNS" if word.endswith("s") else "NN"
    lemma = word.lower().removesuffix("s") if tag == "NNS" else word.lower()
    return Token(text=word, lemma=lemma, start=start, end=start + len(word), pos=pos, tag=tag, dep="", head=0)


def _person(token: Token) -> Token:
    return Token(
        text=token.text, lemma=token.lemma, start=token.start, end=token.end, pos=token.pos, tag=token.tag, dep="", head=0,
        entity="PERSON",
    )  # fmt: skip


def _bearers(name: str, knowledge: Knowledge) -> list[Entity]:
    words = fold(name)
    surname = knowledge.surnames.get(words[0], ()) if len(words) == 1 else ()
    return [*knowledge.bearers(name), *surname]


def _is_named(id_: str | None) -> bool:
    return id_ is not None and ":" in id_


def _speaks_of(row: Row, name: str) -> bool:
    """Of the many rows for the parts of a state, only the one with this name."""
    return row.table != "metonyms.tsv" or fold(row.cells["name"]) == fold(name)


def _fact(row: Row, on: date | None) -> Fact:
    cells = row.cells
    start, end = first_day(cells.get("from")), first_day(cells.get("to"))
    holds = on is None or ((start is None or start <= on) and (end is None or on < end))
    aliases = [
        value
        for column in ("names", "aliases", "abbreviations", "adjectives", "people", "capital_names", "cities")
        for value in row.values(column)
    ]
    country = cells["code"] if row.table == "countries.tsv" else cells.get("country")
    return Fact(
        id=identity(row), name=row.label, table=row.table, where=row.where, mine=row.mine, holds=holds,
        code=cells.get("code") or country or None, country=country or None, sector=cells.get("sector") or None,
        office=cells.get("office") or None, org=cells.get("org") or None, first=cells.get("from") or None,
        until=cells.get("to") or None, aliases=tuple(dict.fromkeys(aliases)), checked_on=cells.get("checked_on") or None,
        source=cells.get(SOURCE) or None,
    )  # fmt: skip

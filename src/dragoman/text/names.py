"""Tell the names of countries to be countries, whatever the recognizer of names made of them.

Of 265 names of states and territories in six plain sentences each (2026-11-24) it calls 36 in 100 an organisation, a person, a
region or nothing: "Mali" always a person, "Cameroon" and "Sierra Leone" always an organisation. Rules that ask for a state then
find none, so that the type of an act hangs on who does it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files

import msgspec

from dragoman.records import Token

STATE = "GPE"
_MISTAKEN = frozenset({"", "ORG", "PERSON", "LOC", "NORP", "FAC", "PRODUCT"})
_ARTICLES = frozenset({"the", "The"})
# Given and family names too: the recognizer is believed where it takes them for a person.
_OF_PERSONS = frozenset({"Chad", "England", "Georgia", "Holland", "Ireland", "Israel", "Jordan", "Trinidad", "Wales"})


@lru_cache(maxsize=1)
def load_states() -> dict[str, tuple[str, ...]]:
    """Names of states, longest first, by their first word as it stands before a space or a hyphen."""
    text = (files("dragoman.text") / "data" / "states.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for name in text.splitlines():
        found.setdefault(_first_word(name), []).append(name)
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in found.items()}


def _first_word(text: str) -> str:
    return text.split(" ", 1)[0].split("-", 1)[0]


def with_states(tokens: Sequence[Token]) -> list[Token]:
    """The tokens, with `GPE` on those that name a state and bear another label or none.

    Left alone: what is part of a longer name ("Michael Jordan", "the Bank of Mali"), and a name that persons bear too where the
    recognizer takes it for one.
    """
    found = list(tokens)
    for first, last in _names(tokens):
        if _is_mistaken(tokens, first, last):
            for index in range(first, last):
                found[index] = msgspec.structs.replace(found[index], entity=STATE, entity_start=index == first)
    return found


def _names(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """First token and the one behind the last of each name of a state, the longest at each place."""
    states = load_states()
    behind = 0
    for index, token in enumerate(tokens):
        if index < behind or not token.text[:1].isupper():
            continue
        for name in states.get(_first_word(token.text), ()):
            last = _end(tokens, index, name)
            if last is not None:
                yield index, last
                behind = last
                break


def _end(tokens: Sequence[Token], first: int, name: str) -> int | None:
    """The token behind the last of those that spell `name` from `first` on, or `None`."""
    spelt = ""
    for index in range(first, len(tokens)):
        token = tokens[index]
        gap = " " if index > first and token.start > tokens[index - 1].end else ""
        spelt += gap + token.text
        if spelt == name:
            return index + 1
        if not name.startswith(spelt):
            return None
    return None


def _is_mistaken(tokens: Sequence[Token], first: int, last: int) -> bool:
    own = tokens[first:last]
    if all(t.entity == STATE for t in own) or any(t.entity not in (*_MISTAKEN, STATE) for t in own):
        return False
    if not any(t.entity or t.pos == "PROPN" for t in own):
        return False  # "Turkey" on a table
    if own[0].text in _OF_PERSONS and last - first == 1 and own[0].entity == "PERSON":
        return False
    return not _is_part(tokens, first, last)


def _is_part(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the name belongs to a longer one: by its label, or as or with a word of a name that hangs together with it."""
    after = tokens[last] if last < len(tokens) else None
    if tokens[last - 1].entity and after is not None and after.entity and not after.entity_start and after.text != "'s":
        return True
    if tokens[first].entity and not tokens[first].entity_start and tokens[first - 1].text not in _ARTICLES:
        return True
    before = tokens[first - 1] if first else None
    if before is not None and before.pos == "PROPN" and first <= before.head < last and before.text not in _ARTICLES:
        return True
    head = tokens[last - 1].head
    return tokens[last - 1].dep == "compound" and head >= last and tokens[head].pos == "PROPN"

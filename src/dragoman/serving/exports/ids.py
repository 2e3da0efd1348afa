"""Beside a file whose rows have numbers only: which record and which two parties each number stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from dragoman.records import Actor
from dragoman.serving.exports.coding import Pair, line_of

COLUMNS: Final = ("number", "document_id", "mention_id", "event_id", "actor", "recipient", "is_mirror")


class IdRow(NamedTuple):
    """What a number stands for. Of a row about a linked event, document and mention are `None`."""

    number: int
    document_id: str | None
    mention_id: str | None
    event_id: str | None
    pair: Pair


def id_lines(rows: Iterable[IdRow]) -> Iterator[str]:
    """The names and then a line a row, with tabs between."""
    yield line_of(COLUMNS)
    for row in rows:
        names = [_name(row.pair.actor), _name(row.pair.recipient)]
        known = [row.document_id or "", row.mention_id or "", row.event_id or ""]
        yield line_of([row.number, *known, *names, int(row.pair.is_mirror)])


def _name(actor: Actor | None) -> str:
    return (actor.id or actor.code or actor.name) if actor else ""

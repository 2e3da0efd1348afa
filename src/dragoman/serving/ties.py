"""What one actor did to another, in numbers: the columns, rows and words that a pair's flows and the system's ties share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol, TypeVar

import msgspec
from rich.text import Text

from dragoman.serving.rows import Row

TIE_COLUMNS: Final[dict[str, type]] = {
    "actor": str,
    "recipient": str,
    "events": int,
    "quad1": int,
    "quad2": int,
    "quad3": int,
    "quad4": int,
    "cooperation": float,
    "conflict": float,
    "balance": float,
}


class Numbers(Protocol):
    """What is counted from one actor to another; `quads` by quad class 1 to 4."""

    @property
    def actor(self) -> str: ...
    @property
    def recipient(self) -> str: ...
    @property
    def events(self) -> int: ...
    @property
    def quads(self) -> tuple[int, int, int, int]: ...
    @property
    def cooperation(self) -> float: ...
    @property
    def conflict(self) -> float: ...
    @property
    def balance(self) -> float: ...


Kind = TypeVar("Kind")


def with_quads(row: dict[str, object], kind: type[Kind]) -> Kind:
    """The record of a row of the store, whose quad counts stand in columns of their own."""
    quads = tuple(row.pop(f"quad{number}") for number in (1, 2, 3, 4))
    return msgspec.convert({**row, "quads": quads}, kind)


def quad_rows(records: Sequence[Numbers], columns: Mapping[str, type]) -> Iterator[Row]:
    """One row a record with exactly the columns asked for."""
    for record in records:
        quads = {f"quad{number}": count for number, count in enumerate(record.quads, 1)}
        fields = {name: getattr(record, name) for name in columns if name not in quads}
        yield {name: {**fields, **quads}[name] for name in columns}


def tie_cells(record: Numbers) -> list[Text]:
    """The numbers in words, for a line of the terminal."""
    return [
        Text(f"{record.actor} → {record.recipient}", "bold"),
        Text(f"{record.events} event{'' if record.events == 1 else 's'}"),
        Text(f"cooperation {record.cooperation:+.1f}", "green"),
        Text(f"conflict {record.conflict:+.1f}", "red"),
        Text(f"balance {record.balance:+.1f}"),
    ]

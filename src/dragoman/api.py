"""Dragoman from Python: read a text, and have its record as typed structs, an Arrow table or a pandas frame.

import dragoman
report = dragoman.read(text, published=date(2025, 7, 12))
for mention in report.mentions: ...
frame = dragoman.to_pandas(report)
frame = dragoman.to_polars(dragoman.ask("news.duckdb", type=("PROTEST",), country="KEN"))
for event in dragoman.link([report, other]): ...
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import ConfigError
from dragoman.records import Document, LinkedEvent, Reading

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from dragoman.pipeline import Reader
    from dragoman.store import Answer

    Told = Reading | Iterable[Reading] | Iterable[Answer]


@lru_cache(maxsize=2)
def _reader(kb: str | None) -> Reader:
    from dragoman.pipeline import Reader, ReadSettings

    return Reader(ReadSettings(overlay=kb))


def read(
    text: str,
    *,
    published: date | None = None,
    publisher: str | None = None,
    title: str | None = None,
    id: str | None = None,
    kb: str | Path | None = None,
) -> Reading:
    """Read one article.

    Args:
        text: The article as it came; spans of the answer count its code points.
        published: Its day of publication. Without it the dateline's date is used, if there is a whole one; otherwise
            relative dates stay unresolved, with the reason.
        publisher: Who published it.
        title: Its title, where that is not part of the text.
        id: Its id; without one, a digest of the text.
        kb: A folder with tables of actors of your own, whose rows go over ours; read once per process.

    Returns:
        All that was read, the same for the same arguments and version.

    Raises:
        ConfigError: There is no folder `kb`.
        DataError: A row in it cannot be used.
        InputError: The text is longer than a million code points.
        ModelError: A model of the installation is missing or has changed.
    """
    name = id or "text-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return _reader(str(kb) if kb is not None else None).read(
        Document(id=name, text=text, published=published, publisher=publisher, title=title)
    )


def link(readings: Iterable[Reading]) -> list[LinkedEvent]:
    """What the articles report together: one event for all reports of one happening, in the order of first publication.

    Args:
        readings: Of different articles, each with an id of its own.

    Returns:
        The events, the same in whatever order the readings come. To keep them, and to link what comes later, use a store.

    Raises:
        StoreError: A reading contradicts itself.
    """
    from dragoman.pipeline.linking import link_store
    from dragoman.store import Store

    with Store.in_memory() as store:
        store.writer().write(list(readings))
        link_store(store)
        return store.view().linked_events()


def ask(store: str | Path, **filters: Any) -> list[Answer]:
    """The event mentions of a store that the filters find, each with its article and the id of its event.

    Args:
        store: The file of the store; it is only read.
        filters: The fields of `dragoman.store.EventQuery`: `actor`, `type`, `day_from`, `order`, `limit` and so on.

    Returns:
        The answers in the order asked for; `to_arrow`, `to_pandas` and `to_polars` make tables of them.

    Raises:
        ConfigError: A filter is unknown, or the question can have no answer.
        StoreError: The store is missing, locked or damaged.
    """
    from dragoman.store import EventQuery, Store

    if unknown := sorted(set(filters) - set(EventQuery.__struct_fields__)):
        raise ConfigError(f"{unknown[0]!r} is no filter", remedy=f"There are {', '.join(EventQuery.__struct_fields__)}")
    with Store.open(store, read_only=True) as opened:
        return list(opened.view().answers(EventQuery(**filters)))


def to_arrow(told: Told) -> pa.Table:
    """One row an event mention, with the columns of `docs/reference/records.md`; parties are joined by `;`.

    Args:
        told: A reading, several, or answers of `ask`.

    Returns:
        The table, typed as the columns say, also where there is no row.
    """
    import pyarrow as pa

    from dragoman.serving import COLUMNS, answer_rows, reading_answers
    from dragoman.serving.export import arrow_schema

    several: Iterable[Reading | Answer] = [told] if isinstance(told, Reading) else told
    rows = [row for one in several for row in answer_rows(reading_answers(one) if isinstance(one, Reading) else [one])]
    return pa.Table.from_pylist(rows, schema=arrow_schema(COLUMNS))


def to_pandas(told: Told) -> pd.DataFrame:
    """The rows of `to_arrow` as a pandas frame.

    Raises:
        ConfigError: pandas is not installed.
    """
    table: Any = to_arrow(told)
    try:
        import pandas  # noqa: F401
    except ImportError as err:
        raise ConfigError("pandas is not installed", remedy="Install it: pip install 'dragoman[pandas]'") from err
    frame: pd.DataFrame = table.to_pandas()
    return frame


def to_polars(told: Told) -> pl.DataFrame:
    """The rows of `to_arrow` as a polars frame.

    Raises:
        ConfigError: polars is not installed.
    """
    try:
        import polars
    except ImportError as err:
        raise ConfigError("polars is not installed", remedy="Install it: pip install 'dragoman[polars]'") from err
    frame: pl.DataFrame = polars.from_arrow(to_arrow(told))
    return frame

"""Parquet: a row is a document, told by its number. Only the columns that are meant are read, some rows at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

import msgspec

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Given
from dragoman.news.parsing import FIELDS
from dragoman.news.readers.footer import footer_of, unpacked_sizes
from dragoman.news.readers.limits import read_file
from dragoman.news.readers.record import missing_columns, plain_value, record_draft
from dragoman.news.sources import Source

_BATCH: Final = 64  # rows in memory; at the longest text allowed 256 MB, usually less than one
_GRACE: Final = 8_000_000
_LONGEST_FOOTER: Final = 16_000_000  # some 100,000 columns in groups of rows; five seconds to read


def read_parquet(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The documents of a table, a row each; rows are counted from 1.

    Raises:
        InputError: It is damaged, lacks a column, or unpacks to far more than it is.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not file.seekable():
        file = io.BytesIO(read_file(file, source, settings, "a table"))
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    try:
        table: Any = pq.ParquetFile(
            file,
            thrift_string_size_limit=min(size, 1 << 26) + 1024,
            thrift_container_size_limit=1 << 20,
        )
        names = list(table.schema_arrow.names)
        _check_size(file, size, source, settings)
        if error := missing_columns(names, source, settings):
            raise error
        wanted = [name for name in (settings.columns.values() if settings.columns else FIELDS) if name in names]
        number = 0
        for batch in table.iter_batches(batch_size=_BATCH, columns=list(dict.fromkeys(wanted)), use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield _draft(row, source, number, settings)
    except (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError) as err:
        told = " ".join(str(err).split())[:120] or type(err).__name__
        raise InputError(
            f"the table is damaged ({told})",
            where=source.name,
            expected="a Parquet file",
            remedy="fetch it again; what was read before the damage is kept",
        ) from err
    if not number:
        yield InputError("the table has no rows", where=source.name, expected="a row an article")


def _draft(row: dict[str, Any], source: Source, number: int, settings: NewsSettings) -> Given:
    value = {name: plain_value(cell) for name, cell in row.items() if cell is not None}
    content = b"" if source.lasting else msgspec.json.encode(value, enc_hook=str)
    return record_draft(value, source, f"#{number}", settings, content=content)


def _check_size(file: BinaryIO, size: int, source: Source, settings: NewsSettings) -> None:
    """Refuse a table of which a group of rows, which is unpacked as one, says that it is a bomb.

    Raises:
        InputError: It is.
        ValueError: The footer is damaged.
    """
    before = file.tell()
    file.seek(max(size - 8, 0))
    length, is_parquet = footer_of(file.read(8))
    if not is_parquet or length > size - 8:
        raise ValueError("its end is missing")
    if length > _LONGEST_FOOTER:
        raise ValueError(f"its end has {length // 1_000_000:,} MB")
    file.seek(size - 8 - length)
    footer = file.read(length)
    file.seek(before)
    for unpacked in unpacked_sizes(footer):
        if unpacked > _GRACE and unpacked > settings.max_ratio * size:
            raise InputError(
                f"this is a decompression bomb: {unpacked // 1_000_000:,} MB of {size:,} bytes",
                where=source.name,
                expected=f"at most {settings.max_ratio} times as much",
                remedy="if you trust it, raise max_ratio under [read] in dragoman.toml",
            )

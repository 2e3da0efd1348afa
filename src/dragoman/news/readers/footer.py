"""What the end of a Parquet file says of its size, read without pyarrow.

Asked for the metadata of a damaged column, pyarrow (26.0.1) ends the process: the error that its C++ throws reaches no Python.
So the few numbers that are needed are read here, from Thrift's compact protocol in which they are written
(apache/parquet-format, parquet.thrift; apache/thrift, thrift-compact-protocol.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_MAGIC: Final = b"PAR1"
_DEEPEST: Final = 32
_TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 1, 2, 3, 7, 8, 9, 10, 11, 12
_INTEGERS: Final = (4, 5, 6)
# Fields of FileMetaData, RowGroup, ColumnChunk and ColumnMetaData.
_ROW_GROUPS, _COLUMNS, _META, _UNPACKED = 4, 1, 3, 6


def footer_of(end: bytes) -> tuple[int, bool]:
    """From the last eight bytes of a file: how long the footer before them is, and whether they are Parquet's."""
    return int.from_bytes(end[:4], "little"), len(end) == 8 and end[4:] == _MAGIC


def unpacked_sizes(footer: bytes) -> list[int]:
    """The bytes to which each group of rows says that its columns unpack.

    Raises:
        ValueError: The footer is damaged.
    """
    reader, sizes = _Reader(footer), list[int]()

    def column(field: int, kind: int) -> None:
        if field == _UNPACKED and kind in _INTEGERS:
            sizes[-1] += max(reader.integer(), 0)
        else:
            reader.skip(kind)

    def chunk(field: int, kind: int) -> None:
        if field == _META and kind == _STRUCT:
            reader.struct(column)
        else:
            reader.skip(kind)

    def group(field: int, kind: int) -> None:
        if field == _COLUMNS and kind == _LIST:
            reader.structs(lambda: reader.struct(chunk))
        else:
            reader.skip(kind)

    def one_group() -> None:
        sizes.append(0)
        reader.struct(group)

    def file(field: int, kind: int) -> None:
        if field == _ROW_GROUPS and kind == _LIST:
            reader.structs(one_group)
        else:
            reader.skip(kind)

    reader.struct(file)
    return sizes


class _Reader:
    """Reads values of the compact protocol one after the other. Nothing is taken into memory; every loop reads a byte a turn."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at, self._depth = data, 0, 0

    def _byte(self) -> int:
        if self._at >= len(self._data):
            raise ValueError("its end breaks off")
        self._at += 1
        return self._data[self._at - 1]

    def _move(self, number: int) -> None:
        if number < 0 or number > len(self._data) - self._at:
            raise ValueError("its end breaks off")
        self._at += number

    def _count(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise ValueError("a number in its end is none")

    def integer(self) -> int:
        """A signed number."""
        value = self._count()
        return (value >> 1) ^ -(value & 1)

    def struct(self, take: Callable[[int, int], None]) -> None:
        """The fields of a struct; `take` gets number and type of each and must read or skip its value."""
        self._go_deeper()
        field = 0
        while (head := self._byte()) != 0:
            field = field + (head >> 4) if head >> 4 else self.integer()
            take(field, head & 0x0F)
        self._depth -= 1

    def _go_deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ValueError("its end is nested too deep")

    def structs(self, take: Callable[[], None]) -> None:
        """A list of structs, of each of which `take` reads one; of a list of anything else the values are skipped."""
        number, kind = self._list()
        for _ in range(number):
            if kind == _STRUCT:
                take()
            else:
                self._element(kind)

    def _list(self) -> tuple[int, int]:
        head = self._byte()
        return (self._count() if head >> 4 == 15 else head >> 4), head & 0x0F

    def _element(self, kind: int) -> None:
        """Skip a value in a list or map, where truth values take a byte."""
        if kind in (_TRUE, _FALSE):
            self._byte()
        else:
            self.skip(kind)

    def skip(self, kind: int) -> None:
        """Skip the value of a field."""
        if kind in (_TRUE, _FALSE):
            return
        if kind == _BYTE:
            self._byte()
        elif kind in _INTEGERS:
            self._count()
        elif kind == _DOUBLE:
            self._move(8)
        elif kind == _BINARY:
            self._move(self._count())
        elif kind in (_LIST, _SET):
            self._skip_list()
        elif kind == _MAP:
            self._skip_map()
        elif kind == _STRUCT:
            self.struct(lambda field, inner: self.skip(inner))
        else:
            raise ValueError("its end holds a type that is none")

    def _skip_list(self) -> None:
        number, kind = self._list()
        self._go_deeper()
        for _ in range(number):
            self._element(kind)
        self._depth -= 1

    def _skip_map(self) -> None:
        if number := self._count():
            kinds = self._byte()
            self._go_deeper()
            for _ in range(number):
                self._element(kinds >> 4)
                self._element(kinds & 0x0F)
            self._depth -= 1

"""The end of a Parquet file: the sizes that it tells, and damage that no reader may die of."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.news.readers.footer import footer_of, unpacked_sizes

_READ_ALL = """
import sys
from pathlib import Path
from dragoman.news import News
sound, path = Path(sys.argv[1]).read_bytes(), Path(sys.argv[2])
length = int.from_bytes(sound[-8:-4], "little")
for place in range(len(sound) - 8 - length, len(sound) - 8):
    for change in (1, 16):  # of a number, or of the length of a short list
        damaged = bytearray(sound)
        damaged[place] ^= change
        path.write_bytes(damaged)
        assert list(News([path])), (place, change)
print("lived")
"""


def table(rows: int = 50, group: int = 20) -> bytes:
    file = io.BytesIO()
    columns = {
        "text": [f"Envoys met {n} times." for n in range(rows)],
        "number": list(range(rows)),
        "tags": [["a"] * (n % 3) for n in range(rows)],
        "place": [{"name": "Lakeport", "lat": n / 2} for n in range(rows)],
        "good": [n % 2 == 0 for n in range(rows)],
    }
    pq.write_table(pa.table(columns), file, row_group_size=group)
    return file.getvalue()


def footer(data: bytes) -> bytes:
    length, is_parquet = footer_of(data[-8:])
    assert is_parquet
    return data[-8 - length : -8]


def test_sizes_are_those_that_pyarrow_tells() -> None:
    data = table()
    told = pq.read_metadata(io.BytesIO(data))
    groups = [told.row_group(index) for index in range(told.num_row_groups)]
    expected = [
        sum(group.column(place).total_uncompressed_size for place in range(group.num_columns)) for group in groups
    ]
    assert len(expected) == 3
    assert unpacked_sizes(footer(data)) == expected


def test_footer_that_is_cut_or_nested_or_long_is_damaged() -> None:
    whole = footer(table())
    for end in range(0, len(whole), 7):
        with pytest.raises(ValueError, match="breaks off"):
            unpacked_sizes(whole[:end])
    for nested in (b"\x1c", b"\x19\x19", b"\x1b\x01\xbb"):
        with pytest.raises(ValueError, match="end"):
            unpacked_sizes(nested * 1000)
    with pytest.raises(ValueError, match="number"):
        unpacked_sizes(b"\x16" + b"\xff" * 20)
    assert footer_of(b"PAR1") == (int.from_bytes(b"PAR1", "little"), False)


def test_no_damage_at_the_end_of_a_table_ends_the_process(tmp_path: Path) -> None:
    (tmp_path / "sound.parquet").write_bytes(table(3, 3))
    arguments = [str(tmp_path / "sound.parquet"), str(tmp_path / "damaged.parquet")]
    done = subprocess.run([sys.executable, "-c", _READ_ALL, *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "lived"), done.stderr[-300:]

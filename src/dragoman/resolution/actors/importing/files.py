"""Open a file to be imported, find out what it is, and read its entries."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from dragoman.errors import InputError
from dragoman.resolution.actors.importing.entries import Entry, Given, Refused, Words
from dragoman.resolution.actors.importing.followthemoney import entity_entries
from dragoman.resolution.actors.importing.wikidata import Binding, binding_entries

FORMATS: Final = ("wikidata-json", "wikidata-csv", "followthemoney")
_KINDS: Final = (
    "SPARQL results as JSON or CSV from the Wikidata Query Service, or FollowTheMoney entities as JSON Lines"
)


def read_entries(
    path: str | Path, words: Words, given: Given, *, format_: str | None = None
) -> Iterator[Entry | Refused]:
    """What a file tells, in its order.

    Args:
        path: The file, which may end in `.gz`.
        words: By which values are understood.
        given: What the user says of every row.
        format_: One of `FORMATS`; `None` finds out.

    Raises:
        InputError: The file cannot be read, or is none of these.
    """
    text = _text(Path(path))
    kind = format_ or _format_of(text, Path(path))
    if kind == "followthemoney":
        return entity_entries(_entities(text, str(path)), words, given)
    rows = _json_bindings(text, str(path)) if kind == "wikidata-json" else _csv_bindings(text, str(path))
    return binding_entries(rows, words, given)


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8-sig")
    except (OSError, EOFError, zlib.error) as err:
        raise InputError(f"the file cannot be read: {getattr(err, 'strerror', None) or err}", where=str(path)) from err
    except UnicodeDecodeError as err:
        raise InputError(f"this is not UTF-8 (byte {err.start})", where=str(path), remedy="save it as UTF-8") from err


def _format_of(text: str, path: Path) -> str:
    head = text.lstrip()[:1]
    if head in ("{", "["):
        first = text.lstrip().split("\n", 1)[0]
        return "followthemoney" if '"schema"' in first and '"bindings"' not in text[:20_000] else "wikidata-json"
    if "item" in text.split("\n", 1)[0].replace("\t", ",").replace('"', "").strip().split(","):
        return "wikidata-csv"
    raise InputError(
        "this is no list of actors that can be imported", where=str(path), expected=_KINDS, remedy="see docs/guides/keep-actors-current.md"
    )  # fmt: skip


def _json_bindings(text: str, where: str) -> Iterator[Binding]:
    try:
        told = json.loads(text)
    except json.JSONDecodeError as err:
        raise InputError(f"this is no JSON ({err.msg})", where=f"{where}, line {err.lineno}", expected=_KINDS) from err
    results = told.get("results") if isinstance(told, dict) else None
    rows = told if isinstance(told, list) else results.get("bindings") if isinstance(results, dict) else None
    if not isinstance(rows, list):
        raise InputError("there are no results.bindings in it", where=where, expected=_KINDS)
    for number, row in enumerate(rows, 1):
        cells = row if isinstance(row, dict) else {}
        yield Binding(f"{where}, result {number}", {str(k): _value(v) for k, v in cells.items()})


def _value(told: Any) -> str:
    """The value of a variable: in full results an object with type and value, in plain ones the value itself."""
    if isinstance(told, dict):
        told = None if told.get("type") == "bnode" else told.get("value")
    return "" if told is None else str(told)


def _csv_bindings(text: str, where: str) -> Iterator[Binding]:
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter="\t" if "\t" in first else ",", restval="")
    try:
        for row in reader:
            if None in row:
                raise InputError(
                    "more cells than columns", where=f"{where}, line {reader.line_num}", expected=f"{len(reader.fieldnames or ())} cells"
                )  # fmt: skip
            # A tab-separated download writes variables with their question mark, and addresses in brackets.
            yield Binding(
                f"{where}, line {reader.line_num}", {k.lstrip("?"): v.strip("<>") for k, v in row.items() if isinstance(v, str)}
            )  # fmt: skip
    except csv.Error as err:
        raise InputError(f"this is no CSV ({err})", where=f"{where}, line {reader.line_num}") from err


def _entities(text: str, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
        except json.JSONDecodeError as err:
            raise InputError(
                f"this is no JSON ({err.msg})",
                where=f"{where}, line {number}",
                expected="one FollowTheMoney entity a line",
            ) from err
        if not isinstance(told, dict) or not isinstance(told.get("schema"), str):
            raise InputError(
                "there is no schema in it", where=f"{where}, line {number}", expected='{"id", "schema", "properties"}'
            )
        yield f"{where}, line {number}", told

"""Tables: a folder of CSV with its Frictionless description, and Parquet whose rows carry the whole record."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
import pyarrow.parquet as pq

from dragoman.errors import InputError
from dragoman.ontology import load_ontology
from dragoman.records import Document, EventMention
from dragoman.serving.errors import ExportError
from dragoman.serving.export import csv_lines, write_parquet
from dragoman.serving.exports.account import Account
from dragoman.serving.files import unwritable, write_text
from dragoman.serving.rows import CLAIM_COLUMNS, COLUMNS, Row, answer_rows, claim_rows, flatten
from dragoman.store import Answer

# The columns of an exported Parquet file: those of a row and, as JSON, the record and the article it is from.
RECORD_COLUMNS: Final[dict[str, type]] = {**COLUMNS, "record": str, "document": str}
# Types of Frictionless's Table Schema.
_TYPES: Final = {str: "string", int: "integer", float: "number", bool: "boolean", date: "date"}


def write_datapackage(
    folder: str | Path, answers: Iterable[Answer], of_claims: Iterable[Answer], account: Account
) -> None:
    """Write `events.csv`, `claims.csv` and `datapackage.json`, which describes both, into a folder that is made if need be.

    Args:
        folder: Where; made if need be.
        answers: The mentions.
        of_claims: The same ones again, for their claims: all of them do not fit into memory.
        account: Is told of each.

    Raises:
        ExportError: The folder cannot be made, or a file not written.
    """
    place = Path(folder)
    try:
        place.mkdir(exist_ok=True)
    except OSError as err:
        raise unwritable(place, err) from err
    if not place.is_dir():
        raise ExportError("this is no folder", where=str(folder), expected="the path of a folder")
    write_text(place / "events.csv", csv_lines(_counted(answers, account)))
    write_text(place / "claims.csv", csv_lines(claim_rows(of_claims), CLAIM_COLUMNS))
    resources = [
        _resource(place, "events", COLUMNS, "mention_id"),
        _resource(place, "claims", CLAIM_COLUMNS, "claim_id"),
    ]
    package = {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "name": "dragoman-events",
        "title": "Event mentions and claims, read by Dragoman",
        "description": f"Coded in {load_ontology().version}. What each column holds: docs/reference/records.md.",
        "resources": resources,
    }
    write_text(
        place / "datapackage.json", [msgspec.json.format(msgspec.json.encode(package), indent=2).decode() + "\n"]
    )


def write_record_parquet(
    path: str | Path, answers: Iterable[Answer], account: Account, *, with_text: bool = False
) -> None:
    """Write rows with the whole record beside them; `read_parquet` gives the records back."""
    write_parquet(path, _record_rows(answers, account, with_text=with_text), RECORD_COLUMNS)


def read_parquet(path: str | Path) -> Iterator[Answer]:
    """The event mentions of a Parquet file that Dragoman wrote, as they were.

    Raises:
        InputError: The file is none, or lacks the columns of the record.
    """
    try:
        file = pq.ParquetFile(path)
    except (OSError, ValueError) as err:
        raise InputError(f"no Parquet file ({err})", where=str(path)) from err
    with file:
        names = ("event_id", "record", "document")
        if missing := set(names) - set(file.schema_arrow.names):
            raise InputError(
                f"the columns {', '.join(sorted(missing))} are missing",
                where=str(path),
                remedy="write the file with dragoman export --format parquet",
            )
        for batch in file.iter_batches(columns=list(names)):
            for row in batch.to_pylist():
                yield Answer(
                    mention=msgspec.json.decode(row["record"], type=EventMention),
                    document=msgspec.json.decode(row["document"], type=Document),
                    event_id=row["event_id"],
                )


def _record_rows(answers: Iterable[Answer], account: Account, *, with_text: bool) -> Iterator[Row]:
    for answer in answers:
        account.wrote()
        article = answer.document if with_text else msgspec.structs.replace(answer.document, text="")
        yield {
            **flatten(answer.mention, answer.document, answer.event_id),
            "record": msgspec.json.encode(answer.mention).decode(),
            "document": msgspec.json.encode(article).decode(),
        }


def _counted(answers: Iterable[Answer], account: Account) -> Iterator[Row]:
    for row in answer_rows(answers):
        account.wrote()
        yield row


def _resource(folder: Path, name: str, columns: Mapping[str, type], key: str) -> dict[str, Any]:
    content = (folder / f"{name}.csv").read_bytes()
    fields = [{"name": column, "type": _TYPES[kind]} for column, kind in columns.items()]
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""], "primaryKey": [key]}
    if name == "claims":
        reference = {"resource": "events", "fields": ["mention_id"]}
        schema["foreignKeys"] = [{"fields": ["mention_id"], "reference": reference}]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }

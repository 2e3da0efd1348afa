"""One record of JSON, CSV or Parquet: its fields by their own names, by the names that the user gives, or as ninjs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import STAGE, Draft
from dragoman.news.parsing import parse_document, unknown_fields
from dragoman.news.readers.limits import fallback_id
from dragoman.news.readers.ninjs import is_ninjs, ninjs_draft
from dragoman.news.sources import Source
from dragoman.records import Issue


def record_draft(
    value: Any, source: Source, place: str, settings: NewsSettings, *, content: bytes, note: str | None = None
) -> Draft | InputError:
    """The draft of a record, or what is wrong with it.

    Args:
        value: The decoded record.
        source: What it comes from.
        place: Where in it: `:14`, `#3`.
        settings: The names of its fields, where they are not ours.
        content: Its bytes as they came, for the id of what does not last.
        note: What is to be said of its encoding.
    """
    where = f"{source.name}{place}"
    try:
        if settings.columns and isinstance(value, dict):
            value = with_columns(value, settings.columns)
        elif is_ninjs(value):
            return _noted(ninjs_draft(value, source, where, place), note)
        draft = parse_document(value, where=where, fallback_id=fallback_id(source, place, content))
    except InputError as err:
        return err
    return _noted(draft, note, tuple(unknown_fields(value)))


def _noted(draft: Draft, note: str | None, unknown: tuple[str, ...] = ()) -> Draft:
    """The draft with what is to be said of its encoding and of fields that mean nothing."""
    id_, where = draft.document.id, draft.document.origin
    told = (Issue(document_id=id_, stage=STAGE, error="EncodingNote", message=note, origin=where),) if note else ()
    return Draft(
        document=draft.document,
        issues=(*told, *draft.issues),
        partial=draft.partial,
        unknown=(*draft.unknown, *unknown),
    )


def with_columns(value: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    """The record with our names for its fields; what has none is passed over, for who maps columns knows them.

    A column `article.body` is the field `body` of the object `article`, unless one is called so as a whole.
    """
    found = {field: _inside(value, column) for field, column in columns.items()}
    return {field: told for field, told in found.items() if told is not None}


def _inside(value: Any, column: str) -> Any:
    if isinstance(value, Mapping) and column in value:
        return value[column]
    for part in column.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def missing_columns(names: list[str], source: Source, settings: NewsSettings) -> InputError | None:
    """What a table lacks: the columns that the user named, or at least one that is called `text`."""
    wanted = list(settings.columns.values()) if settings.columns else ["text"]
    missing = [column for column in wanted if column not in names]
    if not missing:
        return None
    shown = ", ".join(repr(name) for name in names[:12]) + (" and more" if len(names) > 12 else "")
    return InputError(
        f"there is no column {missing[0]!r}, only {shown or 'nothing'}",
        where=source.name,
        expected="the columns that --columns names" if settings.columns else "a column text with the articles",
        remedy="say which column is what: --columns text=body,title=headline",
    )


def plain_value(value: Any) -> Any:
    """A cell of a table as JSON would tell it: days and moments in ISO 8601."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value

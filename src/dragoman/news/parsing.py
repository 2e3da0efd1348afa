"""From a JSON object to a document. A field that cannot be used is told and left out; only the text must be there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from dragoman.errors import InputError
from dragoman.news.entries import STAGE, Draft
from dragoman.news.published import is_partial, parse_day, parse_moment
from dragoman.records import Document, Issue

FIELDS: Final = ("id", "text", "published", "publisher", "title", "url", "language", "author", "modified")
# What stands beside documents in collections with answers. It is never read: not for answers, not as a hint.
IGNORED_FIELDS: Final = frozenset(
    {
        "gold",
        "group",
        "groups",
        "events",
        "relations",
        "label",
        "labels",
        "note",
        "origin",
        "extent",
        "published_at",
        "modified_at",
    }
)


def parse_json(line: bytes | str, where: str) -> Any:
    """The value that a piece of JSON tells.

    Raises:
        InputError: It is no JSON.
    """
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as err:
        reason = "it is nested too deeply" if isinstance(err, RecursionError) else str(err)
        raise InputError(
            f"this is no JSON ({reason})", where=where, expected='an object like {"id": "1", "text": "..."}'
        ) from err


def parse_document(value: Any, *, where: str, fallback_id: str) -> Draft:
    """A document from the value of one JSON line or array element.

    An object whose `input` is an object, as benchmarks write it, counts as that object.

    Args:
        value: The decoded JSON.
        where: Where it stands, for messages; it becomes the document's `origin`.
        fallback_id: The id when the record gives none.

    Returns:
        The document as the record tells it, with an issue for each field that could not be used.

    Raises:
        InputError: It is no object, or its text is missing, empty or not a string.
    """
    if not isinstance(value, dict):
        raise InputError(f"this is {_kind(value)}", where=where, expected='an object with a "text"')
    fields: Mapping[str, Any] = value
    if "text" not in value and isinstance(value.get("input"), dict):
        fields = value["input"]
    text = _text(fields, where)
    issues: list[Issue] = []
    document_id = _document_id(fields, fallback_id, where, issues)
    day, partial = _published(fields, document_id, where, issues)
    words: dict[str, Any] = {name: _words(fields, name, document_id, where, issues) for name in FIELDS[3:]}
    modified = words.pop("modified")
    document = Document(
        id=document_id,
        text=text,
        published=day,
        published_at=parse_moment(fields.get("published")),
        modified_at=parse_moment(modified),
        origin=where,
        **words,
    )
    return Draft(document=document, issues=tuple(issues), partial=partial)


def unknown_fields(value: Any) -> list[str]:
    """Names of fields that mean nothing here and are not ignored by name, in their order."""
    if not isinstance(value, dict):
        return []
    if "text" not in value and isinstance(value.get("input"), dict):
        inner = unknown_fields(value["input"])
        return [name for name in value if name not in {"id", "input", *IGNORED_FIELDS}] + inner
    return [name for name in value if name not in FIELDS and name not in IGNORED_FIELDS]


def _text(fields: Mapping[str, Any], where: str) -> str:
    if "text" not in fields:
        told = ", ".join(map(repr, list(fields)[:6])) or "nothing"
        raise InputError(
            f'the record has no "text", only {told}', where=where, expected='a field "text" with the article'
        )
    text = fields["text"]
    if not isinstance(text, str):
        raise InputError(f'"text" is {_kind(text)}', where=where, expected="a string with the article")
    return text


def _document_id(fields: Mapping[str, Any], fallback_id: str, where: str, issues: list[Issue]) -> str:
    told = fields.get("id")
    if isinstance(told, int) and not isinstance(told, bool):
        return str(told)
    if isinstance(told, str) and told.strip():
        return told
    if told is not None:
        wrong = "empty" if isinstance(told, str) else _kind(told)
        issues.append(_issue(fallback_id, where, f'"id" is {wrong}; {fallback_id!r} is used', "a string or a number"))
    return fallback_id


def _published(fields: Mapping[str, Any], document_id: str, where: str, issues: list[Issue]) -> tuple[Any, str | None]:
    told = fields.get("published")
    if told is None or told == "":
        return None, None
    expected = "a day like 2025-07-12"
    if not isinstance(told, str):
        issues.append(_issue(document_id, where, f'"published" is {_kind(told)}; the day stays unknown', expected))
        return None, None
    day = parse_day(told)
    if day is not None:
        return day, None
    if is_partial(told):
        issues.append(_issue(document_id, where, f'"published" is only {told!r}; the day stays unknown', expected))
        return None, told
    issues.append(_issue(document_id, where, f'"published" is {_short(told)}; the day stays unknown', expected))
    return None, None


def _words(fields: Mapping[str, Any], name: str, document_id: str, where: str, issues: list[Issue]) -> str | None:
    told = fields.get(name)
    if isinstance(told, str):
        return told if told.strip() else None
    if told is not None:
        issues.append(_issue(document_id, where, f'"{name}" is {_kind(told)}; it is left out', "a string"))
    return None


def _issue(document_id: str, where: str, what: str, expected: str) -> Issue:
    message = InputError(what, expected=expected).message
    return Issue(document_id=document_id, stage=STAGE, error="InputError", message=message, origin=where)


def _short(words: str) -> str:
    return repr(words if len(words) <= 40 else f"{words[:40]}…")


def _kind(value: Any) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    names = {int: "a number", float: "a number", str: "a string", list: "an array", dict: "an object"}
    return names.get(type(value), type(value).__name__)

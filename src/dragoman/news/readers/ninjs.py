"""ninjs (IPTC, 1.x and 2.x): news items as JSON. They are known by their fields, in JSON files and JSON Lines alike."""

from __future__ import annotations

from typing import Any, Final

from dragoman.errors import InputError
from dragoman.news.entries import Draft
from dragoman.news.readers.items import Item, item_draft
from dragoman.news.readers.markup import markup_text
from dragoman.news.sources import Source

_BODIES: Final = ("body_text", "body_xhtml", "body_html", "bodies")
_MARKS: Final = ("uri", "versioncreated", "firstcreated", "pubstatus", "headline", "headlines", "type")
_UNUSABLE: Final = frozenset({"canceled", "cancelled", "withheld", "withdrawn"})
_TEXTLESS: Final = frozenset({"picture", "audio", "video", "graphic"})


def is_ninjs(value: Any) -> bool:
    """Whether a JSON value is a news item of ninjs: a body of its kinds, or a status, and an address of its own."""
    if not isinstance(value, dict) or "text" in value:
        return False
    body = any(key in value for key in _BODIES)
    return (body and any(key in value for key in _MARKS)) or (
        "uri" in value and ("pubstatus" in value or "headline" in value)
    )


def ninjs_draft(value: dict[str, Any], source: Source, where: str, place: str) -> Draft:
    """The document of a news item.

    Raises:
        InputError: It was cancelled or withheld, is a picture, or has no text.
    """
    status, kind = _word(value, "pubstatus"), _word(value, "type")
    if status in _UNUSABLE:
        raise InputError(f"its publisher has it {status}", where=where, expected="an item that may be used")
    text = _text(value, where)
    if not text:
        what = f"it is a {kind}, not a text" if kind in _TEXTLESS else "it has no text"
        raise InputError(what, where=where, expected="body_text, body_xhtml or bodies with the text of an article")
    return item_draft(
        Item(
            text=text,
            id=_word(value, "uri"),
            url=_word(value, "url") or _first_word(value.get("altids"), "url"),
            title=_word(value, "headline") or _first_word(value.get("headlines"), "value") or _word(value, "title"),
            author=_word(value, "byline") or _names(value.get("by")) or _names(value.get("people")),
            publisher=_publisher(value),
            language=_word(value, "language"),
            published=_word(
                value,
                "firstcreated",
                "firstCreated",
                "contentcreated",
                "contentCreated",
                "versioncreated",
                "versionCreated",
            ),
            modified=_word(value, "versioncreated", "versionCreated"),
        ),
        source,
        where,
        place,
    )


def _text(value: dict[str, Any], where: str) -> str:
    found = [_word(value, "body_text") or ""]
    found += [markup_text(words, where=where) for key in _BODIES[1:3] if (words := _word(value, key))]
    for body in _listed(value.get("bodies")):
        written = _word(body, "value")
        if written:
            kind = _word(body, "contentType", "contenttype") or ""
            found.append(markup_text(written, where=where) if "html" in kind or "nitf" in kind else written)
    return max(found, key=len).strip()


def _publisher(value: dict[str, Any]) -> str | None:
    for source in _listed(value.get("infosources")) + _listed(value.get("infosource")) + _listed(value.get("provider")):
        if name := _word(source, "name", "title"):
            return name
    return _word(value, "provider", "located_in") if isinstance(value.get("provider"), str) else None


def _listed(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _word(value: dict[str, Any], *keys: str) -> str | None:
    """The first of the fields that is a string with something in it."""
    return next((told for key in keys if isinstance(told := value.get(key), str) and told.strip()), None)


def _first_word(value: Any, key: str) -> str | None:
    return next((told for one in _listed(value) if (told := _word(one, key))), None)


def _names(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    return "; ".join(name for one in _listed(value) if (name := _word(one, "name"))) or None

"""NewsML-G2 (IPTC): every news item of a message is a document; packages and knowledge items are passed over.

Read are the text in `inlineXML` (HTML or NITF) and `inlineData`. An item whose text lies elsewhere (`remoteContent`), that
was cancelled or withheld, or that is a picture is refused with that reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Draft, Given, Passed
from dragoman.news.readers.items import Item, item_draft
from dragoman.news.readers.markup import local_name, markup_text, tree_text
from dragoman.news.readers.xml import child_text, children, read_xml
from dragoman.news.sources import Source

_XML = "{http://www.w3.org/XML/1998/namespace}"
_OTHER = frozenset({"packageitem", "knowledgeitem", "conceptitem", "planningitem", "catalogitem"})
_UNUSABLE = frozenset({"canceled", "cancelled", "withheld"})


def read_newsml(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The documents of a message, in its order; items are counted from 1."""
    parsed = read_xml(file, source, settings, "a message of news items")
    passed: Counter[str] = Counter()
    number = 0
    for element in parsed.root.iter():
        name = local_name(element)
        if name in _OTHER:
            passed[f"<{name}>"] += 1
        if name == "newsitem":
            number += 1
            yield _draft(element, source, number, parsed.note if number == 1 else None)
    if not number:
        yield InputError(
            "the message holds no news item", where=source.name, expected="<newsItem> with the text of an article"
        )
    elif passed:
        yield Passed(where=source.name, reasons=dict(passed))


def _draft(element: Any, source: Source, number: int, note: str | None) -> Draft | InputError:
    where = f"{source.name}#{number}"
    meta, content = _first(element, "itemmeta"), _first(element, "contentmeta")
    try:
        _refuse_unusable(meta, where)
        item = Item(
            text=_text(_first(element, "contentset"), where),
            id=element.get("guid"),
            url=_link(meta),
            title=child_text(content, "headline") or child_text(meta, "title"),
            author=_author(content),
            publisher=_publisher(meta, content),
            language=_attribute(content, "language", "tag") or element.get(f"{_XML}lang"),
            published=child_text(meta, "firstcreated")
            or child_text(content, "contentcreated")
            or child_text(meta, "versioncreated"),
            modified=child_text(meta, "versioncreated") or child_text(content, "contentmodified"),
            note=note,
        )
        return item_draft(item, source, where, f"#{number}")
    except InputError as err:
        return err


def _first(element: Any, name: str) -> Any:
    """The first child of this name, or an empty element."""
    return next(iter(children(element, name)), ())


def _attribute(element: Any, name: str, key: str) -> str | None:
    return next((child.get(key) for child in children(element, name) if child.get(key)), None)


def _refuse_unusable(meta: Any, where: str) -> None:
    status = (_attribute(meta, "pubstatus", "qcode") or "").rpartition(":")[2].lower()
    if status in _UNUSABLE:
        raise InputError(f"its publisher has it {status}", where=where, expected="an item that may be used")


def _text(contents: Any, where: str) -> str:
    """The longest text of the renditions.

    Raises:
        InputError: There is none here.
    """
    found = [tree_text(child, where=where) for child in children(contents, "inlinexml")]
    for child in children(contents, "inlinedata"):
        written = "".join(child.itertext())
        is_markup = "html" in (child.get("contenttype") or "")
        found.append(markup_text(written, where=where) if is_markup else written.strip())
    if not any(found):
        remote = bool(children(contents, "remotecontent"))
        what = "its content lies elsewhere (remoteContent)" if remote else "it has no text"
        raise InputError(what, where=where, expected="inlineXML or inlineData with the text of an article")
    return max(found, key=len)


def _author(content: Any) -> str | None:
    names = [child_text(child, "name") for child in children(content, "creator", "contributor")]
    told = [name for name in names if name] or [name for name in (child_text(content, "by"),) if name]
    return "; ".join(dict.fromkeys(name.removeprefix("By ").removeprefix("by ").strip() for name in told)) or None


def _publisher(meta: Any, content: Any) -> str | None:
    provider = _first(meta, "provider")
    if len(provider) or hasattr(provider, "get"):
        named = (
            child_text(provider, "name") or provider.get("literal") or (provider.get("qcode") or "").rpartition(":")[2]
        )
        if named:
            return str(named)
    return child_text(content, "creditline") or child_text(_first(content, "infosource"), "name")


def _link(meta: Any) -> str | None:
    return next((str(child.get("href")) for child in children(meta, "link") if child.get("href")), None)

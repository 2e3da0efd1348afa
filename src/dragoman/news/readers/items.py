"""What readers of feeds, news items, messages and lists share: from the words of a record to a draft."""

from __future__ import annotations

from dragoman.errors import InputError
from dragoman.news.entries import STAGE, Draft
from dragoman.news.published import is_partial, parse_day, parse_moment
from dragoman.news.readers.limits import fallback_id
from dragoman.news.sources import Source
from dragoman.records import Document, Extent, Issue, Record


class Item(Record, frozen=True, kw_only=True):
    """An article as a record tells it, all in words; `None` where it does not. `is_link` lets it be no more than an address."""

    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: str | None = None
    modified: str | None = None
    extent: Extent = "whole"
    note: str | None = None
    is_link: bool = False


def item_draft(item: Item, source: Source, where: str, place: str) -> Draft:
    """The draft of an item.

    Args:
        item: The item.
        source: What it comes from.
        where: Where it stands, for messages; it becomes the document's `origin`.
        place: The same within the source, for its id: `#3`.

    Raises:
        InputError: It has no text.
    """
    if not item.text.strip() and not item.is_link:
        raise InputError("it has no text", where=where, expected="a text, or at least a summary")
    id_ = item.id or fallback_id(source, place, (item.text or item.url or "").encode("utf-8", "replace"))
    issues: list[Issue] = []
    if item.note:
        issues.append(_remark(id_, where, "InputNote", item.note))
    day = parse_day(item.published) if item.published else None
    if item.published and day is None:
        told = item.published[:60]
        issues.append(_remark(id_, where, "InputError", f"its day of publication is {told!r}; the day stays unknown"))
    if item.extent == "summary":
        link = f"; the article stands at {item.url}" if item.url else ""
        issues.append(_remark(id_, where, "SummaryOnly", f"only a summary is told here{link}"))
    document = Document(
        id=id_,
        text=item.text,
        published=day,
        publisher=item.publisher,
        title=item.title,
        url=item.url,
        language=language_code(item.language),
        author=item.author,
        published_at=parse_moment(item.published),
        modified_at=parse_moment(item.modified),
        extent=item.extent,
        origin=where,
    )
    partial = item.published if day is None and item.published and is_partial(item.published) else None
    return Draft(document=document, issues=tuple(issues), partial=partial)


def _remark(id_: str, where: str, kind: str, message: str) -> Issue:
    return Issue(document_id=id_, stage=STAGE, error=kind, message=message, origin=where)


def language_code(told: str | None) -> str | None:
    """The ISO 639 code of a language tag, without its region: `en` of `en-GB`."""
    code = (told or "").strip().replace("_", "-").partition("-")[0].lower()
    return code if 2 <= len(code) <= 3 and code.isascii() and code.isalpha() else None

"""RSS (0.9 to 2.0, RDF) and Atom: an item is a document.

An item that carries the article becomes the article. One that carries only a summary becomes a document of the summary,
marked as such (`extent` is `summary`, and a remark says so), with the address at which the article stands. An item is told
by its number in the feed, `world.xml#3`, and its id is the one that the feed gives it, so that a feed that is read every
hour gives each article once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Draft, Given
from dragoman.news.readers.items import Item, item_draft
from dragoman.news.readers.markup import local_name, markup_text, tree_text
from dragoman.news.readers.xml import child_text, children, read_xml
from dragoman.news.sources import Source

_XML = "{http://www.w3.org/XML/1998/namespace}"
# Publishers put whole articles into <description> too. Summaries of some hundred feeds looked at are one to three
# sentences; nobody summarises in 1,200 characters, and a text that breaks off says so.
_WHOLE: Final = 1_200
_BREAKS_OFF = re.compile(
    r"(?:\[?(?:\.\.\.|…)\]?|\b(?:read (?:more|on|the (?:full|rest|whole)[^.]{0,40})|continue reading[^.]{0,80}|full story)\W{0,4})\s*\Z",
    re.IGNORECASE,
)


def read_feed(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The documents of a feed, in its order; items are counted from 1."""
    given = list(feed_drafts(file, source, settings))
    yield from given or [InputError("the feed holds no item", where=source.name, expected="items or entries")]


def feed_drafts(
    file: BinaryIO, source: Source, settings: NewsSettings, *, links: bool = False
) -> Iterator[Draft | InputError]:
    """The same; a feed that is watched may hold nothing for a while.

    Args:
        file: The feed.
        source: What it comes from.
        settings: How it is read.
        links: Give also items that are no more than an address, without a text.

    Raises:
        InputError: It is no feed, or so little is left of one that nothing can be made out.
    """
    parsed = read_xml(file, source, settings, "a feed")
    if local_name(parsed.root) not in ("rss", "rdf", "feed"):
        raise InputError(
            f"this is <{(local_name(parsed.root) or '?')[:40]}>", where=source.name, expected="a feed: rss, rdf or feed"
        )
    feed = _Feed(parsed.root)
    if parsed.note and not feed.items:
        raise InputError(parsed.note, where=source.name, expected="a feed with items or entries")
    for number, element in enumerate(feed.items, 1):
        yield _draft(element, feed, source, number, parsed.note if number == 1 else None, links=links)


class _Feed:
    """A feed's items, and what it says of them all."""

    def __init__(self, root: Any) -> None:
        channel = next(iter(children(root, "channel")), root)
        self.items = [element for element in root.iter() if local_name(element) in ("item", "entry")]
        self.publisher = child_text(channel, "title")
        self.language = child_text(channel, "language") or root.get(f"{_XML}lang") or channel.get(f"{_XML}lang")


def _draft(
    element: Any, feed: _Feed, source: Source, number: int, note: str | None, *, links: bool
) -> Draft | InputError:
    where = f"{source.name}#{number}"
    try:
        text, whole = _text(element, where)
        title = _plain(child_text(element, "title"), where)
        url = _address(element)
        item = Item(
            text=text or title or "",
            id=child_text(element, "guid", "id") or None,
            url=url,
            title=title,
            author=_author(element),
            publisher=_publisher(element, feed),
            language=element.get(f"{_XML}lang") or child_text(element, "language") or feed.language,
            published=child_text(element, "pubdate", "published", "date", "issued", "created", "updated"),
            modified=child_text(element, "updated", "modified"),
            extent="whole" if whole else "summary",
            note=note,
            is_link=links and url is not None,
        )
        return item_draft(item, source, where, f"#{number}")
    except InputError as err:
        return err


def _text(element: Any, where: str) -> tuple[str, bool]:
    """The longest text that an item carries, and whether it is the article."""
    told = [(_content(child, where), True) for child in children(element, "encoded", "content", "fulltext", "body")]
    told += [(_content(child, where), False) for child in children(element, "description", "summary")]
    text, is_content = max(told, key=lambda pair: (len(pair[0]), pair[1]), default=("", False))
    summary = max((len(words) for words, content in told if not content), default=0)
    whole = (is_content and len(text) > summary) or len(text) >= _WHOLE
    return text, whole and not _BREAKS_OFF.search(text)


def _content(element: Any, where: str) -> str:
    """The text of an element that holds markup as text, or (in Atom) as elements."""
    if (element.get("type") or "").lower() in ("xhtml", "application/xhtml+xml") or len(element):
        return tree_text(element, where=where)
    written = element.text or ""
    if (element.get("type") or "").lower() == "text":
        return written.strip()
    return markup_text(written, where=where)


def _plain(title: str | None, where: str) -> str | None:
    """A title in one line; feeds write markup and entities into it too."""
    return " ".join(markup_text(title, where=where).split()) or None if title else None


def _address(element: Any) -> str | None:
    links = children(element, "link")
    for link in links:
        if (link.get("rel") or "alternate") == "alternate" and (found := link.get("href") or (link.text or "").strip()):
            return str(found).strip()
    guid = next(iter(children(element, "guid")), None)
    told = (guid.text or "").strip() if guid is not None and guid.get("isPermaLink", "true") == "true" else ""
    return child_text(element, "origlink") or (told if told.startswith("http") else None)


def _author(element: Any) -> str | None:
    names = [
        child_text(child, "name") or "".join(child.itertext()).strip()
        for child in children(element, "author", "creator")
    ]
    return "; ".join(dict.fromkeys(_bare(name) for name in names if name)) or None


def _bare(name: str) -> str:
    """`desk@example.org (Ann Lee)`, as RSS writes authors, without the address."""
    match = re.fullmatch(r"\S+@\S+\s*\((.+)\)", name)
    return " ".join((match[1] if match else name).split())


def _publisher(element: Any, feed: _Feed) -> str | None:
    """Whom the item comes from: in a feed of feeds its source, else the feed."""
    origin = next(iter(children(element, "source")), None)
    if origin is not None:
        return child_text(origin, "title") or (origin.text or "").strip() or feed.publisher
    return child_text(element, "publisher") or feed.publisher

"""What a feed or sitemap lists: items, each with its address or id, and with the article where the feed carries it.

No entity is expanded, no DTD loaded, nothing fetched: a document type with entities is refused.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any, Final

from lxml import etree

from dragoman.errors import InputError
from dragoman.news.published import parse_day
from dragoman.records import Record

# Publishers put whole articles into <description> too, but nobody summarises in so many characters.
_WHOLE: Final = 1200
_BREAKS_OFF = re.compile(r"(?:\[?(?:\.\.\.|…)\]?|read more\W*|continue reading\W*)\s*\Z", re.IGNORECASE)
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "table",
        "tr",
        "figure",
        "figcaption",
        "section",
        "article",
    ]
)
_DROPPED: Final = frozenset({"script", "style", "iframe", "noscript", "template", "svg"})
_MOST_ITEMS: Final = 50_000  # as many as the protocol of sitemaps allows


class Item(Record, frozen=True):
    """One item. `is_whole` says whether `text` is the article; `mark` changes whenever the source shows it otherwise."""

    key: str
    url: str | None
    title: str | None
    text: str
    is_whole: bool
    published: date | None
    author: str | None
    language: str | None
    mark: str


def parse_feed(data: bytes, where: str) -> list[Item]:
    """The items of an RSS or Atom feed, each key once, in its order.

    Raises:
        InputError: It is no feed, or holds what is never expanded.
    """
    root = _root(data, where)
    if _name(root) not in ("rss", "RDF", "feed"):
        raise InputError(f"this is <{_name(root)}>", where=where, expected="a feed: rss, rdf or feed")
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or _text(root, "channel/language") or None
    items = [_item(element, language) for element in root.iter() if _name(element) in ("item", "entry")]
    return list({item.key: item for item in reversed(items) if item.key}.values())[::-1]


def parse_sitemap(data: bytes, where: str) -> tuple[list[Item], list[str]]:
    """The pages of a sitemap and the addresses of the sitemaps that it lists, the latest first.

    Raises:
        InputError: It is no sitemap.
    """
    root = _root(data, where)
    if _name(root) == "sitemapindex":
        listed = [(_child(e, "lastmod"), _child(e, "loc")) for e in root if _name(e) == "sitemap"]
        return [], [loc for _, loc in sorted(listed, key=lambda pair: pair[0], reverse=True) if loc]
    if _name(root) != "urlset":
        raise InputError(f"this is <{_name(root)}>", where=where, expected="a sitemap: urlset or sitemapindex")
    pages = []
    for element in root:
        url = _child(element, "loc")
        if _name(element) != "url" or not url:
            continue
        news = next((child for child in element if _name(child) == "news"), None)
        day = (_child(news, "publication_date") if news is not None else "") or ""
        title = (_child(news, "title") if news is not None else "") or None
        mark = _digest(url, _child(element, "lastmod") or day)
        pages.append(
            Item(key=url, url=url, title=title, text="", is_whole=False, published=parse_day(day) if day else None,
                 author=None, language=None, mark=mark)
        )  # fmt: skip
    return pages[:_MOST_ITEMS], []


def html_text(markup: str) -> str:
    """The text of a piece of markup, its blocks parted by blank lines; scripts and styles are left out."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        tree = etree.fromstring(f"<div>{markup}</div>", etree.HTMLParser(no_network=True, remove_comments=True))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    parts: list[str] = []
    if tree is not None:
        _gather(tree, parts)
    blocks = (" ".join(block.split()) for block in "".join(parts).split("\n"))
    return "\n\n".join(block for block in blocks if block)


def _gather(element: Any, parts: list[str]) -> None:
    """The text of a tree in its order, without recursion: markup may be nested as deep as it likes."""
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str):
            continue
        is_dropped = node.tag in _DROPPED or any(a.tag in _DROPPED for a in node.iterancestors())
        if event == "start":
            parts.append("\n" if node.tag in _BLOCKS else "")
            parts.append("" if is_dropped else (node.text or "").replace("\n", " "))
        else:
            parts.append("\n" if node.tag in _BLOCKS else "")
            outside = not any(a.tag in _DROPPED for a in node.iterancestors())
            parts.append((node.tail or "").replace("\n", " ") if outside else "")


def _root(data: bytes, where: str) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as err:
        raise InputError(f"this is no XML ({str(err)[:200]})", where=where, expected="a feed or sitemap") from err
    if root is None:
        raise InputError("this is no XML", where=where, expected="a feed or sitemap")
    document_type = root.getroottree().docinfo.internalDTD
    if document_type is not None and any(True for _ in document_type.iterentities()):
        raise InputError("ENTITIES: it defines entities", where=where, expected="a feed without a document type")
    return root


def _item(element: Any, language: str | None) -> Item:
    title = html_text(_child(element, "title")) or None
    url = _link(element)
    guid = _child(element, "guid", "id")
    text, is_whole = _longest(element)
    day = _child(element, "pubDate", "published", "date", "issued", "created", "updated")
    marked = _digest(url or "", title or "", text, _child(element, "updated", "modified"))
    return Item(
        key=url or guid or (_digest(title or "", text) if title or text else ""),
        url=url,
        title=" ".join(title.split()) if title else None,
        text=text,
        is_whole=is_whole,
        published=parse_day(day) if day else None,
        author=_author(element),
        language=language.split("-")[0].lower() if language else None,
        mark=marked,
    )


def _longest(element: Any) -> tuple[str, bool]:
    """The longest text of an item, and whether it is the article."""
    found: list[tuple[str, bool]] = []
    for child in element:
        name = _name(child)
        if name in ("encoded", "content", "description", "summary"):
            markup = child.text or ""
            if len(child):
                markup = "".join(etree.tostring(part, encoding="unicode") for part in child)
            found.append((html_text(markup), name in ("encoded", "content")))
    text, is_content = max(found, key=lambda pair: (len(pair[0]), pair[1]), default=("", False))
    summary = max((len(words) for words, content in found if not content), default=0)
    whole = (is_content and len(text) > summary) or len(text) >= _WHOLE
    return text, bool(text) and whole and not _BREAKS_OFF.search(text)


def _link(element: Any) -> str | None:
    for child in element:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            found = (child.get("href") or child.text or "").strip()
            if found.startswith(("http://", "https://")):
                return str(found)
    guid = next((child for child in element if _name(child) == "guid"), None)
    told = (guid.text or "").strip() if guid is not None and guid.get("isPermaLink", "true") == "true" else ""
    return told if told.startswith(("http://", "https://")) else None


def _author(element: Any) -> str | None:
    for child in element:
        if _name(child) in ("author", "creator"):
            return _child(child, "name") or " ".join((child.text or "").split()) or None
    return None


def _name(element: Any) -> str:
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def _child(element: Any, *names: str) -> str:
    for name in names:
        for child in element:
            if _name(child) == name and (child.text or "").strip():
                return str(child.text).strip()
    return ""


def _text(element: Any, path: str) -> str:
    for name in path.split("/"):
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return ""
    return (element.text or "").strip()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

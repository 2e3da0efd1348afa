"""One poll of a watched source: from what it shows to what is new, as documents or as pages that are to be fetched."""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import msgspec

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Draft, issue_of
from dragoman.news.feeds import Item, parse_feed, parse_sitemap
from dragoman.news.fetching import Fetched, Fetcher
from dragoman.news.news import News
from dragoman.news.readers.html import read_html
from dragoman.news.readers.text import text_draft
from dragoman.news.sources import Source
from dragoman.news.subscriptions import Subscription
from dragoman.records import Document, Issue, Record

_SITEMAPS: Final = 10  # of an index, the latest ones
_SETTLED_S: Final = 2.0  # a file that changed since may still be being written

# Of some keys, those that were seen before, each with the source that brought it and its mark then.
Seen = Callable[[Sequence[str]], dict[str, tuple[str, str]]]


class Found(Record, frozen=True):
    """Something new: a document, a page to be fetched (`url`), or why it is none. `mark` tells this version of it."""

    key: str
    mark: str = ""
    document: Document | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    issue: Issue | None = None


class Poll(Record, frozen=True):
    """What a poll brought. `is_cut` says that there is more, which the next poll brings."""

    found: tuple[Found, ...] = ()
    etag: str | None = None
    modified: str | None = None
    is_cut: bool = False


def poll_source(
    source: Subscription, fetcher: Fetcher, *, etag: str | None = None, modified: str | None = None, seen: Seen
) -> Poll:
    """Ask a source what is new.

    Args:
        source: The source.
        fetcher: Fetches.
        etag: What its server called what it gave last.
        modified: When that was changed, in the server's words.
        seen: Tells what was seen before.

    Raises:
        InputError: It cannot be had, or is not what it is said to be.
    """
    if source.what == "folder":
        return _poll_folder(source, seen)
    fetched = _fetch(source, source.address, fetcher, etag, modified)
    if fetched.body is None:
        return Poll(etag=etag, modified=modified)
    if source.what == "page":
        found, is_cut = _poll_page(source, fetched, seen), False
    else:
        items = _items(source, fetched, fetcher)
        found, is_cut = _new_items(source, items, seen)
    if is_cut:  # unasked for what is left, the server would say that nothing has changed
        return Poll(found=tuple(found), is_cut=True)
    return Poll(found=tuple(found), etag=fetched.etag, modified=fetched.modified)


def document_of_page(
    id_: str,
    url: str,
    source: Subscription,
    fetcher: Fetcher,
    *,
    title: str | None = None,
    published: str | None = None,
) -> Document:
    """Fetch a page and find the article on it.

    Raises:
        FetchError: It cannot be had.
        InputError: There is no article on it.
    """
    fetched = _fetch(source, url, fetcher)
    document = page_document(fetched, url)
    day = date.fromisoformat(published) if published else None
    return _told(
        msgspec.structs.replace(
            document, id=id_, url=url, title=document.title or title, published=document.published or day
        ),
        source,
        url,
    )


def page_document(fetched: Fetched, url: str) -> Document:
    """The document of what was fetched: an article on a page, or plain text.

    Raises:
        InputError: There is none.
    """
    body = fetched.body or b""
    kind = (fetched.content_type or "").split(";")[0].strip().lower()
    if kind == "text/plain":
        draft: Draft | object = text_draft(body, Source(url, None, "text"))
    elif kind in ("", "text/html", "application/xhtml+xml"):
        draft = next(iter(read_html(io.BytesIO(body), Source(url, None, "html"), NewsSettings())))
    else:
        raise InputError(f"it is {kind[:60]!r}", where=url, expected="a page or plain text")
    if isinstance(draft, InputError):
        raise draft
    if not isinstance(draft, Draft) or not draft.document.text.strip():
        raise InputError("there is no text", where=url, expected="the page of an article")
    return draft.document


def _fetch(
    source: Subscription, url: str, fetcher: Fetcher, etag: str | None = None, modified: str | None = None
) -> Fetched:
    return fetcher.get(
        url,
        etag=etag,
        modified=modified,
        allow=source.allow,
        robots=None if source.robots else False,
        delay_s=source.delay_s,
        max_mb=source.max_mb,
    )


def _items(source: Subscription, fetched: Fetched, fetcher: Fetcher) -> list[Item]:
    body = fetched.body or b""
    if source.what == "feed":
        return parse_feed(body, source.address)
    items, inner = parse_sitemap(body, source.address)
    for url in inner[:_SITEMAPS]:
        further = _fetch(source, url, fetcher).body or b""
        items += parse_sitemap(further, url)[0]
    return items


def _new_items(source: Subscription, items: Sequence[Item], seen: Seen) -> tuple[list[Found], bool]:
    """What is new or changed. Another source's items are left to it: whoever brings an address first keeps it."""
    keyed = {key_of(source, item): item for item in items}
    known = seen(list(keyed))
    fresh = [(key, item) for key, item in keyed.items() if _is_new(source, item, known.get(key))]
    found = [_found(source, key, item) for key, item in fresh[: source.max_items]]
    return found, len(fresh) > source.max_items


def key_of(source: Subscription, item: Item) -> str:
    """What tells an item from all others: its address, or the source with the id that it gives."""
    return item.url or f"{source.name}:{item.key}"


def _is_new(source: Subscription, item: Item, before: tuple[str, str] | None) -> bool:
    return before is None or (before[0] == source.name and before[1] != item.mark)


def _found(source: Subscription, key: str, item: Item) -> Found:
    wants_page = source.pages == "always" or (source.pages == "auto" and not item.is_whole)
    if item.url and wants_page:
        day = item.published.isoformat() if item.published else None
        return Found(key=key, mark=item.mark, url=item.url, title=item.title, published=day)
    if not item.text.strip():
        issue = Issue(
            document_id=key, stage="news", error="InputError", message="the item has no text", origin=item.url
        )
        return Found(key=key, mark=item.mark, issue=issue)
    document = Document(
        id=key,
        text=item.text,
        title=item.title,
        published=item.published,
        url=item.url,
        language=item.language,
        origin=item.url or key,
    )
    return Found(key=key, mark=item.mark, document=_told(document, source, item.url or key))


def _poll_page(source: Subscription, fetched: Fetched, seen: Seen) -> list[Found]:
    """The one document of a page that changes."""
    mark = hashlib.sha256(fetched.body or b"").hexdigest()[:32]
    before = seen([source.address]).get(source.address)
    if before is not None and before[1] == mark:
        return []
    document = page_document(fetched, source.address)
    document = msgspec.structs.replace(document, id=source.address, url=source.address)
    return [Found(key=source.address, mark=mark, document=_told(document, source, source.address))]


def _poll_folder(source: Subscription, seen: Seen) -> Poll:
    """The documents of files that came or changed; a file that is being written is left for the next poll."""
    folder = Path(source.address)
    if not folder.is_dir():
        raise InputError("there is no such folder", where=source.address, remedy="make it, or correct the address")
    marks = {f"{source.name}:file:{path}": (path, mark) for path, mark in _files(folder)}
    known = seen(list(marks))
    fresh = [(key, path, mark) for key, (path, mark) in marks.items() if known.get(key, ("", ""))[1] != mark]
    found: list[Found] = []
    taken = 0
    for key, path, mark in fresh:
        if len(found) >= source.max_items:
            break
        taken += 1
        for entry in News([path]):
            if entry.document is not None:
                id_ = entry.document.id
                found.append(Found(key=f"{source.name}:{id_}", mark=mark, document=_told(entry.document, source, id_)))
            else:
                found += [Found(key=f"{source.name}:{path}", mark=mark, issue=issue) for issue in entry.issues[:1]]
        found.append(Found(key=key, mark=mark))
    return Poll(found=tuple(found), is_cut=taken < len(fresh))


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """The files below a folder with what tells their version; hidden ones and links are passed over."""
    newest = time.time() - _SETTLED_S
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(here, name)
            if name.startswith(".") or path.is_symlink() or not path.is_file():
                continue
            told = path.stat()
            if told.st_mtime <= newest:
                yield str(path), f"{told.st_size}-{told.st_mtime_ns}"


def _told(document: Document, source: Subscription, origin: str) -> Document:
    """The document with what the source tells of all its documents."""
    return msgspec.structs.replace(
        document,
        publisher=source.publisher or document.publisher,
        language=document.language or source.language,
        origin=document.origin if source.what == "folder" else origin,
    )


def sample(source: Subscription, fetcher: Fetcher, number: int = 3) -> tuple[int, list[Document | Issue]]:
    """Try a source: how many items it shows, and the first of them as documents, or what is wrong with them.

    Raises:
        InputError: The source cannot be had.
    """
    poll = poll_source(source, fetcher, seen=lambda keys: {})
    told: list[Document | Issue] = []
    things = [found for found in poll.found if found.document or found.url or found.issue]
    for found in things[:number]:
        if found.document is not None:
            told.append(found.document)
        elif found.url is not None:
            try:
                told.append(
                    document_of_page(
                        found.key, found.url, source, fetcher, title=found.title, published=found.published
                    )
                )
            except InputError as err:
                told.append(issue_of(err, found.key))
        elif found.issue is not None:
            told.append(found.issue)
    return len(things), told

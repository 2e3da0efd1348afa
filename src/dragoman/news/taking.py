"""One poll of a watched source: from what it shows to what is new, as documents or as pages that are to be fetched.

What was fetched is read by the readers of files, whatever its form, so that a page, a feed or an archive gives the same
document whether it is watched or read from a disk.
"""

from __future__ import annotations

import hashlib
import io
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice, takewhile
from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

import msgspec

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Draft, issue_of
from dragoman.news.fetching import Fetched, Fetcher, FetchError
from dragoman.news.forms import HEAD, Form, form_of_bytes, form_of_name
from dragoman.news.news import DatelineFinder, News, check_text, complete
from dragoman.news.readers import Address, find_addresses, read_source
from dragoman.news.readers.feed import feed_drafts
from dragoman.news.remote import list_files
from dragoman.news.sources import Source, is_address
from dragoman.news.subscriptions import Subscription
from dragoman.records import Document, Issue, Record

_LISTS: Final = 10  # lists within a list that are followed at one poll, the latest ones
_DEPTH: Final = 3  # lists of lists of lists: no more of them in each other are followed
_BEGUN: Final = "?"  # before the mark of a file: its reading was begun
_MOST_DEATHS: Final = 2  # of the process, at one file, before it is refused
_SETTLED_S: Final = 2.0  # a file that changed since may still be being written
# What servers say that they give. What they say of a file of documents is often wrong: there the name counts first.
_TYPES: Final[dict[str, Form]] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/pdf": "pdf",
    "application/json": "json",
    "application/ld+json": "json",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/x-jsonlines": "jsonl",
    "text/csv": "csv",
    "message/rfc822": "eml",
    "application/warc": "warc",
}
# Kinds that say nothing: the name and the first bytes decide.
_ANY: Final = (
    "",
    "application/octet-stream",
    "binary/octet-stream",
    "application/zip",
    "application/gzip",
    "application/x-gzip",
)

# What follows what is new: nothing, the next part of it, or with the next poll the rest.
Rest = Literal["nothing", "part", "poll"]
Parts = Iterator[tuple[list["Found"], Rest]]
# Of some keys, those that were seen before, each with the source that brought it and its mark then.
Seen = Callable[[Sequence[str]], dict[str, tuple[str, str]]]


class Found(Record, frozen=True):
    """Something new: a document, a page to be fetched (`url`), or why it is none. `mark` tells this version of it.

    `title`, `published` and `language` are what a list tells of a page.
    """

    key: str
    mark: str = ""
    document: Document | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    issue: Issue | None = None


class Poll(Record, frozen=True):
    """What a poll brought, or a part of it.

    `is_cut` says that there is more, and `goes_on` that the next part of the same poll brings it, not the next poll.
    """

    found: tuple[Found, ...] = ()
    etag: str | None = None
    modified: str | None = None
    is_cut: bool = False
    goes_on: bool = False


class _Asking(Record, frozen=True):
    """What belongs to one poll: the source, and what it is asked with."""

    source: Subscription
    fetcher: Fetcher
    seen: Seen
    find_date: DatelineFinder | None = None
    news: NewsSettings = NewsSettings()
    careful: bool = False

    @property
    def settings(self) -> NewsSettings:
        """How its files are read; columns that the source itself tells come first."""
        return msgspec.structs.replace(self.news, columns={**self.news.columns, **self.source.columns})

    def fetch(
        self, url: str, etag: str | None = None, modified: str | None = None, *, follows: bool = False
    ) -> Fetched:
        """Fetch as the source says; `follows` where the poll cannot do without what is behind the first address."""
        return _fetch(self.source, url, self.fetcher, etag, modified, follows=follows)

    def finish(self, draft: Draft, origin: str) -> Document:
        """The document of a draft with its language, its day and what the source tells of all its documents.

        Raises:
            InputError: It has no text, or too much.
        """
        told = draft.document
        language = told.language or self.source.language
        given = msgspec.structs.replace(draft, document=msgspec.structs.replace(told, language=language, origin=origin))
        document = complete(given, self.settings, self.find_date)
        check_text(document, self.settings)
        return msgspec.structs.replace(document, publisher=self.source.publisher or document.publisher)


def poll_source(
    source: Subscription,
    fetcher: Fetcher,
    *,
    etag: str | None = None,
    modified: str | None = None,
    seen: Seen,
    find_date: DatelineFinder | None = None,
    news: NewsSettings | None = None,
    careful: bool = False,
) -> Iterator[Poll]:
    """Ask a source what is new; in parts of `max_items`, so that no archive is ever held in memory as documents.

    A file that is large is read on as the parts are asked for. What one part brought is to be kept before the next is asked
    for; a poll that is given up between two parts is begun anew by the next one, which passes over what was kept.

    Args:
        source: The source.
        fetcher: Fetches.
        etag: What its server called what it gave last.
        modified: When that was changed, in the server's words.
        seen: Tells what was seen before.
        find_date: Finds the date in a dateline, for documents that tell no day.
        news: How files are read.
        careful: The process ended at the last poll. Each file of a folder is noted before it is read, in a part of its own,
            and one at which the process ends again and again is refused.

    Raises:
        InputError: It cannot be had, or is not what it is said to be.
    """
    asking = _Asking(
        source=source, fetcher=fetcher, seen=seen, find_date=find_date, news=news or NewsSettings(), careful=careful
    )
    if not source.is_of_the_web:
        for found, rest in _poll_folder(asking):
            yield Poll(found=tuple(found), is_cut=rest != "nothing", goes_on=rest == "part")
        return
    fetched = asking.fetch(source.address, etag, modified)
    if fetched.body is None:
        yield Poll(etag=etag, modified=modified)
        return
    for found, rest in _POLLS[source.what](asking, fetched):
        if rest != "nothing":  # unasked for what is left, the server would say that nothing has changed
            yield Poll(found=tuple(found), is_cut=True, goes_on=rest == "part")
        else:
            yield Poll(found=tuple(found), etag=fetched.etag, modified=fetched.modified)


def document_of_page(
    id_: str,
    url: str,
    source: Subscription,
    fetcher: Fetcher,
    *,
    title: str | None = None,
    published: str | None = None,
    language: str | None = None,
    find_date: DatelineFinder | None = None,
    news: NewsSettings | None = None,
) -> Document:
    """Fetch a page and find the article on it.

    `title` and `published` are for where the page tells none. `language`, which a list tells of this very article, comes before
    what the page tells, which is often that of the site; both count only where the text itself leaves it in doubt.

    Raises:
        FetchError: It cannot be had.
        InputError: There is no article on it.
    """
    asking = _Asking(
        source=source, fetcher=fetcher, seen=lambda keys: {}, find_date=find_date, news=news or NewsSettings()
    )
    draft = page_draft(asking.fetch(url), url, asking.settings)
    told = draft.document
    day = told.published or (date.fromisoformat(published) if published else None)
    told = msgspec.structs.replace(
        told, id=id_, url=url, title=told.title or title, published=day, language=language or told.language
    )
    return asking.finish(msgspec.structs.replace(draft, document=told), url)


def page_draft(fetched: Fetched, url: str, settings: NewsSettings | None = None) -> Draft:
    """The one document of what was fetched: the article on a page, of a PDF, a news item, a plain text.

    Raises:
        InputError: There is none, or there are several.
    """
    form = _form(fetched, url, is_page=True)
    if form is None:
        kind = _kind(fetched)
        raise InputError(f"it is {kind[:60]!r}", where=url, expected="a page or another form of text")
    drafts: list[Draft] = []
    errors: list[InputError] = []
    for given in _read(fetched.body or b"", url, form, settings or NewsSettings()):
        if isinstance(given, Draft):
            drafts.append(given)
        elif isinstance(given, InputError):
            errors.append(given)
        if len(drafts) > 1:
            raise InputError(
                "it holds several documents", where=url, expected="one article", remedy='watch it as what = "file"'
            )
    if errors and not drafts:
        raise errors[0]
    if not drafts or not drafts[0].document.text.strip():
        raise InputError("there is no text", where=url, expected="the page of an article")
    return drafts[0]


def _kind(fetched: Fetched) -> str:
    return (fetched.content_type or "").split(";")[0].strip().lower()


def _form(fetched: Fetched, url: str, *, is_page: bool) -> Form | None:
    """The form that its server or its name tells, to be looked into where neither does; `None` where it is no text."""
    kind, named = _kind(fetched), form_of_name(urlsplit(url).path)[0]
    told: Form | None = _TYPES.get(kind)
    if told is None and (kind in ("text/xml", "application/xml") or kind.endswith("+xml")):
        told = "xml"
    if is_page and told is not None:
        return told
    if told is None and is_page and kind not in _ANY:
        return None
    return named or told or "sniff"


def _read(body: bytes, url: str, form: Form, settings: NewsSettings) -> Iterator[object]:
    """The drafts of what was fetched. Where a document has no id of its own, its content makes one: places move."""
    yield from read_source(Source(url, None, form, lasting=False), settings, io.BytesIO(body))


def _fetch(
    source: Subscription,
    url: str,
    fetcher: Fetcher,
    etag: str | None = None,
    modified: str | None = None,
    *,
    follows: bool = False,
) -> Fetched:
    return fetcher.get(
        url,
        etag=etag,
        modified=modified,
        allow=source.allow,
        robots=None if source.robots else False,
        delay_s=source.delay_s,
        max_mb=source.max_mb,
        follows=follows,
    )


# ------------------------------------------------------------------------------------------------- feeds and files


def _poll_feed(asking: _Asking, fetched: Fetched) -> Parts:
    """The items of a feed."""
    body, url = fetched.body or b"", asking.source.address
    form = form_of_bytes(body[:HEAD], "xml")
    if form not in ("feed", "xml"):
        raise InputError(f"this is {form if form != 'sniff' else 'no XML'}", where=url, expected="a feed: RSS or Atom")
    given = feed_drafts(io.BytesIO(body), Source(url, None, "feed", lasting=False), asking.settings, links=True)
    found, is_cut = _new(asking, {item.key: item for item in _items(asking, given)})
    yield found, "poll" if is_cut else "nothing"


def _poll_file(asking: _Asking, fetched: Fetched) -> Parts:
    """The documents of a file of any form."""
    url = asking.source.address
    given = _read(fetched.body or b"", url, _form(fetched, url, is_page=False) or "sniff", asking.settings)
    yield from _in_parts(asking, _items(asking, _or_error(given)))


def _or_error(given: Iterable[object]) -> Iterator[object]:
    """What was read; where nothing could be, that is the source's error and not a document's.

    Raises:
        InputError: The first one, where there is nothing else.
    """
    errors: list[InputError] = []
    is_good = False
    for one in given:
        if isinstance(one, InputError) and not is_good:
            errors.append(one)
            continue
        if not is_good:
            is_good = True
            yield from errors
        yield one
    if errors and not is_good:
        raise errors[0]


def _items(asking: _Asking, given: Iterable[object]) -> Iterator[Found]:
    """What was read, each key once; errors that say the same are one."""
    keys = set[str]()
    for one in given:
        if isinstance(one, InputError):
            key = f"{asking.source.name}:refused:{_digest(one.what)[:16]}"
            item = Found(key=key, issue=issue_of(one, key))
        elif isinstance(one, Draft):
            item = _of_draft(asking, one)
        else:
            continue
        if item.key not in keys:
            keys.add(item.key)
            yield item


def _in_parts(asking: _Asking, items: Iterable[Found], *last: Found) -> Parts:
    """What is new of some items, in parts of as many as the source may bring at once; `last` comes with the last of them."""
    part: list[Found] = []
    for lot in _lots(items, asking.source.max_items):
        known = asking.seen([item.key for item in lot])
        for item in lot:
            if len(part) >= asking.source.max_items:
                yield part, "part"
                part = []
            if _is_new(asking.source, item, known.get(item.key)):
                part.append(item)
    yield [*part, *last], "nothing"


def _lots(items: Iterable[Found], size: int) -> Iterator[list[Found]]:
    given = iter(items)
    while lot := list(islice(given, size)):
        yield lot


def _of_draft(asking: _Asking, draft: Draft) -> Found:
    source, told = asking.source, draft.document
    url = told.url if told.url and told.url.startswith(("http://", "https://")) else None
    key = url or f"{source.name}:{told.id}"
    modified = told.modified_at.isoformat() if told.modified_at else ""
    mark = _digest(url or "", told.title or "", told.text, modified)
    wants_page = source.pages == "always" or (source.pages == "auto" and told.extent == "summary")
    if url and wants_page:
        day = told.published.isoformat() if told.published else None
        return Found(key=key, mark=mark, url=url, title=told.title, published=day)
    try:
        document = asking.finish(
            msgspec.structs.replace(draft, document=msgspec.structs.replace(told, id=key)), url or key
        )
    except InputError as err:
        return Found(key=key, mark=mark, issue=issue_of(err, key))
    return Found(key=key, mark=mark, document=document)


def _new(asking: _Asking, items: dict[str, Found]) -> tuple[list[Found], bool]:
    """What is new or changed. Another source's items are left to it: whoever brings an address first keeps it."""
    source, known = asking.source, asking.seen(list(items))
    fresh = [item for key, item in items.items() if _is_new(source, item, known.get(key))]
    return fresh[: source.max_items], len(fresh) > source.max_items


def _is_new(source: Subscription, item: Found, before: tuple[str, str] | None) -> bool:
    return before is None or (before[0] == source.name and before[1] != item.mark)


# --------------------------------------------------------------------------------------------- lists of addresses


def _poll_list(asking: _Asking, fetched: Fetched) -> Parts:
    """The pages that a list shows; of archives that it shows, the documents, one archive at a poll."""
    addresses = _addresses(asking, fetched.body or b"", asking.source.address)
    items: dict[str, Found] = {}
    archives: dict[str, Found] = {}
    for address in addresses:
        mark = _digest(address.url, address.modified or (address.published.isoformat() if address.published else ""))
        day = address.published.isoformat() if address.published else None
        item = Found(
            key=address.url,
            mark=mark,
            url=address.url,
            title=address.title,
            published=day,
            language=address.language,
        )
        (archives if address.kind == "archive" else items).setdefault(item.key, item)
    found, is_cut = _new(asking, items)
    fresh, _ = _new(asking, archives)
    if is_cut or not fresh:
        yield found, "poll" if is_cut else "nothing"
        return
    if found:
        yield found, "part"
    for part, rest in _of_archive(asking, fresh[0]):
        yield part, "poll" if rest == "nothing" and len(fresh) > 1 else rest


def _addresses(asking: _Asking, body: bytes, url: str, depth: int = 1) -> list[Address]:
    """What a list shows, and what the lists show that it lists.

    Raises:
        InputError: It shows nothing that can be fetched.
    """
    told = form_of_name(urlsplit(url).path)[0]
    form: Form = "sitemap" if asking.source.what == "sitemap" else told or "xml"
    given = list(find_addresses(Source(url, None, _list_form(body, form)), asking.settings, io.BytesIO(body)))
    errors = [one for one in given if isinstance(one, InputError)]
    found = [one for one in given if isinstance(one, Address)]
    if errors and not found:
        raise errors[0]
    direct = [one for one in found if one.kind in ("article", "archive")]
    inner = [one for one in found if one.kind in ("sitemap", "table")]
    if any(one.modified for one in inner):
        inner.sort(key=lambda one: one.modified or "")
    for address in reversed(inner[-_LISTS:]) if depth < _DEPTH else ():
        direct += _addresses(asking, asking.fetch(address.url, follows=True).body or b"", address.url, depth + 1)
    return direct


def _list_form(body: bytes, told: Form) -> Form:
    """What a list is, by its beginning where that tells, else by what is said of it; a table of GDELT begins like nothing."""
    form = form_of_bytes(body[:HEAD], "xml")
    if form in ("gzip", "zip"):
        return told if told in ("gdelt", "paths", "sitemap") else "gdelt"
    if told == "sitemap" or form in ("sitemap", "feed", "html"):
        return "sitemap" if form in ("sitemap", "xml") else form
    return told if told in ("gdelt", "paths") else "gdelt"


def _of_archive(asking: _Asking, archive: Found) -> Parts:
    """The documents of an archive that a list names. One that cannot be read is refused, and not tried again.

    Raises:
        FetchError: It cannot be had now.
    """
    url = archive.key
    try:
        fetched = asking.fetch(url, follows=True)
    except FetchError as err:
        if err.is_passing:
            raise
        yield [Found(key=url, mark=archive.mark, issue=issue_of(err, url))], "nothing"
        return
    form = _form(fetched, url, is_page=False) or "sniff"
    items = _items(asking, _read(fetched.body or b"", url, form, asking.settings))
    yield from _in_parts(asking, items, Found(key=url, mark=archive.mark))


def _poll_page(asking: _Asking, fetched: Fetched) -> Parts:
    """The one document of a page that changes."""
    url = asking.source.address
    mark = hashlib.sha256(fetched.body or b"").hexdigest()[:32]
    before = asking.seen([url]).get(url)
    if before is not None and before[1] == mark:
        yield [], "nothing"
        return
    draft = page_draft(fetched, url, asking.settings)
    told = msgspec.structs.replace(draft.document, id=url, url=url)
    document = asking.finish(msgspec.structs.replace(draft, document=told), url)
    yield [Found(key=url, mark=mark, document=document)], "nothing"


_POLLS: Final[dict[str, Callable[[_Asking, Fetched], Parts]]] = {
    "feed": _poll_feed,
    "sitemap": _poll_list,
    "list": _poll_list,
    "file": _poll_file,
    "page": _poll_page,
}


# --------------------------------------------------------------------------------------------------------- folders


def _poll_folder(asking: _Asking) -> Parts:
    """The documents of files that came or changed; a file that is being written is left for the next poll.

    A file counts as seen with the part that has the last of its documents. While it is read with care, signs before its mark
    count how often that was begun.
    """
    source = asking.source
    marks = {f"{source.name}:file:{path}": (path, mark) for path, mark in _files_of(source)}
    known = asking.seen(list(marks))
    part: list[Found] = []
    for key, (path, mark) in marks.items():
        before = known.get(key, ("", ""))[1]
        if before == mark:
            continue
        begun = before.count(_BEGUN) if before.lstrip(_BEGUN) == mark else 0
        if begun >= _MOST_DEATHS:
            error = InputError("the process ended whenever it was read", where=path, remedy="see what is wrong with it")
            part.append(Found(key=key, mark=mark, issue=issue_of(error, f"{source.name}:{path}")))
            continue
        if asking.careful:
            yield [*part, Found(key=key, mark=_BEGUN * (begun + 1) + mark)], "part"
            part = []
        for found in chain(_of_file(asking, path, mark), (Found(key=key, mark=mark),)):
            if len(part) >= source.max_items:
                yield part, "part"
                part = []
            part.append(found)
        if asking.careful:
            yield part, "part"
            part = []
    yield part, "nothing"


def _of_file(asking: _Asking, path: str, mark: str) -> Iterator[Found]:
    """The documents of a file in a folder, and what was refused of it."""
    source = asking.source
    for entry in News([path], asking.settings, find_date=asking.find_date):
        if entry.document is not None:
            document = msgspec.structs.replace(
                entry.document,
                publisher=source.publisher or entry.document.publisher,
                language=entry.document.language or source.language,
            )
            yield Found(key=f"{source.name}:{document.id}", mark=mark, document=document)
        elif entry.refused:
            yield from (Found(key=f"{source.name}:{path}", mark=mark, issue=issue) for issue in entry.issues[:1])


def _files_of(source: Subscription) -> Iterator[tuple[str, str]]:
    """The files of a source that is a folder, here or in another system, with what tells their version.

    Raises:
        InputError: There is no such thing, or it cannot be had.
    """
    if is_address(source.address):
        yield from _remote_files(source)
    elif Path(source.address).is_dir():
        yield from _files(Path(source.address))
    else:
        raise InputError("there is no such folder", where=source.address, remedy="make it, or correct the address")


def _remote_files(source: Subscription) -> Iterator[tuple[str, str]]:
    """The files at an address of another system. Stores of objects show a file when it is whole; others tell when it changed."""
    newest, named = time.time() - _SETTLED_S, len(_named_parts(source.address))
    found = list_files(source.address)
    if source.what == "file" and not found:  # a folder may be empty: a store of objects knows none that is
        raise InputError("there is no such file", where=source.address, remedy="correct the address")
    for file in found:
        below = _parts_of(file.address)[named:]
        if any(name.startswith(".") for name in below) or (file.changed_at or 0.0) > newest:
            continue
        yield file.address, file.version


def _parts_of(address: str) -> list[str]:
    return address.partition("://")[2].strip("/").split("/")


def _named_parts(address: str) -> list[str]:
    """The parts of an address before the first with signs of a pattern."""
    return list(takewhile(lambda part: not any(sign in part for sign in "*?["), _parts_of(address)))


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


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def sample(
    source: Subscription, fetcher: Fetcher, number: int = 3, *, news: NewsSettings | None = None
) -> tuple[int, list[Document | Issue]]:
    """Try a source: how many items it shows (`max_items` of them at most), and the first of them as documents, or what is wrong.

    Raises:
        InputError: The source cannot be had.
    """
    poll = next(poll_source(source, fetcher, seen=lambda keys: {}, news=news))
    told: list[Document | Issue] = []
    things = [found for found in poll.found if found.document or found.url or found.issue]
    for found in things[:number]:
        if found.document is not None:
            told.append(found.document)
        elif found.url is not None:
            try:
                told.append(
                    document_of_page(
                        found.key,
                        found.url,
                        source,
                        fetcher,
                        title=found.title,
                        published=found.published,
                        language=found.language,
                        news=news,
                    )
                )
            except InputError as err:
                told.append(issue_of(err, found.key))
        elif found.issue is not None:
            told.append(found.issue)
    return len(things), told

"""Lists of addresses: sitemaps, GDELT's tables, Common Crawl's paths. They say where articles stand, and hold none.

`list_addresses` gives what they list, for whoever fetches; read as text, a list is refused with that reason and the number
of its addresses. Nothing is fetched here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO, Final, Literal
from urllib.parse import urljoin, urlsplit

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.encoding import decode_text
from dragoman.news.entries import Given
from dragoman.news.forms import Form
from dragoman.news.published import parse_day
from dragoman.news.readers.items import language_code
from dragoman.news.readers.jsonl import byte_lines
from dragoman.news.readers.markup import local_name
from dragoman.news.readers.xml import child_text, children, read_xml
from dragoman.news.sources import Source
from dragoman.records import Record

# https://commoncrawl.org/get-started: what the paths of its lists are counted from.
CRAWL: Final = "https://data.commoncrawl.org/"
# Columns of GDELT's tables, which have no header: how many there are, and which tells the address of the article, when it
# was met and, in the GKG, who published it. Codebooks: Event 1.0 and 2.0, Mentions 2.0, GKG 2.1.
_TABLES: Final = {58: (57, 56, None), 61: (60, 59, None), 16: (5, 2, 4), 27: (4, 1, 3)}
_FILE_LINE = re.compile(r"\d+ [0-9a-f]{32} (https?://\S+)\s*")
_TRANSLATED = re.compile(r"srclc:([a-z]{3})")
_WEB: Final = ("http", "https")


class Address(Record, frozen=True, kw_only=True):
    """Where something can be fetched, as a list tells it. `kind` says what is there: an article, or another list or archive.

    `modified` is when a sitemap says that it was changed, in its own words.
    """

    url: str
    kind: Literal["article", "archive", "sitemap", "table"] = "article"
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    language: str | None = None
    origin: str | None = None
    modified: str | None = None


def list_addresses(
    file: BinaryIO, source: Source, settings: NewsSettings, form: Form
) -> Iterator[Address | InputError]:
    """What a list holds, in its order; an error in the place of a line that tells no address of the web.

    Args:
        file: The open list, unpacked.
        source: What it is.
        settings: Limits.
        form: `sitemap`, `gdelt` or `paths`.

    Raises:
        InputError: It is no such list.
    """
    found = _in_sitemap(file, source, settings) if form == "sitemap" else _in_lines(file, source, settings, form)
    for address in found:
        if isinstance(address, Address) and not _is_web(address.url):
            yield InputError(
                f"{address.url[:80]!r} is no address of the web", where=address.origin, expected="http:// or https://"
            )
        else:
            yield address


def refuse_list(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """Refuse a list that was to be read as text, with what it holds."""
    form: Form = "sitemap" if source.format in ("xml", "sitemap", "sniff") else source.format
    number = sum(isinstance(address, Address) for address in list_addresses(file, source, settings, form))
    yield _no_text(f"a list of {number:,} addresses", source)


def is_list_line(line: str) -> bool:
    """Whether a line is one of a table of GDELT: as many columns, with an address where its address stands."""
    cells = line.rstrip("\r\n").split("\t")
    return len(cells) in _TABLES and _is_web(cells[_TABLES[len(cells)][0]])


def refuse_list_line(line: str, source: Source) -> None:
    """Refuse a table of GDELT under a name of its own.

    Raises:
        InputError: Always.
    """
    raise _no_text(f"a table of GDELT with {len(line.split(chr(9)))} columns", source)


def _no_text(what: str, source: Source) -> InputError:
    return InputError(
        f"this is {what}, not of texts",
        where=source.name,
        expected="articles",
        remedy="name it as a source of `dragoman watch`, which fetches what it lists",
    )


def _in_sitemap(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Address]:
    parsed = read_xml(file, source, settings, "a sitemap")
    kind: Literal["article", "sitemap"] = "sitemap" if local_name(parsed.root) == "sitemapindex" else "article"
    for number, element in enumerate(children(parsed.root, "url", "sitemap"), 1):
        news: Any = next(iter(children(element, "news")), ())
        publication: Any = next(iter(children(news, "publication")), ())
        told = child_text(news, "publication_date") or child_text(element, "lastmod")
        yield Address(
            url=child_text(element, "loc") or "",
            kind=kind,
            title=child_text(news, "title"),
            published=parse_day(told) if told and kind == "article" else None,
            publisher=child_text(publication, "name"),
            language=language_code(child_text(publication, "language")),
            origin=f"{source.name}#{number}",
            modified=child_text(element, "lastmod"),
        )


def _in_lines(file: BinaryIO, source: Source, settings: NewsSettings, form: Form) -> Iterator[Address | InputError]:
    seen: set[str] = set()
    for number, line in enumerate(byte_lines(file, source, settings, ()), 1):
        where = f"{source.name}:{number}"
        if isinstance(line, InputError):
            yield line
            continue
        if not line.strip():
            continue
        try:
            text = decode_text(line, where).text.strip("\r\n")
            address = _of_paths(text, where) if form == "paths" else _of_table(text, where)
        except InputError as err:
            yield err
            continue
        if address.url not in seen:  # a table has a line an event or mention, and many of these are of one article
            seen.add(address.url)
            yield address


def _of_paths(line: str, where: str) -> Address:
    path = line.strip()
    if ".." in path.split("/"):
        raise InputError(
            f"the path {path[:80]!r} leads out of the crawl", where=where, expected="a path below crawl-data/"
        )
    try:
        url = urljoin(CRAWL, path)
    except ValueError as err:  # it begins like an address with a bracket that nothing closes
        raise InputError(
            f"the path {path[:80]!r} is none ({err})", where=where, expected="a path below crawl-data/"
        ) from err
    return Address(url=url, kind="archive", origin=where)


def _of_table(line: str, where: str) -> Address:
    if match := _FILE_LINE.fullmatch(line):
        return Address(url=match[1], kind="table", origin=where)
    cells = line.split("\t")
    if len(cells) not in _TABLES:
        raise InputError(
            f"the line has {len(cells)} columns",
            where=where,
            expected=f"{', '.join(map(str, sorted(_TABLES)))} as GDELT's tables have",
        )
    url, day, publisher = _TABLES[len(cells)]
    told = cells[day][:8]
    translated = _TRANSLATED.search(cells[25]) if len(cells) == 27 else None
    return Address(
        url=cells[url].strip(),
        published=parse_day(told) if told.isdigit() else None,
        publisher=(cells[publisher].strip() or None) if publisher is not None else None,
        language=translated[1] if translated else None,
        origin=where,
    )


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in _WEB and bool(parts.hostname) and url.isprintable()
    except ValueError:
        return False

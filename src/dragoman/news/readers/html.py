"""Web pages: a saved page is a document. Its text is the article's, its day what the page states about itself.

The article is found by trafilatura (Barbaresi 2021, ACL system demonstrations); title, author, publisher and times
come from JSON-LD, meta elements and the parts of the page that are marked as such, in this order. A date in the story
is never taken for the day of publication. Nothing on a page is run and nothing is fetched. trafilatura is imported when
the first page is read: it takes a second.
"""

from __future__ import annotations

import codecs
import copy
import html
import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from difflib import SequenceMatcher
from typing import Any, BinaryIO, Final
from urllib.parse import urlsplit

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.encoding import Decoded, decode_text, marked_encoding
from dragoman.news.entries import STAGE, Draft, Given
from dragoman.news.published import parse_day
from dragoman.news.readers.limits import fallback_id, read_all
from dragoman.news.sources import Source
from dragoman.records import Document, Issue, Record

# Markup for each character of text that a page may have: the usual article has 20 to 60, of which scripts are the most,
# but the longest text allowed is some three hundred articles.
_MARKUP: Final = 16
# Of 200 pages with gold the median has 700 elements, the largest 3,200. 200,000 take trafilatura a minute.
_MOST_ELEMENTS: Final = 50_000
_MOST_LABELS: Final = 200  # a date in words takes htmldate some 15 ms
_MOST_HEADINGS: Final = 50
# No clock decides what a page says: htmldate would otherwise refuse days after today.
_LAST_DAY: Final = "2099-12-31"
_UNSET: Final = date(1970, 1, 1)
_PROSE: Final = 80  # a longer paragraph is prose; bylines are shorter
_LABEL: Final = 80  # a longer element that is called a date holds more than the date
_ALIKE: Final = 0.5  # share of common characters from which a heading is the headline; 0.4 to 0.7 give the same

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_DAY_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_UTC = re.compile(r"\d:\d\d\S*?(?:Z|[+-]00:?00)\s*$")
_CHANGED_NAME = re.compile(r"updated|modified|changed")
_TODAY_NAME = re.compile(
    r"header-?date|(?:^|[^a-z])(?:current|today)"
)  # the masthead tells the day on which the page was looked at
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE_NAME = re.compile(
    r"(?:^|[^a-z])(?:pub)?(?:date|datum|time|timestamp|published|posted|pubdate|fecha)|date(?:$|[^a-z])"
)
_ASIDE_NAME = re.compile(r"comment|related|sidebar|teaser|recommend|footer|widget|popular|newsletter", re.IGNORECASE)
_ASIDES: Final = frozenset({"aside", "nav", "footer"})
_SEPARATOR = re.compile(r"\s+[-–—|·•»›«‹:/]+\s+|\s*\|\s*|\s+::\s+")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?", re.DOTALL)
_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued",
    "citation_publication_date", "publish-date", "publish_date", "publishdate", "pubdate", "originalpublicationdate",
    "date", "dc.date", "dcterms.date",
)  # fmt: skip
_MODIFIED: Final = (
    "article:modified_time", "og:updated_time", "og:modified_time", "datemodified", "dcterms.modified", "last-modified",
)  # fmt: skip
_AUTHORS: Final = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "citation_author",
    "byl",
)
_TITLES: Final = ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title")


class Page(Record, frozen=True, kw_only=True):
    """What a page says, and what it says of itself; `None` where it does not.

    `text` is the article, its paragraphs, headings and list items parted by blank lines; empty where the page has none.
    `published` is the day as the page writes it, in its own time zone; the two moments are there only where the page
    tells a time with its zone. `language` is an ISO 639 code without region, `author` names, parted by `; `.
    """

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: date | None = None
    published_time: datetime | None = None
    modified_time: datetime | None = None
    language: str | None = None
    url: str | None = None


def page_bytes(settings: NewsSettings) -> int:
    """Most bytes of a page, markup and scripts included."""
    return _MARKUP * settings.max_characters


def read_html(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The one document of a web page."""
    data = read_all(
        file,
        page_bytes(settings),
        source.name,
        expected="the page of one article",
        remedy="save the article as text, or raise max_characters under [read] in dragoman.toml",
    )
    yield page_draft(data, source, source.name, "")


def page_draft(
    data: bytes, source: Source, where: str, place: str, *, url: str | None = None, charset: str | None = None
) -> Draft:
    """The draft of a page.

    Args:
        data: Its bytes.
        source: What it comes from.
        where: Where it stands, for messages; it becomes the document's `origin`.
        place: The same within the source, for its id.
        url: Its address, if known.
        charset: The encoding that its server told; it goes over what the page declares.

    Raises:
        InputError: It is no page, or there is no article on it.
    """
    text, note = decode_page(data, where, charset=charset)
    page = parse_page(text, where=where, url=url)
    if not page.text:
        raise InputError(
            "no article was found on the page",
            where=where,
            expected="a page with the text of an article in it",
            remedy="if the page is made by a script, save it from a browser, or save its text as .txt",
        )
    id_ = fallback_id(source, place, data)
    issue = Issue(document_id=id_, stage=STAGE, error="EncodingNote", message=note or "", origin=where)
    document = Document(
        id=id_,
        text=page.text,
        published=page.published,
        publisher=page.publisher,
        title=page.title,
        url=page.url,
        language=page.language,
        author=page.author,
        published_at=page.published_time,
        modified_at=page.modified_time,
        origin=where,
    )
    return Draft(document=document, issues=(issue,) if note else ())


def decode_page(data: bytes, where: str, *, charset: str | None = None) -> Decoded:
    """The markup of a page: by its byte order mark, as UTF-8, as the encoding told of it or in it, or else guessed.

    Raises:
        InputError: The bytes are not text.
    """
    declared = _CHARSET.search(data[:4096])
    name = charset or (declared[1].decode("ascii") if declared else "")
    if marked_encoding(data) is None and name and not _is_utf8(data):
        name = name.lower()
        name = "cp1252" if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name
        try:
            if codecs.lookup(name)._is_text_encoding and name not in {"utf-8", "utf8", "utf-16", "utf-32", "utf-7"}:
                return Decoded(data.decode(name))
        except (LookupError, ValueError):  # an encoding that does not exist, or that the bytes do not keep to
            pass
    return decode_text(data, where)


def parse_page(markup: str, *, where: str, url: str | None = None) -> Page:
    """The article of a page.

    Args:
        markup: The page.
        where: Where it stands, for messages.
        url: Its address, if known; the one that the page gives itself otherwise.

    Raises:
        InputError: It is no HTML, or so damaged that it cannot be taken apart.
    """
    import trafilatura

    expected, remedy = "an HTML page", "fetch the page again, or save its text as .txt"
    if "<" not in markup:
        raise InputError("there is no markup in it", where=where, expected=expected, remedy=remedy)
    # XML forbids NUL and lxml refuses it; a declaration would speak of the bytes, which are decoded already.
    markup = re.sub(r"\A\s*<\?xml[^>]{0,500}>", "", markup.replace("\0", "")).encode("utf-8", "replace").decode()
    try:
        tree: Any = trafilatura.load_html(markup)
        if tree is None:
            raise ValueError("no elements")
        if (count := sum(1 for _ in tree.iter())) > _MOST_ELEMENTS:
            raise ValueError(f"{count:,} elements; at most {_MOST_ELEMENTS:,} are read")
        head = _Head(tree, url)
        return head.page(_article(copy.deepcopy(tree), head.url, head.title))
    except Exception as err:  # lxml, trafilatura and htmldate meet pages that nobody foresaw with errors of any kind
        reason = f"{type(err).__name__}: {err}"[:200]
        raise InputError(
            f"the page cannot be taken apart ({reason})", where=where, expected=expected, remedy=remedy
        ) from err


def _article(tree: Any, url: str | None, title: str | None) -> str:
    """The article's paragraphs, parted by blank lines, without the title when it stands first."""
    import trafilatura

    # Swept over both sets of pages with gold: precision against the balance gives 4-gram F1 0.961 against 0.952 and
    # segment F1 0.917 against 0.922, and keeps out the headlines of other articles, which would become events here.
    # Tables stay: old pages are laid out in them (0.954 without).
    found = trafilatura.bare_extraction(
        tree, url=url, favor_precision=True, include_comments=False, include_tables=True
    )
    written = getattr(found, "text", None) or ""
    blocks = [block for block in map(_block, written.split("\n")) if block]
    if blocks and title and _fold(blocks[0]) == _fold(title):
        del blocks[0]
    return "\n\n".join(blocks)


def _block(line: str) -> str:
    """A line of trafilatura's text: cells of a table parted by spaces only."""
    line = line.replace("\u00ad", "").strip()
    if line.startswith("|") and line.endswith("|"):
        line = "  ".join(cell.strip() for cell in line.strip("|").split("|") if cell.strip(" -"))
    return line


class _Head:
    """What a page says of itself."""

    def __init__(self, tree: Any, url: str | None) -> None:
        self._tree = tree
        self._metas = _metas(tree)
        self._article, self._site = _linked_data(tree)
        self.url = url if url and _is_address(url) else self._address()
        self._heading: Any = None
        self.title = self._title()

    def page(self, text: str) -> Page:
        """The page with all that it says of itself."""
        told = [self._article.get("datePublished"), *self._named(_PUBLISHED), *self._marked("datePublished")]
        changed = [self._article.get("dateModified"), *self._named(_MODIFIED), *self._marked("dateModified")]
        return Page(
            text=text,
            title=self.title,
            author=self._author(),
            publisher=self._publisher(),
            published=self._published(told, changed),
            published_time=next(filter(None, map(_moment, told)), None),
            modified_time=next(filter(None, map(_moment, changed)), None),
            language=self._language(),
            url=self.url,
        )

    def _published(self, told: list[Any], changed: list[Any]) -> date | None:
        """The day that the page states, put right by the one it shows where the stated one is in doubt.

        A time in UTC has the day of Greenwich: late in the evening there it is the next day with publishers east of it.
        A page that was changed last before it came out states when a machine put it out.
        """
        stated = next((value for value in told if _day(value)), "")
        day, time = _day(stated), _moment(stated)
        if day is None or time is None:
            return day or self._shown_day() or self._found_day()
        last = next(filter(None, map(_moment, changed)), time)
        utc = bool(_UTC.search(stated))
        if not utc and last >= time:
            return day
        shown = self._shown_day() or day
        return shown if last < time or (shown - day).days == (1 if time.hour >= 10 else -1) else day

    def _named(self, names: Iterable[str]) -> list[str]:
        return [self._metas[name] for name in names if name in self._metas]

    def _marked(self, name: str) -> list[str]:
        """The values of elements that microdata marks with a name."""
        marked = [e for e in self._tree.xpath("//*[@itemprop=$name]", name=name) if not _is_aside(e)]
        return [value for e in marked if (value := e.get("content") or e.get("datetime") or _text(e))]

    def _address(self) -> str | None:
        linked = [e.get("href") or "" for e in self._tree.xpath('//link[@rel="canonical"]')]
        for address in (*linked, *self._named(("og:url", "twitter:url"))):
            if _is_address(address.strip()):
                return address.strip()
        return None

    @property
    def _locale(self) -> str:
        """The language with its region, `en-us`; empty where it is not told."""
        root = (
            self._tree.get("lang")
            or self._tree.get("xml:lang")
            or self._metas.get("og:locale")
            or self._language()
            or ""
        )
        return str(root).strip().lower().replace("_", "-")

    def _language(self) -> str | None:
        root = (self._tree.get("lang"), self._tree.get("xml:lang"))  # lxml keeps the prefix of HTML as letters
        named = self._named(("content-language", "og:locale", "dc.language", "language"))
        for told in (*root, self._article.get("inLanguage"), *named):
            if isinstance(told, str) and (match := _LANGUAGE.fullmatch(told.strip())):
                return match[1].lower()
        return None

    def _publisher(self) -> str | None:
        names = _names(self._article.get("publisher")) or self._named(("og:site_name", "application-name"))
        names = names or _names(self._site) or self._named(("dc.publisher", "publisher"))
        return _clean(names[0]) if names else None

    def _author(self) -> str | None:
        from trafilatura.json_metadata import normalize_authors
        from trafilatura.metadata import extract_author

        told = _names(self._article.get("author")) or [name for name in self._named(_AUTHORS) if " " in name.strip()]
        author: str | None = None
        for name in told:
            author = normalize_authors(author, name)
        return author or extract_author(self._tree)

    def _title(self) -> str | None:
        """The headline as the reader of the page sees it.

        A heading that agrees with the headline told in the head is taken, for heads shorten and add the site; that
        one is where no heading agrees, or where the heading holds more than it (a kicker, a date).
        """
        headings = [
            (e, text)
            for e in self._tree.xpath("//h1")[:_MOST_HEADINGS]
            if (text := _clean(_text(e))) and not _is_aside(e)
        ]
        told = [self._bare(text) for text in self._told_titles()]
        if told:
            heading, text = max(headings, key=lambda pair: _alike(pair[1], told[0]), default=(None, ""))
            exact = next((pair for pair in headings if _fold(pair[1]) in set(map(_fold, told))), None)
            heading, text = exact or (heading, text)
            inside = [pair for pair in headings if any(p.tag == "article" for p in pair[0].iterancestors())]
            if heading is not None and (exact or _alike(text, told[0]) >= _ALIKE):
                self._heading = heading
                return told[0] if not exact and _fold(told[0]) in _fold(text) else text
            if len(inside) == 1:
                self._heading, text = inside[0]
                return text
            return told[0]
        return self._untold_title(headings)

    def _told_titles(self) -> list[str]:
        headline = self._article.get("headline")
        told = [*self._named(_TITLES), *([headline] if isinstance(headline, str) else [])]
        return [text for text in map(_clean, told) if text]

    def _untold_title(self, headings: list[tuple[Any, str]]) -> str | None:
        """From the heading, and the title of the window, when the head tells no headline."""
        window = _clean(next(iter(self._tree.xpath("//head//title/text()")), ""))
        parts = [part.strip() for part in _SEPARATOR.split(window) if part and part.strip()]
        parts = [part for part in parts if not self._is_site(part)] or parts
        article = [pair for pair in headings if not self._is_site(pair[1]) and not _is_logo(pair[0])]
        for heading, text in article:
            if _fold(text) in _fold(window) or max((_alike(text, part) for part in parts), default=0) >= _ALIKE:
                self._heading = heading
                return text
        inside = [pair for pair in article if any(p.tag in {"article", "main"} for p in pair[0].iterancestors())]
        for heading, text in inside or ([] if len(article) != 1 or len(parts) > 1 else article):
            self._heading = heading
            return text
        return max(parts, key=len, default=article[0][1] if article else None)

    def _is_site(self, text: str) -> bool:
        """Whether words are the name of the site and no headline."""
        name = re.sub(r"\W", "", _fold(text))
        host = urlsplit(self.url or "").hostname or ""
        labels = [re.sub(r"\W", "", label) for label in host.split(".") if label not in {"www", "com", "org", "net"}]
        sites = [re.sub(r"\W", "", _fold(site)) for site in (self._publisher() or "",)]
        return bool(name) and (
            name in sites
            or name == re.sub(r"\W", "", host.removeprefix("www."))
            or any(len(label) > 3 and name.startswith(label) for label in labels)
        )

    def _bare(self, title: str) -> str:
        """A told headline without the name of the site before or behind it."""
        pieces = _SEPARATOR.split(title)
        if len(pieces) > 1:
            if self._is_site(pieces[-1]):
                return title[: title.rindex(pieces[-1])].rstrip(" -–—|·•»›«‹:/") or title
            if self._is_site(pieces[0]):
                return title[len(pieces[0]) :].lstrip(" -–—|·•»›«‹:/") or title
        return title

    def _shown_day(self) -> date | None:
        """The day in what the page shows as its date, nearest to the heading; of a change only where no other is."""
        place = {element: number for number, element in enumerate(self._tree.iter())}
        centre = place.get(self._heading, 0)
        near: list[tuple[bool, int, date]] = []
        locale = self._locale
        named = [(e, number) for e, number in place.items() if e.tag == "time" or _DATE_NAME.search(_name(e))]
        for element, number in named[:_MOST_LABELS]:
            if (day := _day_of_element(element, locale)) and not _is_aside(element):
                near.append((bool(_CHANGED_NAME.search(_name(element))), abs(number - centre), day))
        return min(near)[2] if near else None

    def _found_day(self) -> date | None:
        """The day that htmldate finds in the address, in rarer markup or beside the prose."""
        from htmldate import find_date

        found = find_date(
            _without_prose(self._tree, self._locale),
            original_date=True,
            extensive_search=False,
            url=self.url,
            max_date=_LAST_DAY,
        )
        return _day(found)


def _metas(tree: Any) -> dict[str, str]:
    """The contents of meta elements by lower-case name; the first of a name stands."""
    found: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        names = (element.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        if (content := element.get("content").strip()) and not _is_aside(element):
            for name in filter(None, names):
                found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(tree: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The JSON-LD objects of the article and of the site; empty where there is none."""
    article: dict[str, Any] = {}
    page: dict[str, Any] = {}
    site: dict[str, Any] = {}
    for script in tree.xpath('//script[contains(@type, "ld+json")]'):
        for thing in _things(script.text or ""):
            kinds = {str(kind).lower() for kind in _listed(thing.get("@type"))}
            if any(kind.endswith(("article", "posting", "reportage")) for kind in kinds) or "report" in kinds:
                article = article or thing
            elif kinds & {"webpage", "itempage"}:
                page = page or thing
            elif kinds & {"website", "newsmediaorganization"}:
                site = site or thing
    return {
        **{key: page[key] for key in ("datePublished", "dateModified", "inLanguage") if key in page},
        **article,
    }, site


def _things(script: str) -> list[dict[str, Any]]:
    """The objects of a script, the outer before the inner; none where it is no JSON."""
    try:
        layer = _listed(json.loads(script.strip().removesuffix(";"), strict=False))
    except (ValueError, RecursionError):
        return []
    found: list[dict[str, Any]] = []
    for _ in range(4):
        things = [thing for thing in layer if isinstance(thing, dict)]
        found += things
        layer = [inner for thing in things for key in ("@graph", "mainEntity") for inner in _listed(thing.get(key))]
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _names(value: Any) -> list[str]:
    """The names of persons or organisations, given as strings or objects."""
    named = [thing.get("name") if isinstance(thing, dict) else thing for thing in _listed(value)]
    return [name for names in named for name in _listed(names) if isinstance(name, str) and _clean(name)]


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _day(value: Any) -> date | None:
    """The day that a page tells; no day is the first of Unix time, which means a clock that was not set."""
    if not isinstance(value, str) or len(value) > 100:
        return None
    day = parse_day(value)
    if day is None and (match := _DOTTED.search(value)):
        day = parse_day(f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}")
    return None if day == _UNSET or (day and day.year < 1900) else day


def _moment(value: Any) -> datetime | None:
    """The moment, in UTC, of an ISO 8601 time with its zone."""
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        return moment.astimezone(UTC) if moment and moment.tzinfo and moment.date() != _UNSET else None
    except (ValueError, OverflowError):
        return None


def _day_of_element(element: Any, locale: str) -> date | None:
    """The day of a `<time>`, or of an element that is called a date, if it holds little else."""
    if _TODAY_NAME.search(_name(element)):
        return None
    if element.tag == "time" and (day := _day(element.get("datetime"))):
        return day
    text = _clean("".join(element.itertext())[: 4 * _LABEL])
    if not 6 <= len(text) <= _LABEL or len(set(_YEAR.findall(text))) != 1:
        return None
    return _written_day(_without_slashes(text, locale))


def _written_day(text: str) -> date | None:
    """The one day that a label tells, in whatever language htmldate reads."""
    if day := _day(text):
        return day
    from htmldate import find_date

    written = f"<html><body><div><p class='date'>{html.escape(text)}</p></div></body></html>"
    day = _day(find_date(written, original_date=True, extensive_search=True, max_date=_LAST_DAY))
    # htmldate fills in the first of the month, or of the year, where no day is told.
    told = day and str(day.year) in text and re.search(rf"(?<!\d)0?{day.day}(?!\d)", text)
    return day if told else None


def _without_slashes(text: str, locale: str) -> str:
    """A text in which dates such as `07/12/2025` are written as ISO 8601 does, or left out where they mean two days.

    The day stands first, save in the United States; English that does not say of which country may be either.
    """

    def written(match: re.Match[str]) -> str:
        one, two, year = map(int, match.groups())
        if two > 12 or locale == "en-us":
            one, two = two, one
        elif one <= 12 and one != two and locale in {"", "en"}:
            return " "
        return f" {year}-{two:02}-{one:02} "

    return _SLASHED.sub(written, text)


def _without_prose(tree: Any, locale: str) -> Any:
    """A copy of the page without what would mislead.

    That is comments; what is written at length, where a date is one of the story; labels with no more than a
    month in them; and dates that mean two days.
    """
    bare = copy.deepcopy(tree)
    for element in bare.xpath("//body//*"):
        if element.tag == "time" and _is_aside(element):
            element.attrib.clear()
            element.text = None
        elif element.text and element.tag != "script":
            labelled = _DATE_NAME.search(_name(element)) and len(_text(element)) <= _LABEL
            vague = labelled and not _DAY_NUMBER.search(_text(element))
            element.text = None if vague else _without_slashes(element.text, locale)
    for element in bare.xpath("//body//p | //body//li | //body//td | //body//blockquote"):
        if len(_text(element)) > _PROSE and not element.xpath(".//p | .//table | .//time"):
            for child in list(element):
                element.remove(child)
            element.text = None
    return bare


def _is_aside(element: Any) -> bool:
    """Whether an element lies in what stands beside the article: comments, other articles, menus."""
    for part in (element, *element.iterancestors()):
        if part.tag in {"body", "article", "main", "head"}:
            return False
        if part.tag in _ASIDES or _ASIDE_NAME.search(f"{part.get('class') or ''} {part.get('id') or ''}"):
            return True
    return False


def _is_logo(heading: Any) -> bool:
    """Whether a heading is a link to the front page."""
    links = [link.get("href") or "#" for link in heading.xpath(".//a | ancestor::a")]
    return any(re.fullmatch(r"(?:https?://[^/]*)?/?", link.strip()) for link in links)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _name(element: Any) -> str:
    """What an element is called by its class, id and microdata."""
    return " ".join(filter(None, (element.get("class"), element.get("id"), element.get("itemprop")))).lower()


def _text(element: Any) -> str:
    return str(element.text_content()) if isinstance(element.tag, str) else ""


def _clean(text: str) -> str:
    """Words in one line, without tags, entities and soft hyphens."""
    return " ".join(re.sub(r"<[^<>]{1,200}>", " ", html.unescape(text)).replace("\u00ad", "").split())


def _fold(text: str) -> str:
    return _clean(text).casefold()


def _alike(one: str, other: str) -> float:
    """How much two headlines share, from 0 to 1."""
    one, other = _fold(one)[:300], _fold(other)[:300]
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()

"""The news as entries: every document of every source, dated, titled, each id once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import msgspec

from dragoman.errors import InputError
from dragoman.models.language import language_of
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Draft, Entry, Given, Passed, issue_of, refusal
from dragoman.news.parsing import FIELDS
from dragoman.news.published import dateline_day
from dragoman.news.readers import read_source
from dragoman.news.sources import Source, find_sources
from dragoman.records import Document, Issue

# Gives the words of the date in an article's dateline (`July 3, 2019`), or `None`. Handed in: datelines belong to `text`.
DatelineFinder = Callable[[str], str | None]
# Gives the drafts of a source in its order, with an error in the place of each document that cannot be had.
ReadsSource = Callable[[Source, NewsSettings], Iterator[Given]]


class News:
    """The documents of files, folders, patterns and standard input (`-`), as entries; to be gone through once.

    `read` reads a source: here where none is given, or in a process of its own (`Apart.read`).
    `total` is the number of sources and `done` how many of them were read to the end.
    """

    def __init__(
        self,
        paths: Iterable[str | Path],
        settings: NewsSettings | None = None,
        *,
        find_date: DatelineFinder | None = None,
        read: ReadsSource | None = None,
    ) -> None:
        self._settings = settings or NewsSettings()
        self._find_date = find_date
        self._read = read or read_source
        self._sources, self._errors = find_sources(paths)
        self._seen: dict[str, tuple[bytes, str]] = {}
        self._unknown: set[str] = set()
        self.total, self.done = len(self._sources), 0

    def __iter__(self) -> Iterator[Entry]:
        """What was named and is not there, then every document by source and place in it. Nothing here raises."""
        for error in self._errors:
            yield refusal(error)
        for source in self._sources:
            for draft in self._read(source, self._settings):
                if isinstance(draft, InputError):
                    yield refusal(draft)
                elif isinstance(draft, Passed):
                    yield Entry(issues=(draft.issue(),), passed=draft.number)
                else:
                    yield self._entry(draft)
            self.done += 1

    def _entry(self, draft: Draft) -> Entry:
        document = complete(draft, self._settings, self._find_date)
        try:
            check_text(document, self._settings)
            if self._is_duplicate(document):
                return Entry(duplicate=True)
        except InputError as err:
            return refusal(err, document.id)
        return Entry(document=document, issues=(*draft.issues, *self._unknown_issues(draft)))

    def _is_duplicate(self, document: Document) -> bool:
        """Whether a document with this id and text went before.

        Raises:
            InputError: One with this id and another text did.
        """
        digest = hashlib.blake2b(document.text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        if document.id not in self._seen:
            self._seen[document.id] = (digest, document.origin or "")
            return False
        first, where = self._seen[document.id]
        if first == digest:
            return True
        raise InputError(
            f"the id {document.id!r} stands on another text in {where or 'an earlier document'}",
            where=document.origin,
            expected="a different id for each document",
            remedy="give it an id of its own; the first text was read",
        )

    def _unknown_issues(self, draft: Draft) -> Iterator[Issue]:
        for name in draft.unknown:
            if name not in self._unknown:
                self._unknown.add(name)
                yield issue_of(
                    InputError(
                        f"the field {name!r} means nothing here and is passed over, as in all further records",
                        where=draft.document.origin,
                        expected=f"{', '.join(FIELDS[:-1])} or {FIELDS[-1]}",
                    ),
                    draft.document.id,
                )


def complete(draft: Draft, settings: NewsSettings, find_date: DatelineFinder | None = None) -> Document:
    """The document of a draft: what the user gave comes first, then the record, then (for the day) the dateline."""
    document = draft.document
    published = settings.published or document.published or _from_dateline(draft, find_date)
    return msgspec.structs.replace(
        document,
        published=published,
        publisher=settings.publisher or document.publisher,
        language=language_of(document.text, document.language),
        title=settings.title or document.title,
    )


def check_text(document: Document, settings: NewsSettings) -> None:
    """Refuse a text that is no article.

    Raises:
        InputError: It is empty or too long.
    """
    if not document.text.strip():
        raise InputError("the document is empty", where=document.origin, expected="a text")
    if len(document.text) > settings.max_characters:
        raise InputError(
            f"the text has {len(document.text):,} characters",
            where=document.origin,
            expected=f"at most {settings.max_characters:,}",
            remedy="cut it into articles, or raise max_characters under [read] in dragoman.toml",
        )


def _from_dateline(draft: Draft, find_date: DatelineFinder | None) -> date | None:
    words = find_date(draft.document.text) if find_date else None
    return dateline_day(words, partial=draft.partial, url=draft.document.url) if words else None

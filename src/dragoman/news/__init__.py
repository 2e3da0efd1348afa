"""The room that takes in the news: files of every form, folders, patterns and standard input become `Document`s, text as it came.

Nothing that is wrong with one document stops the others: each gives an entry, with a document or with the issue that
says where it stood, what is wrong, what was expected and what can be done.
"""

from __future__ import annotations

from dragoman.news.apart import Apart
from dragoman.news.config import MAX_CHARACTERS, NewsSettings
from dragoman.news.entries import Entry, issue_of
from dragoman.news.news import DatelineFinder, News
from dragoman.news.published import dateline_day, parse_day
from dragoman.news.readers import Address, find_addresses
from dragoman.news.sources import Source, find_sources

__all__ = [
    "MAX_CHARACTERS",
    "Address",
    "Apart",
    "DatelineFinder",
    "Entry",
    "News",
    "NewsSettings",
    "Source",
    "dateline_day",
    "find_addresses",
    "find_sources",
    "issue_of",
    "parse_day",
]

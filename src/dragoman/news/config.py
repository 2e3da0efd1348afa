"""The settings of the news room."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import msgspec

from dragoman.records import Record

# The longest text the language pipeline takes in one piece, and some three hundred times the usual article.
MAX_CHARACTERS = 1_000_000

Positive = Annotated[int, msgspec.Meta(ge=1)]


class NewsSettings(Record, frozen=True):
    """How documents are made of files.

    Attributes:
        max_characters: Longest text of a document, in code points. A longer one is refused: it is an archive, not an
            article.
        max_json_mb: Largest `.json` file, in megabytes. It must be held in memory whole; `.jsonl` has no such limit.
        max_file_mb: Largest file of the other forms that must be held in memory whole, in megabytes: a feed, a message, a
            PDF, an archive in an archive.
        max_unpacked_mb: Most that one archive may unpack to, in megabytes, archives in it included.
        max_ratio: How many times larger than its packed form anything may become. Text packs to a fifth, pages to a
            twentieth; what is beyond 200 was made to fill a machine.
        max_members: Most members of an archive, those of archives in it counted by themselves.
        max_depth: How deep archives may lie in each other; 1 is an archive in no other.
        max_pages: Most pages of a PDF.
        columns: Which column or field of CSV, Parquet and JSON tells what: `{"text": "body"}`.
        published: Day of publication of every document, over what its record or dateline tells.
        publisher: Publisher of every document, over what its record tells.
        title: Title of every document, over what its record tells.
    """

    max_characters: Positive = MAX_CHARACTERS
    max_json_mb: Positive = 256
    max_file_mb: Positive = 64
    max_unpacked_mb: Positive = 8192
    max_ratio: Positive = 200
    max_members: Positive = 200_000
    max_depth: Positive = 3
    max_pages: Positive = 500
    columns: Mapping[str, str] = msgspec.field(default_factory=dict)
    published: date | None = None
    publisher: str | None = None
    title: str | None = None

"""The settings of the news room."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from dragoman.records import Record

# The longest text the language pipeline takes in one piece, and some three hundred times the usual article.
MAX_CHARACTERS = 1_000_000


class NewsSettings(Record, frozen=True):
    """How documents are made of files.

    Attributes:
        max_characters: Longest text of a document, in code points. A longer one is refused: it is an archive, not an
            article.
        max_json_mb: Largest `.json` file, in megabytes. It must be held in memory whole; `.jsonl` has no such limit.
        published: Day of publication of every document, over what its record or dateline tells.
        publisher: Publisher of every document, over what its record tells.
        title: Title of every document, over what its record tells.
    """

    max_characters: Annotated[int, msgspec.Meta(ge=1)] = MAX_CHARACTERS
    max_json_mb: Annotated[int, msgspec.Meta(ge=1)] = 256
    published: date | None = None
    publisher: str | None = None
    title: str | None = None

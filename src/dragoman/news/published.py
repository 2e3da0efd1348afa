"""The day of publication: from a record's field, or from the date of a dateline. A day is never invented.

A dateline without a year counts only when the record itself tells year, or year and month: in a `published` that is not
a whole day, or in the path of its address (`/2025/07/12/`).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate, parsedate_to_datetime
from typing import Final

_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?", re.DOTALL)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")
_SLASHED = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?(?:,?\s+(\d{4}))?")
_IN_ADDRESS = re.compile(r"/(\d{4})[/-](\d{1,2})(?:[/-]|$)")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def parse_day(words: str) -> date | None:
    """The day that a field tells, as written and in its own time zone; `None` when it tells no whole day.

    Understood are ISO 8601 (`2025-07-12`, `20250712`, with a time behind it or not), `2025/07/12`, the form of feeds and
    mail (`Sat, 12 Jul 2025 09:30:00 GMT`), `July 12, 2025` and `12 July 2025`. `07/12/2025` is not: it means two days.
    """
    words = words.strip()
    if match := _ISO.fullmatch(words) or _SLASHED.fullmatch(words):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if (named := _named_day(words)) and named[0] is not None:
        return _day(named[0], named[1], named[2])
    mail = parsedate(words) if "," in words or ":" in words else None
    return _day(mail[0], mail[1], mail[2]) if mail and re.search(r"\d{4}", words) else None


def parse_moment(told: object) -> datetime | None:
    """The moment, in UTC, of a time with its zone as ISO 8601 or mail writes it; `None` for anything else."""
    if not isinstance(told, str) or len(told) > 100:
        return None
    words = told.strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(words)
            return moment.astimezone(UTC) if moment.tzinfo else None
        except (ValueError, OverflowError, TypeError, IndexError):
            continue
    return None


def is_partial(words: str) -> bool:
    """Whether a field tells a year, or a year and a month, and nothing else."""
    match = _PARTIAL.fullmatch(words.strip())
    return match is not None and _day(int(match[1]), int(match[2] or 1), 1) is not None


def dateline_day(words: str, *, partial: str | None = None, url: str | None = None) -> date | None:
    """The day that the date of a dateline means, or `None` when its year is not told anywhere.

    Args:
        words: The date in the dateline: `July 3`, `4 March 2019`.
        partial: Year, or year and month, of publication as the record tells it.
        url: Address of the article.
    """
    named = _named_day(" ".join(words.split()))
    if named is None:
        return None
    year, month, day = named
    if year is not None:
        return _day(year, month, day)
    if match := _PARTIAL.fullmatch((partial or "").strip()):
        if match[2]:
            return _near(int(match[1]), int(match[2]), month, day)
        return _day(int(match[1]), month, day)
    if match := _IN_ADDRESS.search(url or ""):
        return _near(int(match[1]), int(match[2]), month, day)
    return None


def _near(year: int, month: int, told_month: int, told_day: int) -> date | None:
    """The told day in the month of publication or the month before it; `None` when it lies in neither."""
    first = _day(year, month, 1)
    if first is None:
        return None
    for candidate in (first, first - timedelta(days=1)):
        if candidate.month == told_month:
            return _day(candidate.year, told_month, told_day)
    return None


def _named_day(words: str) -> tuple[int | None, int, int] | None:
    """Year (`None` where not told), month and day of a date with the month's name."""
    if match := _MONTH_FIRST.fullmatch(words):
        name, day, year = match[1], match[2], match[3]
    elif match := _DAY_FIRST.fullmatch(words):
        name, day, year = match[2], match[1], match[3]
    else:
        return None
    if name[:3].lower() not in _MONTHS:
        return None
    return (int(year) if year else None), _MONTHS.index(name[:3].lower()) + 1, int(day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None

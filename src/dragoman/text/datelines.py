"""Find the dateline of an article: place, date and agency before the first sentence.

BEIRUT, July 3 (Reuters) - …      DAMASCUS, Syria (AP) — …      Nairobi, 4 March 2019 – …
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from dragoman.records import Record, Span

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|"
    r"Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATE = rf"(?:{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?|\d{{1,2}}\s+{_MONTH}(?:,?\s+\d{{4}})?)"
_CITY = r"[A-Z][\w'’.-]*(?:[ /-](?:[A-Z][\w'’.-]*|de|del|la|el|al|of|da|do|dos|au|sur)){0,4}"
_AGENCY = r"\([A-Z][\w .&/-]{1,40}\)"
HEAD_LINES = 5
_WRITTEN_LINE = re.compile(r"^[^\S\n]*\S[^\n]*", re.MULTILINE)
_DASH = r"(?:--|[-–—])"
_DATELINE = re.compile(
    rf"\s*(?P<place>{_CITY})(?P<more>(?:,\s*(?!{_MONTH}\b)[A-Z][\w'’. -]{{2,30}}?)?)"
    rf"(?:,?\s*\(?(?P<date>{_DATE})\)?)?,?\s*(?P<agency>{_AGENCY})?,?\s*(?P<agency2>[A-Z][\w ]{{1,20}})?\s*{_DASH}\s+"
)


# "18:45 Troops …", "9.30am: …", "14:05 GMT - …": the clock at the head of a line of a live report.
_CLOCK = re.compile(
    r"\s*\[?(?:[01]?\d|2[0-3])[:.h][0-5]\d\]?\s*(?:[aApP]\.?[mM]\.?)?\s*(?:GMT|UTC|BST|CET|CEST|EST|EDT|ET|hrs|IST|WAT|EAT)?"
    r"\s*[-–—:|]?\s+(?=[A-Z\"“'‘])"
)


class Dateline(Record, frozen=True):
    """A dateline: its whole span with the dash, and the spans of its parts (`None` where it has none)."""

    span: Span
    place: Span
    date: Span | None = None
    agency: Span | None = None


def find_dateline(text: str, start: int = 0) -> Dateline | None:
    """The dateline that stands at `start` (leading space allowed), or `None`.

    A capitalised name and a dash are not enough ("Syria – once a great power"): the place stands in capitals, or a date or
    an agency in brackets follows it.
    """
    match = _DATELINE.match(text, start)
    if match is None:
        return None
    place, date, agency = match.group("place"), match.group("date"), match.group("agency")
    if not (date or agency or place.isupper()):
        return None
    return Dateline(
        span=Span(start=match.start("place"), end=match.end()),
        place=_span(match, "place"),
        date=_span(match, "date") if date else None,
        agency=_span(match, "agency") if agency else None,
    )


def clock_end(text: str, start: int = 0) -> int:
    """Where the line that begins at `start` goes on behind a clock time at its head; `start` where there is none."""
    match = _CLOCK.match(text, start)
    return match.end() if match is not None else start


def head_datelines(text: str) -> Iterator[Dateline]:
    """The datelines at the head of an article, in order.

    The head is the first `HEAD_LINES` written lines: a headline, a line under it and the author's name may come first.
    """
    for line in islice(_WRITTEN_LINE.finditer(text), HEAD_LINES):
        dateline = find_dateline(text, line.start())
        if dateline is not None:
            yield dateline


def _span(match: re.Match[str], group: str) -> Span:
    return Span(start=match.start(group), end=match.end(group))

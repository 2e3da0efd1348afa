"""What the words before an expression do to its interval: since, until, by, before, after, between, from ... to."""

import re
from datetime import date, timedelta

import msgspec

from dragoman.resolution.dates.periods import span_edtf
from dragoman.resolution.dates.records import Relation

_PREPOSITION = re.compile(
    r"\b(?P<word>ever since|since|until|till|up to|all through|through|before|prior to|ahead of|after|following|by|between|during"
    r"|throughout|within|in|on|at|from|as of|over|for)(?:\s+(?:late|early|about|around|the))?\s+$"
)
_RELATIONS: dict[str, Relation] = {
    "ever since": "since",
    "since": "since",
    "from": "since",
    "as of": "since",
    "until": "until",
    "till": "until",
    "up to": "until",
    "through": "until",
    "all through": "during",
    "before": "before",
    "prior to": "before",
    "ahead of": "before",
    "after": "after",
    "following": "after",
    "by": "by",
    "between": "between",
    "during": "during",
    "throughout": "during",
    "within": "during",
    "over": "during",
    "for": "during",
    "in": "in",
    "on": "in",
    "at": "in",
}


class Bounds(msgspec.Struct, frozen=True, kw_only=True):
    """A closed interval of days, open where a side is None."""

    first: date | None
    last: date | None
    edtf: str | None


def relation_before(low: str, start: int) -> Relation | None:
    """The relation that the preposition right before an offset states; None without one."""
    found = _PREPOSITION.search(low[max(0, start - 24) : start])
    return _RELATIONS[found["word"]] if found else None


def bound(
    first: date | None, last: date | None, edtf: str | None, relation: Relation | None, published: date | None
) -> Bounds:
    """The interval that a preposition makes of an expression's own days.

    "Since December" runs to publication, "by the end of the year" ends with the year and begins, where that lies ahead,
    with publication; "before" and "after" leave the named days out.
    """
    if first is None or last is None or relation in (None, "in", "during", "between"):
        return Bounds(first=first, last=last, edtf=edtf)
    new_first, new_last = first, last
    begin: date | None = new_first
    end: date | None = new_last
    if relation == "since":
        end = published if published is not None and first <= published else None
    elif relation in ("until", "by"):
        begin = published if published is not None and published <= last else None
    elif relation == "before":
        begin, end = None, first - timedelta(days=1)
    elif relation == "after":
        begin, end = last + timedelta(days=1), published if published is not None and last < published else None
    if begin is not None and end is not None and begin > end:
        begin = end
    return Bounds(first=begin, last=end, edtf=span_edtf(begin, end))

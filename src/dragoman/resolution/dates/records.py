"""What the date grammar hands back: one record per time expression."""

from datetime import date
from typing import Literal

import msgspec

Tense = Literal["past", "future", "none"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Granularity = Literal[
    "day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century", "time"
]
Anchor = Literal["absolute", "published", "text"]
Relation = Literal["in", "since", "until", "before", "after", "by", "between", "during"]


class TimeExpression(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of text that tells a time, and the days it stands for.

    Attributes:
        start: Offset of its first character in the document, in Unicode code points.
        end: Offset after its last character.
        text: The characters from `start` to `end`.
        timex_type: The TIMEX3 type.
        value: The TIMEX3 value: an ISO 8601 day, week, month, year or duration, or a reference such as PRESENT_REF;
            X stands for what is not known.
        modifier: The TIMEX3 modifier (START, MID, END, APPROX, ON_OR_BEFORE, ON_OR_AFTER, LESS_THAN, MORE_THAN,
            EQUAL_OR_LESS, EQUAL_OR_MORE), None where the text sets none.
        first: The first day of the closed interval; None where it is open or not known.
        last: The last day of the closed interval; None where it is open or not known.
        granularity: The calendar unit the text speaks in; None for a bare length or a vague reference.
        edtf: The interval in Extended Date/Time Format (ISO 8601-2), None where it cannot be told.
        anchor: What the days were counted from: the text names them itself (`absolute`), the publication day
            (`published`) or an earlier expression (`text`); None where nothing was resolved.
        relation: How the preposition before it bounds the interval; `first` and `last` already follow it.
        historical: Whether the interval ends more than a year (366 days) before publication.
        rule: The id of the grammar rule.
        reason: A short code: how the days were chosen, or why they were not.
    """

    start: int
    end: int
    text: str
    timex_type: TimexType
    value: str
    modifier: str | None = None
    first: date | None = None
    last: date | None = None
    granularity: Granularity | None = None
    edtf: str | None = None
    anchor: Anchor | None = None
    relation: Relation | None = None
    historical: bool = False
    rule: str
    reason: str

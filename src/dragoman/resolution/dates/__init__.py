"""Time expressions in English news and the days they stand for.

`find_times` reads a whole document, `resolve` one expression. The grammar is a list of rules (`rules/`), each a pattern
over lower-case text and a function that reads its match; values follow TIMEX3 (TimeML 1.2.1) and EDTF (ISO 8601-2).
"""

from dragoman.resolution.dates.records import Anchor, Granularity, Relation, Tense, TimeExpression, TimexType
from dragoman.resolution.dates.resolve import find_times, resolve

__all__ = [
    "Anchor",
    "Granularity",
    "Relation",
    "Tense",
    "TimeExpression",
    "TimexType",
    "find_times",
    "resolve",
]

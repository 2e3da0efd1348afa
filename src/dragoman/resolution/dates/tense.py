"""A cheap guess whether the clause around a time expression looks back or ahead."""

import re

from dragoman.resolution.dates.records import Tense

_FUTURE = (
    r"will|won['’]t|shall|['’]ll|would|going to|about to|scheduled|slated|due|set to|set for|plans? to|planning"
    r"|expects?|expected|expecting|upcoming|(?:is|are|am|was|were) to|intends?|intended|hopes? to|hoping"
    r"|aims? to|forecasts?|forthcoming|prepar(?:es?|ing) to|may|might|should|must|ahead of|wants? to"
    r"|ready to|expires?|lapses|runs out|takes effect|takes place|comes into force|falls due|gets under way|promis(?:es?|ed|ing) to|vow(?:s|ed)? to|projected"
)
_PAST = (
    r"was|were|had|has|have|did|said|says|told|met|took|came|went|made|fell|rose|won|lost|sent|led|held|left|began"
    r"|got|gave|found|shot|fought|broke|struck|hit|cut|saw|ran|became|brought|sold|bought|kept|paid|put|spoke|wrote"
    r"|since|[a-z]{2,}ed"
)
_CUE = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))(?![a-z])")
_SAYING = re.compile(r"said|says|told|added|announced|reported|confirmed|stated|noted|declared")
_BESIDE = re.compile(
    r"(?:\s+(?!(?:the|an?|that|it|he|she|they|its|his|her|their|we|i)\b)\w+)?\s+(?:(?:on|late|early|earlier|later|in)\s+)*"
)
"""What may stand between a verb of saying and a time that dates the saying: "told reporters on Friday"."""
_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=\S)|\n\s*\n")
LOOK_BACK, LOOK_AHEAD = 110, 90
"""How many characters around the expression are read; a sentence end cuts them shorter."""


def guess_tense(low: str, start: int, end: int) -> Tense:
    """The tense of the nearest cue before the expression, else of the nearest after it; "none" without any.

    Args:
        low: The document in lower case.
        start: Offset of the expression.
        end: Offset after it.
    """
    before = _last_sentence(low[max(0, start - LOOK_BACK) : start])
    last = None
    for cue in _CUE.finditer(before):
        last = cue
    if last is not None and (_SAYING.fullmatch(last.group()) is None or _BESIDE.fullmatch(before, last.end())):
        return "future" if last.lastgroup == "future" else "past"
    if re.search(r"\b(?:by|until|till)\s+$", before):
        return "future"
    after = low[end : end + LOOK_AHEAD]
    stop = _STOP.search(after)
    first = _CUE.search(after, 0, stop.start() if stop else len(after))
    if first is None:
        return "none" if last is None else "past"
    if last is not None and first.lastgroup != "future":
        return "past"
    return "future" if first.lastgroup == "future" else "past"


_ABBREVIATION = re.compile(r"\b(?:mr|mrs|ms|dr|gen|sen|rep|gov|col|lt|st|u\.s|u\.n|[a-z])\.$")


def _last_sentence(before: str) -> str:
    begin = 0
    for stop in _STOP.finditer(before):
        if not _ABBREVIATION.search(before, 0, stop.start() + 1):
            begin = stop.end()
    return before[begin:]

"""Tell the parser where a sentence can and cannot begin, before it parses.

The statistical parser sets sentence boundaries of its own; in news it goes wrong after titles ("Gen. X"), inside quotations
and at capitalised names. Here it is only forbidden what punctuation rules out, and forced what punctuation makes plain.
"""

from __future__ import annotations

from collections.abc import Sequence

_FULL_STOPS = frozenset({".", "!", "?", "…", "...", "?!", "!!"})
_CLOSERS = frozenset({'"', "'", "''", ")", "]", "»"})
_OPENERS = frozenset({'"', "'", "``", "(", "[", "«"})
BEGINS, OPEN, CONTINUES = 1, 0, -1


def mark_boundaries(texts: Sequence[str], spaced: Sequence[bool]) -> list[int]:
    """For each token whether a sentence begins there: `BEGINS`, `CONTINUES`, or `OPEN` where the parser is to say.

    Args:
        texts: The tokens.
        spaced: Whether white space follows each.
    """
    marks = [CONTINUES] * len(texts)
    marks[:1] = [OPEN]
    for index in range(1, len(texts)):
        text, last = texts[index], index - 1
        if not _can_begin(text, spaced=spaced[last]):
            continue
        while last > 0 and texts[last] in _CLOSERS and not spaced[last - 1]:
            last -= 1  # passing over closing quotes and brackets that stand close to what they close
        if texts[last] in _FULL_STOPS:
            marks[index] = BEGINS if spaced[index - 1] else OPEN
        elif texts[last].endswith("."):
            marks[index] = OPEN
    return marks


def _can_begin(text: str, *, spaced: bool) -> bool:
    if text in _OPENERS:
        return spaced
    return text[:1].isupper() or text[:1].isdigit()

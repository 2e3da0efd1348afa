"""Tell the parser where a sentence can and cannot begin, before it parses.

The statistical parser sets sentence boundaries of its own; in news it goes wrong after titles ("Gen. X"), inside quotations
and at capitalised names. The component only forbids what punctuation rules out and forces what it makes plain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

BOUNDARIES = "dragoman_boundaries"
_FULL_STOPS = frozenset({".", "!", "?", "…", "...", "?!", "!!"})
_CLOSERS = frozenset({'"', "'", "''", ")", "]", "»"})
_OPENERS = frozenset({'"', "'", "``", "(", "[", "«"})


def mark_boundaries(doc: Doc) -> Doc:
    """Set `is_sent_start` to true or false where punctuation decides; leave the rest to the parser."""
    for index in range(1, len(doc)):
        token, previous = doc[index], doc[index - 1]
        last = _last_before_closers(doc, index)
        stop = doc[last].text in _FULL_STOPS
        if (not stop and not doc[last].text.endswith(".")) or not _can_begin(
            token.text, spaced=bool(previous.whitespace_)
        ):
            token.is_sent_start = False
        elif stop and previous.whitespace_:
            token.is_sent_start = True
    return doc


def _last_before_closers(doc: Doc, index: int) -> int:
    """The token before `index`, passing over closing quotes and brackets that stand close to what they close."""
    last = index - 1
    while last > 0 and doc[last].text in _CLOSERS and not doc[last - 1].whitespace_:
        last -= 1
    return last


def _can_begin(text: str, *, spaced: bool) -> bool:
    if text in _OPENERS:
        return spaced
    return text[:1].isupper() or text[:1].isdigit()

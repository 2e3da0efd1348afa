"""Cut an article into blocks: titles, paragraphs, bullets, captions. A block never holds half a sentence of another.

News text comes with sentences broken across lines, lists, captions and headlines that end in no full stop. A parser that
is given the whole text runs a headline into the sentence after it; one that is given lines cuts a wrapped sentence in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dragoman.records import SentenceKind

LONGEST_BLOCK = 8_000  # code points; keeps the parser's memory flat on a text without line breaks
SHORTEST_WRAPPED_LINE = (
    45  # code points; a shorter line without a full stop is a heading or a caption, not a wrapped one
)
LONGEST_TITLE_WORDS = 22

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_BULLET = re.compile(r"\s*(?:[•▪●‣◦*·–—-]|\(?\d{1,2}[.)])\s+(?=\S)")
_TERMINAL = re.compile(r"[.!?…;:][\"'”’)\]»]*\s*$")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Brig|Capt|Sgt|Sen|Rep|Gov|Rev|Prof|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|"
    r"Dec|No|vs|[A-Z])\.\s*$"
)
_RUNS_ON = re.compile(
    r"(?:\b(?:the|a|an|of|in|on|at|to|from|by|with|for|and|or|but|that|which|who|as|than|its|his|her|their|President|"
    r"Minister|Secretary|General|Premier|Chancellor|envoy|ambassador|spokes(?:man|woman|person))|,|-)\s*$"
)
_CAPTION = re.compile(r"\s*(?:File photo|Photo|Image|Picture|Caption|FILE)\b\s*[:–—-]", re.IGNORECASE)
_WORD = re.compile(r"\w[\w'’.-]*")


class Block(NamedTuple):
    """A stretch of the document's text with its kind; code points, end exclusive."""

    start: int
    end: int
    kind: SentenceKind


class _Line(NamedTuple):
    start: int
    end: int
    text: str
    after_blank: bool


def find_blocks(text: str) -> list[Block]:
    """The blocks of `text`, in order, without white space at either end; longer ones are cut at a space."""
    lines = list(_lines(text))
    blocks: list[Block] = []
    index = 0
    while index < len(lines):
        first = index
        while index + 1 < len(lines) and _continues(lines[index], lines[index + 1], is_first=index == 0):
            index += 1
        kind = _kind(lines[first : index + 1], is_first=first == 0, is_only=len(lines) == index + 1 - first)
        start = lines[first].start
        if kind == "bullet" and (marker := _BULLET.match(lines[first].text)):
            start += marker.end()
        blocks.extend(_cut(text, Block(start, lines[index].end, kind)))
        index += 1
    return blocks


def _lines(text: str) -> Iterator[_Line]:
    previous_end, after_blank = 0, True
    for match in _LINE.finditer(text):
        after_blank = after_blank or text.count("\n", previous_end, match.start()) > 1
        previous_end = match.end()
        stripped = match.group().strip()
        if not stripped:
            after_blank = True
            continue
        start = match.start() + match.group().index(stripped[0])
        yield _Line(start, start + len(stripped), stripped, after_blank)
        after_blank = False


def _continues(line: _Line, following: _Line, *, is_first: bool) -> bool:
    """Whether `following` goes on with the sentence that `line` leaves open."""
    if following.after_blank or _BULLET.match(following.text) or _CAPTION.match(following.text):
        return False
    if _ABBREVIATION.search(line.text):
        return True
    if _TERMINAL.search(line.text):
        return False
    if following.text[0].islower():
        return True
    if _RUNS_ON.search(line.text):
        return True
    return not is_first and len(line.text) >= SHORTEST_WRAPPED_LINE and not _looks_like_title(line.text)


def _looks_like_title(line: str) -> bool:
    words = [w for w in _WORD.findall(line) if len(w) > 3]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.7 * len(words)


def _kind(lines: list[_Line], *, is_first: bool, is_only: bool) -> SentenceKind:
    text = lines[0].text
    if _CAPTION.match(text):
        return "caption"
    if _BULLET.match(text):
        return "bullet"
    if _TERMINAL.search(lines[-1].text) or len(lines) > 1 or is_only:
        return "body"
    if len(_WORD.findall(text)) <= LONGEST_TITLE_WORDS and (is_first or _looks_like_title(text) or len(text) < 60):
        return "title"
    return "body"


def _cut(text: str, block: Block) -> Iterator[Block]:
    start = block.start
    while block.end - start > LONGEST_BLOCK:
        limit = start + LONGEST_BLOCK
        cut = max(text.rfind(mark, start, limit) for mark in (". ", "? ", "! "))
        if cut <= start:
            cut = text.rfind(" ", start, limit)
        cut = limit if cut <= start else cut + 1
        yield Block(start, cut, block.kind)
        start = cut
    if text[start : block.end].strip():
        yield Block(start, block.end, block.kind)

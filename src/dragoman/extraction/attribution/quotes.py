"""Where direct speech begins and ends: quotation marks over sentences and paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragoman.records import Record, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.records import Sentence

_OPENING = "“„«"
_CLOSING = "”»"
_STRAIGHT = '"'
_MARK = re.compile(f"[{_OPENING}{_CLOSING}{_STRAIGHT}]|''|``")
_SINGLE = re.compile("['‘]")
_LONGEST_SINGLE = 400  # characters; a single quotation mark further off is an apostrophe


class Quotation(Record, frozen=True):
    """A stretch in quotation marks, marks included. `first` and `last` are the places of the sentences it touches.

    One that runs on over paragraphs, each opened anew, is one quotation with a span for each paragraph.
    """

    spans: tuple[Span, ...]
    first: int
    last: int
    words: int

    @property
    def start(self) -> int:
        """The first character."""
        return self.spans[0].start

    @property
    def end(self) -> int:
        """The character after the last."""
        return self.spans[-1].end


def find_quotations(sentences: Sequence[Sentence]) -> list[Quotation]:
    """The quotations of a document in text order, double marks first where single ones stand inside."""
    doubles = _Scanner(sentences).scan()
    singles = [q for q in _singles(sentences) if not any(d.start <= q.start < d.end for d in doubles)]
    return sorted([*doubles, *singles], key=lambda q: q.start)


class _Scanner:
    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._found: list[Quotation] = []
        self._spans: list[Span] = []
        self._open: int | None = None
        self._first = 0

    def scan(self) -> list[Quotation]:
        for place, sentence in enumerate(self._sentences):
            if self._open is not None and place and sentence.block != self._sentences[place - 1].block:
                self._new_block(place)
            self._sentence(place, sentence)
        if self._open is not None and self._sentences:
            self._close(self._sentences[-1].span.end, len(self._sentences) - 1)
        return self._found

    def _new_block(self, place: int) -> None:
        """A paragraph ended inside the quotation: the next one opens it anew, or it ended without a mark."""
        before, here = self._sentences[place - 1], self._sentences[place]
        start = self._open
        if start is None:
            return
        if here.text[:1] in (*_OPENING, _STRAIGHT) or here.text[:2] == "''":
            self._spans.append(Span(start=start, end=before.span.end))
            self._open = None
        else:
            self._close(before.span.end, place - 1)

    def _sentence(self, place: int, sentence: Sentence) -> None:
        for at, mark in _marks(sentence.text):
            position = sentence.span.start + at
            if self._open is None:
                if self._opens(sentence.text, at, mark):
                    self._open = position
                    if not self._spans:
                        self._first = place
            elif mark[0] not in _OPENING:
                self._close(position + len(mark), place)

    def _opens(self, text: str, at: int, mark: str) -> bool:
        if mark[0] in _OPENING or mark in (_STRAIGHT, "''", "``"):
            return True
        return (at == 0 or not text[at - 1].isalnum()) and text[at + 1 : at + 2].isalnum()

    def _close(self, end: int, place: int) -> None:
        start = self._open if self._open is not None else end
        if end > start:
            self._spans.append(Span(start=start, end=end))
        self._open = None
        if self._spans:
            words = sum(
                1
                for s in self._sentences[self._first : place + 1]
                for t in s.tokens
                if t.pos not in ("PUNCT", "SYM") and any(x.start <= t.start < x.end for x in self._spans)
            )
            self._found.append(Quotation(spans=tuple(self._spans), first=self._first, last=place, words=words))
        self._spans = []


def _marks(text: str) -> Iterator[tuple[int, str]]:
    for match in _MARK.finditer(text):
        yield match.start(), match.group()


def _singles(sentences: Sequence[Sentence]) -> Iterator[Quotation]:
    for place, sentence in enumerate(sentences):
        text, behind = sentence.text, 0
        for mark in _SINGLE.finditer(text):
            at = mark.start()
            end = _single_end(text, at) if at >= behind and _opens_single(text, at) else None
            if end is None:
                continue
            start = sentence.span.start
            words = len(text[at:end].split())
            span = Span(start=start + at, end=start + end)
            yield Quotation(spans=(span,), first=place, last=place, words=words)
            behind = end


def _opens_single(text: str, at: int) -> bool:
    if text[at + 1 : at + 2] == text[at]:
        return False
    return (at == 0 or (not text[at - 1].isalnum() and text[at - 1] != "'")) and text[at + 1 : at + 2].isalnum()


def _single_end(text: str, start: int) -> int | None:
    closing = "’" if text[start] == "‘" else "'"
    for at in range(start + 2, min(len(text), start + _LONGEST_SINGLE)):
        if text[at] == closing and not text[at + 1 : at + 2].isalnum() and text[at - 1] != " ":
            return at + 1
    return None

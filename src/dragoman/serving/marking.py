"""Text with the stretches marked that a statement rests on: in colour, or between signs where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from dragoman.records import EventMention, Source, Span
from dragoman.serving.plain import one_line, plain_text

OPEN, CLOSE = ">>", "<<"


class Mark(NamedTuple):
    """A stretch of the article and the style to show it in."""

    span: Span
    style: str


def in_colour(console: Console) -> bool:
    """Whether the console shows colour: it is a terminal, and `NO_COLOR` is not set."""
    return console.color_system is not None and not console.no_color


def mention_marks(mention: EventMention) -> list[Mark]:
    """The trigger, parties, place, time and sources of a mention; of those that overlap the first here wins."""
    marks = [Mark(mention.trigger, "bold yellow")]
    marks += [Mark(party.span, "bold cyan") for party in mention.actors]
    marks += [Mark(party.span, "bold magenta") for party in mention.recipients]
    marks += [Mark(part.span, "green") for part in (mention.place, mention.time) if part and part.span]
    return marks + [Mark(span, "blue") for span in _source_spans(mention.sources)]


def marked_text(text: str, start: int, end: int, marks: Sequence[Mark], *, base: str = "", lines: bool = False) -> Text:
    """The stretch of the article from `start` to `end` with its marks.

    Args:
        text: The article.
        start: First code point to show.
        end: The code point after the last.
        marks: Stretches in any order; of overlapping ones the first in the sequence wins.
        base: Style of all that is not marked.
        lines: Keep line ends; otherwise every run of blanks becomes one blank.
    """
    clean = plain_text if lines else one_line
    styles = _styles(start, end, marks)
    shown = Text(style=base)
    for first, last, style in _runs(styles, start):
        shown.append(clean(text[first:last]), style or None)
    return shown


def signed_text(text: str, start: int, end: int, spans: Iterable[Span]) -> Text:
    """The stretch of the article with `>>` and `<<` around each span, for where colour cannot be shown."""
    marks = [Mark(span, "x") for span in _merged(spans)]
    shown = Text()
    for first, last, style in _runs(_styles(start, end, marks), start):
        piece = plain_text(text[first:last])
        shown.append(f"{OPEN}{piece}{CLOSE}" if style else piece)
    return shown


def _source_spans(sources: Iterable[Source]) -> list[Span]:
    return [source.span for source in sources if source.span is not None]


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that touch or overlap as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(start=merged[-1].start, end=max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _styles(start: int, end: int, marks: Sequence[Mark]) -> list[str]:
    """The style of each code point from `start` to `end`."""
    styles = [""] * max(end - start, 0)
    for span, style in reversed(marks):
        first, last = max(span.start, start), min(span.end, end)
        styles[first - start : last - start] = [style] * max(last - first, 0)
    return styles


def _runs(styles: list[str], start: int) -> Iterator[tuple[int, int, str]]:
    """Stretches of one style as (first, last, style)."""
    first = 0
    for index in range(1, len(styles) + 1):
        if index == len(styles) or styles[index] != styles[first]:
            yield start + first, start + index, styles[first]
            first = index

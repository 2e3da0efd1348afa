"""Readings and answers as a table for the terminal: an event a line, its evidence under it.

Everything here is a rich renderable or a string; only `cli` prints. Lines longer than the terminal go on further in.
Colour is used where the terminal has it and `NO_COLOR` is not set.
"""

from __future__ import annotations

import io
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.text import Text

from dragoman.records import Document, EventMention, Issue, LeftOut, Reading, Relation, Span
from dragoman.serving.marking import Mark, marked_text, mention_marks
from dragoman.serving.plain import one_line
from dragoman.serving.rows import reading_answers
from dragoman.serving.wording import (
    NO_ACTOR,
    claims_words,
    count_words,
    parties_words,
    party_words,
    source_words,
    type_words,
    when_words,
    where_words,
)
from dragoman.store import Answer

_STATUS_STYLES = {"actual": "", "planned": "cyan", "possible": "yellow", "denied": "red"}
# Lines of more than 110 characters are hard to read; wider terminals keep a margin.
_WIDEST = 110
_SEPARATOR = " · "
_ASCII_SIGNS = str.maketrans({"→": "->", "↔": "<->", "·": "-", "…": "...", "—": "--", "“": '"', "”": '"'})


def to_text(
    renderable: RenderableType, *, width: int | None = None, colour: bool = False, ascii_signs: bool = False
) -> str:
    """A renderable as a string, without blanks at the ends of lines.

    Args:
        renderable: What this module or `record` gives.
        width: Columns; `None` is the terminal's, or 80 where there is none.
        colour: With terminal escapes. `NO_COLOR` in the environment overrules it.
        ascii_signs: Write `->` for an arrow and so on, for terminals whose encoding has no arrows. The text of articles
            stays as it is.
    """
    colour = colour and not os.environ.get("NO_COLOR")
    width = width or shutil.get_terminal_size((80, 24)).columns
    system: Literal["standard"] | None = "standard" if colour else None
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system=system,
        legacy_windows=False,
        no_color=False,
    )
    with console.capture() as capture:
        console.print(renderable)
    text = "".join(f"{line.rstrip()}\n" for line in capture.get().split("\n")).rstrip("\n") + "\n"
    return text.translate(_ASCII_SIGNS) if ascii_signs else text


def reading_table(
    reading: Reading, *, left_out: bool = False, issues: bool = True, ids: bool = False
) -> RenderableType:
    """All that was read from one article.

    Args:
        reading: The reading.
        left_out: Show what was weighed and not taken as an event, and why.
        issues: Show what went wrong.
        ids: Show the ids by which `dragoman show` finds a record.
    """
    parts: list[RenderableType] = [_heading(reading.document)]
    parts += [_event_block(answer, ids=ids) for answer in reading_answers(reading)]
    parts += _relation_block(reading.document, reading.relations, ids=ids)
    parts += _left_out_block(reading) if left_out else []
    parts += _issue_block(reading.issues) if issues else []
    parts.append(_summary(reading))
    return Group(*parts)


def answers_table(answers: Iterable[Answer], *, total: int | None = None, ids: bool = True) -> RenderableType:
    """Event mentions of any articles, in their order, each with the article it comes from.

    Args:
        answers: What a view answered.
        total: How many there are in all, where a limit cut the answer.
        ids: Show the ids by which `dragoman show` finds a record.
    """
    listed = list(answers)
    parts: list[RenderableType] = [_event_block(answer, ids=ids, origin=True) for answer in listed]
    shown = _number(len(listed), "event mention")
    of_all = f"{shown} of {total}" if total is not None and total > len(listed) else shown
    documents = _number(len({answer.document.id for answer in listed}), "document")
    parts.append(Text(f"{of_all} in {documents}." if listed else "No event mention found.", "bold"))
    return Group(*parts)


def event_line(mention: EventMention) -> Text:
    """`when · who → whom · TYPE/mode · where · status · source`, with the counts where there are any."""
    who = Text(parties_words(mention), "bold" if mention.actors else "italic")
    cells = [
        Text(when_words(mention.time)),
        who,
        Text(type_words(mention), "bold green"),
        Text(where_words(mention.place)),
        Text(mention.status, _STATUS_STYLES[mention.status]),
        Text(source_words(mention.sources)),
    ]
    cells += [Text(", ".join(count_words(count) for count in mention.counts))] if mention.counts else []
    return Text(_SEPARATOR, "dim").join(cells)


def evidence_text(document: Document, spans: Sequence[Span], marks: Sequence[Mark]) -> Text:
    """The evidence on one line, dim, with its marks; an ellipsis stands between stretches that are apart."""
    pieces = [marked_text(document.text, span.start, span.end, marks, base="dim") for span in spans]
    return Text(" … ", "dim").join(pieces)


def _heading(document: Document) -> RenderableType:
    title = one_line(document.title or "").strip() or document.id
    day = f"published {document.published}" if document.published else "day of publication not known"
    publisher = one_line(document.publisher).strip() if document.publisher else "publisher not known"
    return Group(Text(one_line(title), "bold underline"), Text(f"{publisher}{_SEPARATOR}{day}", "dim"), Text())


def _event_block(answer: Answer, *, ids: bool, origin: bool = False) -> RenderableType:
    mention, document = answer.mention, answer.document
    parts: list[RenderableType] = [hung(event_line(mention), hang=4)]
    parts.append(hung(evidence_text(document, mention.evidence, mention_marks(mention)), 2))
    if len(mention.claims) > 1:
        parts.append(hung(Text(claims_words(mention.claims), "yellow"), 2))
    notes = [_origin_words(document)] if origin else []
    notes += [one_line(mention.id)] if ids else []
    if notes:
        parts.append(hung(Text(_SEPARATOR.join(notes), "dim italic"), 2))
    return Group(*parts, Text())


def _origin_words(document: Document) -> str:
    publisher = one_line(document.publisher).strip() if document.publisher else "publisher not known"
    return f"{publisher}, {document.published}" if document.published else f"{publisher}, day not known"


def _relation_block(document: Document, relations: Sequence[Relation], *, ids: bool) -> list[RenderableType]:
    if not relations:
        return []
    parts: list[RenderableType] = [Text("Relations that the text states", "bold")]
    for relation in relations:
        kind = relation.kind.replace("_", " ")
        words = f"{party_words(relation.subject)} — {kind} — {party_words(relation.object)}"
        parts.append(hung(Text(words), 2))
        marks = [Mark(span, "bold cyan") for span in (relation.subject.span, relation.object.span)]
        parts.append(hung(evidence_text(document, relation.evidence, marks), 4))
        parts += [hung(Text(one_line(relation.id), "dim italic"), 4)] if ids else []
    return [*parts, Text()]


def _left_out_block(reading: Reading) -> list[RenderableType]:
    if not reading.left_out:
        return []
    lines = [hung(_left_out_line(reading.document, left_out), 2) for left_out in reading.left_out]
    return [Text("Weighed and left out", "bold"), *lines, Text()]


def _left_out_line(document: Document, left_out: LeftOut) -> Text:
    trigger = one_line(document.text[left_out.trigger.start : left_out.trigger.end])
    kind = left_out.type or "no type"
    return Text(f"“{trigger}”{_SEPARATOR}{kind}{_SEPARATOR}{one_line(left_out.reason)}{_SEPARATOR}{left_out.score:.2f}")


def _issue_block(issues: Sequence[Issue]) -> list[RenderableType]:
    if not issues:
        return []
    lines = [hung(Text(issue_line(issue), "red"), 2) for issue in issues]
    return [Text("Went wrong", "bold"), *lines, Text()]


def issue_line(issue: Issue) -> str:
    """`wire.jsonl:14 · places · DataError: no such row`."""
    where = issue.origin or issue.document_id or "origin not known"
    return one_line(f"{where}{_SEPARATOR}{issue.stage}{_SEPARATOR}{issue.error}: {issue.message}")


def _summary(reading: Reading) -> Text:
    """How much was read, by type, in one line."""
    kinds = Counter(mention.type for mention in reading.mentions)
    by_type = ", ".join(
        f"{number} {kind}" for kind, number in sorted(kinds.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    told = _number(len(reading.mentions), "event mention") + (f" ({by_type})" if by_type else "")
    rest = [_number(len(reading.sentences), "sentence"), _number(len(reading.events), "event")]
    rest += [_number(len(reading.relations), "relation"), f"{len(reading.left_out)} left out"]
    rest += [_number(len(reading.issues), "issue")] if reading.issues else []
    unnamed = sum(not mention.actors for mention in reading.mentions)
    rest += [f"{NO_ACTOR} in {unnamed}"] if unnamed else []
    return Text(f"{told}{_SEPARATOR}{_SEPARATOR.join(rest)}", "bold")


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


class _Hung:
    """Text at an indent whose further lines stand `hang` columns further in, wrapped to a width that reads well."""

    def __init__(self, text: Text, indent: int, hang: int) -> None:
        self._text, self._indent, self._hang = text, indent, hang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(min(options.max_width, _WIDEST) - self._indent - self._hang, 10)
        first = self._text.wrap(console, width + self._hang)[0]
        rest = self._text[len(first) :]
        yield Text(" " * self._indent) + first
        for line in _without_start_blanks(rest).wrap(console, width) if rest.plain.strip() else ():
            yield Text(" " * (self._indent + self._hang)) + line


def _without_start_blanks(text: Text) -> Text:
    return text[len(text.plain) - len(text.plain.lstrip()) :]


def hung(text: Text, indent: int = 0, *, hang: int = 0) -> RenderableType:
    """The text as lines at an indent, the second and further ones `hang` columns further in."""
    return _Hung(text, indent, hang)

"""The gold stories of `gold/stories`: articles with marked triggers, and copies made of other articles by edits.

The form is told in `gold/stories/README.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

from dragoman.errors import DataError
from dragoman.records import Document, Record, Span

_MARK: Final = re.compile(r"\[([^\]|]+)\|([^\]]+)\]")


class GoldTrigger(Record, frozen=True, kw_only=False):
    """The words that report an act, and the happening they report: `story/event`."""

    span: Span
    event: str


class GoldArticle(Record, frozen=True):
    """An article of a story.

    `copies` is the id of the article that heads its copies, its own id where it is no copy. `sentences` are the spans of
    its sentences.
    """

    document: Document
    story: str
    copies: str
    correction: bool
    triggers: tuple[GoldTrigger, ...]
    sentences: tuple[Span, ...]


class _Draft(Record, frozen=True, kw_only=False):
    head: tuple[str, ...]
    lines: tuple[str, ...]
    where: str


def read_stories(paths: Iterable[Path]) -> list[GoldArticle]:
    """The articles of some files, in their order.

    Raises:
        DataError: A line breaks the form; the message names file and line.
    """
    return [article for path in paths for article in parse_stories(path.read_text(encoding="utf-8"), str(path))]


def parse_stories(text: str, where: str) -> list[GoldArticle]:
    """The articles of one file's text. `where` names it in messages."""
    found: list[GoldArticle] = []
    for story, drafts in _stories(text, where):
        marked: dict[str, tuple[str, ...]] = {}
        heads: dict[str, str] = {}
        titles: dict[str, str] = {}
        for draft in drafts:
            name, *rest = draft.head
            if len(rest) < 3:
                raise DataError(
                    f"the head has {len(rest) + 1} parts", where=draft.where, expected="name, publisher, day, title"
                )
            lines, head, title = draft.lines, name, rest[2]
            if title.startswith("copy "):
                original = title.removeprefix("copy ")
                if original not in marked:
                    raise DataError(f"there is no article {original!r} before it", where=draft.where)
                lines, head = _edited(marked[original], draft), heads[original]
                title = titles[original]
            marked[name], heads[name], titles[name] = lines, head, title
            found.append(_article(story, name, rest, title, lines, f"{story}/{head}", draft.where))
    return found


def _stories(text: str, where: str) -> Iterator[tuple[str, list[_Draft]]]:
    story, drafts = "", list[_Draft]()
    lines: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        here = f"{where}:{number}"
        if line.startswith("== "):
            if story:
                yield story, _closed(drafts, lines)
            story, drafts, lines = line[3:].strip(), [], []
        elif line.startswith("-- "):
            drafts = _closed(drafts, lines)
            lines = []
            drafts.append(_Draft(tuple(part.strip() for part in line[3:].split("|")), (), here))
        elif line.strip():
            if not drafts:
                raise DataError("a sentence stands outside an article", where=here, expected="a line with -- before it")
            lines.append(line)
    if story:
        yield story, _closed(drafts, lines)


def _closed(drafts: list[_Draft], lines: list[str]) -> list[_Draft]:
    """The drafts, the last of them with its lines."""
    if not drafts:
        return drafts
    last = drafts[-1]
    return [*drafts[:-1], _Draft(last.head, tuple(lines) or last.lines, last.where)]


def _edited(lines: tuple[str, ...], draft: _Draft) -> tuple[str, ...]:
    """The lines of the original after the copy's edits."""
    kept: list[str | None] = list(lines)
    for edit in draft.lines:
        sign, _, rest = edit.partition(" ")
        if sign == "~" and " => " in rest:
            old, new = rest.split(" => ")
            changed = [line.replace(old, new) if line is not None else None for line in kept]
            if changed == kept:
                raise DataError(f"nothing to replace: {old!r}", where=draft.where)
            kept = changed
        elif sign == "-" and rest.isdecimal() and 0 < int(rest) <= len(lines):
            kept[int(rest) - 1] = None
        elif sign == "+" and rest:
            kept.append(rest)
        else:
            raise DataError(
                f"this is no edit: {edit!r}", where=draft.where, expected="~ old => new, - number or + sentence"
            )
    return tuple(line for line in kept if line is not None)


def _article(
    story: str, name: str, rest: list[str], title: str, lines: tuple[str, ...], copies: str, where: str
) -> GoldArticle:
    text, triggers, sentences = "", list[GoldTrigger](), list[Span]()
    for line in lines:
        text += " " if text else ""
        start, last = len(text), 0
        for match in _MARK.finditer(line):
            text += line[last : match.start()]
            span = Span(start=len(text), end=len(text) + len(match[1]))
            triggers.append(GoldTrigger(span, f"{story}/{match[2]}"))
            text += match[1]
            last = match.end()
        text += line[last:]
        sentences.append(Span(start=start, end=len(text)))
    try:
        published = date.fromisoformat(rest[1])
    except ValueError as err:
        raise DataError(f"{rest[1]!r} is no day", where=where, expected="a day like 2025-07-12") from err
    return GoldArticle(
        document=Document(id=f"{story}/{name}", text=text, published=published, publisher=rest[0], title=title),
        story=story,
        copies=copies,
        correction="correction" in rest[3:],
        triggers=tuple(triggers),
        sentences=tuple(sentences),
    )

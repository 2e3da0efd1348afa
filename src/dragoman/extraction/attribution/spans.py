"""Spans out of sets of tokens: runs, trimmed of loose punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dragoman.syntax import Tree

QUOTES = frozenset({'"', "'", "''", "``", "`"})
_TRIM_FRONT = frozenset(",.;:-–—―…)]") | {"--", "..."}
_TRIM_BACK = frozenset(",.;:-–—―([") | {"--", "and", "but", "or"}


def runs(tree: Tree, indices: Iterable[int]) -> tuple[Span, ...]:
    """The spans of a set of tokens in text order, one for each unbroken run, without punctuation hanging loose.

    A gap of punctuation alone does not break a run; a run of nothing but punctuation is left out.
    """
    spans = []
    for run in _split(tree, sorted(set(indices))):
        trimmed = _trim(tree, run)
        if trimmed:
            spans.append(Span(start=tree.token(trimmed[0]).start, end=tree.token(trimmed[-1]).end))
    return tuple(spans)


def _split(tree: Tree, indices: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for index in indices:
        if run and any(tree.token(i).pos != "PUNCT" for i in range(run[-1] + 1, index)):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _trim(tree: Tree, run: list[int]) -> list[int]:
    first, last = 0, len(run) - 1
    texts = [tree.token(i).text for i in run]
    while first <= last and texts[first].lower() in _TRIM_FRONT:
        first += 1
    while last >= first and texts[last].lower() in _TRIM_BACK:
        last -= 1
    run = run[first : last + 1]
    if all(tree.token(i).pos == "PUNCT" or tree.token(i).text in QUOTES for i in run):
        return []
    return _balance(tree, run)


def _balance(tree: Tree, run: list[int]) -> list[int]:
    """Drop a quotation mark at an edge that has no partner inside; take in a partner that stands just outside."""
    marks = [i for i in run if tree.token(i).text in ('"', "''", "``")]
    if len(marks) % 2 == 0:
        return run
    after, before = run[-1] + 1, run[0] - 1
    if marks[-1] == run[0] and len(marks) == 1 and not _is_mark(tree, after):
        return run if len(run) == 1 else run[1:] if not _closes_later(tree, run[0]) else run
    if _is_mark(tree, after):
        return [*run, after]
    if _is_mark(tree, before):
        return [before, *run]
    return run[:-1] if marks[0] == run[-1] and len(run) > 1 else run


def _is_mark(tree: Tree, index: int) -> bool:
    return 0 <= index < len(tree) and tree.token(index).text in ('"', "''", "``")


def _closes_later(tree: Tree, index: int) -> bool:
    return any(_is_mark(tree, i) for i in range(index + 1, len(tree)))


def covers(outer: Iterable[Span], inner: Span) -> bool:
    """Whether one of the outer spans holds the inner one."""
    return any(o.start <= inner.start and inner.end <= o.end for o in outer)


def length(spans: Iterable[Span]) -> int:
    """How many characters the spans hold together."""
    return sum(s.end - s.start for s in spans)


def shared(one: Iterable[Span], other: Iterable[Span]) -> int:
    """How many characters two sets of disjoint spans share."""
    others = list(other)
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one for b in others)

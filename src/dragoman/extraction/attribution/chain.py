"""The chain of sources behind a trigger, outermost first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.extraction.attribution.spans import covers, length
from dragoman.records import Source, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.extraction.attribution.records import Attribution

AUTHOR = Source(kind="author")


def sources_of(attributions: Sequence[Attribution], trigger: Span) -> tuple[Source, ...]:
    """Who vouches for what the trigger reports: the outermost source first, the innermost last.

    Args:
        attributions: Those of the trigger's document, as `find_attributions` gives them.
        trigger: The words that report the act.

    Returns:
        One source for each attribution that vouches for the trigger; the author of the article alone where none does. A
        cue is no part of its own content: that somebody spoke is told by whoever reports the speaking.
    """
    holding = [a for a in attributions if a.vouched and covers(a.content, trigger)]
    holding.sort(key=lambda a: (-length(a.content), not a.carrier, a.cue))
    chain = [_source(a) for a in _ordered(holding, attributions)]
    return tuple(chain) or (AUTHOR,)


def chain_to(attributions: Sequence[Attribution], last: Attribution) -> tuple[Source, ...]:
    """The sources from the outermost attribution that carries `last` to that one."""
    chain = [last]
    while chain[0].parent is not None and len(chain) <= len(attributions):
        chain.insert(0, attributions[chain[0].parent])
    return tuple(_source(a) for i, a in enumerate(chain) if i == 0 or a.source != chain[i - 1].source or not a.source)


def _ordered(holding: list[Attribution], attributions: Sequence[Attribution]) -> list[Attribution]:
    """Parents before their children, whatever the length of their contents; one source not twice in a row."""
    ordered: list[Attribution] = []
    for attribution in holding:
        parent = attributions[attribution.parent] if attribution.parent is not None else None
        if parent is not None and parent in holding and parent not in ordered:
            ordered.append(parent)
        if attribution not in ordered:
            ordered.append(attribution)
    return [a for i, a in enumerate(ordered) if i == 0 or a.source != ordered[i - 1].source or not a.source]


def _source(attribution: Attribution) -> Source:
    span, head = None, attribution.source_head
    if attribution.source:
        span = Span(start=attribution.source[0].start, end=attribution.source[-1].end)
    if span is not None and head is not None and not covers((span,), head):
        span = head  # the source is a pronoun, which says less than the word that it stands for
    return Source(
        kind=attribution.kind,
        text=attribution.source_text,
        span=span,
        cue=attribution.cue[0] if attribution.cue else None,
        note=attribution.note,
    )

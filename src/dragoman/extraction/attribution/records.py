"""The record of one attribution: who says what, by which words."""

from __future__ import annotations

from typing import Literal

from dragoman.records import Record, SourceKind, Span

Quote = Literal["direct", "indirect", "mixed"]


class Attribution(Record, frozen=True):
    """One statement, thought or wish that the article hands to somebody else.

    `source`, `cue` and `content` are spans of the document in text order; content may stand on both sides of the cue, and
    `source` is empty where the text names nobody ("reportedly"). `source_head` is the head word of the source and
    `source_text` its name or noun phrase; where `source` is a relative or possessive pronoun ("the surgeon, who said"), both
    are those of what it stands for. `note` keeps what is told of an unnamed source. `parent` is the index, in the
    document's tuple, of the attribution that carries this one. `vouched` tells whether the source stands for what the
    content reports; it does not in "condemned the attack" or "plans to leave", whose acts the author vouches for.
    `carrier` marks the medium that somebody told something or that quoted him: the outer link of a chain of two.
    """

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    source_head: Span | None = None
    kind: SourceKind = "anonymous"
    source_text: str | None = None
    note: str | None = None
    stance: str = "says"
    parent: int | None = None
    sentence: int = 0
    quote: Quote = "indirect"
    vouched: bool = True
    carrier: bool = False

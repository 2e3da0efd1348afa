"""What is gathered about an attribution before its spans and links are settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.extraction.attribution.spans import length, runs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragoman.records import Span
    from dragoman.syntax import Tree


@dataclass(slots=True)
class Draft:
    """An attribution in the making. `cue` and `speakers` are token indices in the sentence at `place` of the document.

    `pronoun` is the word that stands for the speakers where it is one ("who said", "its claim"). `marks` are the spans of a cue that is no word (a colon, a dash),
    `source` that of a source that is no phrase of the parse.

    An `open` draft has a cue and a speaker but no content yet: a quotation may still claim it.
    """

    place: int
    tree: Tree
    cue: list[int]
    speakers: list[int]
    stance: str
    vouched: bool = True
    content: list[Span] = field(default_factory=list)
    form: str = "verb"
    marks: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    carrier: bool = False
    pronoun: int | None = None
    frames: frozenset[str] = frozenset()
    unnamed: bool = False
    parent: Draft | None = None
    quoted: int = 0
    quoted_characters: int = 0

    @property
    def open(self) -> bool:
        """Whether nothing has been found yet that is said."""
        return not self.content

    @property
    def cue_spans(self) -> tuple[Span, ...]:
        """The words of the cue."""
        return self.marks or runs(self.tree, self.cue)

    @property
    def quoted_share(self) -> float:
        """How much of the content stands in quotation marks, from 0 to 1."""
        return self.quoted_characters / max(1, length(self.content))

    def take(self, indices: Iterable[int]) -> None:
        """Add tokens of the cue's own sentence to the content, without the cue and whoever speaks."""
        self.content.extend(runs(self.tree, set(indices) - set(self.cue)))
        self.content.sort()

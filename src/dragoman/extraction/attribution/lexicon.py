"""The cue lists: which verbs, nouns and phrases hand a statement to somebody, and which words tell a source's kind."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from dragoman.errors import DataError
from dragoman.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dragoman.records import Token

FRAMES = frozenset({"that", "quote", "to", "ing", "obj", "as", "small"})


class Cue(Record, frozen=True):
    """What a cue may govern. `vouched` is the part of `frames` that its source stands for (`data/README.md`)."""

    stance: str
    frames: frozenset[str]
    vouched: frozenset[str]


class CueLexicon:
    """All cue lists, by lemma."""

    def __init__(
        self,
        verbs: Mapping[str, Cue],
        nouns: Mapping[str, Cue],
        adjectives: Mapping[str, Cue],
        support: Mapping[str, frozenset[str]],
        phrases: Mapping[str, frozenset[str]],
        sources: Mapping[str, frozenset[str]],
    ) -> None:
        self.verbs, self.nouns = MappingProxyType(dict(verbs)), MappingProxyType(dict(nouns))
        self.adjectives = MappingProxyType(dict(adjectives))
        self.support_verbs = support["utter"] | support["hold"]
        self.attributing = tuple(tuple(p.split()) for p in sorted(phrases["attributing"]))
        self.hearsay = phrases["hearsay"]
        self.sources = MappingProxyType(dict(sources))
        self._forms = {form: lemma for lemma in verbs for form in _inflected(lemma)}

    def verb(self, token: Token) -> Cue | None:
        """The row of a verb, by its lemma or, where the lemmatiser went astray ("hopes" as "hop"), by its regular forms."""
        cue = self.verbs.get(token.lemma.lower())
        if cue is None:
            lemma = self._forms.get(token.text.lower())
            cue = self.verbs[lemma] if lemma is not None else None
        return cue


@lru_cache(maxsize=1)
def load_cues() -> CueLexicon:
    """Read and check the tables of the package.

    Raises:
        DataError: A row has the wrong number of cells, an unknown frame, or a lemma that an earlier row holds.
    """
    return CueLexicon(
        _cues("verbs.tsv"),
        _cues("nouns.tsv"),
        _cues("adjectives.tsv"),
        _sets("support.tsv"),
        _sets("phrases.tsv"),
        _sets("sources.tsv"),
    )


def _rows(name: str, width: int) -> Iterator[tuple[str, list[str]]]:
    text = (files("dragoman.extraction.attribution") / "data" / name).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines()[1:], start=2):
        cells = line.split("\t")
        where = f"{name}, line {number}"
        if len(cells) != width:
            raise DataError(f"{len(cells)} cells", where=where, expected=f"{width} cells, tab-separated")
        yield where, cells


def _cues(name: str) -> dict[str, Cue]:
    found: dict[str, Cue] = {}
    for where, (lemmas, stance, frames) in _rows(name, 3):
        marked = frames.split(",")
        plain = [f.rstrip("!") for f in marked]
        unknown = [f for f in plain if f not in FRAMES and not f.startswith("p:")]
        if unknown:
            raise DataError(f"unknown frame {unknown[0]!r}", where=where, expected=f"p:PREPOSITION or {sorted(FRAMES)}")
        cue = Cue(stance=stance, frames=frozenset(plain), vouched=frozenset(f[:-1] for f in marked if f.endswith("!")))
        for lemma in lemmas.split("|"):
            if lemma in found:
                raise DataError(f"{lemma!r} stands in two rows", where=where, expected="each lemma once")
            found[lemma] = cue
    return found


def _sets(name: str) -> dict[str, frozenset[str]]:
    return {kind: frozenset(words.split("|")) for _, (kind, words) in _rows(name, 2)}


def _inflected(lemma: str) -> tuple[str, ...]:
    if lemma.endswith("e"):
        return f"{lemma}s", f"{lemma}d", f"{lemma[:-1]}ing"
    if lemma.endswith("y"):
        return f"{lemma[:-1]}ies", f"{lemma[:-1]}ied", f"{lemma}ing"
    return f"{lemma}s", f"{lemma}ed", f"{lemma}ing"

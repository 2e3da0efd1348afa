"""The signatures: what a word does to the certainty of what it governs.

A signature tells how certain the complement is where the governing word itself holds (`positive`) and where it is negated
(`negative`), after Karttunen ("Implicative verbs", Language 47, 1971; "Simple and phrasal implicatives", 2012): "manage"
is 3/-3, "fail" -3/3, factive "regret" 3/3, "want" near 0. The numbers run from -3 to 3 as those of FactBank (Saurí and
Pustejovsky 2009) do. In between the effect is linear, so that a chain of words multiplies what each entails and adds
what each presupposes.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Literal, get_args

from dragoman.errors import DataError
from dragoman.extraction.status.records import Kind, Light
from dragoman.records import Record

Table = Literal["verbs", "nouns", "adjectives", "operators"]
FRAMES = frozenset(
    {
        "that", "mandative", "whether", "to", "bare", "ing", "obj", "subj", "mod",
        "modal", "modal_have", "wide", "narrow", "negation", "quantifier", "mark", "prep",
    }
)  # fmt: skip
_PAIR_COLUMNS = ["verbs", "nouns", "frames", "positive", "negative", "source", "kind"]
_COLUMNS = ["words", "frames", "positive", "negative", "source", "kind"]
_SCALE = 3.0
# From -3 to 3. A complement that holds even under negation no longer cares what its governor is under.
_PRESUPPOSED_FROM = 0.9


class Signature(Record, frozen=True, kw_only=True):
    """Certainty of the complement, from -3 to 3, by the polarity of its governor.

    `source` is the view of whoever the governor makes the source ("X denied that" is -3 in X's eyes), `None` where the
    governor brings in no source. `kind` is how the complement is shown.
    """

    positive: float
    negative: float
    source: float | None = None
    kind: Kind | None = None

    @property
    def presupposes(self) -> bool:
        """Whether the complement holds whatever the governor's polarity."""
        return self.positive > _PRESUPPOSED_FROM and self.negative > _PRESUPPOSED_FROM

    def carry(self, certainty: float) -> float:
        """Certainty of the complement, from -1 to 1, under a governor of the given certainty."""
        presupposed, entailed = (self.positive + self.negative) / 2, (self.positive - self.negative) / 2
        return (presupposed + certainty * entailed) / _SCALE

    def apply(self, light: Light, reason: str, *, first_person: bool = False, keeps: bool = False) -> Light:
        """The light of the complement.

        With a first person as the source, the author's view is the source's. `keeps` hands on what the governor is shown
        as even where the complement is presupposed ("will leave when he comes").
        """
        author, source = self.carry(light.author), self.carry(light.source)
        if self.source is not None:
            source = self._told(light.source)
            author = source if first_person else author
        kinds = frozenset[Kind]() if self.presupposes and not keeps else light.kinds
        prevented = self.positive < 0 and light.source < 0  # "failed to prevent": nothing of the prevention is left
        if self.kind is not None and not prevented:
            kinds |= {self.kind}
        return Light(author=author, source=source, kinds=kinds, reason=reason)

    def _told(self, certainty: float) -> float:
        """The source's view: its own where it is said to speak, less of it the more the speaking is negated."""
        assert self.source is not None
        if certainty >= 0:
            return self.source / _SCALE
        return (self.source + certainty * (self.source - self.negative)) / _SCALE


class SignatureLexicon:
    """All signatures, by table, word and frame."""

    def __init__(self, tables: dict[Table, dict[str, dict[str, Signature]]]) -> None:
        self._tables = tables

    def find(self, table: Table, words: Iterable[str], frames: Iterable[str]) -> Signature | None:
        """The signature of the first of the words that has one of the frames, the first such frame; else `None`."""
        entries = self._tables[table]
        order = tuple(frames)
        for word in words:
            known = entries.get(word)
            if known:
                for frame in order:
                    if frame in known:
                        return known[frame]
        return None

    def words(self, table: Table) -> frozenset[str]:
        """All words of a table."""
        return frozenset(self._tables[table])


@lru_cache(maxsize=1)
def load_signatures() -> SignatureLexicon:
    """Read and check the tables of the package.

    Raises:
        DataError: A row has the wrong cells, an unknown frame or kind, a number outside -3 to 3, or a word and frame that
            an earlier row holds.
    """
    folder = files("dragoman.extraction.status") / "data"
    tables: dict[Table, dict[str, dict[str, Signature]]] = {
        name: parse_table((folder / f"{name}.tsv").read_text(encoding="utf-8"), name) for name in get_args(Table)
    }
    pairs = parse_pairs((folder / "pairs.tsv").read_text(encoding="utf-8"))
    return SignatureLexicon({**tables, "verbs": {**pairs, **tables["verbs"]}})


def parse_pairs(text: str) -> dict[str, dict[str, Signature]]:
    """`VERB_NOUN` → frame → signature, for every verb of a row with every noun of it ("ignore_order", "keep_promise")."""
    lines = text.splitlines()
    if not lines or lines[0].split("\t") != _PAIR_COLUMNS:
        raise DataError("the heading is another", where="pairs, line 1", expected="\t".join(_PAIR_COLUMNS))
    table: dict[str, dict[str, Signature]] = {}
    for number, line in enumerate(lines[1:], start=2):
        verbs, _, rest = line.partition("\t")
        nouns, frames, signature = _parse_row(rest, f"pairs, line {number}")
        for word in (f"{verb}_{noun}" for verb in verbs.split("|") for noun in nouns):
            for frame in frames:
                if frame in table.setdefault(word, {}):
                    raise DataError(
                        f"{word!r} with {frame!r} stands in two rows",
                        where=f"pairs, line {number}",
                        expected="each once",
                    )
                table[word][frame] = signature
    return table


def parse_table(text: str, name: str) -> dict[str, dict[str, Signature]]:
    """Word → frame → signature, from the text of a table (columns: `data/README.md`)."""
    lines = text.splitlines()
    if not lines or lines[0].split("\t") != _COLUMNS:
        raise DataError("the heading is another", where=f"{name}, line 1", expected="\t".join(_COLUMNS))
    table: dict[str, dict[str, Signature]] = {}
    for number, line in enumerate(lines[1:], start=2):
        where = f"{name}, line {number}"
        words, frames, signature = _parse_row(line, where)
        for word in words:
            for frame in frames:
                if frame in table.setdefault(word, {}):
                    raise DataError(f"{word!r} with {frame!r} stands in two rows", where=where, expected="each once")
                table[word][frame] = signature
    return table


def _parse_row(line: str, where: str) -> tuple[list[str], list[str], Signature]:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS):
        raise DataError(f"{len(cells)} cells", where=where, expected=f"{len(_COLUMNS)} cells, tab-separated")
    words, frames, positive, negative, source, kind = cells
    order = frames.split(",")
    unknown = [f for f in order if f not in FRAMES and not f.startswith("p:")]
    if unknown:
        raise DataError(f"unknown frame {unknown[0]!r}", where=where, expected=f"p:PREPOSITION or {sorted(FRAMES)}")
    if kind not in ("-", *get_args(Kind)):
        raise DataError(f"unknown kind {kind!r}", where=where, expected=f"- or one of {get_args(Kind)}")
    signature = Signature(
        positive=_number(positive, where),
        negative=_number(negative, where),
        source=None if source == "-" else _number(source, where),
        kind=None if kind == "-" else kind,  # type: ignore[arg-type]
    )
    return words.split("|"), order, signature


def _number(cell: str, where: str) -> float:
    try:
        value = float(cell)
    except ValueError as err:
        raise DataError(f"{cell!r} is no number", where=where, expected="a number from -3 to 3") from err
    if not -_SCALE <= value <= _SCALE:
        raise DataError(f"{cell} is out of range", where=where, expected="a number from -3 to 3")
    return value

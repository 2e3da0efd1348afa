"""The lexicon of predicates: which verbs and nouns report which PLOVER act, and under which condition.

The tables lie in `data/`: `verbs.tsv`, `nouns.tsv` and `words.tsv` (word classes that conditions name as `@class`); the
README beside them tells how a row is written. Loading checks every row against the ontology's names of types.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

from dragoman.errors import DataError
from dragoman.ontology import load_ontology
from dragoman.records import Record

_COOPERATION = (1, 2)  # quad classes: verbal and material cooperation
_MATERIAL_CONFLICT = (4,)


@lru_cache(maxsize=1)
def cooperation_types() -> frozenset[str]:
    """The types of cooperation, verbal and material."""
    return _of_quads(_COOPERATION)


@lru_cache(maxsize=1)
def conflict_types() -> frozenset[str]:
    """The types of material conflict."""
    return _of_quads(_MATERIAL_CONFLICT)


def _of_quads(quads: tuple[int, ...]) -> frozenset[str]:
    return frozenset(name for name, kind in load_ontology().types.items() if kind.quad in quads)


class Condition(Record, frozen=True):
    """One condition of a verb row: `obj=talk|meeting`, `prep=with:@actor`, `noobj`. `values` are words or `@classes`."""

    name: str
    keys: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


class VerbEntry(Record, frozen=True):
    """A row of `verbs.tsv`: the first row of a lemma whose conditions all hold is taken."""

    lemma: str
    when: tuple[Condition, ...]
    type: str
    mode: str | None
    recipient: tuple[str, ...]
    flags: frozenset[str]
    row: int


class NounEntry(Record, frozen=True):
    """A row of `nouns.tsv`. `of` tells whether "of X" names the doer (`A`) or the sufferer (`R`)."""

    lemma: str
    type: str
    mode: str | None
    of: str
    recipient: tuple[str, ...]
    flags: frozenset[str]
    row: int


class AdjectiveEntry(Record, frozen=True):
    """A row of `adjectives.tsv`: what it is to call something so ("such talks were premature")."""

    lemma: str
    type: str
    mode: str | None
    row: int


class RoadEntry(Record, frozen=True):
    """A row of `roads.tsv`: the roads to the one acted upon that acts of a type usually take, where no verb row names them."""

    recipient: tuple[str, ...]
    flags: frozenset[str]


class Lexicon(Record, frozen=True):
    """All tables, by lemma; word classes as sets; `roads` by type and mode."""

    adjectives: dict[str, AdjectiveEntry]

    roads: dict[tuple[str, str], RoadEntry]
    verbs: dict[str, tuple[VerbEntry, ...]]
    nouns: dict[str, NounEntry]
    words: dict[str, frozenset[str]]

    def is_in(self, lemma: str, word_class: str) -> bool:
        """Whether `lemma` belongs to the word class."""
        return lemma in self.words[word_class]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read and check the tables of the package.

    Raises:
        DataError: A row has the wrong number of cells, an unknown type or an unknown word class.
    """
    words = {row[0]: frozenset(row[1].split("|")) for _, row in _rows("words.tsv", 2)}
    verbs: dict[str, list[VerbEntry]] = defaultdict(list)
    # The rows written by hand come first; those compiled from whole phrases catch what they leave.
    for number, row in (*_rows("verbs.tsv", 6), *((-n, r) for n, r in _rows("phrases.tsv", 6))):
        lemmas, when, kind, mode, recipient, flags = row
        _check_type(kind, "verbs.tsv" if number > 0 else "phrases.tsv", abs(number))
        for lemma in lemmas.split("|"):
            verbs[lemma].append(
                VerbEntry(
                    lemma=lemma,
                    when=tuple(_condition(c) for c in when.split()),
                    type=kind,
                    mode=mode or None,
                    recipient=tuple(filter(None, recipient.split(","))),
                    flags=frozenset(flags.split()),
                    row=number,
                )
            )
    nouns: dict[str, NounEntry] = {}
    for number, row in _rows("nouns.tsv", 6):
        lemmas, kind, mode, of, recipient, flags = row
        _check_type(kind, "nouns.tsv", number)
        for lemma in lemmas.split("|"):
            if lemma in nouns:
                raise DataError(
                    f"{lemma!r} stands twice", where=f"nouns.tsv, line {number}", remedy="Keep one of the rows"
                )
            nouns[lemma] = NounEntry(
                lemma=lemma,
                type=kind,
                mode=mode or None,
                of=of,
                recipient=tuple(filter(None, recipient.split(","))),
                flags=frozenset(flags.split()),
                row=number,
            )
    adjectives = {
        row[0]: AdjectiveEntry(lemma=row[0], type=row[1], mode=row[2] or None, row=number)
        for number, row in _rows("adjectives.tsv", 4)
    }
    roads = {}
    for number, (kind, mode, recipient, flags) in _rows("roads.tsv", 4):
        _check_type(kind, "roads.tsv", number)
        roads[kind, mode] = RoadEntry(recipient=tuple(recipient.split(",")), flags=frozenset(flags.split()))
    return Lexicon(
        adjectives=adjectives, roads=roads, verbs={k: tuple(v) for k, v in verbs.items()}, nouns=nouns, words=words
    )


def _rows(name: str, cells: int) -> list[tuple[int, list[str]]]:
    text = (files("dragoman.extraction") / "data" / name).read_text(encoding="utf-8")
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if number == 1 or not line.strip() or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) != cells:
            raise DataError(
                f"{len(row)} cells",
                where=f"extraction/data/{name}, line {number}",
                expected=f"{cells} cells, tab between",
            )
        found.append((number, row))
    return found


def _condition(text: str) -> Condition:
    name, _, rest = text.partition("=")
    keys, _, values = rest.partition(":")
    return Condition(
        name=name,
        keys=tuple(filter(None, keys.split("|"))),
        values=tuple(filter(None, values.split("|"))),
    )


def _check_type(kind: str, name: str, number: int) -> None:
    types = load_ontology().types
    if kind and kind not in types:
        raise DataError(
            f"{kind!r} is not an event type", where=f"extraction/data/{name}, line {number}", expected=", ".join(types)
        )

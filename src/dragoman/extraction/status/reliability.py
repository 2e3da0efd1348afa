"""How often a status is right: the probability that a record's status is what a careful reader would give it.

A logistic regression over what is known of a judgement without knowing the answer. `data/reliability.tsv` holds its weights;
`dragoman.training.status` fits them, and `docs/reference/records.md` tells how well they hold.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from dragoman.errors import DataError
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.status.governors import govern
from dragoman.extraction.status.shapes import is_predicate
from dragoman.records import Status

FEATURES = (
    "planned", "possible", "denied", "certainty", "margin", "governors", "by_shape", "told_aside", "noun", "length",
)  # fmt: skip
CONSTANT = "constant"
# From 0 to 1, the views between which a status changes (`judgement.py`), and how near to one matters.
_EDGES = (0.58, -0.3)
_NEAR = 0.3
_DEEPEST = 24
_SHAPES = ("CLAUSE:", "INFINITIVE:", "OBJECT", "SUBJECT", "PREPOSITION:", "ADVERBIAL", "PREDICATE")
_ASIDE = ("TOLD_BY_THE_WAY", "MODIFIER")
_COLUMNS = ["feature", "weight"]

Weights = Mapping[str, float]


def features(clauses: Clauses, index: int, status: Status, factuality: float) -> dict[str, float]:
    """The features of a judgement, by name.

    `planned`, `possible`, `denied`: the status. `certainty`: how far the view is from unknown, from 0 to 1. `margin`: how
    far, from 0 to 1, it is from where the status would be another. `governors`: logarithm of the words that the act stands
    under. `by_shape`: one of these is in no table, so that the construction alone spoke. `told_aside`: the act stands in a
    relative clause or before a noun. `noun`: a noun tells it. `length`: logarithm of the sentence's tokens.
    """
    tree = clauses.tree
    reasons: list[str] = []
    current = index
    while len(reasons) < _DEEPEST and (governed := govern(clauses, current)) is not None:
        reasons.append(governed.reason)
        current = governed.parent
    view = factuality / 3
    return {
        "planned": float(status == "planned"),
        "possible": float(status == "possible"),
        "denied": float(status == "denied"),
        "certainty": abs(view),
        "margin": min(1.0, *(abs(view - edge) / _NEAR for edge in _EDGES)),
        "governors": math.log1p(len(reasons)),
        "by_shape": float(any(r.startswith(_SHAPES) for r in reasons)),
        "told_aside": float(any(r in _ASIDE for r in reasons)),
        "noun": float(not is_predicate(tree, index)),
        "length": math.log1p(len(tree)) - 3,
    }


def probability_of(known: Mapping[str, float], weights: Weights | None = None) -> float:
    """The probability, from 0 to 1, that a status with these features is right; `weights` in place of the package's."""
    table = load_reliability() if weights is None else weights
    logit = table[CONSTANT] + sum(table[name] * known[name] for name in FEATURES)
    return round(1 / (1 + math.exp(-logit)), 3)


@lru_cache(maxsize=1)
def load_reliability() -> Weights:
    """The weights of the package, checked."""
    folder = files("dragoman.extraction.status") / "data"
    return parse_reliability((folder / "reliability.tsv").read_text(encoding="utf-8"))


def parse_reliability(text: str) -> Weights:
    """The weights from a table of tab-separated names and numbers.

    Raises:
        DataError: The heading is another, a weight is no number, or a feature is missing, unknown or given twice.
    """
    lines = text.splitlines()
    if not lines or lines[0].split("\t") != _COLUMNS:
        raise DataError("the heading is another", where="reliability, line 1", expected="\t".join(_COLUMNS))
    found: dict[str, float] = {}
    for number, line in enumerate(lines[1:], start=2):
        where = f"reliability, line {number}"
        name, _, cell = line.partition("\t")
        if name not in (CONSTANT, *FEATURES) or name in found:
            raise DataError(f"{line!r}", where=where, expected=f"each once: {', '.join((CONSTANT, *FEATURES))}")
        try:
            found[name] = float(cell)
        except ValueError as err:
            raise DataError(f"{cell!r} is no number", where=where, expected="a weight, as 0.25") from err
        if not math.isfinite(found[name]):
            raise DataError(f"{cell!r} is no number", where=where, expected="a weight, as 0.25")
    missing = [n for n in (CONSTANT, *FEATURES) if n not in found]
    if missing:
        raise DataError(f"{missing[0]!r} is missing", where="reliability", expected="a row for each feature")
    return MappingProxyType(found)

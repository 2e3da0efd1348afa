"""The cheap gate before the reader: which words are worth its heavy look.

A logistic function of a few words and marks around a candidate (`dragoman.extraction.gate`), fitted on the reader's own training
text by `dragoman.training.gate`. It answers in microseconds what the reader answers in milliseconds, and only says "hardly ever an
act": what passes is for the reader to judge. How many acts it loses is in its manifest, `artefacts/gate/manifest.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from dragoman.models.reader import ARTEFACTS
from dragoman.models.weights import read_weights, weights_id
from dragoman.records import Record

FORMAT = 1
_REMEDY = "Install Dragoman again, or fit it: python -m dragoman.training.gate --config recipes/reader/config.toml"


class GateWeights(Record, frozen=True, kw_only=True):
    """Weights by feature, the constant, and the threshold on their sum at or above which a candidate passes.

    A feature `kind=word` whose word has no weight counts as `kind=?`, whose weight is that of words seen rarely; without that,
    nothing.
    """

    name: str
    version: str
    format: int
    constant: float
    threshold: float
    weights: dict[str, float]
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    scores: dict[str, float] = msgspec.field(default_factory=dict)

    @property
    def id(self) -> str:
        """What records name it by: name, version and the digest of all it holds."""
        return weights_id(self)

    def score(self, features: Iterable[str]) -> float:
        """The sum of the weights: the log-odds of an act."""
        return self.constant + sum(self._weight(name) for name in features)

    def _weight(self, name: str) -> float:
        known = self.weights.get(name)
        return self.weights.get(rare(name), 0.0) if known is None else known

    def passes(self, features: Iterable[str]) -> bool:
        """Whether the reader is asked."""
        return self.score(features) >= self.threshold


def rare(name: str) -> str:
    """The feature that stands for all rare words of a kind: "verb=purloin" → "verb=?"."""
    kind, equals, _ = name.partition("=")
    return f"{kind}=?" if equals else name


def read_gate(path: Path) -> GateWeights:
    """The weights of a manifest.

    Raises:
        ModelError: The file is missing or made for other code.
    """
    return read_weights(path, GateWeights, "gate", format=FORMAT, remedy=_REMEDY)


@lru_cache(maxsize=2)
def load_gate(name: str = "gate") -> GateWeights:
    """The shipped weights, read once per process."""
    return read_gate(ARTEFACTS / name / "manifest.toml")

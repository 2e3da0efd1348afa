"""How sure a record is: a logistic function of what rules, reader and resolution said, fitted on text kept out of training.

The weights lie in `artefacts/certainty/manifest.toml` with the counts and the reliability table of the fit; how they came to
be is told in `recipes/reader/` and done by `dragoman.training.certainty`. A feature is a number with a name; what a name
means is said in `dragoman.extraction.certainty`, which computes them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec

from dragoman.errors import ModelError
from dragoman.models.reader import ARTEFACTS
from dragoman.models.weights import read_weights, weights_id
from dragoman.records import Record

FORMAT = 1
_REMEDY = "Install Dragoman again, or fit it: python -m dragoman.training.certainty --config recipes/reader/config.toml"


class CertaintyWeights(Record, frozen=True, kw_only=True):
    """Weights by feature, the constant, and where they come from.

    `reader_sha256` is the digest of the reader's model file with which they were fitted: with another reader they mean
    nothing. `reliability` holds, by what was measured on, rows of (lower edge, count, mean probability, share right), from text
    that neither the reader nor the fit has seen.
    """

    name: str
    version: str
    format: int
    reader_sha256: str
    constant: float
    weights: dict[str, float]
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    scores: dict[str, float] = msgspec.field(default_factory=dict)
    reliability: dict[str, list[list[float]]] = msgspec.field(default_factory=dict)

    @property
    def id(self) -> str:
        """What records name it by: name, version and the digest of all it holds."""
        return weights_id(self)

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability that a record with these features is right, from 0 to 1, four places.

        Raises:
            ModelError: A feature that the fit did not know.
        """
        unknown = sorted(set(features) - set(self.weights))
        if unknown:
            raise ModelError(f"no weight for {', '.join(unknown)}", where="certainty", remedy=_REMEDY)
        total = self.constant + sum(self.weights[name] * value for name, value in sorted(features.items()))
        return round(1 / (1 + math.exp(-total)), 4)


def read_certainty(path: Path) -> CertaintyWeights:
    """The weights of a manifest.

    Raises:
        ModelError: The file is missing or made for other code.
    """
    return read_weights(path, CertaintyWeights, "certainty", format=FORMAT, remedy=_REMEDY)


@lru_cache(maxsize=2)
def load_certainty(name: str = "certainty") -> CertaintyWeights:
    """The shipped weights, read once per process."""
    return read_certainty(ARTEFACTS / name / "manifest.toml")

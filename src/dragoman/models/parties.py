"""The weighing of parties: is a noun phrase the actor of an act, its recipient, or neither?

A multinomial logistic function of a few names of features (`dragoman.extraction.parties`), fitted on the reader's own training text by
`dragoman.training.parties`. How often it is right is in its manifest, `artefacts/parties/manifest.toml`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import msgspec

from dragoman.models.reader import ARTEFACTS
from dragoman.models.weights import read_weights, weights_id
from dragoman.records import Record

FORMAT = 1
_REMEDY = "Install Dragoman again, or fit it: python -m dragoman.training.parties --config recipes/reader/config.toml"


class PartyWeights(Record, frozen=True, kw_only=True):
    """For each feature what it adds to the log-odds of the actor and of the recipient, against neither; names of features that have
    no weight count nothing."""

    name: str
    version: str
    format: int
    weights: dict[str, tuple[float, float]]
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    scores: dict[str, float] = msgspec.field(default_factory=dict)

    @property
    def id(self) -> str:
        """What records name it by: name, version and the digest of all it holds."""
        return weights_id(self)

    def score(self, features: Iterable[str]) -> tuple[float, float]:
        """The probabilities that it is the actor and the recipient."""
        actor = recipient = 0.0
        for name in features:
            known = self.weights.get(name)
            if known is not None:
                actor += known[0]
                recipient += known[1]
        top = max(actor, recipient, 0.0)
        parts = math.exp(actor - top), math.exp(recipient - top), math.exp(-top)
        return parts[0] / sum(parts), parts[1] / sum(parts)


def read_parties(path: Path) -> PartyWeights:
    """The weights of a manifest.

    Raises:
        ModelError: The file is missing or made for other code.
    """
    return read_weights(path, PartyWeights, "parties", format=FORMAT, remedy=_REMEDY)


@lru_cache(maxsize=2)
def load_parties(name: str = "parties") -> PartyWeights:
    """The shipped weights, read once per process."""
    return read_parties(ARTEFACTS / name / "manifest.toml")

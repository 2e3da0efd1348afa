"""Fit the cheap gate: `python -m dragoman.training.gate --config recipes/reader/config.toml`.

Every candidate of the training text, seen as `dragoman.extraction.gate` sees it, and whether an act was told by that word: a
logistic regression over them, and the threshold at which it loses `MISSES` of the acts in the text that was held back. A
word that the text never shows as an act is closed to the reader only if the text shows it often.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import numpy.typing as npt

from dragoman.extraction.gate import gate_features
from dragoman.models.gate import FORMAT, GateWeights, rare
from dragoman.models.reader import ARTEFACTS
from dragoman.records import Record
from dragoman.training.fitting import descend, text_of
from dragoman.training.generate import sentences_of
from dragoman.training.manifests import write_manifest
from dragoman.training.questions import Asker
from dragoman.training.text import Split

log = logging.getLogger("dragoman.training")
MISSES = 0.14  # of the acts told by candidates in the held-back text, of which the reader would refuse a part; swept 0.02 to 0.14
FILLINGS = 2
LEAST = 4  # times a feature is seen before it gets a weight
PENALTY = 1e-2  # of the weights' squares, for each candidate
PASSES = 12


class Seen(Record, frozen=True):
    """A candidate's features, and whether its word tells an act."""

    features: tuple[str, ...]
    act: bool


def candidates(config: Path, splits: Sequence[Split], more: Sequence[Path] = ()) -> Iterator[Seen]:
    """The candidates of some sides of the text, and of the passages of further files among those of training. Of phrases only the acts take part: what surrounds them is made of other acts."""
    text, text_config = text_of(config, more, fillings=FILLINGS, held_fillings=FILLINGS)
    asker = Asker()
    for number, split in enumerate(splits):
        sentences = sentences_of(text, split, text_config, Random(text_config.seed + 17 + number))
        for clauses, proposal, act, composed in asker.proposals(sentences):
            whole = not composed.acts or "<" in composed.source  # a phrase has no marks of its own
            if not proposal.type and (whole or act is not None):
                yield Seen(features=tuple(gate_features(clauses, proposal)), act=act is not None)


def fit(seen: Sequence[Seen]) -> tuple[float, dict[str, float]]:
    """Constant and weights."""
    counts = Counter(name for one in seen for name in set(one.features))
    known = [[n if counts[n] >= LEAST else rare(n) for n in one.features] for one in seen]
    names = {
        name: number
        for number, name in enumerate(sorted({n for one in known for n in one if "+" not in n or n in counts}), 1)
    }
    rows = [np.asarray([0, *sorted({names[n] for n in one if n in names})]) for one in known]
    targets = np.asarray([[float(one.act)] for one in seen])
    weights = descend(rows, targets, len(names) + 1, penalty=PENALTY, passes=PASSES)[:, 0]
    return round(float(weights[0]), 4), {name: round(float(weights[n]), 3) for name, n in names.items()}


def threshold_of(scores: npt.NDArray[np.float64], acts: npt.NDArray[np.bool_]) -> float:
    """The highest threshold that loses at most `MISSES` of the acts."""
    told = np.sort(scores[acts])
    return round(float(told[int(len(told) * MISSES)]) - 5e-4, 3)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.training.gate", description="Fit the gate.")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument(
        "--more", type=Path, nargs="*", default=[], help="passages beside those of the recipe, to learn from"
    )
    parser.add_argument("--artefacts", type=Path, default=ARTEFACTS, help="where the artefact is written")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    sides = {side: list(candidates(chosen.config, (side,), chosen.more)) for side in ("train", "dev", "test")}
    constant, weights = fit(sides["train"])
    weights = {name: value for name, value in weights.items() if value}
    draft = GateWeights(name="gate", version="1", format=FORMAT, constant=constant, threshold=0.0, weights=weights)
    dev, test = (np.asarray([draft.score(s.features) for s in sides[side]]) for side in ("dev", "test"))
    told, acts = (np.asarray([s.act for s in sides[side]]) for side in ("dev", "test"))
    threshold = threshold_of(dev, told)
    counts = {f"candidates_{side}": len(found) for side, found in sides.items()}
    counts |= {f"acts_{side}": sum(s.act for s in found) for side, found in sides.items()}
    scores = {
        "missed_acts": round(float((test[acts] < threshold).mean()), 4),
        "stopped_others": round(float((test[~acts] < threshold).mean()), 4),
    }
    folder = chosen.artefacts / "gate"
    folder.mkdir(parents=True, exist_ok=True)
    full = msgspec.structs.replace(draft, threshold=threshold, counts=counts, scores=scores)
    write_manifest(full, folder / "manifest.toml", by="dragoman.training.gate")
    for key, value in {**counts, **scores, "threshold": threshold, "weights": len(weights)}.items():
        log.info("%s = %s", key, value)


if __name__ == "__main__":
    main()

"""Fit the weighing of parties: `python -m dragoman.training.parties --config recipes/reader/config.toml`.

Every proposal about the training text whose word tells an act, every noun phrase beside it that can act, and whether it was written as
the act's actor, its recipient or neither: a multinomial logistic regression over what `dragoman.extraction.parties` sees.
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

from dragoman.extraction.parties import party_features, possible_parties
from dragoman.models.parties import FORMAT, PartyWeights
from dragoman.models.reader import ARTEFACTS
from dragoman.records import Record
from dragoman.training.compose import Act, Composed
from dragoman.training.fitting import descend, text_of
from dragoman.training.generate import sentences_of
from dragoman.training.manifests import write_manifest
from dragoman.training.questions import Asker
from dragoman.training.text import Split

log = logging.getLogger("dragoman.training")
FILLINGS = 2
LEAST = 8  # times a feature is seen before it gets a weight
PENALTY = 1e-2  # of the weights' squares, for each phrase
PASSES = 10
SMALLEST = 0.15  # weights below it are left out: a third of the file that changes nothing
ACTOR, RECIPIENT, NEITHER = 0, 1, 2


class Seen(Record, frozen=True):
    """A phrase beside an act: its features, which of the three it is, and the act's number, by which phrases belong together."""

    features: tuple[str, ...]
    label: int
    act: int


def phrases(config: Path, splits: Sequence[Split], more: Sequence[Path] = ()) -> Iterator[Seen]:
    """The phrases of some sides of the text, and of the passages of further files among those of training."""
    text, text_config = text_of(config, more, fillings=FILLINGS, held_fillings=1)
    asker, number = Asker(), 0
    for side, split in enumerate(splits):
        sentences = sentences_of(text, split, text_config, Random(text_config.seed + 37 + side))
        for clauses, proposal, act, composed in asker.proposals(sentences):
            if act is None or not (act.actors or act.recipients):
                continue
            number += 1
            proposal = msgspec.structs.replace(proposal, type=act.type)
            offset = clauses.tree.sentence.span.start
            start = composed.text.find(clauses.tree.sentence.text)
            if start < 0:
                continue  # a line break was put in: the marks would not fit
            for index in (i for i in possible_parties(clauses) if i not in proposal.words):
                token = clauses.tree.token(index)
                label = _label(composed, act, token.start - offset + start, token.end - offset + start)
                yield Seen(features=tuple(party_features(clauses, proposal, index)), label=label, act=number)


def _label(composed: Composed, act: Act, start: int, end: int) -> int:
    for label, names in ((ACTOR, act.actors), (RECIPIENT, act.recipients)):
        if any(s <= start and end <= e for name in names for s, e in composed.spans.get(name, ())):
            return label
    return NEITHER


def fit(seen: Sequence[Seen]) -> dict[str, tuple[float, float]]:
    """The weights of each feature, for the actor and for the recipient."""
    counts = Counter(name for one in seen for name in one.features)
    names = {n: i for i, n in enumerate(sorted(n for n, c in counts.items() if c >= LEAST))}
    rows = [np.asarray(sorted({names[n] for n in one.features if n in names})) for one in seen]
    targets = np.eye(3)[[one.label for one in seen]][:, :2]
    weights = descend(rows, targets, len(names), penalty=PENALTY, passes=PASSES)
    return {name: (round(float(weights[i, 0]), 2), round(float(weights[i, 1]), 2)) for name, i in names.items()}


def measure(weights: PartyWeights, seen: Sequence[Seen]) -> dict[str, float]:
    """How often the best actor and the best recipient of an act are right, where the text names one in the sentence."""
    acts: dict[int, list[tuple[tuple[float, float], int]]] = {}
    for one in seen:
        acts.setdefault(one.act, []).append((weights.score(one.features), one.label))
    found: dict[str, float] = {}
    for side, name in ((ACTOR, "actor"), (RECIPIENT, "recipient")):
        told = [rows for rows in acts.values() if any(label == side for _, label in rows)]
        best = [max(rows, key=lambda r: r[0][side]) for rows in told]
        found[f"{name}_right"] = round(sum(b[1] == side for b in best) / max(1, len(best)), 4)
        taken = [r for rows in acts.values() if (r := max(rows, key=lambda r: r[0][side]))[0][side] >= 0.5]
        found[f"{name}_precision"] = round(sum(b[1] == side for b in taken) / max(1, len(taken)), 4)
        found[f"{name}_recall"] = round(sum(b[1] == side for b in taken) / max(1, len(told)), 4)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m dragoman.training.parties", description="Fit the weighing of parties."
    )
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument(
        "--more", type=Path, nargs="*", default=[], help="passages beside those of the recipe, to learn from"
    )
    parser.add_argument("--artefacts", type=Path, default=ARTEFACTS, help="where the artefact is written")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    learnt, held = list(phrases(chosen.config, ("train",), chosen.more)), list(phrases(chosen.config, ("dev", "test")))
    weights = {name: pair for name, pair in fit(learnt).items() if max(map(abs, pair)) >= SMALLEST}
    draft = PartyWeights(name="parties", version="1", format=FORMAT, weights=weights)
    counts = {
        "phrases": len(learnt),
        "acts": len({s.act for s in learnt}),
        "phrases_held": len(held),
        "features": len(weights),
    }
    done = msgspec.structs.replace(draft, counts=counts, scores=measure(draft, held))
    folder = chosen.artefacts / "parties"
    folder.mkdir(parents=True, exist_ok=True)
    write_manifest(done, folder / "manifest.toml", by="dragoman.training.parties")
    log.info("%s %s", counts, done.scores)


if __name__ == "__main__":
    main()

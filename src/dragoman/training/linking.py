"""Fit the weights of linking: `python -m dragoman.training.linking`, on the gold stories; prints figures and changes nothing.

A logistic regression over the levels of the pairs that blocking finds, in bits, drawn towards the weights that stand in
`linking/data/weights.tsv` by a normal prior of `--spread` bits: with few pairs they stay where they are, with many they go where the
pairs say. Fitted on each of two files and scored on the other; the third is left for the end. It is worth taking over
only if events are found better in files that it has not seen. On 2026-11-24 it was not: see the documentation of linking.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from unittest.mock import patch

import msgspec
import numpy as np

from dragoman.evaluation.gold_stories import GoldArticle, read_stories
from dragoman.evaluation.inputs import read
from dragoman.evaluation.linking import FILES, matched, score_linking
from dragoman.linking import compare
from dragoman.linking.block import crowded_sql, oriented_sql, pairs_sql
from dragoman.linking.compare import CONFLICT, compare_sql, features, read_weights
from dragoman.pipeline.linking import link_store
from dragoman.records import Reading, Record
from dragoman.store import Store

Weights = Mapping[tuple[str, str], float]
_START: Final = ("compared", "always")
_NAMES: Final = tuple(feature.name for feature in features())
_STEPS: Final = 100


class Told(Record, frozen=True):
    """A file of stories as it was read."""

    articles: tuple[GoldArticle, ...]
    readings: tuple[Reading, ...]


class Example(Record, frozen=True):
    """A pair of mentions: the level of every feature in their order, and whether both report one event."""

    levels: tuple[str, ...]
    is_same: bool


def tell_file(path: Path) -> Told:
    """Have Dragoman read the articles of a file."""
    articles = tuple(read_stories([path]))
    return Told(articles=articles, readings=tuple(read(article.document) for article in articles))


def examples(told: Told) -> list[Example]:
    """The pairs that blocking finds, of which both are marked and no level is a conflict."""
    gold: dict[str, str] = {}
    for article, reading in zip(told.articles, told.readings, strict=True):
        gold |= matched(article, reading.mentions)
    with Store.in_memory() as store:
        store.writer().write(list(told.readings))
        link_store(store)
        links = store.links()
        links.run(f"CREATE TEMP TABLE many AS {crowded_sql('link_keys')}")
        links.run(f"CREATE TEMP TABLE met AS {pairs_sql('link_keys', 'many')}")
        links.run(f"CREATE TEMP TABLE turned AS {oriented_sql('met', 'linked_mentions')}")
        ids = dict(links.rows("SELECT number, mention_id FROM linked_mentions"))
        rows = links.rows(
            f"SELECT left_id, right_id, {', '.join(_NAMES)}"
            f" FROM ({compare_sql('turned', 'linked_mentions', 'number')}) WHERE NOT is_conflict ORDER BY left_id, right_id"
        )
    ends = ((ids[left], ids[right], tuple(levels)) for left, right, *levels in rows)
    return [
        Example(levels=levels, is_same=gold[one] == gold[other])
        for one, other, levels in ends
        if one in gold and other in gold
    ]


def fit(data: Sequence[Example], spread: float) -> Weights:
    """The most probable weights, in bits to two digits, by Newton's method from those that stand: the same every time."""
    told = standing()
    keys = [key for key in told if not key[1].startswith(CONFLICT)]
    place = {key: number for number, key in enumerate(keys)}
    table = np.zeros((len(data), len(keys)))
    for row, example in enumerate(data):
        for key in (_START, *zip(_NAMES, example.levels, strict=True)):
            if key in place:
                table[row, place[key]] = 1.0
    same = np.array([float(example.is_same) for example in data])
    prior = np.array([told[key] for key in keys])
    weights, bit = prior.copy(), math.log(2)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-bit * (table @ weights)))
        slope = bit * table.T @ (chance - same) + (weights - prior) / spread**2
        bend = bit * bit * (table.T * (chance * (1 - chance))) @ table + np.eye(len(keys)) / spread**2
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return {**told, **{key: round(float(value), 2) for key, value in zip(keys, weights, strict=True)}}


def standing() -> dict[tuple[str, str], float]:
    """The weights of the data file."""
    return {(weight.feature, weight.level): weight.bits for weight in read_weights()}


@contextmanager
def weighing(weights: Weights) -> Iterator[None]:
    """Link with other weights meanwhile."""
    rows = tuple(msgspec.structs.replace(row, bits=weights[row.feature, row.level]) for row in read_weights())
    compare._bits.cache_clear()
    with patch.object(compare, "read_weights", lambda: rows):
        yield
    compare._bits.cache_clear()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the scores of the weights that stand and of fitted ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spread", type=float, nargs="*", default=[0.25, 0.5, 1.0, 2.0], help="of the prior, in bits")
    given = parser.parse_args(arguments)
    files = {path.stem: tell_file(path) for path in sorted(FILES.glob("*.txt"))}
    known = {name: examples(told) for name, told in files.items()}
    for name, told in files.items():
        marked = sum(example.is_same for example in known[name])
        _score(f"{name}: {len(known[name])} pairs, {marked} one event; standing", told, standing())
    one, other = sorted(files)[:2]
    for spread in given.spread:
        for fitted, scored in ((one, other), (other, one)):
            _score(f"{scored}: spread {spread}, fitted on {fitted}", files[scored], fit(known[fitted], spread))
    return 0


def _score(what: str, told: Told, weights: Weights) -> None:
    with weighing(weights):
        found = score_linking(told.articles, told.readings).events
    sys.stdout.write(f"{what}: F1 {found.f1:.3f}, B3 {found.b3:.3f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

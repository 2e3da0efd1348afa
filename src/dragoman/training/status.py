"""Fit how sure a status is: `python -m dragoman.training.status --config recipes/reader/config.toml --gold gold -o FILE`.

The features of `dragoman.extraction.status.reliability` are weighed by a logistic regression, fitted on two kinds of text that
the rules of status were not written by: the passages of the reader's development side, which read like news, and one part of
the held-out status gold, which was made to be hard. Each kind counts for about as much. What comes of it is measured on the
passages of the test side and on the rest of the held-out gold, and printed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from dragoman.evaluation.gold import Item, held_statuses, is_for_fitting, placed
from dragoman.evaluation.reliability import expected_error, reliability
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.extraction.status import judge
from dragoman.extraction.status.reliability import CONSTANT, FEATURES, features, probability_of
from dragoman.records import Document, Record
from dragoman.syntax import Tree
from dragoman.text import SentenceParser
from dragoman.training.certainty import Judged, fit
from dragoman.training.generate import read_text
from dragoman.training.reader import read_recipe
from dragoman.training.text import Split


class Act(Record, frozen=True):
    """An act of a filled passage: the sentence it stands in, where in it, and the status it was written with."""

    text: str
    start: int
    status: str


def acts_of(config: Path, split: Split) -> list[Act]:
    """The acts of a side's passages, without what is only demanded, promised or feared."""
    recipe = read_recipe(config)
    text = read_text(recipe.text, config.parent)
    found: list[Act] = []
    for passage in text.passages:
        if passage.split != split:
            continue
        contents = {f"t{e.trigger}" for e in passage.events if e.of is not None}
        for part in text.composer.passage(passage, Random(f"{recipe.text.seed}-{passage.id}-0")):
            for act in part.acts:
                if act.trigger is None or act.trigger in contents:
                    continue
                found.extend(
                    Act(text=part.text, start=s, status=act.status) for s, _ in part.spans.get(act.trigger, ())
                )
    return found


def place(acts: Sequence[Act]) -> list[tuple[Clauses, int, str]]:
    """Clauses, index of the act's word and status of each act whose word is found in its sentence."""
    parsed = SentenceParser()([Document(id=f"act-{i}", text=a.text) for i, a in enumerate(acts)])
    lexicon = load_lexicon()
    found = []
    for act, sentences in zip(acts, parsed, strict=True):
        for sentence in sentences:
            index = next((i for i, t in enumerate(sentence.tokens) if t.start <= act.start < t.end), None)
            if index is not None:
                found.append((Clauses(Tree(sentence), lexicon), index, act.status))
    return found


def judged(acts: Sequence[tuple[Clauses, int, str]]) -> list[Judged]:
    """The features of each judgement, and whether it is right; what is judged to be no report of an act is left out."""
    found = []
    for clauses, index, status in acts:
        judgement = judge(clauses, index)
        if judgement.mood == "irrealis" and judgement.status != "denied":
            continue
        known = features(clauses, index, judgement.status, judgement.source)
        found.append(Judged(features=known, right=judgement.status == status))
    return found


def judged_items(items: Sequence[Item]) -> list[Judged]:
    """The same for items of the status gold."""
    return [
        Judged(
            features=features(clauses, index, j.status, j.source),
            right=j.status == item["status"],
        )
        for item, (clauses, index) in zip(items, placed(items), strict=True)
        for j in (judge(clauses, index),)
    ]


def table_of(constant: float, weights: dict[str, float]) -> str:
    """The weights as `reliability.tsv` holds them."""
    rows = [f"{CONSTANT}\t{constant:g}", *(f"{name}\t{weights[name]:g}" for name in FEATURES)]
    return "\n".join(["feature\tweight", *rows]) + "\n"


def report(name: str, rows: Sequence[Judged], weights: dict[str, float]) -> str:
    """The reliability table of some judgements and its error."""
    table = reliability([(probability_of(j.features, weights), j.right) for j in rows])
    lines = [f"{name}: {len(rows)} acts, expected calibration error {expected_error(table):.3f}"]
    lines += [f"  {low:.1f}\t{n}\t{told:.3f}\t{share:.3f}" for low, n, told, share in table]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> None:
    """Fit, write the weights, print what they are worth."""
    parser = argparse.ArgumentParser(description="Fit how sure a status is.")
    parser.add_argument("--config", type=Path, required=True, help="the reader's recipe")
    parser.add_argument("--gold", type=Path, required=True, help="the folder with status.jsonl and press.jsonl")
    parser.add_argument("-o", "--output", type=Path, required=True, help="where the weights go")
    arguments = parser.parse_args(argv)
    held = held_statuses(arguments.gold)
    passages = judged(place(acts_of(arguments.config, "dev")))
    gold = judged_items([i for i in held if is_for_fitting(i)])
    times = max(1, round(len(passages) / len(gold)))
    constant, weights = fit([*passages, *gold * times], FEATURES)
    arguments.output.write_text(table_of(constant, weights), encoding="utf-8")
    known = {CONSTANT: constant, **weights}
    sys.stdout.write(f"fitted on {len(passages)} acts of passages and {len(gold)} of the gold, {times} times\n")
    sys.stdout.write(report("passages", judged(place(acts_of(arguments.config, "test"))), known))
    sys.stdout.write(report("gold", judged_items([i for i in held if not is_for_fitting(i)]), known))


if __name__ == "__main__":
    main()

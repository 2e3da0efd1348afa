"""Fit how sure a record is: `python -m dragoman.training.certainty --config recipes/reader/config.toml`.

The passages that the reader never saw are read as documents, and each record is held against what the passage says it
reports; so are the records of whole articles. A logistic regression over the features of `dragoman.extraction.certainty` is
fitted on both, and on passages of ordinary news and in press style that the reader never saw either. The passages were written to be hard, harder than news, and hold few acts told by nouns; so whether a record
comes from an article is a feature of the fit, which afterwards goes into the constant. What comes of it is measured on articles
that were kept out of sight, and for comparison on the test side of the passages. Weights, counts and tables go to the artefact
`certainty`.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import numpy as np

from dragoman.evaluation.calibration import outcomes_of
from dragoman.evaluation.reliability import expected_error, reliability
from dragoman.extraction.certainty import Opinion, features
from dragoman.models.certainty import FORMAT, CertaintyWeights
from dragoman.models.reader import ARTEFACTS, read_manifest
from dragoman.pipeline.reading import Reader, ReadSettings
from dragoman.records import Document, EventMention, Record, Span
from dragoman.training.compose import Composed
from dragoman.training.generate import read_text
from dragoman.training.manifests import write_manifest
from dragoman.training.reader import read_recipe
from dragoman.training.text import Passage, Split, read_passages

log = logging.getLogger("dragoman.training")
PENALTY = 1.0  # of the weights' squares: there are few records for a dozen weights
FILLINGS = 2
ARTICLE = "article"
_DAY = date(2024, 5, 15)


class Told(Record, frozen=True):
    """A filled passage as a document, with what it reports: (type, start, end) of the triggers that are acts of their own."""

    document: Document
    acts: tuple[tuple[str, int, int], ...]


class Judged(Record, frozen=True):
    """A record's features, and whether the passage reports that act."""

    features: dict[str, float]
    right: bool


class Outcome(Record, frozen=True):
    """What reading came to: every record judged; how many acts were told, found, and never looked at (see `judge`)."""

    judged: list[Judged]
    acts: int
    found: int
    unseen: int


def join(passage: Passage, parts: Sequence[Composed], number: int) -> Told:
    """The document of a filled passage. Acts that are only demanded, promised or feared are no records of their own."""
    contents = {f"t{e.trigger}" for e in passage.events if e.of is not None}
    texts, acts, start = [], [], 0
    for part in parts:
        for act in part.acts:
            for first, last in part.spans.get(act.trigger or "", ()):
                if act.trigger not in contents:
                    acts.append((act.type, start + first, start + last))
        texts.append(part.text)
        start += len(part.text) + 1
    document = Document(id=f"{passage.id}-{number}", text="\n".join(texts), published=_DAY)
    return Told(document=document, acts=tuple(acts))


def judge(told: Sequence[Told]) -> Outcome:
    """Read the documents and hold every record against what was told, whatever its probability.

    An act is found where a record of its type stands on its words, and unseen where neither a record nor anything that was
    weighed and left out does: the gate before the reader never let it through.
    """
    reader, seen = _noting_reader()
    judged, acts, found, unseen = [], 0, 0, 0
    for one in told:
        reading = reader.read(one.document)
        for mention in reading.mentions:
            right = any(kind == mention.type and _meet(mention.trigger, start, end) for kind, start, end in one.acts)
            judged.append(Judged(features=seen[mention.id], right=right))
        for kind, start, end in one.acts:
            acts += 1
            found += any(m.type == kind and _meet(m.trigger, start, end) for m in reading.mentions)
            weighed = (left.trigger for left in reading.left_out if left.reason != "GATE")
            looked_at = (*(m.trigger for m in reading.mentions), *weighed)
            unseen += not any(_meet(span, start, end) for span in looked_at)
    return Outcome(judged=judged, acts=acts, found=found, unseen=unseen)


def _meet(span: Span, start: int, end: int) -> bool:
    return start < span.end and span.start < end


def fit(judged: Sequence[Judged], names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Constant and weights with the greatest penalised likelihood, by Newton's method (the constant is not penalised)."""
    rows = np.asarray([[1.0, *(j.features[n] for n in names)] for j in judged])
    right = np.asarray([float(j.right) for j in judged])
    weights = np.zeros(rows.shape[1])
    ridge = np.diag([1e-6, *([PENALTY] * len(names))])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - right) + ridge @ weights
        curve = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curve, slope)
        weights = weights - step
        if float(np.abs(step).max()) < 1e-8:
            break
    return round(float(weights[0]), 5), {n: round(float(w), 5) for n, w in zip(names, weights[1:], strict=True)}


def told_of(config: Path, split: Split) -> Iterator[Told]:
    """The filled passages of a side."""
    recipe = read_recipe(config)
    text = read_text(recipe.text, config.parent)
    for passage in text.passages:
        if passage.split != split:
            continue
        for number in range(FILLINGS):
            rng = Random(f"{recipe.text.seed}-{passage.id}-{number}")
            yield join(passage, text.composer.passage(passage, rng), number)


def told_apart(config: Path, path: Path) -> Iterator[Told]:
    """The filled passages of a file of its own, all of them."""
    recipe = read_recipe(config)
    composer = read_text(msgspec.structs.replace(recipe.text, passages=()), config.parent).composer
    for passage in read_passages(path, test=0.0, dev=0.0):
        for number in range(FILLINGS):
            rng = Random(f"{recipe.text.seed}-{passage.id}-{number}")
            yield join(passage, composer.passage(passage, rng), number)


def judge_articles(lines: Sequence[dict[str, Any]]) -> list[Judged]:
    """Every record of gold articles, as `dragoman.evaluation.calibration` judges them."""
    reader, seen = _noting_reader()
    return [Judged(features=seen[mention.id], right=right) for mention, right in outcomes_of(lines, reader)]


def _noting_reader() -> tuple[Reader, dict[str, dict[str, float]]]:
    """A reader that keeps every record, and where it notes the features of each by its id."""
    seen: dict[str, dict[str, float]] = {}

    def note(mention: EventMention, opinion: Opinion) -> float:
        seen[mention.id] = features(mention, opinion)
        return 1.0

    return Reader(ReadSettings(min_probability=0.0), weigh=note), seen


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m dragoman.training.certainty", description="Fit how sure a record is."
    )
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--apart", type=Path, nargs="+", required=True, help="passages the reader was not trained on")
    parser.add_argument(
        "--articles", type=Path, nargs="+", required=True, help="gold articles that take part in the fit"
    )
    parser.add_argument("--measured-on", type=Path, nargs="+", required=True, help="gold articles that only measure")
    parser.add_argument("--artefacts", type=Path, default=ARTEFACTS, help="where the artefact is written")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", stream=sys.stderr)
    outcomes = {split: judge(list(told_of(chosen.config, split))) for split in ("dev", "test")}
    sides = {split: outcome.judged for split, outcome in outcomes.items()}
    articles = judge_articles([line for path in chosen.articles for line in _lines(path)])
    apart = [j for path in chosen.apart for j in judge(list(told_apart(chosen.config, path))).judged]
    both = [(j, 0.0) for j in (*sides["dev"], *apart)] + [(j, 1.0) for j in articles]
    fitted = [Judged(features={**j.features, ARTICLE: whole}, right=j.right) for j, whole in both]
    constant, weights = fit(fitted, sorted(fitted[0].features))
    reader = read_manifest(ARTEFACTS / "reader")
    draft = CertaintyWeights(
        name="certainty",
        version="1",
        format=FORMAT,
        reader_sha256=next(f.sha256 for f in reader.files if f.name == "model.onnx"),
        constant=round(constant + weights.pop(ARTICLE), 5),
        weights=weights,
    )
    lines = [line for path in chosen.measured_on for line in _lines(path)]
    measured = [(draft.probability(j.features), j.right) for j in judge_articles(lines)]
    rows = reliability(measured)
    passages = reliability([(draft.probability(j.features), j.right) for j in sides["test"]])
    scores = {
        "ece_articles": round(expected_error(rows), 4),
        "ece_passages": round(expected_error(passages), 4),
        "brier_articles": round(sum((p - r) ** 2 for p, r in measured) / max(1, len(measured)), 4),
        "share_right_articles": round(sum(r for _, r in measured) / max(1, len(measured)), 4),
        "passage_acts_found": round(outcomes["test"].found / max(1, outcomes["test"].acts), 4),
        "passage_acts_unseen": round(outcomes["test"].unseen / max(1, outcomes["test"].acts), 4),
    }
    counts = {f"records_{split}": len(found) for split, found in sides.items()}
    counts |= {f"acts_{split}": outcome.acts for split, outcome in outcomes.items()}
    counts |= {"records_apart": len(apart)}
    counts |= {"records_articles": len(articles), "records_measured_on": len(measured)}
    tables = {"articles": [list(row) for row in rows], "passages": [list(row) for row in passages]}
    full = msgspec.structs.replace(draft, counts=counts, scores=scores, reliability=tables)
    folder = chosen.artefacts / "certainty"
    folder.mkdir(parents=True, exist_ok=True)
    write_manifest(full, folder / "manifest.toml", by="dragoman.training.certainty")
    for key, value in {**counts, **scores}.items():
        log.info("%s = %s", key, value)


if __name__ == "__main__":
    main()

"""A learned tagger of cues, to weigh or to widen the rules: `python -m dragoman.training.attribution`; prints figures and changes nothing.

A logistic regression over how a verb stands in its sentence (tag, subject, clauses, prepositions, quotation marks, stance of its row, but not
the word itself, so that it may say something of words that no table holds). Fitted on the open half of `gold/attribution.jsonl`
and on `gold/attribution_press.jsonl`, and held against the other half or, with `--on`, against any file of articles with
`attributions` that do not nest, each with its `cue` as spans. It is worth taking over as a filter only where the rules are right less often than half of their
F1, and as a proposer only where what they leave out is a cue more often than that. On 2026-11-24 neither was: see
`docs/explanation/who-says-so.md`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from dragoman.evaluation.gold import read_items
from dragoman.evaluation.tasks.attribution import outermost
from dragoman.extraction.attribution import find_attributions
from dragoman.extraction.attribution.lexicon import load_cues
from dragoman.extraction.attribution.sources import Kinds
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.records import Document, Record
from dragoman.syntax import Tree
from dragoman.text import SentenceParser

PENALTY: Final = 1.0  # of the weights' squares
_LEAST: Final = 5  # verbs that share a feature
_STEPS: Final = 50
_QUOTES: Final = frozenset({'"', "''", "``"})
_PREPOSITIONS: Final = frozenset(
    {"about", "against", "as", "at", "by", "for", "from", "in", "into", "of", "on", "over", "to", "with"}
)
_PARTS: Final = frozenset(
    {"ccomp", "xcomp", "dobj", "dative", "prt", "neg", "aux", "advcl", "oprd", "acomp", "agent", "parataxis"}
)
_NAMED: Final = frozenset({"PERSON", "ORG", "GPE", "NORP"})


class Verb(Record, frozen=True):
    """A verb of an article: how it stands, whether it is a cue, whether the rules tell it, whether a table holds it."""

    features: frozenset[str]
    is_cue: bool
    is_told: bool
    is_known: bool


def verbs_of(items: Sequence[dict[str, Any]], *, nesting: bool = True) -> list[Verb]:
    """The verbs of items with `text` and `attributions`, in text order. Without `nesting` only the outermost attributions are told."""
    parsed = SentenceParser()([Document(id=str(n), text=item["text"]) for n, item in enumerate(items)])
    found: list[Verb] = []
    for item, sentences in zip(items, parsed, strict=True):
        trees = [Tree(sentence) for sentence in sentences]
        cues = {i for a in item["attributions"] for start, end in a["cue"] for i in range(start, end)}
        rules = find_attributions(sentences, trees) if sentences else ()
        kept = rules if nesting else [one for _, one in outermost(rules)]
        told = {i for a in kept for s in a.cue for i in range(s.start, s.end)}
        for tree in trees:
            for index, token in enumerate(tree.tokens):
                if token.pos == "VERB" and token.dep not in ("amod", "compound", "aux", "auxpass"):
                    found.append(
                        Verb(
                            features=frozenset(features_of(tree, index)),
                            is_cue=token.start in cues,
                            is_told=token.start in told,
                            is_known=load_cues().verb(token) is not None,
                        )
                    )
    return found


def features_of(tree: Tree, verb: int) -> Iterator[str]:
    """How a verb stands in its sentence, without the word itself."""
    lexicon, token = load_cues(), tree.token(verb)
    clauses, kinds = Clauses(tree, load_lexicon()), Kinds(lexicon)
    row = lexicon.verb(token)
    yield f"tag {token.tag}"
    yield f"dep {token.dep}"
    yield f"stance {row.stance if row else 'none'}"
    if clauses.is_passive(verb):
        yield "passive"
    subjects = tree.all(verb, "nsubj", "nsubjpass")
    for subject in subjects[:1] or [d for d in clauses.doers(verb) if d != verb][:1]:
        one = tree.token(subject)
        kind = one.entity if one.entity in _NAMED else "able" if kinds.can_speak(tree, subject) else "other"
        yield f"{'subject' if subjects else 'inherited'} {kind}{' behind' if subject > verb else ''}"
    for child in tree.children[verb]:
        part, side = tree.token(child), "behind" if child > verb else "before"
        if part.dep in _PARTS:
            yield f"{part.dep} {side}"
        if part.dep == "ccomp":
            yield f"clause with {next((tree.token(m).text.lower() for m in tree.all(child, 'mark')), 'nothing')}"
        if part.dep == "dobj":
            yield f"object {'of saying' if part.lemma.lower() in lexicon.nouns else part.pos}"
        if part.dep == "prep" and part.text.lower() in _PREPOSITIONS:
            yield f"{part.text.lower()} {side}"
    for step in (-2, -1, 1, 2, 3):
        if 0 <= verb + step < len(tree) and tree.token(verb + step).text in {*_QUOTES, ",", ":", "that"}:
            mark = tree.token(verb + step).text
            yield f"{'quotation mark' if mark in _QUOTES else mark} at {step}"


def fit(verbs: Sequence[Verb]) -> dict[str, float]:
    """The weights of the features, by Newton's method: the same every time. "" is the constant."""
    counts = Counter(f for verb in verbs for f in verb.features)
    names = ["", *sorted(f for f, n in counts.items() if n >= _LEAST)]
    table, cues = _table(verbs, names), np.array([float(verb.is_cue) for verb in verbs])
    prior = np.diag([0.0, *([PENALTY] * (len(names) - 1))])
    weights = np.zeros(len(names))
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - cues) + prior @ weights
        bend = (table.T * (chance * (1 - chance) + 1e-9)) @ table + prior
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def probabilities(verbs: Sequence[Verb], weights: dict[str, float]) -> npt.NDArray[np.float64]:
    """How probably each verb is a cue."""
    names = list(weights)
    return np.asarray(1 / (1 + np.exp(-_table(verbs, names) @ np.array(list(weights.values())))))


def _table(verbs: Sequence[Verb], names: Sequence[str]) -> npt.NDArray[np.float64]:
    place = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(verbs), len(names)))
    table[:, place[""]] = 1.0
    for row, verb in enumerate(verbs):
        for feature in verb.features:
            if feature in place:
                table[row, place[feature]] = 1.0
    return table


def tell(verbs: Sequence[Verb], weights: dict[str, float]) -> str:
    """A table: by tenths of the probability, how many the rules tell and leave out, by verbs of the tables and others, and how many are cues."""
    groups = {
        "told": [v for v in verbs if v.is_told],
        "known, left out": [v for v in verbs if v.is_known and not v.is_told],
        "unknown": [v for v in verbs if not v.is_known and not v.is_told],
    }
    lines = ["from\t" + "\t".join(f"{name}\tcues" for name in groups)]
    tenths = {
        name: np.minimum((probabilities(group, weights) * 10).astype(int), 9) for name, group in groups.items() if group
    }
    for tenth in range(10):
        cells = [f"{tenth / 10:.1f}"]
        for name, group in groups.items():
            chosen = [v.is_cue for v, t in zip(group, tenths.get(name, ()), strict=True) if t == tenth]
            cells += [str(len(chosen)), f"{sum(chosen) / len(chosen):.3f}" if chosen else "-"]
        lines.append("\t".join(cells))
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Fit, and print the table of what was kept out."""
    parser = argparse.ArgumentParser(description="Fit a tagger of cues and tell how much it would change.")
    parser.add_argument("--gold", type=Path, default=Path("gold"))
    parser.add_argument(
        "--on", type=Path, help="articles with attributions, JSON Lines; the held half of the gold without it"
    )
    given = parser.parse_args(arguments)
    fitted = read_items(given.gold / "attribution.jsonl", "open") + read_items(given.gold / "attribution_press.jsonl")
    held = read_items(given.on) if given.on else read_items(given.gold / "attribution.jsonl", "held")
    sys.stdout.write(tell(verbs_of(held, nesting=given.on is None), fit(verbs_of(fitted))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How well sources and status are read: `gold/attribution*.jsonl`, `gold/status.jsonl` and `gold/press.jsonl`, half by half.

    python -m dragoman.evaluation.gold gold

prints the figures of both halves; with `calibrate` behind it, how well the probabilities of status hold. Which half an item belongs to is decided by the digest of its text, so that no one chooses.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.evaluation.reliability import expected_error, reliability
from dragoman.extraction.attribution import Attribution, find_attributions
from dragoman.extraction.clauses import Clauses
from dragoman.extraction.lexicon import load_lexicon
from dragoman.extraction.status import Judgement, judge
from dragoman.extraction.status.reliability import features, probability_of
from dragoman.records import Document, Span, Status
from dragoman.syntax import Tree
from dragoman.text import SentenceParser

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Item = dict[str, Any]
ATTRIBUTION_FILES = ("attribution", "attribution_press")
STATUS_FILES = ("status", "press")
STATUSES: tuple[Status, ...] = ("actual", "planned", "possible", "denied")


@dataclass
class Attributed:
    """Counts over attributions: `found` shares its cue with a gold one, `linked` source and half of the content as well."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    linked: int = 0
    source: int = 0
    kind: int = 0
    nested: int = 0
    nested_right: int = 0
    failing: list[str] = field(default_factory=list)
    wrong_kind: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """F1 of whole attributions; share of gold ones found, and among these of right sources, kinds and carriers."""
        return {
            "linked.f1": 2 * self.linked / max(self.gold + self.predicted, 1),
            "found.recall": self.found / max(self.gold, 1),
            "source.share": self.source / max(self.found, 1),
            "kind.share": self.kind / max(self.found, 1),
            "nested.share": self.nested_right / max(self.nested, 1),
        }


def read_items(path: Path, part: str | None = None) -> list[Item]:
    """The items of a gold file, or of one of its halves."""
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [i for i in items if part is None or i["part"] == part]


def held_statuses(folder: Path) -> list[Item]:
    """The held-out halves of both files of acts."""
    return [item for name in STATUS_FILES for item in read_items(folder / f"{name}.jsonl", "held")]


def attributions_of(items: Sequence[Item]) -> list[tuple[Attribution, ...]]:
    """What is found in each item, taken as an article of its own."""
    parsed = SentenceParser()([Document(id=i["id"], text=i["text"]) for i in items])
    return [find_attributions(sentences, [Tree(s) for s in sentences]) for sentences in parsed]


def judgements_of(items: Sequence[Item]) -> list[Judgement]:
    """The judgement of each item's marked word."""
    return [judge(clauses, index) for clauses, index in placed(items)]


def placed(items: Sequence[Item]) -> list[tuple[Clauses, int]]:
    """The clauses of each item's sentence and the index of its marked word."""
    parsed = SentenceParser()([Document(id=i["id"], text=i["text"]) for i in items])
    lexicon = load_lexicon()
    found = []
    for item, sentences in zip(items, parsed, strict=True):
        sentence = next(s for s in sentences if s.span.start <= item["start"] < s.span.end)
        index = next(i for i, t in enumerate(sentence.tokens) if t.start <= item["start"] < t.end)
        found.append((Clauses(Tree(sentence), lexicon), index))
    return found


def score_attributions(items: Sequence[Item], predicted: Sequence[Sequence[Attribution]]) -> Attributed:
    """Pair gold with predicted by their cues, each at most once, in text order."""
    total = Attributed()
    for item, found in zip(items, predicted, strict=True):
        _score_item(total, item, found)
    return total


def _score_item(total: Attributed, item: Item, found: Sequence[Attribution]) -> None:
    total.gold += len(item["attributions"])
    total.predicted += len(found)
    pairs: dict[str, Attribution] = {}
    free = list(found)
    whole = True
    for gold in item["attributions"]:
        # Two may share a word of their cue ("was quoted as saying"): the one with more of it first.
        sharing = [a for a in free if _shared(gold["cue"], a.cue)]
        if not sharing:
            whole = False
            continue
        best = max(sharing, key=partial(_likeness, gold))
        free.remove(best)
        pairs[gold["id"]] = best
        total.found += 1
        source = bool(_shared(gold["source"], best.source)) if gold["source"] else not best.source
        total.source += source
        if best.kind in gold["kind"]:
            total.kind += 1
        else:
            total.wrong_kind.append(item["id"])
        linked = source and (not gold["content"] or _half(gold["content"], best.content))
        total.linked += linked
        whole = whole and linked
    for gold in item["attributions"]:
        if gold["within"] is None:
            continue
        total.nested += 1
        inner, outer = pairs.get(gold["id"]), pairs.get(gold["within"])
        if inner is not None and outer is not None and inner.parent is not None:
            # The medium that is told something stands beside its speaker, by the same cue.
            total.nested_right += found[inner.parent] is outer or found[inner.parent].cue == outer.cue
    if not whole or free:
        total.failing.append(item["id"])


def _likeness(gold: Item, found: Attribution) -> int:
    """Letters of the cue in common; of two with one cue ("told reporters") the one with the content and the source."""
    return (
        _shared(gold["cue"], found.cue)
        + _half(gold["content"], found.content)
        + (_shared(gold["source"], found.source) > 0)
    )


def _letters(spans: Iterable[Span | list[int]]) -> set[int]:
    pairs = [(s.start, s.end) if isinstance(s, Span) else (s[0], s[1]) for s in spans]
    return {i for start, end in pairs for i in range(start, end)}


def _shared(gold: Iterable[list[int]], spans: Iterable[Span]) -> int:
    return len(_letters(gold) & _letters(spans))


def _half(gold: Iterable[list[int]], spans: Iterable[Span]) -> bool:
    one, other = _letters(gold), _letters(spans)
    return bool(one | other) and len(one & other) >= 0.5 * len(one | other)


def score_status(items: Sequence[Item], judgements: Sequence[Judgement]) -> dict[str, float]:
    """Recall, precision and F1 of each status, their mean, and the mean absolute error of the author's factuality."""
    gold: Counter[str] = Counter(i["status"] for i in items)
    predicted: Counter[str] = Counter(j.status for j in judgements)
    right: Counter[str] = Counter(
        i["status"] for i, j in zip(items, judgements, strict=True) if i["status"] == j.status
    )
    figures = {}
    for status in STATUSES:
        figures[f"{status}.recall"] = right[status] / max(gold[status], 1)
        figures[f"{status}.precision"] = right[status] / max(predicted[status], 1)
        figures[f"{status}.f1"] = 2 * right[status] / max(gold[status] + predicted[status], 1)
    figures["macro.f1"] = sum(figures[f"{s}.f1"] for s in STATUSES) / len(STATUSES)
    errors = [abs(i["factuality"] - j.author) for i, j in zip(items, judgements, strict=True)]
    figures["factuality.error"] = sum(errors) / max(len(errors), 1)
    return figures


def is_for_fitting(item: Item) -> bool:
    """Whether a held-out item is one that probabilities are fitted on (second byte of its text's SHA-256 even)."""
    return item["part"] == "held" and not hashlib.sha256(item["text"].encode()).digest()[1] % 2


def probabilities_of(items: Sequence[Item]) -> list[tuple[float, bool]]:
    """The probability told for each item's status, and whether the status is right."""
    found = []
    for item, (clauses, index) in zip(items, placed(items), strict=True):
        judgement = judge(clauses, index)
        told = probability_of(features(clauses, index, judgement.status, judgement.source))
        found.append((told, item["status"] == judgement.status))
    return found


def calibrate(folder: Path) -> None:
    """Print how far the probabilities of status hold on the held-out items that they were not fitted on."""
    held = [i for i in held_statuses(folder) if not is_for_fitting(i)]
    rows = reliability(probabilities_of(held))
    lines = ["from\titems\ttold\tright", *(f"{low:.1f}\t{n}\t{told:.3f}\t{share:.3f}" for low, n, told, share in rows)]
    sys.stdout.write("\n".join([*lines, f"expected calibration error: {expected_error(rows):.3f}"]) + "\n")


def main(folder: Path) -> None:
    """Print the figures of all files, half by half."""
    for part in ("open", "held"):
        for name in ATTRIBUTION_FILES:
            if items := read_items(folder / f"{name}.jsonl", part):
                _write(name, part, len(items), score_attributions(items, attributions_of(items)).figures())
        for name in STATUS_FILES:
            items = read_items(folder / f"{name}.jsonl", part)
            _write(name, part, len(items), score_status(items, judgements_of(items)))


def _write(name: str, part: str, count: int, figures: dict[str, float]) -> None:
    lines = [f"{name}, {part} half, {count} items", *(f"  {key}: {value:.3f}" for key, value in figures.items())]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    (calibrate if sys.argv[2:] == ["calibrate"] else main)(Path(sys.argv[1]))

"""How well reports are linked, on the gold stories: events by pairs and B-cubed over the mentions that were found, and copies.

    python -m dragoman.evaluation.linking [FILE ...]

Gold triggers are matched with the event mentions that overlap them; a trigger that none overlaps takes the only other
mention of its sentence, where there is one. Mentions without a gold trigger do not count, nor do triggers without a mention:
what reading misses is measured elsewhere.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from dragoman.evaluation.gold_stories import GoldArticle, read_stories
from dragoman.evaluation.inputs import read
from dragoman.pipeline.linking import link_store
from dragoman.records import EventMention, Reading, Record
from dragoman.store import Store

FILES = Path("gold/stories")


class Agreement(Record, frozen=True):
    """Precision, recall and F1 of pairs, and B-cubed F1, over `items`."""

    precision: float
    recall: float
    f1: float
    b3: float
    items: int


class LinkingScores(Record, frozen=True):
    """What is measured. `found` is the share of gold triggers that reading found."""

    events: Agreement
    copies: Agreement
    found: float


def agreement(gold: Mapping[str, str], predicted: Mapping[str, str]) -> Agreement:
    """How two groupings of the items of `gold` agree."""
    items = list(gold)
    hit = told = wanted = 0
    for one, other in combinations(items, 2):
        same, joined = gold[one] == gold[other], predicted[one] == predicted[other]
        hit, told, wanted = hit + (same and joined), told + joined, wanted + same
    precision, recall = hit / told if told else 1.0, hit / wanted if wanted else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Agreement(precision=precision, recall=recall, f1=f1, b3=_b3(gold, predicted), items=len(items))


def _b3(gold: Mapping[str, str], predicted: Mapping[str, str]) -> float:
    cells = Counter((gold[item], predicted[item]) for item in gold)
    wanted, told = Counter(gold.values()), Counter(predicted[item] for item in gold)
    precision = sum(n * n / told[p] for (_, p), n in cells.items()) / max(len(gold), 1)
    recall = sum(n * n / wanted[g] for (g, _), n in cells.items()) / max(len(gold), 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def matched(article: GoldArticle, mentions: Sequence[EventMention]) -> dict[str, str]:
    """Event mentions → gold events, as the module says."""
    found: dict[str, str] = {}
    open_triggers = []
    for trigger in article.triggers:
        over = [m.id for m in mentions if m.trigger.start < trigger.span.end and trigger.span.start < m.trigger.end]
        if over:
            found[over[0]] = trigger.event
        else:
            open_triggers.append(trigger)
    for trigger in open_triggers:
        sentence = next(s for s in article.sentences if s.start <= trigger.span.start < s.end)
        rest = [m.id for m in mentions if sentence.start <= m.trigger.start < sentence.end and m.id not in found]
        if len(rest) == 1:
            found[rest[0]] = trigger.event
    return found


def score_linking(articles: Sequence[GoldArticle], readings: Iterable[Reading]) -> LinkingScores:
    """Link the readings of the articles in a store of their own, and score events and copies."""
    kept = list(readings)
    with Store.in_memory() as store:
        store.writer().write(kept)
        link_store(store)
        links = store.links()
        event_of = dict(links.rows("SELECT mention_id, event_id FROM linked_members"))
        head_of = dict(links.rows("SELECT document_id, head FROM linked_documents"))
    gold: dict[str, str] = {}
    for article, reading in zip(articles, kept, strict=True):
        gold.update(matched(article, reading.mentions))
    triggers = sum(len(article.triggers) for article in articles)
    return LinkingScores(
        events=agreement(gold, event_of),
        copies=agreement({a.document.id: a.copies for a in articles}, head_of),
        found=len(gold) / max(triggers, 1),
    )


def main(arguments: Sequence[str]) -> int:
    """Print the scores of each file and of all."""
    paths = [Path(argument) for argument in arguments] or sorted(FILES.glob("*.txt"))
    readings: dict[Path, list[Reading]] = defaultdict(list)
    articles = {path: read_stories([path]) for path in paths}
    for path in paths:
        readings[path] = [read(article.document) for article in articles[path]]
        _tell(path.name, score_linking(articles[path], readings[path]))
    everything = [article for path in paths for article in articles[path]]
    _tell("all", score_linking(everything, [reading for path in paths for reading in readings[path]]))
    return 0


def _tell(name: str, scores: LinkingScores) -> None:
    write = sys.stdout.write
    for what, value in (("events", scores.events), ("copies", scores.copies)):
        write(
            f"{name} {what}: F1 {value.f1:.3f} (precision {value.precision:.3f}, recall {value.recall:.3f}),"
            f" B3 {value.b3:.3f}, of {value.items}\n"
        )
    write(f"{name} triggers found: {scores.found:.3f}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What part of the reading goes to days and places: finding them in the text, and choosing those of each act.

    python benchmarks/days_and_places.py [ARTICLES.jsonl[.gz]] [--documents 300] [--bar 0.15]

ARTICLES holds one article a line, {"id", "text", "published"} or {"input": {...}} as in `gold/articles`; without it the seen
articles are read. Times are processor seconds within one run, so the share depends little on the machine and on what
else it does. Exit code 1 says that days and places together take more than the bar.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.pipeline import reading as stages
from dragoman.records import Document

SEED = 7
SEEN = Path(__file__).parents[1] / "gold" / "articles" / "seen.jsonl"


class Clock:
    """Processor seconds by label; what one watched function calls of another is counted once, as the inner one's."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._inner = [0.0]

    def watch(self, owner: Any, name: str, label: str) -> None:
        """Count the time of a function or method under a label from now on."""
        work: Callable[..., Any] = getattr(owner, name)

        def watched(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            self._inner.append(0.0)
            try:
                return work(*args, **kwargs)
            finally:
                took = time.process_time() - start
                self.spent[label] += took - self._inner.pop()
                self._inner[-1] += took

        setattr(owner, name, watched)


def read_documents(path: Path, count: int) -> list[Document]:
    """A fixed random sample of the articles, in English where they say."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [(row.get("input") or row) for row in map(json.loads, lines)]
    rows = [r for r in rows if str(r.get("lang", "en")).startswith("en") and r.get("text")]
    return [
        Document(id=str(r["id"]), text=r["text"], published=_day(r.get("published")))
        for r in random.Random(SEED).sample(rows, min(count, len(rows)))
    ]


def _day(value: Any) -> date | None:
    return date.fromisoformat(value[:10]) if isinstance(value, str) and len(value) >= 10 else None


def measure(documents: list[Document]) -> dict[str, float]:
    """The shares of the whole reading that days and places take."""
    reader = stages.Reader()
    for document in documents[:3]:
        reader.read(document)  # warm: the caches of a long run are what counts
    clock = Clock()
    clock.watch(type(reader._places), "document", "places_found")
    clock.watch(stages, "place_of", "places_chosen")
    clock.watch(stages, "find_times", "days_found")
    clock.watch(stages, "time_of", "days_chosen")
    start = time.process_time()
    for document in documents:
        reader.read(document)
    total = time.process_time() - start
    shares = {name: round(seconds / total, 4) for name, seconds in sorted(clock.spent.items())}
    figures: dict[str, float] = {
        "documents": len(documents),
        "words": sum(len(d.text.split()) for d in documents),
        "ms_a_document": round(1000 * total / len(documents), 1),
    }
    return figures | shares | {"days_and_places": round(sum(clock.spent.values()) / total, 4)}


def main() -> int:
    """Measure, print and compare with the bar."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("articles", type=Path, nargs="?", default=SEEN)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--bar", type=float, default=0.15, help="largest share of the reading (0.15)")
    options = parser.parse_args()
    result = measure(read_documents(options.articles, options.documents))
    for name, value in result.items():
        sys.stdout.write(f"{name:18} {value}\n")
    return int(result["days_and_places"] > options.bar)


if __name__ == "__main__":
    sys.exit(main())

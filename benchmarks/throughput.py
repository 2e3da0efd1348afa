"""How fast Dragoman reads, beside the bare spaCy parse of the same documents in the same run.

    python benchmarks/throughput.py ARTICLES.jsonl[.gz] [--documents 300] [--json FILE]

ARTICLES holds one {"id", "text", "published", "publisher", "lang"} a line; those whose "lang" is not English are left out. Times
are processor seconds of this process, so that other work on the machine does not count; the ratio is the figure to keep.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SEED = 7


def read_articles(path: Path, count: int) -> list[dict[str, Any]]:
    """A fixed random sample of the English articles."""
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [r for r in rows if str(r.get("lang", "en")).startswith("en") and r.get("text")]
    return random.Random(SEED).sample(rows, min(count, len(rows)))


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds that `work` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(rows: list[dict[str, Any]]) -> dict[str, float]:
    """Words a second of the bare parse and of the whole reading, and their ratio."""
    from dragoman.models.english import load_english
    from dragoman.pipeline import Reader
    from dragoman.records import Document

    reader = Reader()
    language = load_english.__wrapped__()  # as spaCy runs it, apart from the one that the reader uses its weights of
    documents = [Document(id=str(r["id"]), text=r["text"]) for r in rows]
    words = sum(len(d.text.split()) for d in documents)
    reader.read(documents[0])  # warm
    parse = seconds(lambda: [None for _ in language.pipe((d.text for d in documents), batch_size=32)])
    reading = seconds(lambda: [reader.read(d) for d in documents])
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "documents": len(documents),
        "words": words,
        "parse_words_per_s": round(words / parse, 1),
        "reading_words_per_s": round(words / reading, 1),
        "documents_per_s": round(len(documents) / reading, 2),
        "ratio": round(parse / reading, 3),
        "peak_memory_mb": round(peak_mb),
    }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    result = measure(read_articles(options.articles, options.documents))
    for name, value in result.items():
        sys.stdout.write(f"{name:22} {value}\n")
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

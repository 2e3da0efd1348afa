"""Do probabilities mean what they say? `python -m dragoman.evaluation.calibration gold/articles/heldout.jsonl`

Every article is read and its records are paired with gold as in `dragoman.evaluation.documents`. A record is right where it is
paired with an event of its type; one paired with gold that may be found or not is left out. Prints a reliability table and
the expected calibration error; the articles' words are not shown.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.evaluation.documents import pair
from dragoman.evaluation.inputs import document_of
from dragoman.evaluation.reliability import expected_error, reliability
from dragoman.evaluation.tasks.documents import written
from dragoman.pipeline.reading import MIN_PROBABILITY, Reader, ReadSettings
from dragoman.records import EventMention

Json = dict[str, Any]


def outcomes_of(lines: Iterable[Json], reader: Reader) -> Iterator[tuple[EventMention, bool]]:
    """Every record with a probability of every gold line, and whether it is right."""
    for line in lines:
        reading = reader.read(document_of(line))
        events = written(reading)["events"]
        typed, _ = pair(events, line["gold"].get("events") or [])
        partners = {id(predicted): gold for predicted, gold in typed}
        for mention, event in zip(reading.mentions, events, strict=True):
            gold = partners.get(id(event))
            if mention.probability is not None and not (gold is not None and gold.get("optional")):
                yield mention, gold is not None


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m dragoman.evaluation.calibration", description="Hold probabilities against gold articles."
    )
    parser.add_argument("gold", type=Path, nargs="+", help="files of gold articles")
    parser.add_argument("--min-probability", type=float, default=MIN_PROBABILITY)
    chosen = parser.parse_args(arguments)
    lines = [json.loads(line) for path in chosen.gold for line in path.read_text(encoding="utf-8").splitlines()]
    reader = Reader(ReadSettings(min_probability=chosen.min_probability))
    rows = reliability([(mention.probability or 0.0, right) for mention, right in outcomes_of(lines, reader)])
    sys.stdout.write("from  records  mean probability  share right\n")
    for edge, count, mean, share in rows:
        sys.stdout.write(f"{edge:.1f}   {count:7d}  {mean:16.3f}  {share:11.3f}\n")
    sys.stdout.write(f"expected calibration error {expected_error(rows):.4f} over {sum(r[1] for r in rows)} records\n")


if __name__ == "__main__":
    main()

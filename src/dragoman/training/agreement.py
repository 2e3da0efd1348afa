"""How far two labellers of the training text agree: `python -m dragoman.training.agreement --config recipes/reader/config.toml`.

The second labels lie in `second/` beside the config, one act or phrase a line, and were given without sight of the first. An
item is known by the digest of its own text, so that moving lines about changes nothing; an item whose text has changed since
is counted as gone.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.errors import DataError
from dragoman.evaluation.agreement import kappa as kappa
from dragoman.evaluation.agreement import key_of as key_of
from dragoman.records import Record
from dragoman.training.reader import read_recipe

COLUMNS = ("item", "trigger", "type", "modes", "status", "actors", "recipients")
Label = tuple[str, str, str, str, str]  # type, modes, status, actors, recipients; empty where not asked


class Agreement(Record, frozen=True, kw_only=True):
    """Shares of acts and phrases on which both agree. Modes and roles count where the types are the same.

    `kappa_*` is Cohen's kappa: the agreement beyond what chance would give.
    """

    labelled: int
    gone: int
    type: float
    kappa_type: float
    status: float
    kappa_status: float
    modes: float
    actors: float
    recipients: float


def first_labels(
    folder: Path, frames: Sequence[str], phrases: Sequence[str]
) -> Iterator[tuple[tuple[str, str], Label]]:
    """The first labels by (item, trigger); a phrase has the trigger "0"."""
    for name in frames:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if not line.strip():
                continue
            raw = json.loads(line)
            text = raw["text"] if "text" in raw else "\n".join(raw["sentences"])
            for act in raw["events"]:
                label = (
                    act["type"], "+".join(sorted(act["modes"])), act["status"], "".join(sorted(act["actors"])),
                    "".join(sorted(act["recipients"])),
                )  # fmt: skip
                yield (key_of(text), str(act["trigger"])), label
    for name in phrases:
        with (folder / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""):
                yield (key_of(phrase_text(row)), "0"), (row["type"], row["mode"], "", "", "")


def phrase_text(row: dict[str, str]) -> str:
    """What makes a phrase itself: its base form and who says it of whom."""
    return f"{row['base']}|{row['actor']}|{row['recipient']}"


def second_labels(path: Path) -> Iterator[tuple[tuple[str, str], Label]]:
    """The second labels of a table, in the form of `first_labels`.

    Raises:
        DataError: The heading is not `COLUMNS`.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise DataError("not second labels", where=f"{path.name}, line 1", expected=" ".join(COLUMNS))
        for row in rows:
            yield (row["item"], row["trigger"]), (
                row["type"], row["modes"], row["status"], row["actors"], row["recipients"],
            )  # fmt: skip


def agreement(first: dict[tuple[str, str], Label], second: dict[tuple[str, str], Label]) -> Agreement:
    """Compare the labels of the items that both have."""
    both = [(first[key], label) for key, label in sorted(second.items()) if key in first]
    type_, kappa_type = kappa([(one[0], two[0]) for one, two in both])
    status, kappa_status = kappa([(one[2], two[2]) for one, two in both if one[2] and two[2]])
    same = [(one, two) for one, two in both if one[0] == two[0]]
    acts = [(one, two) for one, two in same if one[2]]

    def share(pairs: Sequence[tuple[Label, Label]], column: int) -> float:
        return round(sum(one[column] == two[column] for one, two in pairs) / max(1, len(pairs)), 4)

    return Agreement(
        labelled=len(both), gone=len(second) - len(both), type=round(type_, 4), kappa_type=round(kappa_type, 4),
        status=round(status, 4), kappa_status=round(kappa_status, 4), modes=share(same, 1), actors=share(acts, 3),
        recipients=share(acts, 4),
    )  # fmt: skip


def measure(config: Path) -> Agreement:
    """The agreement over the text of a recipe."""
    text, folder = read_recipe(config).text, config.parent
    first = dict(first_labels(folder, [*text.frames, *text.passages], text.phrases))
    second = {k: v for path in sorted((folder / "second").glob("*.tsv")) for k, v in second_labels(path)}
    return agreement(first, second)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m dragoman.training.agreement", description="Agreement of two labellers."
    )
    parser.add_argument("--config", type=Path, required=True)
    found = measure(parser.parse_args(arguments).config)
    for name in found.__struct_fields__:
        sys.stdout.write(f"{name} = {getattr(found, name)}\n")


if __name__ == "__main__":
    main()

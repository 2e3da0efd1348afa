"""How far two labellers of the gold agree: `python -m dragoman.evaluation.agreement gold`.

The first labels are those of `status.jsonl` and `attribution.jsonl`; the second lie in `second/` beside them and were given
without sight of the first. An item is known by its id and the digest of its text: one whose text has changed since is
counted as gone. With `--differences` behind it, the items on which the two differ are listed too.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.errors import DataError
from dragoman.evaluation.gold import STATUSES, Item, read_items
from dragoman.records import Record

STATUS_COLUMNS = ("id", "text", "status", "factuality")
ATTRIBUTION_COLUMNS = ("id", "text", "source", "cue", "content", "kind")
KINDS = ("named", "official", "media", "anonymous")
PARTS = ("source", "cue", "content")
NONE = "none"  # stands as the kind of an item in which the second labeller finds no attribution
PART_BREAK = " | "

Words = frozenset[int]  # where the words of a stretch of text begin


class StatusAgreement(Record, frozen=True, kw_only=True):
    """Shares of acts. `factuality_*` are on -3 to 3: the mean distance, and the shares no more than 0.5 and 1 apart."""

    labelled: int
    gone: int
    status: float
    kappa_status: float
    factuality_distance: float
    factuality_within_half: float
    factuality_within_one: float


class AttributionAgreement(Record, frozen=True, kw_only=True):
    """Attributions of the items that both labelled, paired by their likeness.

    `paired_f1` says how many found a partner. `kind` compares the likeliest first kind, `kind_allowed` any that the first
    labeller let pass. `<part>_f1` is the F1 of words over all attributions, those without a partner too; `<part>_f1_paired`
    over the pairs alone; `<part>_overlap` the share of pairs with a word in common, or with no word on either side.
    """

    labelled: int
    gone: int
    first: int
    second: int
    paired: int
    paired_f1: float
    kind: float
    kappa_kind: float
    kind_allowed: float
    source_f1: float
    cue_f1: float
    content_f1: float
    source_f1_paired: float
    cue_f1_paired: float
    content_f1_paired: float
    source_overlap: float
    cue_overlap: float
    content_overlap: float


class Told(Record, frozen=True, kw_only=True):
    """One attribution by one labeller; several kinds where more than one is right, the likeliest first."""

    source: Words
    cue: Words
    content: Words
    kinds: tuple[str, ...]

    def words(self, part: str) -> Words:
        """The words of one of `PARTS`."""
        return {"source": self.source, "cue": self.cue, "content": self.content}[part]


def key_of(text: str) -> str:
    """The name of a text: the first twelve digits of its sha256."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def kappa(pairs: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Agreement and Cohen's kappa of pairs of labels; 1 and 1 where there is nothing to disagree about."""
    if not pairs:
        return 1.0, 1.0
    agreed = sum(one == two for one, two in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(two for _, two in pairs)
    chance = sum(first[label] * second[label] for label in first) / len(pairs) ** 2
    return agreed, 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def words_of(text: str, spans: Sequence[Sequence[int]]) -> Words:
    """The words that the spans touch; of spans without any (the colon of a headline), their signs."""
    for pattern in (r"\w+", r"\S"):
        found = frozenset(
            m.start() for m in re.finditer(pattern, text) if any(s < m.end() and m.start() < e for s, e in spans)
        )
        if found:
            return found
    return frozenset()


def place(text: str, words: str, where: str) -> list[tuple[int, int]]:
    """The spans of words copied from a text: parts joined by " | ", and "#2" behind a part that means its second occurrence.

    Raises:
        DataError: The text does not hold them.
    """
    spans = []
    for part in words.split(PART_BREAK) if words else ():
        found = re.fullmatch(r"(.*?)(?:#(\d))?", part, re.DOTALL)
        phrase, number = (found[1], int(found[2] or 1)) if found else (part, 1)
        hits = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text)]
        # A sign has no word's edge beside it that could be asked for.
        hits = hits or [m.span() for m in re.finditer(re.escape(phrase), text)]
        if not phrase or len(hits) < number:
            raise DataError(f"{part!r} does not stand in the text", where=where, expected="words copied from the item")
        spans.append(hits[number - 1])
    return spans


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """The lines of a table with the place of each.

    Raises:
        DataError: The heading is not `columns`, or a line has too few or too many fields.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, row in enumerate(rows, 1):
            where = f"{path.name}, line {number}"
            if number == 1 and tuple(row) != tuple(columns):
                raise DataError("not second labels", where=where, expected=" ".join(columns))
            if len(row) != len(columns):
                raise DataError(f"{len(row)} fields", where=where, expected=f"{len(columns)}, parted by tabs")
            if number > 1:
                yield where, dict(zip(columns, row, strict=True))


def read_second_status(path: Path) -> dict[tuple[str, str], tuple[str, float]]:
    """Status and factuality by (id, digest of the text).

    Raises:
        DataError: A status or number that is none, or an act labelled twice.
    """
    found: dict[tuple[str, str], tuple[str, float]] = {}
    for where, row in read_rows(path, STATUS_COLUMNS):
        key = (row["id"], row["text"])
        if row["status"] not in STATUSES:
            raise DataError(f"{row['status']!r} is no status", where=where, expected=", ".join(STATUSES))
        if not re.fullmatch(r"-?[0-3](\.5)?", row["factuality"]) or abs(float(row["factuality"])) > 3:
            raise DataError(f"{row['factuality']!r} is no factuality", where=where, expected="-3 to 3 in steps of 0.5")
        if key in found:
            raise DataError(f"{row['id']} stands twice", where=where, expected="one line an act")
        found[key] = (row["status"], float(row["factuality"]))
    return found


def read_second_attributions(path: Path, texts: dict[tuple[str, str], str]) -> dict[tuple[str, str], list[Told]]:
    """Attributions by (id, digest of the text); an empty list where the labeller finds none, or where the text is gone.

    Raises:
        DataError: A kind that is none, or words that the text does not hold.
    """
    found: dict[tuple[str, str], list[Told]] = {}
    for where, row in read_rows(path, ATTRIBUTION_COLUMNS):
        key = (row["id"], row["text"])
        told = found.setdefault(key, [])
        if row["kind"] == NONE or key not in texts:
            continue
        if row["kind"] not in KINDS:
            raise DataError(f"{row['kind']!r} is no kind", where=where, expected=", ".join((*KINDS, NONE)))
        text = texts[key]
        spans = {part: words_of(text, place(text, row[part], where)) for part in PARTS}
        told.append(Told(kinds=(row["kind"],), **spans))
    return found


def read_first_attributions(item: Item) -> list[Told]:
    """The attributions of an item of the gold."""
    return [
        Told(kinds=tuple(raw["kind"]), **{part: words_of(item["text"], raw[part]) for part in PARTS})
        for raw in item["attributions"]
    ]


def likeness(one: Words, two: Words) -> float:
    """The F1 of two sets of words; 1 where both are empty."""
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 1.0


def pair(first: Sequence[Told], second: Sequence[Told]) -> list[tuple[Told, Told]]:
    """Partners, the likest first. Their source, cue and content must be alike to a sum of 1 of 3, and share words of the cue
    or of the content: an empty source alone makes no partners."""
    scored = sorted(
        (
            (sum(likeness(one.words(p), two.words(p)) for p in PARTS), -i, -j)
            for i, one in enumerate(first)
            for j, two in enumerate(second)
            if one.cue & two.cue or one.content & two.content
        ),
        reverse=True,
    )
    pairs: list[tuple[Told, Told]] = []
    used_first: set[int] = set()
    used_second: set[int] = set()
    for score, i, j in scored:
        if score >= 1 and i not in used_first and j not in used_second:
            used_first.add(i)
            used_second.add(j)
            pairs.append((first[-i], second[-j]))
    return pairs


def status_agreement(items: Sequence[Item], second: dict[tuple[str, str], tuple[str, float]]) -> StatusAgreement:
    """Compare the acts that both labelled."""
    first = {(i["id"], key_of(i["text"])): (i["status"], float(i["factuality"])) for i in items}
    both = [(first[key], label) for key, label in sorted(second.items()) if key in first]
    agreed, beyond = kappa([(one[0], two[0]) for one, two in both])
    apart = [abs(one[1] - two[1]) for one, two in both]
    count = max(1, len(apart))
    return StatusAgreement(
        labelled=len(both), gone=len(second) - len(both), status=round(agreed, 4), kappa_status=round(beyond, 4),
        factuality_distance=round(sum(apart) / count, 4),
        factuality_within_half=round(sum(a <= 0.5 for a in apart) / count, 4),
        factuality_within_one=round(sum(a <= 1 for a in apart) / count, 4),
    )  # fmt: skip


def attribution_agreement(items: Sequence[Item], second: dict[tuple[str, str], list[Told]]) -> AttributionAgreement:
    """Compare the attributions of the items that both labelled."""
    first = {(i["id"], key_of(i["text"])): read_first_attributions(i) for i in items}
    both = [(first[key], told) for key, told in sorted(second.items()) if key in first]
    pairs = [partners for one, two in both for partners in pair(one, two)]
    ones, twos = [t for one, _ in both for t in one], [t for _, two in both for t in two]
    agreed, beyond = kappa([(one.kinds[0], two.kinds[0]) for one, two in pairs])

    def f1(part: str, of: Sequence[Told], to: Sequence[Told]) -> float:
        common = sum(len(one.words(part) & two.words(part)) for one, two in pairs)
        total = sum(len(t.words(part)) for t in (*of, *to))
        return round(2 * common / total, 4) if total else 1.0

    def overlap(part: str) -> float:
        sharing = sum(likeness(one.words(part), two.words(part)) > 0 for one, two in pairs)
        return round(sharing / max(1, len(pairs)), 4)

    paired = [one for one, _ in pairs], [two for _, two in pairs]
    figures: dict[str, Any] = {f"{part}_f1": f1(part, ones, twos) for part in PARTS}
    figures |= {f"{part}_f1_paired": f1(part, *paired) for part in PARTS}
    figures |= {f"{part}_overlap": overlap(part) for part in PARTS}
    return AttributionAgreement(
        labelled=len(both), gone=len(second) - len(both), first=len(ones), second=len(twos), paired=len(pairs),
        paired_f1=round(2 * len(pairs) / max(1, len(ones) + len(twos)), 4), kind=round(agreed, 4),
        kappa_kind=round(beyond, 4),
        kind_allowed=round(sum(two.kinds[0] in one.kinds for one, two in pairs) / max(1, len(pairs)), 4), **figures,
    )  # fmt: skip


def differences(folder: Path) -> Iterator[str]:
    """A line for every act of another status, and every item whose attributions, kinds or sources the two tell otherwise."""
    items, second = read_items(folder / "status.jsonl"), read_second_status(folder / "second" / "status.tsv")
    for item in items:
        label = second.get((item["id"], key_of(item["text"])))
        if label is not None and label[0] != item["status"]:
            told = f"{item['status']} {item['factuality']:g}\t{label[0]} {label[1]:g}"
            yield f"{item['id']}\t{told}\t{item['text'][: item['start']]}[{item['trigger']}]{item['text'][item['end'] :]}"
    items = read_items(folder / "attribution.jsonl")
    told_again = read_second_attributions(folder / "second" / "attribution.tsv", _texts(items))
    for item in items:
        first, again = read_first_attributions(item), told_again.get((item["id"], key_of(item["text"])))
        if again is None:
            continue
        pairs = pair(first, again)
        if len(first) != len(pairs) or len(again) != len(pairs):
            yield f"{item['id']}\t{len(first)} told\t{len(again)} told, {len(pairs)} alike\t{item['text']}"
        for one, two in pairs:
            if two.kinds[0] not in one.kinds:
                yield f"{item['id']}\t{'/'.join(one.kinds)}\t{two.kinds[0]}\t{item['text']}"
            for part in PARTS:
                if not likeness(one.words(part), two.words(part)):
                    yield f"{item['id']}\t{part}\tanother {part}\t{item['text']}"


def _texts(items: Sequence[Item]) -> dict[tuple[str, str], str]:
    return {(i["id"], key_of(i["text"])): i["text"] for i in items}


def measure(folder: Path) -> tuple[StatusAgreement, AttributionAgreement]:
    """The agreement over both files of a gold folder."""
    status, attributions = read_items(folder / "status.jsonl"), read_items(folder / "attribution.jsonl")
    again = read_second_attributions(folder / "second" / "attribution.tsv", _texts(attributions))
    return (
        status_agreement(status, read_second_status(folder / "second" / "status.tsv")),
        attribution_agreement(attributions, again),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        prog="python -m dragoman.evaluation.agreement", description="Agreement of two labellers of the gold."
    )
    parser.add_argument("folder", type=Path, help="the gold: status.jsonl, attribution.jsonl and second/")
    parser.add_argument("--differences", action="store_true", help="list what the two tell otherwise")
    given = parser.parse_args(arguments)
    for name, found in zip(("status", "attribution"), measure(given.folder), strict=True):
        sys.stdout.write(f"{name}\n" + "".join(f"  {n} = {getattr(found, n)}\n" for n in found.__struct_fields__))
    if given.differences:
        sys.stdout.write("".join(f"{line}\n" for line in differences(given.folder)))


if __name__ == "__main__":
    main()

"""What changed from one version of an article to the next, sentence by sentence, and what kind of version it is: see `records.SentenceChange`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Final, Literal

from dragoman.records import SentenceChange as Change

VersionKind = Literal["identical", "shortened", "extended", "edited", "updated", "corrected"]

_CORRECTING: Final = re.compile(
    r"\b(?:correction|corrects?|corrected|corrige|clarification|erratum)\b\s*[:(—-]"
    r"|\b(?:an|the) earlier (?:version|report)\b|\bthis (?:article|story|report) (?:has been|was) (?:corrected|amended)\b"
    r"|\b(?:wrongly|incorrectly|mistakenly) (?:said|stated|gave|reported)\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\w+(?:[.,]\w+)*")
_SMALL: Final = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16",
    "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20",
}  # fmt: skip
_NUMBERS: Final = frozenset(_SMALL) | {
    "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million", "dozen", "dozens", "scores",
    "hundreds", "thousands",
}  # fmt: skip
# Least share of common words at which two sentences are one, reworded: below it, one went and another came.
_SAME_SENTENCE: Final = 0.5


def changes(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """What one must do to the sentences `before` to have the sentences `after`, in the order of the text."""
    matcher = difflib.SequenceMatcher(a=[_plain(s) for s in before], b=[_plain(s) for s in after], autojunk=False)
    found: list[Change] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            found += _replaced(list(before[i:j]), list(after[k:m]))
    return tuple(found)


def version_kind(found: Sequence[Change]) -> VersionKind:
    """What a version is: corrected where it says so, updated where a number changed, else by what came and went."""
    if any(_CORRECTING.search(change.after) and not _CORRECTING.search(change.before) for change in found):
        return "corrected"
    if any(change.numbers for change in found):
        return "updated"
    kinds = {change.kind for change in found}
    if not kinds:
        return "identical"
    if kinds == {"left_out"}:
        return "shortened"
    return "extended" if kinds == {"added"} else "edited"


def _replaced(old: list[str], new: list[str]) -> list[Change]:
    """Pair the sentences that are one and the same, reworded; the rest went or came."""
    pairs = sorted(((_share(a, b), -i, -k) for i, a in enumerate(old) for k, b in enumerate(new)), reverse=True)
    partner: dict[int, int] = {}
    for share, i, k in pairs:
        if share >= _SAME_SENTENCE and -i not in partner and -k not in partner.values():
            partner[-i] = -k
    rows: list[tuple[int, Change]] = []
    for i, sentence in enumerate(old):
        into = partner.get(i)
        if into is None:
            rows.append((i, Change(kind="left_out", before=sentence)))
        else:
            numbers = _numbers(sentence, new[into])
            rows.append((into, Change(kind="replaced", before=sentence, after=new[into], numbers=numbers)))
    rows += [(k, Change(kind="added", after=sentence)) for k, sentence in enumerate(new) if k not in partner.values()]
    return [change for _, change in sorted(rows, key=lambda row: row[0])]


def _numbers(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """Numbers that took each other's place. "two" and "2" are the same number."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = difflib.SequenceMatcher(a=[w.lower() for w in old], b=[w.lower() for w in new], autojunk=False)
    found = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "replace":
            left = [w for w in old[i:j] if _is_number(w)]
            right = [w for w in new[k:m] if _is_number(w)]
            if len(left) == len(right):
                found += [(a, b) for a, b in zip(left, right, strict=True) if _value(a) != _value(b)]
    return tuple(found)


def _is_number(word: str) -> bool:
    return word[0].isdigit() or any(part in _NUMBERS for part in word.lower().split("-"))


def _value(word: str) -> str:
    lowered = word.lower().replace(",", "")
    return _SMALL.get(lowered, lowered)


def _plain(sentence: str) -> str:
    return " ".join(_WORD.findall(sentence.lower()))


def _share(before: str, after: str) -> float:
    return difflib.SequenceMatcher(a=_plain(before).split(), b=_plain(after).split(), autojunk=False).ratio()

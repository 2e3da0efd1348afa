"""Score event records of whole articles against gold, for the articles in `gold/`.

A gold line is `{"id", "input": {...}, "gold": {"events", "relations"}}`, a prediction what the task `documents` writes.
Where a gold field holds a list, each of its values is right; `start` and `end` are then read in pairs. Gold with
`"optional": true` may be found or not: neither counts.

Pairing: a predicted event and a gold one can be paired when the shorter of two evidence spans lies at least half in the
other. First as many pairs of one type as possible are made, then of what is left pairs of one quad class; among the possible
partners the one that agrees in more fields comes first. The fields are compared over pairs of one type.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from dragoman.ontology import load_ontology

Json = dict[str, Any]
Fits = Callable[[Json, Json], bool]

STATUSES = ("actual", "planned", "possible", "denied")
SHARE = 0.5
"""Part of the shorter evidence span that must lie in the other."""
SPARE_CHARACTERS = 600
"""A prediction may point at this much more text than gold does, and no more: else a whole article would fit anything."""
NEAR_KM = 161.0
"""100 miles, the customary bound of geoparsing."""
MAX_STRETCH = 3
SHORT_DAYS = 31
"""A predicted interval may be up to `MAX_STRETCH` times as long as gold's, or up to `SHORT_DAYS` days."""
_RADIUS_KM = 6371.0
_MUTUAL = frozenset({"CONSULT", "COOPERATE"})
_MUTUAL_RELATIONS = frozenset({"foe", "ally", "neighbour"})
_SMALL = frozenset({"the", "of", "state", "region", "province", "governorate", "district", "city", "town"})


def score_documents(gold: Sequence[Json], predictions: Mapping[str, Json]) -> dict[str, float | None]:
    """All figures by name, rounded to four places; `None` is a share over nothing.

    Args:
        gold: The lines of a gold file.
        predictions: Predictions by id. An article without one counts as predicted empty.
    """
    tallies = {name: Tally() for name in ("detect", "detect_quad", "who_whom", "relations")}
    outcomes: dict[str, list[bool]] = {name: [] for name in ("when", "where", "status", "source")}
    clean: list[bool] = []
    statuses = Statuses()
    false_alarms = 0
    for line in gold:
        events, relations = line["gold"].get("events") or [], line["gold"].get("relations") or []
        predicted = predictions.get(line["id"], {})
        ours = predicted.get("events") or []
        if not events:
            clean.append(not ours)
            false_alarms += len(ours)
        typed, related = pair(ours, events)
        tallies["detect"].add(ours, events, typed)
        tallies["detect_quad"].add(ours, events, [*typed, *related])
        parties = [(p, g) for p, g in typed if _spare(g) or parties_fit(p, g)]
        tallies["who_whom"].add(ours, events, parties)
        theirs = predicted.get("relations") or []
        tallies["relations"].add(theirs, relations, _matched(theirs, relations, relation_fits, _by_need))
        statuses.add(typed, events)
        for p, g in typed:
            if not _spare(g):
                for name, fits in _FIELDS.items():
                    outcomes[name].append(fits(p, g))
    figures: dict[str, float | None] = {}
    for name, tally in tallies.items():
        figures |= {f"{name}.{part}": value for part, value in tally.figures().items()}
    figures |= {f"{name}.share": _share(values) for name, values in outcomes.items()}
    figures |= statuses.figures()
    figures |= {"clean.share": _share(clean), "false_alarms": float(false_alarms)}
    return figures


class Statuses:
    """The four statuses apart, since three of them are few beside what did happen.

    Counted over all pairs of one type, optional gold included: whoever finds an act should say how it stands. Of several right
    answers the predicted one is gold's where it is among them, else the first.
    """

    def __init__(self) -> None:
        self.gold: Counter[str] = Counter()
        self.predicted: Counter[str] = Counter()
        self.right: Counter[str] = Counter()
        self.wanted: Counter[str] = Counter()
        self.told: Counter[str] = Counter()

    def add(self, typed: Sequence[tuple[Json, Json]], gold: Sequence[Json]) -> None:
        """Count the pairs of one article, and its required events by their first status."""
        for event in gold:
            if not _spare(event):
                self.wanted[_all(event.get("status"))[0]] += 1
        for ours, theirs in typed:
            answers = _all(theirs.get("status"))
            status = str(ours.get("status"))
            fits = status in answers
            self.gold[status if fits else answers[0]] += 1
            self.predicted[status] += 1
            if fits:
                self.right[status] += 1
                if not _spare(theirs):
                    self.told[answers[0]] += 1

    def figures(self) -> dict[str, float | None]:
        """By status: F1 and recall over pairs, `number` of pairs, `told`, the share of all required events that were found and
        have a right status; and the mean of the F1 of those that gold or predictions hold."""
        figures: dict[str, float | None] = {}
        values = []
        for status in STATUSES:
            gold, predicted, right = self.gold[status], self.predicted[status], self.right[status]
            f1 = round(2 * right / (gold + predicted), 4) if gold + predicted else None
            if f1 is not None:
                values.append(f1)
            figures |= {
                f"status.{status}.f1": f1,
                f"status.{status}.recall": round(right / gold, 4) if gold else None,
                f"status.{status}.number": float(gold),
                f"status.{status}.told": round(self.told[status] / self.wanted[status], 4)
                if self.wanted[status]
                else None,
            }
        return figures | {"status.macro_f1": round(sum(values) / len(values), 4) if values else None}


class Tally:
    """What was right, predicted in vain, and missed."""

    def __init__(self) -> None:
        self.right = self.vain = self.missed = 0

    def add(self, predicted: Sequence[Json], gold: Sequence[Json], pairs: Sequence[tuple[Json, Json]]) -> None:
        """Count one article. A pair with spare gold is neither right nor in vain."""
        right = sum(not _spare(g) for _, g in pairs)
        self.right += right
        self.vain += len(predicted) - len(pairs)
        self.missed += sum(not _spare(g) for g in gold) - right

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1; 1 where there was nothing to find and nothing was found."""
        nothing = 1.0 if self.right + self.vain + self.missed == 0 else 0.0
        precision = self.right / (self.right + self.vain) if self.right + self.vain else nothing
        recall = self.right / (self.right + self.missed) if self.right + self.missed else nothing
        total = precision + recall
        f1 = 2 * precision * recall / total if total else 0.0
        return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


# ---------------------------------------------------------------- pairing


def pair(predicted: Sequence[Json], gold: Sequence[Json]) -> tuple[list[tuple[Json, Json]], list[tuple[Json, Json]]]:
    """The pairs of one type, and those of one quad class among what is left."""
    typed = _matched(predicted, gold, lambda p, g: _one_type(p, g) and evidence_fits(p, g), _by_agreement)
    left = [p for p in predicted if all(p is not q for q, _ in typed)]
    open_gold = [g for g in gold if all(g is not h for _, h in typed)]
    return typed, _matched(left, open_gold, lambda p, g: _one_quad(p, g) and evidence_fits(p, g), _by_agreement)


def _matched(
    predicted: Sequence[Json], gold: Sequence[Json], fits: Fits, worth: Callable[[Json, Json], int]
) -> list[tuple[Json, Json]]:
    """As many pairs as possible: the best first, needed gold before spare, then augmenting paths (Kuhn 1955) for the rest."""
    partners = [[i for i, p in enumerate(predicted) if fits(p, g)] for g in gold]
    edges = [(_spare(g), -worth(predicted[i], g), n, i) for n, g in enumerate(gold) for i in partners[n]]
    taken: dict[int, int] = {}
    for _, _, number, i in sorted(edges):
        if i not in taken and number not in taken.values():
            taken[i] = number

    def settle(number: int, tried: set[int]) -> bool:
        for i in partners[number]:
            if i not in tried:
                tried.add(i)
                if i not in taken or settle(taken[i], tried):
                    taken[i] = number
                    return True
        return False

    for number in sorted(range(len(gold)), key=lambda n: _spare(gold[n])):
        if number not in taken.values():
            settle(number, set())
    return [(predicted[i], gold[number]) for i, number in sorted(taken.items())]


def _by_agreement(predicted: Json, gold: Json) -> int:
    return 8 * parties_fit(predicted, gold) + sum(fits(predicted, gold) for fits in _FIELDS.values())


def _by_need(predicted: Json, gold: Json) -> int:
    return 0 if _spare(gold) else 1


def evidence_fits(predicted: Json, gold: Json) -> bool:
    """Whether both point at the same stretch of text."""
    ours, theirs = list(_spans(predicted)), list(_spans(gold))
    if sum(e - s for s, e in ours) > sum(e - s for s, e in theirs) + SPARE_CHARACTERS:
        return False
    return any(
        (shared := min(e, f) - max(s, t)) > 0 and shared >= SHARE * min(e - s, f - t)
        for s, e in ours
        for t, f in theirs
    )


def _spans(record: Json) -> Iterator[tuple[int, int]]:
    for span in record.get("evidence") or []:
        yield span["start"], span["end"]


# ---------------------------------------------------------------- fields


def parties_fit(predicted: Json, gold: Json) -> bool:
    """Whether each side has a code in common with gold's.

    The sides of a mutual act may change places or stand together; of several actors without a recipient two are wanted.
    """
    ours = _coded(predicted, "actors"), _coded(predicted, "recipients")
    actors, recipients = _coded(gold, "actors"), _coded(gold, "recipients")
    several = sum(not _spare(g) for g in actors) > 1
    if several and not recipients:
        return _two_fit([*ours[0], *ours[1]], actors, actors)
    if _side_fits(ours[0], actors) and _side_fits(ours[1], recipients):
        return True
    if not _MUTUAL & set(_all(gold.get("type"))):
        return False
    if not recipients:
        return _side_fits([*ours[0], *ours[1]], actors)
    swapped = _side_fits(ours[0], recipients) and _side_fits(ours[1], actors)
    return swapped or (not ours[1] and _two_fit(ours[0], actors, recipients))


def _coded(record: Json, side: str) -> list[Json]:
    return [party for party in record.get(side) or [] if party.get("code")]


def _side_fits(ours: Sequence[Json], theirs: Sequence[Json]) -> bool:
    if not ours:
        return all(_spare(party) for party in theirs)
    return any(_right(g["code"], p["code"]) for p in ours for g in theirs)


def _two_fit(ours: Sequence[Json], one: Sequence[Json], other: Sequence[Json]) -> bool:
    return any(
        p is not q and g is not h and _right(g["code"], p["code"]) and _right(h["code"], q["code"])
        for p in ours
        for q in ours
        for g in one
        for h in other
    )


def when_fits(predicted: Json, gold: Json) -> bool:
    """Whether the days overlap gold's without being far more; where gold takes none, none is right."""
    ours = _days(predicted.get("start"), predicted.get("end"))
    pairs = zip(_all(gold.get("start")), _all(gold.get("end")), strict=False)
    return any(_days_fit(ours, _days(start, end)) for start, end in pairs)


def _days_fit(ours: tuple[date, date] | None, theirs: tuple[date, date] | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    lengths = [(last - first).days + 1 for first, last in (ours, theirs)]
    return (
        ours[0] <= theirs[1]
        and theirs[0] <= ours[1]
        and ours[0] <= ours[1]
        and lengths[0] <= max(MAX_STRETCH * lengths[1], SHORT_DAYS)
    )


def _days(start: str | None, end: str | None) -> tuple[date, date] | None:
    if start is None and end is None:
        return None
    return date.fromisoformat((start or end or "")[:10]), date.fromisoformat((end or start or "")[:10])


def where_fits(predicted: Json, gold: Json) -> bool:
    """Whether the place lies in gold's country, and within `NEAR_KM` or under the same name; none where gold takes none."""
    ours = predicted.get("place")
    return any(_place_fits(ours, place) for place in _all(gold.get("place")))


def _place_fits(ours: Json | None, theirs: Json | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    if not _right(theirs.get("country"), ours.get("country")):
        return False
    name = _plain(ours.get("name"))
    return _km(ours, theirs) <= NEAR_KM or (bool(name) and name in {_plain(n) for n in _all(theirs.get("name"))})


def _km(a: Json, b: Json) -> float:
    """Great-circle distance, infinite where a coordinate is missing."""
    values = [place.get(axis) for place in (a, b) for axis in ("lat", "lon")]
    if any(value is None for value in values):
        return math.inf
    lat1, lon1, lat2, lon2 = (math.radians(float(value)) for value in values if value is not None)
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon1 - lon2)
    return _RADIUS_KM * math.acos(max(-1.0, min(1.0, cosine)))


def _plain(name: str | None) -> str:
    folded = unicodedata.normalize("NFKD", name or "").casefold()
    words = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c)).split()
    return " ".join(word for word in words if word not in _SMALL)


def _status_fits(predicted: Json, gold: Json) -> bool:
    return _right(gold.get("status"), predicted.get("status"))


def _source_fits(predicted: Json, gold: Json) -> bool:
    ours, theirs = ((record.get("sources") or [{}])[0].get("kind") for record in (predicted, gold))
    return _right(theirs, ours)


_FIELDS: dict[str, Fits] = {
    "when": when_fits, "where": where_fits, "status": _status_fits, "source": _source_fits,
}  # fmt: skip


def relation_fits(predicted: Json, gold: Json) -> bool:
    """Whether kind, both ends and evidence agree; the ends of foe, ally and neighbour may change places."""
    if not _right(gold.get("kind"), predicted.get("kind")) or not evidence_fits(predicted, gold):
        return False
    ends = predicted.get("subject"), predicted.get("object")
    orders = [ends, ends[::-1]] if predicted.get("kind") in _MUTUAL_RELATIONS else [ends]
    return any(_right(gold.get("subject"), a) and _right(gold.get("object"), b) for a, b in orders)


def _one_type(predicted: Json, gold: Json) -> bool:
    return _right(gold.get("type"), predicted.get("type"))


def _one_quad(predicted: Json, gold: Json) -> bool:
    types = load_ontology().types
    quads = Counter(types[kind].quad for kind in _all(gold.get("type")) if kind in types)
    kind = predicted.get("type")
    return kind in types and types[kind].quad in quads


def _all(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _right(gold: Any, predicted: Any) -> bool:
    return predicted in _all(gold)


def _spare(record: Json) -> bool:
    return record.get("optional") is True


def _share(values: Iterable[bool]) -> float | None:
    counted = list(values)
    return round(sum(counted) / len(counted), 4) if counted else None

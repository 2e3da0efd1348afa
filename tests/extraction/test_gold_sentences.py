"""How well single sentences are read: `gold/sentences.jsonl`, scored act by act.

The scorer stands here, apart from the package, so that a change of the package cannot change the measure. A mention matches
a gold event when its type is among those accepted and its trigger overlaps the gold trigger or lies within `NEAR` characters.
Run with `-s` to see the table.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.pipeline import Reader
from dragoman.records import Document, EventMention

GOLD = Path(__file__).parents[2] / "gold" / "sentences.jsonl"
NEAR = 25  # characters between a predicted and a gold trigger that still name the same act
TYPES = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
]
RECALL_FLOOR = dict.fromkeys(TYPES, 0.3)
SYMMETRIC = {"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "ASSAULT"}

MODES = {  # which modes belong to which type; the other types have none
    "CONSULT": {"visit", "third-party", "multilateral", "phone"},
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "REQUEST": {"assist", "change", "yield", "meet"},
    "REJECT": {"assist", "change", "yield", "meet"},
    "ACCUSE": {"disapprove", "investigate", "allege"},
    "THREATEN": {"restrict", "arrest", "relations", "expel", "territory", "violence"},
    "PROTEST": {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
    "SANCTION": {"convict", "expel", "withdraw", "discontinue"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {
        "seize",
        "restrict",
        "censor",
        "curfew",
        "martial-law",
        "arrest",
        "deport",
        "withhold",
        "misinformation",
        "cyber",
    },
    "ASSAULT": {
        "abduct",
        "beat",
        "torture",
        "sexual",
        "targeted",
        "destroy",
        "primitive",
        "firearms",
        "explosives",
        "suicide-attack",
        "aerial",
        "drone",
        "heavy-weapons",
        "crowd-control",
        "unconventional",
    },
}

# Different usual names of one code.
ALIAS = {"UNO": "UN", "EUR": "EU", "KOS": "XKX", "GUM": "USA", "PRI": "USA", "MAC": "CHN"}
UN_FAMILY = {"UNHCR", "UNSC", "UNGA", "UNICEF", "WFP", "UNDP", "UNHRC", "WHO", "ICJ"}
IGO_FAMILY = {
    "AU", "EU", "UN", "NATO", "OAS", "OSCE", "ECOWAS", "ASEAN", "IMF", "WB", "IBRD", "WBG", "WHO", "ICC", "ICJ", "G7", "G8", "G20",
    "LAS", "AL", "ARABLEAGUE", "INTERPOL", "ICPO", "IGO",
}  # fmt: skip
NGO_FAMILY = {"NGO", "AI", "HRW", "ICRC", "MSF", "IFRC", "AMNESTY", "RSF", "CPJ"}

Scores = dict[str, Counter[str]]


@dataclass
class Result:
    """Everything counted over the file."""

    fields: Scores = field(default_factory=lambda: defaultdict(Counter))
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    predicted: int = 0
    right: int = 0
    excused: int = 0
    clean: int = 0
    empty: int = 0
    misses: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        counted = self.predicted - self.excused
        return self.right / counted if counted else 0.0

    @property
    def recall(self) -> float:
        total = sum(self.wanted.values())
        return sum(self.found.values()) / total if total else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.right else 0.0


def read_gold() -> list[dict[str, Any]]:
    with GOLD.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def gap(start: int, end: int, other_start: int, other_end: int) -> int:
    """Characters between two stretches; 0 when they overlap."""
    return max(0, other_start - end, start - other_end)


def codes(participants: Any) -> set[str]:
    return {ALIAS.get(p.actor.code, p.actor.code) for p in participants if p.actor is not None and p.actor.code}


def same_code(gold: str, predicted: str) -> bool:
    gold, predicted = ALIAS.get(gold, gold), ALIAS.get(predicted, predicted)
    if gold == predicted:
        return True
    if "UN" in (gold, predicted):
        return (predicted if gold == "UN" else gold) in UN_FAMILY
    if gold == "NGO":
        return predicted in NGO_FAMILY
    if {gold, predicted} <= {"LAS", "AL", "ARABLEAGUE"} or {gold, predicted} <= {"WB", "IBRD", "WBG"}:
        return True
    return (gold == "IGO" and predicted in IGO_FAMILY) or (predicted == "IGO" and gold in IGO_FAMILY - {"UN", "EU"})


def same_codes(gold: set[str], predicted: set[str]) -> bool:
    return all(any(same_code(g, p) for p in predicted) for g in gold) and all(
        any(same_code(g, p) for g in gold) for p in predicted
    )


def sides_right(event: dict[str, Any], mention: EventMention) -> tuple[bool, bool]:
    """Whether the actors and the recipients are right; sides of a symmetric act may stand together among the actors."""
    got_actors, got_recipients = codes(mention.actors), codes(mention.recipients)
    actors = set(event["actors"])
    if event["recipients"] is None:
        return same_codes(actors, got_actors), True
    recipients = set(event["recipients"])
    right = same_codes(actors, got_actors), same_codes(recipients, got_recipients)
    two_sided = mention.type == "CONSULT" or (mention.type in SYMMETRIC and not recipients and len(actors) > 1)
    if two_sided and same_codes(actors | recipients, got_actors | got_recipients):
        return True, True
    return right


def pairs(record: dict[str, Any], mentions: list[EventMention]) -> dict[int, int]:
    """Which mention stands for which gold event: nearest first, required events before optional ones."""
    choices = []
    for g, event in enumerate(record["events"]):
        start = record["text"].index(event["trigger"])
        for m, mention in enumerate(mentions):
            distance = gap(start, start + len(event["trigger"]), mention.trigger.start, mention.trigger.end)
            if mention.type in as_list(event["type"]) and distance <= NEAR:
                choices.append((distance, bool(event.get("optional")), g, m))
    chosen: dict[int, int] = {}
    for _, _, g, m in sorted(choices):
        if g not in chosen and m not in chosen.values():
            chosen[g] = m
    return chosen


def score_fields(event: dict[str, Any], mention: EventMention) -> dict[str, bool]:
    """The matched pair, field by field; what the gold leaves open is left out."""
    actors, recipients = sides_right(event, mention)
    time = mention.time
    first, last = (time.first, time.last) if time else (None, None)
    days = tuple(date.fromisoformat(d) if d else None for d in (event["start"], event["end"]))
    country = mention.place.country if mention.place else None
    country = ALIAS.get(country, country) if country else None
    places = [ALIAS.get(p, p) if p else None for p in as_list(event["place_country"])]
    kind = mention.sources[0].kind if mention.sources else "author"
    got = {
        "actors": actors,
        "recipients": recipients,
        "status": mention.status in as_list(event["status"]),
        "time": (first, last) == days,
        "place": country in places,
        "source": kind in as_list(event["source_kind"]),
    }
    if event["recipients"] is None:
        del got["recipients"]
    modes = set(event["modes"] or ()) & MODES.get(mention.type, set())
    if modes:
        got["mode"] = bool(modes & set(mention.modes))
    got["dated" if event["start"] else "undated"] = got["time"]
    got["placed" if all(places) else "unplaced"] = got["place"]
    return got


def describe(mention: EventMention) -> str:
    who = ",".join(sorted(codes(mention.actors))), ",".join(sorted(codes(mention.recipients)))
    kind = mention.sources[0].kind if mention.sources else "-"
    when = f"{mention.time.first}..{mention.time.last}" if mention.time else "-"
    where = mention.place.country if mention.place else "-"
    return f"{mention.type} {mention.modes} {mention.status} a={who[0]} r={who[1]} t={when} p={where} s={kind}"


def score_record(record: dict[str, Any], mentions: list[EventMention], result: Result) -> None:
    chosen = pairs(record, mentions)
    text = record["text"]
    result.predicted += len(mentions)
    for g, event in enumerate(record["events"]):
        name = as_list(event["type"])[0]
        if g in chosen:
            mention = mentions[chosen[g]]
            if event.get("optional"):
                result.excused += 1
                continue
            result.right += 1
            result.found[name] += 1
            got = score_fields(event, mention)
            for key, right in got.items():
                result.fields[key][str(right)] += 1
            wrong = [key for key, right in got.items() if not right and key in FIELDS]
            if wrong:
                gold = {k: v for k, v in event.items() if k not in ("trigger", "optional")}
                result.slips.append(f"{record['id']} {'+'.join(wrong)} | {text} | {describe(mention)} | {gold}")
        elif not event.get("optional"):
            result.misses.append(f"{record['id']} {event['type']} '{event['trigger']}' | {text}")
        if not event.get("optional"):
            result.wanted[name] += 1
    for m, mention in enumerate(mentions):
        if m not in chosen.values():
            trigger = text[mention.trigger.start : mention.trigger.end]
            result.alarms.append(f"{record['id']} '{trigger}' {describe(mention)} | {text}")
    if not record["events"]:
        result.empty += 1
        result.clean += not mentions


FIELDS = ("actors", "recipients", "status", "mode", "time", "place", "source")


def table(result: Result) -> str:
    lines = [
        f"detection  precision {result.precision:.3f}  recall {result.recall:.3f}  F1 {result.f1:.3f}",
        f"near misses left clean  {result.clean}/{result.empty} = {result.clean / max(1, result.empty):.3f}",
    ]
    for key in (*FIELDS, "dated", "undated", "placed", "unplaced"):
        seen = result.fields[key]
        total = sum(seen.values())
        lines.append(f"{key:10} {seen['True']:4}/{total:<4} {seen['True'] / max(1, total):.3f}")
    lines.append("recall by type")
    lines += [f"{t:10} {result.found[t]:4}/{result.wanted[t]:<4} {type_recall(result, t):.3f}" for t in TYPES]
    return "\n".join(lines)


def type_recall(result: Result, name: str) -> float:
    return result.found[name] / max(1, result.wanted[name])


def run_gold() -> Result:
    reader, result = Reader(), Result()
    for record in read_gold():
        document = Document(id=record["id"], text=record["text"], published=date.fromisoformat(record["published"]))
        score_record(record, list(reader.read(document).mentions), result)
    return result


@pytest.fixture(scope="module")
def result() -> Result:
    return run_gold()


def test_every_gold_trigger_stands_once_in_its_sentence() -> None:
    for record in read_gold():
        for event in record["events"]:
            assert record["text"].count(event["trigger"]) == 1, (record["id"], event["trigger"])


def test_gold_has_enough_of_every_type() -> None:
    records = read_gold()
    counts = Counter(as_list(e["type"])[0] for r in records for e in r["events"] if not e.get("optional"))
    assert {t: counts[t] for t in TYPES if counts[t] < 16} == {}
    assert sum(not r["events"] for r in records) >= 160
    assert len({r["id"] for r in records}) == len({r["text"] for r in records}) == len(records)


def test_every_type_is_found_in_plain_sentences(result: Result) -> None:
    print("\n" + table(result))  # noqa: T201
    weak = {t: round(type_recall(result, t), 3) for t in TYPES if type_recall(result, t) < RECALL_FLOOR[t]}
    assert weak == {}

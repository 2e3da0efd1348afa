"""Where a newspaper is at home: what its name or address says, and a table of those whose name does not tell."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from dragoman.records import Document
from dragoman.resolution.places.candidates import Option, options
from dragoman.resolution.places.gazetteer import Gazetteer

_ADDRESS = re.compile(r"(?:https?://)?(?P<host>[\w.-]+\.[a-z]{2,})(?:[/:].*)?$")
_SECOND = frozenset({"co", "com", "org", "net", "gov", "ac", "edu"})
_WORLDWIDE = frozenset({"tv", "co", "io", "me", "fm", "ly", "ai", "cc", "to", "int"})
_PAPER = re.compile(
    r"(?:the|my)?(?P<place>[a-z]+?)(?:daily|evening|sunday|morning|star|times|news|newspapers?|paper|post|herald|tribune|"
    r"trib|journal|gazette|chronicle|press|sun|today|online|telegraph|telegram|mail|mirror|standard|observer|guardian|"
    r"express|echo|record|register|republic|republican|democrat|leader|examiner|enterprise|dispatch|sentinel|courier|"
    r"independent|review|world|globe|bee|ledger|live|now|argus|citizen|advertiser|advocate|free|inquirer|union|local|city|"
    r"sky|eagle|banner|bulletin|messenger|reporter|reflector|report|monitor|voice|link|pi)+$"
)
_FAINT = 0.3


class Home(NamedTuple):
    """Where the publisher is at home: a country or `None`, and the towns it may be named for, best first."""

    country: str | None = None
    name: str = ""
    options: tuple[Option, ...] = ()


def find_home(document: Document, gazetteer: Gazetteer) -> Home:
    """What the publisher's name or address says ("chicagotribune.com", "Leeds Gazette", ".co.ke"); empty if nothing."""
    for text in (document.publisher, document.url):
        label, country = _label((text or "").lower().strip())
        if not label:
            continue
        found = gazetteer.country(country) if country else None
        known = _newspapers().get(label) or _newspapers().get(label.removeprefix("the"))
        if known is not None and (found is None or found.id == known[0]):
            return _home(gazetteer, known[1], known[0]) if known[1] else Home(known[0])
        paper = _PAPER.match(label.replace("-", "").replace(" ", ""))
        place = paper.group("place") if paper is not None and len(paper.group("place")) > 3 else ""
        home = _home(gazetteer, place, found.id if found else None)
        if home.country or home.options:
            return home
    return Home()


def _home(gazetteer: Gazetteer, name: str, country: str | None) -> Home:
    weighed = (
        [o for o in options(gazetteer, name) if o.entry.layer in ("city", "admin1") and o.prior > _FAINT]
        if name
        else []
    )
    if country is not None:
        weighed = [o for o in weighed if o.entry.country == country]
    return Home(country, name, tuple(weighed))


def _label(text: str) -> tuple[str, str | None]:
    """The part of an address, or of a name, that says who it is, and the alpha-2 code of the address's country."""
    match = _ADDRESS.match(text)
    if match is None:
        return text, None
    parts = match.group("host").split(".")
    last = parts.pop()
    while len(parts) > 1 and parts[-1] in _SECOND:
        parts.pop()
    code = {"uk": "GB"}.get(last, last.upper()) if len(last) == 2 and last not in _WORLDWIDE else None
    return parts[-1], code


@lru_cache(maxsize=1)
def _newspapers() -> dict[str, tuple[str, str]]:
    with (files("dragoman.resolution.places") / "data" / "newspapers.tsv").open(encoding="utf-8") as handle:
        return {row["label"]: (row["country"], row["town"]) for row in csv.DictReader(handle, delimiter="\t")}

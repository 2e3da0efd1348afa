"""ICEWS: tab-separated, a header, 20 columns, no quoting, nothing where nothing is known; one row an ordered pair.

`Event ID` counts the rows of the file, as R reads it as a 32-bit integer; `Story ID` and `Sentence Number` lead from the
rows of one mention to each other, and the file of ids beside it to our records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Final

from dragoman.ontology import from_cameo
from dragoman.records import Actor
from dragoman.serving.exports.account import Account
from dragoman.serving.exports.coding import (
    Pair,
    cameo_code,
    iso_countries,
    line_of,
    mention_pairs,
    the_day,
    unfit,
)
from dragoman.serving.exports.ids import IdRow
from dragoman.store import Answer

COLUMNS: Final[tuple[str, ...]] = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)
NOTES: Final = ("Intensity is the Goldstein value that GDELT publishes; ICEWS's own list is not public in full",)
# Sectors as ICEWS writes them, from general to specific.
_SECTORS: Final[dict[str, str]] = {
    "GOV": "Government",
    "MIL": "Government,Military",
    "COP": "Government,Police",
    "JUD": "Government,Judicial",
    "LEG": "Government,Legislative / Parliamentary",
    "SPY": "Government,Intelligence",
    "PTY": "Parties",
    "OPP": "Parties,Opposition",
    "REB": "Dissident,Rebel",
    "UAF": "Dissident,Unidentified Armed Force",
    "PRM": "Dissident,Paramilitary",
    "CRM": "Dissident,Criminals / Gangs",
    "CVL": "General Population / Civilian / Social",
    "BUS": "Business",
    "AGR": "Business,Agriculture",
    "EDU": "Social,Education",
    "ELI": "Elite",
    "JRN": "Social,News",
    "LAB": "Social,Labor",
    "MED": "Social,Medical / Health",
    "REF": "General Population / Civilian / Social,Refugees",
    "REL": "Ideological,Religious",
    "SOC": "Social",
}
# Where ICEWS uses another English name than GeoNames.
_NAMES: Final[dict[str, str]] = {
    "RUS": "Russian Federation",
    "PSE": "Occupied Palestinian Territory",
    "COD": "Democratic Republic of Congo",
    "COG": "Republic of Congo",
    "CZE": "Czech Republic",
    "CIV": "Cote d'Ivoire",
    "MKD": "Macedonia",
    "SWZ": "Swaziland",
    "TLS": "East Timor",
    "CPV": "Cape Verde",
}


def icews_lines(answers: Iterable[Answer], account: Account, ids: list[IdRow]) -> Iterator[str]:
    """The header and a line for each ordered pair of each mention that ICEWS can hold; `ids` gets what each row stands for."""
    yield line_of(COLUMNS)
    stories: dict[str, int] = {}
    number = 0
    for answer in answers:
        mention = answer.mention
        if reason := unfit(mention.status, mention.type, mention.time):
            account.leave(reason)
            continue
        code = cameo_code(mention.type, mention.modes, mention.contexts, mention.trigger_text, gdelt=False)
        pairs = mention_pairs(mention, code, account, needs_recipient=True)
        if isinstance(pairs, str):
            account.leave(pairs)
            continue
        story = stories.setdefault(answer.document.id, len(stories) + 1)
        account.wrote(len(pairs))
        for pair in pairs:
            number += 1
            ids.append(IdRow(number, answer.document.id, mention.id, answer.event_id, pair))
            yield line_of(_cells(number, story, answer, pair))


def _cells(number: int, story: int, answer: Answer, pair: Pair) -> list[str | int | float]:
    mention, place = answer.mention, answer.mention.place
    found = place is not None and place.lat is not None and place.lon is not None
    precision = place.precision if place else ""
    goldstein = from_cameo(pair.code).goldstein
    return [
        number,
        the_day(mention.time).isoformat(),
        pair.actor.name,
        _sectors(pair.actor),
        country_name(pair.actor.code),
        cameo_names()[pair.code],
        pair.code,
        goldstein if goldstein is not None else "",
        pair.recipient.name if pair.recipient else "",
        _sectors(pair.recipient) if pair.recipient else "",
        country_name(pair.recipient.code) if pair.recipient else "",
        story,
        mention.sentence + 1,
        answer.document.publisher or "",
        place.name if place and precision in ("town", "exact") else "",
        place.name if place and precision == "district" else "",
        (place.name if precision == "region" else place.admin1 or "") if place else "",
        country_name(place.country) if place else "",
        f"{place.lat:.5f}" if place and found else "",
        f"{place.lon:.5f}" if place and found else "",
    ]


def country_name(code: str | None) -> str:
    """The English name of a country as ICEWS writes it; nothing for what is no country."""
    if code is None:
        return ""
    return _NAMES.get(code) or iso_countries().get(code, ("", ""))[0]


@lru_cache(maxsize=1)
def cameo_names() -> dict[str, str]:
    """The labels of CAMEO's codes."""
    text = (resources.files("dragoman.serving.exports") / "data" / "cameo_names.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in text.splitlines()[1:])


def _sectors(actor: Actor) -> str:
    return _SECTORS.get(actor.sector or "", "")

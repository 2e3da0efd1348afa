"""POLECAT: tab-separated, a header, 40 columns, the word `None` where nothing is known; one row an event mention.

Column order and codings are those of the weekly files; loaders take columns by name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Final

from dragoman import __version__
from dragoman.ontology import export_code, load_ontology, quad_text, score_of
from dragoman.records import EventMention, Participant
from dragoman.serving.exports.account import Account
from dragoman.serving.exports.coding import class_code, coded, cow_numbers, line_of, the_day, unfit
from dragoman.serving.rows import text_of
from dragoman.store import Answer

COLUMNS: Final[tuple[str, ...]] = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Event Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)
NOTES: Final = (
    "Actor Title, Wikipedia ids and the people, organisations and places of the whole story are None: not kept here",
)
_NONE: Final = "None"
_LANGUAGES: Final = {None: "English", "en": "English"}
# What a place of our precision is in GeoNames; a stretch of land or a site is none of these.
_FEATURES: Final = {"country": "PCLI", "region": "ADM1", "district": "ADM2", "town": "PPL"}


def polecat_lines(answers: Iterable[Answer], account: Account) -> Iterator[str]:
    """The header and a line for each mention that POLECAT can hold; the rest goes to the account."""
    yield line_of(COLUMNS)
    for answer in answers:
        mention = answer.mention
        reason = unfit(mention.status, mention.type, mention.time) or _nobody(mention)
        if reason:
            account.leave(reason)
            continue
        actors, recipients = coded(mention.actors), coded(mention.recipients)
        account.leave_part("NIL_ACTOR", len(mention.actors) - len(actors))
        account.leave_part("NIL_RECIPIENT", len(mention.recipients) - len(recipients))
        account.wrote()
        cells = _cells(answer, actors, recipients)
        yield line_of(cells[name] or _NONE for name in COLUMNS)


def _nobody(mention: EventMention) -> str | None:
    if not coded(mention.actors):
        return "NIL_ACTOR" if mention.actors else "NO_ACTOR"
    return "NIL_RECIPIENT" if mention.recipients and not coded(mention.recipients) else None


def _cells(answer: Answer, actors: list[Participant], recipients: list[Participant]) -> dict[str, str]:
    mention, document = answer.mention, answer.document
    published = document.published
    return {
        "Event ID": _id(answer),
        "Event Date": the_day(mention.time).isoformat(),
        "Event Type": mention.type,
        "Event Mode": _joined(mention.modes),
        "Event Intensity": f"{score_of(mention.type, mention.modes):g}",
        "Quad Code": quad_text(mention.type),
        "Contexts": _joined(mention.contexts),
        **_party_cells("Actor", actors),
        **_party_cells("Recipient", recipients),
        **_place_cells(answer),
        "Source": document.publisher or "",
        "Publication Date": published.isoformat() if published else "",
        "Story People": "",
        "Story Organizations": "",
        "Story Locations": "",
        "Language": _LANGUAGES.get(document.language, document.language or ""),
        "Version": f"dragoman-{__version__}-{load_ontology().version}",
    }


def _id(answer: Answer) -> str:
    """`20190801-0000-4e081644904c_COOPERATE_R`: day of publication, a digest of our id, type, first letter of the mode."""
    mention = answer.mention
    day = (answer.document.published or the_day(mention.time)).strftime("%Y%m%d")
    digest = hashlib.sha256(f"{answer.document.id}\x1f{mention.id}".encode()).hexdigest()[:12]
    letter = mention.modes[0][0].upper() if mention.modes else "R"
    return f"{day}-0000-{digest}_{mention.type}_{letter}"


def _party_cells(role: str, parties: list[Participant]) -> dict[str, str]:
    actors = [party.actor for party in parties if party.actor is not None]
    sectors = [actor.sector for actor in actors if actor.sector]
    return {
        f"{role} Name": _joined(actor.name for actor in actors),
        f"{role} Country": _joined(class_code(actor) for actor in actors),
        f"{role} COW": _joined(cow_numbers().get(actor.code or "", "") for actor in actors),
        f"Primary {role} Sector": sectors[0] if sectors else "",
        f"{role} Sectors": _joined(dict.fromkeys(sectors)),
        f"{role} Title": "",
        f"{role} Name Raw": _joined(party.text for party in parties),
        f"Wikipedia {role} ID": "",
    }


def _place_cells(answer: Answer) -> dict[str, str]:
    place = answer.mention.place
    names = ("Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID")
    if place is None or place.lat is None or place.lon is None:
        return dict.fromkeys((*names, "Raw Placename", "Feature Type"), "")
    return {
        "Placename": place.name,
        "City": place.name if place.precision == "town" else "",
        "District": place.name if place.precision == "district" else "",
        "Province": place.name if place.precision == "region" else place.admin1 or "",
        "Country": export_code(place.country or ""),
        "Latitude": f"{place.lat:.5f}",
        "Longitude": f"{place.lon:.5f}",
        "GeoNames ID": str(place.geonames_id) if place.geonames_id is not None else "",
        "Raw Placename": text_of(answer.document, place.span) if place.span else "",
        "Feature Type": _FEATURES.get(place.precision, ""),
    }


def _joined(values: Iterable[str]) -> str:
    """Several values in one cell, `; ` between; nothing at all where all are empty."""
    listed = [value.replace(";", ",") for value in values]
    return "; ".join(value or _NONE for value in listed) if any(listed) else ""

"""GDELT 2.0: events (61 columns) and mentions (16), tab-separated, no header, no quoting; from linked events.

An event gives a row per ordered pair, and every report of it a row of the mentions with the same number. Numbers are made
from our ids, so that events and mentions of two exports fit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from dragoman.ontology import from_cameo
from dragoman.records import Actor, LinkedEvent, Participant, Place
from dragoman.serving.exports.account import Account
from dragoman.serving.exports.coding import (
    Pair,
    cameo_actor,
    cameo_code,
    iso_countries,
    line_of,
    make_pairs,
    number_of,
    status_reason,
    the_day,
    unfit,
    us_states,
)
from dragoman.serving.exports.ids import IdRow
from dragoman.store import Answer

_ACTOR: Final = (
    "Code",
    "Name",
    "CountryCode",
    "KnownGroupCode",
    "EthnicCode",
    "Religion1Code",
    "Religion2Code",
    "Type1Code",
    "Type2Code",
    "Type3Code",
)
_GEO: Final = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENT_COLUMNS: Final[tuple[str, ...]] = (
    "GLOBALEVENTID",
    "SQLDATE",
    "MonthYear",
    "Year",
    "FractionDate",
    *(f"Actor{side}{name}" for side in (1, 2) for name in _ACTOR),
    "IsRootEvent",
    "EventCode",
    "EventBaseCode",
    "EventRootCode",
    "QuadClass",
    "GoldsteinScale",
    "NumMentions",
    "NumSources",
    "NumArticles",
    "AvgTone",
    *(f"{place}Geo_{name}" for place in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED",
    "SOURCEURL",
)
MENTION_COLUMNS: Final[tuple[str, ...]] = (
    "GLOBALEVENTID",
    "EventTimeDate",
    "MentionTimeDate",
    "MentionType",
    "MentionSourceName",
    "MentionIdentifier",
    "SentenceID",
    "Actor1CharOffset",
    "Actor2CharOffset",
    "ActionCharOffset",
    "InRawText",
    "Confidence",
    "MentionDocLen",
    "MentionDocTone",
    "MentionDocTranslationInfo",
    "Extras",
)
EVENT_NOTES: Final = (
    "AvgTone is 0 in every row: Dragoman measures no tone",
    "Actor1Geo and Actor2Geo are empty: where an actor stands is not told, only where the act fell",
    "DATEADDED is the day of the first report, at midnight UTC",
)
MENTION_NOTES: Final = (
    "MentionDocTone is 0 in every row: Dragoman measures no tone",
    "MentionTimeDate is the day of publication, at midnight UTC",
)
# The quad class by CAMEO root as GDELT's own rows have it, 09 by its codebook; other producers differ.
_QUADS: Final[dict[str, int]] = {
    **dict.fromkeys(("01", "02", "03", "04", "05"), 1),
    **dict.fromkeys(("06", "07", "08", "09"), 2),
    **dict.fromkeys(("10", "11", "12", "13", "14"), 3),
    **dict.fromkeys(("15", "16", "17", "18", "19", "20"), 4),
}


# The cells of no place.
_NOWHERE: Final[tuple[str | int | float, ...]] = (0, "", "", "", "", "", "", "")


class Reported(NamedTuple):
    """A linked event with its mentions, each with its article."""

    event: LinkedEvent
    answers: tuple[Answer, ...]


def gdelt_event_lines(events: Iterable[Reported], account: Account, ids: list[IdRow]) -> Iterator[str]:
    """A line for each ordered pair of each event that GDELT can hold; `ids` gets what each number stands for."""
    taken: set[int] = set()
    for reported in events:
        pairs = _pairs(reported, account)
        if isinstance(pairs, str):
            account.leave(pairs)
            continue
        numbered = _numbered(reported.event, pairs, taken, account)
        if not numbered:
            account.leave("NUMBER_TAKEN")
            continue
        account.wrote(len(numbered))
        for number, pair in numbered:
            ids.append(IdRow(number, None, None, reported.event.id, pair))
            yield line_of(_event_cells(number, reported, pair))


def gdelt_mention_lines(events: Iterable[Reported], account: Account) -> Iterator[str]:
    """A line for each report of each ordered pair of each event that GDELT can hold."""
    taken: set[int] = set()
    quiet = Account(account.format)  # what the events could not hold is told by their own export
    for reported in events:
        pairs = _pairs(reported, quiet)
        numbered = [] if isinstance(pairs, str) else _numbered(reported.event, pairs, taken, quiet)
        if not numbered:
            reason = pairs if isinstance(pairs, str) else "NUMBER_TAKEN"
            for _ in reported.answers:
                account.leave(reason)
            continue
        for answer in reported.answers:
            told = status_reason(answer.mention.status)
            if told or answer.document.published is None:
                account.leave(told or "NO_PUBLICATION_DAY")
                continue
            account.wrote(len(numbered))
            for number, pair in numbered:
                yield line_of(_mention_cells(number, reported.event, answer, pair))


def fraction_date(day: date) -> float:
    """The year with the day as its fraction, in GDELT's year of twelve months of 30 days over 365."""
    return round(day.year + ((day.month - 1) * 30 + day.day) / 365, 4)


def _pairs(reported: Reported, account: Account) -> list[Pair] | str:
    """The event's ordered pairs, or why it has none."""
    event = reported.event
    if reason := unfit(event.status, event.type, event.time):
        return reason
    if event.first_reported is None:
        return "NO_PUBLICATION_DAY"
    actors = [actor for actor in event.actors if actor.code]
    recipients = [actor for actor in event.recipients if actor.code]
    mentions = [answer.mention for answer in reported.answers]
    if not actors:
        named = event.actors or any(mention.actors for mention in mentions)
        return "NIL_ACTOR" if named else "NO_ACTOR"
    if not recipients and (event.recipients or any(mention.recipients for mention in mentions)):
        return "NIL_RECIPIENT"
    account.leave_part("NIL_ACTOR", len(event.actors) - len(actors))
    account.leave_part("NIL_RECIPIENT", len(event.recipients) - len(recipients))
    symmetric = any(mention.symmetric for mention in mentions)
    return make_pairs(actors, recipients, _code(reported), symmetric=symmetric)


def _code(reported: Reported) -> str:
    event = reported.event
    words = next((a.mention.trigger_text for a in reported.answers if a.mention.type == event.type), "")
    return cameo_code(event.type, event.modes, event.contexts, words, gdelt=True)


def _numbered(event: LinkedEvent, pairs: list[Pair], taken: set[int], account: Account) -> list[tuple[int, Pair]]:
    """Each pair with its number; of two with one number, 1 in 10,000 exports of a million rows, the first keeps it."""
    numbered = []
    for pair in pairs:
        other = pair.recipient
        parts = (pair.actor.id, pair.actor.name, other.id if other else None, other.name if other else None)
        number = number_of(event.id, pair.code, *parts)
        if number in taken:
            account.leave_part("NUMBER_TAKEN")
            continue
        taken.add(number)
        numbered.append((number, pair))
    return numbered


def _event_cells(number: int, reported: Reported, pair: Pair) -> list[str | int | float]:
    event, day = reported.event, the_day(reported.event.time)
    goldstein = from_cameo(pair.code).goldstein
    return [
        number,
        day.strftime("%Y%m%d"),
        day.strftime("%Y%m"),
        day.year,
        f"{fraction_date(day):.4f}",
        *_actor_cells(pair.actor),
        *_actor_cells(pair.recipient),
        int(any(_leads(answer) for answer in reported.answers)),
        pair.code,
        pair.code[:3],
        pair.code[:2],
        _QUADS[pair.code[:2]],
        goldstein if goldstein is not None else "",
        len(reported.answers),
        event.independent_reports,
        event.reports,
        0,
        *_NOWHERE,
        *_NOWHERE,
        *_geo_cells(event.place),
        _moment(event.first_reported or day),
        _identifier(reported.answers[0]) if reported.answers else "",
    ]


def _mention_cells(number: int, event: LinkedEvent, answer: Answer, pair: Pair) -> list[str | int | float]:
    mention, document = answer.mention, answer.document
    url = document.url
    certainty = mention.probability if mention.probability is not None else mention.score
    return [
        number,
        _moment(the_day(event.time)),
        _moment(document.published or the_day(event.time)),
        1 if url else 2,
        (urlsplit(url).hostname or "").removeprefix("www.") if url else document.publisher or document.id,
        _identifier(answer),
        mention.sentence + 1,
        _offset([*mention.actors, *mention.recipients], pair.actor),
        _offset([*mention.recipients, *mention.actors], pair.recipient) if pair.recipient else -1,
        mention.trigger.start,
        1,
        min(max(round(certainty * 10), 1), 10) * 10,
        len(document.text),
        0,
        "",
        "",
    ]


def _actor_cells(actor: Actor | None) -> list[str]:
    if actor is None:
        return [""] * len(_ACTOR)
    parts = cameo_actor(actor)
    return [parts.code, actor.name.upper(), parts.country, parts.group, "", "", "", parts.role, "", ""]


def _geo_cells(place: Place | None) -> list[str | int | float]:
    """The eight cells of a place; type 0 and nothing else for one without a point, or that is no place of GDELT's kinds."""
    if place is None or place.lat is None or place.lon is None or place.precision == "area":
        return list(_NOWHERE)
    country, fips = iso_countries().get(place.country or "", ("", ""))
    if not fips:
        return list(_NOWHERE)
    point = (f"{place.lat:g}", f"{place.lon:g}")
    if place.precision == "country":
        return [1, country, fips, fips, "", *point, fips]
    is_us = place.country == "USA"
    state = us_states().get(place.name if place.precision == "region" else place.admin1 or "", "") if is_us else ""
    if place.precision == "region":
        return [2 if is_us else 5, f"{place.name}, {country}", fips, fips + state if state else "", "", *point, state]
    name = ", ".join(part for part in (place.name, place.admin1, country) if part)
    return [3 if is_us else 4, name, fips, fips + state if state else "", "", *point, ""]


def _leads(answer: Answer) -> bool:
    """Whether it stands in the first paragraph of its article, or first in one that is all one paragraph."""
    text = answer.document.text
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return answer.mention.trigger.start < end if end >= 0 else answer.mention.sentence == 0


def _identifier(answer: Answer) -> str:
    document = answer.document
    return document.url or document.publisher or document.id


def _offset(parties: Iterable[Participant], actor: Actor) -> int:
    """Where the text names the actor, by its id or else its code; -1 where it does not."""
    listed = [party for party in parties if party.actor is not None]
    by_id = (p.span.start for p in listed if p.actor and p.actor.id is not None and p.actor.id == actor.id)
    by_code = (p.span.start for p in listed if p.actor and p.actor.code == actor.code)
    return next(by_id, next(by_code, -1))


def _moment(day: date) -> str:
    return day.strftime("%Y%m%d") + "000000"

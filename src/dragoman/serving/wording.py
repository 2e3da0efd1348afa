"""Records in words for people: who, when, where, according to whom. What is not known is said, never filled in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Final

import msgspec

from dragoman.records import Actor, Claim, Count, EventMention, Interval, Participant, Place, Source, Status
from dragoman.serving.plain import one_line

_STATUS_WORDS: Final[dict[Status, str]] = {
    "actual": "so",
    "planned": "it was planned",
    "possible": "it might be so",
    "denied": "it did not happen",
}
NO_ACTOR = "actor not named"
NO_DATE = "date not stated"
NO_PLACE = "place not stated"


def actor_words(actor: Actor) -> str:
    """A name with its code and sector: `Norland (NRL GOV)`. In doubt, there is no code."""
    codes = " ".join(part for part in (actor.code, actor.sector) if part)
    name = one_line(actor.name).strip()
    return f"{name} ({codes})" if codes else name


def party_words(party: Participant) -> str:
    """A participant by its resolved name or, where it could not be resolved, in the words of the text."""
    if party.actor and (party.actor.id or party.actor.code):
        return actor_words(party.actor)
    text = one_line(party.text).strip()
    return f"{text} ({party.actor.sector})" if party.actor and party.actor.sector else text


def parties_words(mention: EventMention) -> str:
    """`A, B → C`; `A ↔ B` where all do the same to each other; no arrow where there is no recipient."""
    actors = [party_words(party) for party in mention.actors]
    recipients = [party_words(party) for party in mention.recipients]
    if mention.symmetric and len(actors) + len(recipients) > 1:
        return " ↔ ".join([*actors, *recipients])
    who = ", ".join(actors) or NO_ACTOR
    return f"{who} → {', '.join(recipients)}" if recipients else who


def when_words(time: Interval | None) -> str:
    """`2025-07-11`, `2025-07`, `2025`, `2025-07-11 to 2025-07-13`, `since …`, `until …`; or no date is stated."""
    if time is None or (time.first is None and time.last is None):
        return NO_DATE
    words = _days_words(time.first, time.last)
    return f"{words} (historical)" if time.historical else words


def _days_words(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return f"since {first}" if first else f"until {last}"
    if first == last:
        return first.isoformat()
    if first.day == 1 and last == date(first.year, first.month, monthrange(first.year, first.month)[1]):
        return first.isoformat()[:7]
    if (first.month, first.day) == (1, 1) and last == date(first.year, 12, 31):
        return f"{first.year:04}"
    return f"{first} to {last}"


def where_words(place: Place | None) -> str:
    """`Lakeport, OST`, with the precision where it is wider than a town; else that it is unknown or was not found."""
    if place is None:
        return NO_PLACE
    words = ", ".join(part for part in (one_line(place.name).strip(), place.country) if part)
    if place.lat is None or place.lon is None:
        return f"{words} (not located)"
    return words if place.precision in ("exact", "town") else f"{words} ({place.precision})"


def type_words(mention: EventMention) -> str:
    """`CONSULT/visit`, and of a speech act its content: `THREATEN/violence of ASSAULT`."""
    words = "/".join((mention.type, *mention.modes))
    return f"{words} of {mention.content}" if mention.content else words


def source_words(sources: tuple[Source, ...]) -> str:
    """Who says so, outermost first: `Lakeport Courier, citing witnesses (anonymous)`; with no source, the author."""
    return ", citing ".join(_one_source_words(source) for source in sources) or "author"


def _one_source_words(source: Source) -> str:
    if source.kind == "author":
        return "author"
    name = _source_name(source)
    if not name:
        return {"anonymous": "an unnamed source", "media": "other media"}.get(source.kind, "a source")
    return f"{name} (anonymous)" if source.kind == "anonymous" else name


def _source_name(source: Source) -> str:
    """The source in the words of the text, which tell its office, with the code of the resolved actor."""
    if source.text and source.actor:
        return actor_words(msgspec.structs.replace(source.actor, name=source.text))
    return actor_words(source.actor) if source.actor else one_line(source.text or "").strip()


def claim_words(claim: Claim) -> str:
    """Who holds what: `Kyiv said so`, `Moscow denied it`, `the army left it open`, `a source denied that the emir took part`."""
    who = "the article" if claim.sources[-1].kind == "author" else source_words(claim.sources)
    return f"{who} {_stance_words(claim)}"


def _stance_words(claim: Claim) -> str:
    """In the past tense, which is the same of one and of many."""
    part = f"that {party_words(claim.party)} took part" if claim.target == "party" and claim.party is not None else ""
    what = part or ("what is charged" if claim.target == "content" else "")
    match claim.stance:
        case "denies":
            return f"denied {what or 'it'}"
        case "leaves_open":
            return f"left {'open whether' + part.removeprefix('that') if part else 'it open'}"
        case _:
            return f"confirmed {what}" if what else f"said {_STATUS_WORDS[claim.status]}"


def claims_words(claims: Sequence[Claim]) -> str:
    """All that is held of an act, in one line; empty where the article alone tells of it."""
    if len(claims) == 1 and claims[0].sources[-1].kind == "author":
        return ""
    return "; ".join(claim_words(claim) for claim in claims)


def count_words(count: Count) -> str:
    """`12 injured`, `at least 12 injured`, `up to 20 injured`, `12 to 20 injured`."""
    kind = count.kind.replace("_", " ")
    if count.low is None and count.high is None:
        return f"an unknown number {kind}"
    if count.low == count.high:
        return f"{count.low} {kind}"
    if count.high is None:
        return f"at least {count.low} {kind}"
    return f"up to {count.high} {kind}" if count.low is None else f"{count.low} to {count.high} {kind}"

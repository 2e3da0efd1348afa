"""Event mentions as the rows that linking compares: what is needed of each, in plain columns.

The row of a mention depends on the mention, its sentence, its article's day and nothing else, so that it is the same whatever
was read before it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

import pyarrow as pa

from dragoman.errors import DataError
from dragoman.records import EventMention, Participant, Record

Row = dict[str, Any]

SCHEMA: Final = pa.schema(
    [
        ("mention_id", pa.string()),
        ("document_id", pa.string()),
        ("within", pa.string()),  # id of the event that the article's own linking put the mention into
        ("published", pa.date32()),
        ("type", pa.string()),
        ("family", pa.string()),  # types that reports confuse
        ("is_bodily", pa.bool_()),  # done in a place, so that two places are two acts
        ("word", pa.string()),  # stem of the trigger
        ("sense", pa.string()),  # what the trigger means: triggers.tsv
        ("modes", pa.list_(pa.string())),
        ("status", pa.string()),
        ("is_symmetric", pa.bool_()),
        ("actors", pa.list_(pa.string())),  # codes
        ("recipients", pa.list_(pa.string())),
        ("parties", pa.list_(pa.string())),
        ("actor_ids", pa.list_(pa.string())),  # identities below the state: person:…, org:…, SDN-MIL
        ("recipient_ids", pa.list_(pa.string())),
        ("day_first", pa.date32()),
        ("day_last", pa.date32()),
        ("day_is_told", pa.bool_()),  # else the days before publication
        ("place", pa.string()),
        ("country", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("precision", pa.string()),
        ("radius_km", pa.float64()),
        ("names", pa.list_(pa.string())),  # capitalised words that name no party
        ("terms", pa.list_(pa.string())),  # stems of the other words
        ("counts", pa.list_(pa.string())),  # "killed:4"
        ("count_kinds", pa.list_(pa.string())),
    ]
)
# Acts that a report tells without a day are taken to fall so many days before publication, or on it.
UNTOLD_DAYS: Final = 2
_FAMILIES: Final = {
    "AGREE": "accord", "SUPPORT": "accord", "CONCEDE": "yielding", "RETREAT": "yielding", "AID": "giving", "COOPERATE": "giving",
    "ASSAULT": "force", "COERCE": "force", "MOBILIZE": "force", "PROTEST": "force", "SANCTION": "force",
    "ACCUSE": "words", "REJECT": "words", "THREATEN": "words", "REQUEST": "words",
}  # fmt: skip
_BODILY: Final = frozenset({"ASSAULT", "PROTEST", "COERCE", "MOBILIZE", "CONSULT", "RETREAT", "AID"})
# Roles in place of a name say no more than the code and the sector do.
_DULL_SECTORS: Final = frozenset({"GOV", "UNK", "CVL"})
_CALENDAR_WORDS: Final = """monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december"""
_CALENDAR: Final = frozenset(_CALENDAR_WORDS.split())
_STOP_WORDS: Final = """the and for that this with from into over after before were was are had has have been said says told
    they them their its his her who whom which while when where what about against between among under near last next week
    month year day days people person least more than some other others also not but one two three four five six seven
    eight nine ten earlier later again second third first new official officials spokesman spokeswoman ministry minister
    according statement reported report reports sources source"""
_STOP: Final = frozenset(_STOP_WORDS.split())
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Context(Record, frozen=True):
    """What linking needs to know of a mention beside the mention itself.

    `sentence` is the text in which it stands, `within` the id of the event that its article's own linking gave it.
    """

    published: date | None
    sentence: str
    within: str = ""


class Sense(Record, frozen=True):
    """A row of `triggers.tsv`: triggers that begin with `stem` mean `sense`."""

    stem: str
    sense: str


def mention_row(mention: EventMention, context: Context) -> Row:
    """The row of one mention, with exactly the columns of `SCHEMA`."""
    first, last, told = days_of(mention, context.published)
    actors, recipients = _codes(mention.actors), _codes(mention.recipients)
    names, terms = _words(mention, context.sentence)
    place = mention.place
    word = mention.trigger_text.lower()
    return {
        "mention_id": mention.id,
        "document_id": mention.document_id,
        "within": context.within,
        "published": context.published,
        "type": mention.type,
        "family": _FAMILIES.get(mention.type, mention.type),
        "is_bodily": mention.type in _BODILY,
        "word": stem(word.split()[0]) if word.split() else "",
        "sense": sense_of(word),
        "modes": sorted(mention.modes),
        "status": mention.status,
        "is_symmetric": mention.symmetric,
        "actors": actors,
        "recipients": recipients,
        "parties": sorted({*actors, *recipients}),
        "actor_ids": _ids(mention.actors),
        "recipient_ids": _ids(mention.recipients),
        "day_first": first,
        "day_last": last,
        "day_is_told": told,
        "place": plain(place.name) if place else None,
        "country": place.country if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "precision": place.precision if place else None,
        "radius_km": place.radius_km if place else None,
        "names": names,
        "terms": terms,
        "counts": sorted({f"{c.kind}:{c.low if c.low is not None else c.high}" for c in mention.counts}),
        "count_kinds": sorted({c.kind for c in mention.counts}),
    }


def days_of(mention: EventMention, published: date | None) -> tuple[date | None, date | None, bool]:
    """The days on which the act may have fallen, and whether the text tells them."""
    time = mention.time
    if time is not None and (time.first or time.last):
        first = time.first or time.last
        last = time.last or max(filter(None, (published, first)))
        return first, last, True
    if published is None:
        return None, None, False
    if mention.status == "planned":
        return published, published + timedelta(days=UNTOLD_DAYS), False
    return published - timedelta(days=UNTOLD_DAYS), published, False


def _codes(parties: Iterable[Participant]) -> list[str]:
    return sorted({p.actor.code for p in parties if p.actor is not None and p.actor.code})


def _ids(parties: Iterable[Participant]) -> list[str]:
    """Who below the state: named persons and bodies, and sectors that tell the forces of one state apart."""
    found = set()
    for party in parties:
        actor = party.actor
        if actor is None or not actor.id or actor.id == actor.code:
            continue
        if actor.id.startswith(("person:", "org:")) or (actor.sector and actor.sector not in _DULL_SECTORS):
            found.add(actor.id)
    return sorted(found)


def _words(mention: EventMention, sentence: str) -> tuple[list[str], list[str]]:
    """Names and terms of a mention's sentence, without the words for its parties and its trigger."""
    own = set(_plain_words(mention.trigger_text)).union(
        *(_plain_words(p.text) for p in (*mention.actors, *mention.recipients))
    )
    names, terms = _telling_words(sentence)
    return (
        sorted({word for word in names if word not in own}),
        sorted({stemmed for word, stemmed in terms if word not in own}),
    )


# A sentence has several mentions and stands in the copies of its article, which are written together.
@lru_cache(maxsize=10_000)
def _telling_words(sentence: str) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The names of a sentence, and its other words with their stems; without those that every sentence has."""
    names, terms = [], []
    for match in _WORD.finditer(sentence):
        word = match[0]
        lowered = _bare(word)
        if len(lowered) < 3 or lowered in _CALENDAR or lowered in _STOP:
            continue
        if word[0].isupper() and match.start() > 0:
            names.append(lowered)
        elif word[0].islower():
            terms.append((lowered, stem(lowered)))
    return tuple(dict.fromkeys(names)), tuple(dict.fromkeys(terms))


# News has few words and parties and many sentences: these three took a third of making rows.
@lru_cache(maxsize=100_000)
def _plain_words(text: str) -> tuple[str, ...]:
    return tuple(_bare(word) for word in _WORD.findall(text))


@lru_cache(maxsize=200_000)
def _bare(word: str) -> str:
    return plain(word.removesuffix("'s").removesuffix("’s"))


def plain(text: str) -> str:
    """The text in small letters without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The first five letters: crude, without a table of irregular forms, and a hard baseline of event coreference."""
    return plain(word)[:5]


@cache
def read_senses() -> tuple[Sense, ...]:
    """The rows of `data/triggers.tsv`, longest stem first.

    Raises:
        DataError: A row breaks the form, or a stem stands twice.
    """
    name = "triggers.tsv"
    text = (resources.files("dragoman.linking") / "data" / name).read_text(encoding="utf-8")
    rows: list[Sense] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 2:
            raise DataError(
                f"{len(parts)} columns", where=f"{name}:{number}", expected="sense, tab, stems with blanks between"
            )
        rows += (Sense(stem=word, sense=parts[0]) for word in parts[1].split())
    stems = [row.stem for row in rows]
    if twice := {word for word in stems if stems.count(word) > 1}:
        raise DataError(f"the stem {min(twice)!r} stands twice", where=name)
    return tuple(sorted(rows, key=lambda row: (-len(row.stem), row.stem)))


@cache
def sense_of(trigger: str) -> str:
    """What a trigger means: the sense of its first word that has one, by the longest stem; empty where no row has any."""
    words = (plain(word) for word in _WORD.findall(trigger))
    return next((row.sense for word in words for row in read_senses() if word.startswith(row.stem)), "")

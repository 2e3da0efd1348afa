"""FollowTheMoney entities: persons with their occupancies of positions become roles, organisations become bodies.

Read are `Person`, `Position`, `Occupancy`, and `Organization`, `PublicBody`, `Company`, `LegalEntity`; every other schema is
passed over by name. Dates and countries are taken from the occupancy, then from the position.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from dragoman.resolution.actors.importing.entries import (
    Entry,
    Given,
    LackError,
    Refused,
    Words,
    day,
    slug,
    term,
)

_BODIES: Final = {
    "Organization": ("", ""),
    "LegalEntity": ("", ""),
    "PublicBody": ("GOV", "agency"),
    "Company": ("BUS", "company"),
}
# Topics of the FollowTheMoney vocabulary that tell a sector, the first of an entity that does.
_TOPICS: Final = {
    "pol.party": ("PTY", "party", "organisations.tsv"),
    "crime.terror": ("REB", "", "armed_groups.tsv"),
    "crime.war": ("REB", "", "armed_groups.tsv"),
    "crime": ("CRM", "", "armed_groups.tsv"),
    "mil": ("MIL", "", "organisations.tsv"),
    "pol.union": ("LAB", "union", "organisations.tsv"),
    "media": ("JRN", "", "media.tsv"),
    "gov.igo": ("", "igo", "organisations.tsv"),
    "gov": ("GOV", "agency", "organisations.tsv"),
}
_OFFICES: Final = {
    "gov.head": ("head_of_government", "GOV"),
    "gov.judicial": ("judge", "JUD"),
    "gov.legislative": ("legislator", "LEG"),
}
_KNOWN: Final = frozenset({"Person", "Position", "Occupancy", *_BODIES})


class Entity(NamedTuple):
    """One entity: where it stands in the file, its id, schema and properties, each a list of words or entities."""

    where: str
    id: str
    schema: str
    properties: dict[str, list[Any]]

    def values(self, *names: str) -> list[str]:
        """The words of some properties, in order."""
        return [v.strip() for name in names for v in self.properties.get(name, ()) if isinstance(v, str) and v.strip()]

    def first(self, *names: str) -> str:
        """The first of them."""
        return next(iter(self.values(*names)), "")


def entity_entries(
    lines: Iterable[tuple[str, dict[str, Any]]], words: Words, given: Given
) -> Iterator[Entry | Refused]:
    """What the entities tell, in the order of the file; one that another refers to may stand before or behind it."""
    entities = [entity for where, told in lines for entity in _unfolded(where, told)]
    known = {entity.id: entity for entity in entities}
    placed = {v for e in entities if e.schema == "Occupancy" for v in e.values("holder")}
    for entity in entities:
        try:
            if entity.schema == "Occupancy":
                yield _occupancy(entity, known, words, given)
            elif entity.schema == "Person" and entity.id not in placed:
                yield _person(entity, words, given)
            elif entity.schema in _BODIES:
                yield _body(entity, words, given)
            elif entity.schema not in _KNOWN:
                yield Refused(
                    entity.where, entity.first("name") or entity.id, f"the schema {entity.schema} is not read"
                )
        except LackError as err:
            yield Refused(entity.where, _called(entity, known), str(err))


def _unfolded(where: str, told: dict[str, Any]) -> Iterator[Entity]:
    """An entity and those that stand inside it, which it refers to by id from there on."""
    properties = told.get("properties")
    flat: dict[str, list[Any]] = {}
    for name, values in (properties if isinstance(properties, dict) else {}).items():
        flat[name] = []
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict) and isinstance(value.get("schema"), str):
                yield from _unfolded(where, value)
                value = str(value.get("id", ""))
            flat[name].append(value)
    if not flat.get("name") and isinstance(told.get("caption"), str):
        flat["name"] = [told["caption"]]
    yield Entity(where, str(told.get("id", where)), str(told["schema"]), flat)


def _called(entity: Entity, known: dict[str, Entity]) -> str:
    holder = known.get(entity.first("holder"))
    return (holder.first("name") if holder else "") or entity.first("name") or entity.id


def _occupancy(entity: Entity, known: dict[str, Entity], words: Words, given: Given) -> Entry:
    holder, post = known.get(entity.first("holder")), known.get(entity.first("post"))
    if holder is None:
        raise LackError(f"the holder {entity.first('holder') or '(none)'!r} is not in the file")
    if post is None:
        raise LackError(f"the post {entity.first('post') or '(none)'!r} is not in the file")
    start, end = day(entity.first("startDate")), day(entity.first("endDate"))
    if not end and entity.first("status") == "ended":
        raise LackError("it has ended, and endDate does not say when")
    states = [*post.values("country", "jurisdiction", "mainCountry"), *entity.values("country")]
    return _role(entity.where, holder, post.first("name"), post.values("topics"), states, start, end, words, given)


def _person(entity: Entity, words: Words, given: Given) -> Entry:
    """A person without occupancies: by the words of `position`, from the day that the user gives."""
    position = entity.first("position")
    if not position and not given.office:
        raise LackError("neither an Occupancy nor a position tells its office: give --office")
    states = entity.values("country", "nationality", "citizenship")
    return _role(entity.where, entity, position, [], states, "", "", words, given)


def _role(
    where: str,
    person: Entity,
    position: str,
    topics: list[str],
    states: list[str],
    start: str,
    end: str,
    words: Words,
    given: Given,
) -> Entry:
    name = " ".join(person.first("name").split())
    if not name:
        raise LackError("the person has no name")
    start, end = term(start, end, given)
    told = words.office(position) if position else None
    by_topic = next((_OFFICES[topic] for topic in topics if topic in _OFFICES), ("", ""))
    office = given.office or (told[0].office if told else by_topic[0])
    sector = given.sector or (told[0].sector if told else by_topic[1])
    country = words.country(*states) or (told[1] if told else "")
    if not office:
        raise LackError(f"the position {position!r} is no title of ours with a state behind it: give --office")
    if not country:
        raise LackError(f"no table has the state {', '.join(states)!r}" if states else "no country")
    if not sector:
        raise LackError("no sector: give --sector")
    aliases = words.own_names(name, [*person.values("name")[1:], *person.values("alias", "weakAlias")], person=True)
    return Entry(where, "roles.tsv", {
        "person": name, "aliases": aliases, "office": office, "country": country, "sector": sector, "from": start,
        "to": end, "checked_on": given.checked_on or "", "source": given.source or f"FollowTheMoney {person.id}",
    })  # fmt: skip


def _body(entity: Entity, words: Words, given: Given) -> Entry:
    name = " ".join(entity.first("name").split())
    if not name:
        raise LackError("it has no name")
    sector, kind = _BODIES[entity.schema]
    table = "organisations.tsv"
    for topic in entity.values("topics"):
        if topic in _TOPICS:
            sector, kind, table = _TOPICS[topic]
            break
    table, sector, kind = given.table or table, sector or given.sector or "", kind or given.kind or ""
    country = words.country(*entity.values("country", "jurisdiction", "mainCountry"))
    if not sector and kind not in ("igo", "un_body", "mission"):
        raise LackError("neither schema nor topics tell its sector: give --sector")
    if not country and kind not in ("igo", "un_body", "mission", "ngo"):
        raise LackError("no country")
    start, end = day(entity.first("incorporationDate", "startDate")), day(entity.first("dissolutionDate", "endDate"))
    aliases = words.own_names(name, [*entity.values("name")[1:], *entity.values("alias", "weakAlias")], person=False)
    cells = {
        "id": slug(name), "name": name, "aliases": aliases,
        "abbreviations": "|".join(entity.values("abbreviation")), "country": country, "from": start, "to": end,
        "checked_on": given.checked_on or "", "source": given.source or f"FollowTheMoney {entity.id}",
    }  # fmt: skip
    if table == "media.tsv":
        return Entry(entity.where, table, cells)
    cells |= {"sector": sector, "code": country or ("NGO" if kind == "ngo" else "")}
    return Entry(entity.where, table, cells if table == "armed_groups.tsv" else {**cells, "kind": kind})

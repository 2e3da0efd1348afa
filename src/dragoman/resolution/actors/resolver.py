"""Who a noun phrase names, by its own words, the day, and what the document has told so far.

The order follows the phrase from its head outwards: a name the tables know, a person with a title, a role word with a country
beside it, a bare country or capital, a role word alone. Everything that stays in doubt is NIL with a reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from dragoman.ontology.agents import RoleWord
from dragoman.records import Actor, Candidate
from dragoman.resolution.actors.memory import Memory
from dragoman.resolution.actors.names import fold
from dragoman.resolution.actors.phrases import Hit, Phrase, RoleHit
from dragoman.resolution.actors.tables import Entity, Knowledge

# A leader is still called by the office for some weeks after it, and a report may look back.
GRACE = timedelta(days=120)
# Capitals that speak for the body that sits there, unless the text is about the country.
_SEATS = {"BEL": "EU"}
_NATIONAL = frozenset({"country", "demonym", "people", "capital"})
_CROWDS = frozenset(
    [
        "hundred",
        "hundreds",
        "thousand",
        "thousands",
        "dozen",
        "dozens",
        "scores",
        "ten",
        "tens",
        "million",
        "millions",
        "crowds",
    ]
)
_OF_EUROPE = (
    "capitals",
    "countries",
    "diplomats",
    "governments",
    "lawmakers",
    "ministers",
    "nations",
    "officials",
    "powers",
    "states",
)
_WORLD: dict[tuple[str, ...], str] = {
    **{("european", noun): "EU" for noun in _OF_EUROPE},
    ("international", "community"): "IGO", ("world", "powers"): "IGO", ("world", "leaders"): "IGO",
    ("western", "powers"): "IGO", ("western", "countries"): "IGO", ("arab", "states"): "IGO",
    ("european", "leaders"): "EU", ("european", "union"): "EU", ("united", "nations"): "UN", ("security", "council"): "UN",
    ("african", "union"): "AU", ("the", "bloc"): "IGO", ("donor", "countries"): "IGO", ("donors",): "IGO",
}  # fmt: skip


# Who leads or speaks is of the body named beside it: "a spokesman for the police", "an officer of the army".
SPEAKS_FOR = frozenset(
    {"spokesman", "spokeswoman", "spokesperson", "spokesmen", "head", "chief", "officer", "officers", "official", "officials",
     "leader", "leaders", "member", "members", "deputy", "commander", "commanders", "men", "man", "fighters", "negotiator",
     "negotiators", "delegation", "representative", "representatives", "envoy"}
)  # fmt: skip
# Of many states unless the text tells which; nobody's without an article.
_BARE_POWERS = frozenset(
    {"juntas", "governments", "regimes", "dictators", "autocrats", "autocracies", "democracies", "parliaments"}
)
# Who keeps the peace or counts its breaches does so for a body of states, whose country the mission's is not.
_KEEPERS = ("UN", "AU", "OSCE", "ECOWAS", "NATO")
_FORCES_OF = {"peacekeeper": _KEEPERS, "peacekeepers": _KEEPERS, "helmets": ("UN",)}
_FOREIGN = frozenset({"foreigner", "foreigners", "outsider", "outsiders", "expatriate", "expatriates"})
_BESIDE = frozenset({"neighbouring", "neighboring", "nearby"})
# "a critic of Hamas", "the hostages of Boko Haram" are none of theirs.
_NOT_OF_THEM = frozenset(
    {"victim", "victims", "critic", "critics", "opponent", "opponents", "enemy", "enemies", "rival", "rivals", "hostage",
     "hostages", "prisoner", "prisoners", "captive", "captives", "foe", "foes", "ally", "allies"}
)  # fmt: skip


class NameResolver:
    """Resolve one phrase without looking at pronouns (that is `document`)."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def __call__(self, phrase: Phrase, memory: Memory, *, on: date | None, place_country: str | None) -> Actor:
        """The actor of a phrase; `on` is the day of the event or of the report."""
        for step in (self._known, self._titled, self._role_with_country, self._national, self._world, self._remembered):
            actor = step(phrase, memory, on)
            if actor is not None:
                return actor
        return self._generic(phrase, memory, place_country)

    # ------------------------------------------------------------------ steps

    def _known(self, phrase: Phrase, memory: Memory, on: date | None) -> Actor | None:
        """An organisation, group, medium or person by name, where the name holds the head of the phrase."""
        acronym = memory.acronym(phrase.tokens[phrase.head].text) if phrase.tokens else None
        if acronym is not None:
            return _with(acronym, name=phrase.text, reason="NAMED_BEFORE")
        for hit in sorted(phrase.hits, key=lambda h: (not (h.first <= phrase.head <= h.last), -h.last)):
            if not (hit.first <= phrase.head <= hit.last) and not self._heads_role(phrase, hit):
                continue
            named = [e for e in hit.entities if e.kind not in _NATIONAL]
            if not named or (all(e.ambiguous for e in named) and len(named) < len(hit.entities)):
                continue
            if self._inside_foreign_name(phrase, hit, named):
                continue
            country = self._country_of(phrase, memory, skip=hit) or self._told_of(named, phrase, memory)
            if (
                _are_shared([e for e in named if e.holds_on(on)])
                and country is not None
                and all(e.country != country for e in named)
            ):
                continue  # the "Federal High Court" of a country that the tables do not have it for
            if hit.first <= phrase.head <= hit.last:
                national = [e for e in hit.entities if e.kind in _NATIONAL]
                if national and hit.first == hit.last:
                    continue
                return self._choose(named, on, country, "NAME")
            role = phrase.role_at_head()
            chosen = self._choose([e for e in named if e.kind != "person"] or named, on, country, "MEMBER_OF")
            sector = chosen.sector
            if role and role.role and chosen.kind in ("org", "metonym", "media"):
                sector = chosen.sector or role.role.sector
            return _with(chosen, name=phrase.text, sector=sector)
        return None

    def _heads_role(self, phrase: Phrase, hit: Hit) -> bool:
        """ "Hezbollah fighters", "Kremlin spokesman", "UN peacekeepers": the name stands before a role word at the head."""
        if hit.first in phrase.tied:
            return False
        named = any(e.kind in ("org", "group", "metonym", "media") for e in hit.entities)
        role = phrase.role_at_head()
        if hit.first > phrase.head:  # "the head of the World Health Organization", "a spokesman for Hezbollah"
            between = phrase.words[phrase.head + 1 : hit.first]
            person = role is not None and (role.title is not None or (role.role is not None and role.role.person))
            belongs = between[:1] in (("of",), ("for",)) and between[1:] in ((), ("the",))
            return named and person and belongs and phrase.words[phrase.head] not in _NOT_OF_THEM
        return named and hit.last < phrase.head and (role is not None or not self._is_person(phrase))

    def _titled(self, phrase: Phrase, memory: Memory, on: date | None) -> Actor | None:
        """A person: by full name in the tables, by title and surname, by what the document said of the surname."""
        if not self._is_person(phrase) and not self._is_known_surname(phrase, memory):
            return None
        words = self._name_words(phrase)
        if not words:
            return None
        country = self._country_of(phrase, memory)
        title = self._title_before(phrase)
        for hit in phrase.hits:
            people = [e for e in hit.entities if e.kind == "person"]
            if people and hit.first <= phrase.head <= hit.last and hit.last > hit.first:
                return self._choose(people, on, country, "PERSON", former=phrase.former)
        known = memory.person(words[-1])
        if (
            known is not None
            and known.code is not None
            and (title is None or country is None or known.country in (country, None))
        ) and not (title and known.sector in ("GOV", None) and country and known.country is None):
            return _with(known, name=phrase.text, reason="NAMED_BEFORE")
        stranger = known is not None and known.code is None
        candidates = (
            [] if stranger else self._surname(words, on, country, title.title.office if title and title.title else None)
        )
        if candidates:
            return self._choose(candidates, on, country, "SURNAME", former=phrase.former)
        if title is not None:
            sector = title.title.sector if title.title else (title.role.sector if title.role else None)
            if phrase.former and sector == "GOV":
                sector = "ELI"
            country = country or self._peculiar(title)
            officer = None if country else self._officer(title, phrase, memory)
            if officer is not None:
                return msgspec.structs.replace(officer, kind="person", score=0.6)
            code = country or self._where(phrase, title, memory)
            reason = "TITLE" if country else "TITLE_COUNTRY_FROM_TEXT"
            return Actor(
                name=phrase.text,
                id=None,
                code=code,
                country=code,
                sector=sector,
                kind="person",
                score=0.75 if country else 0.5,
                reason=reason,
            )
        if country is not None:
            role = self._role_any(phrase)
            return Actor(
                name=phrase.text, code=country, country=country, sector=role.role.sector if role and role.role else "CVL",
                kind="person", score=0.6, reason="NATIONALITY",
            )  # fmt: skip
        return None

    def _role_with_country(self, phrase: Phrase, memory: Memory, on: date | None) -> Actor | None:
        """ "the Syrian government", "Israeli forces", "the Turkish president" (to the holder on the day)."""
        role = phrase.role_at_head()
        if role is None:
            return None
        country = self._country_of(phrase, memory) or (self._peculiar(role) if not phrase.hits else None)
        if country is None:
            return self._officer(role, phrase, memory) if not phrase.hits else None
        sector = self._sector(phrase, role)
        office = role.title.office if role.title else None
        holder = (
            self._holder(country, office, on)
            if office and not phrase.former and not (role.role and role.role.plural)
            else None
        )
        if holder is not None:
            return Actor(
                name=holder.name,
                id=holder.id,
                code=country,
                country=country,
                sector=sector,
                kind="person",
                score=0.85,
                reason="HOLDER_ON_DAY",
            )
        return Actor(
            name=phrase.text, id=f"{country}-{sector}" if sector else country, code=country, country=country, sector=sector,
            kind="role", score=0.9, reason="COUNTRY_AND_ROLE",
        )  # fmt: skip

    def _national(self, phrase: Phrase, memory: Memory, on: date | None) -> Actor | None:
        """A bare country, people or capital, or something of theirs."""
        best: Actor | None = None
        for hit in phrase.hits:
            if hit.first in phrase.tied or _is_posting(phrase, hit):
                continue
            entity = next(
                (e for e in _told_first(hit.entities, memory) if e.kind in _NATIONAL and e.holds_on(on)), None
            )
            if entity is None:
                continue
            at_head = hit.first <= phrase.head <= hit.last
            seat = _SEATS.get(entity.code or "") if entity.kind == "capital" and at_head else None
            if seat is not None and not memory.tells_of(entity.code or ""):
                return Actor(
                    name=phrase.text, id=f"org:{seat.lower()}", code=seat, kind="org", score=0.7, reason="SEAT_OF_BODY"
                )
            sector = {"country": "GOV", "capital": "GOV", "people": "CVL"}.get(entity.kind) if at_head else None
            if entity.kind == "people" and len(phrase.words) == 1 and phrase.tokens[0].tag == "JJ":
                sector = None
            actor = Actor(
                name=phrase.text, id=entity.id, code=entity.code, country=entity.country, sector=sector, kind=entity.kind,
                score=0.9 if at_head else 0.6, reason=entity.kind.upper() if at_head else "BELONGS_TO_COUNTRY",
            )  # fmt: skip
            if at_head:
                return actor
            best = best or actor
        return best

    def _world(self, phrase: Phrase, memory: Memory, on: date | None) -> Actor | None:
        for length in (2, 1):
            for start in range(len(phrase.words) - length + 1):
                code = _WORLD.get(phrase.words[start : start + length])
                if code:
                    return Actor(name=phrase.text, code=code, kind="org", score=0.5, reason="COLLECTIVE")
        return None

    def _remembered(self, phrase: Phrase, memory: Memory, on: date | None) -> Actor | None:
        """A short name that the document introduced: an acronym in brackets, a surname."""
        known = memory.name(phrase.words)
        if known is None and phrase.tokens and phrase.tokens[phrase.head].text[:1].isupper() and not phrase.hits:
            known = memory.person(phrase.words[phrase.head])
        return (
            _with(known, name=phrase.text, reason="NAMED_BEFORE")
            if known is not None and known.code is not None
            else None
        )

    def _generic(self, phrase: Phrase, memory: Memory, place_country: str | None) -> Actor:
        """A role word alone: sector by the word, country from the document or the place of the act."""
        role = phrase.role_at_head() or self._role_any(phrase)
        if role is None and phrase.words and phrase.words[phrase.head] in _CROWDS:
            role = RoleHit(phrase.head, phrase.head, RoleWord("CVL", True, True, False, False), None)
        if role is None:
            reason = "UNKNOWN_PERSON" if self._is_person(phrase) else "UNKNOWN_NAME"
            if self._is_person(phrase) and (place_country or memory.country(phrase.sentence, phrase.apart)):
                code = place_country or memory.country(phrase.sentence, phrase.apart)
                return Actor(
                    name=phrase.text,
                    code=code,
                    country=code,
                    sector=None,
                    kind="person",
                    score=0.3,
                    reason="PERSON_COUNTRY_INFERRED",
                )
            return Actor(name=phrase.text, reason=reason)
        sector = self._sector(phrase, role)
        if role.role is not None and role.role.instrument:
            return Actor(
                name=phrase.text, sector=sector, kind="role", score=0.2, reason="NO_COUNTRY"
            )  # whose bomb it was
        officer = self._officer(role, phrase, memory) if phrase.home is None and not phrase.hits else None
        if officer is not None:
            return officer
        if phrase.words[phrase.head] in _FOREIGN or phrase.words in {(w,) for w in _BARE_POWERS}:
            return Actor(name=phrase.text, sector=sector, kind="role", score=0.2, reason="NO_COUNTRY")
        if phrase.home is not None:
            place_country = phrase.home
        state_like = phrase.home is None and sector in ("GOV", "MIL", "COP", "LEG", "JUD", "SPY")
        code = (
            (self._where(phrase, role, memory) or place_country)
            if state_like
            else (place_country or self._where(phrase, role, memory))
        )
        return Actor(
            name=phrase.text, id=f"{code}-{sector}" if code and sector else None, code=code, country=code, sector=sector,
            kind="role", score=0.45 if code else 0.2, reason="COUNTRY_INFERRED" if code else "NO_COUNTRY",
        )  # fmt: skip

    # ------------------------------------------------------------------ parts

    def _is_person(self, phrase: Phrase) -> bool:
        if not phrase.tokens:
            return False
        head = phrase.tokens[phrase.head]
        title = self._title_before(phrase)
        if title is None and any(
            h.first <= phrase.head <= h.last
            and (h.first == 0 or phrase.tokens[h.first - 1].pos != "PROPN" or phrase.words[h.first - 1] in _BESIDE)
            and all(e.kind in _NATIONAL for e in h.entities)
            for h in phrase.hits
        ):
            return False  # the recogniser takes Azerbaijan for a person now and then
        if head.entity == "PERSON":
            return True
        if head.pos != "PROPN" or head.entity in ("ORG", "GPE", "NORP", "DATE"):
            return any(t.entity == "PERSON" for t in phrase.tokens) and head.pos == "PROPN"
        return title is not None and title.last < phrase.head

    def _is_known_surname(self, phrase: Phrase, memory: Memory) -> bool:
        """A name alone that the document has given a person, whatever the recogniser takes it for the second time."""
        if len(phrase.words) != 1 or not phrase.tokens or phrase.tokens[0].pos != "PROPN" or phrase.hits:
            return False
        return memory.person(phrase.words[0]) is not None

    def _name_words(self, phrase: Phrase) -> tuple[str, ...]:
        """The words of a person's name: the proper nouns up to the head, behind the title."""
        title = self._title_before(phrase)
        first = title.last + 1 if title else 0
        found = []
        for index in range(first, len(phrase.words)):
            token = phrase.tokens[index]
            if token.pos in ("PROPN", "X") or token.entity == "PERSON":
                if token.entity in ("GPE", "NORP") and index < phrase.head:
                    continue
                found.append(phrase.words[index])
            elif found:
                break
        return tuple(w for w in found if w not in ("al", "el"))

    def _title_before(self, phrase: Phrase) -> RoleHit | None:
        """The last title or role that ends before the head."""
        found = [r for r in phrase.roles if r.last < phrase.head and (r.title or (r.role and r.role.person))]
        return found[-1] if found else None

    def _role_any(self, phrase: Phrase) -> RoleHit | None:
        return phrase.roles[-1] if phrase.roles else None

    def _sector(self, phrase: Phrase, role: RoleHit) -> str | None:
        """The sector of the head; "government forces" are soldiers, "opposition leader" is opposition, "ex-" is a former one."""
        sector = role.role.sector if role.role else (role.title.sector if role.title else None)
        if phrase.former and sector == "GOV" and role.role and role.role.person:
            return "ELI"
        if phrase.words[role.last] in SPEAKS_FOR and sector in ("GOV", "UNK", "CVL", "COP", None):
            body = next((o for o in phrase.roles if o.first > role.last), None)
            between = phrase.words[role.last + 1 : body.first] if body is not None else ()
            if body is not None and body.role and not body.role.person and "of" in between[:1]:
                return body.role.sector
        if sector in ("GOV", "UNK", "CVL", "PTY", None, "UAF"):
            for other in phrase.roles:
                if (
                    other.last < role.first
                    and other.first not in phrase.tied
                    and other.role
                    and other.role.sector in ("OPP", "REB", "MIL", "COP", "PTY", "JUD", "LEG")
                ):
                    return other.role.sector
        if sector == "MIL" and any(
            o.role and o.role.sector in ("REB", "OPP") and o.last < role.first for o in phrase.roles
        ):
            return "REB"
        return sector

    def _country_of(self, phrase: Phrase, memory: Memory, *, skip: Hit | None = None) -> str | None:
        """The country that the phrase itself names, not tied by "-backed" and the like; nearest before the head first."""
        found: list[tuple[int, str]] = []
        for hit in phrase.hits:
            if hit is skip or hit.first in phrase.tied or _is_posting(phrase, hit):
                continue
            for entity in _told_first(hit.entities, memory):
                if entity.kind in (*_NATIONAL, "metonym") and entity.country and entity.end is None:
                    if entity.kind == "capital" and entity.ambiguous:
                        continue
                    found.append((abs(phrase.head - hit.last), entity.country))
                    break
        return min(found)[1] if found else None

    @staticmethod
    def _inside_foreign_name(phrase: Phrase, hit: Hit, named: list[Entity]) -> bool:
        """Whether a name is the end of a longer one that another country begins: the Kenya Peace Corps is not America's."""
        before = next((h for h in phrase.hits if h.last == hit.first - 1), None)
        if before is None or phrase.tokens[before.last].pos != "PROPN" or before.last in phrase.tied:
            return False
        countries = {e.country for e in before.entities if e.kind == "country"}
        return bool(countries) and all(e.country is not None and e.country not in countries for e in named)

    @staticmethod
    def _told_of(named: list[Entity], phrase: Phrase, memory: Memory) -> str | None:
        """Of several bodies with one name, that of the country which the text is about."""
        if len({e.country for e in named if e.kind in ("org", "group", "media", "metonym")}) < 2:
            return None
        return memory.country(phrase.sentence, phrase.apart)

    @staticmethod
    def _officer(role: RoleHit, phrase: Phrase, memory: Memory) -> Actor | None:
        """The officer of a body of states that the text names ("the special rapporteur", "peacekeepers" where it names the UN)."""
        bodies = set(role.title.bodies) if role.title else set()
        bodies |= {b for w in phrase.words[role.first : role.last + 1] for b in _FORCES_OF.get(w, ())}
        told = {s.actor.code for s in memory.seen if s.actor.code in bodies}
        if len(told) != 1:
            return None
        return Actor(name=phrase.text, code=told.pop(), kind="role", score=0.5, reason="MEMBER_OF")

    @staticmethod
    def _peculiar(role: RoleHit) -> str | None:
        """The only country that has an office of such a name."""
        only = role.title.only if role.title else frozenset()
        return next(iter(only)) if len(only) == 1 else None

    @staticmethod
    def _where(phrase: Phrase, role: RoleHit | None, memory: Memory) -> str | None:
        """The country that the text is about, of those that have such an office."""
        title = role.title if role else None
        if title is None:
            return memory.country(phrase.sentence, phrase.apart)
        if not title.only:
            return memory.country(phrase.sentence, phrase.apart | title.never)
        return memory.country(phrase.sentence, phrase.apart | (memory.countries() - title.only))

    def _surname(
        self, words: tuple[str, ...], on: date | None, country: str | None, office: str | None
    ) -> list[Entity]:
        found = [
            e for e in self.knowledge.surnames.get(words[-1], ()) if country is None or e.country in (country, None)
        ]
        if len(words) > 1:
            full = [e for e in found if fold(e.name)[:1] == words[:1] or words[0] in e.name.lower().split()]
            found = full or [e for e in found if office and e.office == office]
        day = on
        current = [e for e in found if e.holds_on(day)]
        if office:
            current = [e for e in current if e.office == office] or current
        near = [e for e in found if day is not None and _near(e, day)]
        return current or near or (found if len({e.id for e in found}) == 1 else [])

    def _holder(self, country: str, office: str | None, on: date | None) -> Entity | None:
        if office is None or on is None:
            return None
        found = [e for e in self.knowledge.offices.get((country, office), ()) if e.holds_on(on)]
        found = [e for e in found if e.mine] or found
        return found[0] if len({e.id for e in found}) == 1 else None

    def _choose(
        self, entities: list[Entity], on: date | None, country: str | None, reason: str, *, former: bool = False
    ) -> Actor:
        """The best of several bearers: right country, holding on the day, else nearest to it."""
        ranked = sorted(
            enumerate(entities),
            key=lambda pair: (
                0 if country in (None, pair[1].country) else 1 if pair[1].country is None else 2,
                not pair[1].holds_on(on),
                pair[1].kind == "person" and pair[1].country is None,  # who governs a state may chair a body besides
                on is None and pair[1].office not in ("head_of_state", "head_of_government"),
                _distance(pair[1], on),
                pair[0],
            ),
        )
        best = ranked[0][1]
        sector = best.sector
        if (former and sector == "GOV") or (
            best.kind == "person"
            and on is not None
            and best.end is not None
            and best.end + GRACE <= on
            and sector == "GOV"
        ):
            sector = "ELI"
        others = tuple(Candidate(id=e.id, name=e.name, score=0.5) for _, e in ranked[1:4] if e.id != best.id)
        return Actor(
            name=best.name, id=best.id, code=best.code or country, country=best.country, sector=sector, kind=best.kind,
            score=0.9 if best.holds_on(on) else 0.6, reason=reason if best.holds_on(on) else f"{reason}_NOT_ON_DAY", candidates=others,
        )  # fmt: skip


def _are_shared(named: list[Entity]) -> bool:
    """Whether a name is that of bodies of several states, and nothing else."""
    return all(e.kind == "metonym" for e in named) and len({e.country for e in named}) > 1


def _told_first(entities: Sequence[Entity], memory: Memory) -> Sequence[Entity]:
    """The bearers of a name; of states that share it ("Dominican"), first what the text has named, then whom it means alone."""
    if len({e.country for e in entities if e.kind in _NATIONAL}) < 2:
        return entities
    return sorted(entities, key=lambda e: (e.country is None or not memory.names(e.country), e.ambiguous))


def _is_posting(phrase: Phrase, hit: Hit) -> bool:
    """ "ambassador to Kenya", "war on Yemen": a country behind the head and such a preposition is not whose the head is."""
    between = phrase.words[phrase.head + 1 : hit.first]
    return bool(between) and between[0] in ("to", "on", "with", "against", "towards")


def _near(entity: Entity, day: date) -> bool:
    return (entity.start is None or entity.start - GRACE <= day) and (entity.end is None or day < entity.end + GRACE)


def _distance(entity: Entity, day: date | None) -> int:
    if day is None or entity.holds_on(day):
        return 0
    if entity.start is not None and day < entity.start:
        return (entity.start - day).days
    return (day - entity.end).days if entity.end is not None else 0


def _with(actor: Actor, *, name: str, sector: str | None = None, reason: str | None = None) -> Actor:
    return msgspec.structs.replace(
        actor,
        name=actor.name if actor.kind == "person" else name,
        sector=sector or actor.sector,
        reason=reason or actor.reason,
    )

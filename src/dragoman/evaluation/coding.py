"""Our mentions in the words of other codebooks: the strict PLOVER type, actor codes, ACLED-like labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dragoman.ontology import contexts_of, export_code, load_ontology, sector_to_cameo, to_cameo
from dragoman.records import Actor, EventMention, Participant, Reading

NOBODY = "---"
_BARE = frozenset({"country", "capital", "demonym", "territory", "place"})
_PLANNED = {"CONSULT": "AGREE", "SUPPORT": "AGREE", "COOPERATE": "AGREE", "AID": "AGREE", "RETREAT": "CONCEDE"}
_ARMED = frozenset({"MIL", "REB", "PRM", "UAF", "IMG", "COP"})


def strict_type(mention: EventMention) -> str:
    """The type as strict PLOVER writes it: a visit, backing or help to come is AGREE, a retreat to come CONCEDE."""
    return _PLANNED.get(mention.type, mention.type) if mention.status == "planned" else mention.type


def cameo_of(mention: EventMention) -> str:
    """The CAMEO code of a mention, with what its record tells."""
    kind = strict_type(mention)
    modes = mention.modes if kind == mention.type else ()
    sides = [*mention.actors, *mention.recipients]
    armed = len(sides) > 1 and all(p.actor is not None and p.actor.sector in _ARMED for p in sides)
    return to_cameo(kind, modes, mention.contexts, cues=("both-armed",) if armed else ())


def actor_code(actor: Actor | None, *, cameo: bool = False) -> str:
    """Country (or IGO, NGO, ...) and, where the text gives one, sector: HUNGOV, ROU, IGO; `---` for nobody known."""
    if actor is None or actor.code is None:
        return NOBODY
    classes = load_ontology().classes
    code = export_code(actor.code)
    if actor.country is None and code not in classes:
        code = "IGO"
    if actor.sector is None or actor.kind in _BARE or code in classes:
        return f"IGO{code}" if cameo and code == "UNO" else code
    return f"{code}{(sector_to_cameo(actor.sector) if cameo else actor.sector) or ''}"


def triples_of(mention: EventMention, *, cameo: bool = False) -> Iterator[tuple[str, str, str]]:
    """Source, target and event of each pair. Of a symmetric act both orders; `---` where a side is empty."""
    event = cameo_of(mention) if cameo else strict_type(mention)
    actors, recipients = _codes(mention.actors, cameo), _codes(mention.recipients, cameo)
    if mention.symmetric and len({*actors, *recipients} - {NOBODY}) > 1:
        parties = list(dict.fromkeys(code for code in (*actors, *recipients) if code != NOBODY))
        yield from ((a, b, event) for a in parties for b in parties if a != b)
        return
    yield from ((a, b, event) for a in actors or [NOBODY] for b in recipients or [NOBODY])


def _codes(participants: Iterable[Participant], cameo: bool) -> list[str]:
    return list(dict.fromkeys(actor_code(participant.actor, cameo=cameo) for participant in participants))


# ACLED-like labels (the label list of CASE 2021, task 2), by (type, mode); a type alone where no mode decides.
_CASE = {
    ("ASSAULT", "aerial"): "AIR_STRIKE", ("ASSAULT", "drone"): "AIR_STRIKE", ("ASSAULT", "unconventional"): "CHEM_WEAP",
    ("ASSAULT", "heavy-weapons"): "ART_MISS_ATTACK", ("ASSAULT", "suicide-attack"): "SUIC_BOMB",
    ("ASSAULT", "explosives"): "REM_EXPLOS", ("ASSAULT", "sexual"): "SEX_VIOL", ("ASSAULT", "abduct"): "ABDUCT_DISSAP",
    ("ASSAULT", "crowd-control"): "FORCE_AGAINST_PROTEST", ("ASSAULT", "destroy"): "PROPERTY_DISTRUCT",
    ("ASSAULT", None): "ATTACK", ("PROTEST", "riot"): "VIOL_DEMONSTR", ("PROTEST", "vandalize"): "PROPERTY_DISTRUCT",
    ("PROTEST", None): "PEACE_PROTEST", ("COERCE", "arrest"): "ARREST", ("COERCE", "seize"): "DISR_WEAP",
    ("RETREAT", "withdraw"): "NON_VIOL_TERRIT_TRANSFER", ("RETREAT", "disarm"): "DISR_WEAP",
    ("RETREAT", "ceasefire"): "AGREEMENT", ("SUPPORT", None): "AGREEMENT", ("AGREE", None): "AGREEMENT",
    ("CONCEDE", None): "AGREEMENT", ("CONSULT", None): "DIPLO", ("REQUEST", None): "DIPLO", ("REJECT", None): "DIPLO",
    ("SANCTION", None): "DIPLO", ("ACCUSE", "allege"): "ATTRIB",
}  # fmt: skip
_CASE_CONTEXTS = {
    "disasters": "NATURAL_DISASTER", "illegal_drugs": "ORG_CRIME", "trafficking": "ORG_CRIME", "crime": "ORG_CRIME",
}  # fmt: skip
_GRENADE = re.compile(r"\bgrenades?\b", re.IGNORECASE)


def case_label(reading: Reading, mention: EventMention | None) -> str:
    """The ACLED-like label of a text by its main event; by what the text is about where it has none; else OTHER.

    Fighting between two armed sides is ARMED_CLASH; a protest beside police force in the same text PROTEST_WITH_INTER. An
    event that was left out because nobody known did it counts here: these labels ask what happened, not who did it.
    """
    text = reading.document.text
    if mention is None:
        for left in reading.left_out:
            if left.reason == "NO_KNOWN_ACTOR" and (left.type or "", None) in _CASE:
                return _CASE[left.type or "", None]
        return next((_CASE_CONTEXTS[c] for c in contexts_of(text) if c in _CASE_CONTEXTS), "OTHER")
    label = next((_CASE[key] for mode in (*mention.modes, None) if (key := (mention.type, mode)) in _CASE), "OTHER")
    if label == "REM_EXPLOS" and _GRENADE.search(text):
        return "GRENADE"
    if label == "ATTACK" and _two_armed_sides(mention):
        return "ARMED_CLASH"
    if label == "PEACE_PROTEST" and any(m.type in ("COERCE", "ASSAULT") for m in reading.mentions):
        return "PROTEST_WITH_INTER"
    return label


def _two_armed_sides(mention: EventMention) -> bool:
    sides = [p.actor for p in (*mention.actors, *mention.recipients) if p.actor is not None]
    return mention.symmetric or sum(actor.sector in _ARMED for actor in sides) > 1

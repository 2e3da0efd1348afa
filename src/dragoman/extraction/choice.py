"""Which proposals become records: one small function that names its reason.

An event that did not happen in the text is the worst error, so a proposal is kept only when somebody who can be an actor of
international or domestic politics takes part in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import Actor, EventMention

_POLITICAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY", "REB", "PRM", "UAF", "PTY", "OPP", "ELI", "CRM"})
_CIVIL = frozenset({"CVL", "BUS", "AGR", "EDU", "JRN", "LAB", "MED", "REL", "SOC", "REF", "UNK", None})
_STATECRAFT = frozenset({"AGREE", "CONSULT", "COOPERATE", "SUPPORT"})
_FREEING = frozenset({"RETREAT", "CONCEDE"})
_CROWD_TYPES = frozenset({"PROTEST"})
_FORCE_TYPES = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT", "CONCEDE"})


def objection(mention: EventMention, *, topic: str | None, public: bool = False) -> str | None:
    """Why a resolved proposal is no record, or `None` when it is one.

    Args:
        mention: The mention with its actors resolved.
        topic: What the document is about when that is no matter of politics (`sport`, `business`, ...), else `None`.
        public: Whether the document tells of states and their organs throughout, so that who is not named by office is party
            to public matters too.
    """
    doers = [a for a in _actors(mention.actors) if a is not None]
    told = tuple(p for p in mention.recipients if p.via != "implied")
    sufferers = [a for a in _actors(told) if a is not None]
    known = [a for a in (*doers, *sufferers) if a.code is not None]
    if not known:
        return "NO_KNOWN_ACTOR"
    if mention.actors and not any(a.code for a in doers) and not _can_lack_actor(mention):
        return "UNKNOWN_ACTOR"
    if not mention.actors and not _can_lack_actor(mention):
        return "NO_ACTOR"
    political = any(_is_political(a) for a in known)
    if topic is not None and not (
        topic == "business"
        and political
        and any(a.kind in ("country", "capital", "metonym", "group") or a.sector in ("REB", "MIL") for a in known)
    ):
        return f"TOPIC:{topic}"
    if not political and not public and mention.type not in _CROWD_TYPES and not _public(mention, known) and doers:
        return "PRIVATE_MATTER"
    if "visit" in mention.modes and doers and not any(_is_political(a) for a in doers):
        return "PRIVATE_VISIT"
    if not doers and mention.type in _FREEING and not public and not any(_is_somebody(a) for a in sufferers):
        return "NO_ACTOR"
    if (
        mention.type == "CONSULT"
        and mention.symmetric
        and len(known) < 2
        and len(mention.actors) < 2
        and not (mention.rule.startswith("verb:") and _collective(known))
    ):
        return "NEEDS_TWO_PARTIES"
    if mention.type == "COOPERATE" and not sufferers and len(doers) < 2:
        return "NEEDS_RECIPIENT"
    return None


def hopeless(doers: Sequence[Actor], others: Sequence[Actor], *, topic: str | None) -> str | None:
    """Why nothing that these could do to each other would become a record, or `None`: a look before the type is known.

    Where it is in doubt it holds its peace; `objection` decides. That only private persons act is no reason here: once the type
    is known, the sentence may name a public recipient by a road that was not tried before.
    """
    if any(a.reason in ("SPEAKER", "PRONOUN") for a in (*doers, *others)):
        return None
    known = [a for a in (*doers, *others) if a.code is not None]
    if not known:
        return "NO_KNOWN_ACTOR"
    if topic not in (None, "business"):
        return f"TOPIC:{topic}"
    return None


def _actors(participants: tuple[object, ...]) -> list[Actor | None]:
    return [getattr(p, "actor", None) for p in participants]


def _is_political(actor: Actor) -> bool:
    if actor.kind in ("country", "capital", "metonym", "group", "demonym"):
        return True
    if actor.kind == "org":
        return actor.sector != "BUS"
    return actor.sector in _POLITICAL


def _is_somebody(actor: Actor) -> bool:
    """Somebody who can be freed or pardoned, not a thing that "was released"."""
    return actor.kind in ("person", "role", "group") and actor.reason != "PRONOUN"


def _public(mention: EventMention, known: list[Actor]) -> bool:
    """Civil parties make a public act as a body: journalists, clergy, unions, teachers, refugees, a people."""
    return mention.type not in _STATECRAFT and any(
        a.sector in ("REL", "LAB", "SOC", "REF", "JRN", "EDU", "MED")
        or (a.kind in ("org", "people") and a.sector != "BUS")
        for a in known
    )


def _collective(known: list[Actor]) -> bool:
    """A bloc or a body that can meet within itself ("NATO ministers met")."""
    return any(a.kind in ("org", "role") for a in known)


def _can_lack_actor(mention: EventMention) -> bool:
    """Violence and repression whose doer the text does not name ("four people were killed in a bombing in Kano")."""
    return mention.type in _FORCE_TYPES

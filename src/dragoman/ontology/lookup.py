"""Ask the ontology: names checked, older names read, scores and quad classes given."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from typing import NamedTuple, NoReturn

from dragoman.errors import OntologyError
from dragoman.ontology.loader import load_ontology
from dragoman.ontology.records import Context, EventType, Mode, Sector


class ReadType(NamedTuple):
    """An event type as a file of any PLOVER version may write it: the type of today, with the mode that the name implies."""

    type: str
    mode: str | None = None


class ReadMode(NamedTuple):
    """A mode as a file of any PLOVER version may write it: the mode of today or `None`, with the context that it implies."""

    mode: str | None
    context: str | None = None


def check_type(name: str) -> EventType:
    """The event type of exactly that name.

    Raises:
        OntologyError: There is none; the message says which one may have been meant.
    """
    types = load_ontology().types
    if name not in types:
        _unknown(name, "an event type", types, f"All {len(types)}: {', '.join(types)}")
    return types[name]


def check_mode(type: str, name: str) -> Mode:
    """The mode of that name of the event type. The same name may mean opposite things for two types.

    Raises:
        OntologyError: The type is unknown, or has no such mode.
    """
    kind = check_type(type)
    mode = kind.mode(name)
    if mode is None:
        names = [m.name for m in kind.modes]
        _unknown(
            name, f"a mode of {type}", names, f"{type} has {', '.join(names)}" if names else f"{type} has no modes"
        )
    return mode


def check_context(name: str) -> Context:
    """The context of exactly that name.

    Raises:
        OntologyError: There is none.
    """
    contexts = load_ontology().contexts
    if name not in contexts:
        _unknown(name, "a context", contexts, f"All {len(contexts)}: {', '.join(contexts)}")
    return contexts[name]


def check_sector(code: str) -> Sector:
    """The sector of exactly that code.

    Raises:
        OntologyError: There is none.
    """
    sectors = load_ontology().sectors
    if code not in sectors:
        _unknown(code, "a sector", sectors, f"All {len(sectors)}: {', '.join(sectors)}")
    return sectors[code]


def read_type(name: str) -> ReadType:
    """The type of today for a name of any version, in any case: DEMAND is REQUEST, INVESTIGATE is ACCUSE `investigate`.

    Raises:
        OntologyError: No version has the name, or several types share its place today (YIELD), or none does (CRIME).
    """
    ontology, wanted = load_ontology(), name.strip().upper()
    for kind in ontology.types.values():
        if wanted == kind.name or wanted in kind.aliases:
            return ReadType(kind.name)
        if wanted in kind.aliases_with_mode:
            return ReadType(kind.name, kind.aliases_with_mode[wanted])
    if wanted in ontology.retired:
        raise OntologyError(
            f"{wanted!r} is an event type of an older PLOVER", remedy=_sentence(ontology.retired[wanted].note)
        )
    return ReadType(check_type(wanted).name)


def read_mode(type: str, name: str) -> ReadMode:
    """The mode of today for a mode of any version of that type: ASSAULT `massacre` is `targeted`, RETREAT `ease` is none.

    Raises:
        OntologyError: No version of the type has the mode.
    """
    kind, wanted = check_type(type), name.strip().lower().replace("_", "-")
    if wanted in kind.mode_aliases:
        return ReadMode(kind.mode_aliases[wanted], kind.mode_alias_contexts.get(wanted))
    return ReadMode(check_mode(type, wanted).name)


def read_context(name: str) -> str:
    """The context of today for a name of any version: `democracy` is `pro_democracy`.

    Raises:
        OntologyError: No version has the name.
    """
    wanted = name.strip().lower().replace("-", "_")
    for context in load_ontology().contexts.values():
        if wanted in context.aliases:
            return context.name
    return check_context(wanted).name


def quad_of(type: str) -> int:
    """The quad class of an event type: 1 and 2 verbal and material cooperation, 3 and 4 verbal and material conflict.

    Raises:
        OntologyError: The type is unknown.
    """
    return check_type(type).quad


def quad_text(type: str) -> str:
    """The quad class of an event type as POLECAT files write it: `MATERIAL CONFLICT`."""
    return load_ontology().quads[quad_of(type)].polecat


def score_of(type: str, modes: Sequence[str] = (), *, printed: bool = False) -> float:
    """The conflict-cooperation score of an event, from -10 to 10.

    Args:
        type: The event type.
        modes: Its modes; of several, the one whose score lies farthest from zero counts (the manual gives no rule).
        printed: Take the type's value from the published table where we depart from it (ACCUSE: +3 instead of -3).

    Raises:
        OntologyError: The type is unknown, or has no such mode.
    """
    kind = check_type(type)
    if modes:
        return max((check_mode(type, mode).score for mode in modes), key=lambda score: (abs(score), -score))
    return kind.printed_score if printed and kind.printed_score is not None else kind.score


def needs_recipient(type: str) -> bool:
    """Whether an event of the type is incomplete without a recipient."""
    return check_type(type).recipient == "required"


def contexts_with_modes(type: str, modes: Iterable[str], contexts: Iterable[str]) -> tuple[str, ...]:
    """The contexts, together with those that a mode brings along (COERCE `cyber`), each once, in the ontology's order."""
    found = set(contexts) | {c for mode in modes if (c := check_mode(type, mode).context)}
    for name in found:
        check_context(name)
    return tuple(name for name in load_ontology().contexts if name in found)


def sector_from_cameo(role: str) -> str | None:
    """The sector for a CAMEO role, `None` for one that PLOVER drops. CAMEO's MED are the media, JRN here.

    Raises:
        OntologyError: CAMEO has no such role.
    """
    ontology = load_ontology()
    for sector in ontology.sectors.values():
        if role in sector.cameo:
            return sector.code
    if role not in ontology.cameo_dropped:
        roles = [*(r for sector in ontology.sectors.values() for r in sector.cameo), *ontology.cameo_dropped]
        _unknown(role, "a CAMEO role", roles, f"All: {', '.join(roles)}")
    return None


def sector_to_cameo(code: str) -> str | None:
    """The CAMEO role for a sector, `None` where CAMEO has none (UNK, PRE)."""
    return next(iter(check_sector(code).cameo), None)


def export_code(code: str) -> str:
    """The code of a country or organisation as a PLOVER file writes it: XKX is KOS there, UN is UNO."""
    return load_ontology().export_codes.get(code, code)


def _sentence(note: str) -> str:
    return note[:1].upper() + note[1:]


def _unknown(name: str, what: str, known: Iterable[str], rest: str) -> NoReturn:
    version = load_ontology().version
    by_fold = {k.casefold(): k for k in known}
    near = difflib.get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.5)
    guess = f"Did you mean {by_fold[near[0]]}? " if near else ""
    raise OntologyError(f"{name!r} is not {what} of {version}", remedy=f"{guess}{rest}")

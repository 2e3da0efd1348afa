"""PLOVER to CAMEO and back, for files of GDELT, ICEWS and Phoenix."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from dragoman.errors import OntologyError
from dragoman.ontology.loader import load_crosswalk
from dragoman.ontology.lookup import check_context, check_mode, check_type
from dragoman.ontology.records import CameoCode, CameoRule


def to_cameo(
    type: str,
    mode: str | Iterable[str] | None = None,
    contexts: Iterable[str] = (),
    *,
    cues: Iterable[str] = (),
    plain: bool = False,
    gdelt: bool = False,
) -> str:
    """The CAMEO code of an event: the first rule of its type that fits.

    Args:
        type: The event type.
        mode: A mode, several, or none.
        contexts: The event's contexts.
        cues: What the wording adds, in the words of `cameo.yaml` (`mediation`, `apology`, `aid`, ...).
        plain: A request is an appeal, not a demand (group 02 in place of 10).
        gdelt: Only codes that GDELT and Phoenix know.

    Raises:
        OntologyError: A name is unknown.
    """
    modes = {mode} if isinstance(mode, str) else set(mode or ())
    themes, hints = set(contexts), set(cues)
    check_type(type)
    for name in modes:
        check_mode(type, name)
    for name in themes:
        check_context(name)
    crosswalk = load_crosswalk()
    code = next(rule.code for rule in crosswalk.rules[type] if _fits(rule, modes, themes, hints))
    if plain and type == "REQUEST":
        code = crosswalk.plain[code]
    return crosswalk.fallback.get(code, code) if gdelt else code


def from_cameo(code: str) -> CameoCode:
    """What a CAMEO code says in PLOVER; its `type` is `None` where PLOVER codes nothing.

    Raises:
        OntologyError: CAMEO 1.1b3 has no such code.
    """
    codes = load_crosswalk().codes
    if code not in codes:
        _unknown_code(code)
    return codes[code]


def _fits(rule: CameoRule, modes: set[str], contexts: set[str], cues: set[str]) -> bool:
    return (
        (not rule.modes or not modes.isdisjoint(rule.modes))
        and (not rule.contexts or not contexts.isdisjoint(rule.contexts))
        and (rule.cue is None or rule.cue in cues)
    )


def _unknown_code(code: str) -> NoReturn:
    codes = load_crosswalk().codes
    padded = code.zfill(len(code) + 1)
    remedy = (
        f"Did you mean {padded}? Codes keep their leading zero" if padded in codes else f"CAMEO has {len(codes)} codes"
    )
    raise OntologyError(f"{code!r} is not a CAMEO code", expected="two to four digits as in CAMEO 1.1b3", remedy=remedy)

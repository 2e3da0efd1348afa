"""Other forms of a verb phrase: third person, participle, passive. Regular rules and a list of what is irregular."""

from __future__ import annotations

import re

PARTICIPLES = {
    "gave": "given", "took": "taken", "went": "gone", "broke": "broken", "chose": "chosen", "drove": "driven",
    "began": "begun", "wrote": "written", "spoke": "spoken", "saw": "seen", "beat": "beaten", "shook": "shaken",
    "froze": "frozen", "stole": "stolen", "threw": "thrown", "withdrew": "withdrawn", "flew": "flown", "swore": "sworn",
    "tore": "torn", "rose": "risen", "forgave": "forgiven", "drew": "drawn", "fell": "fallen", "did": "done",
    "was": "been", "ran": "run", "came": "come", "became": "become", "overthrew": "overthrown", "undertook": "undertaken",
    "hid": "hidden", "forbade": "forbidden", "sank": "sunk", "rang": "rung", "blew": "blown", "wore": "worn",
    "rode": "ridden", "overran": "overrun", "showed": "shown", "forsook": "forsaken", "bit": "bitten", "knew": "known",
    "mistook": "mistaken", "overcame": "overcome", "forwent": "forgone", "trod": "trodden", "woke": "woken",
}  # fmt: skip
SAME_TEXT = (
    "shot met held sent led fought struck hit put cut sought brought caught bought taught built burnt bound won fed found "
    "hung kept laid left lent lost made paid read said sold set shut spent stood stuck swept told thought understood wound "
    "upheld withheld beset besieged quit split bet cast dealt dug fled flung heard shed slid sprang stung swung rebuilt "
    "repaid blackmailed bled bred hurt knelt misled overheard rid sat slept slit spat spun strung unbound"
)
SAME = frozenset(SAME_TEXT.split())
_THIRD = {"be": "is", "have": "has", "do": "does", "go": "goes"}


def split_first(phrase: str) -> tuple[str, str]:
    """The first word of a phrase, and the rest with its leading space."""
    first, _, rest = phrase.partition(" ")
    return first, f" {rest}" if rest else ""


def participle(past: str) -> str:
    """`took {R} in` → `taken {R} in`."""
    first, rest = split_first(past)
    return PARTICIPLES.get(first, first) + rest


def third(base: str) -> str:
    """`carry out a raid` → `carries out a raid`."""
    first, rest = split_first(base)
    if first in _THIRD:
        return _THIRD[first] + rest
    if re.search(r"(s|x|z|ch|sh)$", first):
        return f"{first}es{rest}"
    if re.search(r"[^aeiou]y$", first):
        return f"{first[:-1]}ies{rest}"
    return f"{first}s{rest}"


def passive(past: str) -> str | None:
    """`shelled {R} from a hill` → `shelled from a hill`; `None` where `{R}` is not the object right after the verb."""
    found = re.match(r"^(\w+) (?:(out|up|down|off|in) )?\{R\}(?!')(.*)$", past)
    if not found:
        return None
    verb = found[1]
    if not (verb.endswith("ed") or verb in PARTICIPLES or verb in SAME):
        return None
    particle = f" {found[2]}" if found[2] else ""
    return f"{PARTICIPLES.get(verb, verb)}{particle}{found[3]}"

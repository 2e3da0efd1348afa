"""Write the ontology as a page of the docs: `python -m dragoman.ontology.reference > docs/reference/ontology.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence

from dragoman.ontology.loader import load_crosswalk, load_ontology
from dragoman.ontology.records import CameoCode, CameoRule, EventType

_LEAD = """\
# Ontology

Dragoman codes events in PLOVER, the Political Language Ontology for Verifiable Event Records of the Open Event Data
Alliance. An event has one type (what was done), any number of modes (how) and contexts (about what, or why), actors
and recipients. This page is made from the data in `src/dragoman/ontology/data/` by
`python -m dragoman.ontology.reference`; do not edit it by hand.
"""


def reference() -> str:
    """The page as Markdown, ending with a newline."""
    ontology = load_ontology()
    parts = [_LEAD, f"Version `{ontology.version}`, digest `{ontology.digest[:16]}`.\n"]
    parts += [_types(), _modes(), _contexts(), _sectors(), _boundaries(), _older_names(), _to_cameo(), _from_cameo()]
    return "\n".join(parts)


def _types() -> str:
    quads = load_ontology().quads
    rows = [
        (
            f"`{kind.name}`",
            f"{kind.quad} {quads[kind.quad].name}",
            _score(kind),
            kind.recipient,
            kind.definition.strip(),
        )
        for kind in load_ontology().types.values()
    ]
    lead = "The score runs from -10 (conflict) to 10 (cooperation). Where modes are given, theirs stands in its place."
    return _section("Event types", lead, ("Type", "Quad class", "Score", "Recipient", "Covers"), rows)


def _modes() -> str:
    rows = [
        (f"`{kind.name}`", f"`{mode.name}`", _number(mode.score), mode.meaning)
        for kind in load_ontology().types.values()
        for mode in kind.modes
    ]
    lead = "A mode means something only together with its type. Of several modes, the score farthest from zero counts."
    return _section("Modes", lead, ("Type", "Mode", "Score", "Meaning"), rows)


def _contexts() -> str:
    rows = [(f"`{context.name}`", context.meaning) for context in load_ontology().contexts.values()]
    return _section("Contexts", "What an event is about, or why it happens.", ("Context", "Meaning"), rows)


def _sectors() -> str:
    ontology = load_ontology()
    rows = [
        (f"`{s.code}`", s.meaning, s.use, _list(s.cameo), _list(s.ftm)) for s in ontology.sectors.values()
    ]  # fmt: skip
    text = _section(
        "Sectors",
        "Which part of a country acts, with the CAMEO roles and FollowTheMoney topics that answer to it.",
        ("Sector", "Meaning", "Use", "CAMEO", "FollowTheMoney"),
        rows,
    )
    classes = [(f"`{c.code}`", c.meaning, _list(c.aliases)) for c in ontology.classes.values()]
    text += "\n" + _table("In the place of a country:", ("Code", "Meaning", "Also read"), classes)
    contested = [(name, f"`{code}`") for name, code in ontology.contested.items()]
    return (
        text
        + "\n"
        + _table("With the code of the state that claims them and sector `PRE`:", ("Entity", "Code"), contested)
    )


def _boundaries() -> str:
    rows = [
        (
            row.situation,
            " and ".join(f"`{code}`" for code in row.codes) or "no event",
            "; ".join(filter(None, (row.note, f"context `{row.context}`" if row.context else None,
                                    "ruling of ours: the sources disagree" if row.disputed else None))),
        )
        for row in load_ontology().boundaries
    ]  # fmt: skip
    return _section("Boundaries", "Where one type ends and the next begins.", ("Situation", "Code", "Note"), rows)


def _older_names() -> str:
    rows: list[Sequence[str]] = []
    for kind in load_ontology().types.values():
        rows += [(f"`{old}`", f"`{kind.name}`") for old in kind.aliases]
        rows += [(f"`{old}`", f"`{kind.name}` `{mode}`") for old, mode in kind.aliases_with_mode.items()]
        rows += [(f"`{kind.name}` `{old}`", _older_mode(kind, old)) for old in kind.mode_aliases]
    rows += [(f"`{old.name}`", old.note) for old in load_ontology().retired.values()]
    rows += [(f"context `{old}`", f"`{c.name}`") for c in load_ontology().contexts.values() for old in c.aliases]
    return _section("Older names", "Names of earlier versions and how they are read.", ("Name", "Read as"), rows)


def _older_mode(kind: EventType, old: str) -> str:
    mode, context = kind.mode_aliases[old], kind.mode_alias_contexts.get(old)
    read = f"`{kind.name}` `{mode}`" if mode else f"`{kind.name}`, no mode"
    return f"{read}, context `{context}`" if context else read


def _to_cameo() -> str:
    rows = [_rule(rule) for rules in load_crosswalk().rules.values() for rule in rules]
    lead = "The first row of the type that fits is taken; an empty cell fits anything."
    return _section("PLOVER to CAMEO", lead, ("Type", "Mode", "Context", "Wording", "CAMEO"), rows)


def _rule(rule: CameoRule) -> Sequence[str]:
    return (f"`{rule.type}`", _list(rule.modes), _list(rule.contexts), rule.cue or "", f"`{rule.code}`")


def _from_cameo() -> str:
    rows = [_code(code) for code in load_crosswalk().codes.values()]
    lead = (
        "Goldstein values as GDELT publishes them, in brackets those of the second list in circulation. A star marks readings\n"
        "that differ from the crosswalk published in 2021, a question mark those that depend on the text."
    )
    return _section("CAMEO to PLOVER", lead, ("CAMEO", "Goldstein", "Type", "Mode", "Context", ""), rows)


def _code(code: CameoCode) -> Sequence[str]:
    goldstein = "" if code.goldstein is None else _number(code.goldstein)
    if code.goldstein_other is not None:
        goldstein = f"{goldstein} ({_number(code.goldstein_other)})".strip()
    contexts = _list(code.contexts) or " or ".join(f"`{c}`" for c in code.either_context)
    kind = f"`{code.type}`" if code.type else "not coded"
    notes = ["*" * code.changed, "?" * code.judgement, "sides change places" * code.swap, code.name or ""]
    modes = " or ".join(f"`{m}`" for m in code.modes)
    return (f"`{code.code}`", goldstein, kind, modes, contexts, " ".join(filter(None, notes)))


def _score(kind: EventType) -> str:
    printed = "" if kind.printed_score is None else f" (printed: {_number(kind.printed_score)})"
    return f"{_number(kind.score)}{printed}"


def _number(value: float) -> str:
    return f"{value:g}"


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _section(title: str, lead: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return f"## {title}\n\n{_table(lead, head, rows)}"


def _table(lead: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join([lead, "", *_lines(head, rows), ""])


def _lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


if __name__ == "__main__":
    sys.stdout.write(reference())

"""Read `data/plover/*.yaml` and check it: names that are used must be defined, scores must lie on the scale."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

import msgspec
import yaml

from dragoman.errors import OntologyError
from dragoman.ontology.records import (
    ActorClass,
    Boundary,
    CameoCode,
    CameoRule,
    Context,
    Crosswalk,
    EventType,
    Mood,
    Ontology,
    Quad,
    Retired,
    Sector,
)
from dragoman.records import Record

_FILES = ("types", "contexts", "sectors", "boundaries", "cameo")
_SCALE = 10.0
# libyaml is in every wheel of PyYAML and reads the files in about 10 ms; the Python loader takes ten times as long.
_YamlLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_R = TypeVar("_R", bound=Record)


@lru_cache(maxsize=1)
def load_ontology() -> Ontology:
    """The ontology of the package, read once per process.

    Raises:
        OntologyError: A data file breaks its own rules; the message names the file and the entry.
    """
    return build_ontology({name: _text(name) for name in _FILES})


@lru_cache(maxsize=1)
def load_crosswalk() -> Crosswalk:
    """The CAMEO crosswalk of the package, read once per process and only when needed.

    Raises:
        OntologyError: A rule names a type, mode or context that the ontology does not have.
    """
    return build_crosswalk(_text("cameo"), load_ontology())


def build_ontology(texts: dict[str, str]) -> Ontology:
    """An ontology from the texts of its files, by name without `.yaml`.

    Raises:
        OntologyError: A file is not YAML, or an entry breaks a rule.
    """
    types, contexts = _parse(texts["types"], "types"), _parse(texts["contexts"], "contexts")
    sectors, boundaries = _parse(texts["sectors"], "sectors"), _parse(texts["boundaries"], "boundaries")
    digest = hashlib.sha256()
    for name in sorted(texts):
        digest.update(f"{name}\n{texts[name]}\n".encode())
    ontology = Ontology(
        version=types["version"],
        digest=digest.hexdigest(),
        types={name: _event_type(name, entry) for name, entry in types["types"].items()},
        quads={code: _make(Quad, "types.yaml", code=code, **entry) for code, entry in types["quads"].items()},
        contexts=_named(Context, "contexts.yaml", "name", contexts["contexts"]),
        sectors=_named(Sector, "sectors.yaml", "code", sectors["sectors"]),
        classes=_named(ActorClass, "sectors.yaml", "code", sectors["classes"]),
        contested=sectors["contested"],
        export_codes=sectors["export_codes"],
        boundaries=tuple(_make(Boundary, "boundaries.yaml", **entry) for entry in boundaries["boundaries"]),
        retired=_named(Retired, "types.yaml", "name", types["retired"]),
        moods=tuple(_named(Mood, "types.yaml", "name", types["moods"]).values()),
        field_aliases=types["field_aliases"],
        protest_extension=tuple(contexts["protest_extension"]),
        cameo_dropped=tuple(sectors["cameo_dropped"]),
    )
    extra = {old: _make(Context, "contexts.yaml", name=entry["to"], meaning="", aliases=(old,))
             for old, entry in contexts["aliases_with_note"].items()}  # fmt: skip
    for old, entry in extra.items():
        _known(entry.name, ontology.contexts, "contexts.yaml", old)
        known = ontology.contexts[entry.name]
        ontology.contexts[entry.name] = msgspec.structs.replace(known, aliases=(*known.aliases, old))
    _check(ontology)
    return ontology


def build_crosswalk(text: str, ontology: Ontology) -> Crosswalk:
    """The crosswalk from the text of `cameo.yaml`, checked against `ontology`.

    Raises:
        OntologyError: A rule names something that the ontology does not have.
    """
    data = _parse(text, "cameo")
    rules = {
        kind: tuple(
            CameoRule(
                type=kind, code=code, modes=_either(modes), contexts=_either(contexts), cue=None if cue == "-" else cue
            )
            for modes, contexts, cue, code in rows
        )
        for kind, rows in data["from_plover"].items()
    }
    codes = {code: _cameo_code(code, entry) for code, entry in {**data["roots"], **data["codes"]}.items()}
    for kind, rows in rules.items():
        for rule in rows:
            _check_coding(ontology, kind, rule.modes, rule.contexts, f"from_plover {kind}")
            _known(rule.code, codes, "cameo.yaml", f"from_plover {kind}")
        if rows[-1].modes or rows[-1].contexts or rows[-1].cue:
            raise _broken(
                "the last rule has a condition", "cameo.yaml", f"from_plover {kind}", "a rule for all the rest"
            )
    _known_all(ontology.types, rules, "cameo.yaml", "from_plover")
    for entry in codes.values():
        if entry.type is not None:
            _check_coding(
                ontology, entry.type, entry.modes, (*entry.contexts, *entry.either_context), f"codes {entry.code}"
            )
    for table in ("plain", "fallback"):
        for code, other in data[table].items():
            _known_all((code, other), codes, "cameo.yaml", table)
    return Crosswalk(rules=rules, codes=codes, plain=data["plain"], fallback=data["fallback"])


# ---------------------------------------------------------------- reading


def _text(name: str) -> str:
    return (files("dragoman.ontology") / "data" / "plover" / f"{name}.yaml").read_text(encoding="utf-8")


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, Loader=_YamlLoader)
    except yaml.YAMLError as err:
        raise OntologyError(f"not YAML: {err}", where=f"{name}.yaml") from err
    if not isinstance(data, dict):
        raise OntologyError("not a mapping", where=f"{name}.yaml", expected="named tables")
    return data


def _event_type(name: str, entry: dict[str, Any]) -> EventType:
    rest = {key: value for key, value in entry.items() if key not in ("modes", "type_aliases_with_mode")}
    modes = [{"name": mode, **facts} for mode, facts in (entry.get("modes") or {}).items()]
    aliases = entry.get("type_aliases_with_mode", {})
    return _make(EventType, "types.yaml", name=name, modes=modes, aliases_with_mode=aliases, **rest)


def _cameo_code(code: str, entry: dict[str, Any]) -> CameoCode:
    kind, _, rest = entry.get("to", "").partition("/")
    modes, _, contexts = rest.partition("/")
    every = "|" not in contexts
    return CameoCode(
        code=code,
        goldstein=entry["goldstein"],
        goldstein_other=entry.get("other"),
        type=kind or None,
        modes=_either(modes),
        contexts=tuple(c for c in contexts.split("+") if c not in ("", "-")) if every else (),
        either_context=() if every else _either(contexts),
        changed=entry.get("changed", False),
        judgement=entry.get("judgement", False),
        swap=entry.get("swap", False),
        name=entry.get("name"),
    )


def _either(cell: str) -> tuple[str, ...]:
    return () if cell in ("", "-") else tuple(cell.split("|"))


def _named(kind: type[_R], file: str, key: str, table: dict[str, dict[str, Any]]) -> dict[str, _R]:
    return {name: _make(kind, file, **{key: name}, **entry) for name, entry in table.items()}


def _make(kind: type[_R], file: str, **facts: Any) -> _R:
    try:
        return msgspec.convert(facts, kind)
    except msgspec.ValidationError as err:
        entry = facts.get("name") or facts.get("code") or facts.get("id")
        raise OntologyError(str(err), where=f"{file}, {entry}") from err


# ---------------------------------------------------------------- checks


def _check(ontology: Ontology) -> None:
    names: dict[str, str] = {}
    for kind in ontology.types.values():
        _check_type_entry(ontology, kind)
        for alias in (*kind.aliases, *kind.aliases_with_mode):
            if alias in names or alias in ontology.types:
                raise _broken(f"{alias!r} has two meanings", "types.yaml", kind.name, "an alias of one type")
            names[alias] = kind.name
    for retired in ontology.retired.values():
        _known_all(retired.choices, ontology.types, "types.yaml", retired.name)
    for boundary in ontology.boundaries:
        for code in boundary.codes:
            kind_name, _, mode = code.partition("/")
            contexts = (boundary.context,) if boundary.context else ()
            _check_coding(ontology, kind_name, (mode,) if mode else (), contexts, boundary.id, "boundaries.yaml")
    ids = [boundary.id for boundary in ontology.boundaries]
    if len(ids) != len(set(ids)):
        raise _broken("an id stands twice", "boundaries.yaml", max(ids, key=ids.count), "each id once")


def _check_type_entry(ontology: Ontology, kind: EventType) -> None:
    _known(kind.quad, ontology.quads, "types.yaml", kind.name)
    for score in (kind.score, *(mode.score for mode in kind.modes)):
        if not -_SCALE <= score <= _SCALE:
            raise _broken(f"score {score}", "types.yaml", kind.name, "a value from -10 to 10")
    own = {mode.name for mode in kind.modes}
    _known_all((m for m in kind.mode_aliases.values() if m is not None), own, "types.yaml", kind.name)
    _known_all(kind.aliases_with_mode.values(), own, "types.yaml", kind.name)
    contexts = (*kind.mode_alias_contexts.values(), *(mode.context for mode in kind.modes if mode.context))
    _known_all(contexts, ontology.contexts, "types.yaml", kind.name)


def _check_coding(
    ontology: Ontology,
    kind: str,
    modes: Iterable[str],
    contexts: Iterable[str],
    entry: str,
    file: str = "cameo.yaml",
) -> None:
    _known(kind, ontology.types, file, entry)
    _known_all(modes, {mode.name for mode in ontology.types[kind].modes}, file, entry)
    _known_all(contexts, ontology.contexts, file, entry)


def _known(name: object, table: Any, file: str, entry: str) -> None:
    if name not in table:
        raise _broken(f"{name!r} is not defined", file, entry, ", ".join(map(str, table)))


def _known_all(names: Iterable[object], table: Any, file: str, entry: str) -> None:
    for name in names:
        _known(name, table, file, entry)


def _broken(what: str, file: str, entry: str, expected: str) -> OntologyError:
    return OntologyError(what, where=f"{file}, {entry}", expected=expected)

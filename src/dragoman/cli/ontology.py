"""`dragoman ontology`: what the records are coded in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.output import print_text
from dragoman.config import did_you_mean
from dragoman.errors import NotBuiltError

if TYPE_CHECKING:
    from dragoman.ontology import EventType, Ontology


@click.group()
def ontology() -> None:
    """Show PLOVER: its event types, modes, contexts and sectors."""


@ontology.command()
def types() -> ExitCode:
    """List the event types with their quad class, score and modes."""
    known = _load()
    for kind in known.types.values():
        modes = ", ".join(mode.name for mode in kind.modes) or "no modes"
        print_text(f"{kind.name:<10} {known.quads[kind.quad].name:<22} {kind.score:>5g}  {modes}\n")
    return ExitCode.OK


@ontology.command()
@click.argument("name", required=False)
def show(name: str | None) -> ExitCode:
    """Show one type, context or sector by its NAME; without it, the whole ontology."""
    known = _load()
    if name is None:
        from dragoman.ontology.reference import reference

        print_text(reference())
        return ExitCode.OK
    print_text(describe(known, name))
    return ExitCode.OK


def describe(known: Ontology, name: str) -> str:
    """A type, context or sector in words, whatever the case of its name.

    Raises:
        click.UsageError: Nothing is named so.
    """
    folded = name.upper()
    if folded in known.types:
        return _type_text(known, known.types[folded])
    if context := known.contexts.get(name.lower().replace("-", "_")):
        return f"{context.name} (context)\n{context.meaning}\n"
    if sector := known.sectors.get(folded):
        return f"{sector.code} (sector)\n{sector.meaning}\n"
    names = (*known.types, *known.contexts, *known.sectors)
    hint = did_you_mean(name, names) or "see dragoman ontology types"
    raise click.UsageError(f"{name!r} is no type, context or sector of {known.version}: {hint}")


def _type_text(known: Ontology, kind: EventType) -> str:
    recipient = "required" if kind.recipient == "required" else "may be missing"
    lines = [
        f"{kind.name} (event type; {known.quads[kind.quad].name}; score {kind.score:g}; recipient {recipient})",
        " ".join(kind.definition.split()),
        *(f"  {kind.name}/{mode.name} ({mode.score:g}): {mode.meaning}" for mode in kind.modes),
    ]
    return "\n".join(lines) + "\n"


def _load() -> Ontology:
    try:
        from dragoman.ontology import load_ontology
    except ModuleNotFoundError as err:
        raise NotBuiltError("this version holds no ontology") from err
    return load_ontology()

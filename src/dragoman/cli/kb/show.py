"""`dragoman kb show`: who or what a name means on a day, and from which rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.kb.common import print_json, readable
from dragoman.cli.options import Day, kb_option, settings_options
from dragoman.cli.output import print_text
from dragoman.config import Config

if TYPE_CHECKING:
    from dragoman.resolution.actors.asking import Fact, Found
    from dragoman.resolution.actors.rows import Overlay

# What a missing code means, in words; the rest of the reasons tell a road that led somewhere.
_NIL: Final = {
    "UNKNOWN_NAME": "no table has this name",
    "UNKNOWN_PERSON": "no table has this person",
    "NO_COUNTRY": "a role without a country: texts tell it, or give --country",
}
_SHOWN: Final = 12  # others that bear the name


@click.command()
@click.argument("name")
@click.option("--on", type=Day(), metavar="DATE", help="The day; without it, any.")
@click.option("--country", metavar="ISO3", help="The country that the text speaks of, for names that tell none.")
@click.option(
    "-f", "--format", "format_", type=click.Choice(("table", "json")), default="table", help="How to show it."
)
@kb_option
@settings_options
def show(
    *, name: str, on: date | None, country: str | None, format_: str, kb: str | None, config: Config, quiet: bool
) -> ExitCode:
    """Show who or what NAME means: id, code, sector, dated roles, other names, and the rows that say so.

    NAME may be a name or a phrase: Lavrov, IDF, "the Syrian government". With --on, roles are those of that day. A name
    that several bear lists them all; one that nobody bears ends with exit code 1 and the reason.
    """
    from dragoman.resolution.actors import load_knowledge
    from dragoman.resolution.actors.asking import who_is

    if not name.strip():
        raise click.UsageError("NAME is empty")
    overlay = readable(kb, config)
    found = who_is(name.strip(), load_knowledge(overlay), overlay, on=on, country=country.upper() if country else None)
    place = _place(name.strip(), overlay) if found.actor.code is None else ""
    if format_ == "json":
        print_json([found])
    else:
        print_text(describe(found, place))
    return ExitCode.OK if found.actor.code is not None or place else ExitCode.REFUSED


def describe(found: Found, place: str = "") -> str:
    """What was found, in lines for people; `place` is what the gazetteer says of a name that is nobody's."""
    actor, on = found.actor, f" on {found.on}" if found.on else ""
    if actor.code is None:
        head = f"{found.asked}{on}: nobody ({actor.reason}: {_NIL.get(actor.reason, 'in doubt')})\n"
    else:
        coded = " ".join(filter(None, (actor.code, actor.sector)))
        head = f"{found.asked}{on}: {actor.name}\n  {actor.id or 'no id'} · {coded} · {actor.kind} · {actor.reason}, score {actor.score:g}\n"
    national = actor.kind in ("country", "demonym", "people", "capital")
    told = [fact for fact in found.facts if fact.table != "countries.tsv" or national]
    names = list(dict.fromkeys(alias for fact in told for alias in fact.aliases))
    lines = [f"  other names: {', '.join(names)}"] if names else []
    lines += [_fact_line(fact, dated=found.on is not None) for fact in found.facts]
    lines += _other_lines(found)
    if place:
        lines.append(place)
    elif actor.code is None and not found.others:
        lines.append(f"  to add it: dragoman kb add person {found.asked!r} … (or org, group, country, metonym)")
    return head + "".join(f"{line}\n" for line in lines)


def _other_lines(found: Found) -> list[str]:
    """Those who bear the name too, each with its rows."""
    others: dict[str, list[Fact]] = {}
    for fact in found.others:
        others.setdefault(fact.id, []).append(fact)
    if not others:
        return []
    holding = sum(any(fact.holds for fact in facts) for facts in others.values())
    doubt = "; title, country and day decide in a text" if holding else ""
    lines = [
        f"  {len(others)} others bear this name{doubt}:" if len(others) > 1 else f"  one other bears this name{doubt}:"
    ]
    for id_, facts in list(others.items())[:_SHOWN]:
        lines.append(f"    {id_}: {facts[0].name}")
        lines += [f"  {_fact_line(fact, dated=found.on is not None)}" for fact in facts]
    if len(others) > _SHOWN:
        lines.append(f"    and {len(others) - _SHOWN} more (--format json)")
    return lines


def _fact_line(fact: Fact, *, dated: bool) -> str:
    what = " of ".join(filter(None, (fact.office, fact.country or fact.org))) or " ".join(
        filter(None, (fact.code, fact.sector))
    )
    if fact.office and fact.sector:
        what += f", {fact.sector}"
    time = f"{fact.first or '…'} to {fact.until or 'now'}" if fact.first or fact.until else "undated"
    holds = ("holds" if fact.holds else "not on the day") if dated else ""
    checked = f"checked {fact.checked_on}" if fact.checked_on else "not checked"
    told = " · ".join(filter(None, (what, time, holds, fact.where, checked, fact.source)))
    return f"  {'+' if fact.mine else '-'} {told}"


def _place(name: str, overlay: Overlay | None) -> str:
    """What the gazetteer says of a name that no table of actors has."""
    from dragoman.resolution.places.candidates import options
    from dragoman.resolution.places.gazetteer import load_gazetteer

    bare = name[4:] if name.lower().startswith("the ") else name
    best = next(iter(options(load_gazetteer(overlay), bare)), None)
    if best is None:
        return ""
    entry = best.entry
    claimed = f", claimed by {', '.join(entry.claimants)}" if entry.claimants else ""
    return f"  it is a place: {entry.name} ({entry.type}) of {entry.country or 'no state'}{claimed}; whoever acts there is coded so"

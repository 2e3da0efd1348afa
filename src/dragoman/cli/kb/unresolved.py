"""`dragoman kb unresolved`: the names in a store that no table knows, the daily work list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import click

from dragoman.cli.codes import ExitCode
from dragoman.cli.kb.common import print_json, readable
from dragoman.cli.logs import tell
from dragoman.cli.options import kb_option, settings_options, store_option, store_path
from dragoman.cli.output import print_text
from dragoman.config import Config
from dragoman.records import Record

if TYPE_CHECKING:
    from dragoman.store import Unresolved, View

_BARE: Final = re.compile(r"^(?:the|a|an|its|his|her|their|former|outgoing|then)\s+", re.I)
_PERSON: Final = frozenset({"UNKNOWN_PERSON", "PERSON_COUNTRY_INFERRED", "TITLE_COUNTRY_FROM_TEXT"})
_LEFT_OUT: Final = "UNKNOWN_ACTOR"
_OWNED: Final = re.compile(r"(.*?[A-Z].*?)(?:['’]s|(?<=s)['’])(?:\s|$)")


class Missing(Record, frozen=True):
    """A name that wants a row. `line` is one to be filled in where it says `?`, for the table `table`."""

    name: str
    mentions: int
    documents: int
    reasons: tuple[str, ...]
    example: str
    table: str
    line: str


@click.command()
@store_option
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="Most names.")
@click.option("--least", type=click.IntRange(1), default=1, show_default=True, help="Fewest mentions of a name.")
@click.option("--all", "all_", is_flag=True, help="Also phrases without a name in them, such as residents.")
@click.option(
    "-f", "--format", "format_", type=click.Choice(("table", "jsonl")), default="table", help="How to show it."
)
@kb_option
@settings_options
def unresolved(
    *,
    store: str | None,
    limit: int,
    least: int,
    all_: bool,
    format_: str,
    kb: str | None,
    config: Config,
    quiet: bool,
) -> ExitCode:
    """List the actors, recipients and sources in a store that no table knows, the most frequent first.

    Those whose country was only guessed are among them, and those for whose sake an event was left out. Each with a sentence and a line for your tables, to be filled in where it says "?". What your tables have learnt since
    is left out; read the documents again to have it in their records.
    """
    from dragoman.resolution.actors import load_knowledge
    from dragoman.resolution.actors.asking import actor_of, is_name
    from dragoman.store import Store

    overlay = readable(kb, config)
    knowledge = load_knowledge(overlay)
    with Store.open(store_path(store, config), read_only=True) as opened:
        view = opened.view()
        rows = [*view.unresolved(), *dropped(view)]
    found = []
    for missing in gathered(rows):
        if missing.mentions < least or not (all_ or is_name(missing.name, knowledge)):
            continue
        if actor_of(missing.name, knowledge).code is None:
            found.append(missing)
    if format_ == "jsonl":
        print_json(found[:limit])
    else:
        for missing in found[:limit]:
            print_text(_told(missing))
    if not quiet:
        more = f"; {limit} of them shown (--limit)" if len(found) > limit else ""
        tell(f"{len(found):,} names that no table knows{more}")
    return ExitCode.OK


def dropped(view: View) -> list[Unresolved]:
    """Names before acts that were left out because nobody knew who acts."""
    from dragoman.resolution.actors.asking import name_before
    from dragoman.store import Unresolved

    found = []
    for document, sentence, offset in view.dropped(_LEFT_OUT):
        name = name_before(sentence[:offset])
        if name is not None:
            found.append(Unresolved(name, _LEFT_OUT, 1, (document,), sentence))
    return found


def gathered(rows: Iterable[Unresolved]) -> list[Missing]:
    """One entry a name, whatever stands around it: "the PSF", "PSF's"."""
    from dragoman.resolution.actors.names import fold

    groups: dict[tuple[str, ...], list[Unresolved]] = {}
    for row in rows:
        key = fold(bare(row.text))
        if key:
            groups.setdefault(key, []).append(row)
    found = [_missing(group) for group in groups.values()]
    return sorted(found, key=lambda missing: (-missing.mentions, missing.name))


def bare(text: str) -> str:
    """The name in a phrase: without article, owned thing and role: "the PSF's fighters" is PSF. A phrase without one stays."""
    text = " ".join(text.split())
    while (shorter := _BARE.sub("", text)) != text:
        text = shorter
    text = text.strip(' ,;:"“”')
    owner = _OWNED.match(text)
    name = owner[1] if owner else text
    words = name.split()
    while words and not words[-1][:1].isupper():
        words.pop()
    while words and words[0].islower():
        words.pop(0)
    return " ".join(words) or text


def _missing(group: list[Unresolved]) -> Missing:
    first = min(group, key=lambda row: (-row.mentions, row.documents))
    name = bare(first.text)
    reasons = tuple(dict.fromkeys(row.reason for row in group))
    table, line = _line(name, person=bool(_PERSON & set(reasons)))
    return Missing(
        name=name, mentions=sum(row.mentions for row in group), documents=len({document for row in group for document in row.documents}),
        reasons=reasons, example=" ".join(first.example.split()), table=table, line=line,
    )  # fmt: skip


def _line(name: str, *, person: bool) -> tuple[str, str]:
    from dragoman.resolution.actors.editing import line_of
    from dragoman.resolution.actors.names import fold, is_abbreviation

    if person:
        return "roles.tsv", line_of(
            "roles.tsv", {"person": name, "office": "?", "country": "?", "sector": "?", "from": "?"}
        )
    cells = {"id": "org:" + "-".join(fold(name)), "name": name, "sector": "?", "country": "?"}
    if is_abbreviation(name):
        cells |= {"name": "?", "abbreviations": name}
    return "organisations.tsv", line_of("organisations.tsv", cells)


def _told(missing: Missing) -> str:
    times = f"{missing.mentions} mention{'' if missing.mentions == 1 else 's'}"
    documents = f"{missing.documents} document{'' if missing.documents == 1 else 's'}"
    return (
        f"{missing.name}: {times} in {documents} ({', '.join(missing.reasons)})\n  {missing.example}\n"
        f"  {missing.table}: {missing.line}\n"
    )

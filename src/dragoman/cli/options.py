"""Options that several subcommands share: settings, store, output, and the filters of a question."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Final, get_args

import click

from dragoman.cli.logs import set_up_logs
from dragoman.config import Config, DocumentField, Format, did_you_mean, read_config
from dragoman.errors import ConfigError, OntologyError
from dragoman.records import SourceKind, Status

if TYPE_CHECKING:
    from dragoman.store import EventQuery, Store

Command = Callable[..., Any]

_ORDERS: Final = ("text", "oldest", "newest", "published", "score")


class Day(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on only
    """A day in ISO 8601: `2025-07-12`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or a usage error."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day; write it like 2025-07-12", param, ctx)


class Columns(click.ParamType):  # type: ignore[type-arg]  # generic from click 8.4 on only
    """Which column tells what: `text=body,title=headline`."""

    name = "columns"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, str]:
        """The columns by field, or a usage error."""
        if isinstance(value, dict):
            return value
        fields = get_args(DocumentField)
        found: dict[str, str] = {}
        for pair in filter(None, value.split(",")):
            field, sign, column = (part.strip() for part in pair.partition("="))
            if not sign or not column:
                self.fail(f"{pair!r} is no pair; write it like text=body", param, ctx)
            if field not in fields:
                hint = did_you_mean(field, fields) or f"there are {', '.join(fields)}"
                self.fail(f"{field!r} is no field of a document; {hint}", param, ctx)
            found[field] = column
        return found


def settings_options(command: Command) -> Command:
    """Add `--config`, `--quiet` and `--verbose`; the command gets `config` and `quiet`."""

    @click.option("--config", "config_file", metavar="FILE", help="Settings; without it dragoman.toml here, if any.")
    @click.option("-q", "--quiet", is_flag=True, help="Tell nothing but errors and results.")
    @click.option("-v", "--verbose", is_flag=True, help="Tell everything, errors with their place in the code.")
    @functools.wraps(command)
    def wrapped(*args: Any, config_file: str | None, quiet: bool, verbose: bool, **options: Any) -> Any:
        if quiet and verbose:
            raise click.UsageError("--quiet and --verbose exclude each other")
        set_up_logs(quiet=quiet, verbose=verbose)
        return command(*args, config=read_config(config_file), quiet=quiet, **options)

    return wrapped


def output_options(command: Command) -> Command:
    """Add `--format` and `--output`."""
    command = click.option(
        "-o", "--output", metavar="FILE", help="Write there, whole or not at all; its ending tells the format."
    )(command)
    return click.option(
        "-f", "--format", "format_", type=click.Choice(get_args(Format)), help="Without it: the ending, or a table."
    )(command)


def kb_option(command: Command) -> Command:
    """Add `--kb`, the folder of the user's own tables of actors; the command gets `kb`. See `kb_folder`."""
    return click.option("--kb", metavar="FOLDER", help="Your own tables of actors; or folder under [knowledge].")(
        command
    )


def kb_folder(kb: str | None, config: Config) -> str | None:
    """The folder of the user's tables that an option, the environment or the settings name, if any."""
    return kb or config.knowledge.folder


def store_option(command: Command) -> Command:
    """Add `--store` for commands that ask one; see `store_path`."""
    return click.option("-s", "--store", metavar="FILE", help="The store to ask; or path under [store].")(command)


def past_option(command: Command) -> Command:
    """Add `--as-known-on`; see `open_store`."""
    return click.option(
        "--as-known-on", type=Day(), metavar="DATE", help="As it stood on that day: by what was printed by then."
    )(command)


@contextmanager
def open_store(path: str, as_known_on: date | None) -> Iterator[Store]:
    """The store, for reading; with a day, one in memory that holds what was known on it, under the ids of today."""
    from dragoman.store import Store

    with Store.open(path, read_only=True) as opened:
        if as_known_on is None:
            yield opened
            return
        from dragoman.pipeline.linking import as_known_on as known

        with known(opened, as_known_on) as past:
            yield past


def store_path(store: str | None, config: Config) -> str:
    """The store that an option or the settings name.

    Raises:
        click.UsageError: Neither does.
    """
    path = store or config.store.path
    if not path:
        raise click.UsageError("No store: give --store FILE, or set path under [store] in dragoman.toml")
    return path


def filter_options(command: Command) -> Command:
    """Add an option for every filter of `EventQuery`; `make_query` makes one of them."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


def make_query(filters: dict[str, Any], **more: Any) -> EventQuery:
    """The question that the filter options ask.

    Raises:
        click.UsageError: It can have no answer.
    """
    from dragoman.store import EventQuery

    given = {name: value for name, value in filters.items() if value not in (None, ())}
    for name, change in (("type", str.upper), ("country", str.upper), ("place_country", str.upper)):
        if name in given:
            value = given[name]
            given[name] = tuple(map(change, value)) if isinstance(value, tuple) else change(value)
    try:
        _check_kinds(given.get("type", ()), given.get("mode", ()))
        return EventQuery(**given, **more)
    except (ConfigError, OntologyError) as err:
        raise click.UsageError(err.message) from err


def _check_kinds(types: tuple[str, ...], modes: tuple[str, ...]) -> None:
    """Refuse a type or mode that the ontology does not know: it would be found nowhere, and nobody would wonder."""
    if not types and not modes:
        return
    from dragoman.ontology import check_type, load_ontology

    for name in types:
        check_type(name)
    known = dict.fromkeys(mode.name for kind in load_ontology().types.values() for mode in kind.modes)
    for name in modes:
        if name not in known:
            remedy = did_you_mean(name, known) or "see dragoman ontology types"
            raise OntologyError(f"{name!r} is no mode of PLOVER", remedy=remedy)


def _filter(*names: str, **settings: Any) -> Callable[[Command], Command]:
    return click.option(*names, **settings)


_FILTERS: Final = (
    _filter("--actor", metavar="WHO", help="Who acts: a code (SYR), code and sector (SYR GOV), id or name."),
    _filter("--recipient", metavar="WHO", help="Who is acted upon."),
    _filter("--either", metavar="WHO", help="Who acts or is acted upon."),
    _filter("--country", metavar="ISO3", help="Country of any actor or recipient."),
    _filter("--place", metavar="NAME", help="Where: words of the name, or a GeoNames number."),
    _filter("--place-country", metavar="ISO3", help="Country that the place is counted to."),
    _filter(
        "--type",
        multiple=True,
        metavar="TYPE",
        help="PLOVER event type; may be given several times, as may the next three.",
    ),
    _filter("--mode", multiple=True, metavar="MODE", help="PLOVER mode."),
    _filter("--status", multiple=True, type=click.Choice(get_args(Status)), help="Whether it happened."),
    _filter("--source-kind", multiple=True, type=click.Choice(get_args(SourceKind)), help="Who says so."),
    _filter("--disputed/--undisputed", default=None, help="Whether one source denies what another asserts."),
    _filter("--denied-by", metavar="WHO", help="Who denies it: a code, an id or words of the name."),
    _filter("--from", "day_from", type=Day(), metavar="DATE", help="The act may have fallen on this day or later."),
    _filter("--to", "day_to", type=Day(), metavar="DATE", help="The act may have fallen on this day or earlier."),
    _filter("--published-from", type=Day(), metavar="DATE", help="First day of publication."),
    _filter("--published-to", type=Day(), metavar="DATE", help="Last day of publication."),
    _filter("--text", metavar="WORDS", help='Words, or phrases in ", that must all occur.'),
    _filter(
        "--text-in", type=click.Choice(("evidence", "article")), help="Where they must occur.  [default: evidence]"
    ),
    _filter("--document", metavar="ID", help="Of this document."),
    _filter("--event", metavar="ID", help="Mentions of this event."),
    _filter("--min-probability", type=click.FloatRange(0, 1), help="Lowest probability."),
    _filter("--order", type=click.Choice(_ORDERS), help="By place in the text, day, publication or score."),
    _filter("--offset", type=click.IntRange(0), help="Event mentions to leave out first."),
)

"""`dragoman mcp`: the queries of the command as tools of the Model Context Protocol, over standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
import msgspec

from dragoman.cli.codes import ExitCode
from dragoman.cli.options import kb_folder, kb_option, settings_options, store_option
from dragoman.config import Config
from dragoman.errors import ConfigError, DragomanError

if TYPE_CHECKING:
    from mcp.server import MCPServer

_T = TypeVar("_T")
# An answer goes whole into a model's context: some 50 events are 50,000 characters.
_MOST: Final = 200


@click.command()
@store_option
@kb_option
@settings_options
def mcp(*, store: str | None, kb: str | None, config: Config, quiet: bool) -> ExitCode:
    """Serve the queries of this command to programs that speak the Model Context Protocol, over standard input and output.

    Tools: read_text, events, show, pair, system, kb_show. The store is opened for each question and only read; without one,
    read_text and kb_show still answer.
    """
    del quiet
    make_server(store or config.store.path, kb_folder(kb, config)).run("stdio")
    return ExitCode.OK


def make_server(store: str | None, kb: str | None) -> MCPServer:
    """The server with its tools.

    Raises:
        ConfigError: The package `mcp` is not installed.
    """
    try:
        from mcp.server import MCPServer
    except ImportError as err:
        raise ConfigError("mcp is not installed", remedy="Install it: pip install 'dragoman[mcp]'") from err
    from dragoman import __version__

    server = MCPServer(
        "dragoman",
        version=__version__,
        instructions="Who did what to whom, where, when, according to whom, and how certain, in PLOVER codes, from news "
        "reporting. Every record has spans into its article; show gives one record with its evidence.",
    )
    for tool in (_read_tool(kb), _kb_tool(kb), *_store_tools(store)):
        server.tool()(tool)
    return server


def _read_tool(kb: str | None) -> Callable[..., Any]:
    def read_text(text: str, published: str | None = None, publisher: str | None = None) -> dict[str, Any]:
        """Read one news article and give its event mentions, relations and what was left out.

        published is its day of publication, as 2025-07-12; without it, "on Tuesday" stays without a date.
        """
        import dragoman

        reading = _told(lambda: dragoman.read(text, published=_day(published), publisher=publisher, kb=kb))
        bare = tuple(msgspec.structs.replace(sentence, tokens=()) for sentence in reading.sentences)
        return _object(msgspec.structs.replace(reading, sentences=bare))

    return read_text


def _kb_tool(kb: str | None) -> Callable[..., Any]:
    def kb_show(name: str, on: str | None = None, country: str | None = None) -> dict[str, Any]:
        """Who or what a name means on a day: id, code, sector, dated roles and the rows that say so.

        on is a day, as 2025-07-12; country an ISO 3166 alpha-3 code.
        """

        def ask() -> Any:
            from dragoman.resolution.actors import load_knowledge
            from dragoman.resolution.actors.asking import who_is
            from dragoman.resolution.actors.rows import read_overlay

            overlay = read_overlay(kb)
            return who_is(name.strip(), load_knowledge(overlay), overlay, on=_day(on), country=country)

        return _object(_told(ask))

    return kb_show


def _store_tools(store: str | None) -> tuple[Callable[..., Any], ...]:
    def events(
        actor: str | None = None,
        recipient: str | None = None,
        either: str | None = None,
        country: str | None = None,
        place: str | None = None,
        type: list[str] | None = None,
        status: list[str] | None = None,
        day_from: str | None = None,
        day_to: str | None = None,
        text: str | None = None,
        by: str = "event",
        limit: int = 20,
    ) -> dict[str, Any]:
        """Events of the store, or with by="mention" single reports; every filter given must hold.

        Actors are codes (SYR), code and sector (SYR GOV), ids or names; type is of PLOVER's 16 (PROTEST); status actual,
        planned, possible or denied; days as 2025-07-12.
        """

        def ask(view: Any) -> dict[str, Any]:
            query = _query(
                actor=actor,
                recipient=recipient,
                either=either,
                country=country,
                place=place,
                type=tuple(type or ()),
                status=tuple(status or ()),
                day_from=_day(day_from),
                day_to=_day(day_to),
                text=text,
                order="newest",
                limit=min(max(limit, 1), _MOST),
            )
            if by == "event" and view.is_linked():
                found, total = view.linked_events(query), view.count_linked(query)
            else:
                found, total = view.mentions(query), view.count(query)
            return {"total": total, "events": [msgspec.to_builtins(one) for one in found]}

        return _told(lambda: _with_view(store, ask))

    def show(id: str) -> dict[str, Any]:
        """One record by its id: an event mention, event, linked event, relation or document, with the evidence in words."""

        def ask(view: Any) -> dict[str, Any]:
            from dragoman.cli.show import find_record
            from dragoman.serving import to_text

            found = find_record(view, id)
            if found is None:
                raise ConfigError(
                    f"nothing in this store has the id {id!r}", remedy="Ids stand in the answers of events"
                )
            return {"record": msgspec.to_builtins(found[0]), "shown": to_text(found[1], width=100)}

        return _told(lambda: _with_view(store, ask))

    def pair(
        one: str, other: str, day_from: str | None = None, day_to: str | None = None, by: str = "month"
    ) -> dict[str, Any]:
        """What two actors, by their codes, did to each other by day, week or month, how it turned, and what is planned."""

        def ask(view: Any) -> dict[str, Any]:
            from dragoman.serving.pair import pair_report
            from dragoman.store import FlowQuery

            query = msgspec.convert({"day_from": _day(day_from), "day_to": _day(day_to), "step": by}, FlowQuery)
            return _object(pair_report(view, one.upper(), other.upper(), query))

        return _told(lambda: _with_view(store, ask))

    def system(as_of: str | None = None, actors: list[str] | None = None) -> dict[str, Any]:
        """All ordered pairs of actors as of a day: events, cooperation, conflict and balance, the busiest first."""

        def ask(view: Any) -> dict[str, Any]:
            from dragoman.serving.system import system_report
            from dragoman.store import FlowQuery

            day = _day(as_of) or view.last_day()
            if day is None:
                raise ConfigError("no document has a day of publication", remedy="Give as_of")
            found = _object(system_report(view, FlowQuery(actors=tuple(actors or ())), day))
            return {**found, "ties": found["ties"][:_MOST], "total": len(found["ties"])}

        return _told(lambda: _with_view(store, ask))

    return events, show, pair, system


def _with_view(store: str | None, ask: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    if store is None:
        raise ConfigError("no store was given", remedy="Start it with dragoman mcp --store FILE")
    from dragoman.serving.rights import RightfulView, Withheld, withheld_words
    from dragoman.store import Store

    with Store.open(store, read_only=True) as opened:
        withheld = Withheld()
        answer = ask(RightfulView(opened.view(), withheld))
    if withheld.mentions:
        answer["withheld"] = withheld_words(withheld.mentions, withheld.documents)
    return answer


def _query(**fields: Any) -> Any:
    from dragoman.ontology import check_type
    from dragoman.store import EventQuery

    for name in fields["type"]:
        check_type(name)
    return msgspec.convert({name: value for name, value in fields.items() if value is not None}, EventQuery)


def _told(ask: Callable[[], _T]) -> _T:
    """The answer, or what went wrong in our words: other errors are hidden from the caller by the protocol."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        return ask()
    except DragomanError as err:
        raise ToolError(err.message) from err
    except msgspec.ValidationError as err:
        raise ToolError(str(err)) from err


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise ConfigError(f"{text!r} is no day", expected="one as 2025-07-12") from err


def _object(record: Any) -> dict[str, Any]:
    built: dict[str, Any] = msgspec.to_builtins(record)
    return built

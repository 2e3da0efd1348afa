"""Exports that others read: each format as its loaders expect it; what it cannot hold is left out and counted.

Usage:
    report = write_export("week.tsv", view, EventQuery(), format="polecat")
    report.left_out     # {"STATUS_PLANNED": 12, "NIL_ACTOR": 3}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec

from dragoman.serving.errors import ExportError
from dragoman.serving.exports import gdelt, icews, linked_data, plover, polecat, tables
from dragoman.serving.exports.account import REASONS, Account, ExportReport, report_words
from dragoman.serving.exports.ids import IdRow, id_lines
from dragoman.serving.exports.plover import read_plover
from dragoman.serving.exports.tables import read_parquet
from dragoman.serving.files import write_text
from dragoman.serving.rights import Withheld, respect_rights
from dragoman.serving.system import graphml, system_report
from dragoman.store import Answer, EventQuery, FlowQuery, View

# Format -> what one of it is. Those of events and pairs need a store that was linked.
FORMATS: Final[dict[str, str]] = {
    "plover": "event mention",
    "polecat": "event mention",
    "icews": "event mention",
    "gdelt-events": "event",
    "gdelt-mentions": "event mention",
    "geojson": "event mention",
    "graphml": "pair",
    "ftm": "event mention",
    "webannotation": "event mention",
    "prov": "event mention",
    "datapackage": "event mention",
    "parquet": "event mention",
}
_NOTES: Final[dict[str, tuple[str, ...]]] = {
    "polecat": polecat.NOTES,
    "icews": icews.NOTES,
    "gdelt-events": gdelt.EVENT_NOTES,
    "gdelt-mentions": gdelt.MENTION_NOTES,
}
# These hold everything, so that there is nothing to report but what publishers' rights withheld.
_COMPLETE: Final = {"parquet", "datapackage"}
# The filters of a question that a graph of all pairs can heed.
_FLOW_FIELDS: Final = {"day_from", "day_to", "order", "limit", "offset"}


def write_export(
    path: str | Path,
    view: View,
    query: EventQuery,
    *,
    format: str,
    everything: bool = False,
    with_text: bool = False,
) -> ExportReport:
    """Write what is asked for in a format and, where it cannot hold all, a report beside it: `FILE.report.json`.

    Args:
        path: The file, of `datapackage` a folder; what exists is replaced.
        view: Where to ask.
        query: What to ask. `graphml` heeds only its days.
        format: One of `FORMATS`.
        everything: Of `plover`: write also what PLOVER would take for a fact or lacks a required field of.
        with_text: Of `plover` and `parquet`: write the whole articles too, so that reading back gives them as well.

    Returns:
        What was written and what was left out, by reason. Rows of `icews` and `gdelt-events` have numbers only:
        `FILE.ids.tsv` tells what each stands for.

    Raises:
        ExportError: The format is unknown or does not take the options, the store was never linked and the format
            needs events, or a file cannot be written.
    """
    _check(path, view, query, format, everything=everything, with_text=with_text)
    account = Account(format, unit=FORMATS[format], notes=_NOTES.get(format, ()))
    ids: list[IdRow] = []
    rights = view.rights()
    answers = respect_rights(view.answers(query), rights, account.withheld)
    match format:
        case "plover":
            write_text(path, plover.plover_lines(answers, account, everything=everything, with_text=with_text))
        case "parquet":
            tables.write_record_parquet(path, answers, account, with_text=with_text)
        case "datapackage":
            # Asked a second time for the claims: the same mentions, which are counted once.
            again = respect_rights(view.answers(query), rights, Withheld())
            tables.write_datapackage(path, answers, again, account)
        case "graphml":
            write_text(path, _graph(view, query, account))
        case _:
            write_text(path, _lines(view, query, answers, account, ids))
    report = account.report()
    side = Path(path)
    if ids:
        write_text(side.with_name(f"{side.name}.ids.tsv"), id_lines(ids))
    if format in _COMPLETE and not report.withheld:
        return report
    told = msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"
    write_text(side.with_name(f"{side.name}.report.json"), [told])
    return report


def _lines(
    view: View, query: EventQuery, answers: Iterable[Answer], account: Account, ids: list[IdRow]
) -> Iterator[str]:
    """The lines of a format that is text.

    ICEWS and GDELT have no cell for an article's words. They are made of the whole mentions, whose triggers choose between
    CAMEO codes: nothing is withheld there.
    """
    match account.format:
        case "polecat":
            return polecat.polecat_lines(answers, account)
        case "icews":
            return icews.icews_lines(view.answers(query), account, ids)
        case "gdelt-events":
            return gdelt.gdelt_event_lines(_reported(view, query), account, ids)
        case "gdelt-mentions":
            return gdelt.gdelt_mention_lines(_reported(view, query), account)
        case "geojson":
            return linked_data.geojson_lines(answers, account)
        case "webannotation":
            return linked_data.annotation_lines(answers, account)
        case "ftm":
            return linked_data.ftm_lines(answers, account)
        case "prov":
            return linked_data.prov_text(answers, view.versions(), account)
        case _:
            raise AssertionError(account.format)  # `_check` has let pass what is no format


def _reported(view: View, query: EventQuery) -> Iterator[gdelt.Reported]:
    for event, answers in view.each_linked(query):
        yield gdelt.Reported(event, tuple(answers))


def _graph(view: View, query: EventQuery, account: Account) -> Iterator[str]:
    day = query.day_to or view.last_day()
    if day is None:
        raise ExportError(
            "no document has a day of publication", expected="a day to look back from", remedy="give --to"
        )
    report = system_report(view, FlowQuery(day_from=query.day_from, day_to=query.day_to), day)
    for _ in report.ties:
        account.wrote()
    yield graphml(report)


def _check(path: str | Path, view: View, query: EventQuery, format: str, *, everything: bool, with_text: bool) -> None:
    where = str(path)
    if format not in FORMATS:
        raise ExportError(f"{format!r} is not a format", where=where, expected=f"one of {', '.join(FORMATS)}")
    if everything and format != "plover":
        raise ExportError(f"{format} cannot write everything", where=where, expected="plover with everything")
    if with_text and format not in ("plover", "parquet"):
        raise ExportError(f"{format} has no place for articles", where=where, expected="plover or parquet with texts")
    if format in ("gdelt-events", "gdelt-mentions", "graphml") and not view.is_linked():
        raise ExportError(
            f"{format} is made of linked events, and the store was never linked",
            where=where,
            remedy="run dragoman link",
        )
    if format == "graphml":
        asked = {n for n in query.__struct_fields__ if getattr(query, n) != getattr(EventQuery(), n)}
        if others := sorted(asked - _FLOW_FIELDS):
            raise ExportError(f"graphml cannot heed {', '.join(others)}", where=where, expected="days only")


__all__ = [
    "FORMATS",
    "REASONS",
    "ExportReport",
    "read_parquet",
    "read_plover",
    "report_words",
    "write_export",
]

"""All pairs of actors as of a day: a table, JSON, and graphs for Gephi and the like (GraphML) and for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from xml.etree import ElementTree

from rich.console import Group, RenderableType
from rich.text import Text

from dragoman.records import Record
from dragoman.serving.rows import Row
from dragoman.serving.story import Standing, evidence_line, standing, standing_line
from dragoman.serving.table import hung
from dragoman.serving.ties import TIE_COLUMNS, quad_rows, tie_cells, with_quads
from dragoman.store import FlowQuery, View

# An edge of Graphviz is at most so wide, in points, for the pair with most events.
_WIDEST: Final = 6.0


class Tie(Record, frozen=True):
    """What one actor did to another up to a day. The fields are those of a flow, over all days."""

    actor: str
    recipient: str
    events: int
    quads: tuple[int, int, int, int]
    cooperation: float
    conflict: float
    balance: float


class SystemReport(Record, frozen=True):
    """All ordered pairs as of a day, those with most events first, and what articles printed by then state to stand between actors."""

    as_of: date
    half_life_days: float
    ties: tuple[Tie, ...]
    standing: tuple[Standing, ...] = ()


def system_report(view: View, query: FlowQuery, as_of: date) -> SystemReport:
    """What the store tells of all pairs, or of those among the query's actors, as of a day."""
    ties = tuple(with_quads(row, Tie) for row in view.flow_totals(query, as_of))
    stands = standing(view, as_of, query.actors)
    return SystemReport(as_of=as_of, half_life_days=query.half_life_days, ties=ties, standing=stands)


def system_table(report: SystemReport, *, limit: int | None = None) -> RenderableType:
    """The report for the terminal, a line a pair."""
    shown = report.ties[:limit]
    lines: list[RenderableType] = [Text(f"As of {report.as_of}", "bold underline")]
    lines += [_line(tie) for tie in shown]
    more = f"{len(shown)} of {len(report.ties)}" if len(shown) < len(report.ties) else str(len(shown))
    lines.append(Text(f"{more} ordered pair{'' if len(report.ties) == 1 else 's'}.", "bold"))
    if report.standing:
        lines.append(Text("Standing relations and agreements", "bold underline"))
    for row in report.standing[:limit]:
        lines.append(hung(standing_line(row), 2))
        lines += [evidence_line(evidence, indent=4) for evidence in row.evidence[:1]]
    return Group(*lines)


def tie_rows(ties: Sequence[Tie]) -> Iterator[Row]:
    """One row a tie with exactly the columns of `TIE_COLUMNS`."""
    return quad_rows(ties, TIE_COLUMNS)


def graphml(report: SystemReport) -> str:
    """The report as GraphML: actors as nodes, ties as directed edges with all their numbers."""
    root = ElementTree.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    kinds = {name: "int" if kind is int else "double" for name, kind in TIE_COLUMNS.items() if kind is not str}
    for name, kind in kinds.items():
        ElementTree.SubElement(root, "key", {"id": name, "for": "edge", "attr.name": name, "attr.type": kind})
    graph = ElementTree.SubElement(root, "graph", edgedefault="directed", id=f"as-of-{report.as_of}")
    for code in _codes(report):
        ElementTree.SubElement(graph, "node", id=code)
    for row in tie_rows(report.ties):
        edge = ElementTree.SubElement(graph, "edge", source=str(row["actor"]), target=str(row["recipient"]))
        for name in kinds:
            ElementTree.SubElement(edge, "data", key=name).text = str(row[name])
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def graphviz(report: SystemReport) -> str:
    """The report for Graphviz: edges as wide as there are events, green where the balance is positive, red where not."""
    most = max((tie.events for tie in report.ties), default=1)
    lines = [f'digraph "as of {report.as_of}" {{', "  node [shape=ellipse];"]
    lines += [f"  {_quoted(code)};" for code in _codes(report)]
    for tie in report.ties:
        width = max(_WIDEST * tie.events / most, 0.3)
        colour = "darkgreen" if tie.balance >= 0 else "firebrick"
        label = f"{tie.events} ({tie.balance:+.1f})"
        lines.append(
            f"  {_quoted(tie.actor)} -> {_quoted(tie.recipient)}"
            f" [penwidth={width:.2f}, color={colour}, label={_quoted(label)}];"
        )
    return "\n".join([*lines, "}"]) + "\n"


def _codes(report: SystemReport) -> list[str]:
    return sorted({code for tie in report.ties for code in (tie.actor, tie.recipient)})


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _line(tie: Tie) -> Text:
    return Text(" · ", "dim").join(tie_cells(tie))

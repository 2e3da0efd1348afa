"""`pair` and `system`: what linked events tell of cooperation and conflict between actors."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from rich.console import Console

sys.path.insert(0, str(Path(__file__).parents[1] / "linking"))

from reports import TYRE, act, party, report

from dragoman.pipeline.linking import link_store
from dragoman.records import Relation, Span
from dragoman.serving.pair import pair_report, pair_table, periods_between
from dragoman.serving.rights import RightfulView, Withheld
from dragoman.serving.system import system_report
from dragoman.serving.turning import turning_points
from dragoman.store import FlowQuery, Store
from dragoman.store.watching import Sighting

STRIKE = {"place": TYRE}


@pytest.fixture
def store(folder: Path) -> str:
    """Two reports of one strike, another strike, a meeting, an answer, and a meeting to come."""
    with Store.open("n.duckdb") as opened:
        opened.writer().write(
            [
                report("a", "2025-03-04", act("ISR", "LBN", "2025-03-03", **STRIKE)),
                report("b", "2025-03-04", act("ISR", "LBN", "2025-03-03", **STRIKE)),
                report("c", "2025-03-13", act("ISR", "LBN", "2025-03-12", **STRIKE)),
                report("d", "2025-03-13", act("LBN ISR", "", "2025-03-12", kind="CONSULT", word="met")),
                report("e", "2025-03-14", act("LBN", "ISR", "2025-03-13", kind="ACCUSE", word="accused")),
                report(
                    "f", "2025-03-14", act("LBN ISR", "", "2025-04-01", kind="CONSULT", word="meet", status="planned")
                ),
                report("g", "2025-03-14", act("LBN", "SYR", "2025-03-13", kind="AID", word="sent")),
            ]
        )
        link_store(opened)
    return "n.duckdb"


def pair(run: Any, *arguments: str) -> dict[str, Any]:
    result = run("pair", "isr", "LBN", "-s", "n.duckdb", "-f", "jsonl", *arguments)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_an_event_counts_once_and_a_meeting_in_both_directions(run: Any, store: str) -> None:
    flows = {(f["period"], f["actor"]): f for f in pair(run)["flows"]}
    assert set(flows) == {("2025-03-03", "ISR"), ("2025-03-10", "ISR"), ("2025-03-10", "LBN")}
    assert (flows["2025-03-03", "ISR"]["events"], flows["2025-03-03", "ISR"]["quads"]) == (1, [0, 0, 0, 1])
    second = flows["2025-03-10", "ISR"]
    assert (second["events"], second["cooperation"], second["conflict"]) == (2, 2.5, -9.0)
    assert flows["2025-03-10", "LBN"]["quads"] == [1, 0, 1, 0]


def test_balance_halves_with_its_half_life(run: Any, store: str) -> None:
    flows = pair(run, "--by", "day", "--half-life", "9")["flows"]
    assert (flows[0]["period"], flows[0]["balance"]) == ("2025-03-03", -9.0)
    assert [f["balance"] for f in flows if (f["period"], f["actor"]) == ("2025-03-12", "ISR")] == [-9 / 2 - 9 + 2.5]


def test_days_bound_what_is_counted(run: Any, store: str) -> None:
    assert {f["period"] for f in pair(run, "--from", "2025-03-10")["flows"]} == {"2025-03-10"}
    assert {f["period"] for f in pair(run, "--to", "2025-03-09")["flows"]} == {"2025-03-03"}


def test_what_is_planned_is_told_until_its_day(run: Any, store: str) -> None:
    (planned,) = pair(run)["planned"]
    assert (planned["status"], planned["documents"]) == ("planned", ["f"])
    assert pair(run, "--to", "2025-04-02")["planned"] == []
    assert "Planned" in run("pair", "ISR", "LBN", "-s", store).stdout


def test_rows_of_a_pair_go_to_a_file(run: Any, store: str, folder: Path) -> None:
    assert run("pair", "ISR", "LBN", "-s", store, "-o", "p.csv").exit_code == 0
    rows = list(csv.DictReader((folder / "p.csv").read_text().splitlines()))
    assert (rows[0]["period"], rows[0]["actor"], rows[0]["quad4"]) == ("2025-03-03", "ISR", "1")


def test_system_tells_all_pairs_as_of_a_day(run: Any, store: str) -> None:
    found = json.loads(run("system", "-s", store, "-f", "jsonl").stdout)
    assert found["as_of"] == "2025-03-14"
    assert [(t["actor"], t["recipient"], t["events"]) for t in found["ties"]] == [
        ("ISR", "LBN", 3),
        ("LBN", "ISR", 2),
        ("LBN", "SYR", 1),
    ]
    early = json.loads(run("system", "-s", store, "-f", "jsonl", "--as-of", "2025-03-03").stdout)
    assert [(t["actor"], t["balance"]) for t in early["ties"]] == [("ISR", -9.0)]
    some = json.loads(run("system", "-s", store, "-f", "jsonl", "--actors", "lbn, syr").stdout)
    assert [(t["actor"], t["recipient"]) for t in some["ties"]] == [("LBN", "SYR")]


def test_system_is_drawn(run: Any, store: str, folder: Path) -> None:
    assert run("system", "-s", store, "-o", "s.graphml").exit_code == 0
    root = ElementTree.fromstring((folder / "s.graphml").read_text())
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert [node.get("id") for node in root.findall(".//g:node", space)] == ["ISR", "LBN", "SYR"]
    edge = root.findall(".//g:edge", space)[0]
    assert {d.get("key"): d.text for d in edge.findall("g:data", space)}["events"] == "3"
    drawn = run("system", "-s", store, "-f", "dot").stdout
    assert drawn.startswith("digraph")
    assert '"LBN" -> "SYR"' in drawn
    assert "3 ordered pairs." in run("system", "-s", store).stdout


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("pair", "ISR", "LBN", "--from", "2025-03-02", "--to", "2025-03-01"), "Exchange the two days"),
        (("pair", "ISR", "LBN", "--half-life", "0"), "half-life"),
        (("pair", "ISR"), "CODE"),
    ],
)
def test_question_without_an_answer_exits_2(run: Any, store: str, arguments: tuple[str, ...], what: str) -> None:
    result = run(*arguments, "-s", store)
    assert result.exit_code == 2
    assert what in result.stderr


def test_pair_that_nothing_happened_between(run: Any, store: str) -> None:
    assert "Nothing happened between the two" in run("pair", "FJI", "TON", "-s", store).stdout


def test_turn_is_found_where_the_level_changes_and_nowhere_else() -> None:
    calm = [1.0, 0.0, 2.0, 1.0, 0.0, 1.0, 2.0, 0.0, 1.0, 1.0]
    assert turning_points(calm) == []
    assert turning_points([*calm, *(value - 20 for value in calm)]) == [10]
    assert turning_points([0.0] * 20) == []
    assert turning_points([1.0, -9.0]) == []


def test_turning_point_names_what_happened(folder: Path) -> None:
    talks = [
        report(f"t{n:02}", f"2025-01-{n + 1:02}", act("ISR LBN", "", f"2025-01-{n + 1:02}", kind="CONSULT", word="met"))
        for n in range(15)
    ]
    strikes = [
        report(f"s{n:02}", f"2025-01-{n + 16:02}", act("ISR", "LBN", f"2025-01-{n + 16:02}", **STRIKE), act("ISR", "LBN", f"2025-01-{n + 16:02}"))
        for n in range(15)
    ]  # fmt: skip
    with Store.in_memory() as store:
        store.writer().write([*talks, *strikes])
        link_store(store)
        (point,) = pair_report(store.view(), "ISR", "LBN", FlowQuery(step="day")).turning_points
        assert point.period == date(2025, 1, 16)
        assert point.before > 0 > point.after
        event = store.view().linked_event(point.events[0])
        assert event is not None
        assert event.type == "ASSAULT"


def test_pair_tells_what_is_in_dispute_who_mediates_and_what_stands_between() -> None:
    strike = act("ISR", "LBN", "2025-03-03", **STRIKE)
    denied = report("b", "2025-03-05", {**strike, "status": "denied"}, publisher="Post")
    talks = act("EU ISR LBN", "", "2025-03-10", kind="CONSULT", word="met", modes=("third-party",))
    stated = report("r", "2025-03-12", publisher="Wire", text="Israel and Lebanon are neighbours.")
    here = Span(start=0, end=33)
    neighbours = Relation(
        id="r#1", document_id="r", kind="neighbour", subject=party("ISR"), object=party("LBN"), evidence=(here,)
    )
    parts = [
        Relation(
            id=f"r#{n}",
            document_id="r",
            kind="party_to",
            subject=party(code),
            object=party("Accord="),
            evidence=(here,),
        )
        for n, code in enumerate(("ISR", "LBN", "SYR"), 2)
    ]
    stated = msgspec.structs.replace(stated, relations=(neighbours, *parts))
    with Store.in_memory() as store:
        store.writer().write(
            [report("a", "2025-03-04", strike, publisher="Wire"), denied, report("c", "2025-03-11", talks), stated]
        )
        link_store(store)
        view = store.view()
        found = pair_report(view, "ISR", "LBN", FlowQuery())
        (told,) = found.told
        assert found.disputed == (told.event.id,)
        assert [(e.publisher, e.text) for e in told.evidence] == [("Wire", "a 0 struck."), ("Post", "b 0 struck.")]
        assert [m.code for m in found.mediators] == ["EU"]
        assert [(s.kind, s.subject, s.object) for s in found.standing] == [
            ("neighbour", "ISR", "LBN"),
            ("party_to", "ISR", "Accord="),
            ("party_to", "LBN", "Accord="),
        ]
        assert found.standing[0].evidence[0].text == "Israel and Lebanon are neighbours"
        early = pair_report(view, "ISR", "LBN", FlowQuery(day_to=date(2025, 3, 2)))
        assert (early.disputed, early.mediators, early.standing) == ((), (), ())
        console = Console(width=200, record=True, file=io.StringIO())
        console.print(pair_table(found))
        text = console.export_text()
        assert "In dispute" in text
        assert "EU (1 meeting)" in text
        assert "ISR ↔ LBN · neighbour · stated 2025-03-12" in text
        shown = system_report(view, FlowQuery(), date(2025, 3, 12))
        assert len(shown.standing) == 4
        assert system_report(view, FlowQuery(), date(2025, 3, 11)).standing == ()


def test_words_that_are_withheld_are_not_told_with_a_pair() -> None:
    here = Span(start=0, end=11)
    ally = Relation(id="a#1", document_id="a", kind="ally", subject=party("ISR"), object=party("LBN"), evidence=(here,))
    strike = act("ISR", "LBN", "2025-03-03", **STRIKE)
    silent = report("a", "2025-03-04", strike, publisher="Silent")
    silent = msgspec.structs.replace(silent, relations=(ally,))
    with Store.in_memory() as store:
        store.writer().write([silent, report("b", "2025-03-05", {**strike, "status": "denied"}, publisher="Post")])
        seen = Sighting(key="k", document_id="a", source="s", mark="m", rights="no-text")
        store.watching().keep(None, sightings=[seen])
        link_store(store)
        withheld = Withheld()
        found = pair_report(RightfulView(store.view(), withheld), "ISR", "LBN", FlowQuery())  # type: ignore[arg-type]
        assert [(e.publisher, e.text) for e in found.told[0].evidence] == [("Silent", ""), ("Post", "b 0 struck.")]
        assert found.standing[0].evidence[0].text == ""
        assert withheld.mentions == 1


def test_periods_are_whole_and_without_gaps() -> None:
    assert periods_between(date(2025, 1, 31), date(2025, 3, 1), "month") == [date(2025, n, 1) for n in (1, 2, 3)]
    assert periods_between(date(2025, 3, 5), date(2025, 3, 17), "week") == [date(2025, 3, n) for n in (3, 10, 17)]

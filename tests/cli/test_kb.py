"""`dragoman kb`: the day of somebody who keeps the tables current."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from dragoman.records import Actor, Document, EventMention, LeftOut, Participant, Reading, Sentence, Source, Span
from dragoman.store import Store

Run = Callable[..., Result]
WORLD = str(Path(__file__).parents[2] / "examples" / "invented-world" / "kb")
KASK = (
    "kb",
    "add",
    "person",
    "Aino Kask",
    "--office",
    "foreign_minister",
    "--country",
    "EST",
    "--sector",
    "GOV",
    "--from",
    "2040-09-01",
)


def test_show_tells_who_and_from_which_row(run: Run) -> None:
    result = run("kb", "show", "Lavrov", "--on", "2025-06-01")
    assert result.exit_code == 0
    assert "person:sergey-lavrov · RUS GOV" in result.stdout
    assert "foreign_minister of RUS, GOV · 2004-03-09 to now · holds · roles.tsv, line " in result.stdout


def test_show_as_json_is_one_record(run: Run) -> None:
    found = json.loads(run("kb", "show", "IDF", "--format", "json").stdout)
    assert found["actor"]["id"] == "ISR-MIL"
    assert found["others"][0]["id"] == "org:idf"


def test_show_of_nobody_exits_1_with_the_reason_and_what_to_do(run: Run) -> None:
    result = run("kb", "show", "Quorvan Front")
    assert result.exit_code == 1
    assert "nobody (UNKNOWN_NAME: no table has this name)" in result.stdout
    assert "dragoman kb add person 'Quorvan Front'" in result.stdout


def test_show_of_a_place_says_whose_it_is(run: Run) -> None:
    result = run("kb", "show", "the Golan Heights")
    assert result.exit_code == 0
    assert "it is a place: Golan Heights (territory) of SYR, claimed by SYR, ISR" in result.stdout


def test_show_uses_the_users_tables(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (
        "person:oskar-velten · VLD GOV"
        in run("kb", "show", "the Archon of Valdoria", "--on", "2035-01-01", "--kb", WORLD).stdout
    )
    monkeypatch.setenv("DRAGOMAN_KB", WORLD)
    assert "person:mirela-dastan · VLD GOV" in run("kb", "show", "the Archon of Valdoria", "--on", "2032-01-01").stdout
    assert "org:river-guard · KSH REB" in run("kb", "show", "RGD").stdout


def test_folder_of_the_settings_is_used(run: Run, folder: Path) -> None:
    (folder / "dragoman.toml").write_text('[knowledge]\nfolder = "mine"\n')
    assert run(*KASK).stdout == "mine/roles.tsv, line 2: Aino Kask\n"
    assert "person:aino-kask · EST GOV" in run("kb", "show", "Aino Kask", "--on", "2041-01-01").stdout


def test_without_a_folder_nothing_can_be_added(run: Run) -> None:
    result = run(*KASK)
    assert result.exit_code == 2
    assert "No folder: give --kb FOLDER, or set $DRAGOMAN_KB" in result.stderr


def test_added_person_is_resolved_and_the_overlap_told(run: Run) -> None:
    result = run(*KASK, "--alias", "A. Kask", "--checked-on", "2040-09-02", "--source", "own reading", "--kb", "mine")
    assert result.exit_code == 0
    assert "are both foreign_minister of EST from 2040-09-01" in result.stderr
    told = run("kb", "show", "Kask", "--on", "2041-01-01", "--kb", "mine").stdout
    assert "holds · mine/roles.tsv, line 2 · checked 2040-09-02 · own reading" in told


def test_dry_run_shows_the_line_and_writes_nothing(run: Run, folder: Path) -> None:
    result = run(*KASK, "--kb", "mine", "--dry-run")
    assert result.stdout == "Aino Kask\t\tforeign_minister\tEST\t\tGOV\t2040-09-01\n"
    assert not (folder / "mine").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("group", "River Guard", "--sector", "REBEL", "--country", "KEN"),
            "kb add group 'River Guard': 'REBEL' is not a PLOVER sector",
        ),
        (("group", "River Guard", "--sector", "REB", "--country", "KENYA"), "'KENYA' is no country.*did you mean KEN?"),
        (("org", "Monday", "--sector", "PTY", "--country", "KEN"), "'Monday' is an everyday word"),
        (("country", "Valdoria", "--code", "VALD"), "'VALD' is no code of a country"),
        (("person", "A B", "--office", "envoy", "--country", "KEN", "--from", "soon"), "'soon' is not a date"),
    ],
)
def test_bad_row_is_refused(run: Run, folder: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run("kb", "add", *arguments, "--kb", "mine")
    assert result.exit_code == 1
    assert re.search(message, result.stderr, re.I)
    assert not (folder / "mine").exists()


def test_world_of_ones_own_is_added_piece_by_piece(run: Run) -> None:
    kb = ("--kb", "mine", "--quiet")
    for arguments in (
        (
            "country",
            "Valdoria",
            "--code",
            "VLD",
            "--adjective",
            "Valdorian",
            "--people",
            "Valdorians",
            "--capital",
            "Port Emeric",
        ),
        ("group", "River Guard", "--sector", "REB", "--country", "VLD", "--abbreviation", "RGD"),
        ("org", "Halcyon Concord", "--code", "HCN", "--kind", "igo"),
        ("media", "Valdoria Press Agency", "--country", "VLD", "--control", "state", "--kind", "agency"),
        ("metonym", "Salt Palace", "--country", "VLD", "--sector", "GOV", "--kind", "building"),
        ("title", "Archon", "--sector", "GOV", "--office", "head_of_state"),
        (
            "person",
            "Oskar Velten",
            "--office",
            "head_of_state",
            "--country",
            "VLD",
            "--sector",
            "GOV",
            "--from",
            "2034",
        ),
    ):
        result = run("kb", "add", *arguments, *kb)
        assert result.exit_code == 0, result.stderr
    assert run("kb", "check", "--kb", "mine").exit_code == 0
    for name, told in (
        ("Valdorian troops", "VLD-MIL · VLD MIL"),
        ("RGD", "org:river-guard · VLD REB"),
        ("the Halcyon Concord", "org:halcyon-concord · HCN"),
        ("Salt Palace", "VLD-GOV · VLD GOV"),
        ("Port Emeric", "VLD · VLD GOV"),
        ("the Archon of Valdoria", "person:oskar-velten · VLD GOV"),
    ):
        assert told in run("kb", "show", name, "--on", "2035-01-01", "--kb", "mine").stdout


def test_name_of_a_state_of_ours_is_added_to_it(run: Run) -> None:
    result = run("kb", "add", "country", "Harambee Republic", "--code", "KEN", "--kb", "mine")
    assert "Kenya instead of countries.tsv, line " in result.stdout
    assert "KEN · KEN GOV" in run("kb", "show", "Harambee Republic", "--kb", "mine").stdout
    assert "KEN-MIL" in run("kb", "show", "Kenyan soldiers", "--kb", "mine").stdout


def test_end_of_a_term_of_ours(run: Run) -> None:
    result = run("kb", "end", "Lavrov", "--on", "2041-05-01", "--kb", "mine")
    assert "mine/roles.tsv, line 2: Sergey Lavrov instead of roles.tsv, line " in result.stdout
    told = run("kb", "show", "Sergey Lavrov", "--on", "2041-05-01", "--kb", "mine").stdout
    assert "SURNAME" in told or "NAME_NOT_ON_DAY" in told
    assert "2004-03-09 to 2041-05-01 · not on the day" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Nobody Here", "--on", "2041-01-01"), "no table has this name"),
        (("Lavrov", "--on", "1990-01-01"), "nothing of it lasts on 1990-01-01"),
        (("Kim", "--on", "2025-09-01"), "rows last on 2025-09-01. Expected one of: "),
        (("Kim", "--on", "2025-09-01", "--office", "judge"), "nothing with this office and country"),
    ],
)
def test_end_that_cannot_be_told_is_refused(run: Run, arguments: tuple[str, ...], message: str) -> None:
    result = run("kb", "end", *arguments, "--kb", "mine")
    assert result.exit_code == 1
    assert message in result.stderr


def test_check_lists_every_complaint_and_exits_1(run: Run, folder: Path) -> None:
    (folder / "mine").mkdir()
    (folder / "mine" / "roles.tsv").write_text(
        "person\toffice\tcountry\tsector\tfrom\nA Person\tenvoy\tKEN\tGOVT\t2040\nB Person\tenvoy\tXYZ\tGOV\t2040-31\n"
    )
    result = run("kb", "check", "--kb", "mine")
    assert result.exit_code == 1
    errors = [line for line in result.stdout.splitlines() if line.startswith("error: mine/roles.tsv, line ")]
    assert len(errors) == 3
    assert "2 rows in mine: 3 errors" in result.stderr
    refused = run("kb", "show", "Kenya", "--kb", "mine")
    assert refused.exit_code == 7
    assert "dragoman kb check lists all 3" in refused.stderr


def test_check_of_ours_alone(run: Run) -> None:
    result = run("kb", "check")
    assert result.exit_code == 0
    assert result.stdout.startswith("note: ")


def test_stale_lists_rows_unchecked_for_long(run: Run) -> None:
    run(*KASK, "--checked-on", "2040-09-02", "--kb", "mine")
    arguments = ("kb", "stale", "--mine", "--kb", "mine", "--days", "100")
    assert run(*arguments, "--on", "2040-10-01").stdout == ""
    assert "checked 121 days before, no end" in run(*arguments, "--on", "2041-01-01").stdout
    lines = run(
        "kb", "stale", "--table", "roles", "--country", "EST", "--on", "2041-01-01", "--format", "jsonl"
    ).stdout.splitlines()
    assert lines
    assert {json.loads(line)["country"] for line in lines} == {"EST"}


def stored(folder: Path) -> str:
    """A store with two readings that name somebody whom nobody knows."""
    path = str(folder / "news.duckdb")
    with Store.open(path) as store:
        store.writer().write(
            [_reading("a", "The Quorvan Front struck a town."), _reading("b", "Quorvan Front's men struck.")]
        )
    return path


def _reading(id_: str, text: str) -> Reading:
    words = text.split(" struck")[0]
    span, trigger = Span(start=0, end=len(words)), Span(start=len(words) + 1, end=len(words) + 7)
    actor = Actor(name=words, reason="UNKNOWN_NAME")
    mention = EventMention(
        id=f"{id_}#1-ASSAULT", document_id=id_, sentence=0, type="ASSAULT", trigger=trigger, trigger_text="struck",
        actors=(Participant(span=span, head=span, text=words, actor=actor),), evidence=(Span(start=0, end=len(text)),),
        sources=(Source(kind="author"),), rule="verb:strike", status="actual",
    )  # fmt: skip
    sentence = Sentence(document_id=id_, index=0, span=Span(start=0, end=len(text)), text=text, tokens=())
    later = Sentence(
        document_id=id_, index=1, span=Span(start=len(text) + 1, end=len(text) + 21), text="Zorland accused him.", tokens=()
    )  # fmt: skip
    dropped = LeftOut(
        document_id=id_, sentence=1, trigger=Span(start=len(text) + 9, end=len(text) + 16), type="ACCUSE", reason="UNKNOWN_ACTOR"
    )  # fmt: skip
    return Reading(
        document=Document(id=id_, text=f"{text} Zorland accused him."), sentences=(sentence, later), mentions=(mention,), left_out=(dropped,)
    )  # fmt: skip


def test_unresolved_names_come_with_a_sentence_and_a_line_to_fill_in(run: Run, folder: Path) -> None:
    result = run("kb", "unresolved", "--store", stored(folder))
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Quorvan Front: 2 mentions in 2 documents (UNKNOWN_NAME)",
        "  The Quorvan Front struck a town.",
        "  organisations.tsv: org:quorvan-front\tQuorvan Front\t\t\t\t?\t?",
        "Zorland: 2 mentions in 2 documents (UNKNOWN_ACTOR)",
        "  Zorland accused him.",
        "  organisations.tsv: org:zorland\tZorland\t\t\t\t?\t?",
    ]


def test_line_that_is_not_filled_in_is_no_row(run: Run, folder: Path) -> None:
    (missing, *_) = (
        json.loads(line)
        for line in run("kb", "unresolved", "--store", stored(folder), "-f", "jsonl").stdout.splitlines()
    )
    header = "id\tname\taliases\tabbreviations\tcode\tsector\tcountry\n"
    (folder / "mine").mkdir()
    (folder / "mine" / missing["table"]).write_text(header + missing["line"] + "\n")
    assert "sector is not filled in" in run("kb", "check", "--kb", "mine").stdout
    (folder / "mine" / missing["table"]).write_text(header + missing["line"].replace("?\t?", "REB\tKEN") + "\n")
    assert run("kb", "check", "--kb", "mine").exit_code == 0
    assert "Quorvan" not in run("kb", "unresolved", "--store", str(folder / "news.duckdb"), "--kb", "mine").stdout


def test_import_reports_and_writes(run: Run, folder: Path) -> None:
    (folder / "results.csv").write_text(
        "item,itemLabel,positionLabel,start\n"
        "http://www.wikidata.org/entity/Q1,Aino Kask,Minister of Foreign Affairs of Estonia,2040-09-01T00:00:00Z\n"
        "http://www.wikidata.org/entity/Q2,Some Body,chess champion of Estonia,2040\n"
    )
    dry = run("kb", "import", "results.csv", "--kb", "mine", "--dry-run")
    assert dry.stdout == "2 facts: 1 new, 1 refused; nothing was written\n"
    assert not (folder / "mine").exists()
    result = run("kb", "import", "results.csv", "--kb", "mine", "--end-predecessors", "--report", "report.txt")
    assert result.exit_code == 1
    assert "refused: results.csv, line 3: Some Body: the position 'chess champion of Estonia'" in result.stderr
    assert result.stdout == "3 facts: 1 new, 1 have now an end, 1 refused; 2 rows written to mine\n"
    report = [line.split("\t")[:2] for line in (folder / "report.txt").read_text().splitlines()]
    assert report == [["what", "name"], ["ended", "Margus Tsahkna"], ["added", "Aino Kask"], ["refused", "Some Body"]]
    told = run("kb", "show", "the Estonian foreign minister", "--on", "2040-10-01", "--kb", "mine").stdout
    assert "person:aino-kask · EST GOV" in told


def test_read_with_a_folder_that_is_none_is_refused(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(report.parent)
    result = run("read", "report.txt", "--kb", "none")
    assert result.exit_code == 5
    assert "none: there is no such folder" in result.stderr


def test_workers_read_with_the_users_tables(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One process and two give the same bytes, and their records name the tables."""
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    for number in range(3):
        (folder / f"{number}.txt").write_text("Valdoria accused Keshmar of arming rebels.")
    told: dict[str, Any] = {}
    for workers in ("1", "2"):
        result = run(
            "read",
            "0.txt",
            "1.txt",
            "2.txt",
            "--kb",
            WORLD,
            "--workers",
            workers,
            "--format",
            "jsonl",
            "--published",
            "2035-07-11",
        )
        assert result.exit_code == 0, result.stderr
        told[workers] = result.stdout
    assert told["1"] == told["2"]
    reading = json.loads(told["1"].splitlines()[0])
    assert reading["mentions"][0]["actors"][0]["actor"]["code"] == "VLD"
    assert "+" in reading["versions"]["knowledge"]

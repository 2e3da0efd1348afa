"""Tables of the user's own: an invented world is coded, their rows win over ours, and records say so."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import ConfigError, DataError
from dragoman.pipeline import Reader, ReadSettings
from dragoman.records import Document, EventMention, Span
from dragoman.resolution.actors import Knowledge, load_knowledge, read_overlay
from dragoman.resolution.actors.rows import TABLES

WORLD = Path(__file__).parents[3] / "examples" / "invented-world" / "kb"
DAY = date(2035, 7, 11)


@pytest.fixture(scope="module")
def world() -> Reader:
    return Reader(ReadSettings(overlay=str(WORLD)))


def write(folder: Path, table: str, *rows: dict[str, str]) -> Path:
    """An overlay's table with the columns that the rows need."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = ["\t".join(columns), *("\t".join(row.get(c, "") for c in columns) for row in rows)]
    (folder / table).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def knowledge(folder: Path) -> Knowledge:
    return load_knowledge(read_overlay(folder))


def told(mention: EventMention, role: str) -> set[tuple[str | None, str | None, str | None]]:
    parties = mention.actors if role == "actors" else mention.recipients
    return {(p.actor.id, p.actor.code, p.actor.sector) for p in parties if p.actor}


VLD_GOV = ("VLD", "VLD", "GOV")
KSH_GOV = ("KSH", "KSH", "GOV")
ORO_GOV = ("ORO", "ORO", "GOV")
VELTEN = ("person:oskar-velten", "VLD", "GOV")
GUARD = ("org:river-guard", "KSH", "REB")


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients", "country"),
    [
        ("Valdoria accused Keshmar of arming rebels.", "ACCUSE", {VLD_GOV}, {KSH_GOV}, None),
        (
            "Keshmari troops shelled the Valdorian town of Old Quay on Monday.", "ASSAULT",
            {("KSH-MIL", "KSH", "MIL")}, {("VLD-CVL", "VLD", "CVL")}, "VLD",
        ),
        ("Port Emeric recalled its ambassador to Tarrakand.", "SANCTION", {VLD_GOV}, {KSH_GOV}, "KSH"),
        (
            "Archon Oskar Velten met King Tamerin Osk in Saint Brand on Tuesday.", "CONSULT",
            {VELTEN, ("person:tamerin-osk", "KSH", "GOV")}, set(), "ORO",
        ),
        ("President Velten accused Keshmar of lying.", "ACCUSE", {VELTEN}, {KSH_GOV}, None),
        (
            "River Guard fighters killed six Keshmari soldiers near Tarrakand.", "ASSAULT",
            {GUARD}, {("KSH-MIL", "KSH", "MIL")}, "KSH",
        ),
        ("The RGD attacked a Valdorian convoy.", "ASSAULT", {GUARD}, {("VLD-MIL", "VLD", "MIL")}, None),
        (
            "Rebel leader Idris Quell threatened to attack Tarrakand.", "THREATEN",
            {("person:idris-quell", "KSH", "REB")}, {KSH_GOV}, None,
        ),
        (
            "The Halcyon Concord imposed sanctions on Keshmar.", "SANCTION",
            {("org:halcyon-concord", "HCN", None)}, {KSH_GOV}, None,
        ),
        (
            "The Salt Palace rejected the proposal of the Halcyon Concord.", "REJECT",
            {("VLD-GOV", "VLD", "GOV")}, {("org:halcyon-concord", "HCN", None)}, None,
        ),
        (
            "HCN Secretary General Sanna Brook urged Valdoria and Keshmar to hold talks.", "REQUEST",
            {("person:sanna-brook", "HCN", None)}, {VLD_GOV, KSH_GOV}, None,
        ),
        (
            "Thousands of Valdorians marched in Port Emeric to protest the treaty.", "PROTEST",
            {("VLD", "VLD", "CVL")}, set(), "VLD",
        ),
        (
            "The Harbour Union called a strike in Old Quay.", "PROTEST",
            {("org:harbour-union", "VLD", "LAB")}, set(), "VLD",
        ),
        (
            "Orlenese police arrested three Keshmari diplomats.", "COERCE",
            {("ORO-COP", "ORO", "COP")}, {("KSH-GOV", "KSH", "GOV")}, None,
        ),
        ("The Amber Watch withdrew from Old Quay.", "RETREAT", {("KSH-MIL", "KSH", "MIL")}, {VLD_GOV}, "VLD"),
        (
            "The Archon of Valdoria met Orlener officials in Saint Brand.", "CONSULT",
            {VELTEN, ("ORO-GOV", "ORO", "GOV")}, set(), "ORO",
        ),
        ("Saint Brand sent food aid to Keshmar.", "AID", {ORO_GOV}, {KSH_GOV}, "KSH"),
        (
            "Valdoria's foreign minister rejected the accusation of Keshmar.", "REJECT",
            {("person:joren-halvik", "VLD", "GOV")}, {KSH_GOV}, None,
        ),
        (
            "Former Archon Mirela Dastan was arrested by Valdorian police in Port Emeric.", "COERCE",
            {("VLD-COP", "VLD", "COP")}, {("person:mirela-dastan", "VLD", "ELI")}, "VLD",
        ),
        (
            "Highspeaker Ilvane Marr of the Orlen Isles met King Tamerin Osk in Tarrakand.", "CONSULT",
            {(None, "ORO", "LEG"), ("person:tamerin-osk", "KSH", "GOV")}, set(), "KSH",
        ),
        ("Valdoria's Archon accused Keshmar of lying.", "ACCUSE", {VELTEN}, {KSH_GOV}, None),
        (
            "Valdoria's Archon visited Saint Brand. He accused Keshmar of lying.", "ACCUSE", {VELTEN}, {KSH_GOV}, None,
        ),
        (
            "The Keshmari king accused his Valdorian counterpart of lying.", "ACCUSE",
            {("KSH-GOV", "KSH", "GOV")}, {("VLD-GOV", "VLD", "GOV")}, None,
        ),
        (
            "Keshmar and Valdoria signed a truce on Monday. Both countries accused the River Guard of lying.", "ACCUSE",
            {KSH_GOV, VLD_GOV}, {GUARD}, None,
        ),
    ],
)  # fmt: skip
def test_invented_world_is_coded(
    world: Reader, text: str, kind: str, actors: set[Any], recipients: set[Any], country: str | None
) -> None:
    reading = world.read(Document(id="test", text=text, published=DAY))
    (mention,) = [m for m in reading.mentions if m.type == kind]
    assert told(mention, "actors") == actors
    assert told(mention, "recipients") == recipients
    assert (mention.place.country if mention.place else None) == country


@pytest.mark.parametrize(
    ("text", "phrase", "code", "sector"),
    [
        ("The harbour wardens of Valdoria searched the boats.", "The harbour wardens of Valdoria", "VLD", "COP"),
        ("Orlenese harbour wardens searched the boats.", "Orlenese harbour wardens", "ORO", "COP"),
        ("The River Guard took Old Quay. The rebels burnt it.", "The rebels", "KSH", "REB"),
        ("Valdoria spoke to Keshmar. The Keshmari highspeaker rejected the terms.", "The Keshmari highspeaker", "KSH", "LEG"),
        ("The Halcyon Concord met in Old Quay. The bloc was silent.", "The bloc", "HCN", None),
    ],
)  # fmt: skip
def test_titles_and_descriptions_of_the_invented_world(
    world: Reader, text: str, phrase: str, code: str, sector: str | None
) -> None:
    start = text.index(phrase)
    ((actor,),) = world.who(Document(id="test", text=text, published=DAY), [Span(start=start, end=start + len(phrase))])
    assert (actor.code, actor.sector) == (code, sector)


def test_report_on_the_invented_world_is_read_as_a_whole(world: Reader) -> None:
    text = (WORLD.parent / "report.txt").read_text(encoding="utf-8")
    reading = world.read(Document(id="report", text=text))
    assert reading.document.published == DAY
    told = {
        (m.type, *sorted(p.actor.code or "" for p in (*m.actors, *m.recipients) if p.actor)) for m in reading.mentions
    }
    assert {
        ("ACCUSE", "KSH", "VLD"),
        ("SANCTION", "KSH", "VLD"),
        ("CONSULT", "KSH", "VLD"),
        ("ASSAULT", "KSH", "KSH"),
        ("SANCTION", "HCN", "KSH"),
        ("PROTEST", "VLD"),
    } <= told
    assert {m.place.country for m in reading.mentions if m.place} <= {"VLD", "KSH", "ORO"}


def test_without_the_overlay_that_world_is_unknown(read: Any) -> None:
    report = read("The Salt Palace rejected the proposal of the Halcyon Concord.")
    assert not {"VLD", "HCN"} & {code for act in report.acts for code in act.parties}


def test_holder_of_an_office_depends_on_the_day(world: Reader) -> None:
    text = "The Archon of Valdoria met Keshmari officials in Tarrakand."
    before, after = (
        world.read(Document(id="test", text=text, published=day)).mentions[0].actors[0].actor
        for day in (date(2032, 1, 1), date(2034, 3, 1))
    )
    assert before
    assert after
    assert (before.id, after.id) == ("person:mirela-dastan", "person:oskar-velten")


def test_versions_of_a_record_name_overlay_and_reader(world: Reader, reader: Reader) -> None:
    ours, _, own = world.versions.knowledge.partition("+")
    overlay = read_overlay(WORLD)
    assert overlay
    assert own == overlay.digest[:16]
    assert ours == reader.versions.knowledge
    parts = [name.partition("-")[0] for name in reader.versions.models]
    assert parts == ["reader", "gate", "parties", "lid.176.ftz@8f3472cfe873", "certainty"]
    assert world.versions.models == reader.versions.models


def test_changed_overlay_is_another_version(tmp_path: Path) -> None:
    row = {"id": "org:river-guard", "name": "River Guard", "sector": "REB", "country": "KEN"}
    first = knowledge(write(tmp_path, "armed_groups.tsv", row)).version
    assert knowledge(write(tmp_path, "armed_groups.tsv", row | {"sector": "MIL"})).version != first


def test_overlay_that_changed_since_the_run_began_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "titles.tsv", {"title": "Archon", "sector": "GOV", "office": "head_of_state"})
    with pytest.raises(DataError, match="changed while the run was going on"):
        Reader(ReadSettings(overlay=str(tmp_path), overlay_digest="0" * 64))


def test_folder_without_rows_changes_nothing(tmp_path: Path) -> None:
    assert knowledge(tmp_path) is load_knowledge()


def test_row_takes_the_place_of_ours_with_the_same_key(tmp_path: Path) -> None:
    row = {"id": "org:hezbollah", "name": "Hezbollah", "sector": "PTY", "country": "LBN", "code": "LBN"}
    found = knowledge(write(tmp_path, "armed_groups.tsv", row)).names[("hezbollah",)]
    assert {(e.id, e.sector) for e in found} == {("org:hezbollah", "PTY")}


def test_name_that_only_the_overlay_gives_hides_ours(tmp_path: Path) -> None:
    row = {"id": "org:kremlin-rovers", "name": "Kremlin", "sector": "SOC", "country": "KEN"}
    found = knowledge(write(tmp_path, "organisations.tsv", row)).names[("kremlin",)]
    assert {e.id for e in found} == {"org:kremlin-rovers"}


def test_closed_term_of_ours_hides_nobody(tmp_path: Path) -> None:
    """A row that only ends a term of ours claims no name for itself."""
    ours = next(
        row for row in load_rows("roles.tsv") if row["person"] == "Emmanuel Macron" and row["from"] == "2017-05-14"
    )
    before = load_knowledge().surnames["macron"]
    after = knowledge(write(tmp_path, "roles.tsv", ours | {"to": "2027-05-13"}))
    assert {e.id for e in after.surnames["macron"]} == {e.id for e in before}
    (term,) = [e for e in after.names[("emmanuel", "macron")] if e.office == "head_of_state"]
    assert (term.end, term.mine) == (date(2027, 5, 13), True)
    assert {e.office for e in after.names[("emmanuel", "macron")]} == {
        e.office for e in load_knowledge().names[("emmanuel", "macron")]
    }


def load_rows(table: str) -> list[dict[str, str]]:
    from dragoman.resolution.actors.rows import our_rows

    return [row.cells for row in our_rows(table)]


def test_state_of_ours_may_get_another_name(tmp_path: Path) -> None:
    ours = next(row for row in load_rows("countries.tsv") if row["code"] == "GEO")
    folder = write(tmp_path, "countries.tsv", ours | {"names": f"{ours['names']}|Sakartvelo Republic"})
    assert {e.code for e in knowledge(folder).names[("sakartvelo", "republic")]} == {"GEO"}
    places = Reader(ReadSettings(overlay=str(folder)))._places.gazetteer
    assert {n.entry.country for n in places.find("Sakartvelo Republic")} == {"GEO"}
    assert {"GEO", "USA"} <= {n.entry.country for n in places.find("Georgia")}


@pytest.mark.parametrize("table", TABLES)
def test_example_world_fills_only_columns_of_ours(table: str) -> None:
    file = WORLD / table
    assert set(file.read_text(encoding="utf-8").split("\n")[0].split("\t")) <= set(TABLES[table].columns)


@pytest.mark.parametrize(
    ("table", "content", "message"),
    [
        ("role.tsv", "person\toffice\n", "role.tsv: this is no table of an overlay. Expected countries.tsv"),
        ("roles.tsv", "person\toffise\n", "roles.tsv, line 1: 'offise' is no column.*[Dd]id you mean office?"),
        ("roles.tsv", "person\tcountry\n", "roles.tsv, line 1: the column office is missing"),
        ("roles.tsv", "person\toffice\toffice\n", "the column office stands twice"),
        ("roles.tsv", "person\toffice\nA B\tx\ty\n", "roles.tsv, line 2: 3 cells. Expected 2 cells"),
        (
            "roles.tsv", "person\toffice\tcountry\nA B\thead_of_state\tKE\n",
            "roles.tsv, line 2: 'KE' is no country.*[Dd]id you mean KEN?",
        ),
        (
            "roles.tsv", "person\toffice\tcountry\tsector\nA B\thead_of_state\tKEN\tGOVT\n",
            "line 2: 'GOVT' is not a PLOVER sector.*[Dd]id you mean GOV?",
        ),
        (
            "roles.tsv", "person\toffice\tcountry\tfrom\nA B\thead_of_state\tKEN\t2024-13\n",
            r"line 2: '2024-13' is not a date \(from\)",
        ),
        (
            "roles.tsv", "person\toffice\tcountry\tfrom\tto\nA B\thead_of_state\tKEN\t2024\t2023\n",
            r"line 2: it ends \(2023\) before it begins \(2024\)",
        ),
        ("roles.tsv", "person\toffice\nA B\thead_of_state\n", "line 2: neither country nor org"),
        ("roles.tsv", "person\toffice\tcountry\nMonday\thead_of_state\tKEN\n", "'Monday' is an everyday word"),
        ("roles.tsv", "person\toffice\tcountry\nA B\t?\tKEN\n", "line 2: office is not filled in"),
        ("countries.tsv", "code\tname\tkind\nVALD\tValdoria\tstate\n", "'VALD' is no code of a country"),
        ("countries.tsv", "code\tname\tkind\nVLD\tValdoria\trealm\n", "'realm' is no kind of country"),
        ("armed_groups.tsv", "id\tname\tsector\nRiver Guard\tRiver Guard\tREB\n", "'River Guard' is no id"),
        ("armed_groups.tsv", "id\tname\tsector\norg:x\tX Y\tREB\norg:x\tX Z\tREB\n", "stands in line 2 already"),
    ],
)  # fmt: skip
def test_bad_table_is_refused_with_file_and_line(tmp_path: Path, table: str, content: str, message: str) -> None:
    (tmp_path / table).write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        knowledge(tmp_path)


@pytest.mark.parametrize("name", ["roles.csv", "Roles.tsv", "armed_groups.TXT"])
def test_table_that_would_be_passed_over_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("")
    (tmp_path / "notes.txt").write_text("no table")
    with pytest.raises(
        DataError, match=r"a table under another name would not be read. Expected (roles|armed_groups)\.tsv"
    ):
        read_overlay(tmp_path)


def test_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "roles.tsv").write_bytes("person\toffice\nJosé\tx\n".encode("latin-1"))
    with pytest.raises(DataError, match=r"roles.tsv: this is not UTF-8 \(byte 17\). Save it as UTF-8"):
        knowledge(tmp_path)


def test_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such folder"):
        read_overlay(tmp_path / "none")

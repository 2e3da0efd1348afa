"""Lists of actors from Wikidata and FollowTheMoney: what is taken, what is refused and why, and what gives way."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.cli.kb.import_ import _FORMATS
from dragoman.errors import InputError
from dragoman.resolution.actors import load_knowledge
from dragoman.resolution.actors.editing import open_overlay, write
from dragoman.resolution.actors.importing import FORMATS, Entry, Given, Refused, Report, merge, read_entries
from dragoman.resolution.actors.importing.entries import Words, as_precise, day, further_names

Q = "http://www.wikidata.org/entity/Q"
ROW = {
    "item": f"{Q}1", "itemLabel": "Aino Kask", "countryLabel": "Estonia", "start": "2040-09-01T00:00:00Z",
    "positionLabel": "Minister of Foreign Affairs of Estonia",
}  # fmt: skip


def words(folder: Path) -> Words:
    overlay = open_overlay(folder / "kb")
    return Words(load_knowledge(overlay), overlay)


def csv_file(folder: Path, *rows: dict[str, str]) -> Path:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    lines = [",".join(columns), *(",".join(f'"{row.get(c, "")}"' for c in columns) for row in rows)]
    file = folder / "results.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def entries(folder: Path, *rows: dict[str, str], **given: Any) -> list[Entry | Refused]:
    return list(read_entries(csv_file(folder, *rows), words(folder), Given(**given)))


def merged(folder: Path, *rows: dict[str, str], end_predecessors: bool = False, **given: Any) -> Report:
    return merge(entries(folder, *rows, **given), open_overlay(folder / "kb"), end_predecessors=end_predecessors)


def test_command_names_the_formats() -> None:
    assert _FORMATS == FORMATS


def test_row_becomes_a_term_of_office(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, ROW)
    assert isinstance(entry, Entry)
    assert entry.table == "roles.tsv"
    assert {k: v for k, v in entry.cells.items() if v} == {
        "person": "Aino Kask", "office": "foreign_minister", "country": "EST", "sector": "GOV", "from": "2040-09-01",
        "source": "Wikidata Q1",
    }  # fmt: skip


def test_json_results_tell_the_same_as_csv(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    bindings = [
        {name: {"type": "literal", "value": value} for name, value in ROW.items()}
        | {"end": {"type": "bnode", "value": "t1"}}
    ]
    file.write_text(json.dumps({"head": {"vars": list(ROW)}, "results": {"bindings": bindings}}))
    (entry,) = read_entries(file, words(tmp_path), Given())
    (other,) = entries(tmp_path, ROW)
    assert isinstance(entry, Entry)
    assert isinstance(other, Entry)
    assert entry.cells == other.cells
    assert entry.where == f"{file}, result 1"
    plain = tmp_path / "plain.json.gz"
    plain.write_bytes(gzip.compress(json.dumps([ROW]).encode()))
    (again,) = read_entries(plain, words(tmp_path), Given(), format_="wikidata-json")
    assert isinstance(again, Entry)
    assert again.cells == entry.cells


def test_tab_separated_results_are_read(tmp_path: Path) -> None:
    file = tmp_path / "results.tsv"
    file.write_text(
        "?item\t?itemLabel\t?positionLabel\n<http://www.wikidata.org/entity/Q1>\tAino Kask\tPresident of Estonia\n"
    )
    (entry,) = read_entries(file, words(tmp_path), Given(start="2040"), format_="wikidata-csv")
    assert isinstance(entry, Entry)
    assert (entry.cells["office"], entry.cells["source"]) == ("head_of_state", "Wikidata Q1")


def test_rows_of_one_term_are_joined_with_all_names(tmp_path: Path) -> None:
    rows = [
        ROW | {"itemAltLabel": alias} for alias in ("Aino Maria Kask, Айно Каск", "Aino", "Kasks", "A. M. Kask|kask")
    ]
    (entry,) = entries(tmp_path, *rows)
    assert isinstance(entry, Entry)
    assert entry.cells["aliases"].split("|") == ["Aino Maria Kask", "Kasks", "A. M. Kask"]


@pytest.mark.parametrize(
    ("position", "office", "country"),
    [
        ("President of France", "head_of_state", "FRA"),
        ("President of the French Republic", "head_of_state", "FRA"),
        ("Federal Chancellor of Germany", "head_of_government", "DEU"),
        ("Minister for Foreign Affairs (Sweden)", "foreign_minister", "SWE"),
        ("United States Secretary of Defense", "defence_minister", "USA"),
        ("Prime Minister of New Zealand", "head_of_government", "NZL"),
        ("Israeli Minister of Defense", "defence_minister", "ISR"),
        ("President of the Chess Union", None, None),
        ("President", "head_of_state", ""),
        ("chess champion of Kenya", None, None),
        ("", None, None),
    ],
)
def test_position_tells_office_and_state(
    tmp_path: Path, position: str, office: str | None, country: str | None
) -> None:
    found = words(tmp_path).office(position)
    assert (found[0].office if found else None, found[1] if found else None) == (office, country)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"itemLabel": "Q1"}, "no name: add itemLabel"),
        ({"itemLabel": ""}, "no name: add itemLabel"),
        ({"positionLabel": "chess champion of Kenya"}, "the position 'chess champion of Kenya' is no title of ours"),
        ({"positionLabel": f"{Q}30461"}, "no position: add positionLabel"),
        ({"positionLabel": "Foreign Minister", "countryLabel": ""}, "no country: add countryCode"),
        ({"positionLabel": "Foreign Minister", "countryLabel": "Ruritania"}, "no table has the state 'Ruritania'"),
        ({"start": ""}, "no first day: give --from"),
        ({"itemLabel": "President"}, "'President' is a word for people, a title or the name of a state"),
        ({"itemLabel": "Kenya"}, "'Kenya' is a word for people, a title or the name of a state"),
        ({"start": "some day"}, "'some day' is no date"),
        ({"start": "2040-13-01"}, "'2040-13-01' is no date"),
        ({"end": "2039-01-01"}, "it ends (2039-01-01) no later than it begins (2040-09-01)"),
    ],
)
def test_row_that_lacks_something_is_refused_by_name(tmp_path: Path, change: dict[str, str], why: str) -> None:
    (refused,) = entries(tmp_path, ROW | change)
    assert isinstance(refused, Refused)
    assert refused.why.startswith(why)
    assert refused.where.endswith("results.csv, line 2")


def test_what_is_said_of_all_rows_fills_gaps(tmp_path: Path) -> None:
    (entry,) = entries(
        tmp_path, ROW | {"positionLabel": "keeper of seals"}, office="envoy", sector="GOV", checked_on="2040-10-01"
    )
    assert isinstance(entry, Entry)
    assert (entry.cells["office"], entry.cells["checked_on"]) == ("envoy", "2040-10-01")


def test_rows_without_a_position_are_bodies(tmp_path: Path) -> None:
    row = {
        "item": f"{Q}9",
        "itemLabel": "River Club",
        "countryCode": "ke",
        "shortName": "RCL",
        "inception": "2031-01-01",
        "inceptionPrecision": "9",
    }
    (entry,) = entries(tmp_path, row, sector="PTY", kind="party")
    assert isinstance(entry, Entry)
    cells = {
        "id": "org:river-club",
        "country": "KEN",
        "code": "KEN",
        "abbreviations": "RCL",
        "from": "2031",
        "sector": "PTY",
        "kind": "party",
    }
    assert {k: entry.cells[k] for k in cells} == cells
    (group,) = entries(tmp_path, row, table="armed_groups.tsv", sector="REB")
    assert isinstance(group, Entry)
    assert group.table == "armed_groups.tsv"
    (refused,) = entries(tmp_path, row)
    assert isinstance(refused, Refused)
    assert refused.why == "no sector: give --sector, or --kind igo for a body of states"


MACRON = ROW | {
    "item": f"{Q}3052772", "itemLabel": "Emmanuel Macron", "countryLabel": "France", "positionLabel": "President of France",
    "start": "2017-05-14",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({}, "known"),
        ({"start": "2017"}, "known"),
        ({"end": "2027-05-13"}, "ended"),
        ({"itemAltLabel": "Emmanuel Jean-Michel Macron"}, "amended"),
        ({"start": "2017-05-15"}, "differs"),
        ({"start": "2099-05-14", "itemLabel": "Another Person"}, "added"),
    ],
)
def test_file_meets_a_term_of_ours(tmp_path: Path, change: dict[str, str], what: str) -> None:
    report = merged(tmp_path, MACRON | change)
    assert [outcome.what for outcome in report.outcomes] == [what]
    assert len(report.changes) == (0 if what in ("known", "differs") else 1)


def test_second_import_changes_nothing(tmp_path: Path) -> None:
    rows = [ROW, MACRON | {"end": "2027-05-13", "itemAltLabel": "Emmanuel Jean-Michel Macron"}]
    first = merged(tmp_path, *rows)
    overlay = open_overlay(tmp_path / "kb")
    write(overlay, [change.row for change in first.changes])
    before = (tmp_path / "kb" / "roles.tsv").read_bytes()
    again = merged(tmp_path, *rows)
    assert {outcome.what for outcome in again.outcomes} == {"known"}
    assert again.changes == ()
    assert (tmp_path / "kb" / "roles.tsv").read_bytes() == before


def test_new_holder_may_end_the_one_before(tmp_path: Path) -> None:
    told = merged(tmp_path, ROW).outcomes
    assert [o.what for o in told] == ["added"]
    assert "Margus Tsahkna has no end" in told[0].why
    report = merged(tmp_path, ROW, end_predecessors=True)
    assert [(o.what, o.name) for o in report.outcomes] == [("ended", "Margus Tsahkna"), ("added", "Aino Kask")]
    ended = next(c.row for c in report.changes if c.row.label == "Margus Tsahkna")
    assert ended.cells["to"] == "2040-09-01"


def ftm(folder: Path, *entities: dict[str, Any]) -> Path:
    file = folder / "entities.jsonl"
    file.write_text("".join(json.dumps(e) + "\n" for e in entities), encoding="utf-8")
    return file


PERSON = {"id": "p1", "schema": "Person", "properties": {"name": ["Tarik Olm"], "alias": ["Tarik Ibn Olm", "طارق"]}}
POSITION = {
    "id": "s1",
    "schema": "Position",
    "properties": {"name": ["Minister of Interior of Jordan"], "country": ["jo"]},
}
OCCUPANCY = {
    "id": "o1",
    "schema": "Occupancy",
    "properties": {"holder": ["p1"], "post": ["s1"], "startDate": ["2040-02"], "endDate": ["2041"]},
}


def test_occupancy_becomes_a_term_of_office(tmp_path: Path) -> None:
    (entry,) = read_entries(ftm(tmp_path, OCCUPANCY, POSITION, PERSON), words(tmp_path), Given())
    assert isinstance(entry, Entry)
    assert {k: v for k, v in entry.cells.items() if v} == {
        "person": "Tarik Olm", "aliases": "Tarik Ibn Olm", "office": "interior_minister", "country": "JOR", "sector": "GOV",
        "from": "2040-02", "to": "2041", "source": "FollowTheMoney p1",
    }  # fmt: skip


def test_occupancy_may_hold_its_entities(tmp_path: Path) -> None:
    nested = {"id": "o1", "schema": "Occupancy", "properties": {"holder": [PERSON], "post": [POSITION]}}
    (entry,) = read_entries(ftm(tmp_path, nested), words(tmp_path), Given(start="2040"))
    assert isinstance(entry, Entry)
    assert entry.cells["office"] == "interior_minister"


@pytest.mark.parametrize(
    ("schema", "properties", "table", "cells"),
    [
        (
            "PublicBody",
            {"country": ["jo"]},
            "organisations.tsv",
            {"sector": "GOV", "country": "JOR", "code": "JOR", "kind": "agency"},
        ),
        (
            "Organization",
            {"country": ["jo"], "topics": ["pol.party"]},
            "organisations.tsv",
            {"sector": "PTY", "kind": "party"},
        ),
        (
            "Organization",
            {"country": ["ye"], "topics": ["crime.terror"]},
            "armed_groups.tsv",
            {"sector": "REB", "country": "YEM"},
        ),
        (
            "Company",
            {"jurisdiction": ["de"], "dissolutionDate": ["2044-01"]},
            "organisations.tsv",
            {"sector": "BUS", "to": "2044-01"},
        ),
    ],
)
def test_body_is_known_by_schema_and_topics(
    tmp_path: Path, schema: str, properties: dict[str, Any], table: str, cells: dict[str, str]
) -> None:
    entity = {"id": "b1", "schema": schema, "properties": {"name": ["Dust Office"], **properties}}
    (entry,) = read_entries(ftm(tmp_path, entity), words(tmp_path), Given())
    assert isinstance(entry, Entry)
    assert entry.table == table
    assert {k: entry.cells[k] for k in cells} == cells


@pytest.mark.parametrize(
    ("entity", "why"),
    [
        ({"id": "v", "schema": "Vessel", "properties": {"name": ["Sea Star"]}}, "the schema Vessel is not read"),
        ({"id": "p", "schema": "Person", "properties": {"name": ["X Y"]}}, "neither an Occupancy nor a position"),
        (
            {"id": "o", "schema": "Occupancy", "properties": {"holder": ["p9"], "post": ["s1"]}},
            "the holder 'p9' is not in the file",
        ),
        (
            {"id": "b", "schema": "Organization", "properties": {"name": ["X Y"], "country": ["ye"]}},
            "neither schema nor topics",
        ),
        ({"id": "b", "schema": "PublicBody", "properties": {"name": ["X Y"]}}, "no country"),
        ({"id": "b", "schema": "PublicBody", "properties": {"country": ["ye"]}}, "it has no name"),
    ],
)
def test_entity_that_lacks_something_is_refused_by_name(tmp_path: Path, entity: dict[str, Any], why: str) -> None:
    (refused,) = read_entries(ftm(tmp_path, entity), words(tmp_path), Given())
    assert isinstance(refused, Refused)
    assert refused.why.startswith(why)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.json", "{", "x.json, line 1: this is no JSON"),
        ("x.json", '{"a": 1}', "there are no results.bindings in it"),
        ("x.json", '{"results": []}', "there are no results.bindings in it"),
        ("x.csv", "a,b\n", "this is no list of actors that can be imported"),
        ("x.csv", "item,itemLabel\n1,2,3\n", "x.csv, line 2: more cells than columns. Expected 2 cells"),
        ("x.jsonl", '{"schema": "Person"}\n{\n', "x.jsonl, line 2: this is no JSON"),
    ],
)
def test_file_that_is_no_list_is_refused(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError, match=message):
        list(read_entries(tmp_path / name, words(tmp_path), Given()))


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="the file cannot be read: No such file"):
        read_entries(tmp_path / "none.csv", words(tmp_path), Given())


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("2017-05-14T00:00:00Z", "2017-05-14"),
        ("2017-00-00", "2017"),
        ("+2017-05", "2017-05"),
        ("t12", ""),
        ("_:b1", ""),
        ("", ""),
    ],
)
def test_day_of_a_value(value: str, told: str) -> None:
    assert day(value) == told


def test_precision_cuts_a_day() -> None:
    assert [as_precise("2017-05-14", p) for p in ("9", "10", "11", "")] == [
        "2017",
        "2017-05",
        "2017-05-14",
        "2017-05-14",
    ]


def test_terms_without_a_first_day_may_be_given_one(tmp_path: Path) -> None:
    person = {"id": "p1", "schema": "Person", "properties": {"name": ["Tarik Olm"], "position": ["President of Kenya"]}}
    (refused,) = read_entries(ftm(tmp_path, person), words(tmp_path), Given())
    assert isinstance(refused, Refused)
    (entry,) = read_entries(ftm(tmp_path, person), words(tmp_path), Given(start="2040-01-01"))
    assert isinstance(entry, Entry)
    assert (entry.cells["office"], entry.cells["from"]) == ("head_of_state", "2040-01-01")


def test_names_that_no_english_text_uses_are_left_out() -> None:
    given = [
        "Volodymyr",
        "Zelensky",
        "Selenskyj",
        "Володимир",
        "V",
        "zelenskyy president",
        "Volodymyr Zelenskyy",
        "V. Zelenskyy",
    ]
    assert further_names("Volodymyr Zelenskyy", given, person=True) == ["Zelensky", "Selenskyj", "V. Zelenskyy"]

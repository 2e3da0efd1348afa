"""POLECAT, ICEWS and GDELT: column lists, codings, and that nothing is flattened."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from dragoman.ontology import load_crosswalk
from dragoman.records import Actor
from dragoman.serving import ExportError
from dragoman.serving.exports import FORMATS, REASONS, gdelt, icews, polecat, write_export
from dragoman.serving.exports.coding import cameo_actor, cameo_code, class_code, cow_numbers, iso_countries, make_pairs
from dragoman.serving.exports.gdelt import fraction_date
from dragoman.serving.exports.icews import cameo_names
from dragoman.store import EventQuery, Store, View

LEFT = {"STATUS_PLANNED": 2, "STATUS_DENIED": 2, "NIL_ACTOR": 2, "VAGUE_DAY": 2}


def test_polecat_is_read_by_pandas_and_by_csv(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "p.tsv", view, EventQuery(), format="polecat")
    assert (report.asked, report.written, report.left_out) == (10, 2, LEFT)
    frame = pd.read_csv(tmp_path / "p.tsv", sep="\t", dtype=str, keep_default_na=False)
    assert list(frame.columns) == list(polecat.COLUMNS)
    assert len(polecat.COLUMNS) == 40
    row = frame.iloc[0]
    assert row["Event Type"] == "CONSULT"
    assert row["Quad Code"] == "VERBAL COOPERATION"
    assert (row["Actor Country"], row["Actor COW"], row["Recipient Country"]) == ("NOR", "385", "KOS")
    assert (row["Event Date"], row["Publication Date"]) == ("2025-07-11", "2025-07-12")
    assert (row["City"], row["Country"], row["Feature Type"], row["District"]) == ("Pristina", "KOS", "PPL", "None")
    assert (frame == "").sum().sum() == 0  # every missing cell is the word None
    assert frame["Event ID"].is_unique
    with (tmp_path / "p.tsv").open(encoding="utf-8", newline="") as file:
        assert [r["Source"] for r in csv.DictReader(file, delimiter="\t")] == ["The post Post", "The wire Post"]


def test_icews_keeps_codes_as_text_and_ids_unique(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "i.tab", view, EventQuery(), format="icews")
    assert (report.written, report.rows, report.left_out) == (2, 4, LEFT)
    raw = (tmp_path / "i.tab").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b'"' not in raw
    frame = pd.read_csv(tmp_path / "i.tab", sep="\t", quoting=3, dtype=str, keep_default_na=False)
    assert list(frame.columns) == list(icews.COLUMNS)
    assert list(frame["CAMEO Code"]) == ["042", "043", "042", "043"]  # a visit, and the same from the host's side
    assert list(frame["Source Country"][:2]) == ["Norway", "Kosovo"]
    assert frame["Event Text"][0] == cameo_names()["042"]
    assert not frame.duplicated(["Event ID", "Event Date"]).any()
    ids = pd.read_csv(tmp_path / "i.tab.ids.tsv", sep="\t", dtype=str)
    assert list(ids["number"]) == list(frame["Event ID"])
    assert list(ids["is_mirror"]) == ["0", "1", "0", "1"]


def test_gdelt_events_have_61_columns_and_gdelts_codes(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "e.csv", view, EventQuery(), format="gdelt-events")
    lines = (tmp_path / "e.csv").read_text(encoding="utf-8").splitlines()
    assert report.rows == len(lines)
    assert {line.count("\t") for line in lines} == {60}
    assert report.written + sum(report.left_out.values()) == report.asked == view.count_linked()
    frame = pd.read_csv(tmp_path / "e.csv", sep="\t", header=None, dtype=str, names=list(gdelt.EVENT_COLUMNS))
    visit = frame[frame["EventCode"] == "042"].iloc[0]
    assert (visit["Actor1Code"], visit["Actor1CountryCode"], visit["Actor1Type1Code"]) == ("NORGOV", "NOR", "GOV")
    assert (visit["Actor2Code"], visit["EventRootCode"], visit["QuadClass"]) == ("KOSGOV", "04", "1")
    assert (visit["ActionGeo_Type"], visit["ActionGeo_CountryCode"]) == ("4", "KV")  # FIPS, not ISO
    assert (visit["SQLDATE"], visit["DATEADDED"]) == ("20250711", "20250712000000")
    assert (visit["NumArticles"], visit["NumSources"]) == ("2", "1")  # two articles, one a copy of the other
    assert visit["Actor1Geo_Type"] == "0"
    assert "STATUS_DENIED" in report.left_out or "STATUS_PLANNED" in report.left_out or len(lines) < view.count_linked()


def test_gdelt_mentions_go_with_the_events(view: View, tmp_path: Path) -> None:
    write_export(tmp_path / "e.csv", view, EventQuery(), format="gdelt-events")
    report = write_export(tmp_path / "m.csv", view, EventQuery(), format="gdelt-mentions")
    events = pd.read_csv(tmp_path / "e.csv", sep="\t", header=None, dtype=str, names=list(gdelt.EVENT_COLUMNS))
    lines = (tmp_path / "m.csv").read_text(encoding="utf-8").splitlines()
    assert {line.count("\t") for line in lines} == {15}
    assert report.asked == 10
    mentions = pd.read_csv(tmp_path / "m.csv", sep="\t", header=None, dtype=str, names=list(gdelt.MENTION_COLUMNS))
    assert set(mentions["GLOBALEVENTID"]) == set(events["GLOBALEVENTID"])
    assert set(mentions["MentionSourceName"]) == {"wire.example", "post.example"}
    assert set(mentions["Actor1CharOffset"]) == {"0", "22"}
    assert all(int(number) < 2**53 for number in events["GLOBALEVENTID"])


def test_the_report_lies_beside_the_file(view: View, tmp_path: Path) -> None:
    report = write_export(tmp_path / "p.tsv", view, EventQuery(), format="polecat")
    told = json.loads((tmp_path / "p.tsv.report.json").read_text())
    assert told["left_out"] == report.left_out == LEFT
    assert set(told["left_out"]) <= set(REASONS)


@pytest.mark.parametrize("format_", sorted(set(FORMATS) - {"datapackage"}))
def test_the_same_store_gives_the_same_bytes(view: View, tmp_path: Path, format_: str) -> None:
    contents = []
    for name in ("a", "b"):
        write_export(tmp_path / name, view, EventQuery(), format=format_)
        contents.append((tmp_path / name).read_bytes())
    assert contents[0] == contents[1]


def test_what_is_made_of_events_needs_a_linked_store(tmp_path: Path) -> None:
    with Store.open(tmp_path / "x.duckdb") as store, pytest.raises(ExportError, match="never linked"):
        write_export(tmp_path / "g.csv", store.view(), EventQuery(), format="gdelt-events")


def test_options_that_a_format_does_not_take_are_refused(view: View, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot write everything"):
        write_export(tmp_path / "x", view, EventQuery(), format="polecat", everything=True)
    with pytest.raises(ExportError, match="graphml cannot heed actor"):
        write_export(tmp_path / "x", view, EventQuery(actor="NOR"), format="graphml")


def test_fraction_date_is_that_of_gdelts_rows() -> None:
    days = {date(2017, 6, 1): 2017.4137, date(2007, 7, 4): 2007.5041, date(2016, 7, 1): 2016.4959}
    assert {day: fraction_date(day) for day in days} == days


@pytest.mark.parametrize(
    ("code", "sector", "cameo", "plover"),
    [
        ("USA", "GOV", "USAGOV", "USA"),
        ("UN", "GOV", "IGOUNO", "UNO"),
        ("NATO", "MIL", "IGONAT", "IGO"),
        ("EU", None, "IGOEEC", "EUR"),
        ("NGO", "MED", "NGOHLH", "NGO"),
        ("IMG", "REB", "IMGREB", "IMG"),
        ("BRICS", None, "IGO", "IGO"),
    ],
)
def test_actors_are_written_in_each_formats_codes(code: str, sector: str | None, cameo: str, plover: str) -> None:
    country = code if code in iso_countries() else None
    actor = Actor(name="x", code=code, country=country, sector=sector)
    assert cameo_actor(actor).code == cameo
    assert class_code(actor) == plover


def test_words_tell_an_appeal_from_a_demand() -> None:
    assert cameo_code("REQUEST", (), (), "urged", gdelt=True)[:2] == "02"
    assert cameo_code("REQUEST", (), (), "demanded", gdelt=True)[:2] == "10"
    assert cameo_code("CONSULT", (), (), "negotiated", gdelt=True) == "046"


def test_pairs_of_what_several_did_together_go_both_ways() -> None:
    one, two, three = (Actor(name=name, id=name, code=name) for name in ("NOR", "SWE", "DNK"))
    assert len(make_pairs([one, two, three], [], "040", symmetric=True)) == 6
    assert [
        (p.actor.code, p.recipient.code if p.recipient else None)
        for p in make_pairs([one], [two], "040", symmetric=True)
    ] == [
        ("NOR", "SWE"),
        ("SWE", "NOR"),
    ]
    assert len(make_pairs([one, two], [], "140", symmetric=False)) == 2


def test_every_code_that_can_be_written_has_a_label() -> None:
    written = {rule.code for rules in load_crosswalk().rules.values() for rule in rules}
    written |= set(load_crosswalk().plain.values()) | set(load_crosswalk().fallback.values()) | {"043"}
    assert not written - set(cameo_names())


def test_states_have_a_cow_number() -> None:
    assert cow_numbers()["XKX"] == "347"
    assert len(set(cow_numbers().values())) == len(cow_numbers())
    assert not set(cow_numbers()) - set(iso_countries())


def test_every_format_and_reason_is_told() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    for format_ in FORMATS:
        assert f"| `{format_}` |" in page
    for reason, words in REASONS.items():
        assert f"| `{reason}` | {words}" in page

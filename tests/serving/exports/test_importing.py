"""Files of others: what is written by their columns is read in our codes, and lines that cannot be are told."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import InputError
from dragoman.serving.comparing import comparison
from dragoman.serving.exports import gdelt, write_export
from dragoman.serving.exports.importing import Refused, read_foreign
from dragoman.store import CompareQuery, EventQuery, ForeignEvent, Store, View


def foreign(path: Path, dataset: str) -> list[ForeignEvent]:
    found = list(read_foreign(path, dataset))  # type: ignore[arg-type]
    assert not [one for one in found if isinstance(one, Refused)]
    return [one for one in found if isinstance(one, ForeignEvent)]


def gdelt_line(**changes: str) -> str:
    cells = dict.fromkeys(gdelt.EVENT_COLUMNS, "") | {
        "GLOBALEVENTID": "410",
        "SQLDATE": "20240305",
        "Actor1Code": "SDNMIL",
        "Actor1Name": "SUDANESE ARMY",
        "Actor1CountryCode": "SDN",
        "Actor2CountryCode": "ROM",
        "EventCode": "195",
        "GoldsteinScale": "-10.0",
        "NumArticles": "7",
        "ActionGeo_CountryCode": "SU",
        "SOURCEURL": "https://news.example/1",
    }
    return "\t".join((cells | changes)[name] for name in gdelt.EVENT_COLUMNS) + "\n"


def test_gdelt_rows_come_in_our_codes(tmp_path: Path) -> None:
    (tmp_path / "g.CSV").write_text(
        gdelt_line() + gdelt_line(GLOBALEVENTID="411", Actor1CountryCode="", Actor1KnownGroupCode="NAT")
    )
    first, second = foreign(tmp_path / "g.CSV", "gdelt")
    assert (first.actor, first.recipient, first.type, first.mode) == ("SDN", "ROU", "ASSAULT", "aerial")
    assert (first.day, first.place_country, first.score, first.reports) == (date(2024, 3, 5), "SDN", -10.0, 7)
    assert (second.actor, second.origin) == ("NATO", "g.CSV:2")


def test_a_zipped_file_and_one_of_gdelt_1_are_read(tmp_path: Path) -> None:
    cells = gdelt_line().rstrip("\n").split("\t")
    old = [cell for name, cell in zip(gdelt.EVENT_COLUMNS, cells, strict=True) if not name.endswith("ADM2Code")]
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as archive:
        archive.writestr("20240305.export.CSV", "\t".join(old) + "\n")
    (found,) = foreign(tmp_path / "g.zip", "gdelt")
    assert (found.place_country, found.url) == ("SDN", "https://news.example/1")


def test_host_and_visitor_change_sides(tmp_path: Path) -> None:
    (tmp_path / "g.CSV").write_text(gdelt_line(EventCode="043"))
    (found,) = foreign(tmp_path / "g.CSV", "gdelt")
    assert (found.type, found.actor, found.recipient) == ("CONSULT", "ROU", "SDN")


def test_a_line_that_cannot_be_read_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "g.CSV").write_text(gdelt_line(EventCode="999") + gdelt_line(SQLDATE="2024") + gdelt_line())
    found = list(read_foreign(tmp_path / "g.CSV", "gdelt"))
    assert [type(one) for one in found] == [Refused, Refused, ForeignEvent]
    assert found[0].origin == "g.CSV:1"


def test_a_file_of_another_kind_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("1\t2\t3\n")
    with pytest.raises(InputError, match=r"m.csv, line 1: 3 columns. Expected 61"):
        list(read_foreign(tmp_path / "m.csv", "gdelt"))
    with pytest.raises(InputError, match="header lacks"):
        list(read_foreign(tmp_path / "m.csv", "polecat"))
    with pytest.raises(InputError, match="cannot be read"):
        list(read_foreign(tmp_path / "none.csv", "icews"))


@pytest.mark.parametrize(
    ("format_", "dataset"), [("polecat", "polecat"), ("icews", "icews"), ("gdelt-events", "gdelt")]
)
def test_what_we_write_we_read(view: View, tmp_path: Path, format_: str, dataset: str) -> None:
    report = write_export(tmp_path / "x", view, EventQuery(), format=format_)
    found = foreign(tmp_path / "x", dataset)
    assert len(found) == report.rows > 0
    assert {(one.actor, one.recipient) for one in found} == {("NOR", "XKX")}  # mirrored rows are turned back
    assert {one.type for one in found} == {"CONSULT"}
    assert {one.day for one in found} == {date(2025, 7, 11)}
    assert {one.place_country for one in found} == {"XKX"}


def event(id_: str, day: int, **changes: object) -> ForeignEvent:
    fields = {"dataset": "gdelt", "actor": "NOR", "recipient": "XKX", "type": "CONSULT", "code": "042"} | changes
    return ForeignEvent(id=id_, day=date(2025, 7, day), origin=f"g:{id_}", **fields)  # type: ignore[arg-type]


def test_foreign_events_are_kept_apart(tmp_path: Path) -> None:
    with Store.open(tmp_path / "x.duckdb") as store:
        assert store.writer().write_foreign([event("1", 12), event("2", 20)]) == 2
        assert store.writer().write_foreign([event("1", 12)]) == 0  # the same again takes its place
        view = store.view()
        assert [one.id for one in view.foreign_events("gdelt")] == ["1", "2"]
        assert list(view.foreign_events("icews")) == []
        assert view.totals()["events"] == view.totals()["event_mentions"] == 0


def test_comparison_counts_both_sides_and_what_each_finds(linked: Store) -> None:
    rows = [event("1", 12), event("2", 20), event("3", 11, actor="SWE"), event("4", 11, recipient=None)]
    linked.writer().write_foreign(rows)
    found = comparison(linked.view(), CompareQuery(dataset="gdelt"))
    by_key = {line.key: line for line in found.lines}
    ours = by_key["NOR → XKX"]
    assert ours.ours >= 1
    assert ours.found_there >= 1
    assert (ours.theirs, ours.found_here) == (2, 1)
    assert (by_key["SWE → XKX"].ours, by_key["SWE → XKX"].theirs) == (0, 1)
    wide = comparison(linked.view(), CompareQuery(dataset="gdelt", window_days=30))
    assert {line.key: line.found_here for line in wide.lines}["NOR → XKX"] == 2
    months = comparison(linked.view(), CompareQuery(dataset="gdelt", by="month", actors=("NOR", "XKX")))
    assert {line.key: line.theirs for line in months.lines}["2025-07"] == 2
    types = comparison(linked.view(), CompareQuery(dataset="gdelt", by="type"))
    assert {line.key: line.theirs for line in types.lines}["CONSULT"] == 3

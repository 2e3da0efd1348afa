"""The layers of the gazetteer and the compiled index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.errors import DataError
from dragoman.resolution.places.candidates import options
from dragoman.resolution.places.gazetteer import Gazetteer, load_gazetteer
from dragoman.resolution.places.index import CityIndex, compile_index


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def _source(**changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "geonameid": 1, "name": "Al Qarn", "latitude": 15.5, "longitude": 45.25, "countrycode": "YE", "population": 900,
        "timezone": "Asia/Aden", "admin1code": "14", "alternatenames": ["QRN", "El Qarn", "alqrn", "القرن", "Qarn Town"],
    }  # fmt: skip
    return row | changes


def _index(folder: Path, *rows: dict[str, object]) -> CityIndex:
    path = folder / "index.bin"
    path.write_bytes(compile_index(json.dumps({str(r["geonameid"]): r for r in rows}).encode()))
    return CityIndex(path)


def test_index_finds_main_and_other_names(tmp_path: Path) -> None:
    index = _index(tmp_path, _source())
    (city, main) = index.find("al qarn")[0]
    assert (city.geonames_id, city.country, city.admin1, city.lat, city.lon, city.population) == (
        1,
        "YE",
        "14",
        15.5,
        45.25,
        900,
    )
    assert main
    assert index.find("qarn town") == [(city, False)]


def test_index_leaves_out_codes_other_scripts_and_transliterations(tmp_path: Path) -> None:
    index = _index(tmp_path, _source())
    assert not index.find("qrn")
    assert not index.find("alqrn")
    assert not index.find("القرن")


def test_arabic_article_may_be_left_out_where_arabic_is_spoken(tmp_path: Path) -> None:
    index = _index(
        tmp_path, _source(), _source(geonameid=2, name="El Paso", countrycode="US", admin1code="TX", alternatenames=[])
    )
    assert index.find("qarn")
    assert not index.find("paso")


def test_most_people_come_first(tmp_path: Path) -> None:
    index = _index(tmp_path, _source(), _source(geonameid=3, population=50_000))
    assert [city.geonames_id for city, _ in index.find("al qarn")] == [3, 1]


def test_damaged_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index.bin"
    path.write_bytes(b"something else entirely")
    with pytest.raises(DataError, match="not a compiled gazetteer"):
        CityIndex(path)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Georgia", "GEO"),
        ("U.S.", "USA"),
        ("the Netherlands", "NLD"),
        ("England", "GBR.england"),
        ("Anbar", "IRQ.anbar"),
        ("Washington", "geonames:4140963"),
        ("London", "geonames:2643743"),
        ("Venice", "geonames:3164603"),
        ("Kiev", "geonames:703448"),
        ("Sao Paulo", "geonames:3448439"),
    ],
)
def test_likeliest_bearer_without_context(gazetteer: Gazetteer, name: str, first: str) -> None:
    assert options(gazetteer, name)[0].entry.id == first


def test_every_unit_of_the_table_has_sound_coordinates(gazetteer: Gazetteer) -> None:
    units = [e for e in gazetteer.entries.values() if e.layer == "admin1"]
    assert len(units) > 1300
    for entry in units:
        assert entry.lat is not None
        assert entry.lon is not None
        assert -90 <= entry.lat <= 90
        assert -180 <= entry.lon <= 180
        assert 0 < entry.radius_km < 1100, entry
    codes = [e.unit for e in units if e.unit]
    assert len(codes) == len(set(codes))


def test_every_country_has_a_point(gazetteer: Gazetteer) -> None:
    missing = [e.id for e in gazetteer.entries.values() if e.layer == "country" and e.point is None]
    assert missing == []


def test_county_has_its_own_point(gazetteer: Gazetteer) -> None:
    found = {n.entry.admin1: n.entry.point for n in gazetteer.find("Orange County") if n.entry.layer == "county"}
    assert found["California"] == pytest.approx((33.7, -117.9), abs=0.3)


def test_abbreviations_are_matched_with_their_case(gazetteer: Gazetteer) -> None:
    assert [n.entry.name for n in gazetteer.abbreviation("Ky.")] == ["Kentucky"]
    assert gazetteer.abbreviation("ky.") == ()


def test_demonym_leads_to_all_its_places(gazetteer: Gazetteer) -> None:
    assert {e.id for e in gazetteer.adjective("Congolese")} == {"COD", "COG"}
    assert [e.id for e in gazetteer.adjective("Scottish")] == ["GBR.scotland", "GBR"] or gazetteer.adjective("Scottish")
    assert gazetteer.adjective("green") == ()

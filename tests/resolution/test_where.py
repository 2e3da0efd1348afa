"""The place of an act is where it was done: not where somebody spoke, not where the report was filed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("Egypt and Sudan held talks in Cairo.", "Cairo", "EGY"),
        ("The two Koreas and China met in Beijing.", "Beijing", "CHN"),
        ("Kenya's president met his Ugandan counterpart in Nairobi.", "Nairobi", "KEN"),
        ("Soldiers shelled a hospital in Aleppo.", "Aleppo", "SYR"),
        ("Police arrested 12 students in Lagos.", "Lagos", "NGA"),
        ("Thousands of people marched in Caracas.", "Caracas", "VEN"),
        ("Gunmen kidnapped nine nuns near Kaduna in Nigeria.", "Kaduna", "NGA"),
        ("Peru and Ecuador signed a treaty in Lima.", "Lima", "PER"),
        ("In Geneva, Iran and Oman held talks.", "Geneva", "CHE"),
        ("Malaysia's foreign minister visited Thailand.", "Thailand", "THA"),
        ("Iranian envoys travelled to Muscat for talks with the Omani government.", "Muscat", "OMN"),
        ("Ukrainian drones struck a refinery in Kursk.", "Kursk", "RUS"),
        ("Masked men stabbed a Georgian deputy in front of his party's office in Batumi.", "Batumi", "GEO"),
        ("Gunmen burst into a bank in Caracas and shot two Venezuelan guards.", "Caracas", "VEN"),
        ("In Lahore, crowds torched a bank and Pakistani police shot two of them.", "Lahore", "PAK"),
        ("A Moscow court jailed the American reporter.", "Moscow", "RUS"),
        ("Police in the Kashmiri city of Srinagar arrested an Indian editor.", "Srinagar", "IND"),
        ("Egyptian forces killed seven militants in a raid on a farm in Sinai.", "Sinai", "EGY"),
        ("Sudanese soldiers pulled out of Wad Madani.", "Wad Medani", "SDN"),
        ("Russian drones struck Danube ports in the Odesa region.", "Odesa", "UKR"),
        ("A reporter in Chittagong says Bangladeshi police shot at students.", "Chattogram", "BGD"),
        ("Sudan permitted lorries of the United Nations to enter Darfur.", "Darfur", "SDN"),
    ],
)
def test_place_of_the_act(read: Read, text: str, place: str, country: str) -> None:
    found = {(a.place, a.country) for a in read(text).acts}
    assert (place, country) in found


def test_place_comes_with_coordinates(read: Read) -> None:
    place = read("Egypt and Sudan held talks in Cairo.").one("CONSULT").mention.place
    assert (round(place.lat), round(place.lon)) == (30, 31)
    assert place.precision == "town"


def test_span_of_the_place_shows_its_name(read: Read) -> None:
    report = read("Two envoys came late. Egypt and Sudan held talks in Cairo on Monday.")
    span = report.one("CONSULT").mention.place.span
    assert report.text[span.start : span.end] == "Cairo"


def test_dateline_is_not_the_place_of_the_act(read: Read) -> None:
    act = read("DAKAR, July 11 (Wire) - Mali recalled its ambassador to Niger.").one("SANCTION")
    assert act.place != "DAKAR"
    assert act.country != "SEN"


def test_place_of_speaking_is_not_the_place_of_the_act(read: Read) -> None:
    report = read("Speaking in Oslo, the minister said that rebels had killed four soldiers in Colombia.")
    assert report.one("ASSAULT").country == "COL"


def test_place_that_is_not_told_stays_open_with_the_reason(read: Read) -> None:
    act = read("Armenia accused Azerbaijan of lying.").one("ACCUSE")
    assert act.place is None
    assert any(r.startswith("place:") for r in act.mention.reasons)


def test_each_act_has_the_place_of_its_own_clause(read: Read) -> None:
    report = read("Police arrested ten students in Lima, and soldiers killed a farmer in Cusco, Peru.")
    assert [a.place for a in report.acts] == ["Lima", "Cusco"]


def test_town_is_taken_rather_than_its_country(read: Read) -> None:
    act = read("Rebels attacked a market in Goma in the Democratic Republic of Congo.").one("ASSAULT")
    assert (act.place, act.country) == ("Goma", "COD")


def test_nationality_is_no_place(read: Read) -> None:
    act = read("Mexican police arrested 12 Guatemalan students.").one("COERCE")
    assert act.place is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The European Union imposed sanctions on Belarus over the crackdown in Minsk.", "SANCTION"),
        ("Germany cut its aid to Niger after the coup in Niamey.", "SANCTION"),
        ("Britain condemned the killing of protesters in Khartoum.", "ACCUSE"),
        ("On Friday Somalia freed a Kenyan officer.", "RETREAT"),
    ],
)
def test_place_of_something_else_is_not_the_place_of_the_act(read: Read, text: str, kind: str) -> None:
    assert read(text).one(kind).place is None


def test_an_act_stands_where_distance_and_bearing_put_it(read: Any) -> None:
    act = read("Militants killed five soldiers 30 km north of Kirkuk on Sunday.").one("ASSAULT")
    place = act.mention.place
    assert place is not None
    assert place.country == "IRQ"
    # Kirkuk lies at 35.47 north; thirty kilometres are about 0.27 degrees
    assert abs(place.lat - 35.74) < 0.1

"""Who a noun phrase names, by its own words and the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Read = Callable[..., Any]


def subject(read: Read, who: str, published: date = date(2025, 7, 12)) -> Any:
    """The actor that `who` is, as one who accuses Mongolia."""
    act = read(f"{who} accused Mongolia of lying.", published=published).one("ACCUSE")
    (party,) = act.mention.actors
    return party.actor


@pytest.mark.parametrize(
    ("who", "code", "sector"),
    [
        ("Kenya", "KEN", "GOV"),
        ("The Kenyan government", "KEN", "GOV"),
        ("Kenya's foreign ministry", "KEN", "GOV"),
        ("The government of Kenya", "KEN", "GOV"),
        ("Nairobi", "KEN", "GOV"),
        ("Beijing", "CHN", "GOV"),
        ("The Kremlin", "RUS", "GOV"),
        ("The White House", "USA", "GOV"),
        ("The Pentagon", "USA", "MIL"),
        ("The Peruvian army", "PER", "MIL"),
        ("Thai soldiers", "THA", "MIL"),
        ("Police in Chile", "CHL", "COP"),
        ("Brazilian police", "BRA", "COP"),
        ("The Danish parliament", "DNK", "LEG"),
        ("Colombian rebels", "COL", "REB"),
        ("A South African court", "ZAF", "JUD"),
        ("The Georgian opposition", "GEO", "OPP"),
        ("Indonesian students", "IDN", "EDU"),
        ("Egyptian journalists", "EGY", "JRN"),
        ("Syrian refugees", "SYR", "REF"),
        ("Filipino farmers", "PHL", "AGR"),
        ("The Ivorian foreign minister", "CIV", "GOV"),
        ("North Korea's army", "PRK", "MIL"),
        ("Papua New Guinea", "PNG", "GOV"),
        ("The Democratic Republic of Congo", "COD", "GOV"),
        ("Guinea-Bissau", "GNB", "GOV"),
        ("Burma", "MMR", "GOV"),
        ("The UAE", "ARE", "GOV"),
        ("The U.S.", "USA", "GOV"),
        ("Britain", "GBR", "GOV"),
    ],
)
def test_name_and_role_give_code_and_sector(read: Read, who: str, code: str, sector: str) -> None:
    actor = subject(read, who)
    assert (actor.code, actor.sector) == (code, sector)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("The United Nations", "UN"),
        ("The UN", "UN"),
        ("The African Union", "AU"),
        ("NATO", "NATO"),
        ("The European Union", "EU"),
        ("ASEAN", "ASEAN"),
        ("ECOWAS", "ECOWAS"),
    ],
)
def test_body_of_many_states_has_its_own_code(read: Read, who: str, code: str) -> None:
    assert subject(read, who).code == code


@pytest.mark.parametrize(
    ("who", "code"),
    [("Hezbollah", "LBN"), ("The Taliban", "AFG"), ("Boko Haram", "NGA"), ("Al-Shabaab", "SOM"), ("The FARC", "COL")],
)
def test_armed_group_belongs_to_its_country(read: Read, who: str, code: str) -> None:
    assert subject(read, who, date(2015, 7, 12)).code == code


@pytest.mark.parametrize(
    ("who", "day", "person", "sector"),
    [
        ("French President Emmanuel Macron", date(2022, 5, 5), "emmanuel-macron", "GOV"),
        ("Chancellor Angela Merkel", date(2015, 5, 5), "angela-merkel", "GOV"),
        ("The French president", date(2013, 5, 5), "francois-hollande", "GOV"),
        ("The French president", date(2022, 5, 5), "emmanuel-macron", "GOV"),
        ("Kenya's president", date(2016, 5, 5), "uhuru-kenyatta", "GOV"),
        ("Kenya's president", date(2024, 5, 5), "william-ruto", "GOV"),
        ("The British prime minister", date(2017, 5, 5), "theresa-may", "GOV"),
        ("President Obama", date(2012, 5, 5), "barack-obama", "GOV"),
        ("Former president Barack Obama", date(2023, 5, 5), "barack-obama", "ELI"),
        ("Angela Merkel", date(2024, 5, 5), "angela-merkel", "ELI"),
    ],
)
def test_office_is_that_of_the_day(read: Read, who: str, day: date, person: str, sector: str) -> None:
    actor = subject(read, who, day)
    assert (actor.id, actor.sector) == (f"person:{person}", sector)


@pytest.mark.parametrize(
    "who",
    ["Russia-backed rebels in Ukraine", "Iran-backed fighters in Yemen", "The Rwanda-backed militia in Congo"],
)
def test_backer_is_not_the_one_who_acts(read: Read, who: str) -> None:
    backer = {"Russia": "RUS", "Iran": "IRN", "The": "RWA"}[who.split("-")[0].split()[0]]
    assert subject(read, who).code != backer


@pytest.mark.parametrize("who", ["Xyloquent", "A man"])
def test_stranger_is_nobody_with_a_reason(read: Read, who: str) -> None:
    report = read(f"{who} met Zorbulan.")
    assert report.types == []
    assert all(report.left_out.values())


def test_every_actor_says_why(read: Read) -> None:
    actor = subject(read, "The Kenyan government")
    assert actor.reason
    assert 0 < actor.score <= 1


def test_person_with_a_title_and_a_country_needs_no_table(read: Read) -> None:
    actor = subject(read, "Gambian Interior Minister Lamin Sonkotara")
    assert (actor.code, actor.sector, actor.kind) == ("GMB", "GOV", "person")

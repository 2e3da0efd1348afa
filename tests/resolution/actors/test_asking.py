"""Whom a name means on a day, asked without a text: the acceptance list, and the rows behind an answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dragoman.resolution.actors import load_knowledge
from dragoman.resolution.actors.asking import is_name, name_before, rows_named, stale_rows, who_is
from dragoman.resolution.actors.rows import Overlay, Row
from dragoman.resolution.places import PlaceResolver
from dragoman.resolution.places.candidates import options


@pytest.mark.parametrize(
    ("name", "day", "country", "code", "sector", "id_"),
    [
        ("Ahmed al-Sharaa", "2025-06-01", None, "SYR", "GOV", "person:ahmed-al-sharaa"),
        ("the Syrian government", "2025-06-01", None, "SYR", "GOV", "SYR-GOV"),
        ("Israeli forces", "2025-06-01", None, "ISR", "MIL", "ISR-MIL"),
        ("US special envoy Tom Barrack", "2025-06-01", None, "USA", "GOV", "person:tom-barrack"),
        ("Damascus", "2025-06-01", None, "SYR", "GOV", "SYR"),
        ("the Islamist-led interim administration", "2025-03-01", "SYR", "SYR", "GOV", "SYR-GOV"),
        ("Foreign Minister Gideon Saar", "2025-06-01", None, "ISR", "GOV", "person:gideon-saar"),
        ("Hezbollah", "2025-06-01", None, "LBN", "REB", "org:hezbollah"),
        ("the IDF", "2025-06-01", None, "ISR", "MIL", "ISR-MIL"),
        ("the Houthis", "2025-06-01", None, "YEM", "REB", "org:ansar-allah"),
        ("Hayat Tahrir al-Sham", "2024-06-01", None, "SYR", "REB", "org:hts"),
        ("Wagner Group", "2023-03-01", None, "RUS", "PRM", "org:wagner-group"),
        ("the Rapid Support Forces", "2022-06-01", None, "SDN", "MIL", "org:rsf-sudan"),
        ("the Rapid Support Forces", "2024-06-01", None, "SDN", "REB", "org:rsf-sudan"),
        ("M23", "2025-02-01", None, "COD", "REB", "org:m23"),
        ("the Tatmadaw", "2023-06-01", None, "MMR", "MIL", "MMR-MIL"),
        ("the Revolutionary Guards", "2025-06-01", "IRN", "IRN", "MIL", "IRN-MIL"),
        ("Hamas", "2025-06-01", None, "PSE", "REB", "org:hamas"),
        ("Tehrik-i-Taliban Pakistan", "2024-06-01", None, "PAK", "REB", "org:ttp"),
        ("JNIM", "2024-06-01", None, "MLI", "REB", "org:jnim"),
        ("UNIFIL", "2025-06-01", None, "UN", None, "org:unifil"),
        ("IAEA", "2025-06-01", None, "IAEA", None, "org:iaea"),
        ("the European Commission", "2025-06-01", None, "EU", None, "org:european-commission"),
        ("the Arab League", "2025-06-01", None, "LAS", None, "org:arab-league"),
        ("ECOWAS", "2023-08-01", None, "ECOWAS", None, "org:ecowas"),
        ("NATO", "2025-06-01", None, "NATO", None, "org:nato"),
        ("Amnesty International", "2025-06-01", None, "NGO", "SOC", "org:amnesty-international"),
        ("Medecins Sans Frontieres", "2025-06-01", None, "NGO", "MED", "org:msf"),
        ("the International Criminal Court", "2025-06-01", None, "ICC", None, "org:icc"),
        ("Xinhua", "2025-06-01", None, "CHN", "JRN", "org:xinhua"),
        ("SANA", "2025-06-01", None, "SYR", "JRN", "org:sana"),
        ("TASS", "2025-06-01", None, "RUS", "JRN", "org:tass"),
        ("Emmanuel Macron", "2025-06-01", None, "FRA", "GOV", "person:emmanuel-macron"),
        ("Sergei Lavrov", "2025-06-01", None, "RUS", "GOV", "person:sergey-lavrov"),
        ("Narendra Modi", "2025-06-01", None, "IND", "GOV", "person:narendra-modi"),
        ("the Gaza Strip", "2025-06-01", None, "PSE", "GOV", "PSE"),
        ("the Kremlin", "2025-06-01", None, "RUS", "GOV", "RUS-GOV"),
        ("the Knesset", "2025-06-01", None, "ISR", "LEG", "ISR-LEG"),
        ("Lavrov", "2025-06-01", None, "RUS", "GOV", "person:sergey-lavrov"),
        ("the foreign minister of Russia", "2025-06-01", None, "RUS", "GOV", "person:sergey-lavrov"),
        ("Russia's foreign minister", "2025-06-01", None, "RUS", "GOV", "person:sergey-lavrov"),
        ("People's Liberation Army", "2025-06-01", None, "CHN", "MIL", "CHN-MIL"),
    ],
)
def test_acceptance_list(name: str, day: str, country: str | None, code: str, sector: str | None, id_: str) -> None:
    """Where event data has no such sector as IGO, NGO or MED for media, PLOVER's code and sector stand here."""
    actor = who_is(name, load_knowledge(), None, on=date.fromisoformat(day), country=country).actor
    assert (actor.code, actor.sector, actor.id) == (code, sector, id_)


@pytest.mark.parametrize(("name", "country"), [("Golan Heights", "SYR"), ("Donbas", "UKR"), ("Gaza Strip", "PSE")])
def test_places_of_the_acceptance_list_are_places(name: str, country: str) -> None:
    best = options(PlaceResolver().gazetteer, name)[0].entry
    assert best.country == country


@pytest.mark.parametrize(
    ("text", "upon"),
    [
        ("Israel shelled the Golan Heights.", {"SYR"}),
        ("Russia bombed Donbas.", {"UKR"}),
        ("Israeli troops entered the UN-patrolled buffer zone in Syria on Monday.", {"SYR"}),
    ],
)
def test_place_of_the_acceptance_list_is_acted_upon(read: Any, text: str, upon: set[str]) -> None:
    assert read(text).acts[0].upon == upon


@pytest.mark.parametrize(
    ("name", "reason"),
    [("Tomas Quorvan", "UNKNOWN_NAME"), ("police", "NO_COUNTRY"), ("Minister Quorvan", "TITLE_COUNTRY_FROM_TEXT")],
)
def test_nobody_has_a_reason(name: str, reason: str) -> None:
    actor = who_is(name, load_knowledge(), None).actor
    assert (actor.code, actor.reason) == (None, reason)


def test_answer_names_its_rows_and_who_else_bears_the_name() -> None:
    found = who_is("the Rapid Support Forces", load_knowledge(), None, on=date(2024, 6, 1))
    assert [(f.sector, f.first, f.until, f.holds) for f in found.facts] == [
        ("MIL", "2013-08", "2023-04-15", False),
        ("REB", "2023-04-15", None, True),
    ]
    assert all(f.where.startswith("armed_groups.tsv, line ") for f in found.facts)
    others = who_is("Kim", load_knowledge(), None, on=date(2025, 9, 1)).others
    assert {"person:kim-dae-jung", "person:kim-young-sam"} <= {f.id for f in others}


def test_empty_name_is_nobody() -> None:
    assert who_is("", load_knowledge(), None).actor.code is None
    assert who_is("…", load_knowledge(), None).actor.code is None


def overlay(*rows: dict[str, str]) -> Overlay:
    table = [Row("roles.tsv", "mine/roles.tsv", n, row, True) for n, row in enumerate(rows, 2)]
    return Overlay("mine", tuple(table), "0" * 64)


def test_stale_are_open_terms_that_nobody_checked_lately() -> None:
    base = {"office": "head_of_state", "country": "KEN", "sector": "GOV"}
    own = overlay(
        base | {"person": "Open Unchecked", "from": "2030"},
        base | {"person": "Open Old", "from": "2030", "checked_on": "2030-01-01"},
        base | {"person": "Open Fresh", "from": "2030", "checked_on": "2031-05-20"},
        base | {"person": "Over", "from": "2029", "to": "2030"},
        base | {"person": "Ends Later", "from": "2030", "to": "2032"},
    )
    found = [
        s for s in stale_rows(own, on=date(2031, 6, 1), days=90, tables=["roles.tsv"]) if s.where.startswith("mine/")
    ]
    assert [s.name for s in found] == ["Open Unchecked", "Ends Later", "Open Old"]
    assert found[0].why == "never checked, no end"
    assert found[2].why == "checked 516 days before, no end"
    every = stale_rows(own, on=date(2031, 6, 1), days=90, tables=["roles.tsv"], every=True)
    assert "Over" in {s.name for s in every}


def test_surname_finds_rows_where_no_name_does() -> None:
    assert {row.label for row in rows_named("Macron", None, ["roles.tsv"])} == {"Emmanuel Macron"}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("the Quorvan Front", True),
        ("Quorvan", True),
        ("residents", False),
        ("Police", False),
        ("The", False),
        ("", False),
    ],
)
def test_look_of_a_name(text: str, is_one: bool) -> None:
    assert is_name(text, load_knowledge()) is is_one


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Zorland ", "Zorland"),
        ("On Monday the Front of Quorvan has ", "Front of Quorvan"),
        ("nobody in particular ", None),
        ("Zorland, which lies far away in the north, ", None),
    ],
)
def test_name_before_an_act(text: str, name: str | None) -> None:
    assert name_before(text) == name

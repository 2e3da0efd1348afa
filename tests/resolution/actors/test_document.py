"""Pronouns, "both sides", "the group", surnames and acronyms mean what the document said before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "kind", "doer"),
    [
        ("Kenya's president flew to Kampala. He accused Rwanda of arming rebels.", "ACCUSE", "KEN"),
        ("Dina Boluarte, Peru's president, arrived late. She accused Chile of lying.", "ACCUSE", "PER"),
        ("Hungary closed the road. It accused Austria of lying.", "ACCUSE", "HUN"),
        ("Hezbollah issued a statement. The group accused Israel of lying.", "ACCUSE", "LBN"),
        ("Botswana closed the bridge. The country accused Zambia of lying.", "ACCUSE", "BWA"),
        ("Colombian rebels freed a priest. They accused Venezuela of lying.", "ACCUSE", "COL"),
        ("The Kenyan foreign ministry spoke on Monday. The ministry accused Somalia of lying.", "ACCUSE", "KEN"),
    ],
)
def test_pointing_word_means_who_was_named(read: Read, text: str, kind: str, doer: str) -> None:
    assert read(text).all(kind)[-1].doers == {doer}


def test_surname_means_the_person_introduced(read: Read) -> None:
    report = read(
        "Gambian Interior Minister Lamin Sonkotara spoke on Monday. Sonkotara accused Senegal of sending spies."
    )
    assert report.one("ACCUSE").doers == {"GMB"}


def test_both_sides_are_the_two_that_met(read: Read) -> None:
    report = read("Armenia and Azerbaijan held talks in Vienna. Both sides agreed to a truce.")
    assert report.one("AGREE").parties == {"ARM", "AZE"}


def test_two_countries_are_the_two_that_met(read: Read) -> None:
    report = read("Thailand and Cambodia held talks in Penang. The two countries signed a treaty on Friday.")
    assert report.acts[-1].parties == {"THA", "KHM"}


def test_both_governments_are_the_two_named_and_not_the_host(read: Read) -> None:
    report = read("Ecuador and Peru met in Brasilia. Both governments rejected the map.")
    assert report.one("REJECT").doers == {"ECU", "PER"}


def test_pronoun_for_a_person_passes_over_states(read: Read) -> None:
    report = read("Chile's president arrived in Bolivia. Bolivia welcomed the visit. He accused Peru of lying.")
    assert report.one("ACCUSE").doers == {"CHL"}


def test_pronoun_without_antecedent_is_nobody(read: Read) -> None:
    report = read("It accused Mongolia of lying.")
    assert all(not a.doers for a in report.acts)


def test_role_word_without_country_takes_that_of_the_text(read: Read) -> None:
    report = read("Protests went on in Senegal on Monday. Police arrested 20 students.")
    assert report.one("COERCE").doers == {"SEN"}


def test_role_word_follows_the_nearest_country(read: Read) -> None:
    report = read(
        "Togo held an election on Sunday. The vote was calm.\n\nIn Benin, police arrested two reporters on Monday."
    )
    assert report.one("COERCE").doers == {"BEN"}


def test_possessive_country_owns_what_follows(read: Read) -> None:
    act = read("Kenya recalled its ambassador to Somalia.").one("SANCTION")
    assert (act.doers, act.upon) == ({"KEN"}, {"SOM"})


def test_counterpart_is_of_the_other_country(read: Read) -> None:
    act = read("Jordan's foreign minister met his Iraqi counterpart in Amman.").one("CONSULT")
    assert act.parties == {"JOR", "IRQ"}


def test_apposition_tells_the_country_of_an_unknown_person(read: Read) -> None:
    act = read("Tomas Havlik, a Czech lawmaker, accused Slovakia of lying.").one("ACCUSE")
    assert act.doers == {"CZE"}


def test_speaker_of_we_is_the_speaker(read: Read) -> None:
    report = read("“We reject the map,” Guyana’s president said.")
    assert report.one("REJECT").doers == {"GUY"}


def test_people_of_a_country_are_not_its_government(read: Read) -> None:
    act = read("Thousands of Argentines marched in Rosario.").one("PROTEST")
    assert (act.doers, act.doer_sectors) == ({"ARG"}, {"CVL"})


@pytest.mark.parametrize(
    ("text", "party", "code"),
    [
        ("London accused Moscow of poisoning a spy.", "London", "GBR"),
        ("London accused Moscow of poisoning a spy.", "Moscow", "RUS"),
        ("Seoul protested to Tokyo about the islands.", "Tokyo", "JPN"),
        ("Washington imposed sanctions on Caracas.", "Caracas", "VEN"),
        ("Islamabad rejected New Delhi's accusation.", "Islamabad", "PAK"),
    ],
)
def test_capital_stands_for_its_government(read: Read, text: str, party: str, code: str) -> None:
    report = read(text)
    parties = [p for a in report.acts for p in (*a.mention.actors, *a.mention.recipients) if party in p.text]
    assert parties
    assert {p.actor.code for p in parties} == {code}


def test_acronym_in_brackets_is_known_from_there_on(read: Read) -> None:
    report = read("The Kenya Peace Corps (KPC) accused Uganda of lying. The KPC rejected the plan of Uganda.")
    assert report.one("REJECT").doers == {"KEN"}


@pytest.mark.parametrize(
    ("text", "kind", "doers"),
    [
        ("Kenya's neighbour Uganda accused Rwanda of lying.", "ACCUSE", {"UGA"}),
        ("Chile's rival Peru condemned Bolivia.", "ACCUSE", {"PER"}),
        ("Iran's ally Hezbollah attacked an Israeli base.", "ASSAULT", {"LBN"}),
    ],
)
def test_rival_of_somebody_is_the_one_named_behind(read: Read, text: str, kind: str, doers: set[str]) -> None:
    assert read(text).one(kind).doers == doers


def test_former_ally_is_the_one_named_behind(read: Read) -> None:
    assert read("Mali accused its former ally France of arming rebels.").one("ACCUSE").upon == {"FRA"}


def test_rival_without_a_name_is_not_its_owner(read: Read) -> None:
    assert read("Chad accused its old rival of arming rebels.").one("ACCUSE").upon == set()


def test_rival_of_a_nationality_is_of_that_country(read: Read) -> None:
    assert read("Kenya accused its Ugandan rival of lying.").one("ACCUSE").upon == {"UGA"}


@pytest.mark.parametrize(
    ("text", "kind", "doer"),
    [
        # a state that has its say from abroad is not where the police are
        ("Crowds marched in Lima on Monday. Chile said it was worried. Police arrested 20 students.", "COERCE", "PER"),
        # whoever stands in the clause beside the government is of another state
        ("Miners rallied in La Paz. Brazil sent a note. The government rejected Brasilia's offer.", "REJECT", "BOL"),
        # a role without a name is an antecedent too
        ("Soldiers in Gabon took the palace. They arrested a minister.", "COERCE", "GAB"),
        # the post of an envoy is not the country of the envoy
        ("Ghana's ambassador to Togo spoke on Monday. He accused Benin of lying.", "ACCUSE", "GHA"),
        # a possessive inside a name of the tables
        ("The People's Liberation Army shelled an islet off Taiwan.", "ASSAULT", "CHN"),
    ],
)
def test_role_belongs_to_the_country_that_the_text_is_about(read: Read, text: str, kind: str, doer: str) -> None:
    assert read(text).all(kind)[-1].doers == {doer}


def test_neighbour_is_the_other_of_the_pair(read: Read) -> None:
    act = read("Eritrea held talks with Djibouti. Eritrea later accused its neighbour of lying.").one("ACCUSE")
    assert (act.doers, act.upon) == ({"ERI"}, {"DJI"})


def test_three_are_the_three_named_side_by_side(read: Read) -> None:
    report = read("Poland, Latvia and Estonia met on Monday. The three countries accused Belarus of lying.")
    assert report.one("ACCUSE").doers == {"POL", "LVA", "EST"}


def test_council_of_a_statement_is_the_body_at_its_head(read: Read) -> None:
    report = read(
        "Statement of the Peace and Security Council of the African Union on Mali.\n\n"
        "The Council condemned the attack on a convoy. It urged Mali to release the priests."
    )
    assert report.one("REQUEST").doers == {"AU"}


def test_opposition_beside_a_state_is_of_that_state(read: Read) -> None:
    report = read("Ghana has offered to host talks between Lome and the opposition.")
    assert "GHA" not in report.acts[-1].upon


def test_role_between_two_countries_is_left_open(read: Read) -> None:
    report = read("Zambia and Malawi signed a pact. Lawmakers accused a bank of lying.")
    assert all(not a.doers for a in report.all("ACCUSE"))


def test_one_abbreviation_of_two_bodies_is_that_of_the_country_told(read: Read) -> None:
    report = read("Sudan's army attacked Omdurman on Monday. The RSF rejected a truce.")
    assert report.one("REJECT").doers == {"SDN"}


def test_name_that_ends_a_longer_one_of_another_country_is_not_meant(read: Read) -> None:
    report = read("The Kenya Peace Corps accused Uganda of lying.")
    assert report.one("ACCUSE").doers == {"KEN"}

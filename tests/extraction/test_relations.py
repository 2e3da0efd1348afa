"""Standing relations that a text states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "kind", "subject", "other"),
    [
        ("Iran is a long-standing foe of Israel.", "foe", "IRN", "ISR"),
        ("Eritrea and Ethiopia are old enemies.", "foe", "ERI", "ETH"),
        ("Pakistan, the arch-rival of India, tested a missile.", "foe", "IND", "PAK"),
        ("Syria, a close ally of Russia, sent an envoy.", "ally", "RUS", "SYR"),
        ("Belarus is an ally of Russia.", "ally", "BLR", "RUS"),
        ("Cuba remains an ally of Venezuela.", "ally", "CUB", "VEN"),
        ("Chad borders Sudan.", "neighbour", "SDN", "TCD"),
        ("Bolivia shares a border with Paraguay.", "neighbour", "BOL", "PRY"),
        ("Laos is a neighbour of Vietnam.", "neighbour", "LAO", "VNM"),
        ("Zambia and Malawi are neighbours.", "neighbour", "MWI", "ZMB"),
        ("Gabon accused neighbouring Cameroon of poaching.", "neighbour", "CMR", "GAB"),
        ("Peru closed its embassy. In neighbouring Chile, teachers went on strike.", "neighbour", "CHL", "PER"),
        ("Ghana and Togo quarrelled. Togo sent a note to its western neighbour.", "neighbour", "GHA", "TGO"),
        ("Guards patrol the long border that Finland shares with Norway.", "neighbour", "FIN", "NOR"),
        ("Mali recalled its envoy from Niger. The neighbours fell out over gold.", "neighbour", "MLI", "NER"),
    ],
)
def test_mutual_relation_is_stated(read: Read, text: str, kind: str, subject: str, other: str) -> None:
    assert (kind, subject, other) in read(text).relations


@pytest.mark.parametrize(
    ("text", "supplier", "buyer"),
    [
        ("Russia is the biggest arms supplier to Algeria.", "RUS", "DZA"),
        ("France has long been a supplier of weapons to Egypt.", "FRA", "EGY"),
        ("South Korea is a major supplier of arms to Poland.", "KOR", "POL"),
        ("Germany, the largest arms exporter to Hungary, delivered tanks.", "DEU", "HUN"),
        ("Turkey also sells Pakistan drones.", "TUR", "PAK"),
        ("Iran still ships missile parts to Syria.", "IRN", "SYR"),
        ("Belarus supplies Myanmar with radar equipment.", "BLR", "MMR"),
        ("Algeria arms the Sahrawi fighters of Western Sahara.", "DZA", "ESH"),
        ("Cuba, for decades Angola's chief supplier of weapons, recalled its advisers.", "CUB", "AGO"),
    ],
)
def test_arms_go_from_supplier_to_buyer(read: Read, text: str, supplier: str, buyer: str) -> None:
    assert read(text).relations == {("arms_supplier", supplier, buyer)}


def test_pair_of_foes_are_the_two_just_named(read: Read) -> None:
    report = read("Greece and Turkey held talks in Athens. The two long-standing rivals disagree about the sea.")
    assert ("foe", "GRC", "TUR") in report.relations


def test_ally_of_both_is_the_ally_of_each(read: Read) -> None:
    report = read("Kenya and Uganda met on Monday. Rwanda is an ally of Kenya and Uganda.")
    assert {("ally", "KEN", "RWA"), ("ally", "RWA", "UGA")} <= report.relations


@pytest.mark.parametrize(
    "text",
    [
        "Iran is not a foe of Armenia.",
        "Albania is no enemy of Greece.",
        "Yugoslavia was a former ally of Libya.",
        "Norway is a supplier of fish to Japan.",
        "The club's old rival won the match in Cairo.",
        "Norway sells Japan salmon.",
        "Peru sold Chile two frigates last week.",
        "Mr Ortega's rival Leo Brand, a dentist in Lima, laughed.",
        "In the neighbouring village of Oro, Peruvian police found a radio.",
    ],
)
def test_relation_is_not_made_up(read: Read, text: str) -> None:
    assert read(text).relations == set()


def test_relation_is_no_event(read: Read) -> None:
    assert read("Iran is a long-standing foe of Israel.").types == []


def test_evidence_of_a_relation_holds_its_cue(read: Read) -> None:
    report = read("Nobody was surprised. Belarus is an ally of Russia.")
    (relation,) = report.reading.relations
    (evidence,) = relation.evidence
    assert report.text[evidence.start : evidence.end] == "Belarus is an ally of Russia."
    assert relation.cue is not None
    assert report.text[relation.cue.start : relation.cue.end] == "ally"


def test_relation_said_twice_in_two_sentences_keeps_both_places(read: Read) -> None:
    report = read("Belarus is an ally of Russia. Russia is an ally of Belarus.")
    assert len(report.reading.relations) == 2
    assert report.relations == {("ally", "BLR", "RUS")}

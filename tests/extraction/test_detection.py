"""Which acts a sentence reports and whose they are: plain sentences of every type, and near misses of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]

# sentence, type, who acts, upon whom
ONE_SIDED = [
    ("Uruguay agreed to reopen its border with Brazil.", "AGREE", "URY", "BRA"),
    ("Mongolia praised Japan for its help.", "SUPPORT", "MNG", "JPN"),
    ("Ireland recognised Palestine on Tuesday.", "SUPPORT", "IRL", "PSE"),
    ("The government of Nigeria released 40 protesters.", "RETREAT", "NGA", "NGA"),
    ("Qatar gave Lebanon 20 million dollars in aid.", "AID", "QAT", "LBN"),
    ("Norway sent medical supplies to Malawi.", "AID", "NOR", "MWI"),
    ("Rwanda withdrew its troops from Mozambique.", "RETREAT", "RWA", "MOZ"),
    ("Bangladesh asked India to extradite the former prime minister.", "REQUEST", "BGD", "IND"),
    ("The European Union urged Serbia to calm the situation.", "REQUEST", "EU", "SRB"),
    ("Colombia demanded an explanation from Ecuador.", "REQUEST", "COL", "ECU"),
    ("Armenia accused Azerbaijan of violating the ceasefire.", "ACCUSE", "ARM", "AZE"),
    ("Canada condemned China for jailing two lawyers.", "ACCUSE", "CAN", "CHN"),
    ("Vietnam blamed Cambodia for the border clash.", "ACCUSE", "VNM", "KHM"),
    ("Guatemala rejected a Mexican proposal to share the river.", "REJECT", "GTM", "MEX"),
    ("Ethiopia refused to hold talks with Eritrea.", "REJECT", "ETH", "ERI"),
    ("Turkey warned Greece that it would close the strait.", "THREATEN", "TUR", "GRC"),
    ("Australia imposed sanctions on Myanmar.", "SANCTION", "AUS", "MMR"),
    ("Nicaragua severed diplomatic relations with Taiwan.", "SANCTION", "NIC", "TWN"),
    ("Peru expelled the Venezuelan ambassador.", "SANCTION", "PER", "VEN"),
    ("Algeria recalled its ambassador to France.", "SANCTION", "DZA", "FRA"),
    ("Pakistan shelled Indian positions in Kashmir.", "ASSAULT", "PAK", "IND"),
    ("Israeli jets bombed a warehouse in southern Lebanon.", "ASSAULT", "ISR", "LBN"),
    ("Eritrean soldiers killed 12 Ethiopian farmers.", "ASSAULT", "ERI", "ETH"),
    ("Tanzanian police arrested three Kenyan activists.", "COERCE", "TZA", "KEN"),
    ("Iran seized a Greek tanker in the Gulf of Oman.", "COERCE", "IRN", "GRC"),
    ("Libya deported 200 Sudanese migrants.", "COERCE", "LBY", "SDN"),
]
# sentence, type, all parties
MUTUAL = [
    ("The leaders of Kazakhstan and Uzbekistan met in Tashkent.", "CONSULT", "KAZ UZB"),
    ("Egypt and Sudan held talks in Cairo.", "CONSULT", "EGY SDN"),
    ("Indian and Chinese troops clashed on the frontier.", "ASSAULT", "IND CHN"),
    ("Malaysia's foreign minister visited Thailand.", "CONSULT", "MYS THA"),
    ("Talks between Kosovo and Serbia resumed in Brussels.", "CONSULT", "XKX SRB"),
    ("The Finnish president telephoned the Estonian prime minister.", "CONSULT", "FIN EST"),
    ("Honduras and China established diplomatic relations.", "SUPPORT", "HND CHN"),
    ("India and Japan held joint naval exercises.", "COOPERATE", "IND JPN"),
    ("Poland and Lithuania agreed to share intelligence.", "AGREE", "POL LTU"),
]
# sentence, type, who acts
ALONE = [
    ("Thousands of people marched in Santiago against the Chilean government.", "PROTEST", "CHL"),
    ("Nurses in Zimbabwe went on strike.", "PROTEST", "ZWE"),
    ("Ghana deployed 500 soldiers to its northern border.", "MOBILIZE", "GHA"),
    ("Taiwan put its navy on high alert.", "MOBILIZE", "TWN"),
    ("Burkina Faso's government imposed a curfew in the capital.", "COERCE", "BFA"),
    ("The president of Malawi resigned on Monday.", "RETREAT", "MWI"),
    ("Gunmen kidnapped 30 pupils in northern Nigeria.", "ASSAULT", "NGA"),
]


@pytest.mark.parametrize(("text", "kind", "doer", "upon"), ONE_SIDED, ids=[r[0] for r in ONE_SIDED])
def test_act_of_one_upon_another(read: Read, text: str, kind: str, doer: str, upon: str) -> None:
    act = read(text).one(kind)
    assert (act.doers, act.upon) == ({doer}, {upon})


@pytest.mark.parametrize(("text", "kind", "parties"), MUTUAL, ids=[r[0] for r in MUTUAL])
def test_act_of_several_together(read: Read, text: str, kind: str, parties: str) -> None:
    assert read(text).one(kind).parties == set(parties.split())


@pytest.mark.parametrize(("text", "kind", "doer"), ALONE, ids=[r[0] for r in ALONE])
def test_act_of_one_side(read: Read, text: str, kind: str, doer: str) -> None:
    assert doer in read(text).one(kind).doers


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The goalkeeper of Senegal was attacked for his mistakes, and Egypt won the match.", "ASSAULT"),
        ("A storm killed 14 people in the Philippines.", "ASSAULT"),
        ("An earthquake struck eastern Turkey on Monday.", "ASSAULT"),
        ("Brazil met its target for cutting emissions.", "CONSULT"),
        ("Shares of the Korean carmaker struck a record high.", "ASSAULT"),
        ("Kenya's parliament passed the budget.", "AGREE"),
        ("The bank launched a new product in Vietnam.", "ASSAULT"),
        ("Doctors in Peru fight the virus.", "ASSAULT"),
        ("Japan's economy withdrew from recession.", "RETREAT"),
    ],
)
def test_near_miss_is_no_act(read: Read, text: str, kind: str) -> None:
    assert kind not in read(text).types


@pytest.mark.parametrize(
    "text",
    [
        "The temperature in Delhi rose to 44 degrees.",
        "Wellington is the capital of New Zealand.",
        "The Danish parliament has 179 members.",
        "Bread became cheaper in Egypt last month.",
        "He was born in Lusaka and studied in Oxford.",
        "The bridge over the river Drina is 180 metres long.",
    ],
)
def test_plain_statement_reports_nothing(read: Read, text: str) -> None:
    assert read(text).types == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Chad expelled the German ambassador.", "actual"),
        ("Chad has expelled the German ambassador.", "actual"),
        ("Chad will expel the German ambassador.", "planned"),
        ("Chad plans to expel the German ambassador.", "planned"),
        ("Chad may expel the German ambassador.", "possible"),
        ("Chad could expel the German ambassador.", "possible"),
        ("Chad did not expel the German ambassador.", "denied"),
        ("Chad never expelled the German ambassador.", "denied"),
        ("Chad has reportedly expelled the German ambassador.", "possible"),
    ],
)
def test_grammar_tells_how_certain(read: Read, text: str, status: str) -> None:
    act = read(text).one("SANCTION")
    assert (act.status, act.doers, act.upon) == (status, {"TCD"}, {"DEU"})


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Oman hosted talks between Iran and Saudi Arabia.", "talks"),
        ("The arrest of two lawyers by Kenyan police angered Uganda.", "arrest"),
        ("Ukrainian drone attacks on Russian refineries continued.", "attacks"),
        ("Turkish airstrikes in northern Iraq continued on Monday.", "airstrikes"),
        ("France launched an attack on militants in Mali.", "attack"),
    ],
)
def test_noun_can_report_an_act(read: Read, text: str, trigger: str) -> None:
    report = read(text)
    assert any(trigger in a.trigger for a in report.acts), report.types


def test_content_of_a_demand_is_no_act(read: Read) -> None:
    report = read("Bolivia demanded that Chile withdraw its soldiers.")
    assert report.types == ["REQUEST"]


def test_content_of_a_threat_is_no_act(read: Read) -> None:
    assert read("Belarus threatened to close its border with Poland.").types == ["THREATEN"]


def test_content_of_an_accusation_counts_upon_the_accused(read: Read) -> None:
    act = read("Mali accused France of arming rebels.").one("ACCUSE")
    assert (act.doers, act.upon) == ({"MLI"}, {"FRA"})


def test_several_acts_in_one_sentence(read: Read) -> None:
    report = read("Colombia condemned the coup in Gabon, and Bolivia severed ties with Gabon.")
    assert [(a.type, a.doers) for a in report.acts] == [("ACCUSE", {"COL"}), ("SANCTION", {"BOL"})]


def test_one_act_with_several_parties_is_one_record(read: Read) -> None:
    act = read("Japan, Canada and Norway imposed sanctions on Belarus.").one("SANCTION")
    assert (act.doers, act.upon) == ({"JPN", "CAN", "NOR"}, {"BLR"})

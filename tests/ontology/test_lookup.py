"""Names are checked with a hint, older names are read, scores and quad classes are given."""

from __future__ import annotations

import pickle

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology import (
    check_context,
    check_mode,
    check_sector,
    check_type,
    contexts_with_modes,
    export_code,
    needs_recipient,
    quad_of,
    quad_text,
    read_context,
    read_mode,
    read_type,
    score_of,
    sector_from_cameo,
    sector_to_cameo,
)


def test_unknown_type_names_the_likely_one() -> None:
    with pytest.raises(
        OntologyError, match=r"'PROTSET' is not an event type of plover-2023. Did you mean PROTEST\? All 16"
    ):
        check_type("PROTSET")


def test_unknown_mode_lists_those_of_its_type() -> None:
    with pytest.raises(OntologyError, match=r"'dron' is not a mode of ASSAULT .* Did you mean drone\?"):
        check_mode("ASSAULT", "dron")
    with pytest.raises(OntologyError, match="AID has no modes"):
        check_mode("AID", "loan")


def test_mode_belongs_to_its_type() -> None:
    assert check_mode("THREATEN", "arrest").score != check_mode("COERCE", "arrest").score
    with pytest.raises(OntologyError, match="not a mode of REQUEST"):
        check_mode("REQUEST", "riot")


def test_unknown_sector_and_context_are_refused() -> None:
    with pytest.raises(OntologyError, match=r"Did you mean MIL\?"):
        check_sector("MLI")
    with pytest.raises(OntologyError, match=r"Did you mean migration\?"):
        check_context("migrations")


def test_errors_survive_pickling() -> None:
    with pytest.raises(OntologyError) as caught:
        check_type("ATTACK")
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("DEMAND", ("REQUEST", None)),
        ("disapprove", ("ACCUSE", "disapprove")),
        ("INVESTIGATE", ("ACCUSE", "investigate")),
        ("Fight", ("ASSAULT", None)),
        ("ASSAULT", ("ASSAULT", None)),
    ],
)
def test_older_types_are_read(old: str, new: tuple[str, str | None]) -> None:
    assert tuple(read_type(old)) == new


def test_types_without_one_successor_say_so() -> None:
    with pytest.raises(OntologyError, match="CONCEDE where the yielding is in words"):
        read_type("YIELD")
    with pytest.raises(OntologyError, match="use sector CRM"):
        read_type("CRIME")
    with pytest.raises(OntologyError, match=r"Did you mean SUPPORT\?"):
        read_type("SUPORT")


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("ASSAULT", "massacre", ("targeted", None)),
        ("ASSAULT", "assassinate", ("targeted", None)),
        ("ASSAULT", "cleansing", (None, "religion_ethnicity")),
        ("COERCE", "ban", ("restrict", None)),
        ("RETREAT", "ease", (None, None)),
        ("THREATEN", "political", ("restrict", None)),
        ("ASSAULT", "Heavy_Weapons", ("heavy-weapons", None)),
    ],
)
def test_older_modes_are_read(kind: str, old: str, new: tuple[str | None, str | None]) -> None:
    assert tuple(read_mode(kind, old)) == new


def test_older_contexts_are_read() -> None:
    assert read_context("democracy") == "pro_democracy"
    assert read_context("humanitarian") == "human_security"
    assert read_context("cyber") == "cyber"


@pytest.mark.parametrize(
    ("kind", "quad"), [("CONCEDE", 1), ("RETREAT", 2), ("REQUEST", 3), ("SANCTION", 4), ("PROTEST", 4)]
)
def test_quad_of_type(kind: str, quad: int) -> None:
    assert quad_of(kind) == quad


def test_quad_text_is_that_of_polecat() -> None:
    assert quad_text("SANCTION") == "MATERIAL CONFLICT"
    assert quad_text("AGREE") == "VERBAL COOPERATION"


def test_score_without_mode_is_that_of_the_type() -> None:
    assert score_of("AID") == 10
    assert score_of("ASSAULT") == -9


def test_mode_takes_the_place_of_the_type_score() -> None:
    assert score_of("CONSULT", ["phone"]) == 1.5
    assert score_of("PROTEST", ["vandalize"]) == -5


def test_of_several_modes_the_farthest_from_zero_counts() -> None:
    assert score_of("ASSAULT", ["beat", "unconventional", "firearms"]) == -10
    assert score_of("REQUEST", ["assist", "yield"]) == -1
    assert score_of("CONSULT", ["third-party", "visit"]) == 4


def test_accuse_is_negative_unless_the_printed_table_is_asked_for() -> None:
    assert score_of("ACCUSE") == -3
    assert score_of("ACCUSE", printed=True) == 3
    assert score_of("ACCUSE", ["allege"], printed=True) == -3.5


def test_recipient_rule() -> None:
    assert needs_recipient("SANCTION")
    assert not needs_recipient("PROTEST")


def test_modes_bring_their_contexts() -> None:
    assert contexts_with_modes("COERCE", ["cyber"], ["diplomatic"]) == ("diplomatic", "cyber")
    assert contexts_with_modes("COERCE", ["misinformation"], ["misinformation"]) == ("misinformation",)
    with pytest.raises(OntologyError):
        contexts_with_modes("COERCE", [], ["weather"])


def test_cameo_roles_are_mapped_with_the_health_trap() -> None:
    assert sector_from_cameo("MED") == "JRN"
    assert sector_from_cameo("HLH") == "MED"
    assert sector_from_cameo("INS") == "REB"
    assert sector_from_cameo("RAD") is None
    assert sector_to_cameo("JRN") == "MED"
    assert sector_to_cameo("REB") == "REB"
    assert sector_to_cameo("UNK") is None
    with pytest.raises(OntologyError, match="not a CAMEO role"):
        sector_from_cameo("XYZ")


def test_every_sector_survives_the_way_to_cameo_and_back() -> None:
    from dragoman.ontology import load_ontology

    for code in load_ontology().sectors:
        role = sector_to_cameo(code)
        assert role is None or sector_from_cameo(role) == code


def test_kosovo_is_written_as_plover_has_it() -> None:
    assert export_code("XKX") == "KOS"
    assert export_code("UN") == "UNO"
    assert export_code("FRA") == "FRA"

"""The package's own data hold together, and data that do not are refused by name."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology import build_crosswalk, build_ontology, load_crosswalk, load_ontology

FILES = ("types", "contexts", "sectors", "boundaries", "cameo")


@pytest.fixture
def texts() -> dict[str, str]:
    folder = files("dragoman.ontology") / "data" / "plover"
    return {name: (folder / f"{name}.yaml").read_text(encoding="utf-8") for name in FILES}


def test_whole_of_plover_is_there() -> None:
    ontology = load_ontology()
    assert ontology.version == "plover-2023"
    assert len(ontology.types) == 16
    assert len(ontology.contexts) == 37
    assert len(ontology.sectors) == 25
    assert sum(len(kind.modes) for kind in ontology.types.values()) == 67
    assert len(load_crosswalk().codes) == 298 + 20


def test_types_are_the_sixteen_of_plover_in_their_order() -> None:
    assert " ".join(load_ontology().types) == (
        "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST "
        "ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
    )


def test_quads_cover_the_types_in_order() -> None:
    quads = [kind.quad for kind in load_ontology().types.values()]
    assert quads == [1] * 4 + [2] * 3 + [3] * 4 + [4] * 5


def test_three_types_need_a_recipient() -> None:
    required = {name for name, kind in load_ontology().types.items() if kind.recipient == "required"}
    assert required == {"COOPERATE", "AID", "SANCTION"}


def test_digest_follows_the_data(texts: dict[str, str]) -> None:
    assert build_ontology(texts).digest == load_ontology().digest
    texts["boundaries"] += "\n# a remark\n"
    assert build_ontology(texts).digest != load_ontology().digest


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("types", "score: 2.5", "score: 25", "score 25"),
        ("types", "quad: 2", "quad: 7", "7 is not defined"),
        ("types", "recipient: required", "recipient: sometimes", "sometimes"),
        ("types", "mode_aliases: {ban: restrict}", "mode_aliases: {ban: forbid}", "'forbid' is not defined"),
        ("types", "aliases: [FIGHT]", "aliases: [DEMAND]", "two meanings"),
        ("types", "choices: [CONCEDE, RETREAT]", "choices: [CONCEDE, RETIRE]", "'RETIRE' is not defined"),
        ("types", "context: cyber", "context: cyb", "'cyb' is not defined"),
        ("boundaries", "codes: [MOBILIZE]", "codes: [MOBILISE]", "'MOBILISE' is not defined"),
        ("boundaries", "RETREAT/withdraw", "RETREAT/withdrawn", "'withdrawn' is not defined"),
        ("boundaries", "id: own-drill", "id: joint-drill", "an id stands twice"),
        ("contexts", "gender: {meaning:", "gender: {sense:", "contexts.yaml, gender"),
        ("contexts", "to: pro_democracy", "to: pro_demokracy", "'pro_demokracy' is not defined"),
        ("sectors", "use: frequent", "use: always", "always"),
        ("contexts", "contexts:", "contexts: [", "not YAML"),
    ],
)
def test_broken_data_are_refused(texts: dict[str, str], file: str, old: str, new: str, message: str) -> None:
    assert old in texts[file]
    texts[file] = texts[file].replace(old, new, 1)
    with pytest.raises(OntologyError) as caught:
        build_ontology(texts)
    assert message in str(caught.value)
    assert f"{file}.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ASSAULT/abduct/-", "ASSAULT/kidnap/-", "'kidnap' is not defined"),
        ("to: REQUEST/assist/economic", "to: PLEAD/assist/economic", "'PLEAD' is not defined"),
        ('["-", asylum, "-", "075"]', '["-", refuge, "-", "075"]', "'refuge' is not defined"),
        ('[phone, "-", "-", "041"]', '[phone, "-", "-", "41"]', "'41' is not defined"),
        ('["-", "-", "-", "080"]', '["-", "-", apology, "080"]', "the last rule has a condition"),
        ('"155": "150"', '"155": "15x"', "'15x' is not defined"),
    ],
)
def test_broken_crosswalk_is_refused(texts: dict[str, str], old: str, new: str, message: str) -> None:
    assert old in texts["cameo"]
    with pytest.raises(OntologyError) as caught:
        build_crosswalk(texts["cameo"].replace(old, new, 1), load_ontology())
    assert message in str(caught.value)


def test_loading_takes_under_150_ms() -> None:
    code = (
        "import time, dragoman.ontology as o; start = time.process_time(); o.load_ontology(); o.load_crosswalk();"
        "print(time.process_time() - start)"
    )
    # Processor time of the best of three fresh processes: a busy machine must not fail the test.
    taken = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(taken) < 0.15

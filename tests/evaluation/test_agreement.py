"""Two labellers of the gold: what is compared, and what the figures mean."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import DataError
from dragoman.evaluation.agreement import (
    ATTRIBUTION_COLUMNS,
    STATUS_COLUMNS,
    Told,
    attribution_agreement,
    differences,
    kappa,
    key_of,
    main,
    measure,
    pair,
    place,
    read_second_attributions,
    read_second_status,
    status_agreement,
    words_of,
)

GOLD = Path(__file__).parents[2] / "gold"
TEXT = "The mayor said the dam would hold, an engineer warned it would not."
MAYOR = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 33]], "kind": ["official"]}
ENGINEER = {"source": [[35, 46]], "cue": [[47, 53]], "content": [[54, 66]], "kind": ["anonymous", "official"]}
ITEM = {"id": "a-1", "text": TEXT, "attributions": [MAYOR, ENGINEER]}


def act(number: int, status: str, factuality: float) -> dict[str, Any]:
    text = f"Act {number} happened."
    return {
        "id": f"s-{number}", "text": text, "start": 0, "end": 3, "trigger": "Act", "status": status,
        "factuality": factuality,
    }  # fmt: skip


def table(path: Path, columns: tuple[str, ...], *rows: tuple[str, ...]) -> Path:
    path.write_text("\n".join("\t".join(row) for row in (columns, *rows)) + "\n", encoding="utf-8")
    return path


def told(**raw: Any) -> Told:
    return Told(kinds=tuple(raw["kind"]), **{p: words_of(TEXT, raw[p]) for p in ("source", "cue", "content")})


def test_kappa_takes_off_what_chance_would_give() -> None:
    # Both say "actual" in half: chance agrees in half, they in three quarters.
    pairs = [("actual", "actual"), ("denied", "denied"), ("actual", "denied"), ("denied", "denied")]
    assert kappa(pairs) == (0.75, pytest.approx(0.5))
    assert kappa([]) == (1.0, 1.0)
    assert kappa([("actual", "actual")]) == (1.0, 1.0)


def test_acts_are_compared_by_status_and_factuality(tmp_path: Path) -> None:
    items = [act(1, "actual", 3), act(2, "denied", -3), act(3, "actual", 2), act(4, "denied", -3)]
    labels = [("actual", "3"), ("denied", "-2.5"), ("denied", "-1"), ("denied", "-3")]
    path = table(
        tmp_path / "status.tsv",
        STATUS_COLUMNS,
        *((i["id"], key_of(i["text"]), *label) for i, label in zip(items, labels, strict=True)),
        ("s-1", key_of("an older wording"), "planned", "1.5"),
    )
    found = status_agreement(items, read_second_status(path))
    assert (found.labelled, found.gone) == (4, 1)
    assert (found.status, found.kappa_status) == (0.75, 0.5)
    assert (found.factuality_distance, found.factuality_within_half, found.factuality_within_one) == (0.875, 0.75, 0.75)


def test_spans_are_compared_word_by_word() -> None:
    shorter = MAYOR | {"content": [[19, 33]], "source": [[4, 9]]}
    second = {("a-1", key_of(TEXT)): [told(**shorter), told(**ENGINEER)]}
    found = attribution_agreement([ITEM], second)
    assert (found.first, found.second, found.paired, found.paired_f1) == (2, 2, 2, 1.0)
    # Sources: 4 words against 3, 3 in common. Contents: "the dam would hold" and "it would not" against one word less.
    assert found.source_f1 == round(2 * 3 / 7, 4)
    assert found.content_f1 == round(2 * 6 / 13, 4)
    assert (found.cue_f1, found.kind, found.kind_allowed) == (1.0, 1.0, 1.0)


def test_an_attribution_that_one_alone_tells_counts_against_both() -> None:
    found = attribution_agreement([ITEM], {("a-1", key_of(TEXT)): [told(**MAYOR)]})
    assert (found.paired, found.paired_f1) == (1, round(2 / 3, 4))
    assert found.cue_f1 == round(2 / 3, 4)
    assert found.cue_f1_paired == 1.0


def test_another_kind_that_the_first_let_pass_is_allowed() -> None:
    second = {("a-1", key_of(TEXT)): [told(**MAYOR), told(**(ENGINEER | {"kind": ["official"]}))]}
    found = attribution_agreement([ITEM], second)
    assert (found.kind, found.kind_allowed) == (0.5, 1.0)


def test_partners_are_the_likest_whatever_their_order() -> None:
    first, second = [told(**MAYOR), told(**ENGINEER)], [told(**ENGINEER), told(**MAYOR)]
    assert sorted(pair(first, second), key=lambda p: min(p[0].cue)) == [(one, one) for one in first]
    bare = {"source": [], "kind": ["anonymous"]}
    apart = told(cue=[[10, 14]], content=[[15, 18]], **bare), told(cue=[[47, 53]], content=[[54, 56]], **bare)
    assert pair(apart[:1], apart[1:]) == [], "an empty source on both sides is no likeness"


def test_words_are_found_where_they_stand() -> None:
    assert place(TEXT, "would#2", "here") == [(57, 62)]
    assert place(TEXT, "The mayor | it would not", "here") == [(0, 9), (54, 66)]
    assert place("Ankara: no deal", ":", "here") == [(6, 7)]
    assert place(TEXT, "", "here") == []
    with pytest.raises(DataError, match=re.escape("'would#3' does not stand in the text")):
        place(TEXT, "would#3", "here")


def test_a_sign_alone_is_a_word() -> None:
    assert words_of("Ankara: no deal", [[6, 7]]) == {6}
    assert words_of('"No," he said', [[0, 5]]) == {1}


@pytest.mark.parametrize(
    ("row", "told_wrong"),
    [
        (("s-1", "0", "certain", "3"), "'certain' is no status"),
        (("s-1", "0", "actual", "3.5"), "'3.5' is no factuality"),
        (("s-1", "0", "actual", "much"), "'much' is no factuality"),
        (("s-1", "0", "actual"), "3 fields"),
    ],
)
def test_a_label_that_is_none_is_told_with_its_line(tmp_path: Path, row: tuple[str, ...], told_wrong: str) -> None:
    path = table(tmp_path / "status.tsv", STATUS_COLUMNS, row)
    with pytest.raises(DataError, match=rf"status\.tsv, line 2: {re.escape(told_wrong)}"):
        read_second_status(path)


def test_an_act_labelled_twice_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "status.tsv", STATUS_COLUMNS, *[("s-1", "0", "actual", "3")] * 2)
    with pytest.raises(DataError, match="line 3: s-1 stands twice"):
        read_second_status(path)


def test_another_heading_and_another_kind_are_refused(tmp_path: Path) -> None:
    texts = {("a-1", key_of(TEXT)): TEXT}
    with pytest.raises(DataError, match="not second labels"):
        read_second_attributions(table(tmp_path / "a.tsv", STATUS_COLUMNS), texts)
    row = ("a-1", key_of(TEXT), "The mayor", "said", "the dam would hold", "press")
    with pytest.raises(DataError, match="'press' is no kind"):
        read_second_attributions(table(tmp_path / "b.tsv", ATTRIBUTION_COLUMNS, row), texts)


def test_the_command_tells_figures_and_differences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "second").mkdir()
    silent = {"id": "a-2", "text": "The dam held.", "attributions": []}
    acts = [act(1, "actual", 3), act(2, "possible", 0)]
    for name, items in (("status", acts), ("attribution", [ITEM, silent])):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(i) + "\n" for i in items), encoding="utf-8")
    rows = [(i["id"], key_of(i["text"]), "actual", "3") for i in acts]
    table(tmp_path / "second" / "status.tsv", STATUS_COLUMNS, *rows)
    table(
        tmp_path / "second" / "attribution.tsv",
        ATTRIBUTION_COLUMNS,
        ("a-1", key_of(TEXT), "The mayor", "said", "the dam would hold", "named"),
        ("a-2", key_of("The dam held."), "", "", "", "none"),
    )
    main([str(tmp_path), "--differences"])
    lines = capsys.readouterr().out.splitlines()
    assert "  status = 0.5" in lines
    assert "  paired_f1 = 0.6667" in lines
    assert lines[-3:] == [
        "s-2\tpossible 0\tactual 3\t[Act] 2 happened.",
        f"a-1\t2 told\t1 told, 1 alike\t{TEXT}",
        f"a-1\tofficial\tnamed\t{TEXT}",
    ]
    assert len(list(differences(tmp_path))) == 3


def test_every_item_of_the_gold_has_a_second_label() -> None:
    status, attribution = measure(GOLD)
    assert (status.labelled, status.gone) == (911, 0)
    assert (attribution.labelled, attribution.gone) == (501, 0)

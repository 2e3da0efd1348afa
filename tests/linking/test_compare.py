"""Two mentions speak for one event by named levels; some exclude it. Each level is tried through the SQL itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from reports import BEIRUT, LEBANON, SIDON, TYRE, act, killed, report

from dragoman.errors import DataError
from dragoman.linking import compare
from dragoman.linking.block import crowded_sql, keys_sql, oriented_sql, pairs_sql
from dragoman.linking.compare import compare_sql, explain, features, probability, read_weights
from dragoman.linking.rows import SCHEMA, Context, mention_row, read_senses, sense_of
from dragoman.records import Place, Reading

MON, TUE = "2025-03-03", "2025-03-04"


def linked(*readings: Reading) -> duckdb.DuckDBPyConnection:
    """A connection with the rows and the blocked pairs of some readings."""
    rows = []
    for reading in readings:
        for mention in reading.mentions:
            sentence = reading.sentences[mention.sentence].text
            rows.append(mention_row(mention, Context(published=reading.document.published, sentence=sentence)))
    connection = duckdb.connect()
    connection.register("incoming", pa.Table.from_pylist(rows, schema=SCHEMA))
    connection.execute("CREATE TEMP TABLE rows AS SELECT *, row_number() OVER () AS number FROM incoming")
    connection.execute(f"CREATE TABLE keys AS {keys_sql('rows')}")
    connection.execute(f"CREATE TABLE crowded AS {crowded_sql('keys')}")
    connection.execute(f"CREATE TABLE met AS {pairs_sql('keys', 'crowded')}")
    connection.execute(f"CREATE TABLE pairs AS {oriented_sql('met', 'rows')}")
    return connection


def pair(
    one: dict[str, Any], other: dict[str, Any], text: tuple[str | None, str | None] = (None, None)
) -> dict[str, Any]:
    """The comparison of two acts told by two articles, whether or not they are blocked together."""
    connection = linked(report("a", "2025-03-05", one, text=text[0]), report("b", "2025-03-05", other, text=text[1]))
    pairs = "(SELECT 'a#0' AS left_id, 'b#0' AS right_id)"
    cursor = connection.execute(compare_sql(pairs, "rows"))
    return dict(zip([column[0] for column in cursor.description], cursor.fetchall()[0], strict=True))


STRIKE = act("ISR", "LBN", MON, place=TYRE)


@pytest.mark.parametrize(
    ("other", "feature", "level"),
    [
        (act("ISR", "LBN", TUE, place=TYRE), "day", "not_the_day"),
        (act("ISR", "LBN", f"{MON} {TUE}", place=TYRE), "day", "same_days"),
        (act("ISR", "LBN", "2025-02-01 2025-03-10", place=TYRE), "day", "inside_long"),
        (act("ISR", "LBN", place=TYRE), "day", "possible"),
        (act("ISR", "LBN", MON, place=BEIRUT), "place", "not_the_place"),
        (act("ISR", "LBN", MON, place=SIDON), "place", "apart"),
        (act("ISR", "LBN", MON, place=LEBANON), "place", "inside"),
        (act("ISR", "LBN", MON, place=Place(name="Damascus", country="SYR")), "place", "not_the_country"),
        (act("ISR", "LBN", MON), "place", "unknown"),
        (act("LBN", "ISR", MON), "parties", "not_the_sides"),
        (act("SYR", "IRQ", MON), "parties", "not_the_parties"),
        (act("USA", "LBN", MON), "parties", "other_actor"),
        (act("ISR", "SYR", MON), "parties", "other_recipient"),
        (act("ISR", "", MON), "parties", "part"),
        (act("ISR", "LBN", MON, kind="COERCE", word="struck"), "kind", "type_only"),
        (act("ISR", "LBN", MON, kind="COERCE", word="arrested"), "kind", "far_type"),
        (act("ISR", "LBN", MON, kind="ACCUSE", word="accused"), "kind", "other_type"),
        (act("ISR", "LBN", MON, modes=("drone",)), "kind", "same_type"),
        (act("ISR", "LBN", MON, word="bombed"), "word", "same_sense"),
        (act("ISR", "LBN", MON, word="detained"), "word", "other_sense"),
        (act("ISR", "LBN", MON, status="denied"), "status", "other"),
        (act("ISR", "LBN", MON, status="planned"), "status", "planned_and_done"),
        (act("ISR", "LBN", status="planned"), "status", "not_yet"),
    ],
)
def test_level_of_a_strike_and_another_act(other: dict[str, Any], feature: str, level: str) -> None:
    assert pair(STRIKE, other)[feature] == level


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (act("org:rsf-sudan=SDN", "SDN"), act("SDN-MIL", "SDN"), "unknown"),
        (act("org:rsf-sudan=SDN", "SDN"), act("org:splm-north=SDN", "SDN"), "other"),
        (act("person:x=FRA", "MAR"), act("person:x=FRA", "MAR"), "same"),
    ],
)
def test_bodies_of_one_state_are_told_apart(one: dict[str, Any], other: dict[str, Any], level: str) -> None:
    assert pair(one, other)["identities"] == level


def test_sides_of_a_meeting_do_not_count() -> None:
    assert pair(act("ISR SYR", kind="CONSULT"), act("SYR ISR", kind="CONSULT"))["parties"] == "same"


def test_numbers_agree_or_differ() -> None:
    assert pair(act("ISR", counts=killed(4)), act("ISR", counts=killed(4)))["counts"] == "same"
    assert pair(act("ISR", counts=killed(4)), act("ISR", counts=killed(7)))["counts"] == "other"


def test_names_tell_places_apart_that_no_map_has() -> None:
    text = ("It struck a boat near Scarborough Shoal.", "It struck a boat near Sabina Shoal.")
    assert pair(act("CHN", "PHL"), act("CHN", "PHL"), text)["names"] == "one"
    text = ("It struck a boat near Scarborough.", "It struck a boat near Sabina.")
    assert pair(act("CHN", "PHL"), act("CHN", "PHL"), text)["names"] == "none"


def test_one_strike_told_twice_is_likely_one_and_two_on_neighbouring_days_never() -> None:
    same, apart = pair(STRIKE, STRIKE), pair(STRIKE, act("ISR", "LBN", TUE, place=TYRE))
    assert probability(float(same["bits"])) > 0.95
    assert not same["is_conflict"]
    assert apart["is_conflict"]


def test_reasons_add_up_to_the_bits() -> None:
    found = pair(STRIKE, act("ISR", "LBN", MON, place=LEBANON))
    levels = {feature.name: found[feature.name] for feature in features()}
    start = next(weight.bits for weight in read_weights() if weight.feature == "compared")
    assert start + sum(bits for _, _, bits in explain(levels)) == pytest.approx(float(found["bits"]))


def test_every_level_that_the_sql_gives_has_a_weight_or_weighs_nothing_on_purpose() -> None:
    silent = {"unknown", "two_articles", "same", "not_yet", "few"}
    known = {(weight.feature, weight.level) for weight in read_weights()}
    for feature in features():
        for level in set(_levels(feature.sql)) - silent:
            assert level.startswith("not_") or (feature.name, level) in known, (feature.name, level)


def _levels(sql: str) -> list[str]:
    import re

    return re.findall(r"(?:THEN|ELSE) '(\w+)'", sql)


@pytest.mark.parametrize("row", ["kind\tsame", "kindd\tx\t1\tm", "kind\tx\tone\tm", "kind\ta\t1\tm\nkind\ta\t2\tm"])
def test_broken_weights_are_named(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "weights.tsv").write_text(row)
    monkeypatch.setattr(compare.resources, "files", lambda _: tmp_path)
    compare.read_weights.cache_clear()
    with pytest.raises(DataError, match=r"weights\.tsv"):
        read_weights()
    monkeypatch.undo()
    compare.read_weights.cache_clear()
    assert read_weights()


def blocked(*readings: Reading) -> set[tuple[str, str]]:
    return set(
        linked(*readings)
        .execute(
            "SELECT a.mention_id, b.mention_id FROM pairs JOIN rows a ON a.number = left_id JOIN rows b ON b.number = right_id"
        )
        .fetchall()
    )


@pytest.mark.parametrize(
    ("other", "meet"),
    [
        (act("ISR", "LBN", MON), True),
        (act("ISR", "LBN", "2025-03-01 2025-03-31"), True),
        (act("ISR", "LBN", "2024-01-01 2026-01-01"), True),
        (act("ISR", "", MON), True),
        (act("", "", MON, place=TYRE), True),
        (act("ISR", "LBN", TUE), False),
        (act("USA", "CAN", MON), False),
        (act("ISR", "LBN", MON, kind="ACCUSE"), False),
    ],
)
def test_mentions_meet_by_time_and_party_or_place(other: dict[str, Any], meet: bool) -> None:
    assert bool(blocked(report("a", "2025-03-05", STRIKE), report("b", "2025-03-05", other))) is meet


def test_mention_without_any_day_meets_another_such() -> None:
    assert blocked(report("a", None, act("ISR", "LBN")), report("b", None, act("ISR", "LBN"))) == {("a#0", "b#0")}


def test_words_of_one_meaning_stand_in_one_row() -> None:
    assert read_senses()
    assert sense_of("shelled") == sense_of("stormed") == "force"
    assert sense_of("denied the accusation") == "reject"
    assert sense_of("zzz") == ""


def test_documentation_tells_every_feature_and_weight() -> None:
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "how-reports-are-linked.md").read_text(
        encoding="utf-8"
    )
    for feature in features():
        assert f"**{feature.name}.** {feature.meaning}" in page
    for weight in read_weights():
        if weight.feature != "compared":
            section = page.split(f"**{weight.feature}.**")[1].split("**")[0]
            assert f"| `{weight.level}` | {weight.bits:+g} | {weight.meaning} |" in section

"""Copies are found whatever their edits, and grouped under the first article whatever the order."""

from __future__ import annotations

import itertools
import random
from datetime import date
from pathlib import Path

import duckdb

from dragoman.evaluation.gold_stories import read_stories
from dragoman.linking.copies import (
    Copied,
    Likeness,
    Printed,
    candidates_sql,
    compare_articles,
    copy_keys,
    group_copies,
    likeness,
    shingles,
)

STORIES = sorted((Path(__file__).parents[2] / "gold" / "stories").glob("*.txt"))
WIRE = (
    "Norland's coast guard stopped two fishing boats near the Skerry islands on Tuesday and held eleven fishermen. "
    "The boats had crossed into waters that both countries claim. "
    "A spokeswoman in the capital said that the crews would be questioned and sent home by the end of the week."
)
OWN = (
    "Eleven men of a village on the west coast have been held since Tuesday, their families say. "
    "They had gone out for herring, as their fathers did, when a grey ship came alongside."
)


def like(one: str, other: str) -> Likeness:
    return likeness(shingles(one), shingles(other))


def test_cut_and_lengthened_version_is_a_copy() -> None:
    assert like(WIRE, WIRE.split(". ")[0] + ". " + WIRE.split(". ")[2]).is_copy


def test_wire_report_inside_a_long_article_is_a_copy_though_little_alike_as_a_whole() -> None:
    long = f"{OWN} {' '.join(f'Line {n} of what the town council of week {n} had to say.' for n in range(30))} {WIRE}"
    value = like(WIRE, long)
    assert value.jaccard < 0.4
    assert value.is_copy


def test_two_reports_of_one_act_are_no_copies() -> None:
    assert not like(WIRE, OWN).is_copy


def test_an_article_without_words_has_no_keys() -> None:
    assert copy_keys(" … ", []) == []


def test_keys_are_the_same_on_every_machine() -> None:
    assert copy_keys("a b c", [])[:2] == copy_keys("A  b, C!", ["too short"])[:2]


def candidates(articles: dict[str, str], new: set[str]) -> set[tuple[str, str]]:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE keys (document_id VARCHAR, key BIGINT)")
    connection.execute("CREATE TABLE documents (id VARCHAR, published DATE)")
    connection.execute("CREATE TABLE new (id VARCHAR)")
    for id_, text in articles.items():
        connection.execute("INSERT INTO documents VALUES (?, NULL)", [id_])
        for key in copy_keys(text, text.split(". ")):
            connection.execute("INSERT INTO keys VALUES (?, ?)", [id_, key])
    for id_ in new:
        connection.execute("INSERT INTO new VALUES (?)", [id_])
    return set(connection.execute(candidates_sql("keys", "documents", "new")).fetchall())


def test_candidates_are_pairs_with_a_new_article() -> None:
    articles = {"a": WIRE, "b": WIRE + " More.", "c": OWN, "d": WIRE}
    assert candidates(articles, {"d"}) == {("a", "d"), ("b", "d")}
    assert candidates(articles, set()) == set()


ALIKE = Likeness(jaccard=0.8, containment=0.9, shared=100)
LESS = Likeness(jaccard=0.7, containment=0.9, shared=90)
FAR = Likeness(jaccard=0.1, containment=0.2, shared=12)


def test_group_is_headed_by_the_article_printed_first() -> None:
    articles = [
        Printed(id="b", published=date(2025, 1, 2)),
        Printed(id="a", published=date(2025, 1, 3)),
        Printed(id="c"),
    ]
    found = group_copies(articles, {("a", "b"): ALIKE, ("b", "c"): LESS, ("a", "c"): ALIKE})
    assert [(c.id, c.head, c.parent) for c in found] == [("b", "b", None), ("a", "b", "b"), ("c", "b", "a")]


def test_chain_of_versions_ends_where_the_head_is_no_longer_recognised() -> None:
    articles = [Printed(id=id_, published=date(2025, 1, n)) for n, id_ in enumerate("abc", 1)]
    found = group_copies(articles, {("a", "b"): ALIKE, ("b", "c"): ALIKE, ("a", "c"): FAR})
    assert [c.head for c in found] == ["a", "a", "c"]


def groups_of(texts: dict[str, str], days: dict[str, date]) -> list[Copied]:
    pairs = list(itertools.combinations(sorted(texts), 2))
    return group_copies([Printed(id=i, published=days[i]) for i in texts], compare_articles(pairs, texts))


def test_copies_of_the_gold_stories_are_all_found_and_nothing_else() -> None:
    gold = read_stories(STORIES)
    texts = {a.document.id: a.document.text for a in gold}
    days = {a.document.id: a.document.published or date.max for a in gold}
    found = {c.id: c.head for c in groups_of(texts, days)}
    assert found == {a.document.id: a.copies for a in gold}


def test_groups_do_not_depend_on_the_order_of_intake() -> None:
    gold = read_stories(STORIES[:1])
    texts = {a.document.id: a.document.text for a in gold}
    days = {a.document.id: a.document.published or date.max for a in gold}
    first = groups_of(texts, days)
    for seed in range(5):
        ids = list(texts)
        random.Random(seed).shuffle(ids)
        assert groups_of({i: texts[i] for i in ids}, days) == first

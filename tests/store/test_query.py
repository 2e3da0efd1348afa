"""Each thing that can be asked, against four articles; and the SQL that asks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from store_factory import OSTERIA, TEXT, crackdown, document, meeting, party, reading

from dragoman.errors import ConfigError
from dragoman.records import Actor, Interval, Place
from dragoman.store import EventQuery, Store, View
from dragoman.store.query import escape_like, mentions_sql


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    """`a1` as the factory makes it; `b1` a month-long possible act of 2024, with a percent sign; `c1` open ended."""
    folder: Path = tmp_path_factory.mktemp("query")
    percent = TEXT.replace("At least 12 people", "Up to 100% of us all")
    zoran = Actor(name="Zoran Đurić", id="person:zoran-duric", code="SRB", country="SRB", sector="GOV")
    b1 = meeting(
        "b1",
        type="AGREE",
        modes=(),
        status="possible",
        time=Interval(first=date(2024, 2, 1), last=date(2024, 2, 29), granularity="month"),
        place=Place(name="Saint-Étienne", country="FRA", geonames_id=2980291),
        actors=(party("Osterian officials", actor=OSTERIA),),
        recipients=(party("riot police", actor=zoran),),
        sources=(),
        claims=(),
        score=0.5,
    )
    b2 = crackdown("b1", evidence=(), time=None)
    c1 = meeting(
        "c1", time=Interval(first=None, last=date(2020, 1, 1)), place=None, actors=(), recipients=(), score=0.2
    )
    with Store.open(folder / "store") as store:
        store.writer().write(
            [
                reading("a1"),
                reading(
                    "b1",
                    document=document("b1", text=percent, published=date(2024, 3, 1)),
                    mentions=(b1, b2),
                    events=(),
                ),
                reading("c1", document=document("c1", published=None, title="Qux_quux"), mentions=(c1,), events=()),
            ]
        )
        yield store.view()


CASES: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ["a1:0:1", "a1:1:1", "b1:0:1", "b1:1:1", "c1:0:1"]),
    ({"actor": "NRL"}, ["a1:0:1"]),
    ({"disputed": True}, ["a1:0:1", "c1:0:1"]),
    ({"disputed": False}, ["a1:1:1", "b1:0:1", "b1:1:1"]),
    ({"denied_by": "witnesses"}, ["a1:0:1", "c1:0:1"]),
    ({"denied_by": "witness"}, []),
    ({"denied_by": "OST"}, []),
    ({"actor": "nrl-gov"}, ["a1:0:1"]),
    ({"actor": "NRL GOV"}, ["a1:0:1"]),
    ({"actor": "norland"}, ["a1:0:1"]),
    ({"actor": "envoys"}, ["a1:0:1"]),
    ({"actor": "envoy"}, []),
    ({"actor": "COP"}, ["a1:1:1", "b1:1:1"]),
    ({"actor": "OST"}, ["b1:0:1"]),
    ({"actor": ""}, []),
    ({"actor": "…"}, []),
    ({"actor": "' OR 1=1 --"}, []),
    ({"recipient": "OST"}, ["a1:0:1"]),
    ({"recipient": "zoran duric"}, ["b1:0:1"]),
    ({"recipient": "Đurić"}, ["b1:0:1"]),
    ({"recipient": "person:zoran-duric"}, ["b1:0:1"]),
    ({"recipient": "police Zoran"}, []),
    ({"either": "OST"}, ["a1:0:1", "b1:0:1"]),
    ({"country": "srb"}, ["b1:0:1"]),
    ({"place": "etienne"}, ["b1:0:1"]),
    ({"place": "4711"}, ["a1:0:1"]),
    ({"place_country": "FRA"}, ["b1:0:1"]),
    ({"type": ("CONSULT", "AGREE")}, ["a1:0:1", "b1:0:1", "c1:0:1"]),
    ({"mode": ("visit", "phone")}, ["a1:0:1", "c1:0:1"]),
    ({"status": ("possible", "denied")}, ["b1:0:1"]),
    ({"source_kind": ("anonymous",)}, ["a1:1:1", "b1:1:1"]),
    ({"source_kind": ("author",)}, ["b1:0:1"]),
    ({"source_kind": ("author", "official")}, ["a1:0:1", "b1:0:1", "c1:0:1"]),
    ({"day_from": date(2024, 2, 29), "day_to": date(2024, 12, 31)}, ["b1:0:1"]),
    ({"day_from": date(2024, 3, 1)}, ["a1:0:1"]),
    ({"day_to": date(2024, 2, 1)}, ["b1:0:1", "c1:0:1"]),
    ({"day_to": date(1990, 1, 1)}, ["c1:0:1"]),
    ({"published_from": date(2024, 3, 1), "published_to": date(2024, 3, 1)}, ["b1:0:1", "b1:1:1"]),
    ({"published_from": date(2025, 1, 1)}, ["a1:0:1", "a1:1:1"]),
    ({"text": "HARBOUR norland"}, ["a1:0:1", "b1:0:1", "c1:0:1"]),
    ({"text": '"police broke up"'}, ["a1:1:1"]),
    ({"text": '"broke police"'}, []),
    ({"text": "100%", "text_in": "article"}, ["b1:0:1", "b1:1:1"]),
    ({"text": "1%0", "text_in": "article"}, []),
    ({"text": "qux_quux", "text_in": "article"}, ["c1:0:1"]),
    ({"text": "quxXquux", "text_in": "article"}, []),
    ({"text": "\\", "text_in": "article"}, []),
    ({"document": "c1"}, ["c1:0:1"]),
    ({"event": "a1:e1"}, ["a1:1:1"]),
    ({"min_probability": 0.5}, ["a1:0:1", "b1:0:1", "c1:0:1"]),
    ({"type": ("CONSULT",), "actor": "NRL", "status": ("actual",), "text": "met", "min_probability": 0.8}, ["a1:0:1"]),
    ({"limit": 2}, ["a1:0:1", "a1:1:1"]),
    ({"limit": 2, "offset": 4}, ["c1:0:1"]),
    ({"offset": 3}, ["b1:1:1", "c1:0:1"]),
    ({"limit": 0}, []),
    ({"order": "oldest"}, ["c1:0:1", "b1:0:1", "a1:0:1", "a1:1:1", "b1:1:1"]),
    ({"order": "newest"}, ["a1:0:1", "b1:0:1", "c1:0:1", "a1:1:1", "b1:1:1"]),
    ({"order": "published"}, ["a1:0:1", "a1:1:1", "b1:0:1", "b1:1:1", "c1:0:1"]),
    ({"order": "score"}, ["a1:0:1", "b1:0:1", "a1:1:1", "b1:1:1", "c1:0:1"]),
]


@pytest.mark.parametrize(("asked", "found"), CASES, ids=[str(asked) for asked, _ in CASES])
def test_a_query_finds(view: View, asked: dict[str, Any], found: list[str]) -> None:
    query = EventQuery(**asked)
    assert [mention.id for mention in view.mentions(query)] == found
    assert [answer.mention.id for answer in view.answers(query)] == found
    assert view.to_arrow(query)["mention_id"].to_pylist() == found
    if "limit" not in asked and "offset" not in asked:
        assert view.count(query) == len(found)


def test_values_are_parameters_and_never_sql() -> None:
    sql, parameters = mentions_sql(EventQuery(actor="x'; DROP TABLE events; --", text="y%", limit=3), "m.json")
    assert "DROP" not in sql
    assert "y" not in sql.split("ILIKE")[1].split("ESCAPE")[0]
    assert sql.count("?") == len(parameters)


def test_patterns_mean_just_themselves() -> None:
    assert escape_like(r"100%_\x") == r"100\%\_\\x"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"limit": -1}, "limit -1"),
        ({"offset": -1}, "offset -1"),
        ({"order": "size"}, "order 'size'.*text, oldest"),
        ({"day_from": date(2025, 2, 1), "day_to": date(2025, 1, 1)}, "day_from 2025-02-01 is after"),
        ({"published_from": date(2025, 2, 1), "published_to": date(2025, 1, 1)}, "published_from"),
        ({"type": "AID"}, "type is one word, 'AID'"),
    ],
)
def test_a_query_without_an_answer_is_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        EventQuery(**asked)

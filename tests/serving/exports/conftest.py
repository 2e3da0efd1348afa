"""A store with real countries, read and linked: facts, plans and denials, resolved actors and others."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "store"))

from store_factory import crackdown, document, meeting, party, reading

from dragoman.pipeline.linking import link_store
from dragoman.records import Actor, Interval, Place, Reading
from dragoman.store import Store, View

NORWAY = Actor(name="Norway", id="NOR-GOV", code="NOR", country="NOR", sector="GOV", score=0.9, reason="COUNTRY_NAME")
KOSOVO = Actor(name="Kosovo", id="XKX-GOV", code="XKX", country="XKX", sector="GOV", score=0.9, reason="COUNTRY_NAME")
PRISTINA = Place(
    name="Pristina", country="XKX", lat=42.6667, lon=21.1667, geonames_id=786714, precision="town", radius_km=7.0
)
DAY = Interval(first=date(2025, 7, 11), last=date(2025, 7, 11), granularity="day", edtf="2025-07-11")
MONTH = Interval(first=date(2025, 6, 1), last=date(2025, 6, 30), granularity="month", edtf="2025-06")


def report(name: str) -> Reading:
    """Five mentions: a meeting that was, one planned, one denied, one in a month, and a crackdown by nobody known."""
    known = {
        "actors": (party("Envoys of Norland", actor=NORWAY),),
        "recipients": (party("Osterian officials", actor=KOSOVO, via="dobj"),),
        "place": PRISTINA,
        "time": DAY,
        "trigger_text": "met",
        "claims": (),
    }
    mentions = (
        meeting(name, **known),
        meeting(name, **known | {"id": f"{name}:0:2", "status": "planned"}),
        meeting(name, **known | {"id": f"{name}:0:3", "status": "denied"}),
        meeting(name, **known | {"id": f"{name}:0:4", "time": MONTH, "place": None}),
        crackdown(name, time=DAY),
    )
    title = 'Envoys "meet"\tagain\n'
    article = document(name, title=title, publisher=f"The {name}\tPost", url=f"https://www.{name}.example/x")
    return reading(name, document=article, mentions=mentions, events=())


@pytest.fixture
def linked(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.duckdb") as store:
        store.writer().write([report("wire"), report("post")])
        link_store(store)
        yield store


@pytest.fixture
def view(linked: Store) -> View:
    return linked.view()

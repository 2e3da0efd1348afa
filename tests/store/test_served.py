"""The published tables find what the filters of the command line find, and follow the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from store_factory import TEXT, crackdown, document, meeting, reading

from dragoman.errors import ConfigError, StoreError
from dragoman.pipeline.linking import link_store
from dragoman.store import AuditItem, Card, EventQuery, ServedQuery, Store
from dragoman.store.cards import changes_between
from dragoman.store.served import DocumentQuery

FIRST, LATER = datetime(2025, 8, 1, tzinfo=UTC), datetime(2025, 8, 2, tzinfo=UTC)


def readings() -> list[Any]:
    elsewhere = meeting("c3", type="AID", modes=(), status="planned", claims=(), sources=(), probability=0.5)
    return [
        reading("a1"),
        reading("b2", document=document("b2", publisher="Norland Post", text=f"{TEXT} Rain.")),
        reading(
            "c3", document=document("c3", published=None, title=None), mentions=(elsewhere, crackdown("c3")), events=()
        ),
    ]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("served") / "news.duckdb") as store:
        store.writer().write(readings())
        link_store(store)
        store.publisher().prepare()
        store.publisher().publish(at=FIRST)
        yield store


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"actor": "NRL"},
        {"actor": "NRL GOV"},
        {"actor": "envoys"},
        {"actor": "Envoys of Norland"},
        {"actor": "envoys norland"},
        {"recipient": "osteria"},
        {"recipient": "OST-GOV"},
        {"either": "riot police"},
        {"either": "COP"},
        {"country": "ost"},
        {"place": "lakeport"},
        {"place": "4711"},
        {"place": "99999999999999999999999"},
        {"place_country": "OST"},
        {"type": ("CONSULT", "AID")},
        {"mode": ("visit",)},
        {"status": ("planned",)},
        {"source_kind": ("official",)},
        {"source_kind": ("author", "media")},
        {"disputed": True},
        {"disputed": False},
        {"denied_by": "witnesses"},
        {"denied_by": "nobody"},
        {"day_from": date(2025, 7, 11)},
        {"day_to": date(2025, 7, 10)},
        {"day_from": date(2025, 7, 1), "day_to": date(2025, 7, 31)},
        {"published_from": date(2025, 7, 12)},
        {"published_to": date(2025, 7, 1)},
        {"text": "riot"},
        {"text": "iot oli"},
        {"text": '"riot police"'},
        {"text": '"riot march"'},
        {"text": "100%"},
        {"text": "_"},
        {"text": "rain", "text_in": "article"},
        {"document": "b2"},
        {"min_probability": 0.8},
        {"actor": "NRL", "type": ("COERCE",)},
    ],
    ids=str,
)
def test_finds_what_a_view_finds(filled: Store, fields: dict[str, Any]) -> None:
    query = EventQuery(**fields)
    view = filled.view()
    with filled.served().snapshot() as snapshot:
        asked = ServedQuery(base=query)
        mentions = {row["id"] for row in snapshot.mentions(asked, limit=100).rows}
        events = {msgspec.json.decode(card, type=Card).id for card in snapshot.events(asked, limit=100).rows}
        assert snapshot.count_mentions(asked) == len(mentions)
        assert snapshot.count_events(asked) == len(events)
    assert mentions == {mention.id for mention in view.mentions(query)}
    assert events == {event.id for event in view.linked_events(query)}


def test_flows_are_those_of_the_view(filled: Store) -> None:
    from dragoman.store import FlowQuery

    for query in (FlowQuery(), FlowQuery(actors=("NRL", "OST"), step="day")):
        with filled.served().snapshot() as snapshot:
            assert snapshot.flow_periods(query) == filled.view().flow_periods(query)
            totals = filled.view().flow_totals(query, date(2025, 8, 1))
            assert snapshot.flow_totals(query, date(2025, 8, 1), limit=1000) == (totals, len(totals))
            assert snapshot.flow_totals(query, date(2025, 8, 1), limit=1) == (totals[:1], len(totals))


def tables(store: Store) -> dict[str, list[Any]]:
    """What the tables tell, without the numbers that rows have there."""
    with store.served().snapshot() as snapshot:
        return {
            "cards": sorted(
                (card.id, card.type, card.status, card.reports, card.importance, card.evidence)
                for card in (
                    msgspec.json.decode(one, type=Card) for one in snapshot.events(ServedQuery(), limit=500).rows
                )
            ),
            "dyads": sorted(snapshot.rows("SELECT day, actor, recipient, type, score FROM served_dyads")),
            "codes": sorted(
                snapshot.rows("SELECT e.id, c.code FROM served_codes c JOIN served_events e ON e.number = c.event")
            ),
            "parties": sorted(
                snapshot.rows(
                    """SELECT m.id, p.words, x.is_actor FROM served_party_mentions x JOIN served_parties p USING (party)
                    JOIN served_mentions m USING (m)"""
                )
            ),
            "words": sorted(
                snapshot.rows(
                    "SELECT m.id, w.text FROM served_word_mentions x JOIN served_words w USING (word) JOIN served_mentions m USING (m)"
                )
            ),
            "actors": sorted(snapshot.rows("SELECT * FROM served_actors"), key=str),
            "sides": sorted(
                snapshot.rows(
                    "SELECT e.id, s.code, s.type, s.acts, s.receives FROM served_sides s JOIN served_events e ON e.number = s.event"
                )
            ),
            "ties": sorted(snapshot.rows("SELECT code, other, day, score FROM served_ties")),
            "mentions": sorted(
                snapshot.rows(
                    """SELECT m.* EXCLUDE (m, event, place, revision, e_first_seen, e_changed_at), e.id AS event_id, p.name
                    FROM served_mentions m JOIN served_events e ON e.number = m.event LEFT JOIN served_places p USING (place)"""
                ),
                key=str,
            ),
            "documents": sorted(snapshot.rows("SELECT * EXCLUDE (number, read_at) FROM served_documents"), key=str),
            "titles": sorted(
                snapshot.rows(
                    """SELECT d.id, w.text FROM served_title_words t JOIN served_documents d ON d.number = t.document
                    JOIN served_words w USING (word)"""
                )
            ),
        }


def test_publishing_step_by_step_gives_what_publishing_at_once_gives(tmp_path: Path) -> None:
    changed = reading(
        "a1", document=document("a1", text=f"{TEXT} Corrected."), mentions=(meeting("a1", status="denied"),)
    )
    with Store.open(tmp_path / "news.duckdb") as store:
        publisher = store.publisher()
        for batch in ([one] for one in [*readings(), changed]):
            store.writer().write(batch)
            link_store(store)
            assert publisher.publish() is not None
        assert publisher.publish() is None
        steps = tables(store)
        links = store.links()
        with links.transaction():
            for (name,) in links.rows(
                "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'served!_%' ESCAPE '!'"
            ):
                links.run(f"DELETE FROM {name}")
    # A process that has not published yet compares everything.
    with Store.open(tmp_path / "news.duckdb") as store:
        store.publisher().publish()
        assert tables(store) == steps


def test_only_what_is_noted_is_looked_at(tmp_path: Path) -> None:
    """What was published stays without being compared, and what is taken out of the store goes."""
    with Store.open(tmp_path / "news.duckdb") as store:
        store.writer().write(readings())
        link_store(store)
        publisher = store.publisher()
        publisher.publish()
        before = tables(store)
        unpublished = store._connections.unpublished
        assert (unpublished.is_known, unpublished.events, unpublished.documents) == (True, set(), set())
        # A row that nobody noted is not seen until everything is compared.
        connection = store._connections.cursor()
        connection.execute("UPDATE linked_events SET part_of = 'linked:other' WHERE type = 'AID'")
        assert publisher.publish() is None
        connection.execute("UPDATE linked_events SET part_of = NULL WHERE type = 'AID'")
        store.writer().write([reading("d4", document=document("d4", title="No act in it"), mentions=(), events=())])
        published = publisher.publish()
        assert published is not None
        assert (published.generation, published.new, published.changed, published.gone) == (2, 0, 0, 0)
        assert {row[0] for row in tables(store)["documents"]} == {"a1", "b2", "c3", "d4"}
        assert store.remove("d4", reason="test")
        publisher.withdraw()
        assert tables(store) == before


def answers(store: Store, asked: ServedQuery) -> dict[str, list[Any]]:
    """What lists give, without the moments of the intake."""
    gone = ("first_seen", "changed_at")
    with store.served().snapshot() as snapshot:
        found: dict[str, list[Any]] = {}
        for order in ("newest", "oldest", "published", "importance", "score"):
            rows = [msgspec.json.decode(one) for one in snapshot.events(asked, order=order, limit=100).rows]
            found[order] = [{name: value for name, value in row.items() if name not in gone} for row in rows]
        for order in ("newest", "oldest", "published"):
            found[f"mentions {order}"] = list(snapshot.mentions(asked, order=order, limit=100).rows)
        found["map"] = list(snapshot.mapped(asked, limit=100)[1])
        found["actors"] = snapshot.actors(None, limit=100)
        found["documents"] = [
            {name: value for name, value in row.items() if name != "read_at"}
            for row in snapshot.documents(DocumentQuery(), limit=100)
        ]
        return found


def test_answers_do_not_tell_in_which_order_things_came(tmp_path: Path) -> None:
    found = []
    for number, order in enumerate((readings(), readings()[::-1])):
        with Store.open(tmp_path / f"{number}.duckdb") as store:
            publisher = store.publisher()
            for one in order:
                store.writer().write([one])
                if number:  # step by step here, at once there
                    publisher.publish()
            link_store(store)
            publisher.publish()
            found.append(
                [answers(store, ServedQuery(base=EventQuery(**f))) for f in ({}, {"type": ("CONSULT", "COERCE")})]
            )
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["a1", "b2", "c3"]),
        ("envoys", ["a1"]),
        ("ENVOY", ["a1"]),
        ("nvoys me", ["a1"]),
        ("meet envoys", []),
        ("nvoys  meet", []),
        ("–", ["b2"]),
        ("port – the", ["b2"]),
        ("c3", ["c3"]),
        ("nothing", []),
    ],
)
def test_articles_are_found_by_a_part_of_their_title(tmp_path: Path, text: str, ids: list[str]) -> None:
    titles = {"a1": "Envoys meet at Lakeport", "b2": "Lakeport – the night", "c3": None}
    with Store.open(tmp_path / "news.duckdb") as store:
        store.writer().write([reading(id_, document=document(id_, title=title)) for id_, title in titles.items()])
        link_store(store)
        store.publisher().publish()
        with store.served().snapshot() as snapshot:
            asked = DocumentQuery(text=text)
            assert [row["id"] for row in snapshot.documents(asked, limit=10)] == ids
            assert snapshot.count_documents(asked) == len(ids)


def test_what_changes_is_told_and_a_review_stays(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.duckdb") as store:
        store.writer().write([reading("a1")])
        link_store(store)
        store.publisher().publish(at=FIRST)
        with store.served().snapshot() as snapshot:
            before = next(c for c in cards(snapshot) if c.type == "CONSULT")
        store.reviews().add(before.id, "accept", judge="Ada", at=FIRST)
        store.writer().write(
            [reading("b2", document=document("b2", publisher="Post", text=f"{TEXT} Rain all day fell hard."))]
        )
        link_store(store)
        published = store.publisher().publish(at=LATER)
        assert published is not None
        assert (published.generation, published.changed) == (2, 2)
        with store.served().snapshot() as snapshot:
            after = next(c for c in cards(snapshot) if c.id == before.id)
            told = snapshot.changes([before.id])
    assert (after.first_seen, after.changed_at) == (FIRST, LATER)
    assert after.review is not None
    assert after.review.verdict == "accept"
    assert [change.field for change in changes_between(before, after)] == ["reports"]
    assert len(told) == 1


def cards(snapshot: Any) -> list[Card]:
    return [msgspec.json.decode(one, type=Card) for one in snapshot.events(ServedQuery(), limit=100).rows]


def test_a_reader_sees_one_generation(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.duckdb") as store:
        store.writer().write([reading("a1")])
        link_store(store)
        store.publisher().publish()
        with store.served().snapshot() as snapshot:
            seen = snapshot.count_events(ServedQuery())
            store.writer().write(readings())
            link_store(store)
            store.publisher().publish()
            assert (snapshot.generation, snapshot.count_events(ServedQuery())) == (1, seen)
        with store.served().snapshot() as snapshot:
            assert snapshot.generation == 2


def test_reviews_refuse_what_is_no_record(filled: Store) -> None:
    reviews = filled.reviews()
    with pytest.raises(StoreError, match="no record"):
        reviews.add("nobody", "accept", at=FIRST)
    with pytest.raises(ConfigError, match="is no field"):
        reviews.add("a1:0:1", "correct", fields={"colour": "red"}, at=FIRST)
    with pytest.raises(ConfigError, match="no fields"):
        reviews.add("a1:0:1", "accept", fields={"type": "AID"}, at=FIRST)
    with pytest.raises(ConfigError, match="nothing to draw"):
        reviews.draw([], size=1, seed=1, kind="mention", name="x", query="", made_by=None, at=FIRST)


def test_a_sample_does_not_depend_on_the_order_of_the_population(filled: Store) -> None:
    items = [AuditItem(position=0, subject=f"s{n}", type="AID", source_kind="author") for n in range(30)]
    drawn = [
        [
            item.subject
            for item in filled.reviews().audit_items(
                filled.reviews()
                .draw(order, size=size, seed=5, kind="mention", name="x", query="", made_by=None, at=FIRST)
                .number
            )
        ]
        for order, size in ((items, 10), (items[::-1], 10), (items, 4))
    ]
    assert drawn[0] == drawn[1]
    assert drawn[0][:4] == drawn[2]

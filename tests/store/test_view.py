"""Asking: records, Arrow, pandas; several askers at once."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import msgspec
import pytest
from store_factory import NORLAND, VERSIONS, document, meeting, reading

from dragoman.errors import ConfigError, StoreError
from dragoman.store import EventQuery, Store, content_digest, versions_key
from dragoman.store.watching import Sighting


def test_records_are_found_by_id(store: Store) -> None:
    store.writer().write([reading("a1"), reading("a2")])
    view = store.view()
    assert view.document("a2") == document("a2")
    assert view.mention("a1:0:1") == meeting("a1")
    assert view.event("a1:e0") == reading("a1").events[0]
    assert [view.document("x"), view.mention("x"), view.event("x"), view.reading("x")] == [None] * 4


def test_documents_come_by_id_and_by_page(store: Store) -> None:
    store.writer().write([reading(name) for name in ("c", "a", "b")])
    assert [one.id for one in store.view().documents()] == ["a", "b", "c"]
    assert [one.id for one in store.view().documents(limit=1, offset=1)] == ["b"]


def test_has_asks_for_content_and_versions(store: Store) -> None:
    store.writer().write([reading()])
    digest, key = content_digest(document()), versions_key(VERSIONS)
    view = store.view()
    assert view.has("a1", digest, key)
    assert not view.has("a1", digest, "")
    assert not view.has("a1", content_digest(document(text="x")), key)
    assert not view.has("a2", digest, key)


def test_answers_bring_article_and_event(store: Store) -> None:
    store.writer().write([reading("a1"), reading("a2", events=())])
    answers = list(store.view().answers())
    assert [(one.mention.id, one.document.id, one.event_id) for one in answers] == [
        ("a1:0:1", "a1", "a1:e0"),
        ("a1:1:1", "a1", "a1:e1"),
        ("a2:0:1", "a2", None),
        ("a2:1:1", "a2", None),
    ]


def test_answers_cross_batches_in_order(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.store.view._BATCH", 3)
    store.writer().write([reading(f"d{number}") for number in range(5)])
    assert [one.mention.id for one in store.view().answers()] == [one.id for one in store.view().mentions()]


def test_events_are_asked_for_by_their_mentions(store: Store) -> None:
    store.writer().write([reading("a1"), reading("a2")])
    view = store.view()
    assert [one.id for one in view.events()] == ["a1:e0", "a1:e1", "a2:e0", "a2:e1"]
    assert [one.id for one in view.events(EventQuery(actor="NRL"))] == ["a1:e0", "a2:e0"]
    assert [one.id for one in view.events(EventQuery(type=("COERCE",), document="a2"))] == ["a2:e1"]
    assert [one.id for one in view.events(EventQuery(limit=1, offset=1, order="newest"))] == ["a2:e0"]


def test_relations_are_asked_for_by_kind_party_and_document(store: Store) -> None:
    store.writer().write([reading("a1"), reading("a2")])
    view = store.view()
    assert view.relations() == [*reading("a1").relations, *reading("a2").relations]
    assert [one.id for one in view.relations(kind="arms_supplier", party="Norland", document="a2")] == ["a2:r0"]
    assert [one.id for one in view.relations(party="OST", limit=1)] == ["a1:r0"]
    assert view.relations(kind="foe") == []
    assert view.relations(party="%") == []


def test_arrow_has_one_row_a_mention_with_lists_in_step(store: Store) -> None:
    unknown = msgspec.structs.replace(meeting().recipients[0], actor=None)
    two = meeting(actors=(*meeting().actors, unknown))
    store.writer().write([reading(mentions=(two,), events=())])
    (row,) = store.view().to_arrow().to_pylist()
    assert row["actors"] == ["Norland", "Osterian officials"]
    assert row["actor_codes"] == ["NRL", None]
    assert row["recipient_sectors"] == ["GOV"]
    assert (row["date_first"], row["lat"], row["place_country"]) == (date(2025, 7, 11), -12.5, "OST")
    assert (row["source_kinds"], row["sources"]) == (["official"], ["Osteria"])
    assert (row["event_id"], row["counts"], row["trigger"]) == (None, [], "met")


def test_an_empty_arrow_table_keeps_its_columns(store: Store) -> None:
    table = store.view().to_arrow(EventQuery(actor="nobody"))
    assert table.num_rows == 0
    assert "evidence_text" in table.column_names


def test_pandas_gives_the_same_rows(store: Store) -> None:
    pytest.importorskip("pandas")
    store.writer().write([reading()])
    frame = store.view().to_pandas(EventQuery(type=("CONSULT",)))
    assert list(frame["mention_id"]) == ["a1:0:1"]


def test_without_pandas_the_install_line_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ConfigError, match=r'pip install "dragoman\[pandas\]"'):
        store.view().to_pandas()


def test_threads_may_share_a_view(store: Store) -> None:
    store.writer().write([reading(f"d{number}") for number in range(20)])
    view = store.view()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda number: view.mention(f"d{number}:0:1"), range(20)))
    assert [one.document_id for one in found if one] == [f"d{number}" for number in range(20)]


def test_a_record_that_no_longer_fits_is_told(store: Store) -> None:
    store.writer().write([reading()])
    store._connections.cursor().execute("UPDATE event_mentions SET json = '{\"id\": 1}'")
    with pytest.raises(StoreError, match=r"does not fit this version.*Read its document again"):
        store.view().mentions()


def test_a_closed_store_answers_with_an_error_of_the_store(path: Path) -> None:
    with Store.open(path) as store:
        view = store.view()
    with pytest.raises(StoreError, match="the store is closed"):
        list(view.answers())


def test_issues_and_left_out_come_back(store: Store) -> None:
    store.writer().write([reading()])
    assert tuple(store.view().issues("a1")) == reading().issues
    assert tuple(store.view().left_out("a1")) == reading().left_out
    assert store.view().totals() == {"documents": 1, "event_mentions": 2, "events": 2, "relations": 1, "issues": 1}


def test_the_actor_of_a_mention_comes_back_whole(store: Store) -> None:
    store.writer().write([reading()])
    found = store.view().mention("a1:0:1")
    assert found
    assert found.actors[0].actor == NORLAND


def test_rights_are_told_of_the_documents_asked_for(store: Store) -> None:
    assert not store.view().withholds()
    hostile = "x'; DROP TABLE sightings; --"
    rights = {"a1": "no-text", "a2": "all", "a3": None, hostile: "no-text"}
    seen = [Sighting(key=id_, document_id=id_, source="s", mark="m", rights=told) for id_, told in rights.items()]
    store.watching().keep(None, sightings=seen)
    view = store.view()
    assert view.withholds()
    assert view.rights() == {"a1": "no-text", "a2": "all", hostile: "no-text"}
    assert view.rights(["a1", "a1", "a3", "nowhere"]) == {"a1": "no-text"}
    assert view.rights([hostile]) == {hostile: "no-text"}
    assert view.rights([]) == {}


def test_of_two_sources_the_stricter_right_holds(store: Store) -> None:
    seen = [
        Sighting(key=key, document_id="a1", source=key, mark="m", rights=right)
        for key, right in (("wire", "all"), ("site", "no-text"))
    ]
    store.watching().keep(None, sightings=seen)
    assert store.view().rights(["a1"]) == {"a1": "no-text"}

"""Copies of a store in use, documents taken out for good, and the canonical form that two equal stores share."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from store_factory import TEXT, document, meeting, reading

from dragoman.errors import StoreError
from dragoman.records import Document, LinkedEvent
from dragoman.store import Card, ServedQuery, Store, care
from dragoman.store.partitions import Part, Partitions


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.duckdb") as opened:
        yield opened


def test_canonical_lines_are_those_of_the_content_alone(store: Store, tmp_path: Path) -> None:
    readings = [reading("a1"), reading("a2")]
    store.writer().write(readings)
    with Store.open(tmp_path / "other.duckdb") as other:
        other.writer().write(readings[::-1])
        assert list(other.canonical()) == list(store.canonical())
        other.writer().write([reading("a3")])
        assert list(other.canonical()) != list(store.canonical())


def test_backup_holds_all_and_one_moment_while_others_write(store: Store, tmp_path: Path) -> None:
    store.writer().write([reading(f"a{number}") for number in range(30)])
    store.journal().take([Document(id="w", text="They met.")])
    before = list(store.canonical())
    stop = threading.Event()
    more: list[Exception] = []

    def write() -> None:
        number = 0
        try:
            while not stop.is_set():
                store.writer().write([reading(f"b{number}")])
                number += 1
        except Exception as err:
            more.append(err)

    assert store.back_up(tmp_path / "still.duckdb") == 30
    thread = threading.Thread(target=write)
    thread.start()
    try:
        assert store.back_up(tmp_path / "copy.duckdb") >= 30
    finally:
        stop.set()
        thread.join()
    assert more == []
    with Store.open(tmp_path / "still.duckdb", read_only=True) as copy:
        assert list(copy.canonical()) == before
    with Store.open(tmp_path / "copy.duckdb", read_only=True) as copy:
        assert copy.journal().contradictions() == []
        assert copy.view().reading("a7") == store.view().reading("a7")
    assert sorted(path.name for path in tmp_path.glob(".*")) == []


def test_backup_of_a_folder_contradicts_itself_in_nothing(tmp_path: Path) -> None:
    one = reading("a1")
    part = Part(name="p", run=1, versions=one.versions, documents=1, refused=0, sentences=2, mentions={}, relations=0)
    Partitions.open(tmp_path / "parts").write(part, [one])
    with Store.open(tmp_path / "parts") as opened:
        assert opened.back_up(tmp_path / "copy.duckdb") == 1
    with Store.open(tmp_path / "copy.duckdb") as copy:
        assert copy.journal().contradictions() == []
        assert copy.remove("a1", reason="privacy")


def test_backup_to_a_folder_that_is_not_there_tells_so(store: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no folder"):
        store.back_up(tmp_path / "gone" / "copy.duckdb")


def test_removed_document_leaves_a_stone_and_nothing_else(store: Store) -> None:
    store.writer().write([reading("a1"), reading("a2")])
    assert store.remove("a1", reason="court order", judge="desk")
    assert not store.remove("a1", reason="again")
    told = "".join(line for line in store.canonical() if not line.startswith("stones"))
    assert '"a1' not in told
    (stone,) = store.journal().all_stones()
    assert (stone.document_id, stone.reason, stone.judge) == ("a1", "court order", "desk")
    assert store.view().document("a2") == document("a2")


def secret_store(path: Path) -> None:
    """Many documents, read, linked and published, of which one holds words that no other holds."""
    from dragoman.pipeline.linking import link_store

    text = TEXT.replace("met", "met Quaggaworth", 1)
    with Store.open(path) as opened:
        opened.writer().write([reading(f"b{number}") for number in range(40)])
        opened.writer().write(
            [reading("a1", document=document("a1", text=text, title="Zebrawick", publisher="Okapipost"))]
        )
        link_store(opened)
        opened.publisher().publish()


SECRETS = (b"Quaggaworth", b"quaggaworth", b"Zebrawick", b"Okapipost")


def bytes_beside(path: Path) -> bytes:
    """All that lies in the folder of a store."""
    return b"".join(found.read_bytes() for found in sorted(path.parent.rglob("*")) if found.is_file())


def test_nothing_of_a_removed_text_is_left_in_any_byte(tmp_path: Path) -> None:
    from dragoman.pipeline.errands import Errand, do_errand

    path = tmp_path / "news.duckdb"
    secret_store(path)
    assert all(secret in bytes_beside(path) for secret in SECRETS[:1] + SECRETS[2:])
    with Store.open(path) as opened:
        assert do_errand(opened, Errand(kind="remove", target="a1", reason="privacy")) == 1
        told = "".join(opened.canonical())
        assert [secret for secret in SECRETS if secret.decode() in told] == []
        before = list(opened.canonical())
    assert [secret for secret in SECRETS if secret in bytes_beside(path)] == []
    assert sorted(found.name for found in tmp_path.iterdir()) == ["news.duckdb"]
    with Store.open(path) as opened:
        assert list(opened.canonical()) == before
        assert opened.journal().contradictions() == []
        opened.writer().write([reading("c1")])


NOW = datetime(2025, 8, 1, tzinfo=UTC)


def shared_store(store: Store) -> LinkedEvent:
    """Two articles tell one event, and a third another; `a1` names a place in its own words. The event."""
    from dragoman.pipeline.linking import link_store

    told = meeting("a1")
    assert told.place is not None
    place = msgspec.structs.replace(told.place, name="Zebrawick")
    odd = msgspec.structs.replace(told, place=place, probability=0.99)
    whole = reading("a1", document=document("a1", text=f"{TEXT} Rain all day fell hard.", publisher="Okapipost"))
    store.writer().write([reading("b1", document=document("b1", publisher="Post"))])
    for more in (msgspec.structs.replace(whole, mentions=(odd, *whole.mentions[1:])), None):
        link_store(store)
        store.publisher().publish()
        if more:
            store.writer().write([more])
    (event,) = (event for event in store.view().linked_events() if event.type == "CONSULT")
    assert set(event.documents) == {"a1", "b1"}
    return event


def test_what_others_tell_too_quotes_a_removed_text_no_longer(store: Store) -> None:
    from dragoman.pipeline.errands import Errand, do_errand

    event = shared_store(store)
    (mention,) = (id_ for id_ in event.mentions if id_.startswith("a1"))
    kept = next(id_ for id_ in event.mentions if id_.startswith("b1"))
    reviews = store.reviews()
    reviews.add(event.id, "correct", fields={"place": "Zebrawick"}, judge="Ada", at=NOW)
    reviews.add(mention, "reject", judge="Ada", reason="Zebrawick is a horse", at=NOW)
    reviews.add(kept, "accept", judge="Ada", reason="as told", at=NOW)
    reviews.judge(mention, kept, same=True, judge="Ada", reason="Zebrawick in both", at=NOW)
    tables = {line.split("\t")[0] for line in store.canonical() if "zebrawick" in line.lower()}
    assert {"reviews", "served_places", "served_changes", "judgements"} <= tables
    assert do_errand(store, Errand(kind="remove", target="a1", reason="privacy")) == 1
    assert [line for line in store.canonical() if "zebrawick" in line.lower() or "Okapipost" in line] == []
    assert [(found.verdict, bool(found.record), found.reason) for found in reviews.find()] == [
        ("accept", True, "as told"),
        ("reject", False, None),
        ("correct", False, None),
    ]
    assert [found.verdict for found in reviews.judgements()] == ["same"]
    with store.served().snapshot() as snapshot:
        cards = [msgspec.json.decode(row, type=Card) for row in snapshot.events(ServedQuery(), limit=9).rows]
    assert [(card.reports, card.place.name if card.place else None) for card in cards if card.type == "CONSULT"] == [
        (1, "Lakeport")
    ]


def test_a_store_that_closes_waits_for_who_still_writes(tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    with Store.open(path) as opened:
        opened.writer().write([reading("a1"), reading("a2")])
        assert opened.remove("a1", reason="law", judge=None)
        late = opened._connections.cursor()
        late.begin()
        late.execute("UPDATE journal SET tries = 7 WHERE id = 'a2'")
        commit = threading.Timer(0.3, late.commit)
        commit.start()
    commit.join()
    with Store.open(path, read_only=True) as again:
        assert again._connections.cursor().execute("SELECT tries FROM journal WHERE id = 'a2'").fetchall() == [(7,)]
        assert again.view().document("a1") is None


def test_what_is_committed_during_the_copy_of_a_store_that_closes_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "news.duckdb"
    copy, copies = care.back_up, 0
    with Store.open(path) as opened:
        opened.writer().write([reading("a1"), reading("a2")])
        assert opened.remove("a1", reason="law", judge=None)

        def copy_and_write(*given: Any) -> int:
            nonlocal copies
            copied, copies = copy(*given), copies + 1
            if copies == 1:
                opened._connections.cursor().execute("UPDATE journal SET tries = 7 WHERE id = 'a2'")
            return copied

        monkeypatch.setattr(care, "back_up", copy_and_write)
    with Store.open(path, read_only=True) as again:
        assert again._connections.cursor().execute("SELECT tries FROM journal WHERE id = 'a2'").fetchall() == [(7,)]
        assert again.view().document("a1") is None
    assert copies == 2


@pytest.mark.parametrize("taken", ["a", 'b"\\1'])
def test_posts_of_the_events_of_a_removed_document_alone_are_blanked(store: Store, taken: str) -> None:
    names = ("a", 'b"\\1', "other")
    store.writer().write([reading(name) for name in names])
    fields = {"type": "CONSULT", "status": "actual", "reports": 1, "independent_reports": 1}
    events = [LinkedEvent(id=f"e{name}", mentions=(f"{name}:0:1",), documents=(name,), **fields) for name in names]
    watching = store.watching()
    changes = [(event.id, "new", "d", msgspec.json.encode(event).decode()) for event in events]
    watching.tell("all", changes, "http://localhost:1/hook")
    store.remove(taken, reason="privacy")
    blank = {post.event_id for post in watching.posts("all") if post.json == "{}"}
    assert blank == {f"e{taken}"}


def test_scrubbing_that_was_killed_or_failed_is_done_at_the_next_close(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dragoman.pipeline.errands import Errand, do_errand
    from dragoman.store import care

    path = tmp_path / "news.duckdb"
    secret_store(path)

    def full(*told: object) -> int:
        raise OSError(28, "No space left on device")

    opened = Store.open(path)
    assert do_errand(opened, Errand(kind="remove", target="a1", reason="privacy")) == 1
    with monkeypatch.context() as disk:
        disk.setattr(care, "back_up", full)
        with pytest.raises(StoreError, match="may still be in the file"):
            opened.close()
    assert SECRETS[0] in path.read_bytes()
    with Store.open(path, read_only=True) as other:  # who only reads leaves it to others
        assert other.view().document("a1") is None
    assert SECRETS[0] in path.read_bytes()
    with Store.open(path) as again:
        assert again.view().totals()["documents"] == 40
    assert SECRETS[0] not in path.read_bytes()


def test_stone_is_found_by_id_and_by_text(store: Store) -> None:
    store.writer().write([reading("a1")])
    store.remove("a1", reason="privacy")
    asked = [document("a1"), Document(id="copy", text=TEXT), Document(id="other", text="They met.")]
    assert set(store.journal().stones(asked)) == {"a1", "copy"}
    changed = msgspec.structs.replace(document("a1"), text="Another text.")
    assert set(store.journal().stones([changed])) == {"a1"}


def test_everything_is_read(store: Store) -> None:
    store.writer().write([reading("a1")])
    assert store.read_everything() == len(list(store.canonical()))

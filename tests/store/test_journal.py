"""The journal: every document in exactly one of waiting, read, refused, and the store always says in which."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from store_factory import document, reading

from dragoman.records import Document, Issue
from dragoman.store import Refusal, Sighting, Store, content_digest


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.duckdb") as opened:
        yield opened


def test_document_goes_from_waiting_to_read(store: Store) -> None:
    journal = store.journal()
    journal.take([document("a1")], source="wire", begun=True)
    standing = journal.standings(["a1", "a2"])
    assert set(standing) == {"a1"}
    assert (standing["a1"].state, standing["a1"].tries) == ("waiting", 1)
    (waiting,) = journal.waiting(10)
    assert (waiting.document, waiting.source) == (document("a1"), "wire")
    store.writer().write([reading("a1")])
    assert journal.counts() == {"waiting": 0, "read": 1, "refused": 0}
    assert journal.standings(["a1"])["a1"].digest == content_digest(document("a1"))
    assert journal.waiting(10) == []
    assert journal.counts_by_source() == {"wire": {"waiting": 0, "read": 1, "refused": 0}}


def test_tries_add_up_only_while_the_content_stays(store: Store) -> None:
    journal = store.journal()
    for _ in range(3):
        journal.take([document("a1")], begun=True)
    assert journal.standings(["a1"])["a1"].tries == 3
    journal.release(["a1"])
    assert journal.standings(["a1"])["a1"].tries == 2
    journal.take([Document(id="a1", text="Another text.")], begun=True)
    assert journal.standings(["a1"])["a1"].tries == 1


def test_refusal_is_in_the_journal_from_the_moment_its_issue_is_kept(store: Store) -> None:
    issue = Issue(document_id="a1", stage="read", error="WorkerDied", message="it died", origin="a:1")
    store.writer().write_issues([issue], [Refusal(issue=issue, digest="d", versions_key="v")])
    standing = store.journal().standings(["a1"])["a1"]
    assert (standing.state, standing.error, standing.message) == ("refused", "WorkerDied", "it died")
    assert [told.document_id for told in store.journal().refused()] == ["a1"]


def test_what_was_no_document_is_refused_until_one_comes_of_its_place(store: Store) -> None:
    issue = Issue(document_id=None, stage="news", error="InputError", message="no JSON", origin="wire.jsonl:3")
    store.writer().write_issues([issue], [Refusal(issue=issue)])
    assert store.journal().counts()["refused"] == 1
    store.journal().take([Document(id="x", text="They met.", origin="wire.jsonl:3")])
    assert store.journal().counts() == {"waiting": 1, "read": 0, "refused": 0}


def test_second_text_under_the_id_of_one_that_is_read_leaves_it_read(store: Store) -> None:
    store.writer().write([reading("a1")])
    issue = Issue(document_id="a1", stage="news", error="InputError", message="another text", origin="wire.jsonl:7")
    store.writer().write_issues([issue], [Refusal(issue=issue, is_document=False)])
    assert store.journal().counts() == {"waiting": 0, "read": 1, "refused": 1}
    assert store.journal().standings(["a1"])["a1"].state == "read"
    assert [told.origin for told in store.journal().refused()] == ["wire.jsonl:7"]


def test_documents_of_an_older_store_count_as_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.store import database

    path, migrations = tmp_path / "old.duckdb", database.read_migrations()
    with monkeypatch.context() as older:
        older.setattr(database, "read_migrations", lambda: [m for m in migrations if m[0] < 4])
        older.setattr(database, "SCHEMA_VERSION", 3)
        with Store.open(path) as opened:
            cursor = opened._connections.cursor()
            cursor.execute(
                "INSERT INTO documents BY NAME SELECT 'a1' AS id, 'd' AS digest, 'v' AS versions_key, 1 AS revision, 't' AS text"
            )
    with Store.open(path) as opened:
        standing = opened.journal().standings(["a1"])["a1"]
        assert (standing.state, standing.digest, standing.versions_key) == ("read", "d", "v")
        assert opened.journal().contradictions() == []


def test_contradictions_are_found(store: Store) -> None:
    store.writer().write([reading("a1"), reading("a2")])
    assert store.journal().contradictions() == []
    store._connections.cursor().execute("DELETE FROM documents WHERE id = 'a2'")
    store._connections.cursor().execute("DELETE FROM journal WHERE id = 'a1'")
    store._connections.cursor().execute("UPDATE journal SET digest = 'x' WHERE id = 'a1'")
    assert store.journal().contradictions() == ["a1", "a2"]


def test_what_only_a_watch_remembers_leaves_answers_as_they_are(store: Store) -> None:
    journal, watching = store.journal(), store.watching()
    before = store.commits
    journal.take([document("a1")], source="wire")
    journal.begin(["a1"])
    free = Sighting(key="k1", document_id="a1", source="wire", mark="m")
    watching.keep(None, sightings=[free])
    assert store.commits == before
    kept = Sighting(key="k1", document_id="a1", source="wire", mark="m", rights="no-text")
    watching.keep(None, sightings=[kept])  # from now on its words are withheld
    assert store.commits == before + 1
    watching.keep(None, sightings=[kept])
    assert store.commits == before + 1
    store.writer().write([reading("a1")])
    assert store.commits == before + 2

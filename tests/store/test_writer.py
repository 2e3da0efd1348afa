"""Writing: exact, once only, whole documents or nothing."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest
from store_factory import TEXT, VERSIONS, document, meeting, reading, run_script

from dragoman.errors import StoreError
from dragoman.records import Count, Event, EventMention, Issue, Reading, Sentence, Span
from dragoman.store import Store, Writer, Written, content_digest, versions_key
from dragoman.store.database import read_migrations

_KILLED = """
import os, signal, sys
from store_factory import reading
from dragoman.store import Store, writer
with Store.open(sys.argv[1]) as store:
    store.writer().write([reading("a1")])
    insert, calls = writer.Writer._insert, []
    def stop_at(self, table, rows, sql):
        calls.append(table)
        if len(calls) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        insert(self, table, rows, sql)
    writer.Writer._insert = stop_at
    store.writer().write([reading("a1", versions=None), reading("a2")])
"""
_ENDLESS = """
import sys
from store_factory import reading
from dragoman.store import Store
with Store.open(sys.argv[1]) as store:
    print("open", flush=True)
    for number in range(100_000):
        store.writer().write([reading(f"d{number:05}.{part}") for part in range(5)])
"""


def without_tokens(one: Reading) -> Reading:
    sentences = tuple(msgspec.structs.replace(sentence, tokens=()) for sentence in one.sentences)
    return msgspec.structs.replace(one, sentences=sentences)


# Written by linking, not by the writer.
LINKING = {
    "copy_keys", "copy_pairs", "event_trail", "flows", "judgements", "link_keys", "link_runs", "linked_documents", "linked_events",
    "linked_members", "linked_mentions", "links",
}  # fmt: skip
# Written by watching and by removing.
WATCHING = {"outbox", "sightings", "stones", "told_events", "watched"}


def table_counts(store: Store) -> dict[str, int]:
    tables = store._connections.cursor().execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    counts = {}
    for (table,) in tables:
        row = store._connections.cursor().execute(f"SELECT count(*) FROM {table}").fetchone()
        counts[table] = row[0] if row else 0
    return {table: count for table, count in counts.items() if count and table not in LINKING | WATCHING}


def test_a_reading_comes_back_exactly(store: Store) -> None:
    written = reading()
    assert store.writer().write([written]) == Written(added=1, mentions=2)
    assert store.view().reading("a1") == without_tokens(written)


def test_every_table_gets_its_rows(store: Store) -> None:
    store.writer().write([reading()])
    assert table_counts(store) == {
        "claims": 2,
        "counts": 1,
        "documents": 1,
        "event_members": 2,
        "event_mentions": 2,
        "events": 2,
        "evidence": 3,
        "issues": 1,
        "journal": 1,
        "left_out": 1,
        "participants": 3,
        "places": 1,
        "relations": 1,
        "schema_version": len(read_migrations()),
        "sentences": 2,
        "sources": 3,
        "versions": 1,
    }


def test_a_reading_with_nothing_in_it_is_kept_too(store: Store) -> None:
    empty = Reading(document=document(text="", published=None, title=None, publisher=None, url=None, origin=None))
    store.writer().write([empty])
    assert store.view().reading("a1") == empty


@pytest.mark.parametrize(
    "text", ["nul \x00 here", "Erdoğan 🙂 \U0001f1e9", "line\r\nline\u2028end", "'; DROP TABLE documents; --"]
)
def test_any_text_comes_back_as_it_was(store: Store, text: str) -> None:
    one = Reading(document=document(text=text, title=text))
    store.writer().write([one])
    assert store.view().document("a1") == one.document


def test_half_a_surrogate_pair_is_refused_by_name(store: Store) -> None:
    with pytest.raises(StoreError, match=r"document 'a1'.*UTF-8"):
        store.writer().write([reading(document=document(text=TEXT + "\ud800"))])
    assert store.view().totals()["documents"] == 0


def test_a_number_beyond_all_bounds_is_refused_and_nothing_is_written(store: Store) -> None:
    huge = Count(kind="killed", low=10**30, high=None, span=Span(start=0, end=1), text="x")
    with pytest.raises(StoreError):
        store.writer().write([reading("a2"), reading(mentions=(meeting(counts=(huge,)),))])
    assert store.view().totals()["documents"] == 0


def test_the_same_reading_is_skipped_the_second_time(store: Store) -> None:
    writer = store.writer()
    writer.write([reading()])
    again = reading(read_at=datetime(2030, 1, 1, tzinfo=UTC))
    before = table_counts(store)
    assert writer.write([again]) == Written(skipped=1)
    assert table_counts(store) == before
    found = store.view().reading("a1")
    assert found
    assert found.read_at == reading().read_at


def test_a_moved_file_is_not_written_again_but_a_new_day_is(store: Store) -> None:
    writer = store.writer()
    writer.write([reading()])
    assert writer.write([reading(document=document(origin="elsewhere.jsonl:3"))]).skipped == 1
    assert writer.write([reading(document=document(published=None))]).replaced == 1
    found = store.view().document("a1")
    assert found
    assert found.published is None


def test_a_changed_text_replaces_the_document_and_all_its_rows(store: Store) -> None:
    writer = store.writer()
    writer.write([reading("a1"), reading("a2")])
    changed = reading(
        "a1", document=document("a1", text=TEXT + " More."), mentions=(meeting("a1", type="AGREE"),), events=()
    )
    assert writer.write([changed, reading("a2")]) == Written(replaced=1, skipped=1, mentions=1)
    assert store.view().reading("a1") == without_tokens(changed)
    assert store.view().reading("a2") == without_tokens(reading("a2"))
    assert store._connections.cursor().execute("SELECT id, revision FROM documents ORDER BY id").fetchall() == [
        ("a1", 2),
        ("a2", 1),
    ]


def test_other_versions_replace(store: Store) -> None:
    writer = store.writer()
    writer.write([reading()])
    newer = msgspec.structs.replace(VERSIONS, dragoman="0.2.0")
    assert writer.write([reading(versions=newer)]).replaced == 1
    found = store.view().reading("a1")
    assert found
    assert found.versions == newer


def test_replace_writes_what_would_be_skipped(store: Store) -> None:
    writer = store.writer()
    writer.write([reading()])
    assert writer.write([reading(issues=())], replace=True).replaced == 1
    assert store.view().issues("a1") == []


def test_of_two_readings_of_one_document_the_later_counts(store: Store) -> None:
    assert store.writer().write([reading(), reading(mentions=(), events=())]) == Written(added=1)
    assert store.view().mentions() == []


def test_read_at_is_kept_as_utc(store: Store) -> None:
    moment = datetime(2025, 7, 13, 10, 30, tzinfo=timezone(timedelta(hours=2)))
    store.writer().write([reading(read_at=moment)])
    found = store.view().reading("a1")
    assert found
    assert found.read_at == datetime(2025, 7, 13, 8, 30, tzinfo=UTC)


def test_only_read_at_differs_between_two_stores_of_the_same_input(tmp_path: Path) -> None:
    dumps = []
    for number in (1, 2):
        with Store.open(tmp_path / f"{number}") as store:
            store.writer().write([reading("a2", read_at=datetime(2025, 1, number, tzinfo=UTC)), reading("a1")])
            tables = list(table_counts(store))
            dumps.append(
                {table: store._connections.cursor().execute(_all_but_read_at(table)).fetchall() for table in tables}
            )
    assert dumps[0] == dumps[1]


def _all_but_read_at(table: str) -> str:
    moment = {"documents": "read_at", "journal": "changed_at"}.get(table)
    return f"SELECT {f'* EXCLUDE ({moment})' if moment else '*'} FROM {table}"


def test_statements_of_another_document_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="document 'a1': statements of document 'b9' stand in this reading"):
        store.writer().write([reading(mentions=(meeting("b9"),))])


def test_two_statements_with_one_id_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="two statements have the id 'a1:0:1'"):
        store.writer().write([reading(mentions=(meeting(), meeting()))])


def test_an_error_in_the_middle_leaves_the_store_as_it_was(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = store.writer()
    writer.write([reading("a1")])
    before = table_counts(store)
    insert = Writer._insert

    def fail_at_sources(self: Writer, table: str, rows: list[dict[str, object]], sql: str) -> None:
        if table == "sources":
            raise KeyboardInterrupt
        insert(self, table, rows, sql)

    monkeypatch.setattr(Writer, "_insert", fail_at_sources)
    with pytest.raises(KeyboardInterrupt):
        writer.write([reading("a1", versions=None), reading("a2")])
    assert table_counts(store) == before
    monkeypatch.undo()
    assert writer.write([reading("a2")]).added == 1


@pytest.mark.parametrize("call", [2, 9])
def test_a_kill_in_the_middle_of_a_batch_leaves_whole_documents(path: Path, call: int) -> None:
    process = run_script(_KILLED, str(path), str(call))
    _, told = process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL, told
    with Store.open(path, read_only=True) as store:
        assert [one.id for one in store.view().documents()] == ["a1"]
        assert store.view().reading("a1") == without_tokens(reading("a1"))
    with Store.open(path) as store:
        assert store.writer().write([reading("a1", versions=None), reading("a2")]).added == 1


def test_a_kill_at_any_instant_leaves_whole_batches(path: Path) -> None:
    process = run_script(_ENDLESS, str(path))
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    time.sleep(0.8)
    process.kill()
    process.communicate(timeout=20)
    with Store.open(path) as store:
        documents = store.view().documents()
        assert len(documents) % 5 == 0
        for one in documents:
            assert store.view().reading(one.id) == without_tokens(reading(one.id, document=document(one.id)))


def test_a_full_disk_is_told_and_what_was_written_is_safe(path: Path) -> None:
    pytest.importorskip("resource")
    source = f"""
import resource, signal, sys
sys.path[:0] = {[str(Path(__file__).parent)]!r}
from store_factory import reading
from dragoman.errors import StoreError
from dragoman.store import Store
store = Store.open(sys.argv[1])
store.writer().write([reading("a1")])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    for number in range(50):
        store.writer().write([reading(f"b{{number}}.{{part}}") for part in range(50)])
except StoreError as err:
    print(err)
"""
    told, _ = run_script(source, str(path)).communicate(timeout=60)
    assert "the disk is full" in told
    with Store.open(path) as store:
        assert store.view().reading("a1") == without_tokens(reading("a1"))
        assert store.view().totals()["documents"] % 50 == 1


def test_loose_issues_are_written_once(store: Store) -> None:
    issue = Issue(document_id=None, stage="news", error="InputError", message="not UTF-8", origin="bad.txt")
    assert store.writer().write_issues([issue, issue]) == 1
    assert store.writer().write_issues([issue]) == 0
    assert store.view().issues() == [issue]


def test_views_see_a_batch_only_when_it_is_whole(store: Store) -> None:
    view = store.view()
    answers = view.answers()
    store.writer().write([reading()])
    assert len(list(answers)) == 2
    assert view.has("a1", content_digest(document()), versions_key(VERSIONS))


def test_tokens_are_not_kept(store: Store) -> None:
    store.writer().write([reading()])
    kinds = {type(sentence) for sentence in store.view().sentences("a1")}
    assert kinds == {Sentence}
    assert all(sentence.tokens == () for sentence in store.view().sentences("a1"))


def test_events_and_mentions_keep_their_json_whole(store: Store) -> None:
    store.writer().write([reading()])
    rows = store._connections.cursor().execute("SELECT json FROM event_mentions ORDER BY position").fetchall()
    assert [msgspec.json.decode(row[0], type=EventMention) for row in rows] == list(reading().mentions)
    rows = store._connections.cursor().execute("SELECT json FROM events ORDER BY position").fetchall()
    assert [msgspec.json.decode(row[0], type=Event) for row in rows] == list(reading().events)

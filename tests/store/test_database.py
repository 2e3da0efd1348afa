"""Opening a store, and what is said when it cannot be opened."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import duckdb
import msgspec
import pytest
from store_factory import meeting, reading, run_script

from dragoman.errors import StoreError, StoreInUseError
from dragoman.store import SCHEMA_VERSION, EventQuery, Store, database
from dragoman.store.columns import reading_rows
from dragoman.store.connections import explain_error

_HOLD = """
import sys
from dragoman.store import Store
with Store.open(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_new_store_has_the_schema_of_the_code(path: Path) -> None:
    with Store.open(path):
        pass
    with duckdb.connect(str(path)) as connection:
        rows = connection.execute("SELECT version, name FROM schema_version ORDER BY version").fetchall()
    assert [version for version, _ in rows] == [number for number, _, _ in database.read_migrations()]
    assert rows[0][1] == "0001_first.sql"


def test_opening_again_keeps_what_was_written(path: Path) -> None:
    with Store.open(path) as store:
        store.writer().write([reading()])
    with Store.open(path, read_only=True) as store:
        assert store.view().totals()["event_mentions"] == 2


def test_extensions_are_never_fetched_and_other_files_never_read(store: Store, tmp_path: Path) -> None:
    cursor = store._connections.cursor()
    settings = dict(cursor.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert settings["autoinstall_known_extensions"] == "false"
    assert settings["autoload_known_extensions"] == "false"
    with pytest.raises(duckdb.PermissionException):
        cursor.execute(f"SELECT * FROM read_csv('{tmp_path / 'other.csv'}')")


def _held_mb(store: Store) -> float:
    rows = store._connections.cursor().execute(
        "SELECT sum(memory_usage_bytes) / 1e6 FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'"
    )
    return float(rows.fetchall()[0][0])


def test_settling_works_what_is_held_in_memory_into_the_file(path: Path) -> None:
    with Store.open(path) as store:
        store.writer().write([reading(f"a{number}") for number in range(20)])
        before = _held_mb(store)
        assert before > 0.5
        assert not store.settle(at_least_mb=before * 10)
        assert _held_mb(store) == before
        assert store.settle(at_least_mb=0.1)
        assert _held_mb(store) < before / 4
        assert store.view().totals()["documents"] == 20
    with Store.open(path, read_only=True) as kept:
        assert kept.view().totals()["documents"] == 20
        assert not kept.settle(at_least_mb=0)


def test_settling_disturbs_neither_readers_nor_writers_at_work(path: Path) -> None:
    with Store.open(path) as store:
        store.writer().write([reading(f"a{number}") for number in range(20)])
        writing, asking = store._connections.cursor(), store._connections.cursor()
        asking.begin()
        assert asking.execute("SELECT count(*) FROM documents").fetchall() == [(20,)]
        writing.begin()
        writing.execute("DELETE FROM documents WHERE id = 'a3'")
        store.settle(at_least_mb=0.1)
        writing.commit()
        store.settle(at_least_mb=0.1)
        assert asking.execute("SELECT count(*) FROM documents").fetchall() == [(20,)]
        asking.commit()
        assert asking.execute("SELECT count(*) FROM documents").fetchall() == [(19,)]


def test_a_newer_store_is_refused(path: Path) -> None:
    with Store.open(path) as store:
        store._connections.cursor().execute("INSERT INTO schema_version VALUES (99, '0099_future.sql')")
    with pytest.raises(StoreError, match=r"schema 99, newer than this version .* Update Dragoman"):
        Store.open(path)


def test_an_older_store_is_brought_up_to_date(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path) as store:
        store.writer().write([reading()])
    later = [
        *database.read_migrations(),
        (SCHEMA_VERSION + 1, "next.sql", "ALTER TABLE documents ADD COLUMN x INTEGER;"),
    ]
    monkeypatch.setattr(database, "read_migrations", lambda: later)
    monkeypatch.setattr(database, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(StoreError, match=r"open it once for writing|Open it once for writing"):
        Store.open(path, read_only=True)
    with Store.open(path) as store:
        assert store._connections.cursor().execute("SELECT x FROM documents").fetchall() == [(None,)]


_FILLERS = {"DATE": "'2025-07-12'", "TIMESTAMP": "'2025-07-12 08:00:00'", "BOOLEAN": "true", "VARCHAR[]": "['a']"}


@pytest.mark.parametrize("last", [number for number, _, _ in database.read_migrations()][:-1])
def test_a_store_of_any_schema_with_rows_in_every_table_is_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    """DuckDB refuses some changes of tables that hold rows, which an empty store of an older schema would not show."""
    migrations = database.read_migrations()
    with monkeypatch.context() as older:
        older.setattr(database, "read_migrations", lambda: [one for one in migrations if one[0] <= last])
        Store.open(path).close()
    with duckdb.connect(str(path)) as connection:
        tables = [name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        for table in sorted(set(tables) - {"schema_version"}):
            types = [row[1] for row in connection.execute(f"DESCRIBE {table}").fetchall()]
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join(_FILLERS.get(type_, '1') for type_ in types)})")
    with Store.open(path) as store:
        assert store.view().totals()["event_mentions"] == 1
        assert store.read_everything() > len(tables) - 4  # what linking makes again may be empty


def test_a_failed_migration_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(path):
        pass
    broken = [
        *database.read_migrations(),
        (SCHEMA_VERSION + 1, "bad.sql", "CREATE TABLE extra (x INTEGER); SELECT nope;"),
    ]
    monkeypatch.setattr(database, "read_migrations", lambda: broken)
    monkeypatch.setattr(database, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(StoreError):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store, pytest.raises(duckdb.CatalogException):
        store._connections.cursor().execute("SELECT * FROM extra")


def test_migrations_without_a_first_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0002_second.sql").write_text("SELECT 1;")
    (tmp_path / "migrations" / "0002_other.sql").write_text("SELECT 1;")
    monkeypatch.setattr("dragoman.store.database.resources.files", lambda _: tmp_path)
    with pytest.raises(StoreError, match="each number once"):
        database.read_migrations()


def test_a_store_locked_by_another_process_names_it_and_the_remedy(path: Path) -> None:
    holder = run_script(_HOLD, str(path))
    assert holder.stdin
    assert holder.stdout
    try:
        assert holder.stdout.readline() == "open\n"
        for read_only in (False, True):
            with pytest.raises(
                StoreInUseError, match=rf"in use by another process \(PID {holder.pid}\).*Wait until"
            ) as caught:
                Store.open(path, read_only=read_only)
            assert caught.value.where == str(path)
    finally:
        holder.communicate(timeout=20)


def test_a_store_open_in_the_other_mode_in_this_process_is_told(store: Store, path: Path) -> None:
    with pytest.raises(StoreError, match="already open in this process"):
        Store.open(path, read_only=True)


def test_a_file_that_is_no_database_is_told(path: Path) -> None:
    path.write_text("who did what to whom\n" * 400)
    with pytest.raises(StoreError, match="not a DuckDB file"):
        Store.open(path)
    assert path.read_text().startswith("who did what")


def test_an_empty_file_is_told(path: Path) -> None:
    path.touch()
    with pytest.raises(StoreError, match=r"the file is empty.*Remove it"):
        Store.open(path)


def test_a_database_of_someone_else_is_left_alone(path: Path) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE wages (x INTEGER)")
    with pytest.raises(StoreError, match="not a store of Dragoman"):
        Store.open(path)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT table_name FROM duckdb_tables()").fetchall() == [("wages",)]


def test_a_damaged_store_is_told(path: Path) -> None:
    with Store.open(path) as store:
        store.writer().write([reading()])
    content = bytearray(path.read_bytes())
    content[4200:5200] = b"\xaa" * 1000
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged.*Restore it from a copy"):
        Store.open(path)


def test_a_missing_folder_a_folder_and_a_missing_store_are_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        Store.open(tmp_path / "none" / "x")
    with pytest.raises(StoreError, match="this is a folder"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match=r"no such file.*Write a store first"):
        Store.open(tmp_path / "x", read_only=True)
    with pytest.raises(StoreError, match="a store is a file"):
        Store.open(":memory:")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="permission denied"):
        Store.open(tmp_path / "x")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ('IO Error: Cannot open file "x": Permission denied', "permission denied"),
        ('IO Error: Cannot open file "x": Read-only file system', "permission denied"),
        ('IO Error: Could not write file "x": No space left on device', "disk is full.*Free some space"),
        ("Serialization Error: database file of a newer version of DuckDB", "another version of DuckDB"),
        ("Something new", "Something new"),
    ],
)
def test_what_duckdb_says_is_told_with_a_remedy(told: str, expected: str) -> None:
    error = explain_error(duckdb.IOException(told), "news.dragoman")
    with pytest.raises(StoreError, match=expected):
        raise error
    assert error.message.startswith("news.dragoman: ")
    assert pickle.loads(pickle.dumps(error)).message == error.message


def test_a_store_open_for_reading_gives_no_writer(path: Path) -> None:
    with Store.open(path):
        pass
    with Store.open(path, read_only=True) as store, pytest.raises(StoreError, match="open for reading only"):
        store.writer()


def test_closing_twice_does_no_harm_and_a_closed_store_says_so(path: Path) -> None:
    store = Store.open(path)
    view = store.view()
    store.close()
    store.close()
    with pytest.raises(StoreError, match=r"the store is closed.*Open it again"):
        view.mentions()


def test_closing_lets_go_of_the_file_though_views_live_on(path: Path) -> None:
    with Store.open(path) as store:
        store.writer().write([reading()])
        view, writer = store.view(), store.writer()
        answers = view.answers()
        next(answers)
    with Store.open(path, read_only=True) as again:
        assert again.view().totals()["documents"] == 1
    with pytest.raises(StoreError, match="the store is closed"):
        writer.write([])


def test_a_store_of_the_first_schema_gains_claims_and_keeps_its_mentions(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = database.read_migrations()[:1]
    with monkeypatch.context() as patch:
        patch.setattr(database, "read_migrations", lambda: first)
        patch.setattr(database, "SCHEMA_VERSION", 1)
        with Store.open(path) as store:
            assert "claims" not in {
                name
                for (name,) in store._connections.cursor().execute("SELECT table_name FROM duckdb_tables()").fetchall()
            }
            # As the first version wrote it: a mention whose JSON knows of no claims.
            told = msgspec.json.decode(msgspec.json.encode(meeting(claims=())))
            del told["claims"]
            row = next(row for name, rows in reading_rows(reading()) if name == "event_mentions" for row in rows)
            row["json"] = msgspec.json.encode(told).decode()
            columns = ", ".join(row)
            store._connections.cursor().execute(
                f"INSERT INTO event_mentions ({columns}) VALUES ({', '.join('?' for _ in row)})",
                [list(v) if isinstance(v, tuple) else v for v in row.values()],
            )
    with Store.open(path) as store:
        mention = store.view().mention("a1:0:1")
        assert mention is not None
        assert mention.claims == ()
        assert store.view().mentions(EventQuery(disputed=True)) == []

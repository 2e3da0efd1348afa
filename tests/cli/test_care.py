"""Backup, restore, remove, reread and doctor."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline"))

from here_pool import HerePool
from stub_reader import StubReader, make_stub

from dragoman.errors import ModelError
from dragoman.pipeline import doctor as examining
from dragoman.pipeline import rereading
from dragoman.pipeline.rereading import causes, compare
from dragoman.records import Document, Reading, Versions
from dragoman.store import Store, database

NEWER = Versions(dragoman="0.2.0", ontology="plover-2023", pipeline="stub", knowledge="none")


class NewerReader(StubReader):
    """Another version: it knows `left` too, and no `met` in a text that says MISS."""

    versions = NEWER

    def read(self, document: Document) -> Reading:
        reading = super().read(document)
        mentions = () if "MISS" in document.text else reading.mentions
        mentions = tuple(
            msgspec.structs.replace(mention, status="denied") if "OTHER" in document.text else mention
            for mention in mentions
        )
        return msgspec.structs.replace(reading, mentions=mentions, events=(), versions=NEWER)


@pytest.fixture
def store(run: Any, folder: Path) -> str:
    for name, text in {"a": "Envoys met.", "b": "MISS. They met.", "c": "OTHER. They met."}.items():
        (folder / f"{name}.txt").write_text(text)
    assert run("read", "a.txt", "b.txt", "c.txt", "--store", "news.duckdb", "-q", "-o", "out.jsonl").exit_code == 0
    return "news.duckdb"


def test_backup_and_restore(run: Any, store: str, folder: Path) -> None:
    assert run("backup", "--store", store, "copy.duckdb").exit_code == 0
    assert run("remove", "a.txt", "--reason", "law", "--store", store).exit_code == 0
    assert run("restore", "copy.duckdb", "--store", store).exit_code == 4
    assert run("restore", "copy.duckdb", "--store", store, "--force").exit_code == 0
    with Store.open(store, read_only=True) as opened:
        assert opened.view().document("b.txt") is not None
    (folder / "copy.duckdb").write_bytes(b"nothing")
    assert run("restore", "copy.duckdb", "--store", "other.duckdb").exit_code == 4
    assert not (folder / "other.duckdb").exists()
    assert run("backup", "--store", store, store).exit_code == 2
    assert run("backup", "--store", "gone.duckdb", "x.duckdb").exit_code == 4


def test_what_was_taken_out_stays_out_when_a_copy_of_before_is_restored(run: Any, store: str, folder: Path) -> None:
    (folder / "twin.jsonl").write_text('{"id": "twin", "text": "OTHER. They met."}\n')
    assert run("read", "twin.jsonl", "--store", store, "-q", "-o", "out.jsonl").exit_code == 0
    assert run("backup", "--store", store, "copy.duckdb").exit_code == 0
    for name in ("a.txt", "c.txt"):
        assert run("remove", name, "--reason", "law", "--judge", "desk", "--store", store).exit_code == 0
    with Store.open(store, read_only=True) as opened:
        stones = opened.journal().all_stones()
    result = run("restore", "copy.duckdb", "--store", store, "--force")
    assert result.exit_code == 0
    assert "3 of the backup's documents stay out" in result.stderr  # one of them has the text of another that went
    with Store.open(store, read_only=True) as opened:
        assert [document.id for document in opened.view().documents()] == ["b.txt"]
        found = {stone.document_id: stone for stone in opened.journal().all_stones()}
        assert [found[stone.document_id] for stone in stones] == stones
        assert opened.journal().contradictions() == []
    assert b"OTHER. They" not in (folder / store).read_bytes()
    assert not [path.name for path in folder.iterdir() if ".part" in path.name]
    with Store.open(folder / "copy.duckdb", read_only=True) as copy:  # the copy itself is left as it is
        assert copy.view().totals()["documents"] == 4


def test_damaged_store_may_be_replaced_and_says_what_is_not_known(run: Any, store: str, folder: Path) -> None:
    assert run("backup", "--store", store, "copy.duckdb").exit_code == 0
    (folder / store).write_bytes(b"no longer a store" * 1000)
    result = run("restore", "copy.duckdb", "--store", store, "--force")
    assert result.exit_code == 0
    assert "what was taken out of the old store cannot be seen" in result.stderr


def test_backup_of_an_older_version_is_restored_up_to_date_and_left_as_it_is(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrations = database.read_migrations()
    with monkeypatch.context() as older:
        older.setattr(database, "read_migrations", lambda: [one for one in migrations if one[0] <= 3])
        Store.open("old.duckdb").close()
    before = (folder / "old.duckdb").read_bytes()
    assert run("restore", "old.duckdb", "--store", "new.duckdb").exit_code == 0
    Store.open("new.duckdb", read_only=True).close()
    assert (folder / "old.duckdb").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir() if "part" in path.name) == []


def test_removed_document_is_gone_and_not_read_again(run: Any, store: str) -> None:
    assert run("remove", "a.txt", "--reason", "law", "--store", store).exit_code == 0
    assert run("remove", "a.txt", "--reason", "law", "--store", store).exit_code == 1
    assert run("show", "a.txt", "--store", store).exit_code == 1
    result = run("read", "a.txt", "--store", store)
    assert "1 taken out before" in result.stderr


def test_document_is_removed_from_a_folder_and_not_read_again(run: Any, folder: Path) -> None:
    for name, text in (("a.txt", "Envoys met in Lakeport."), ("b.txt", "They met again.")):
        (folder / name).write_text(text)
    assert run("read", "a.txt", "b.txt", "--store", "n/").exit_code == 0
    done = run("remove", "a.txt", "--reason", "law", "--store", "n/")
    assert (done.exit_code, done.stderr) == (
        0, "a.txt is taken out. Copies of the store that were made before still hold it.\n",
    )  # fmt: skip
    assert run("remove", "a.txt", "--reason", "law", "--store", "n").exit_code == 1
    again = run("read", "a.txt", "b.txt", "--store", "n/")
    assert "1 taken out before" in again.stderr
    listed = run("documents", "--store", "n/").stdout
    assert ("a.txt" in listed, "b.txt" in listed) == (False, True)


def test_reread_tells_what_changed_and_why(run: Any, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "WorkerPool", HerePool)
    result = run("reread", "--store", store)
    assert result.exit_code == 0, result.stderr
    assert "0 documents read again" in result.stdout
    monkeypatch.setattr(sys.modules["dragoman.cli.read"], "reader_factory", lambda config: NewerReader)
    result = run("reread", "--store", store)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [
        "b.txt: - CONSULT “met”",
        "c.txt: status: actual → denied",
        "3 documents read again, 2 say something else: 0 event mentions more, 1 fewer; changed: 1 status",
        "because of dragoman 0.1.0 → 0.2.0: 3 documents",
    ]
    assert "0 documents read again" in run("reread", "--store", store).stdout
    assert "3 documents read again, 0 say" in run("reread", "--store", store, "--all").stdout
    assert run("reread", "--store", store, "--all", "--waiting").exit_code == 2


def test_what_waits_is_read_without_its_file(run: Any, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rereading, "WorkerPool", HerePool)
    with Store.open(store) as opened:
        opened.journal().take([Document(id="w", text="They met.")], begun=True)
    result = run("reread", "--store", store, "--waiting")
    assert "1 documents read again" in result.stdout
    with Store.open(store, read_only=True) as opened:
        assert opened.journal().counts() == {"waiting": 0, "read": 4, "refused": 0}


def test_same_reading_is_no_difference() -> None:
    reading = make_stub().read(Document(id="a", text="They met."))
    assert compare(reading, reading) is None
    assert causes(None, reading.versions) == ("versions not known",)
    assert causes(reading.versions, reading.versions) == ()


# ---------------------------------------------------------------- the doctor


@pytest.fixture
def _well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models of an installation that is well: loading the real ones takes seconds."""
    for name in ("_english", "_reader", "_certainty", "_gazetteer"):
        monkeypatch.setattr(examining, name, lambda: "well")


@pytest.mark.usefixtures("_well")
def test_doctor_finds_a_store_well(run: Any, store: str) -> None:
    result = run("doctor", "--store", store)
    assert result.exit_code == 0, result.stdout
    assert "3 documents, 3 event mentions" in result.stdout
    assert "ok    journal: 3 read, 0 refused, 0 waiting, 0 taken out" in result.stdout


@pytest.mark.usefixtures("_well")
def test_doctor_says_what_to_do(run: Any, store: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(store) as opened:
        opened.journal().take([Document(id="w", text="They met.")])
    assert "note  journal" in run("doctor", "--store", store).stdout
    with Store.open(store) as opened:
        opened._connections.cursor().execute("DELETE FROM documents WHERE id = 'a.txt'")
    result = run("doctor", "--store", store, "-q")
    assert result.exit_code == 4
    assert "contradict" in result.stdout
    (folder / "broken.duckdb").write_bytes(b"x" * 9000)
    assert run("doctor", "--store", "broken.duckdb").exit_code == 4
    assert "dragoman read --store makes it" in run("doctor", "--store", "none.duckdb").stdout
    assert run("doctor", "--kb", "gone").exit_code == 5

    def missing() -> str:
        raise ModelError("the digest of model.onnx has changed", remedy="install again")

    monkeypatch.setattr(examining, "_reader", missing)
    result = run("doctor")
    assert result.exit_code == 7
    assert "error reader: the digest of model.onnx has changed. Install again" in result.stdout

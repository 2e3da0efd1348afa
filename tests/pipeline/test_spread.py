"""Reading into a folder: the same files whatever reads, whole parts after any stop, and a store that can be asked and linked."""

from __future__ import annotations

import functools
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import msgspec
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from stub_reader import StubReader

from dragoman.errors import NotBuiltError, StoreError
from dragoman.news import Entry
from dragoman.pipeline import cluster, spread
from dragoman.pipeline.cluster import ChunkReader
from dragoman.pipeline.doctor import Check
from dragoman.pipeline.doctor import _store as store_checks
from dragoman.pipeline.errands import Errand, do_errand
from dragoman.pipeline.linking import is_behind, link_store
from dragoman.pipeline.runner import StopSignal, Summary
from dragoman.pipeline.spread import LocalEngine, cut, is_end, read_into
from dragoman.records import Document, Issue, Reading, Versions
from dragoman.store import EventQuery, Partitions, Store

_NO_RAY = "Ray is not installed (pip install 'dragoman[cluster]')"
needs_ray = pytest.mark.skipif(importlib.util.find_spec("ray") is None, reason=_NO_RAY)


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "CHUNK_DOCUMENTS", 4)


def entries(number: int = 12, word: str = "met") -> list[Entry]:
    found = []
    for n in range(number):
        text = f"A minister of country {n} {word} another one in town {n}."
        document = Document(id=f"d{n:03}", text=text, published=date(2025, 1 + n % 3, 1 + n % 28), publisher="Wire")
        found.append(Entry(document=document))
    refusal = Issue(document_id=None, stage="news", error="InputError", message="no news", origin="x.txt")
    return [*found, Entry(duplicate=True), Entry(issues=(refusal,))]


def read_here(folder: Path, given: Sequence[Entry], *, workers: int = 1, again: bool = False) -> Summary:
    stop = StopSignal()
    with closing(LocalEngine(StubReader, folder, workers=workers, stop=stop)) as engine:
        return read_into(folder, given, engine, stop=stop, again=again)


def examine_store(folder: Path) -> list[Check]:
    return list(store_checks(str(folder)))


def files(folder: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in found.items() if not name.startswith("links")}


def readings(folder: Path) -> dict[str, Reading]:
    with Store.open(folder, read_only=True) as store:
        found = [store.view().reading(f"d{n:03}") for n in range(13)]
    return {reading.document.id: reading for reading in found if reading is not None}


def test_folder_gives_back_what_was_read(tmp_path: Path) -> None:
    summary = read_here(tmp_path, entries())
    assert (summary.read, summary.duplicates, summary.refused, summary.mentions["CONSULT"]) == (12, 1, 1, 12)
    expected = [StubReader().read(entry.document) for entry in entries() if entry.document]
    assert [msgspec.structs.replace(one, read_at=None) for one in readings(tmp_path).values()] == [
        msgspec.structs.replace(one, sentences=tuple(msgspec.structs.replace(s, tokens=()) for s in one.sentences))
        for one in expected
    ]
    assert {path.name for path in (tmp_path / "event_mentions").iterdir()} == {f"month=2025-0{n}" for n in (1, 2, 3)}


def test_what_lies_beside_the_documents_of_an_archive_is_no_refusal(tmp_path: Path) -> None:
    told = Issue(document_id=None, stage="news", error="PassedOver", message="3 passed over: 3 .png", origin="a.zip")
    summary = read_here(tmp_path, [*entries(2)[:2], Entry(passed=3, issues=(told,))])
    assert (summary.read, summary.passed, summary.refused, summary.issues) == (2, 3, 0, [told])


def test_files_are_the_same_with_two_workers(tmp_path: Path) -> None:
    read_here(tmp_path / "one", entries())
    read_here(tmp_path / "two", entries(), workers=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_what_is_there_is_not_read_again_and_one_more_article_changes_one_chunk(tmp_path: Path) -> None:
    read_here(tmp_path, entries())
    before = set(files(tmp_path))
    summary = read_here(tmp_path, entries())
    assert (summary.read, summary.known, set(files(tmp_path))) == (0, 12, before)
    last = len(list(cut(entries(), StubReader.versions, 1, Summary(), StopSignal()))[-1].documents)
    summary = read_here(tmp_path, [*entries()[:12], *entries(13)[12:]])
    assert summary.read <= last + 1
    assert len(readings(tmp_path)) == 13


def test_later_reading_of_a_document_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    read_here(tmp_path, entries(8))
    read_here(tmp_path, entries(8, word="met and met"))
    found = readings(tmp_path)
    assert len(found) == 8
    assert all(len(reading.mentions) == 2 for reading in found.values())
    with Store.open(tmp_path, read_only=True) as store:
        assert store.view().totals()["documents"] == 8


def test_files_of_a_month_become_one_and_answers_stay(tmp_path: Path) -> None:
    read_here(tmp_path, entries())
    before = readings(tmp_path)
    partitions = Partitions.open(tmp_path)
    assert partitions.compact() > 0
    assert [len(list(folder.iterdir())) for folder in (tmp_path / "documents").iterdir()] == [1, 1, 1]
    assert readings(tmp_path) == before
    assert read_here(tmp_path, entries()).known == 12


def rows(folder: Path, table: str, columns: str = "*", where: str = "true") -> list[tuple[Any, ...]]:
    sql = f"SELECT {columns} FROM read_parquet(?, hive_partitioning = false) WHERE {where} ORDER BY ALL"
    return duckdb.execute(sql, [str(folder / table / "month=*" / "*.parquet")]).fetchall()


def test_document_read_anew_after_files_became_one_leaves_nothing_of_the_old_reading(tmp_path: Path) -> None:
    # Half of the documents tell of no event, so that the tables' files are made of those of different parts.
    given = [*entries(6, word="slept near"), *entries(12)[6:]]
    read_here(tmp_path, given)
    Partitions.open(tmp_path).compact()
    read_here(tmp_path, [*entries(6, word="slept near"), *entries(12, word="met and met")[6:]])
    assert len(rows(tmp_path, "documents")) == 12
    assert len(rows(tmp_path, "sentences")) == 12
    assert len(rows(tmp_path, "event_mentions")) == 12
    assert len({id_ for (id_,) in rows(tmp_path, "event_mentions", "id")}) == 12


def test_input_that_goes_back_to_its_old_text_after_files_became_one_is_read(tmp_path: Path) -> None:
    read_here(tmp_path, entries(8))
    before = readings(tmp_path)
    Partitions.open(tmp_path).compact()
    read_here(tmp_path, entries(8, word="met and met"))
    summary = read_here(tmp_path, entries(8))
    assert (summary.read, summary.known) == (8, 0)
    assert readings(tmp_path) == before


def test_notes_that_do_not_tell_their_documents_go_with_a_document_that_is_replaced(tmp_path: Path) -> None:
    read_here(tmp_path, entries(8))
    Partitions.open(tmp_path).compact()
    for path in (tmp_path / "parts").glob("*.ids"):
        path.unlink()  # as in a folder of the time before they were kept
    read_here(tmp_path, entries(8, word="met and met"))
    assert read_here(tmp_path, entries(8)).read == 8


def test_refusal_stands_once_however_often_its_part_is_replaced(tmp_path: Path) -> None:
    def refusals() -> list[tuple[Any, ...]]:
        return rows(tmp_path, "issues", "error, origin", "owner_id IS NULL")

    for number in (3, 4, 5):
        read_here(tmp_path, entries(number))
        assert refusals() == [("InputError", "x.txt")], number
    Partitions.open(tmp_path).compact()
    read_here(tmp_path, entries(6))
    assert refusals() == [("InputError", "x.txt")]


def test_refusal_of_an_input_that_was_not_given_again_stays(tmp_path: Path) -> None:
    read_here(tmp_path, entries(3))
    read_here(tmp_path, entries(3, word="met and met")[:3])
    assert rows(tmp_path, "issues", "origin", "owner_id IS NULL") == [("x.txt",)]


def test_bringing_together_that_was_stopped_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_here(tmp_path, entries())
    before = readings(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(Partitions, "recover", lambda self: None)
        Partitions.open(tmp_path).compact()  # every move was noted, none was done: the last note stands
    Partitions.open(tmp_path).recover()
    assert not (tmp_path / "compacting.json").exists()
    assert readings(tmp_path) == before


def test_part_without_its_note_is_read_again(tmp_path: Path) -> None:
    read_here(tmp_path, entries())
    before = files(tmp_path)
    note = sorted((tmp_path / "parts").glob("*.json"))[0]
    number = Partitions.open(tmp_path).parts()[0].documents
    note.unlink()
    assert read_here(tmp_path, entries()).read == number
    after = files(tmp_path)
    assert {name: after[name] for name in after if not name.startswith("parts")} == {
        name: before[name] for name in before if not name.startswith("parts")
    }


def test_folder_is_linked_like_a_file(tmp_path: Path) -> None:
    read_here(tmp_path / "folder", entries())
    with Store.open(tmp_path / "file.duckdb") as store:
        store.writer().write([StubReader().read(entry.document) for entry in entries() if entry.document])
        link_store(store)
        expected = list(store.view().linked_events())
    with Store.open(tmp_path / "folder") as store:
        link_store(store)
    with Store.open(tmp_path / "folder", read_only=True) as store:
        assert list(store.view().linked_events()) == expected
        assert len(list(store.view().mentions(EventQuery(type=("CONSULT",))))) == 12


# ---------------------------------------------------------------- taking out


def everything(folder: Path) -> str:
    """All that a folder holds: rows of its Parquet files, notes, stones, and the file of linking byte by byte."""
    told = [str(pq.read_table(path, partitioning=None).to_pylist()) for path in sorted(folder.rglob("*.parquet"))]
    told += [
        path.read_bytes().decode("latin-1") for path in sorted(folder.rglob("*")) if path.suffix in (".json", ".ids")
    ]
    return "".join([*told, *(path.read_bytes().decode("latin-1") for path in sorted(folder.glob("links*")))])


def remove(folder: Path, id_: str) -> int:
    with Store.open(folder) as store:
        return do_errand(store, Errand(kind="remove", target=id_, reason="court order", judge="desk"))


@pytest.mark.parametrize("is_together", [False, True])
def test_document_is_taken_out_of_a_folder_with_all_that_was_read_from_it(tmp_path: Path, is_together: bool) -> None:
    secret = Document(
        id="d900", text="Quaggaworth met Zebrawick in secret.", published=date(2025, 1, 2), title="Okapipost"
    )
    refused = Issue(document_id="d900", stage="news", error="InputNote", message="Okapipost", origin="x")
    given = [*entries(), Entry(document=secret, issues=(refused,))]
    folder = tmp_path / "n"
    read_here(folder, given)
    if is_together:
        Partitions.open(folder).compact()
    with Store.open(folder) as store:
        link_store(store)
        store.publisher().publish()
    before = readings(folder)
    assert all(word in everything(folder) for word in ("Quaggaworth", "Zebrawick", "Okapipost"))
    assert remove(folder, "d900") == 1
    left = everything(folder)
    assert [word for word in ("Quaggaworth", "quaggaworth", "Zebrawick", "Okapipost") if word in left] == []
    assert readings(folder) == before
    assert sorted(path.name for path in folder.iterdir() if "links" in path.name) == ["links.duckdb"]
    with Store.open(folder) as store:
        (stone,) = store.journal().all_stones()
        assert (stone.document_id, stone.reason, stone.judge) == ("d900", "court order", "desk")
        assert not is_behind(store)
        assert store.view().count(EventQuery(text="Quaggaworth")) == 0
        assert store.back_up(tmp_path / "copy.duckdb") == 12
    with Store.open(tmp_path / "copy.duckdb") as copy:
        assert [one.document_id for one in copy.journal().all_stones()] == ["d900"]
    assert remove(folder, "d900") == 0


def test_what_was_taken_out_of_a_folder_is_not_read_again_under_any_id(tmp_path: Path) -> None:
    given = entries()
    whole = files(tmp_path / "n") if read_here(tmp_path / "n", given).read else {}
    assert remove(tmp_path / "n", "d003") == 1
    first = read_here(tmp_path / "n", given)
    assert (first.removed, first.known + first.read) == (1, 11)
    assert set(readings(tmp_path / "n")) == {f"d{n:03}" for n in range(12) if n != 3}
    again = read_here(tmp_path / "n", given)
    assert (again.removed, again.read, again.known) == (1, 0, 11)
    text = given[3].document.text if given[3].document else ""
    other = Entry(document=Document(id="other", text=text, published=date(2025, 1, 1)))
    assert read_here(tmp_path / "n", [other]).removed == 1
    (tmp_path / "n" / "links.duckdb").unlink()  # made anew, it has the stones again
    with Store.open(tmp_path / "n") as store:
        assert [one.document_id for one in store.journal().all_stones()] == ["d003"]
    assert len(whole) > 0


def test_taking_out_of_a_folder_that_was_stopped_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "n"
    read_here(folder, entries())

    class Stopped(BaseException):
        """Stands for a kill."""

    real = Partitions._write_without
    for number in range(1, 14):
        calls = 0

        def stop(self: Partitions, ids: Sequence[str], table: str, at: int = number) -> None:
            nonlocal calls
            calls += 1
            if calls == at:
                raise Stopped
            real(self, ids, table)

        monkeypatch.setattr(Partitions, "_write_without", stop)
        with pytest.raises(Stopped):
            remove(folder, f"d{number - 1:03}" if number < 12 else "d011")
        monkeypatch.setattr(Partitions, "_write_without", real)
        if number >= 12:
            break
    read_here(folder, entries())
    assert readings(folder) == {}
    assert "A minister of country 1 met" not in everything(folder).replace("links", "")


def test_last_document_of_a_folder_may_go(tmp_path: Path) -> None:
    read_here(tmp_path / "n", entries(1)[:1])
    with Store.open(tmp_path / "n") as store:
        link_store(store)
        assert do_errand(store, Errand(kind="remove", target="d000", reason="law")) == 1
        assert store.view().totals()["documents"] == 0
        assert store.view().linked_events() == []
    with Store.open(tmp_path / "n", read_only=True) as store:
        assert store.view().totals()["documents"] == 0
        with pytest.raises(StoreError, match="reading only"):
            store.remove("d000", reason="law")


def test_damaged_stone_stops_reading_into_the_folder(tmp_path: Path) -> None:
    read_here(tmp_path / "n", entries())
    remove(tmp_path / "n", "d003")
    (stone,) = (tmp_path / "n" / "stones").iterdir()
    stone.write_bytes(b"{")
    with pytest.raises(StoreError, match="the stone of a document that was taken out cannot be read"):
        read_here(tmp_path / "n", entries())


def test_folder_has_no_writer_and_must_be_there(tmp_path: Path) -> None:
    read_here(tmp_path, entries(4))
    with Store.open(tmp_path) as store, pytest.raises(StoreError, match="written in parts"):
        store.writer()
    assert {check.health for check in examine_store(tmp_path) if check.name in ("store", "journal")} == {"ok"}
    with pytest.raises(StoreError, match="no such folder"):
        Store.open(f"{tmp_path}/none/")


def test_chunks_end_with_the_same_documents_wherever_they_begin() -> None:
    ends = {f"d{n:03}" for n in range(30) if is_end(f"d{n:03}")}
    for given in (entries(30), entries(30)[7:]):
        chunks = list(cut(given, StubReader.versions, 1, Summary(), StopSignal()))
        assert {chunk.documents[-1].id for chunk in chunks[:-1]} <= ends


class _Engine:
    versions: Versions = StubReader.versions

    def __init__(self, folder: Path) -> None:
        self.folder, self.open = folder, 0

    def parts(self, chunks: Iterator[spread.Chunk]) -> Iterator[spread.Part]:
        reader = StubReader()
        for chunk in reversed(list(chunks)):
            yield spread.finish_chunk(
                chunk, [reader.read(one) for one in chunk.documents], Partitions.open(self.folder)
            )


def test_files_are_the_same_in_whatever_order_parts_come(tmp_path: Path) -> None:
    read_here(tmp_path / "one", entries())
    read_into(tmp_path / "two", entries(), _Engine(tmp_path / "two"), stop=StopSignal())
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_missing_ray_names_its_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(NotBuiltError, match=r"dragoman\[cluster\]"):
        cluster.import_ray()


class _DeathError(Exception):
    """In place of Ray's error of an actor that died."""


class _FakeActor:
    """Does what an actor does, in this process: dies at its second chunk where it is told to, and at a deadly document."""

    def __init__(self, made: ChunkReader, chunks: int) -> None:
        self._made, self._chunks = made, chunks

    def __getattr__(self, name: str) -> Any:
        return SimpleNamespace(remote=functools.partial(self._call, name))

    def _call(self, name: str, *given: Any) -> Callable[[], Any]:
        def answer() -> Any:
            documents = given[0].documents if name == "read_chunk" else given
            self._chunks -= name == "read_chunk"
            if self._chunks < 0 or any("DIE" in one.text for one in documents):
                raise _DeathError
            return getattr(self._made, name)(*given)

        return answer


class _FakeRay:
    """The little of Ray that the engine uses. The first actor that is made reads one chunk and dies at the next."""

    exceptions = SimpleNamespace(RayError=_DeathError, RayActorError=_DeathError, RayTaskError=KeyError)

    def __init__(self) -> None:
        self.made = 0

    def is_initialized(self) -> bool:
        return True

    def remote(self, **given: Any) -> Any:
        def make(kind: type[ChunkReader]) -> Any:
            return SimpleNamespace(remote=lambda *parts: self._actor(kind(*parts)))

        return make

    def _actor(self, made: ChunkReader) -> _FakeActor:
        self.made += 1
        return _FakeActor(made, 1 if self.made == 1 else 1000)

    def get(self, asked: Any) -> Any:
        return [one() for one in asked] if isinstance(asked, list) else asked()

    def wait(self, asked: list[Any], *, num_returns: int) -> tuple[list[Any], list[Any]]:
        return asked[-1:], asked[:-1]  # the latest first: parts come out of order

    def kill(self, actor: _FakeActor) -> None:
        return None


def read_faked(folder: Path, given: Sequence[Entry], monkeypatch: pytest.MonkeyPatch) -> tuple[Summary, int]:
    """Read by the engine over the little Ray; the summary, and how many actors were made."""
    fake = _FakeRay()
    monkeypatch.setattr(cluster, "import_ray", lambda *, is_local: fake)
    with cluster.RayEngine(StubReader, folder, workers=2) as engine:
        return read_into(folder, given, engine, stop=StopSignal()), fake.made


def test_reader_that_dies_is_replaced_and_the_files_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_here(tmp_path / "one", entries(24))
    summary, made = read_faked(tmp_path / "two", entries(24), monkeypatch)
    assert (summary.read, made) == (24, 3)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_document_that_kills_is_left_out_and_its_neighbours_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deadly = Entry(document=Document(id="deadly", text="They DIE here.", published=date(2025, 1, 1)))
    summary, _ = read_faked(tmp_path, [*entries(3)[:3], deadly], monkeypatch)
    assert (summary.read, summary.refused) == (3, 1)
    assert [issue.error for issue in summary.refusals] == ["WorkerDied"]


class SlowReader(StubReader):
    """Takes its time, so that a reader can be killed while it reads."""

    def read(self, document: Document) -> Reading:
        time.sleep(0.05)
        return super().read(document)


@needs_ray
@pytest.mark.filterwarnings("ignore")  # Ray leaves sockets and files open, and warns of settings to come
def test_cluster_with_a_killed_reader_gives_the_files_of_one_machine(tmp_path: Path) -> None:
    read_here(tmp_path / "one", entries(60))
    with cluster.RayEngine(functools.partial(SlowReader), tmp_path / "two", workers=2) as engine:
        import ray

        pid = ray.get(engine.actors[0].process.remote())
        parts = engine.parts

        def killing(chunks: Iterator[spread.Chunk]) -> Iterator[spread.Part]:
            for number, part in enumerate(parts(chunks)):
                if not number:
                    os.kill(pid, signal.SIGKILL)
                yield part

        engine.parts = killing  # type: ignore[method-assign]
        summary = read_into(tmp_path / "two", entries(60), engine, stop=StopSignal())
        assert pid not in ray.get([actor.process.remote() for actor in engine.actors])
    assert summary.read == 60
    assert files(tmp_path / "one") == files(tmp_path / "two")


@needs_ray
@pytest.mark.filterwarnings("ignore")  # as above
def test_document_that_kills_its_readers_is_left_out_on_a_cluster(tmp_path: Path) -> None:
    deadly = Entry(document=Document(id="deadly", text="They DIE here.", published=date(2025, 1, 1)))
    with cluster.RayEngine(functools.partial(SlowReader), tmp_path, workers=1) as engine:
        summary = read_into(tmp_path, [*entries(3)[:3], deadly], engine, stop=StopSignal())
    assert (summary.read, summary.refused) == (3, 1)
    assert [issue.error for issue in summary.refusals] == ["WorkerDied"]

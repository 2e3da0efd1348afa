"""A store as a folder of Parquet, by table and month of publication, for readings made on many machines; DuckDB asks it in place.

    FOLDER/event_mentions/month=2025-03/3f9c….parquet    rows as the tables of a store have them
    FOLDER/parts/3f9c….json                              a part that is whole: what was read, by what
    FOLDER/parts/3f9c….ids                               the ids of its documents, a JSON string a line
    FOLDER/stones/3f9c….json                             what tells that a document was taken out for good
    FOLDER/links.duckdb                                  what linking makes of all parts

A part holds the readings of some documents. It is named by what was read and what read it, so that a part that is written twice,
after a machine was lost, is the same files. Files take their names when they are whole, and the part counts when its
note in `parts` is there: whatever stops a run, what is left is whole parts, and rests that the next run writes over.

`read_at` is empty here: it alone would make two runs differ.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import duckdb
import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dragoman.errors import StoreError
from dragoman.files import whole_file, write_whole
from dragoman.records import Issue, Reading, Record, Versions
from dragoman.store.columns import DERIVED, Row, check_reading, document_row, reading_rows
from dragoman.store.digest import content_digest, versions_key
from dragoman.store.journal import Stone, text_digest
from dragoman.store.stones import FolderStones

# Tables that a folder has, and the column that names the document.
TABLES: Final[dict[str, str]] = {"documents": "id", **DERIVED}
LINKS: Final = "links.duckdb"
_PARTS: Final = "parts"
_TOGETHER: Final = "all-"  # in front of the names of files that were made of those of several parts
_JOURNAL: Final = "compacting.json"
_UNDATED: Final = "undated"
# Rows of a file that are held at once when files are brought together.
_ROWS_AT_ONCE: Final = 100_000


class Part(Record, frozen=True):
    """A part of a folder: what it holds. `run` counts up: of two readings of a document that of the later run counts."""

    name: str
    run: int
    versions: Versions
    documents: int
    refused: int
    sentences: int
    mentions: dict[str, int]
    relations: int
    issues: tuple[Issue, ...] = ()


class _Compaction(Record, frozen=True):
    """Files that are to become one, as paths in the folder; `made` is the one as it was written."""

    old: tuple[str, ...]
    made: str
    new: str


def is_partitioned(path: str | Path) -> bool:
    """Whether a path is that of a folder, which is there or, ending with a slash, is to be made."""
    return Path(path).is_dir() or str(path).endswith(("/", os.sep))


def is_made(folder: str | Path) -> bool:
    """Whether a folder has been read into."""
    return (Path(folder) / _PARTS).is_dir()


class Partitions:
    """The Parquet files of one folder. Any number of processes may write parts of it at once, on any number of machines."""

    def __init__(self, folder: str | Path, schemas: dict[str, pa.Schema]) -> None:
        self.folder, self._schemas = Path(folder), schemas
        self.stones = FolderStones(self.folder)

    @classmethod
    def open(cls, folder: str | Path) -> Partitions:
        """The folder, made where it is not there.

        Raises:
            StoreError: It cannot be made, or holds other things.
        """
        if Path(folder).is_dir() and not is_made(folder) and any(Path(folder).iterdir()):
            raise StoreError(
                "the folder holds other things", where=str(folder), expected="an empty folder, or one read into before"
            )
        try:
            (Path(folder) / _PARTS).mkdir(parents=True, exist_ok=True)
        except OSError as err:
            raise StoreError(f"the folder cannot be made ({err.strerror})", where=str(folder)) from err
        return cls(folder, table_schemas())

    # ------------------------------------------------------------------------------------------------------- parts

    def part(self, name: str) -> Part | None:
        """The part of this name, where it is whole."""
        note = self._note(name)
        return self._read_note(note) if note.exists() else None

    def parts(self) -> list[Part]:
        """All parts that are whole, by name."""
        return [self._read_note(note) for note in sorted((self.folder / _PARTS).glob("*.json"))]

    def next_run(self) -> int:
        """The number of a run that begins now."""
        return max((part.run for part in self.parts()), default=0) + 1

    def write(self, part: Part, readings: Sequence[Reading]) -> None:
        """Write a part: a file for every table and month of which it has rows, then its note.

        Raises:
            StoreError: A reading contradicts itself, or the disk is full.
        """
        for reading in readings:
            check_reading(reading)
        try:
            self._remove(part.name)
            for (table, month), rows in _by_table_and_month(readings, part.issues).items():
                schema = self._schemas[table]
                columns = [pa.array([row[field.name] for row in rows], type=field.type) for field in schema]
                target = self.folder / table / f"month={month}" / f"{part.name}.parquet"
                _write_table(target, pa.Table.from_arrays(columns, schema=schema))
            ids = (msgspec.json.encode(reading.document.id) for reading in readings)
            write_whole(self._ids(part.name), b"\n".join(ids))
            write_whole(self._note(part.name), msgspec.json.encode(part))
        except OSError as err:
            raise StoreError(f"a part cannot be written ({err.strerror})", where=str(self.folder)) from err

    def _remove(self, name: str) -> None:
        self._forget(name)
        for table in TABLES:
            for path in (self.folder / table).glob(f"month=*/{name}.parquet"):
                path.unlink()

    def _forget(self, name: str) -> None:
        """Take the note of a part away: it no longer holds what it is named by, or is about to be written."""
        self._note(name).unlink(missing_ok=True)
        self._ids(name).unlink(missing_ok=True)

    def _note(self, name: str) -> Path:
        return self.folder / _PARTS / f"{name}.json"

    def _ids(self, name: str) -> Path:
        return self.folder / _PARTS / f"{name}.ids"

    def _documents_of(self, name: str) -> set[str] | None:
        """The ids of a part's documents; `None` for a part of the time before they were kept."""
        path = self._ids(name)
        return (
            {msgspec.json.decode(line, type=str) for line in path.read_bytes().splitlines()} if path.exists() else None
        )

    def _read_note(self, note: Path) -> Part:
        try:
            return msgspec.json.decode(note.read_bytes(), type=Part)
        except msgspec.DecodeError as err:
            raise StoreError(
                f"this is no note of a part ({err})", where=str(note), remedy="remove it and read its documents again"
            ) from err

    # -------------------------------------------------------------------------------------------------- put in order

    def settle(self) -> int:
        """Drop readings that a later run replaced; return how many. Of one run, that in the part first by name counts.

        A refusal that several parts tell in the same words is kept once. What one part tells alone stays, even where all
        documents of that part were read anew: it may be of an input that nobody gave again.
        """
        self.clear()
        runs = {part.name: part.run for part in self.parts()}
        lost: dict[Path, set[str]] = defaultdict(set)
        kept: dict[str, str] = {}
        for id_, files in self._held_twice().items():
            first, *others = sorted(files, key=lambda path: (-runs.get(path.stem, 0), path.stem, path.parent.name))
            kept[id_] = first.stem
            for path in others:
                lost[path].add(id_)
        whole = {path: ids for path, ids in lost.items() if _is_brought_together(path)}
        self._forget_parts_of(set().union(*whole.values()), kept)
        for path, ids in sorted(whole.items()):
            self._drop(ids, f"{path.parent.name}/{_TOGETHER}*.parquet")
        for path, ids in sorted(lost.items()):
            if path not in whole:
                self._forget(path.stem)
                self._drop(ids, f"month=*/{path.stem}.parquet")
        self._drop_told_twice(runs)
        return sum(map(len, lost.values()))

    def _held_twice(self) -> dict[str, list[Path]]:
        """The documents that stand in more than one file, with these files."""
        held: dict[str, list[Path]] = defaultdict(list)
        files = [str(path) for path in self._files("documents")]
        if not files:
            return held
        with duckdb.connect() as connection:
            twice = connection.execute(
                "SELECT id, filename FROM read_parquet(?, filename = true, hive_partitioning = false)"
                " QUALIFY count(*) OVER (PARTITION BY id) > 1",
                [files],
            ).fetchall()
        for id_, file in twice:
            held[id_].append(Path(file))
        return held

    def _forget_parts_of(self, ids: set[str], kept: dict[str, str]) -> None:
        """Forget the parts, brought together with others since, that held documents of which another part's reading counts.

        Or an input that goes back to what it was would be taken for known, though its rows are gone.
        """
        for part in self.parts() if ids else ():
            held = self._documents_of(part.name)
            if held is None or any(kept[id_] != part.name for id_ in held & ids):
                self._forget(part.name)

    def _drop(self, ids: set[str], files: str) -> None:
        """Write the files of every table that a pattern finds anew without some documents."""
        gone = pa.array(sorted(ids), pa.string())
        for table, column in TABLES.items():
            for path in sorted((self.folder / table).glob(files)):
                rows = pq.read_table(path, partitioning=None)
                # Refusals are no document's: `is_in` is false for them, so that they stay.
                _write_rest(path, rows, pc.invert(pc.is_in(rows[column], gone)))

    # ------------------------------------------------------------------------------------------------------ taking out

    def text(self, document_id: str) -> str | None:
        """The text of a document, where the folder has it."""
        for path in self._holding("documents", [document_id]):
            rows = pq.read_table(path, partitioning=None, filters=pc.field("id") == document_id, columns=["text"])
            if rows.num_rows:
                return str(rows["text"][0].as_py())
        return None

    def take_out(self, document_id: str, *, reason: str, judge: str | None, at: datetime) -> bool:
        """Lay a stone, then write every file that holds the document anew without it; whether it was there.

        Each file is replaced whole, that of the document itself last: after a stop this may be done again, and the next run
        into the folder does so by itself.

        Raises:
            StoreError: A file cannot be written.
        """
        self.recover()
        text = self.text(document_id)
        if text is None:
            return False
        stone = Stone(document_id=document_id, reason=reason, judge=judge, removed_at=at, text_digest=text_digest(text))
        try:
            self.stones.lay(stone)
            self._clear([document_id])
        except OSError as err:
            raise StoreError(
                f"a document is being taken out, but its rows are still there: {err.strerror or err}",
                where=str(self.folder),
                remedy="free space, and run the same command again",
            ) from err
        return True

    def clear(self) -> int:
        """Take out what a stone tells of and is there all the same: a removal was stopped, or a run was at work beside it.

        Raises:
            StoreError: A stone or file cannot be read or written.
        """
        there = self._known([stone.document_id for stone in self.stones.all()])
        if there:
            self._clear(there)
        return len(there)

    def _clear(self, ids: Sequence[str]) -> None:
        """Drop every row of some documents, and what notes of parts say of them; the documents' own rows last, which tell of a rest."""
        for table in DERIVED:
            self._write_without(ids, table)
        for part in self.parts():
            self._forget_documents(part, set(ids))
        self._write_without(ids, "documents")

    def _write_without(self, ids: Sequence[str], table: str) -> None:
        gone = pa.array(ids, pa.string())
        columns = {TABLES[table], *(["document_id"] if table == "issues" else [])}  # a refusal has no owner
        for path in self._holding(table, ids):
            rows = pq.read_table(path, partitioning=None)
            lost = [pc.fill_null(pc.is_in(rows[name], gone), False) for name in sorted(columns)]
            _write_rest(path, rows, pc.invert(functools.reduce(pc.or_, lost)))

    def _forget_documents(self, part: Part, ids: set[str]) -> None:
        """Say in a part's note nothing more of some documents. It stays, for its run and versions are those of the others."""
        issues = tuple(issue for issue in part.issues if issue.document_id not in ids)
        held = self._documents_of(part.name)
        if held and held & ids:
            rest = sorted(held - ids)
            write_whole(self._ids(part.name), b"\n".join(msgspec.json.encode(id_) for id_ in rest))
        if len(issues) < len(part.issues):
            write_whole(self._note(part.name), msgspec.json.encode(msgspec.structs.replace(part, issues=issues)))

    def _known(self, ids: Sequence[str]) -> list[str]:
        """Of these documents, those that the folder has."""
        files = [str(path) for path in self._files("documents")] if ids else []
        if not files:
            return []
        with duckdb.connect() as connection:
            found = connection.execute(
                "SELECT DISTINCT id FROM read_parquet(?, hive_partitioning = false) WHERE id = ANY(?)",
                [files, list(ids)],
            ).fetchall()
        return sorted(id_ for (id_,) in found)

    def _holding(self, table: str, ids: Sequence[str]) -> list[Path]:
        """The files of a table that have rows of some documents."""
        files = [str(path) for path in self._files(table)]
        if not files:
            return []
        is_theirs = f'"{TABLES[table]}" = ANY($ids)' + (" OR document_id = ANY($ids)" if table == "issues" else "")
        with duckdb.connect() as connection:
            found = connection.execute(
                "SELECT DISTINCT filename FROM read_parquet($files, filename = true, hive_partitioning = false)"
                f" WHERE {is_theirs} ORDER BY 1",
                {"files": files, "ids": list(ids)},
            ).fetchall()
        return [Path(file) for (file,) in found]

    def _drop_told_twice(self, runs: dict[str, int]) -> None:
        """Keep a refusal that several parts tell in that of the latest run."""
        files = self._files("issues")
        if not files:
            return
        columns = [name for name in self._schemas["issues"].names if name not in ("owner_id", "position")]
        names = ", ".join(f'"{name}"' for name in columns)
        told: dict[tuple[Any, ...], set[str]] = defaultdict(set)
        with duckdb.connect() as connection:
            for file, *said in connection.execute(
                f"SELECT DISTINCT filename, {names} FROM read_parquet(?, filename = true, hive_partitioning = false)"
                f" WHERE owner_id IS NULL QUALIFY count(DISTINCT filename) OVER (PARTITION BY {names}) > 1",
                [[str(path) for path in files]],
            ).fetchall():
                told[tuple(said)].add(file)
        dropped: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
        for words, places in told.items():
            ranked = sorted(places, key=lambda file: (-runs.get(Path(file).stem, 0), Path(file).stem))
            for file in ranked[1:]:
                dropped[file].add(words)
        for file, refusals in sorted(dropped.items()):
            rows = pq.read_table(file, partitioning=None)
            stays = [
                row["owner_id"] is not None or tuple(row[name] for name in columns) not in refusals
                for row in rows.to_pylist()
            ]
            _write_rest(Path(file), rows, pa.array(stays, pa.bool_()))

    def compact(self, *, at_least: int = 2) -> int:
        """Bring the files of a table and month together into one, where they are at least so many; return how many went.

        Rows stand in the order of the names of the files they come from. Parts stay known by their notes.
        """
        self.recover()
        gone = 0
        for table in TABLES:
            for folder in sorted((self.folder / table).glob("month=*")):
                old = sorted(folder.glob("*.parquet"))
                if len(old) >= at_least:
                    self._bring_together(table, old)
                    gone += len(old) - 1
        return gone

    def _bring_together(self, table: str, old: Sequence[Path]) -> None:
        name = hashlib.blake2b("|".join(path.stem for path in old).encode(), digest_size=8).hexdigest()
        new = old[0].with_name(f"{_TOGETHER}{name}.parquet")
        with pq.ParquetWriter(_part_way(new), self._schemas[table], compression="zstd") as writer:
            held: list[pa.Table] = []
            for path in old:
                held.append(pq.read_table(path, partitioning=None, schema=self._schemas[table]))
                if sum(rows.num_rows for rows in held) >= _ROWS_AT_ONCE:
                    writer.write_table(pa.concat_tables(held))
                    held.clear()
            if held:
                writer.write_table(pa.concat_tables(held))
        made, named = (str(path.relative_to(self.folder)) for path in (_part_way(new), new))
        note = _Compaction(old=tuple(str(path.relative_to(self.folder)) for path in old), made=made, new=named)
        write_whole(self.folder / _JOURNAL, msgspec.json.encode(note))
        self.recover()

    def recover(self) -> None:
        """Finish bringing files together where that was stopped between the new file and the last of the old ones.

        Raises:
            StoreError: The new file is gone; the old ones are left.
        """
        journal = self.folder / _JOURNAL
        if not journal.exists():
            return
        note = msgspec.json.decode(journal.read_bytes(), type=_Compaction)
        new = self.folder / note.new
        if (self.folder / note.made).exists():
            (self.folder / note.made).replace(new)
        if not new.exists():
            raise StoreError(
                "a file that took the place of others is gone", where=str(new), remedy="restore it from a copy"
            )
        for old in note.old:
            if old != note.new:
                (self.folder / old).unlink(missing_ok=True)
        journal.unlink()

    def _files(self, table: str) -> list[Path]:
        return sorted((self.folder / table).glob("month=*/*.parquet"))

    # ---------------------------------------------------------------------------------------------------- questions

    def versions(self) -> dict[str, Versions]:
        """By their key, the versions that read the parts."""
        return {versions_key(part.versions): part.versions for part in self.parts()}

    def views_sql(self, tables: str) -> Iterator[str]:
        """Statements that make a view of every table, of its files or, where it has none, an empty table.

        Args:
            tables: The catalog that has the tables as the migrations make them.
        """
        for table in TABLES:
            if self._files(table):
                files = f"{self.folder.resolve()}/{table}/month=*/*.parquet".replace("'", "''")
                columns = ", ".join(f'"{name}"' for name in self._schemas[table].names)
                yield f"CREATE VIEW {table} AS SELECT {columns} FROM read_parquet('{files}', hive_partitioning = false)"
            else:
                yield f"CREATE TABLE {table} AS FROM {tables}.main.{table} LIMIT 0"

    def empty_tables(self) -> list[str]:
        """The tables that have no file."""
        return [table for table in TABLES if not self._files(table)]


@cache
def table_schemas() -> dict[str, pa.Schema]:
    """The Arrow schemas of the tables, as the migrations make them: columns are declared in one place."""
    scripts = sorted((resources.files("dragoman.store") / "migrations").iterdir(), key=lambda entry: entry.name)
    with duckdb.connect() as connection:
        for script in scripts:
            if script.name.endswith(".sql"):
                connection.execute(script.read_text(encoding="utf-8"))
        return {name: connection.execute(f"FROM {name} LIMIT 0").to_arrow_table().schema for name in TABLES}


def part_name(documents: Iterable[str], versions: Versions, refusals: Iterable[Issue]) -> str:
    """The name of a part: a digest of the content digests of its documents, of what reads them and of what is refused."""
    digest = hashlib.blake2b(versions_key(versions).encode(), digest_size=16)
    for one in documents:
        digest.update(one.encode())
    for issue in refusals:
        digest.update(msgspec.json.encode(issue))
    return digest.hexdigest()


def _by_table_and_month(readings: Sequence[Reading], issues: Sequence[Issue]) -> dict[tuple[str, str], list[Row]]:
    """The rows of a part. Issues of what could not be read have no document's month."""
    found: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for reading in readings:
        month, key = _month(reading.document.published), versions_key(reading.versions)
        row = document_row(reading, content_digest(reading.document), key, 1)
        found["documents", month].append(row | {"read_at": None})
        for table, rows in reading_rows(reading):
            found[table, month].extend(rows)
    loose: list[dict[str, Any]] = [{"owner_id": None, "position": 0, **msgspec.structs.asdict(one)} for one in issues]
    found["issues", _UNDATED].extend(loose)
    return {key: found[key] for key in sorted(found) if found[key]}


def _month(day: date | None) -> str:
    return f"{day:%Y-%m}" if day else _UNDATED


def _is_brought_together(path: Path) -> bool:
    return path.stem.startswith(_TOGETHER)


def _write_rest(path: Path, rows: pa.Table, stays: pa.Array) -> None:
    """Write a file anew with the rows that stay; without any it goes."""
    kept = rows.filter(stays)
    if not kept.num_rows:
        path.unlink()
    elif kept.num_rows < rows.num_rows:
        _write_table(path, kept)


def _write_table(target: Path, rows: pa.Table) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(target) as file:
        pq.write_table(rows, file, compression="zstd")


def _part_way(target: Path) -> Path:
    """Where a file is while it is being written; by process, since a machine that was given up may still write."""
    return target.with_name(f"{target.name}.{os.uname().nodename if hasattr(os, 'uname') else ''}.{os.getpid()}.tmp")

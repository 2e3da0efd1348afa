"""A server owns its store, so it does what other commands ask of the owner."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from dragoman.cli.serve import _tools, _watch, with_folder
from dragoman.config import Config
from dragoman.pipeline.errands import Errand, ask_owner
from dragoman.serving.web import desk as desks
from dragoman.serving.web.desk import Desk
from dragoman.store import Store


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "_PAUSE_S", 0.01)


def test_a_backup_is_made_by_the_server_that_owns_the_store(desk: Desk, tmp_path: Path) -> None:
    owner = Desk(desk.store, desk.tools._replace(errand=_tools(desk.store, Config()).errand))
    owner.start()
    try:
        errand = Errand(kind="backup", target=str(tmp_path / "copy.duckdb"))
        assert ask_owner(desk.store.path, errand, timeout_s=60) == 3
    finally:
        owner.stop()
    with Store.open(tmp_path / "copy.duckdb", read_only=True) as copy:
        assert copy.view().totals()["documents"] == 3


def test_a_fault_of_an_errand_is_told_and_ends_nothing(desk: Desk) -> None:
    asked, again = [0], threading.Event()

    def errand() -> None:
        asked[0] += 1
        if asked[0] > 1:
            again.set()
        raise OSError("no room")

    owner = Desk(desk.store, desk.tools._replace(errand=errand))
    owner.start()
    try:
        assert again.wait(60)
        assert owner.trouble == "OSError: no room"
    finally:
        owner.stop()


def test_the_watch_of_a_server_reads_with_the_tables_and_limits_of_its_settings(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "in"\naddress = "."\nwhat = "folder"\n')
    seen: list[Config] = []
    monkeypatch.setattr("dragoman.cli.read.reader_factory", lambda config: seen.append(config) or Store)
    config = with_folder(Config(), "my-tables")
    loop = _watch(str(tmp_path / "sources.toml"), desk.store, config)
    assert seen[0].knowledge.folder == "my-tables"
    assert loop._limits.seconds == config.read.max_seconds  # type: ignore[attr-defined]

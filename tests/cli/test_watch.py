"""The commands of watching: once, its status, and the trial of sources."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "news"))
sys.path.insert(0, str(Path(__file__).parents[1] / "pipeline"))

from here_pool import HerePool
from loopback import Site, item, rss, serving

from dragoman.pipeline import watch as watching
from dragoman.store import Store


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        found.answers["/feed"] = (
            200,
            {},
            rss(item(1, "Envoys met \x1b[31m in Lakeport.".replace("\x1b", "")), item(2, "They left.")),
        )
        yield found


@pytest.fixture
def sources(folder: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(watching, "WorkerPool", HerePool)
    path = folder / "sources.toml"
    path.write_text(
        f'[fetch]\ndelay_s = 0\n[[source]]\nname = "wire"\naddress = "{site.url("/feed")}"\nwhat = "feed"\n'
        'allow = ["127.0.0.0/8"]\npublisher = "Herald"\nrights = "no-text"\n'
    )
    return path


def test_once_reads_links_and_ends(run: Any, sources: Path, folder: Path) -> None:
    result = run("watch", "sources.toml", "--store", "news.duckdb", "--once")
    assert result.exit_code == 0, result.stderr
    assert "2 read · 0 refused · 0 waiting" in result.stderr
    with Store.open(folder / "news.duckdb", read_only=True) as store:
        assert store.view().totals()["documents"] == 2
        assert store.view().is_linked()
    told = run("watch", "sources.toml", "--store", "news.duckdb", "--status")
    assert told.exit_code == 0
    assert "wire" in told.stdout
    assert "stopped" in told.stdout
    as_json = msgspec.json.decode(run("watch", "sources.toml", "--store", "news.duckdb", "--status", "--json").stdout)
    assert (as_json["read"], as_json["sources"][0]["name"]) == (2, "wire")


def test_source_that_fails_makes_the_exit_code_1(run: Any, sources: Path, site: Site) -> None:
    site.answers["/feed"] = (500, {}, b"")
    result = run("watch", "sources.toml", "--store", "news.duckdb", "--once")
    assert result.exit_code == 1
    assert "the server answers 500" in result.stderr


def test_settings_of_reading_are_heeded(run: Any, sources: Path, folder: Path) -> None:
    (folder / "dragoman.toml").write_text("[read]\nmax_characters = 15\n")
    tried = run("sources", "check", "sources.toml")
    assert "at most 15" in tried.stdout
    result = run("watch", "sources.toml", "--store", "news.duckdb", "--once")
    assert "1 read · 1 refused · 0 waiting" in result.stderr


def test_status_without_a_watch_is_told(run: Any, sources: Path) -> None:
    result = run("watch", "sources.toml", "--store", "news.duckdb", "--status")
    assert result.exit_code == 4
    assert "no watch has told its status" in result.stderr


def test_sources_are_tried_and_nothing_is_kept(run: Any, sources: Path, folder: Path, site: Site) -> None:
    result = run("sources", "check", "sources.toml")
    assert result.exit_code == 0, result.stderr
    assert "wire: 2 items (feed, every 15m)" in result.stdout
    assert "2024-05-06 · Herald · no language · Report 1: Envoys met" in result.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["sources.toml"]
    site.answers["/feed"] = (200, {}, b"<html>no feed</html>")
    result = run("sources", "check", "sources.toml", "wire")
    assert result.exit_code == 1
    assert "expected" in result.stdout.lower()
    assert run("sources", "check", "sources.toml", "wier").exit_code == 2


def _other_system(folder: Path, address: str) -> None:
    (folder / "other.toml").write_text(f'[[source]]\nname = "wire"\naddress = "{address}"\nwhat = "folder"\n')


def test_sources_in_other_systems_are_tried_and_watched(run: Any, folder: Path) -> None:
    pytest.importorskip("fsspec").filesystem("memory").pipe("/tried/a.txt", b"Envoys met in Lakeport.")
    _other_system(folder, "memory://tried")
    told = run("sources", "check", "other.toml")
    assert (told.exit_code, told.stdout.splitlines()[0]) == (
        0, "wire: 1 item (folder, every 15m), memory://tried",
    )  # fmt: skip
    assert run("watch", "other.toml", "--store", "news.duckdb", "--once").exit_code == 0
    _other_system(folder, "memory://nothing")
    assert run("sources", "check", "other.toml").exit_code == 1


@pytest.mark.parametrize("module", ["fsspec", "s3fs"])
def test_missing_package_of_another_system_is_told_with_what_to_install(
    run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    _other_system(folder, "s3://desk/wire")
    told = run("sources", "check", "other.toml")
    assert (told.exit_code, "pip install 'dragoman[remote]', and for s3:// also s3fs" in told.stdout) == (1, True)
    watched = run("watch", "other.toml", "--store", "news.duckdb", "--once")
    assert (watched.exit_code, "pip install 'dragoman[remote]'" in watched.stderr) == (1, True)


def test_rights_of_the_publisher_hold_in_exports(run: Any, sources: Path, folder: Path) -> None:
    run("watch", "sources.toml", "--store", "news.duckdb", "--once", "-q")
    for ending in ("jsonl", "csv"):
        result = run("export", "--store", "news.duckdb", "-o", f"a.{ending}")
        assert "1 event mention of 1 document without text" in result.stderr
        written = (folder / f"a.{ending}").read_text()
        assert "CONSULT" in written
        assert "Lakeport" not in written
        assert "Report 1" not in written


def test_escapes_in_titles_and_answers_of_servers_are_never_printed_raw(run: Any, sources: Path, site: Site) -> None:
    line = '{"id": "\\u001b[2Ja", "title": "\\u001b]0;x\\u0007Talks", "text": "They met \\u001b[31m.", "publisher": "\\u009b2J"}\n'
    site.answers["/lines.jsonl"] = (200, {}, line.encode())
    text = sources.read_text().replace('what = "feed"', 'what = "file"').replace("/feed", "/lines.jsonl")
    sources.write_text(text.replace('publisher = "Herald"\n', ""))
    told = run("sources", "check", "sources.toml")
    assert "Talks" in told.stdout
    site.answers["/lines.jsonl"] = (404, {}, b"\x1b[2J")
    failed = run("watch", "sources.toml", "--store", "news.duckdb", "--once")
    status = run("watch", "sources.toml", "--store", "news.duckdb", "--status")
    for words in (told.stdout, told.stderr, failed.stdout, failed.stderr, status.stdout, status.stderr):
        assert not {"\x1b", "\x07", "\x9b"} & set(words)

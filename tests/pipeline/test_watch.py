"""The watch against a server on the loopback: what is new is read once, whatever happens in between."""

from __future__ import annotations

import hashlib
import hmac
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from here_pool import HerePool
from stub_reader import make_stub

sys.path.insert(0, str(Path(__file__).parents[1] / "news"))

from loopback import Site, item, rss, serving

from dragoman.errors import ConfigError
from dragoman.news import NewsSettings, taking
from dragoman.news.fetching import Fetcher, FetchSettings
from dragoman.news.subscriptions import Notice, Subscription, Subscriptions
from dragoman.news.taking import Poll
from dragoman.pipeline import watch as watching
from dragoman.pipeline.errands import Errand, Errands, ask_owner
from dragoman.pipeline.watch import Watch, WatchStatus, make_event_query
from dragoman.records import Document
from dragoman.store import Post, Store, Task, Watched

LOCAL = ("127.0.0.0/8",)
FAST = FetchSettings(delay_s=0, timeout_s=60)
PAGE = (
    "<html lang='en'><head><title>Talks</title><meta property='article:published_time' content='2024-05-06'></head><body><article>"
    "<h1>Talks</h1>{}</article></body></html>"
)
PARAGRAPH = (
    "<p>Envoys of both sides met in Lakeport on Friday, the harbour ministry said in a long statement of number {}.</p>"
)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "WorkerPool", HerePool)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.duckdb") as opened:
        yield opened


def feed(site: Site, **changes: Any) -> Subscription:
    return msgspec.structs.replace(
        Subscription(name="wire", address=site.url("/feed"), what="feed", allow=LOCAL, every="1s"), **changes
    )


def once(store: Store, *sources: Subscription, notify: tuple[Notice, ...] = ()) -> WatchStatus:
    loop = Watch(store, Subscriptions(source=sources, fetch=FAST, notify=notify), make_stub)
    loop.once(threading.Event())
    return loop.status()


def test_feed_is_read_once_and_changed_items_anew(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {"ETag": '"1"'}, rss(item(1, "Envoys met."), item(2, "They left.")))
    source = feed(site, publisher="Herald", language="en", rights="no-text")
    status = once(store, source)
    assert (status.read, status.waiting, status.refused, status.doing) == (2, 0, 0, "stopped")
    document = store.view().document("wire:n1")
    assert document is not None
    assert (document.text, document.publisher, document.language, document.title) == (
        "Envoys met.",
        "Herald",
        "en",
        "Report 1",
    )
    assert store.view().rights() == {"wire:n1": "no-text", "wire:n2": "no-text"}
    assert len(store.view().linked_events()) == 1
    once(store, source)
    assert [headers.get("If-None-Match") for _, path, headers, _ in site.asked if path == "/feed"] == [None, '"1"']
    site.answers["/feed"] = (
        200,
        {"ETag": '"2"'},
        rss(item(1, "Envoys met and met."), item(2, "They left."), item(3, "They met.")),
    )
    assert once(store, source).read == 3
    changed = store.view().document("wire:n1")
    assert changed is not None
    assert changed.text == "Envoys met and met."
    assert store.journal().contradictions() == []


def test_language_that_a_list_tells_goes_with_the_page(store: Store, site: Site) -> None:
    line = "\t".join(["1", "20240506081500", "1", "wire", site.url("/1"), *[""] * 20, "srclc:spa;eng:x", ""])
    site.answers["/a.gkg.csv"] = (200, {}, line.encode())
    site.answers["/1"] = (200, {"Content-Type": "text/plain"}, b"Ministros en Quito.")
    once(store, feed(site, address=site.url("/a.gkg.csv"), what="list", language="en"))
    assert [document.language for document in store.view().documents()] == ["es"]


def test_pages_of_items_are_fetched_and_what_is_none_is_refused(store: Store, site: Site) -> None:
    site.answers["/feed"] = (
        200,
        {},
        rss(
            item(1, "In short.", link=site.url("/1"), whole=False),
            item(2, "In short.", link=site.url("/2"), whole=False),
            item(3, "In short.", link=site.url("/3"), whole=False),
        ),
    )
    html = {"Content-Type": "text/html"}
    site.answers["/1"] = (200, html, PAGE.format("".join(PARAGRAPH.format(n) for n in range(8))).encode())
    site.answers["/3"] = (200, {"Content-Type": "image/png"}, b"x")
    status = once(store, feed(site))
    assert (status.read, status.refused, status.waiting) == (1, 2, 0)
    (document,) = store.view().documents()
    assert document.id == document.url == site.url("/1")
    assert "harbour ministry" in document.text
    assert {issue.origin: issue.error for issue in store.journal().refused()} == {
        site.url("/2"): "STATUS",
        site.url("/3"): "InputError",
    }
    assert once(store, feed(site)).read == 1
    assert site.paths().count("/1") == 1


def test_page_that_fails_for_now_waits_and_tells_why(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {}, rss(item(1, "In short.", link=site.url("/1"), whole=False)))
    site.answers["/1"] = (503, {"Retry-After": "3600"}, b"")
    status = once(store, feed(site))
    assert (status.waiting, status.to_fetch, status.refused) == (1, 1, 0)
    standing = store.journal().standings([site.url("/1")])[site.url("/1")]
    assert (standing.state, standing.error, standing.tries) == ("waiting", "STATUS", 1)
    assert store.journal().waiting(10, fetched=False) == []


def test_page_whose_host_asks_for_a_long_delay_is_put_off_untried(store: Store, site: Site) -> None:
    links = [site.url(f"/{n}") for n in (1, 2)]
    site.answers["/feed"] = (
        200,
        {},
        rss(*(item(n, "In short.", link=link, whole=False) for n, link in enumerate(links))),
    )
    with serving() as slow:
        slow.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 86400\n")
        slow.answers["/a"] = (200, {"Content-Type": "text/plain"}, b"They met.")
        for n in (1, 2):  # only where the pages lead to tells that it is not to be asked
            site.answers[f"/{n}"] = (302, {"Location": slow.url("/a")}, b"")
        status = once(store, feed(site))
        assert slow.paths() == ["/a"]
    assert (status.read, status.waiting, status.refused) == (1, 1, 0)
    assert store.journal().waiting(10, fetched=False) == []
    (standing,) = [s for s in store.journal().standings(links).values() if s.state == "waiting"]
    assert (standing.error, standing.tries) == ("NOT_YET", 0)


def test_source_whose_host_asks_for_a_long_delay_is_asked_after_it(store: Store, site: Site) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 86400\n")
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    with serving() as front:
        front.answers["/away"] = (302, {"Location": site.url("/feed")}, b"")
        status = once(store, feed(site), feed(site, name="late", address=front.url("/away")))
    told = {source.name: source for source in status.sources}
    assert (told["late"].failures, told["late"].errors) == (0, 0)
    assert "left alone" in (told["late"].error or "")
    assert told["late"].due_at is not None
    assert (told["late"].due_at - datetime.now(UTC)).total_seconds() > 80_000


def test_pages_that_cannot_be_fetched_now_hold_up_no_others(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are more than are looked at in one round, and have waited longer."""
    monkeypatch.setattr(watching, "_FETCHES", 1)
    gone = [(f"g{n}", Task(url=site.url(f"/g{n}"), source="gone")) for n in range(20)]
    busy = [(f"b{n}", Task(url=f"http://Busy.example:81/b{n}", source="wire")) for n in range(20)]
    store.watching().keep(None, tasks=[*gone, *busy])
    site.answers["/feed"] = (200, {}, rss(item(1, "In short.", link=site.url("/1"), whole=False)))
    site.answers["/1"] = (200, {"Content-Type": "text/plain"}, b"They met.")
    fetcher = Fetcher(FAST)
    fetcher.hold_off("http://busy.example:81/", 3600)
    loop = Watch(store, Subscriptions(source=(feed(site),), fetch=FAST), make_stub, fetcher=fetcher)
    loop.once(threading.Event())
    assert (loop.status().read, loop.status().to_fetch) == (1, 40)
    assert site.paths() == ["/feed", "/1"]


def test_same_address_or_text_is_one_document_whoever_brings_it(store: Store, site: Site) -> None:
    link = site.url("/1")
    site.answers["/feed"] = (
        200,
        {},
        rss(item(1, "Envoys met.", link=link), item(2, "Envoys met.", link=f"{link}?utm=x")),
    )
    site.answers["/other"] = (200, {}, rss(item(7, "Envoys met in short.", link=link)))
    other = feed(site, name="other", address=site.url("/other"))
    once(store, feed(site), other)
    assert [document.id for document in store.view().documents()] == [link]


def test_source_that_fails_is_asked_later_and_later_and_stops_no_other(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    with serving() as busy:
        busy.answers["/bad"] = (429, {"Retry-After": "600"}, b"")
        bad = feed(site, name="bad", address=busy.url("/bad"))
        neighbour = feed(site, name="neighbour", address=busy.url("/feed"))
        status = once(store, bad, neighbour, feed(site))
        assert busy.paths() == ["/bad"]
    told = {source.name: source for source in status.sources}
    assert (told["wire"].read, told["wire"].error) == (1, None)
    assert (told["bad"].errors, told["bad"].failures) == (1, 1)
    assert "429" in (told["bad"].error or "")
    for name in ("bad", "neighbour"):
        due = told[name].due_at
        assert due is not None
        assert 500 < (due - datetime.now(UTC)).total_seconds() < 700


def test_source_that_is_to_be_asked_more_often_is_asked_so_at_once(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {}, rss())
    once(store, feed(site, every="1d"))

    def due(every: str) -> float:
        loop = Watch(store, Subscriptions(source=(feed(site, every=every),), fetch=FAST), make_stub)
        (source,) = loop.status().sources
        assert source.due_at is not None
        assert source.asked_at is not None
        return (source.due_at - source.asked_at).total_seconds()

    assert due("10s") == 10
    assert 86_000 < due("2d") <= 86_500
    site.answers.pop("/feed")
    once(store, feed(site, every="1d"))  # what fails is asked later and later
    assert due("10s") > 80_000


def test_source_at_which_the_process_dies_is_asked_later_and_later_and_stops_no_other(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        """Stands for a kill: nothing after it is done."""

    def die(source: Subscription, *told: Any, **more: Any) -> Iterator[Poll]:
        if source.name == "bad":
            raise Died
        yield from real(source, *told, **more)

    real = watching.poll_source
    monkeypatch.setattr(watching, "poll_source", die)
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    bad, good = feed(site, name="bad"), feed(site)
    for _ in range(2):
        with pytest.raises(Died):
            once(store, bad, good)
    status = once(store, bad, good)
    assert status.read == 1
    told = {source.name: source for source in status.sources}
    assert "the process ended 2 times" in (told["bad"].error or "")
    assert told["bad"].failures == 1
    with pytest.raises(Died):  # it is tried again, once
        once(store, bad, good)
    told = {source.name: source for source in once(store, bad, good).sources}
    assert told["bad"].failures == 2
    monkeypatch.setattr(watching, "poll_source", real)
    healed = {source.name: source for source in once(store, bad, good).sources}["bad"]
    assert (healed.failures, healed.error) == (0, None)


def test_file_at_which_the_process_dies_is_refused_and_the_others_of_its_folder_are_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        """Stands for a kill: nothing after it is done."""

    def die(asking: Any, path: str, mark: str) -> Iterator[Any]:
        if path.endswith("b.jsonl"):
            raise Died
        yield from real(asking, path, mark)

    real = taking._of_file
    monkeypatch.setattr(taking, "_of_file", die)
    for name in "abc":
        lines(tmp_path / "in", f"{name}.jsonl", 3, word=f"met {name}")
    source = Subscription(name="drop", address=str(tmp_path / "in"), what="folder")
    deaths = 0
    while deaths < 20:
        try:
            status = once(store, source)
            break
        except Died:
            deaths += 1
    assert deaths == 3
    assert (status.read, status.refused, status.waiting) == (6, 1, 0)
    (issue,) = store.journal().refused()
    assert "the process ended whenever it was read" in issue.message
    assert once(store, source).refused == 1
    monkeypatch.setattr(taking, "_of_file", real)
    lines(tmp_path / "in", "b.jsonl", 4, word="met b")  # it was mended
    assert once(store, source).read == 10


def test_page_at_which_the_process_dies_is_refused_in_the_end(
    store: Store, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Died(BaseException):
        """Stands for a kill: nothing after it is done."""

    def die(id_: str, url: str, *told: Any, **more: Any) -> Document:
        if url.endswith("/bad"):
            raise Died
        return real(id_, url, *told, **more)

    real = watching.document_of_page
    monkeypatch.setattr(watching, "document_of_page", die)
    pages = [item(n, "Short.", link=site.url(path), whole=False) for n, path in enumerate(("/bad", "/good"), 1)]
    site.answers["/feed"] = (200, {}, rss(*pages))
    site.answers["/good"] = (200, {"Content-Type": "text/plain"}, b"Envoys met at length in Lakeport.")
    deaths = 0
    while deaths < 20:
        try:
            status = once(store, feed(site))
            break
        except Died:
            deaths += 1
    assert deaths == 6
    assert (status.read, status.refused, status.waiting, status.to_fetch) == (1, 1, 0, 0)
    (issue,) = store.journal().refused()
    assert (issue.error, issue.document_id) == ("NeverEnded", site.url("/bad"))


def test_source_in_a_private_network_is_refused_unless_allowed(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    (source,) = once(store, feed(site, allow=())).sources
    assert "not public" in (source.error or "")
    assert site.asked == []


def test_more_items_than_one_poll_takes_come_with_the_next(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {"ETag": '"1"'}, rss(*(item(n, f"Envoys met {n}.") for n in range(7))))
    source = feed(site, max_items=3)
    assert [once(store, source).read for _ in range(3)] == [3, 6, 7]


def test_page_that_changes_and_folder_and_sitemap(store: Store, site: Site, tmp_path: Path) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    (incoming / "a.txt").write_text("Envoys met.")
    (incoming / "b.jsonl").write_text('{"id": "b1", "text": "They met."}\nno json\n')
    old = time.time() - 60
    for path in incoming.iterdir():
        os.utime(path, (old, old))
    (incoming / "c.txt").write_text("Still being written")
    os.utime(incoming / "c.txt", (time.time() + 3600,) * 2)
    site.answers["/page"] = (200, {"Content-Type": "text/plain"}, b"They met today.")
    site.answers["/map"] = (200, {}, f"<urlset><url><loc>{site.url('/m1')}</loc></url></urlset>".encode())
    site.answers["/m1"] = (200, {"Content-Type": "text/plain"}, b"They met on the map.")
    sources = (
        Subscription(name="drop", address=str(incoming), what="folder", publisher="Desk"),
        Subscription(name="page", address=site.url("/page"), what="page", allow=LOCAL),
        Subscription(name="map", address=site.url("/map"), what="sitemap", allow=LOCAL),
    )
    status = once(store, *sources)
    assert (status.read, status.refused, status.waiting) == (4, 1, 0)
    site.answers["/page"] = (200, {"Content-Type": "text/plain"}, b"They met again.")
    assert once(store, *sources).read == 4
    page = store.view().document(site.url("/page"))
    assert page is not None
    assert page.text == "They met again."


def lines(folder: Path, name: str, number: int, word: str = "met") -> Path:
    """A settled file of so many documents."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text("".join(f'{{"id": "{name}{n}", "text": "Envoys {word} {n} times."}}\n' for n in range(number)))
    os.utime(path, (time.time() - 60,) * 2)
    return path


def test_files_of_another_system_are_watched_and_read_again_when_they_change(store: Store) -> None:
    files = pytest.importorskip("fsspec").filesystem("memory")
    files.pipe("/watched/2024/a.txt", b"Envoys met in Lakeport.")
    files.pipe("/watched/b.jsonl", b'{"id": "b1", "text": "They met."}\nno json\n')
    files.pipe("/watched/.hidden/c.txt", b"Nobody met.")
    files.pipe("/one/c.csv", b"text\nThey met once more.\n")
    sources = (
        Subscription(name="wire", address="memory:///watched", what="folder", publisher="Desk", rights="no-text"),
        Subscription(name="one", address="memory://one/c.csv", what="file"),
    )
    status = once(store, *sources)
    assert (status.read, status.refused, status.waiting) == (3, 1, 0)
    assert sorted((document.id, document.publisher) for document in store.view().documents())[::2] == [
        ("b1", "Desk"), ("memory:///watched/2024/a.txt", "Desk"),
    ]  # fmt: skip
    assert once(store, *sources).read == 3
    files.pipe("/watched/2024/a.txt", b"Envoys met in Lakeport again.")
    files.pipe("/watched/d.txt", b"Others met.")
    assert once(store, *sources).read == 4
    changed = store.view().document("memory:///watched/2024/a.txt")
    assert changed is not None
    assert changed.text == "Envoys met in Lakeport again."
    files.rm("/watched", recursive=True)
    files.rm("/one", recursive=True)
    told = {source.name: source.error for source in once(store, *sources).sources}
    assert told["wire"] is None  # a folder may be empty
    assert "there is no such file" in (told["one"] or "")


def test_file_of_another_system_that_is_being_written_is_left_for_the_next_poll(store: Store, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    folder = tmp_path / ".in"  # hidden is what begins with a point below what is named
    lines(folder, "a.jsonl", 3)
    lines(folder, ".a.jsonl", 3, word="wrote")
    lines(folder, "b.jsonl", 5, word="spoke")
    os.utime(folder / "b.jsonl", (time.time() + 3600,) * 2)
    source = Subscription(name="drop", address=f"file://{folder}/[ab.]*.jsonl", what="folder")
    assert once(store, source).read == 3
    os.utime(folder / "b.jsonl", (time.time() - 60,) * 2)
    assert once(store, source).read == 8


def test_archive_in_a_folder_is_taken_in_parts_and_counts_as_seen_with_the_last(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines(tmp_path / "in", "a.jsonl", 25)
    lines(tmp_path / "in", "b.jsonl", 3, word="spoke")
    source = Subscription(name="drop", address=str(tmp_path / "in"), what="folder", max_items=10)
    taken: list[tuple[int, bool]] = []
    real = Watch._take

    def take(self: Watch, source: Subscription, state: Watched, poll: Poll) -> None:
        taken.append((sum(found.document is not None for found in poll.found), poll.goes_on))
        real(self, source, state, poll)

    monkeypatch.setattr(Watch, "_take", take)
    assert once(store, source).read == 28
    assert taken == [(10, True), (10, True), (8, False)]
    taken.clear()
    assert once(store, source).read == 28
    assert taken == [(0, False)]


def test_archive_that_was_given_up_in_the_middle_is_read_to_its_end_by_the_next_run(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines(tmp_path / "in", "a.jsonl", 25)
    source = Subscription(name="drop", address=str(tmp_path / "in"), what="folder", max_items=10)
    stop = threading.Event()
    loop = Watch(store, Subscriptions(source=(source,)), make_stub)
    loop.once(stop, lambda status: stop.set())  # after the first round
    assert loop.status().read == 10
    assert once(store, source).read == 25
    assert store.view().totals()["documents"] == 25


def test_file_of_many_documents_is_fetched_once_and_taken_in_parts(store: Store, site: Site) -> None:
    body = "".join(f'{{"id": "{n}", "text": "Envoys met {n} times."}}\n' for n in range(25)).encode()
    site.answers["/archive.jsonl"] = (200, {"ETag": '"1"'}, body)
    source = feed(site, address=site.url("/archive.jsonl"), what="file", max_items=10)
    assert once(store, source).read == 25
    asked = [path for _, path, _, _ in site.asked if path == "/archive.jsonl"]
    assert len(asked) == 1


def test_rights_that_a_source_gains_hold_for_what_it_brought_before(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    once(store, feed(site))
    assert store.view().rights() == {}
    once(store, feed(site, rights="no-text"))
    assert store.view().rights() == {"wire:n1": "no-text"}
    once(store, feed(site))
    assert store.view().rights() == {}


def test_settings_of_reading_hold_for_what_is_watched(store: Store, site: Site, tmp_path: Path) -> None:
    lines(tmp_path / "in", "a.jsonl", 2)
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met. " * 50), item(2, "They met.")))
    sources = (Subscription(name="drop", address=str(tmp_path / "in"), what="folder"), feed(site))
    loop = Watch(store, Subscriptions(source=sources, fetch=FAST), make_stub, news=NewsSettings(max_characters=15))
    loop.once(threading.Event())
    told = {issue.document_id: issue.message for issue in store.journal().refused()}
    assert len(told) == 3
    assert all("at most 15" in message for message in told.values())
    assert loop.status().read == 1


def test_removed_document_does_not_come_back(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    once(store, feed(site))
    store.remove("wire:n1", reason="law")
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met, says an update.")))
    assert once(store, feed(site)).read == 0


def test_page_whose_text_was_taken_out_is_refused_as_such(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    once(store, feed(site))
    store.remove("wire:n1", reason="law")
    links = [site.url(f"/{n}") for n in (1, 2, 3)]
    site.answers["/feed"] = (
        200,
        {},
        rss(*(item(n, "In short.", link=link, whole=False) for n, link in enumerate(links, 2))),
    )
    for number, text in ((1, b"Envoys met."), (2, b"They left."), (3, b"They left.")):
        site.answers[f"/{number}"] = (200, {"Content-Type": "text/plain"}, text)
    once(store, feed(site))
    told = {issue.origin: issue.error for issue in store.journal().refused()}
    assert told[links[0]] == "Removed"
    assert sorted(told.values()) == ["Removed", "SameText"]


# ---------------------------------------------------------------- who is told


def test_changes_are_told_to_file_feed_and_webhook(
    store: Store, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESK_KEY", "secret")
    site.answers["/hook"] = (204, {}, b"")
    site.answers["/feed"] = (200, {}, rss())
    notice = Notice(
        name="talks",
        query={"type": "CONSULT"},
        webhook=site.url("/hook"),
        secret_env="DESK_KEY",
        file=str(tmp_path / "changes.jsonl"),
        atom=str(tmp_path / "changes.xml"),
        allow=LOCAL,
    )
    protests = Notice(name="protests", query={"type": ["PROTEST"]}, file=str(tmp_path / "none.jsonl"))
    assert once(store, feed(site), notify=(notice, protests)).events_told == 0
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    assert once(store, feed(site), notify=(notice, protests)).events_told == 1
    (line,) = (tmp_path / "changes.jsonl").read_text().splitlines()
    told = msgspec.json.decode(line)
    assert (told["query"], told["kind"], told["event"]["type"]) == ("talks", "new", "CONSULT")
    assert "new: CONSULT" in (tmp_path / "changes.xml").read_text()
    assert not (tmp_path / "none.jsonl").exists() or (tmp_path / "none.jsonl").read_text() == ""
    (posted,) = [asked for asked in site.asked if asked[1] == "/hook"]
    assert posted[3].decode() == line
    assert posted[2]["Dragoman-Signature"] == "sha256=" + hmac.new(b"secret", posted[3], hashlib.sha256).hexdigest()
    site.answers["/feed"] = (200, {}, rss(item(1, "They left. Envoys met, an update says.")))
    once(store, feed(site), notify=(notice, protests))
    kinds = [msgspec.json.decode(line)["kind"] for line in (tmp_path / "changes.jsonl").read_text().splitlines()]
    assert len(kinds) > 1
    assert len([asked for asked in site.asked if asked[1] == "/hook"]) == len(kinds)


def test_query_that_is_new_does_not_tell_the_past(store: Store, site: Site, tmp_path: Path) -> None:
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    once(store, feed(site))
    notice = Notice(name="talks", file=str(tmp_path / "changes.jsonl"))
    assert once(store, feed(site), notify=(notice,)).events_told == 0


def test_what_was_linked_but_not_told_is_told_by_the_next_run(store: Store, site: Site, tmp_path: Path) -> None:
    notice = Notice(name="talks", file=str(tmp_path / "changes.jsonl"))
    site.answers["/feed"] = (200, {}, rss())
    once(store, feed(site), notify=(notice,))
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    once(store, feed(site))  # as a run that was killed before it told
    once(store, feed(site), notify=(notice,))
    assert len((tmp_path / "changes.jsonl").read_text().splitlines()) == 1


def test_webhook_that_fails_is_tried_later(store: Store, site: Site) -> None:
    site.answers["/hook"] = (500, {}, b"")
    site.answers["/feed"] = (200, {}, rss())
    notice = Notice(name="talks", webhook=site.url("/hook"), allow=LOCAL)
    once(store, feed(site), notify=(notice,))
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    once(store, feed(site), notify=(notice,))
    assert store.watching().unsent(10, datetime.now(UTC)) == []
    (post,) = store.watching().unsent(10, datetime(2999, 1, 1, tzinfo=UTC))
    assert post.tries == 1


def test_half_a_line_of_changes_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "changes.jsonl"
    posts = [
        Post(number=n, query="q", event_id=f"e{n}", kind="new", made_at=datetime(2024, 5, 6, tzinfo=UTC), json="{}")
        for n in (1, 2, 3)
    ]

    def after(name: str, *, after: int = 0, latest: int | None = None) -> list[Post]:
        return [post for post in posts if post.number > after]

    notice = Notice(name="q", file=str(path))
    watching.write_changes(notice, lambda name, **how: posts[:2])
    whole = path.read_text()
    path.write_text(whole + whole[:20])
    watching.write_changes(notice, after)
    assert [msgspec.json.decode(line)["number"] for line in path.read_text().splitlines()] == [1, 2, 3]


@pytest.mark.parametrize(
    "content",
    [b"my notes", b"my notes\n", b'{"number": 3}\n', b'{"id": 3}\n', b"[1]\n\n", b"\xff\xfe\n", b'{"text": "x"}' * 9_000, b"\n"],
)  # fmt: skip
def test_file_that_is_not_ours_is_refused_at_the_start_and_kept(
    store: Store, site: Site, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    notice = Notice(name="q", file=str(path))
    with pytest.raises(ConfigError, match="something else than changes") as caught:
        Watch(store, Subscriptions(source=(feed(site),), fetch=FAST, notify=(notice,)), make_stub)
    assert caught.value.where == str(path)
    watching.write_changes(notice, lambda name, **how: [])  # as when it was put there meanwhile
    assert path.read_bytes() == content


def test_feed_that_is_not_ours_is_refused_at_the_start_and_kept(store: Store, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    content = (
        b'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n<id>urn:other</id></feed>'
    )
    path.write_bytes(content)
    notice = Notice(name="q", atom=str(path))
    with pytest.raises(ConfigError, match="something else than changes") as caught:
        Watch(store, Subscriptions(source=(feed(site),), fetch=FAST, notify=(notice,)), make_stub)
    assert caught.value.where == str(path)
    watching.write_changes(notice, lambda name, **how: [])  # as when it was put there meanwhile
    assert path.read_bytes() == content
    path.write_bytes(b"")
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    for _ in range(2):  # it is ours from then on
        once(store, feed(site), notify=(notice,))
        watching.write_changes(notice, lambda name, **how: [])
        assert path.read_text().startswith('<?xml version="1.0" encoding="utf-8"?>')


@pytest.mark.parametrize("content", [b"", b'{"num', b'{"number":17,"que'])
def test_file_that_is_empty_or_holds_half_a_change_is_ours(
    store: Store, site: Site, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "changes.jsonl"
    path.write_bytes(content)
    notice = Notice(name="q", file=str(path))
    site.answers["/feed"] = (200, {}, rss())
    once(store, feed(site), notify=(notice,))
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    once(store, feed(site), notify=(notice,))
    assert [msgspec.json.decode(line)["query"] for line in path.read_text().splitlines()] == ["q"]


def test_hostile_words_stay_words_in_the_feed_of_changes() -> None:
    from lxml import etree

    from dragoman.pipeline.watch import atom_feed

    post = Post(
        number=1, query="q", event_id="<script>alert(1)</script>\x1b[2J", kind="</title><script>", json="{}",
        made_at=datetime(2024, 5, 6, tzinfo=UTC),
    )  # fmt: skip
    told = atom_feed(Notice(name="<b>&", file="x"), [post])
    assert "\x1b" not in told
    assert "<script" not in told
    assert etree.fromstring(told.encode()).tag == "{http://www.w3.org/2005/Atom}feed"


def test_filter_that_is_none_is_told() -> None:
    for query in ({"tpye": "PROTEST"}, {"type": 3}, {"limit": 3}):
        with pytest.raises(ConfigError, match="'q'"):
            make_event_query(Notice(name="q", file="x", query=query))


# ---------------------------------------------------------------- the loop


def running(loop: Watch, until: Callable[[WatchStatus], bool]) -> WatchStatus:
    """Run the loop in a thread until its status says something, then stop it."""
    stop, failed = threading.Event(), list[BaseException]()

    def go() -> None:
        try:
            loop.run(stop)
        except BaseException as err:
            failed.append(err)

    thread = threading.Thread(target=go)
    thread.start()
    try:
        deadline = time.monotonic() + 300  # a bound for a starved machine, not an expectation
        while not until(loop.status()) and thread.is_alive() and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        stop.set()
        thread.join(timeout=300)
    assert not thread.is_alive()
    assert failed == []
    return loop.status()


def test_loop_reads_what_comes_and_stops_cleanly(store: Store, site: Site) -> None:
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met.")))
    loop = Watch(store, Subscriptions(source=(feed(site, every="0.2s"),), fetch=FAST), make_stub)

    def more(status: WatchStatus) -> bool:
        if status.read == 1:
            site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met."), item(2, "They met.")))
        return status.read == 2

    status = running(loop, more)
    assert (status.read, status.waiting, status.doing, status.error) == (2, 0, "stopped", None)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("dragoman")]


def test_what_was_written_does_not_stay_in_memory(store: Store, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def held() -> float:
        sql = "SELECT sum(memory_usage_bytes) / 1e6 FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'"
        return float(store._connections.cursor().execute(sql).fetchall()[0][0])

    settled: list[tuple[float, float]] = []
    real = Store.settle

    def settle(self: Store) -> bool:
        before = held()
        done = real(self, at_least_mb=0.1)
        settled.append((before, held()))
        return done

    monkeypatch.setattr(Store, "settle", settle)
    site.answers["/feed"] = (200, {}, rss(*(item(number, f"Envoys met {number} times.") for number in range(30))))
    assert once(store, feed(site)).read == 30
    assert settled
    assert all(after < before / 4 for before, after in settled)


def test_what_waited_when_the_last_run_was_killed_is_read_first(store: Store, site: Site) -> None:

    site.answers["/feed"] = (200, {}, rss())
    store.journal().take([Document(id="w1", text="They met.")], source="wire", begun=True)
    assert once(store, feed(site)).read == 1


def test_owner_does_errands_of_others(store: Store, site: Site, tmp_path: Path) -> None:
    site.answers["/feed"] = (200, {}, rss(item(1, "Envoys met."), item(2, "They left.")))
    once(store, feed(site))
    subscriptions = Subscriptions(source=(feed(site, every="1h"),), fetch=FAST)
    loop = Watch(store, subscriptions, make_stub, errand=Errands(store))
    answers: list[int] = []

    def ask(status: WatchStatus) -> bool:
        answers.append(
            ask_owner(store.path, Errand(kind="backup", target=str(tmp_path / "copy.duckdb")), timeout_s=300)
        )
        answers.append(ask_owner(store.path, Errand(kind="remove", target="wire:n2", reason="law"), timeout_s=300))
        return True

    running(loop, ask)
    assert answers == [2, 1]
    assert store.view().document("wire:n2") is None
    with Store.open(tmp_path / "copy.duckdb", read_only=True) as copy:
        assert copy.view().document("wire:n2") is not None


def test_nobody_to_do_errands_is_told(store: Store) -> None:
    from dragoman.errors import StoreError

    with pytest.raises(StoreError, match="does no errands"):
        ask_owner(store.path, Errand(kind="backup", target="x"), timeout_s=0.2)

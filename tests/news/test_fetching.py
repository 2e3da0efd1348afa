"""Fetching from servers that nobody vouches for: each hostile answer is refused by its name."""

from __future__ import annotations

import gzip
import pickle
import sys
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from loopback import Site, dripping, serving

from dragoman.news import fetching
from dragoman.news.fetching import Fetched, Fetcher, FetchError, FetchSettings, is_public, retry_after

LOCAL = ("127.0.0.0/8",)
FAST = FetchSettings(delay_s=0, timeout_s=60, max_mb=1)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def fetcher() -> Fetcher:
    return Fetcher(FAST)


def refused(fetcher: Fetcher, url: str, *, allow: tuple[str, ...] = LOCAL) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url, allow=allow)
    return caught.value


def test_page_is_fetched_and_signed(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a?b=c"] = (200, {"Content-Type": "text/plain", "ETag": '"1"'}, b"They met.")
    found = fetcher.get(site.url("/a?b=c#there"), allow=LOCAL)
    assert (found.body, found.etag, found.content_type) == (b"They met.", '"1"', "text/plain")
    _, path, headers, _ = site.asked[-1]
    assert path == "/a?b=c"
    assert headers["User-Agent"].startswith("Dragoman/")
    assert site.asked[0][1] == "/robots.txt"


def test_what_has_not_changed_has_no_body(site: Site, fetcher: Fetcher) -> None:
    site.answers["/a"] = (200, {"ETag": '"1"'}, b"They met.")
    assert fetcher.get(site.url("/a"), allow=LOCAL, etag='"1"').body is None
    assert fetcher.get(site.url("/a"), allow=LOCAL, etag='"0"').body == b"They met."


# ---------------------------------------------------------------- where it may go


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/", "http://localhost:9/", "http://2130706433/", "http://0x7f000001/", "http://0/", "http://[::1]/",
        "http://[::ffff:127.0.0.1]/", "http://[::ffff:10.0.0.1]/", "http://10.0.0.1/", "http://172.16.0.1/",
        "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://100.64.0.1/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_addresses_of_no_public_network_are_refused(fetcher: Fetcher, url: str) -> None:
    assert refused(fetcher, url, allow=()).reason == "PRIVATE_ADDRESS"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "javascript:1", "/etc/passwd"]
)
def test_other_schemes_are_refused(fetcher: Fetcher, url: str) -> None:
    assert refused(fetcher, url).reason == "SCHEME"


def test_passwords_and_nonsense_are_refused(fetcher: Fetcher) -> None:
    assert refused(fetcher, "http://user:secret@example.org/").reason == "CREDENTIALS"
    assert "secret" not in refused(fetcher, "http://user:secret@example.org/").message
    assert refused(fetcher, "http://exam ple/").reason == "BAD_ADDRESS"
    assert refused(fetcher, "http://[::1/").reason == "BAD_ADDRESS"
    assert refused(fetcher, "http://example.org/\r\nHost: x").reason == "BAD_ADDRESS"


def test_redirect_to_loopback_is_refused_though_the_start_was_allowed(site: Site) -> None:
    site.answers["/away"] = (302, {"Location": "http://127.0.0.9:1/inner"}, b"")
    error = refused(Fetcher(FAST), site.url("/away"), allow=("127.0.0.1/32",))
    assert error.reason == "PRIVATE_ADDRESS"
    site.answers["/file"] = (302, {"Location": "file:///etc/passwd"}, b"")
    assert refused(Fetcher(FAST), site.url("/file")).reason == "SCHEME"


def test_name_that_resolves_otherwise_the_second_time_gains_nothing(site: Site) -> None:
    """The address that was checked is the one that is connected to: the name is not resolved in between."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    site.answers["/a"] = (200, {}, b"They met.")
    fetcher = Fetcher(FetchSettings(delay_s=0, robots=False), resolver=rebinding)
    found = fetcher.get(f"http://news.example:{site.port}/a", allow=("127.0.0.1/32",))
    assert (found.body, asked) == (b"They met.", ["news.example"])
    assert site.asked[-1][2]["Host"] == f"news.example:{site.port}"
    assert refused(fetcher, f"http://news.example:{site.port}/a", allow=("127.0.0.1/32",)).reason == "PRIVATE_ADDRESS"


def test_one_private_address_among_several_is_enough() -> None:
    fetcher = Fetcher(FAST, resolver=lambda host, port: ["93.184.215.14", "127.0.0.1"])
    assert refused(fetcher, "http://news.example/", allow=()).reason == "PRIVATE_ADDRESS"


def test_public_addresses_are_public() -> None:
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f::1")
    assert not is_public("fe80::1%eth0")


def test_unknown_host_is_told(fetcher: Fetcher) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    error = refused(Fetcher(FAST, resolver=unknown), "http://no.example/")
    assert error.reason == "NO_SUCH_HOST"
    assert error.is_passing


# ---------------------------------------------------------------- how much and how long


def test_circle_of_redirects_ends(site: Site, fetcher: Fetcher) -> None:
    site.answers["/round"] = (302, {"Location": "/round"}, b"")
    assert refused(fetcher, site.url("/round")).reason == "TOO_MANY_REDIRECTS"


def test_long_body_is_refused_whether_it_tells_its_length_or_not(site: Site, fetcher: Fetcher) -> None:
    site.answers["/told"] = (200, {}, b"x" * 1_000_001)
    assert refused(fetcher, site.url("/told")).reason == "TOO_LARGE"
    site.answers["/untold"] = (200, {"Content-Length": ""}, b"x" * 3_000_000)
    assert refused(fetcher, site.url("/untold")).reason == "TOO_LARGE"


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_bomb_is_refused(site: Site, fetcher: Fetcher, encoding: str) -> None:
    body = b"\0" * 50_000_000
    site.answers["/bomb"] = (
        200,
        {"Content-Encoding": encoding},
        gzip.compress(body) if encoding == "gzip" else zlib.compress(body),
    )
    assert refused(fetcher, site.url("/bomb")).reason == "BOMB"


def test_packed_body_is_unpacked_and_a_damaged_one_told(site: Site, fetcher: Fetcher) -> None:
    raw = zlib.compressobj(wbits=-15)
    packed = {"gzip": gzip.compress(b"They met."), "deflate": zlib.compress(b"They met.")}
    for encoding, data in {**packed, "Deflate": raw.compress(b"They met.") + raw.flush()}.items():
        site.answers["/a"] = (200, {"Content-Encoding": encoding}, data)
        assert fetcher.get(site.url("/a"), allow=LOCAL).body == b"They met."
    for encoding, data in (("gzip", packed["gzip"][:-9]), ("gzip", b"They met."), ("br", b"x")):
        site.answers["/a"] = (200, {"Content-Encoding": encoding}, data)
        assert refused(fetcher, site.url("/a")).reason == "DAMAGED"


@pytest.mark.parametrize("chunked", [False, True])
def test_server_that_drips_is_given_up(site: Site, chunked: bool) -> None:
    """The server would go on for an hour; in the length of a chunk no byte of the body comes to be counted."""
    site.answers["/slow"] = partial(dripping, chunked=chunked)
    fetcher = Fetcher(FetchSettings(delay_s=0, timeout_s=1, robots=False))
    started = time.monotonic()
    assert refused(fetcher, site.url("/slow")).reason == "TOO_SLOW"
    assert time.monotonic() - started < 120


def test_answer_that_breaks_off_is_told(site: Site, fetcher: Fetcher) -> None:
    site.answers["/half"] = (200, {"Content-Length": "100"}, b"They")
    assert refused(fetcher, site.url("/half")).reason in ("UNREACHABLE", "TOO_SLOW")


def test_error_of_the_server_tells_when_to_come_back(site: Site, fetcher: Fetcher) -> None:
    site.answers["/busy"] = (503, {"Retry-After": "120"}, b"")
    error = refused(fetcher, site.url("/busy"))
    assert (error.reason, error.status, error.retry_after_s, error.is_passing) == ("STATUS", 503, 120.0, True)
    again = pickle.loads(pickle.dumps(error))
    assert (again.message, again.reason, again.retry_after_s) == (error.message, "STATUS", 120.0)
    assert not refused(fetcher, site.url("/gone")).is_passing


def test_retry_after_is_seconds_or_a_day_and_bounded() -> None:
    now = datetime(2024, 5, 6, 8, 0, tzinfo=UTC)
    assert retry_after("Mon, 06 May 2024 08:01:00 GMT", now) == 60
    assert retry_after("Mon, 06 May 2019 08:01:00 GMT", now) == 0
    assert retry_after("99999999") == 86400
    assert retry_after("soon") is None


# ---------------------------------------------------------------- manners


def test_robots_are_heeded_with_their_wildcards(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /private\nDisallow: /*.pdf$\n")
    site.answers["/a.html"] = (200, {}, b"x")
    assert refused(fetcher, site.url("/private/a")).reason == "ROBOTS"
    assert refused(fetcher, site.url("/x.pdf")).reason == "ROBOTS"
    assert fetcher.get(site.url("/a.html"), allow=LOCAL).body == b"x"
    assert [path for _, path, _, _ in site.asked].count("/robots.txt") == 1
    site.answers["/private/a"] = (200, {}, b"y")
    assert fetcher.get(site.url("/private/a"), allow=LOCAL, robots=False).body == b"y"


def test_robots_for_us_by_name(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: Dragoman\nDisallow: /\n\nUser-agent: *\nAllow: /\n")
    assert refused(fetcher, site.url("/a")).reason == "ROBOTS"


def test_failing_robots_forbid_all(site: Site, fetcher: Fetcher) -> None:
    site.answers["/robots.txt"] = (500, {}, b"")
    site.answers["/a"] = (200, {}, b"x")
    assert refused(fetcher, site.url("/a")).reason == "ROBOTS"


def test_robots_that_lead_inside_are_refused(site: Site) -> None:
    site.answers["/robots.txt"] = (302, {"Location": "http://127.0.0.9:1/"}, b"")
    assert refused(Fetcher(FAST), site.url("/a"), allow=("127.0.0.1/32",)).reason == "PRIVATE_ADDRESS"


def test_host_is_not_asked_again_at_once(site: Site) -> None:
    site.answers["/a"] = (200, {}, b"x")
    fetcher = Fetcher(FetchSettings(delay_s=0.3, robots=False), clock=lambda: 0.0)
    started = time.monotonic()
    fetcher.get(site.url("/a"), allow=LOCAL)
    assert not fetcher.is_ready(site.url("/b"))
    fetcher.get(site.url("/a"), allow=LOCAL)
    assert time.monotonic() - started >= 0.3


def test_long_delay_of_robots_is_not_waited_for_but_told(site: Site) -> None:
    """It counts from the host's last request: what is asked for after it has passed is fetched at once."""
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 3600\n")
    site.answers["/a"] = (200, {}, b"x")
    now = [1000.0]
    fetcher = Fetcher(FAST, clock=lambda: now[0])
    assert fetcher.get(site.url("/a"), allow=LOCAL).body == b"x"
    now[0] += 600
    error = refused(fetcher, site.url("/a"))
    assert (error.reason, error.retry_after_s, error.is_passing) == ("NOT_YET", 3000.0, True)
    assert pickle.loads(pickle.dumps(error)).retry_after_s == 3000.0
    assert fetcher.busy_hosts() == [f"127.0.0.1:{site.port}"]
    assert fetcher.busy_hosts(3000) == []
    now[0] += 3000
    assert fetcher.get(site.url("/a"), allow=LOCAL).body == b"x"
    assert site.paths() == ["/a", "/a"]


def test_delay_counts_from_requests_that_did_not_heed_it(site: Site) -> None:
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 3600\n")
    site.answers["/a"] = (200, {}, b"x")
    fetcher = Fetcher(FAST, clock=lambda: 1000.0)
    fetcher.get(site.url("/a"), allow=LOCAL, robots=False)
    fetcher.get(site.url("/a"), allow=LOCAL, robots=False)
    assert refused(fetcher, site.url("/a")).retry_after_s == 3600.0


@pytest.mark.parametrize("follows", [False, True])
def test_what_was_begun_is_finished_though_the_delay_is_long(
    site: Site, monkeypatch: pytest.MonkeyPatch, follows: bool
) -> None:
    monkeypatch.setattr(fetching, "PATIENCE_S", 0.01)
    site.answers["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 3600\n")
    site.answers["/old"] = (301, {"Location": "/a"}, b"")
    site.answers["/a"] = (200, {}, b"x")
    fetcher = Fetcher(FAST)
    assert fetcher.get(site.url("/old"), allow=LOCAL).body == b"x"
    if follows:
        assert fetcher.get(site.url("/a"), allow=LOCAL, follows=True).body == b"x"
    fetcher.hold_off(site.url("/"), 7200)
    with pytest.raises(FetchError, match="left alone"):  # what its server asked for is heeded all the same
        fetcher.get(site.url("/a"), allow=LOCAL, follows=follows)


def test_waiting_for_a_turn_ends_when_the_run_is_stopped(site: Site) -> None:
    stop = threading.Event()
    fetcher = Fetcher(FetchSettings(robots=False), stop=stop)
    fetcher.hold_off(site.url("/"), 5)
    stop.set()
    assert refused(fetcher, site.url("/a")).reason == "STOPPED"


def test_post_sends_once_and_follows_nothing(site: Site, fetcher: Fetcher) -> None:
    site.answers["/hook"] = (204, {}, b"")
    assert fetcher.post(site.url("/hook"), b"{}", {"Content-Type": "application/json"}, allow=LOCAL) == 204
    assert site.asked[-1][0] == "POST"
    assert site.asked[-1][3] == b"{}"
    site.answers["/moved"] = (302, {"Location": "/hook"}, b"")
    with pytest.raises(FetchError, match="redirect"):
        fetcher.post(site.url("/moved"), b"{}", {}, allow=LOCAL)
    with pytest.raises(FetchError, match="not public"):
        fetcher.post(site.url("/hook"), b"{}", {})


def test_what_was_fetched_is_plain_data() -> None:
    assert Fetched(url="http://a.example/", status=304, body=None).etag is None

"""Fetching over http and https, from servers that nobody vouches for.

What is refused is refused by name (`FetchError.reason`): another scheme, an address in a private, loopback or link-local
network, too many bytes, too long a time, too many redirects, a body that unpacks without end, what robots.txt forbids. The
address that is checked is the one that is connected to: a name is resolved once, and again for each redirect, so that a
name server cannot give one answer to the check and another to the connection. No proxy, no cookie, no password is used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Annotated, Any, Final, Literal, NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

import msgspec
from protego import Protego

import dragoman
from dragoman.errors import InputError
from dragoman.records import Record

Reason = Literal[
    "SCHEME",
    "CREDENTIALS",
    "BAD_ADDRESS",
    "NO_SUCH_HOST",
    "PRIVATE_ADDRESS",
    "TOO_MANY_REDIRECTS",
    "TOO_LARGE",
    "BOMB",
    "DAMAGED",
    "TOO_SLOW",
    "UNREACHABLE",
    "ROBOTS",
    "NOT_YET",
    "STATUS",
    "STOPPED",
]
_CHUNK: Final = 65_536
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_ROBOTS_S: Final = 24 * 3600.0
_ROBOTS_BYTES: Final = 512_000  # RFC 9309 asks for at least 500 KiB to be read
_LONGEST_WAIT_S: Final = 24 * 3600.0
PATIENCE_S: Final = 10.0  # a host is waited for so long; one that wants longer does not hold up the others
# Prefixes of IPv6 that carry an address of IPv4, and where in it that stands.
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolver = Callable[[str, int], list[str]]


class FetchError(InputError):
    """An address that was not fetched. `status` is the server's, `retry_after_s` what it asked for."""

    def __init__(
        self,
        what: str,
        *,
        reason: Reason,
        where: str | None = None,
        expected: str | None = None,
        remedy: str | None = None,
        status: int | None = None,
        retry_after_s: float | None = None,
    ) -> None:
        self.reason, self.status, self.retry_after_s = reason, status, retry_after_s
        super().__init__(what, where=where, expected=expected, remedy=remedy)

    @property
    def is_passing(self) -> bool:
        """Whether it may go well another time."""
        if self.reason == "STATUS":
            return self.status in (408, 425, 429) or (self.status or 0) >= 500
        return self.reason in ("NO_SUCH_HOST", "TOO_SLOW", "UNREACHABLE", "NOT_YET", "STOPPED")

    def __reduce__(self) -> tuple[Any, ...]:
        facts = {
            name: getattr(self, name) for name in ("reason", "where", "expected", "remedy", "status", "retry_after_s")
        }
        return (_rebuild, (self.what, facts))


def _rebuild(what: str, facts: dict[str, Any]) -> FetchError:
    return FetchError(what, **facts)


class FetchSettings(Record, frozen=True):
    """How addresses are fetched.

    Attributes:
        max_mb: Largest body, in megabytes, packed and unpacked.
        max_ratio: How many times larger than its packed form a body may become.
        timeout_s: Longest time of one address, redirects included.
        max_redirects: Most redirects of one address.
        delay_s: Shortest time between two requests to one host.
        robots: Whether robots.txt is heeded.
        contact: An address of web or mail that servers' owners may turn to; it stands in the user agent.
    """

    max_mb: Annotated[float, msgspec.Meta(gt=0)] = 20
    max_ratio: Annotated[int, msgspec.Meta(ge=2)] = 200
    timeout_s: Annotated[float, msgspec.Meta(gt=0)] = 30
    max_redirects: Annotated[int, msgspec.Meta(ge=0)] = 5
    delay_s: Annotated[float, msgspec.Meta(ge=0)] = 1
    robots: bool = True
    contact: str | None = None

    @property
    def user_agent(self) -> str:
        """How requests are signed."""
        return f"Dragoman/{dragoman.__version__}" + (f" (+{self.contact})" if self.contact else " (news reader)")


class Fetched(Record, frozen=True):
    """What a server gave. `url` is where it was in the end; a body that has not changed is `None`."""

    url: str
    status: int
    body: bytes | None
    content_type: str | None = None
    etag: str | None = None
    modified: str | None = None


class _Target(NamedTuple):
    """Where to connect to: the address that was checked, and the name that it was asked for."""

    parts: SplitResult
    host: str
    port: int
    ip: str


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system resolves it.

    Raises:
        OSError: There is none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an address lies in the open internet; what carries another address (mapped, 6to4, NAT64) is judged by that."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


class Fetcher:
    """Fetches politely: one request to a host at a time and not too often, what robots.txt allows.

    Args:
        settings: Limits and manners.
        stop: When it is set, waiting ends with a `FetchError` (`STOPPED`).
        resolver: Gives the addresses of a host.
        clock: Seconds, for the delays.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        stop: threading.Event | None = None,
        resolver: Resolver = resolve,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.settings = settings or FetchSettings()
        self._stop = stop or threading.Event()
        self._resolve, self._clock = resolver, clock
        self._last: dict[str, float] = {}  # when a host was asked, robots.txt apart
        self._next: dict[str, float] = {}  # when it may be asked again, by the delays
        self._held: dict[str, float] = {}  # the same, by its own wish
        self._robots: dict[str, tuple[float, Protego | None]] = {}
        self._tls = ssl.create_default_context()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        allow: Sequence[str] = (),
        robots: bool | None = None,
        delay_s: float | None = None,
        max_mb: float | None = None,
        follows: bool = False,
    ) -> Fetched:
        """Fetch an address.

        Args:
            url: Of http or https.
            etag: What the server called the last version; where it still holds, the answer has no body.
            modified: The same for the day of the last version.
            allow: Networks (`127.0.0.0/8`) that may be connected to though they are not public.
            robots: Whether robots.txt is heeded, over the settings.
            delay_s: Time between two requests to the host, over the settings.
            max_mb: Largest body, over the settings.
            follows: It is part of what was begun just now, such as the lists that a list shows: a delay between
                requests that is longer than some seconds is cut to that, since the whole could never be had otherwise.

        Raises:
            FetchError: It was refused, the server did not give it, or its host is to be left alone for longer than
                some seconds (`NOT_YET`, with `retry_after_s`).
        """
        deadline = time.monotonic() + self.settings.timeout_s
        heeds = self.settings.robots if robots is None else robots
        networks = parse_networks(allow, url)
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        limit = int((max_mb or self.settings.max_mb) * 1_000_000)
        usual_s = self.settings.delay_s if delay_s is None else delay_s
        hosts: set[str] = set()  # a redirect within a host belongs to what was begun
        for _ in range(self.settings.max_redirects + 1):
            target, host = self._target(url, networks), _host(url)
            asked_s = self._check_robots(target, networks, deadline) if heeds else 0.0
            deadline += self._wait_turn(url, max(usual_s, asked_s), is_begun=follows or host in hosts)
            hosts.add(host)
            found = self._request("GET", target, headers, None, limit, deadline)
            if isinstance(found, Fetched):
                return found
            url = urljoin(url, found)
        raise FetchError(
            "it redirects too often",
            reason="TOO_MANY_REDIRECTS",
            where=url,
            expected=f"at most {self.settings.max_redirects} redirects",
        )

    def post(self, url: str, body: bytes, headers: Mapping[str, str], *, allow: Sequence[str] = ()) -> int:
        """Send a body, without following redirects; the status of the answer.

        Raises:
            FetchError: It was refused, or the server did not take it.
        """
        target = self._target(url, parse_networks(allow, url))
        deadline = time.monotonic() + self.settings.timeout_s
        found = self._request("POST", target, headers, body, 100_000, deadline)
        if isinstance(found, str):
            raise FetchError(
                "it redirects", reason="TOO_MANY_REDIRECTS", where=url, expected="no redirect of a webhook"
            )
        return found.status

    def hold_off(self, url: str, seconds: float) -> None:
        """Leave the host of an address alone for some time."""
        host = _host(url)
        self._held[host] = max(self._held.get(host, 0.0), self._clock() + min(seconds, _LONGEST_WAIT_S))

    def wait_s(self, url: str) -> float:
        """How long the host of an address is still to be left alone, in seconds."""
        return max(self._free_at(_host(url)) - self._clock(), 0.0)

    def is_ready(self, url: str) -> bool:
        """Whether the host of an address may be asked at once."""
        return self.wait_s(url) == 0

    def busy_hosts(self, beyond_s: float = 0.0) -> list[str]:
        """The hosts that are to be left alone for longer than this, each with its port where an address tells one."""
        moment = self._clock() + beyond_s
        return sorted(host for host in self._next.keys() | self._held.keys() if self._free_at(host) > moment)

    def _free_at(self, host: str) -> float:
        return max(self._next.get(host, 0.0), self._held.get(host, 0.0))

    # ------------------------------------------------------------------------------------------------- where to go

    def _target(self, url: str, networks: Sequence[Network]) -> _Target:
        parts = _parse(url)
        host = parts.hostname or ""
        try:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            addresses = self._resolve(host.encode("idna").decode() if not host.isascii() else host, port)
        except (OSError, UnicodeError, ValueError) as err:
            raise FetchError(
                f"the host {host!r} is not known ({err})",
                reason="NO_SUCH_HOST",
                where=url,
                remedy="correct the address, or see whether this machine has a network",
            ) from err
        for address in addresses:
            if not is_public(address) and not _is_allowed(address, networks):
                raise FetchError(
                    f"{host} lies at {address}, in a network that is not public",
                    reason="PRIVATE_ADDRESS",
                    where=url,
                    remedy=f'if that is meant, allow it for this source: allow = ["{address}"]',
                )
        if not addresses:
            raise FetchError(f"the host {host!r} has no address", reason="NO_SUCH_HOST", where=url)
        return _Target(parts, host.lower(), port, addresses[0])

    def _wait_turn(self, url: str, delay_s: float, *, is_begun: bool) -> float:
        """Wait until the host may be asked again, and tell how long that took.

        Raises:
            FetchError: That is too long to wait here, or the run was stopped meanwhile.
        """
        host, now = _host(url), self._clock()
        if host in self._last:  # the delay may have been another's when it was asked
            self._next[host] = max(self._next.get(host, 0.0), self._last[host] + delay_s)
        turn = self._next.get(host, 0.0) - now
        wait = max(min(turn, PATIENCE_S) if is_begun else turn, self._held.get(host, 0.0) - now)
        if wait > 0 and self._stop.wait(0 if wait > PATIENCE_S else wait):
            raise FetchError("the run was stopped", reason="STOPPED", where=host)
        if wait > PATIENCE_S:
            raise FetchError(
                f"its host is to be left alone for {wait:,.0f} s more",
                reason="NOT_YET",
                where=url,
                remedy="try later; robots.txt (Crawl-delay), the server (Retry-After) or delay_s asks for that",
                retry_after_s=wait,
            )
        self._last[host] = self._clock()
        self._next[host] = self._last[host] + delay_s
        return max(wait, 0.0)

    # ---------------------------------------------------------------------------------------------------- robots.txt

    def _check_robots(self, target: _Target, networks: Sequence[Network], deadline: float) -> float:
        """The time between two requests that robots.txt asks for, 0 where it asks for none.

        Raises:
            FetchError: It forbids the address.
        """
        url = urlunsplit(target.parts)
        rules = self._rules(target, networks, deadline)
        if rules is None or not rules.can_fetch(url, self.settings.user_agent):
            told = "robots.txt cannot be had, which forbids all" if rules is None else "robots.txt forbids it"
            raise FetchError(
                told,
                reason="ROBOTS",
                where=url,
                remedy="ask its owner; where you may read it all the same, set robots = false for this source",
            )
        delay = float(rules.crawl_delay(self.settings.user_agent) or 0.0)
        return min(delay, _LONGEST_WAIT_S) if delay > 0 else 0.0  # what is no number is none

    def _rules(self, target: _Target, networks: Sequence[Network], deadline: float) -> Protego | None:
        """What a host's robots.txt says, `None` where its server fails (RFC 9309, 2.3.1)."""
        base = f"{target.parts.scheme}://{target.parts.netloc}"
        kept = self._robots.get(base)
        if kept is None or self._clock() - kept[0] > _ROBOTS_S:
            kept = (self._clock(), self._fetch_rules(f"{base}/robots.txt", networks, deadline))
            if kept[1] is None:  # asked again soon
                kept = (self._clock() - _ROBOTS_S + 300, None)
            self._robots[base] = kept
        return kept[1]

    def _fetch_rules(self, url: str, networks: Sequence[Network], deadline: float) -> Protego | None:
        try:
            for _ in range(self.settings.max_redirects + 1):
                found = self._request("GET", self._target(url, networks), {}, None, _ROBOTS_BYTES, deadline)
                if isinstance(found, Fetched):
                    return Protego.parse((found.body or b"").decode("utf-8", "replace"))
                url = urljoin(url, found)
        except FetchError as err:
            if err.reason == "STATUS" and (err.status or 0) < 500:
                return Protego.parse("")
            if err.reason in ("PRIVATE_ADDRESS", "STOPPED"):
                raise
            return None
        return Protego.parse("")

    # --------------------------------------------------------------------------------------------------- one request

    def _request(
        self,
        method: str,
        target: _Target,
        headers: Mapping[str, str | None],
        body: bytes | None,
        limit: int,
        deadline: float,
    ) -> Fetched | str:
        """One request: what came, or the address that it redirects to."""
        url = urlunsplit(target.parts)
        left = deadline - time.monotonic()
        if left <= 0:
            raise _too_slow(url, self.settings.timeout_s)
        connection = _Pinned(target, left, self._tls)
        # A server that sends a byte now and then resets the socket's own timeout: this one ends it all.
        watchdog = threading.Timer(left, connection.cut)
        watchdog.daemon = True
        watchdog.start()
        try:
            connection.request(method, _path(target.parts), body=body, headers=self._headers(target, headers))
            # An answer after which the server closes owns the socket: the connection has let go of it by now.
            with connection.getresponse() as response:
                return self._answer(response, url, limit, deadline)
        except FetchError:
            raise
        except (OSError, http.client.HTTPException, ValueError) as err:
            if time.monotonic() >= deadline or isinstance(err, TimeoutError):
                raise _too_slow(url, self.settings.timeout_s) from err
            told = " ".join(str(err).split()) or type(err).__name__
            raise FetchError(f"the server cannot be reached: {told}", reason="UNREACHABLE", where=url) from err
        finally:
            watchdog.cancel()
            connection.close()

    def _headers(self, target: _Target, headers: Mapping[str, str | None]) -> dict[str, str]:
        own = {
            "Host": target.parts.netloc.rpartition("@")[2],
            "User-Agent": self.settings.user_agent,
            "Accept-Encoding": "gzip, deflate",
            "Accept": "*/*",
            "Connection": "close",
        }
        return own | {name: value for name, value in headers.items() if value}

    def _answer(self, response: http.client.HTTPResponse, url: str, limit: int, deadline: float) -> Fetched | str:
        status = response.status
        if status in _REDIRECTS and (location := response.getheader("Location")):
            return location
        told = {"etag": response.getheader("ETag"), "modified": response.getheader("Last-Modified")}
        if status == 304:
            return Fetched(url=url, status=status, body=None, **told)
        if not 200 <= status < 300:
            raise FetchError(
                f"the server answers {status} {' '.join(response.reason.split())[:80]}",
                reason="STATUS",
                where=url,
                status=status,
                retry_after_s=retry_after(response.getheader("Retry-After")),
            )
        body = self._body(response, url, limit, deadline)
        return Fetched(url=url, status=status, body=body, content_type=response.getheader("Content-Type"), **told)

    def _body(self, response: http.client.HTTPResponse, url: str, limit: int, deadline: float) -> bytes:
        """The body, unpacked; never more than `limit` bytes of it are held."""
        if int(response.getheader("Content-Length") or 0) > limit:
            raise _too_large(url, limit)
        unpack = _Unpacker(response.getheader("Content-Encoding"), url, limit, self.settings.max_ratio)
        packed = 0
        while chunk := response.read1(_CHUNK):
            if time.monotonic() >= deadline:
                raise _too_slow(url, self.settings.timeout_s)
            packed += len(chunk)
            if packed > limit:
                raise _too_large(url, limit)
            unpack.feed(chunk)
        if time.monotonic() >= deadline:  # what was cut looks like an end
            raise _too_slow(url, self.settings.timeout_s)
        if response.length:
            raise FetchError("the answer breaks off", reason="UNREACHABLE", where=url)
        return unpack.end()


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever its name resolves to by now; TLS asks for the name."""

    def __init__(self, target: _Target, timeout: float, tls: ssl.SSLContext) -> None:
        super().__init__(target.ip, target.port, timeout=timeout)
        self._server, self._tls = target.host, tls if target.parts.scheme == "https" else None
        self._wire: socket.socket | None = None  # also when an answer has taken the socket over

    def connect(self) -> None:
        self.sock = socket.create_connection((self.host, self.port), self.timeout)
        if self._tls is not None:
            self.sock = self._tls.wrap_socket(self.sock, server_hostname=self._server)
        self._wire = self.sock

    def cut(self) -> None:
        """End it from another thread."""
        if self._wire is not None:
            with suppress(OSError):
                self._wire.shutdown(socket.SHUT_RDWR)


class _Unpacker:
    """Unpacks a body piece by piece, and gives up on one that grows without end."""

    def __init__(self, encoding: str | None, url: str, limit: int, ratio: int) -> None:
        self._url, self._limit, self._ratio = url, limit, ratio
        self._packed, self._out = 0, bytearray()
        name = (encoding or "identity").strip().lower()
        if name not in ("identity", "gzip", "x-gzip", "deflate", ""):
            raise FetchError(f"it is packed as {name[:40]!r}", reason="DAMAGED", where=url, expected="gzip or deflate")
        self._zip: Any = None if name in ("identity", "") else zlib.decompressobj(47 if "gzip" in name else 15)
        self._is_raw = name != "deflate"

    def feed(self, chunk: bytes) -> None:
        """Take a piece."""
        self._packed += len(chunk)
        if self._zip is None:
            self._out += chunk
            return
        try:
            self._out += self._pieces(chunk)
        except zlib.error as err:
            if self._is_raw or self._out:
                raise FetchError(f"the packed body is damaged ({err})", reason="DAMAGED", where=self._url) from err
            self._zip, self._is_raw = zlib.decompressobj(-15), True  # some servers send deflate without its frame
            self._packed -= len(chunk)
            self.feed(chunk)

    def _pieces(self, chunk: bytes) -> bytes:
        room = self._limit - len(self._out) + 1
        found: bytes = self._zip.decompress(chunk, room)
        whole = len(self._out) + len(found)
        if whole > self._limit or (whole > 1_000_000 and whole > self._ratio * self._packed):
            raise FetchError(
                f"it unpacks from {self._packed:,} to more than {whole - 1:,} bytes",
                reason="BOMB",
                where=self._url,
                expected=f"at most {self._limit:,} bytes and {self._ratio} times its packed form",
            )
        return found

    def end(self) -> bytes:
        """The whole body."""
        if self._zip is not None and self._packed and not self._zip.eof:
            raise FetchError("the packed body breaks off", reason="DAMAGED", where=self._url)
        return bytes(self._out)


def _parse(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as err:
        raise FetchError(f"this is no address ({err})", reason="BAD_ADDRESS", where=url[:200]) from err
    if parts.scheme not in ("http", "https"):
        raise FetchError(
            f"addresses of {parts.scheme or 'no scheme'!r} are not fetched",
            reason="SCHEME",
            where=url[:200],
            expected="http or https",
        )
    if parts.username is not None or parts.password is not None:
        raise FetchError("an address with a name or password is not fetched", reason="CREDENTIALS", where=host)
    if not host or any(ord(sign) <= 32 or ord(sign) == 127 for sign in url):
        raise FetchError("this is no address", reason="BAD_ADDRESS", where=url[:200], expected="https://host/path")
    return parts._replace(fragment="")


def _host(url: str) -> str:
    """What is asked one request at a time: the host with its port."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:  # no address: what asks for it is told so
        return url


def _path(parts: SplitResult) -> str:
    """What is asked for, with signs beyond ASCII as browsers send them."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{path}?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?[]')}" if parts.query else path


def parse_networks(allow: Sequence[str], where: str) -> list[Network]:
    """The networks that are allowed.

    Raises:
        FetchError: One is none.
    """
    try:
        return [ipaddress.ip_network(text, strict=False) for text in allow]
    except ValueError as err:
        raise FetchError(
            f"this is no network ({err})", reason="BAD_ADDRESS", where=where, expected="127.0.0.0/8"
        ) from err


def _is_allowed(address: str, networks: Sequence[Network]) -> bool:
    ip: Address = ipaddress.ip_address(address.partition("%")[0])
    return any(ip.version == network.version and ip in network for network in networks)


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """The seconds that a `Retry-After` asks for, a day at most; `None` where it asks for nothing that can be understood."""
    if value is None:
        return None
    if value.strip().isdigit():
        return min(float(value.strip()[:9]), _LONGEST_WAIT_S)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - (now or datetime.now(UTC))).total_seconds(), 0.0), _LONGEST_WAIT_S)


def _too_large(url: str, limit: int) -> FetchError:
    return FetchError(f"it is longer than {limit:,} bytes", reason="TOO_LARGE", where=url, remedy="raise max_mb")


def _too_slow(url: str, seconds: float) -> FetchError:
    return FetchError(
        f"it took longer than {seconds:g} s", reason="TOO_SLOW", where=url, remedy="try later, or raise timeout_s"
    )

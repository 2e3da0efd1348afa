"""Who may ask what: tokens, sessions of the desk, and how fast one client may ask."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import stat
import threading
import time
import tomllib
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Final

from dragoman.errors import ConfigError
from dragoman.records import Record
from dragoman.serving.web.wire import Right

COOKIE: Final = "dragoman_session"
# Long enough that nobody guesses one: 24 characters of `secrets.token_urlsafe` hold 144 bits.
_SHORTEST: Final = 24
_SESSION_S: Final = 12 * 3600
_MOST_SESSIONS: Final = 10_000
_MOST_CLIENTS: Final = 10_000
READ: Final[tuple[Right, ...]] = ("read",)
BOTH: Final[tuple[Right, ...]] = ("read", "review")


class Tokens(Record, frozen=True):
    """The two tokens: one to read, one to read and review. Without `review`, nobody may review from elsewhere."""

    read: str
    review: str | None = None

    def rights_of(self, token: str) -> tuple[Right, ...]:
        """The rights that a token gives; empty for a wrong one. Takes as long for a wrong token as for a right one."""
        is_review = self.review is not None and _same(token, self.review)
        is_read = _same(token, self.read)
        return BOTH if is_review else READ if is_read else ()


class Caller(Record, frozen=True):
    """Who asks: rights, the name of their session, and whether the request itself carried a token."""

    rights: tuple[Right, ...]
    name: str | None = None
    has_token: bool = False


def read_tokens(path: str | Path) -> Tokens:
    """The tokens of a TOML file: `read = "…"` and `review = "…"`.

    Raises:
        ConfigError: The file is missing, is no such file, may be read by others, or a token is short or given twice.
    """
    file = Path(path)
    try:
        mode, text = file.stat().st_mode, file.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as err:
        raise ConfigError(
            f"the tokens cannot be read: {err}", where=str(path), expected='read = "…" and review = "…"'
        ) from err
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(
            "other users of this machine may read the tokens", where=str(path), remedy=f"run chmod 600 {path}"
        )
    given = {name: value for name, value in table.items() if isinstance(value, str)}
    if set(table) - {"read", "review"} or "read" not in given or len(given) < len(table):
        raise ConfigError(
            f"the keys are {', '.join(table) or 'missing'}", where=str(path), expected='read = "…" and review = "…"'
        )
    short = [name for name, value in given.items() if len(value) < _SHORTEST]
    if short or len(set(given.values())) < len(given):
        raise ConfigError(
            f"the token {short[0]} is short" if short else "both tokens are one",
            where=str(path),
            expected=f"two different ones of {_SHORTEST} characters or more",
            remedy="python -c 'import secrets; print(secrets.token_urlsafe(24))' makes one",
        )
    return Tokens(**given)


class Sessions:
    """Sessions of the desk, in memory: they end with the server. Only a digest of what the cookie holds is kept."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[bytes, tuple[tuple[Right, ...], str | None, float]] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, rights: tuple[Right, ...], name: str | None) -> str:
        """A new session; what the cookie holds."""
        secret = secrets.token_urlsafe(32)
        with self._lock:
            self._known[_digest(secret)] = (rights, name, self._clock() + _SESSION_S)
            while len(self._known) > _MOST_SESSIONS:
                self._known.popitem(last=False)
        return secret

    def caller(self, secret: str) -> Caller | None:
        """Whose session it is, or `None`."""
        with self._lock:
            found = self._known.get(_digest(secret))
            if found is None:
                return None
            rights, name, ends = found
            if ends < self._clock():
                del self._known[_digest(secret)]
                return None
        return Caller(rights=rights, name=name)

    def close(self, secret: str) -> None:
        """End a session."""
        with self._lock:
            self._known.pop(_digest(secret), None)


class Limiter:
    """A bucket of requests for every client, which fills with time (a token bucket)."""

    def __init__(self, per_s: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_s, self._burst, self._clock = per_s, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait_s(self, client: str) -> float:
        """Take one request of a client: 0 where it may go on, else the seconds until it may. 0 a second: no limit."""
        if self._per_s <= 0:
            return 0.0
        now = self._clock()
        with self._lock:
            filled, last = self._buckets.pop(client, (float(self._burst), now))
            filled = min(self._burst, filled + (now - last) * self._per_s)
            is_free = filled >= 1
            self._buckets[client] = (filled - 1 if is_free else filled, now)
            while len(self._buckets) > _MOST_CLIENTS:
                self._buckets.popitem(last=False)
        return 0.0 if is_free else (1 - filled) / self._per_s


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(_digest(one), _digest(other))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()

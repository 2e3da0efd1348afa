"""What is watched: a TOML file of sources, read strictly into typed records.

[fetch]
contact = "https://example.org/about-our-reader"

[[source]]
name = "lakeside"
address = "https://news.example/feed.xml"
what = "feed"
every = "15m"
publisher = "Lakeside Herald"
language = "en"
rights = "no-text"

[[notify]]
name = "strikes-in-norland"
webhook = "https://desk.example/hook"
file = "changes.jsonl"
query = { type = ["ASSAULT"], country = "NRL" }
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from dragoman.errors import ConfigError
from dragoman.news.fetching import FetchError, FetchSettings, parse_networks
from dragoman.news.sources import is_address
from dragoman.records import Record

What = Literal["feed", "sitemap", "list", "file", "page", "folder"]
Rights = Literal["all", "no-text"]
Pages = Literal["auto", "always", "never"]

_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")
_WEB: Final = ("http://", "https://")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


class Subscription(Record, frozen=True, forbid_unknown_fields=True):
    """A source that is watched.

    Attributes:
        name: How it is called; ids of its documents may be made of it, so it should stay.
        address: Of http or https, or for `folder` a path from the folder of the file of sources; for `folder` and `file` also
            of another system, such as `s3://bucket/wire`, with signs of a pattern or without.
        what: A feed (RSS, Atom), a sitemap, another list of addresses (GDELT, Common Crawl), a file of documents of any form
            that is read (JSON Lines, CSV, NewsML and so on), one page that changes, or a folder into which files are put.
        every: How often it is asked: `30s`, `15m`, `6h`, `1d`.
        publisher: Over what its documents tell.
        language: The language where its documents tell none.
        rights: `no-text`: its text and quotes of it are left out of exports.
        pages: Whether the page of each item is fetched; `auto` where the feed itself does not carry the article.
        allow: Networks that may be connected to though they are not public.
        robots: Whether robots.txt is heeded.
        delay: Time between two requests to its host.
        max_mb: Largest answer, in megabytes.
        max_items: Most items taken at one poll, the first ones; the rest comes with the next.
        columns: Which column or field of CSV, Parquet and JSON tells what: `{ text = "body" }`.
    """

    name: str
    address: str
    what: What
    every: str = "15m"
    publisher: str | None = None
    language: str | None = None
    rights: Rights | None = None
    pages: Pages = "auto"
    allow: tuple[str, ...] = ()
    robots: bool = True
    delay: str | None = None
    max_mb: Annotated[float, msgspec.Meta(gt=0)] | None = None
    max_items: Annotated[int, msgspec.Meta(ge=1)] = 1000
    columns: dict[str, str] = msgspec.field(default_factory=dict)

    @property
    def is_of_the_web(self) -> bool:
        """Whether it is fetched with http or https, and not listed as a folder here or in another system."""
        return self.address.startswith(_WEB)

    @property
    def every_s(self) -> float:
        """Seconds between two polls."""
        return duration_s(self.every)

    @property
    def delay_s(self) -> float | None:
        """Seconds between two requests to its host, `None` where it tells none."""
        return duration_s(self.delay) if self.delay else None


class Notice(Record, frozen=True, forbid_unknown_fields=True):
    """Who is told of new and changed events, and of which.

    Attributes:
        name: How it is called.
        query: Filters with the names of the options of `dragoman events`: `type`, `country`, `actor`, `text` and so on.
        webhook: An address to which each change is posted as JSON.
        secret_env: The variable of the environment with the key that signs what is posted.
        file: A file to which each change is added as a line of JSON.
        atom: A file with the latest changes as an Atom feed.
        allow: Networks that the webhook may lie in though they are not public.
    """

    name: str
    query: dict[str, Any] = msgspec.field(default_factory=dict)
    webhook: str | None = None
    secret_env: str | None = None
    file: str | None = None
    atom: str | None = None
    allow: tuple[str, ...] = ()


class Subscriptions(Record, frozen=True, forbid_unknown_fields=True):
    """All that a file of sources tells."""

    source: tuple[Subscription, ...]
    fetch: FetchSettings = FetchSettings()
    notify: tuple[Notice, ...] = ()


def duration_s(text: str) -> float:
    """The seconds of `30s`, `15m`, `6h`, `1d`.

    Raises:
        ValueError: It is none of these, or no time at all.
    """
    match = _DURATION.fullmatch(text.strip())
    if match is None or float(match[1]) <= 0:
        raise ValueError(text)
    return float(match[1]) * _SECONDS[match[2]]


def read_subscriptions(path: str | Path) -> Subscriptions:
    """The sources that a file tells; paths in it start at its folder.

    Raises:
        ConfigError: The file cannot be read, is no TOML, or says something that cannot be used.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as err:
        raise ConfigError(
            f"the sources cannot be read: {err.strerror or err}", where=str(file), remedy="correct the path"
        ) from err
    except UnicodeDecodeError as err:
        raise ConfigError(f"this is not UTF-8 (byte {err.start})", where=str(file), remedy="save it as UTF-8") from err
    return parse_subscriptions(text, where=str(file), folder=file.parent)


def parse_subscriptions(text: str, *, where: str, folder: Path) -> Subscriptions:
    """The sources that a TOML text tells. See `read_subscriptions`."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as err:
        raise ConfigError(f"this is no TOML: {err}", where=where, remedy="see https://toml.io") from err
    try:
        found = msgspec.convert(tables, Subscriptions)
    except msgspec.ValidationError as err:
        raise ConfigError(
            _told(str(err), tables), where=where, remedy="see docs/guides/watch-sources.md for what a source may say"
        ) from err
    if not found.source:
        raise ConfigError("there is no source", where=where, expected="at least one [[source]]")
    for kind, names in (("source", [s.name for s in found.source]), ("notify", [n.name for n in found.notify])):
        twice = [name for name, number in Counter(names).items() if number > 1]
        if twice:
            raise ConfigError(f"two [[{kind}]] are named {twice[0]!r}", where=where, expected="a name for each")
    notices = tuple(_placed(notice, where, folder) for notice in found.notify)
    files = Counter(path for notice in notices for path in (notice.file, notice.atom) if path)
    for path, number in files.items():
        if number > 1:
            raise ConfigError(f"changes are to be written to {path} twice", where=where, expected="a file for each")
    sources = tuple(_checked(source, where, folder) for source in found.source)
    return msgspec.structs.replace(found, source=sources, notify=notices)


def _checked(source: Subscription, where: str, folder: Path) -> Subscription:
    place = f"{where}, source {source.name!r}"
    if not _NAME.fullmatch(source.name):
        raise ConfigError(
            "a name cannot be used", where=place, expected="letters, digits, . _ - and at most 64 of them"
        )
    for key in ("every", "delay"):
        value = getattr(source, key)
        try:
            if value is not None:
                duration_s(value)
        except ValueError as err:
            raise ConfigError(
                f"{key} = {value!r} is no length of time", where=place, expected="30s, 15m, 6h, 1d"
            ) from err
    if source.language is not None and not _LANGUAGE.fullmatch(source.language):
        raise ConfigError(f"language = {source.language!r} is none", where=place, expected="a code such as en")
    try:
        parse_networks(source.allow, place)
    except FetchError as err:
        raise ConfigError(err.what, where=place, expected=err.expected) from err
    return msgspec.structs.replace(source, address=_address(source, place, folder))


def _address(source: Subscription, place: str, folder: Path) -> str:
    """Where a source lies, a path made whole.

    Raises:
        ConfigError: Nothing of this kind lies there.
    """
    address, is_listed = source.address, source.what in ("folder", "file")
    if address.startswith(_WEB):
        if source.what != "folder":
            return address
        raise ConfigError(
            f"address = {address!r} is no folder", where=place, remedy='name its feed, or what = "list" or "file"'
        )
    if not is_address(address):
        if source.what == "folder":
            return str(folder / address)
    elif "::" in address:
        raise ConfigError(
            f"address = {address!r} lies in another", where=place, remedy="name the file; archives are opened here"
        )
    elif is_listed and not address.lower().startswith("ftp:"):
        return address
    others = ", nor of a store of files such as s3://" if is_listed else ""
    raise ConfigError(
        f"address = {address!r} is none of http or https{others}", where=place, remedy='a folder needs what = "folder"'
    )


def _placed(notice: Notice, where: str, folder: Path) -> Notice:
    place = f"{where}, notify {notice.name!r}"
    if not (notice.webhook or notice.file or notice.atom):
        raise ConfigError("nobody would be told", where=place, expected="webhook, file or atom")
    if notice.webhook and not notice.webhook.startswith(("http://", "https://")):
        raise ConfigError(f"webhook = {notice.webhook!r} is no address", where=place, expected="http or https")
    paths = {key: str(folder / value) for key in ("file", "atom") if (value := getattr(notice, key))}
    return msgspec.structs.replace(notice, **paths)


def _told(message: str, tables: dict[str, Any]) -> str:
    """msgspec's message with the source's name in the place of its number."""
    match = re.fullmatch(r"(.*?)(?: - at `\$\.?(\w*)(?:\[(\d+|\.\.\.)\])?\.?([\w.\[\]]*)`)?", message, re.DOTALL)
    if match is None or match[2] is None:
        return message.replace("`", "'")
    said = match[1].replace("`", "'")
    place = f"[[{match[2]}]]" if match[3] else f"[{match[2]}]" if match[2] else ""
    unknown = re.search(r"unknown field '(\w+)'", said)
    if match[3] and (name := _whose(tables, match[2], unknown[1] if unknown else match[4])):
        place += f" {name!r}"
    return ", ".join(part for part in (place, match[4], said[0].lower() + said[1:]) if part)


def _whose(tables: dict[str, Any], kind: str, key: str) -> str | None:
    """The name of the first entry that has the key, where one has."""
    entries = tables.get(kind)
    if isinstance(entries, list):
        for entry in entries:
            if isinstance(entry, dict) and key in entry and isinstance(entry.get("name"), str):
                return str(entry["name"])
    return None

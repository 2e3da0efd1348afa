"""The file of sources: strict, with errors that name the source and the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import ConfigError
from dragoman.news.subscriptions import duration_s, parse_subscriptions, read_subscriptions

GOOD = """
[fetch]
contact = "https://example.org/reader"

[[source]]
name = "lakeside"
address = "https://news.example/feed.xml"
what = "feed"
every = "15m"
publisher = "Lakeside Herald"
rights = "no-text"

[[source]]
name = "drop"
address = "incoming"
what = "folder"

[[notify]]
name = "strikes"
file = "changes.jsonl"
query = { type = ["ASSAULT"] }
"""


def parse(text: str) -> None:
    parse_subscriptions(text, where="s.toml", folder=Path("/desk"))


def test_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(GOOD)
    found = read_subscriptions(path)
    assert [source.name for source in found.source] == ["lakeside", "drop"]
    assert (found.source[0].every_s, found.source[0].rights) == (900, "no-text")
    assert found.source[1].address == str(tmp_path / "incoming")
    assert found.notify[0].file == str(tmp_path / "changes.jsonl")
    assert "example.org/reader" in found.fetch.user_agent


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('every = "15m"', 'every = "often"'), "'lakeside': every = 'often' is no length of time"),
        (('every = "15m"', 'evry = "15m"'), "[[source]] 'lakeside', object contains unknown field 'evry'"),
        (('what = "feed"', 'what = "fed"'), "[[source]]"),
        (('name = "drop"', 'name = "lakeside"'), "two [[source]] are named 'lakeside'"),
        (('name = "drop"', 'name = "a b"'), "a name cannot be used"),
        (('address = "https', 'address = "gopher'), "is none of http or https"),
        (
            ('address = "https://news.example/feed.xml"', 'address = "s3://desk/wire"'),
            "is none of http or https. A folder",
        ),
        (
            ('address = "incoming"', 'address = "https://news.example/"'),
            "'drop': address = 'https://news.example/' is no folder",
        ),
        (('address = "incoming"', 'address = "ftp://news.example/"'), "nor of a store of files such as s3://"),
        (('address = "incoming"', 'address = "zip://a::s3://desk/a.zip"'), "lies in another"),
        (('rights = "no-text"', 'allow = ["home"]'), "this is no network"),
        (('rights = "no-text"', 'language = "English"'), "language = 'English' is none"),
        (('file = "changes.jsonl"', ""), "nobody would be told"),
        (("[[source]]", "[[source"), "this is no TOML"),
        (("[fetch]", "[fetch]\nmax_mb = 0"), "[fetch]"),
        (('file = "changes.jsonl"', 'file = "changes.jsonl"\natom = "changes.jsonl"'), "changes.jsonl twice"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_place(change: tuple[str, str], told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse(GOOD.replace(*change, 1))
    assert told in caught.value.message
    assert caught.value.message.startswith("s.toml")


def test_file_without_sources_or_without_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        parse("[fetch]\n")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_subscriptions(tmp_path / "gone.toml")


def test_lengths_of_time() -> None:
    assert [duration_s(text) for text in ("30s", "1.5m", "2h", "1d")] == [30, 90, 7200, 86400]


def test_folder_and_file_may_lie_in_another_system() -> None:
    text = GOOD.replace('"incoming"', '"s3://desk/wire/*.jsonl"')
    other = '[[source]]\nname = "one"\naddress = "gs://desk/all.csv"\nwhat = "file"'
    found = parse_subscriptions(f"{text}\n{other}", where="s.toml", folder=Path("/desk")).source
    assert [(source.address, source.is_of_the_web) for source in found] == [
        ("https://news.example/feed.xml", True),
        ("s3://desk/wire/*.jsonl", False),
        ("gs://desk/all.csv", False),
    ]

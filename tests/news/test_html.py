from __future__ import annotations

import base64
import gzip
import socket
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import InputError
from dragoman.evaluation.tasks.extraction import predict
from dragoman.news import Entry, News, NewsSettings
from dragoman.news.readers.html import Page, decode_page, parse_page

FIRST = (
    "The foreign ministers of Norland and Estmark met in the port of Halvik on Thursday and agreed to reopen the two "
    "border crossings that had been closed since the autumn of 2019, officials of both sides said."
)
SECOND = (
    "A joint commission will look into the fishing dispute. It is to report on 3 March 2031, according to a statement "
    "that the ministry in Norland published after the talks had ended."
)
THIRD = (
    "Opposition lawmakers criticised the accord and called on the government to lay it before parliament, where it has "
    "no majority of its own and depends on two smaller parties."
)
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
STORY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"

LINKED = f"""<!DOCTYPE html><html lang="en-GB"><head><title>Border to reopen | The Halvik Post</title>
<link rel="canonical" href="https://post.example/world/border">
<script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
 {{"@type": "WebSite", "name": "Post Online"}},
 {{"@type": "NewsArticle", "headline": "Ministers agree to reopen border", "datePublished": "2024-05-16T09:30:00+02:00",
  "dateModified": "2024-05-17T06:00:00Z", "author": [{{"@type": "Person", "name": "Ada Lund"}}, {{"name": "Jon Vik"}}],
  "publisher": {{"@type": "NewsMediaOrganization", "name": "The Halvik Post"}}}}]}}</script></head>
<body><nav><a href="/">Home</a><a href="/world">World</a></nav><main><article><h1>Ministers agree to reopen border</h1>
{STORY}</article></main><aside><h3>Also read</h3><p>Storm warning for the coast</p></aside>
<script>document.body.innerHTML = "gone"</script></body></html>"""

GRAPH = f"""<html lang="en"><head><title>Border to reopen - Estmark Daily</title>
<meta property="og:title" content="Border to reopen - Estmark Daily"><meta property="og:site_name" content="Estmark Daily">
<meta property="og:url" content="https://daily.example/1"><meta name="author" content="Mia Holt">
<meta property="article:published_time" content="2024-05-16T22:30:00Z"></head>
<body><div class="content"><h1>Border to reopen</h1><span class="publish-date">17 May 2024</span>{STORY}</div></body></html>"""

TIMED = f"""<html><head><meta http-equiv="content-language" content="de"></head><body><header><h1><a href="/">Der Kurier</a></h1>
<span class="header-date">1. Juni 2024</span></header><article><h1>Grenze wird ge\u00adöffnet</h1>
<time datetime="2024-05-16">16. Mai</time>{STORY}</article>
<div class="comments"><div class="comment"><time datetime="2024-05-20">20.05.2024</time> Gut so.</div></div></body></html>"""

LABELLED = f"""<html lang="ru"><head><title>Граница откроется</title></head><body><div><p class="date">16 мая 2024, 13:43</p>
<h1>Граница откроется</h1>{STORY}</div></body></html>"""

BARE = f"""<html><head><title>Border to reopen | Notes</title></head><body><div><h2>Notes</h2>{STORY}</div></body></html>"""


def parse(markup: str) -> Page:
    return parse_page(markup, where="page.html")


def read(folder: Path, name: str, data: bytes, **settings: Any) -> list[Entry]:
    (folder / name).write_bytes(data)
    return list(News([folder / name], NewsSettings(**settings)))


@pytest.mark.parametrize("markup", [LINKED, GRAPH, TIMED, LABELLED, BARE])
def test_text_is_the_article_in_paragraphs_parted_by_blank_lines(markup: str) -> None:
    text = parse(markup).text
    assert text.endswith(TEXT)
    assert "Also read" not in text
    assert "gone" not in text


def test_linked_data_tells_all() -> None:
    page = parse(LINKED)
    assert page.text == TEXT
    assert (page.title, page.author) == ("Ministers agree to reopen border", "Ada Lund; Jon Vik")
    assert (page.publisher, page.language) == ("The Halvik Post", "en")
    assert page.url == "https://post.example/world/border"
    assert page.published == date(2024, 5, 16)
    assert page.published_time == datetime(2024, 5, 16, 7, 30, tzinfo=UTC)
    assert page.modified_time == datetime(2024, 5, 17, 6, tzinfo=UTC)


def test_meta_elements_tell_and_the_name_of_the_site_is_no_part_of_the_title() -> None:
    page = parse(GRAPH)
    assert (page.title, page.author, page.publisher) == ("Border to reopen", "Mia Holt", "Estmark Daily")


def test_late_evening_in_greenwich_is_the_day_that_the_page_shows() -> None:
    assert parse(GRAPH).published == date(2024, 5, 17)
    assert parse(GRAPH.replace("17 May 2024", "")).published == date(2024, 5, 16)
    assert parse(GRAPH.replace("17 May 2024", "20 May 2024")).published == date(2024, 5, 16)


def test_day_of_time_element_is_not_that_of_comments_or_masthead() -> None:
    page = parse(TIMED)
    assert (page.published, page.title, page.language) == (date(2024, 5, 16), "Grenze wird geöffnet", "de")


def test_labelled_date_is_read_in_the_language_of_the_page() -> None:
    assert parse(LABELLED).published == date(2024, 5, 16)


def test_language_of_xhtml_is_read() -> None:
    assert parse(LABELLED.replace('lang="ru"', 'xml:lang="nb-NO"')).language == "nb"
    assert parse(LABELLED.replace('lang="ru"', 'lang="?"')).language is None


@pytest.mark.parametrize(
    ("language", "label", "day"),
    [
        ("fr", "05/06/2024", date(2024, 6, 5)),
        ("en-GB", "05/06/2024", date(2024, 6, 5)),
        ("en-US", "05/06/2024", date(2024, 5, 6)),
        ("en", "05/16/2024", date(2024, 5, 16)),
        ("en", "05/06/2024", None),
        ("", "05/06/2024", None),
        ("en", "May 2024", None),
        ("en", "99/99/2024", None),
        ("en", "2024", None),
    ],
)
def test_label_with_slashes_is_read_as_the_country_does_and_a_doubtful_one_not(
    language: str, label: str, day: date | None
) -> None:
    markup = LABELLED.replace("16 мая 2024, 13:43", label).replace('lang="ru"', f'lang="{language}"')
    assert parse(markup).published == day


def test_date_in_the_story_is_not_the_day_of_publication() -> None:
    page = parse(BARE)
    assert (page.published, page.published_time, page.author) == (None, None, None)
    assert page.title == "Border to reopen"


def test_broken_linked_data_is_passed_over() -> None:
    odd = '{"@type": ["NewsArticle", 3], "headline": ["x"], "author": [{"name": {"a": 1}}, 4], "datePublished": 5}'
    for data in (odd, "[" * 100_000, '{"@type": "NewsArticle", "datePublished": "1970-01-01"}', '{"a'):
        page = parse(GRAPH.replace("</head>", f'<script type="application/ld+json">{data}</script></head>'))
        assert (page.title, page.author, page.published) == ("Border to reopen", "Mia Holt", date(2024, 5, 17))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1/a">]>'
    assert parse(f'{outside}<html><head><base href="http://127.0.0.1/"></head><body>&a;{STORY}</body></html>').text
    parse("<html><body>http://127.0.0.1/x</body></html>")


def test_pages_that_are_none_are_refused_with_their_name(tmp_path: Path) -> None:
    for data, reason in (
        (b"just words", "no markup"),
        (b"<>", "cannot be taken apart"),
        (b"<html><body><div></div><div></div></body></html>", "no article was found"),
        (b"<html><body>" + b"<i></i>" * 50_001, "at most 50,000"),
        (b"\x89PNG\r\n\xff\xff", "PNG image"),
    ):
        (entry,) = read(tmp_path, "bad.html", data)
        assert entry.document is None
        assert entry.issues[0].origin is not None
        assert entry.issues[0].origin.endswith("bad.html")
        assert reason in entry.issues[0].message


def test_page_longer_than_the_settings_allow_is_refused(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, "long.html", LINKED.encode(), max_characters=50)
    assert "longer than 800 bytes" in entry.issues[0].message
    assert "max_characters" in entry.issues[0].message


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.html.gz"])
def test_page_becomes_a_document(tmp_path: Path, name: str) -> None:
    data = LINKED.encode()
    (entry,) = read(tmp_path, name, gzip.compress(data) if name.endswith(".gz") else data)
    document = entry.document
    assert document is not None
    assert (document.text, document.published, document.language) == (TEXT, date(2024, 5, 16), "en")
    assert document.title == "Ministers agree to reopen border"
    assert not entry.issues


def test_declared_encoding_counts_where_the_page_is_not_utf_8() -> None:
    markup = '<meta charset="windows-1251"><p>Граница</p>'
    assert decode_page(markup.encode("cp1251"), "a.html") == (markup, None)
    assert decode_page(markup.encode(), "a.html") == (markup, None)
    undeclared = decode_page("<p>Öffnung</p>".encode("cp1252"), "a.html")
    assert undeclared.text == "<p>Öffnung</p>"
    assert undeclared.note is not None
    for wrong in ("base64", "utf-7", "nowhere"):
        assert decode_page(f'<meta charset="{wrong}"><p>Ö'.encode("cp1252"), "a.html").text.endswith("Ö")


def test_predictions_are_in_order_and_empty_for_broken_pages() -> None:
    records = [
        {"id": "a", "url": "https://post.example/1", "html": LINKED},
        {"id": "b", "url": None, "html_b64": base64.b64encode(GRAPH.encode()).decode()},
        {"id": "c", "html": 3},
        {"id": "d", "html_b64": "?"},
    ]
    first, second, *empty = predict(records)
    assert first == {
        "id": "a",
        "body": TEXT,
        "title": "Ministers agree to reopen border",
        "author": "Ada Lund; Jon Vik",
        "date": "2024-05-16",
    }
    assert (second["id"], second["date"]) == ("b", "2024-05-17")
    assert empty == [{"id": i, "body": "", "title": None, "author": None, "date": None} for i in ("c", "d")]


def test_refusal_keeps_its_cause() -> None:
    with pytest.raises(InputError, match=r"page\.html") as caught:
        parse("<>")
    assert caught.value.__cause__ is not None


def test_trafilatura_is_imported_only_for_pages() -> None:
    code = "import sys, dragoman.news; sys.exit(any(m.startswith(('trafilatura', 'htmldate', 'lxml')) for m in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True)

"""One poll of a source of each form, with what servers say and with what they do wrong."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from form_samples import FERRY, page, pdf, warc
from loopback import item, rss

from dragoman.errors import InputError
from dragoman.news.fetching import Fetched, FetchError
from dragoman.news.subscriptions import Subscription
from dragoman.news.taking import Found, Poll, document_of_page, poll_source, sample
from dragoman.records import Document

WIRE = "https://wire.example"
SPANISH = (
    "Los ministros de ambos países se reunieron el lunes en la capital para hablar del comercio y de la frontera común, "
    "según un comunicado que publicó el gobierno después de la reunión."
)


class Web:
    """Answers what a test gives it, as the fetcher would."""

    def __init__(self, **answers: tuple[str, bytes]) -> None:
        self.answers = {f"{WIRE}/{name.replace('__', '.')}": answer for name, answer in answers.items()}
        self.asked: list[str] = []

    def get(self, url: str, **told: Any) -> Fetched:
        self.asked.append(url)
        if url not in self.answers:
            raise FetchError("the server answers 404", reason="STATUS", status=404, where=url)
        kind, body = self.answers[url]
        return Fetched(url=url, status=200, body=body, content_type=kind)


def poll(web: Web, what: str, name: str, known: dict[str, tuple[str, str]] | None = None, **told: Any) -> Poll:
    source = Subscription(name="wire", address=f"{WIRE}/{name}", what=what, **told)  # type: ignore[arg-type]
    seen = known or {}
    return next(poll_source(source, web, seen=lambda keys: {k: seen[k] for k in keys if k in seen}))  # type: ignore[arg-type]


def texts(found: Poll) -> dict[str, str]:
    return {one.key: one.document.text for one in found.found if one.document}


# ---------------------------------------------------------------- feeds

ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>W</title>
<entry><id>tag:1</id><title type="html">Talks &lt;b&gt;begin&lt;/b&gt;</title><link rel="self" href="http://x.example/self"/>
<link href="http://x.example/1"/><published>2024-05-06T08:00:00Z</published><author><name>Ann Lee</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met.</p><p>They left.</p></div></content></entry></feed>"""


def test_items_of_a_feed_are_documents_and_summaries_are_pages_to_fetch() -> None:
    data = rss(
        item(1, "They met. " * 9, link=f"{WIRE}/1"),
        item(2, "Short.", link=f"{WIRE}/2", whole=False),
        item(3, "Short.", whole=False),
    )
    whole, to_fetch, summary = poll(Web(feed=("application/rss+xml", data)), "feed", "feed").found
    assert whole.document is not None
    assert (whole.key, whole.document.id, whole.document.published) == (f"{WIRE}/1", f"{WIRE}/1", date(2024, 5, 6))
    assert (to_fetch.url, to_fetch.title, to_fetch.published) == (f"{WIRE}/2", "Report 2", "2024-05-06")
    assert summary.document is not None
    assert (summary.key, summary.document.extent) == ("wire:n3", "summary")


def test_entry_of_atom() -> None:
    (found,) = poll(Web(feed=("", ATOM)), "feed", "feed").found
    document = found.document
    assert document is not None
    assert (document.url, document.title, document.author, document.language) == (
        "http://x.example/1", "Talks begin", "Ann Lee", "en",
    )  # fmt: skip
    assert document.text == "They met.\n\nThey left."


def test_mark_changes_with_the_item_and_nothing_else() -> None:
    first, same, other = (
        poll(Web(feed=("", rss(*more, item(1, text)))), "feed", "feed").found[-1].mark
        for text, more in (("They met.", ()), ("They met.", (item(9, "Another."),)), ("They left.", ()))
    )
    assert first == same != other


def test_item_without_an_id_is_the_same_wherever_it_stands() -> None:
    bare = "<item><title>Talks</title><description>They met.</description></item>"
    one = poll(Web(feed=("", rss(bare))), "feed", "feed").found[0].key
    assert one == poll(Web(feed=("", rss(item(1, "First."), bare))), "feed", "feed").found[1].key


def test_feed_that_holds_nothing_for_a_while_is_no_error() -> None:
    assert poll(Web(feed=("", rss())), "feed", "feed").found == ()


def test_entities_of_a_feed_are_refused_by_name() -> None:
    laughs = b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
    outside = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'
    for data in (laughs, outside):
        with pytest.raises(InputError, match=r"declares a document type \(DTD\)"):
            poll(Web(feed=("", data)), "feed", "feed")


@pytest.mark.parametrize(
    "data", [b"", b"They met.", b"<html><body>no</body></html>", b"<rss><channel>", b"\x00\xff", b"<urlset/>"]
)
def test_what_is_no_feed_is_told(data: bytes) -> None:
    with pytest.raises(InputError):
        poll(Web(feed=("", data)), "feed", "feed")


def test_scripts_and_markup_of_an_item_never_become_text() -> None:
    markup = "&lt;p onclick='x()'&gt;They &lt;b&gt;met&lt;/b&gt;.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;iframe src=x&gt;in&lt;/iframe&gt;"
    (found,) = poll(Web(feed=("", rss(item(1, markup)))), "feed", "feed").found
    assert found.document is not None
    assert found.document.text == "They met."


def test_language_is_identified_whatever_the_source_says() -> None:
    (found,) = poll(Web(feed=("", rss(item(1, SPANISH)))), "feed", "feed", language="en").found
    assert found.document is not None
    assert found.document.language == "es"


# ---------------------------------------------------------------- files of documents


def test_lines_of_json_are_documents_and_a_bad_line_is_refused_once() -> None:
    lines = [{"id": "a", "text": "They met."}, {"text": "They left."}, {"id": "c"}, {"id": "d"}]
    data = "\n".join(map(json.dumps, lines)).encode()
    found = poll(Web(news__jsonl=("text/plain", data)), "file", "news.jsonl")
    assert list(texts(found).values()) == ["They met.", "They left."]
    assert "wire:a" in texts(found)
    assert len([one for one in found.found if one.issue]) == 1
    known = {one.key: ("wire", one.mark) for one in found.found}
    data += b'\n{"id": "e", "text": "They came back."}'
    assert list(texts(poll(Web(news__jsonl=("text/plain", data)), "file", "news.jsonl", known))) == ["wire:e"]


def test_columns_of_a_table_are_those_that_the_source_tells() -> None:
    web = Web(news__csv=("text/csv", b"no,body\n1,They met.\n2,They left.\n"))
    found = poll(web, "file", "news.csv", columns={"text": "body", "id": "no"})
    assert texts(found) == {"wire:1": "They met.", "wire:2": "They left."}


def test_file_of_which_nothing_can_be_read_is_an_error_of_the_source() -> None:
    with pytest.raises(InputError):
        poll(Web(news__csv=("text/csv", b"no,body\n1,They met.\n")), "file", "news.csv")


def test_item_that_is_only_an_address_is_a_page_to_fetch() -> None:
    data = f"<rss><channel><item><link>{WIRE}/1</link></item><item><guid>2</guid></item></channel></rss>".encode()
    link, empty = poll(Web(feed=("", data)), "feed", "feed").found
    assert (link.key, link.url, link.document, link.issue) == (f"{WIRE}/1", f"{WIRE}/1", None, None)
    assert empty.issue is not None
    assert "it has no text" in empty.issue.message
    (never, _) = poll(Web(feed=("", data)), "feed", "feed", pages="never").found
    assert never.issue is not None
    assert "the document is empty" in never.issue.message


# ---------------------------------------------------------------- lists of addresses


def sitemap(*pages: str, outside: str = "urlset", inside: str = "url") -> bytes:
    listed = "".join(
        f"<{inside}><loc>{loc}</loc><lastmod>2024-05-0{n}</lastmod></{inside}>" for n, loc in enumerate(pages, 1)
    )
    return f'<{outside} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</{outside}>'.encode()


def test_sitemap_for_news_tells_title_and_day() -> None:
    data = (
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        b"<url><loc>https://wire.example/1</loc><news:news><news:publication_date>2024-05-06</news:publication_date>"
        b"<news:title>Talks</news:title></news:news></url></urlset>"
    )
    for body in (data, gzip.compress(data)):
        (found,) = poll(Web(map__xml=("", body)), "sitemap", "map.xml").found
        assert (found.url, found.title, found.published) == (f"{WIRE}/1", "Talks", "2024-05-06")


def test_index_of_sitemaps_is_followed_the_latest_first() -> None:
    web = Web(
        index__xml=("", sitemap(f"{WIRE}/old.xml", f"{WIRE}/new.xml", outside="sitemapindex", inside="sitemap")),
        old__xml=("", sitemap(f"{WIRE}/1")), new__xml=("", sitemap(f"{WIRE}/2")),
    )  # fmt: skip
    assert [one.url for one in poll(web, "sitemap", "index.xml").found] == [f"{WIRE}/2", f"{WIRE}/1"]


def test_sitemap_that_lists_itself_ends() -> None:
    web = Web(index__xml=("", sitemap(f"{WIRE}/index.xml", outside="sitemapindex", inside="sitemap")))
    assert poll(web, "sitemap", "index.xml").found == ()
    assert len(web.asked) <= 5


def row(url: str) -> str:
    return "\t".join(["1"] * 59 + ["20240506081500", url])


def test_latest_files_of_gdelt_lead_to_the_articles_they_list() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("20240506081500.export.CSV", "\n".join(map(row, [f"{WIRE}/a", f"{WIRE}/a", f"{WIRE}/b"])))
    line = f"150383 297a16b493de7cf6ca809a7cc31d0b93 {WIRE}/20240506081500.export.CSV.zip\n"
    web = Web(lastupdate__txt=("text/plain", line.encode()))
    web.answers[f"{WIRE}/20240506081500.export.CSV.zip"] = ("application/zip", packed.getvalue())
    found = poll(web, "list", "lastupdate.txt").found
    assert [(one.url, one.published) for one in found] == [(f"{WIRE}/a", "2024-05-06"), (f"{WIRE}/b", "2024-05-06")]


def translated(url: str, language: str) -> str:
    return "\t".join(["1", "20240506081500", "1", "wire.example", url, *[""] * 20, f"srclc:{language};eng:x", ""])


def test_language_that_gdelt_tells_holds_where_the_page_is_too_short() -> None:
    lines = "\n".join([translated(f"{WIRE}/short", "spa"), translated(f"{WIRE}/long", "spa")])
    web = Web(
        a__gkg__csv=("text/plain", lines.encode()),
        short=("text/plain", b"Ministros en Quito."),
        long=("text/plain", FERRY.encode()),
    )
    found = poll(web, "list", "a.gkg.csv").found
    assert [one.language for one in found] == ["spa", "spa"]
    source = Subscription(name="wire", address=f"{WIRE}/a.gkg.csv", what="list", language="en")
    short, long = (
        document_of_page(one.key, one.url or "", source, web, language=one.language)  # type: ignore[arg-type]
        for one in found
    )
    assert (short.language, long.language) == ("es", "en")
    assert [one.language for one in sample(source, web)[1] if isinstance(one, Document)] == ["es", "en"]  # type: ignore[arg-type]


def test_archives_that_common_crawl_lists_are_read_one_at_a_poll() -> None:
    paths = gzip.compress(b"crawl-data/NEWS/one.warc.gz\ncrawl-data/NEWS/two.warc.gz\n")
    web = Web()
    web.answers[f"{WIRE}/warc.paths.gz"] = ("application/octet-stream", paths)
    crawl = "https://data.commoncrawl.org/crawl-data/NEWS"
    body = page("Ferry sails again", [FERRY]).encode()
    web.answers[f"{crawl}/one.warc.gz"] = ("", warc([("https://post.example/1", "200 OK", "text/html", body)]))
    first = poll(web, "list", "warc.paths.gz")
    assert (list(texts(first)), first.is_cut) == (["https://post.example/1"], True)
    second = poll(web, "list", "warc.paths.gz", {one.key: ("wire", one.mark) for one in first.found})
    assert [(one.key, one.issue.error if one.issue else "") for one in second.found] == [
        (f"{crawl}/two.warc.gz", "FetchError")
    ]
    assert not second.is_cut


def test_feed_that_is_said_to_be_a_list_is_told() -> None:
    with pytest.raises(InputError, match="no list of addresses"):
        poll(Web(feed=("", rss(item(1, "They met.")))), "list", "feed")


# ---------------------------------------------------------------- pages


def fetch(kind: str, body: bytes, **told: Any) -> Any:
    source = Subscription(name="wire", address=f"{WIRE}/feed", what="feed")
    return document_of_page("x", f"{WIRE}/a", source, Web(a=(kind, body)), **told)  # type: ignore[arg-type]


def test_page_goes_through_the_readers_of_files() -> None:
    found = fetch("text/html; charset=utf-8", page("Ferry sails again", [FERRY]).encode(), published="2024-05-06")
    assert (found.id, found.url, found.title, found.language) == ("x", f"{WIRE}/a", "Ferry sails again", "en")
    assert fetch("application/pdf", pdf([[FERRY[:80], FERRY[80:160]]])).text.strip()
    assert fetch("text/plain", SPANISH.encode()).language == "es"
    assert fetch("", page("Ferry sails again", [FERRY]).encode()).title == "Ferry sails again"
    dated = fetch("text/plain", b"LAKEPORT, July 3, 2024 - They met.", find_date=lambda text: "July 3, 2024")
    assert dated.published == date(2024, 7, 3)


@pytest.mark.parametrize(
    ("kind", "body", "told"),
    [
        ("image/png", b"x", "it is 'image/png'"),
        ("text/javascript", b"x", "it is 'text/javascript'"),
        ("text/plain", b" ", "there is no text"),
        ("text/html", b"", "wire.example/a"),
        ("application/x-ndjson", b'{"text": "They met."}\n{"text": "They left."}', "it holds several documents"),
    ],
)
def test_what_is_no_page_is_told(kind: str, body: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        fetch(kind, body)


def test_sample_shows_pages_and_what_is_wrong() -> None:
    data = rss(item(1, "They met."), item(2, "Short.", link=f"{WIRE}/2", whole=False))
    source = Subscription(name="wire", address=f"{WIRE}/feed", what="feed")
    number, told = sample(source, Web(feed=("", data)))  # type: ignore[arg-type]
    assert number == 2
    assert [type(one).__name__ for one in told] == ["Document", "Issue"]
    assert Found(key="x").mark == ""

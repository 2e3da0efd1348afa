"""What comes of inputs of every form: five and more of each, with the counts expected."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from form_samples import BRIDGE, FERRY, LONG, TALKS, eml, news_item, newsml, ninjs, page, pdf, rss, tarred, warc, zipped

from dragoman.errors import InputError
from dragoman.news import Entry, News, NewsSettings, find_addresses, find_sources
from dragoman.news.remote import list_files


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(name: str, data: bytes | str, **settings: Any) -> list[Entry]:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    return list(News([name], NewsSettings(**settings)))


def counts(entries: list[Entry]) -> tuple[int, int, int]:
    """How many documents, refusals, and things passed over."""
    return (
        sum(entry.document is not None for entry in entries),
        sum(entry.refused for entry in entries),
        sum(entry.passed for entry in entries),
    )


def told(entries: list[Entry]) -> str:
    return "\n".join(f"{issue.origin}: {issue.error}: {issue.message}" for entry in entries for issue in entry.issues)


def first(entries: list[Entry]) -> Any:
    return next(entry.document for entry in entries if entry.document)


# ---------------------------------------------------------------- feeds


def item(body: str, *, guid: str = "p1", title: str = "Ferry sails again") -> str:
    return (
        f"<item><title>{title}</title><link>https://post.example/{guid}</link><guid>{guid}</guid>"
        f"<pubDate>Tue, 04 Mar 2025 06:30:00 +0100</pubDate><dc:creator>Ann Lee</dc:creator>{body}</item>"
    )


def test_item_with_its_text_is_the_article() -> None:
    content = f"<content:encoded><![CDATA[<p>{FERRY}</p><p>{BRIDGE}</p>]]></content:encoded>"
    entries = read("a.rss", rss([item(f"<description>Short.</description>{content}")]))
    document = first(entries)
    assert counts(entries) == (1, 0, 0)
    assert document.text == f"{FERRY}\n\n{BRIDGE}"
    assert (document.id, document.url, document.author) == ("p1", "https://post.example/p1", "Ann Lee")
    assert (document.title, document.publisher, document.extent) == ("Ferry sails again", "Selwyn Post", "whole")
    assert document.published == date(2025, 3, 4)
    assert document.published_at == datetime(2025, 3, 4, 5, 30, tzinfo=UTC)
    assert document.origin == "a.rss#1"


def test_item_with_a_summary_is_marked_so() -> None:
    entries = read("a.xml", rss([item(f"<description>&lt;p&gt;{TALKS}&lt;/p&gt;</description>")]))
    assert first(entries).text == TALKS
    assert first(entries).extent == "summary"
    assert "SummaryOnly: only a summary is told here; the article stands at https://post.example/p1" in told(entries)


def test_description_that_is_the_article_is_whole_and_one_that_breaks_off_is_not() -> None:
    whole = item(f"<description>{LONG}</description>")
    broken = item(f"<description>{LONG} [...]</description>", guid="p2")
    extents = [entry.document.extent for entry in read("a.rss", rss([whole, broken])) if entry.document]
    assert extents == ["whole", "summary"]


def test_atom_tells_text_markup_and_elements() -> None:
    entry = "<entry><id>urn:{0}</id><title>T{0}</title><link href='https://post.example/{0}'/><updated>2025-03-05T00:00:00Z</updated><published>2025-03-04T06:30:00Z</published><author><name>Ann Lee</name></author>{1}</entry>"
    bodies = (
        f"<content type='text'>{FERRY}</content>",
        f"<content type='html'>&lt;p&gt;{BRIDGE}&lt;/p&gt;</content>",
        f"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>{TALKS}</p><p>The end.</p></div></content>",
        f"<summary>{FERRY}</summary>",
        "",
    )
    feed = "".join(entry.format(number, body) for number, body in enumerate(bodies))
    entries = read(
        "a.atom", f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Post</title>{feed}</feed>"
    )
    texts = [e.document.text for e in entries if e.document]
    assert texts == [FERRY, BRIDGE, f"{TALKS}\n\nThe end.", FERRY, "T4"]
    assert [e.document.extent for e in entries if e.document] == ["whole"] * 3 + ["summary"] * 2
    assert first(entries).modified_at == datetime(2025, 3, 5, tzinfo=UTC)
    assert first(entries).author == "Ann Lee"


def test_rss_of_the_first_kind_has_its_items_beside_the_channel() -> None:
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        f"<channel><title>Old Post</title></channel><item><title>A</title><description>{FERRY}</description></item>"
        f"<item><title>B</title><description>{BRIDGE}</description></item></rdf:RDF>"
    )
    entries = read("old.rdf", feed)
    assert counts(entries) == (2, 0, 0)
    assert first(entries).publisher == "Old Post"


def test_feed_that_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    feed = rss(
        [item(f"<description>{FERRY} & more</description>"), item(f"<description>{TALKS}</description>", guid="p2")]
    )
    entries = read("a.rss", feed)
    assert counts(entries) == (2, 0, 0)
    assert "InputNote: not well-formed" in told(entries)


def test_bad_items_are_told_with_their_number_and_the_others_read() -> None:
    entries = read(
        "a.rss", rss(["<item/>", item(f"<description>{FERRY}</description>"), "<item><title> </title></item>"])
    )
    assert counts(entries) == (1, 2, 0)
    assert "a.rss#1: InputError: it has no text" in told(entries)
    assert counts(read("b.rss", rss([]))) == (0, 1, 0)


# ---------------------------------------------------------------- lists of addresses are no texts


def test_lists_are_refused_with_what_they_hold() -> None:
    url = "<url><loc>https://post.example/{0}</loc></url>"
    event = "\t".join(["1", "20250304", *[""] * 57, "20250304061500", "https://post.example/1"])
    gkg = "\t".join(["20250304-1", "20250304061500", "1", "post.example", "https://post.example/1", *[""] * 22])
    samples = {
        "news.xml": (f"<urlset>{url.format(1)}{url.format(2)}</urlset>", "a list of 2 addresses"),
        "index.xml": (
            "<sitemapindex><sitemap><loc>https://post.example/s.xml</loc></sitemap></sitemapindex>",
            "a list of 1 addresses",
        ),
        "20250304.export.CSV": (f"{event}\n{event}\n", "a list of 1 addresses"),
        "20250304.gkg.csv": (f"{gkg}\n", "a list of 1 addresses"),
        "renamed.csv": (f"{gkg}\n", "a table of GDELT with 27 columns"),
        "warc.paths": ("crawl-data/CC-NEWS/2025/03/a.warc.gz\n" * 2, "a list of 1 addresses"),
        "masterfilelist.txt": (f"150 {'0' * 32} http://lists.example/1.export.CSV.zip\n", "a list of 1 addresses"),
    }
    for name, (data, what) in samples.items():
        entries = read(name, data)
        assert counts(entries) == (0, 1, 0)
        assert f"this is {what}, not of texts" in told(entries)


# ---------------------------------------------------------------- tables


ROWS = [
    {"nr": 7, "head": "Ferry", "body": FERRY, "day": "2025-03-04"},
    {"nr": 8, "head": "Bridge", "body": BRIDGE, "day": "2025-03-03"},
    {"nr": 9, "head": "Nothing", "body": "", "day": ""},
]
COLUMNS = {"id": "nr", "title": "head", "text": "body", "published": "day"}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_table_of_words_is_read_by_its_columns(separator: str) -> None:
    lines = [separator.join(ROWS[0])] + [separator.join(f'"{cell}"' for cell in row.values()) for row in ROWS]
    entries = read("a.csv", "\r\n".join(lines), columns=COLUMNS)
    assert counts(entries) == (2, 1, 0)
    document = first(entries)
    assert (document.id, document.title, document.text) == ("7", "Ferry", FERRY)
    assert (document.published, document.origin) == (date(2025, 3, 4), "a.csv:2")
    assert "a.csv:4: InputError: the record has no" in told(entries)


def test_table_with_lines_in_its_cells_keeps_them_and_counts_them() -> None:
    entries = read("a.csv", 'text,title\n"One line.\nAnd another, with a comma.",A\nb,B,c,d\n"Three.",C\n')
    assert [entry.document.text for entry in entries if entry.document] == [
        "One line.\nAnd another, with a comma.",
        "Three.",
    ]
    assert [entry.document.origin for entry in entries if entry.document] == ["a.csv:2", "a.csv:5"]
    assert "a.csv:4: InputError: the row has 4 cells. Expected 2, as in the header" in told(entries)


def test_table_without_the_column_is_refused_with_those_it_has() -> None:
    for name, columns in (("a.csv", {}), ("b.csv", {"text": "boddy"})):
        entries = read(name, "head,body\nA,B\n", columns=columns)
        assert counts(entries) == (0, 1, 0)
        assert "only 'head', 'body'" in told(entries)
        assert "--columns text=body,title=headline" in told(entries)


def test_tables_in_other_encodings_and_empty_ones() -> None:
    assert first(read("a.csv", "text\nŁódź is quiet.\n".encode("utf-16"))).text == "Łódź is quiet."
    latin = read("b.csv", "text\nA café closed.\n".encode("cp1252"))
    assert first(latin).text == "A café closed."
    assert "Windows-1252" in told(latin)
    assert counts(read("c.csv", "text,title\n")) == counts(read("d.csv", "")) == (0, 1, 0)


def parquet(**columns: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def test_parquet_is_read_by_its_columns() -> None:
    table = parquet(**{name: [row[name] for row in ROWS] for name in ROWS[0]}, unused=[None] * 3)
    entries = read("a.parquet", table, columns=COLUMNS)
    assert counts(entries) == (2, 1, 0)
    assert (first(entries).id, first(entries).text, first(entries).origin) == ("7", FERRY, "a.parquet#1")


def test_parquet_tells_days_and_moments() -> None:
    moment = datetime(2025, 3, 4, 6, 30, tzinfo=UTC)
    days = read(
        "a.parquet", parquet(text=[FERRY], published=[date(2025, 3, 4)], modified=pa.array(["2025-03-05T01:00:00Z"]))
    )
    moments = read("b.parquet", parquet(text=[FERRY], published=[moment]))
    assert first(days).published == first(moments).published == date(2025, 3, 4)
    assert first(moments).published_at == moment
    assert first(days).modified_at == datetime(2025, 3, 5, 1, tzinfo=UTC)


def test_parquet_that_cannot_be_read_is_refused() -> None:
    assert counts(read("a.parquet", parquet(head=["A"]))) == (0, 1, 0)
    assert counts(read("b.parquet", parquet(text=pa.array([], pa.string())))) == (0, 1, 0)
    damaged = read("c.parquet", parquet(text=[FERRY])[:-20] + b"x" * 20)
    assert "the table is damaged" in told(damaged)
    assert counts(read("d.parquet", parquet(text=[1, 2]))) == (0, 2, 0)


def test_json_is_read_by_its_columns() -> None:
    lines = [{"article": {"body": FERRY}, "head": "A"}, {"article": {}, "head": "B"}, {"article": {"body": BRIDGE}}]
    entries = read("a.jsonl", "\n".join(map(json.dumps, lines)), columns={"text": "article.body", "title": "head"})
    assert counts(entries) == (2, 1, 0)
    assert first(entries).title == "A"


# ---------------------------------------------------------------- news items


def test_ninjs_items_are_known_by_their_fields() -> None:
    entries = [
        *read(
            "one.json", ninjs(headline="Ferry", body_text=FERRY, firstcreated="2025-03-04T06:30:00Z", byline="Ann Lee")
        ),
        *read(
            "two.json",
            ninjs(
                uri="2",
                headlines=[{"value": "Bridge"}],
                bodies=[{"contentType": "text/html", "value": f"<p>{BRIDGE}</p>"}],
            ),
        ),
        *read("three.json", f"[{ninjs(uri='3', body_xhtml=f'<p>{TALKS}</p>')}, {ninjs(uri='4', type='picture')}]"),
        *read(
            "four.jsonl",
            f"{ninjs(uri='5', body_text=FERRY)}\n{ninjs(uri='6', body_text=FERRY, pubstatus='canceled')}\n",
        ),
        *read("five.ninjs", ninjs(uri="7", body_html=f"<p>{FERRY}</p>", provider={"name": "Selwyn Post"})),
    ]
    assert counts(entries) == (5, 2, 0)
    assert "it is a picture, not a text" in told(entries)
    assert "its publisher has it canceled" in told(entries)
    document = first(entries)
    assert (document.id, document.title, document.author, document.text) == ("urn:post:1", "Ferry", "Ann Lee", FERRY)
    assert document.published == date(2025, 3, 4)
    assert [e.document.publisher for e in entries if e.document][-1] == "Selwyn Post"


def test_newsml_items_in_html_nitf_and_plain_text() -> None:
    html = f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{FERRY}</p><p>{BRIDGE}</p></body></html></inlineXML>'
    nitf = f"<inlineXML><nitf><body><body.content><p>{TALKS}</p></body.content></body></nitf></inlineXML>"
    plain = f'<inlineData contenttype="text/plain">{FERRY}</inlineData>'
    items = [news_item("1", html), news_item("2", nitf), news_item("3", plain)]
    items += [
        news_item("4", '<remoteContent href="x.jpg"/>'),
        news_item("5", plain, status="stat:canceled"),
        news_item("6", ""),
    ]
    entries = read("a.xml", newsml(items, outside="<packageItem guid='p'/>"))
    assert counts(entries) == (3, 3, 1)
    document = first(entries)
    assert document.text == f"{FERRY}\n\n{BRIDGE}"
    assert (document.title, document.author, document.publisher) == ("Ferry sails again", "Ann Lee", "SELWYN")
    assert (document.published, document.modified_at) == (date(2025, 3, 4), datetime(2025, 3, 5, 8, tzinfo=UTC))
    assert "a.xml#4: InputError: its content lies elsewhere" in told(entries)
    assert counts(read("b.xml", newsml([]))) == (0, 1, 0)
    assert counts(read("c.newsml", news_item("1", plain))) == (1, 0, 0)


def test_other_xml_is_refused_by_its_name() -> None:
    assert "XML with the element <invoice>" in told(read("a.xml", "<invoice><line>1</line></invoice>"))


# ---------------------------------------------------------------- web archives


PAGE = page("Ferry sails again", [FERRY, BRIDGE]).encode()


def test_web_archive_gives_its_pages_and_counts_the_rest() -> None:
    responses = [
        ("https://post.example/1", "200 OK", "text/html; charset=utf-8", PAGE),
        ("https://post.example/2", "404 Not Found", "text/html", b"<p>no</p>"),
        ("https://post.example/3", "200 OK", "image/jpeg", b"\xff\xd8\xff"),
        ("https://post.example/4", "301 Moved", "text/html", b""),
        ("https://post.example/5", "200 OK", "text/html", b"<html><body></body></html>"),
    ]
    for packed, name in ((True, "a.warc.gz"), (False, "b.warc")):
        entries = read(
            name,
            warc(responses, packed=packed, extra=[("metadata", b"x: y\r\n"), ("request", b"GET / HTTP/1.1\r\n\r\n")]),
        )
        assert counts(entries) == (1, 1, 6)
        document = first(entries)
        assert (document.url, document.title) == ("https://post.example/1", "Ferry sails again")
        assert document.origin.startswith(f"{name}@")
        assert "1 image/jpeg" in told(entries)
        assert "1 status 404" in told(entries)


def test_offset_of_a_record_is_where_it_begins() -> None:
    data = warc([("https://post.example/1", "200 OK", "text/html", PAGE)])
    offset = int(first(read("a.warc.gz", data)).origin.rpartition("@")[2])
    assert gzip.decompress(data[offset:]).startswith(b"WARC/1.0\r\nWARC-Type: response")


def test_web_archive_that_is_cut_off_gives_what_came_before() -> None:
    data = warc([(f"https://post.example/{n}", "200 OK", "text/html", PAGE) for n in range(3)], packed=False)
    entries = read("a.warc", data[: len(data) - len(PAGE) // 2])
    assert counts(entries)[0] >= 2
    assert counts(read("b.warc", b"WARC/1.0\r\nnonsense")) == (0, 1, 0)
    assert counts(read("c.warc", b"")) == (0, 1, 0)


def test_wacz_is_a_zip_of_web_archives() -> None:
    members: dict[str, bytes | str] = {
        "datapackage.json": "{}",
        "pages/pages.jsonl": '{"format": "json-pages-1.0"}\n{"url": "https://post.example/1"}\n',
        "indexes/index.cdx.gz": gzip.compress(b"x"),
        "archive/data.warc.gz": warc([("https://post.example/1", "200 OK", "text/html", PAGE)]),
    }
    entries = read("site.wacz", zipped(members))
    assert counts(entries) == (1, 0, 4)
    assert first(entries).origin.startswith("site.wacz!archive/data.warc.gz@")


# ---------------------------------------------------------------- mail


def test_messages_are_read_by_their_text_or_their_html() -> None:
    stub = "See this letter in your browser."
    entries = [
        *read("a.eml", eml(FERRY)),
        *read("b.eml", eml(None, f"<html><body><p>{BRIDGE}</p></body></html>")),
        *read("c.eml", eml(stub, f"<table><tr><td>{FERRY}</td></tr><tr><td>{BRIDGE}</td></tr></table>")),
        *read("d.eml", eml(TALKS, f"<p>{TALKS}</p><p style='display:none'>hidden words</p>")),
        *read("e.eml", eml("Słowo i zdanie.", Subject="=?utf-8?q?S=C5=82owo?=")),
        *read("f.eml", eml(None)),
    ]
    assert counts(entries) == (5, 1, 0)
    texts = [entry.document.text.strip() for entry in entries if entry.document]
    assert texts == [FERRY, BRIDGE, f"{FERRY}\n\n{BRIDGE}", TALKS, "Słowo i zdanie."]
    document = first(entries)
    assert (document.title, document.publisher, document.published) == (
        "Morning letter",
        "Selwyn Post",
        date(2025, 3, 4),
    )
    assert [e.document.title for e in entries if e.document][-1] == "Słowo"


# ---------------------------------------------------------------- PDF


def test_pdf_with_text_is_read_and_a_scanned_one_refused() -> None:
    lines = [FERRY[start : start + 80] for start in range(0, len(FERRY), 80)]
    entries = [
        *read("a.pdf", pdf([lines])),
        *read("b.pdf", pdf([lines, ["Second page with a few more words on it."]], title="Ferry sails again")),
        *read("c.pdf", pdf([["The owners with-", "drew the dismissal of six deckhands."]], title="letter.docx")),
        *read("d.pdf", pdf([[], []])),
        *read("e.pdf", b"%PDF-1.7\nnothing"),
        *read("f.pdf", pdf([lines] * 3), max_pages=2),
    ]
    assert counts(entries) == (3, 3, 0)
    documents = [entry.document for entry in entries if entry.document]
    assert documents[0].text.replace("\n", "") == FERRY.replace("\n", "")
    assert [document.title for document in documents] == [None, "Ferry sails again", None]
    assert documents[2].text == "The owners withdrew the dismissal of six deckhands."
    assert "d.pdf: InputError: this PDF is scanned: 2 pages with no text" in told(entries)


# ---------------------------------------------------------------- archives


def test_archives_hold_anything_that_is_read_by_itself() -> None:
    members: dict[str, bytes | str] = {
        "wire/a.txt": FERRY,
        "wire/b.html.gz": gzip.compress(PAGE),
        "wire/c.jsonl": f"{json.dumps({'text': BRIDGE})}\nnot json\n",
        "feed.rss": rss([item(f"<description>{TALKS}</description>")]),
        "picture.png": b"\x89PNG",
        "__MACOSX/._a.txt": "x",
        "deep.zip": zipped({"d.pdf": pdf([[TALKS[:90], TALKS[90:180]]])}),
    }
    for name, data in (
        ("a.zip", zipped(members)),
        ("b.tar", tarred(members)),
        ("c.tgz", tarred(members, mode="w:gz")),
        ("d.tar.gz", tarred(members, mode="w:gz")),
        ("e.zip.gz", gzip.compress(zipped(members))),
    ):
        entries = read(name, data)
        assert counts(entries) == (5, 1, 2), told(entries)
        origins = {entry.document.origin for entry in entries if entry.document}
        assert {
            f"{name}!wire/a.txt",
            f"{name}!wire/c.jsonl:1",
            f"{name}!feed.rss#1",
            f"{name}!deep.zip!d.pdf",
        } <= origins
        assert f"{name}!wire/c.jsonl:2" in told(entries)


def test_empty_archives_are_refused() -> None:
    for name, data in (("a.zip", zipped({})), ("b.tar", tarred({}))):
        assert "the archive is empty" in told(read(name, data))


# ---------------------------------------------------------------- names and addresses


def test_name_that_says_nothing_is_looked_into() -> None:
    kinds = Counter(
        bool(first(read(name, data)).text)
        for name, data in (
            ("a", FERRY),
            ("b.bin", PAGE),
            ("c.tmp", rss([item(f"<description>{FERRY}</description>")])),
            ("d.dat", eml(FERRY)),
            ("e.txt", zipped({"a.txt": FERRY})),
        )
    )
    assert kinds == {True: 5}
    assert "files named .docx are not read" in told(read("f.docx", FERRY))
    assert "it is not compressed" in told(read("g.txt.gz", FERRY))


def test_addresses_of_other_systems_are_read_and_those_of_the_web_are_not() -> None:
    fsspec = pytest.importorskip("fsspec")
    files = fsspec.filesystem("memory")
    files.pipe("/wire/a.txt", FERRY.encode())
    files.pipe("/wire/b.jsonl.gz", gzip.compress(json.dumps({"text": BRIDGE}).encode()))
    entries = list(News(["memory://wire/*"]))
    assert counts(entries) == (2, 0, 0)
    assert {entry.document.text for entry in entries if entry.document} == {FERRY, BRIDGE}
    assert "there is no such file" in told(list(News(["memory://wire/none.txt"])))
    files.pipe("/wire/[c].txt", TALKS.encode())
    assert [one.document.text for one in News(["memory://wire/[c].txt"]) if one.document] == [TALKS]
    assert "not fetched here" in told(list(News(["https://post.example/1"])))
    assert "an address within an address" in told(list(News(["simplecache::memory://wire/a.txt"])))


def test_systems_that_remember_what_they_listed_are_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    fsspec = pytest.importorskip("fsspec")

    class Remembering(fsspec.get_filesystem_class("memory")):
        """Answers from what it listed first, as those of the cloud do."""

        protocol = "remembering"
        listed: ClassVar[dict[str, Any]] = {}

        def find(self, path: str, *args: Any, **told: Any) -> Any:
            return self.listed.setdefault(path, super().find(path, *args, **told))

        def invalidate_cache(self, path: str | None = None) -> None:
            self.listed.clear()

        @classmethod
        def _strip_protocol(cls, path: str) -> str:
            return super()._strip_protocol(path.removeprefix("remembering://"))

    fsspec.register_implementation("remembering", Remembering, clobber=True)
    files = fsspec.filesystem("remembering")
    files.pipe("/desk/a.txt", FERRY.encode())
    before = list_files("remembering://desk")
    files.pipe("/desk/a.txt", BRIDGE.encode())
    files.pipe("/desk/b.txt", FERRY.encode())
    after = list_files("remembering://desk")
    assert [file.address.rpartition("/")[2] for file in after] == ["a.txt", "b.txt"]
    assert before[0].version != after[0].version


def test_same_input_gives_the_same_entries() -> None:
    data = zipped({"b.txt": BRIDGE, "a.rss": rss([item(f"<description>{TALKS}</description>")])})
    assert read("a.zip", data) == read("a.zip", data)


# ---------------------------------------------------------------- addresses


def addresses(name: str, data: bytes | str) -> list[Any]:
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    (source,) = find_sources([name])[0]
    return list(find_addresses(source))


def test_sitemap_for_news_tells_titles_and_days() -> None:
    sitemap = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>https://post.example/1</loc><news:news><news:publication><news:name>Selwyn Post</news:name>"
        "<news:language>en</news:language></news:publication><news:publication_date>2025-03-04T06:30:00Z</news:publication_date>"
        "<news:title>Ferry sails again</news:title></news:news></url>"
        "<url><loc>https://post.example/2</loc><lastmod>2025-03-03</lastmod></url><url><loc>ftp://x/3</loc></url></urlset>"
    )
    told, dated, wrong = addresses("news.xml.gz", gzip.compress(sitemap.encode()))
    assert (told.url, told.title, told.publisher, told.language) == (
        "https://post.example/1",
        "Ferry sails again",
        "Selwyn Post",
        "en",
    )
    assert (told.published, dated.published, told.kind) == (date(2025, 3, 4), date(2025, 3, 3), "article")
    assert "is no address of the web" in wrong.message


def test_tables_of_gdelt_tell_addresses_once() -> None:
    event = "\t".join(["1", "20250304", *[""] * 57, "20250305061500", "https://post.example/1"])
    old = "\t".join(["1", "20250304", *[""] * 54, "20250305", "https://post.example/2"])
    mention = "\t".join(
        ["1", "20250304061500", "20250304063000", "1", "post.example", "https://post.example/3", *[""] * 10]
    )
    gkg = "\t".join(
        [
            "20250304-1",
            "20250304061500",
            "1",
            "post.example",
            "https://post.example/4",
            *[""] * 20,
            "srclc:fra;eng:x",
            "",
        ]
    )
    found = addresses(
        "20250304.export.CSV.zip", zipped({"20250304.export.CSV": "\n".join([event, event, old, mention, gkg, "a\tb"])})
    )
    assert [one.url for one in found[:4]] == [f"https://post.example/{n}" for n in range(1, 5)]
    assert [one.published for one in found[:4]] == [
        date(2025, 3, 5),
        date(2025, 3, 5),
        date(2025, 3, 4),
        date(2025, 3, 4),
    ]
    assert found[3].language == "fra"
    assert "has 2 columns" in found[4].message


def test_path_that_begins_like_a_broken_address_is_refused_and_the_others_are_told() -> None:
    found = addresses("warc.paths", "crawl-data/a.warc.gz\n//[x/crawl-data/b.warc.gz\ncrawl-data/c.warc.gz\n")
    assert [one.url.rpartition("/")[2] for one in found if not isinstance(one, InputError)] == [
        "a.warc.gz",
        "c.warc.gz",
    ]
    assert "is none (Invalid IPv6 URL)" in found[1].message


def test_other_lists_tell_where_archives_lie() -> None:
    (paths,) = addresses("warc.paths.gz", gzip.compress(b"crawl-data/CC-NEWS/2025/03/a.warc.gz\n"))
    assert (paths.url, paths.kind) == ("https://data.commoncrawl.org/crawl-data/CC-NEWS/2025/03/a.warc.gz", "archive")
    (table,) = addresses("lastupdate.txt", f"150 {'0' * 32} http://lists.example/1.export.CSV.zip\n")
    assert (table.url, table.kind) == ("http://lists.example/1.export.CSV.zip", "table")
    (index,) = addresses(
        "index.xml", "<sitemapindex><sitemap><loc>https://post.example/s.xml</loc></sitemap></sitemapindex>"
    )
    assert index.kind == "sitemap"
    (wrong,) = addresses("a.txt", FERRY)
    assert "no list of addresses" in wrong.message
    (out,) = addresses("wat.paths", "../../etc/passwd\n")
    assert "leads out of the crawl" in out.message

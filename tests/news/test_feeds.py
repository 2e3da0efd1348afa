"""What feeds and sitemaps list, and what they must not do."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from loopback import item, rss

from dragoman.errors import InputError
from dragoman.news.feeds import html_text, parse_feed, parse_sitemap

ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>W</title>
<entry><id>tag:1</id><title type="html">Talks &lt;b&gt;begin&lt;/b&gt;</title><link rel="self" href="http://x.example/self"/>
<link href="http://x.example/1"/><published>2024-05-06T08:00:00Z</published><author><name>Ann Lee</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met.</p><p>They left.</p></div></content></entry></feed>"""


def test_items_of_rss() -> None:
    whole, summary = parse_feed(
        rss(item(1, "They met. " * 9, link="http://x.example/1"), item(2, "Short.", whole=False)), "f"
    )
    assert (whole.key, whole.title, whole.published, whole.is_whole) == (
        "http://x.example/1",
        "Report 1",
        date(2024, 5, 6),
        True,
    )
    assert (summary.key, summary.url, summary.text, summary.is_whole) == ("n2", None, "Short.", False)


def test_entries_of_atom() -> None:
    (entry,) = parse_feed(ATOM, "f")
    assert (entry.url, entry.title, entry.author, entry.language) == (
        "http://x.example/1",
        "Talks begin",
        "Ann Lee",
        "en",
    )
    assert (entry.text, entry.is_whole) == ("They met.\n\nThey left.", True)


def test_text_that_breaks_off_is_no_article() -> None:
    (one,) = parse_feed(rss(item(1, "They met and spoke for hours. Read more...")), "f")
    assert not one.is_whole


def test_mark_changes_with_the_item_and_nothing_else() -> None:
    first, same, other = (
        parse_feed(rss(item(1, text)), "f")[0].mark for text in ("They met.", "They met.", "They left.")
    )
    assert first == same != other


def test_markup_becomes_text_without_scripts() -> None:
    markup = "<p>They <b>met</b>.</p><script>alert(1)</script><style>p{}</style><ul><li>One</li><li>Two &amp; three</li></ul>"
    assert html_text(markup) == "They met.\n\nOne\n\nTwo & three"
    assert html_text("<div>" * 5000 + "deep") in ("deep", "")


def test_sitemap_and_index() -> None:
    pages, inner = parse_sitemap(
        b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        b"<url><loc>http://x.example/1</loc><news:news><news:publication_date>2024-05-06</news:publication_date>"
        b"<news:title>Talks</news:title></news:news></url></urlset>",
        "s",
    )
    assert [(page.url, page.title, page.published) for page in pages] == [
        ("http://x.example/1", "Talks", date(2024, 5, 6))
    ]
    assert inner == []
    index = (
        b"<sitemapindex><sitemap><loc>http://x.example/old</loc><lastmod>2024-01-01</lastmod></sitemap>"
        b"<sitemap><loc>http://x.example/new</loc><lastmod>2024-05-01</lastmod></sitemap></sitemapindex>"
    )
    assert parse_sitemap(index, "s") == ([], ["http://x.example/new", "http://x.example/old"])


def test_entities_are_refused_by_name() -> None:
    laughs = b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>'
    with pytest.raises(InputError, match="ENTITIES"):
        parse_feed(laughs, "f")
    outside = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'
    with pytest.raises(InputError, match="ENTITIES"):
        parse_feed(outside, "f")


@pytest.mark.parametrize("data", [b"", b"They met.", b"<html><body>no</body></html>", b"<rss><channel>", b"\x00\xff"])
def test_what_is_no_feed_is_told(data: bytes) -> None:
    with pytest.raises(InputError):
        parse_feed(data, "f")

"""Which form an input has, by name and by how it begins."""

from __future__ import annotations

import gzip

import pytest
from form_samples import FERRY, eml, newsml, page, pdf, rss, tarred, warc, zipped

from dragoman.news.forms import Form, form_of_bytes, form_of_name


@pytest.mark.parametrize(
    ("name", "form", "packed"),
    [
        ("a.txt", "text", False),
        ("A.HTML.GZ", "html", True),
        ("feed.rss", "xml", False),
        ("table.tsv", "csv", False),
        ("crawl.warc.gz", "warc", True),
        ("site.wacz", "zip", False),
        ("old.tgz", "tar", True),
        ("old.tar.gz", "tar", True),
        ("20250304061500.export.CSV", "gdelt", False),
        ("20250304061500.gkg.csv", "gdelt", False),
        ("masterfilelist.txt", "gdelt", False),
        ("warc.paths.gz", "paths", True),
        ("letter.eml", "eml", False),
        ("picture.png", None, False),
        ("none", None, False),
    ],
)
def test_form_of_a_name(name: str, form: Form | None, packed: bool) -> None:
    assert form_of_name(name) == (form, packed)


@pytest.mark.parametrize(
    ("data", "told", "form"),
    [
        (FERRY.encode(), "sniff", "sniff"),
        (FERRY.encode(), "text", "text"),
        (page("Ferry", [FERRY]).encode(), "sniff", "html"),
        (page("Ferry", [FERRY]).encode("utf-16"), "sniff", "html"),
        (page("Ferry", [FERRY]).encode(), "text", "text"),
        (rss([]).encode(), "xml", "feed"),
        (b"<?xml version='1.0'?><!-- made by hand --><feed xmlns='http://www.w3.org/2005/Atom'/>", "sniff", "feed"),
        (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", "xml", "feed"),
        (b"<urlset/>", "xml", "sitemap"),
        (b"<s:sitemapindex xmlns:s='x'/>", "xml", "sitemap"),
        (newsml([]).encode(), "xml", "newsml"),
        (b"<invoice/>", "xml", "xml"),
        (b"<?xml version='1.0'?><invoice/>", "sniff", "xml"),
        (eml("Text."), "sniff", "eml"),
        (b"Note: this is text.\nAlso: this.\nDate: none\n", "sniff", "sniff"),
        (pdf([["Text."]]), "text", "pdf"),
        (zipped({"a.txt": "a"}), "sniff", "zip"),
        (tarred({"a.txt": "a"}), "sniff", "tar"),
        (gzip.compress(b"a"), "html", "gzip"),
        (warc([], packed=False), "sniff", "warc"),
        (b"PAR1....", "csv", "parquet"),
    ],
)
def test_form_of_what_begins_so(data: bytes, told: Form, form: Form) -> None:
    assert form_of_bytes(data[:4096], told) == form

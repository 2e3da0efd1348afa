"""Which form an input has: the one place that knows, by the ending of its name and by how it begins.

What begins like a packed or binary form is one, whatever its name says: a page saved as `.txt` is a text to its owner, but
a PDF named `.txt` is no text to anybody. Between the forms that are text the ending decides; where there is none, or it
means several things (`.xml`, `.json`), how the text begins does.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final, Literal

from dragoman.news.encoding import marked_encoding

Form = Literal[
    "text",
    "html",
    "jsonl",
    "json",
    "csv",
    "parquet",
    "xml",
    "feed",
    "sitemap",
    "newsml",
    "warc",
    "eml",
    "pdf",
    "zip",
    "tar",
    "gzip",
    "gdelt",
    "paths",
    "sniff",
]

_ENDINGS: Final[dict[str, Form]] = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".ninjs": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".xml": "xml",
    ".rss": "xml",
    ".atom": "xml",
    ".rdf": "xml",
    ".newsml": "xml",
    ".warc": "warc",
    ".wacz": "zip",
    ".eml": "eml",
    ".pdf": "pdf",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
    ".paths": "paths",
}
ENDINGS_READ: Final = (
    ".txt, .html, .jsonl, .ndjson, .json, .csv, .tsv, .parquet, .xml, .rss, .atom, .warc, .wacz, .eml, .pdf, .zip, .tar or "
    ".tgz, or one of these with .gz"
)
# Files of GDELT and Common Crawl, whose endings say less than their names do.
_GDELT: Final = re.compile(r"(?:\.(?:export|mentions|gkg)\.csv|(?:^|[-_.])(?:masterfilelist|lastupdate)[-\w]*\.txt)\Z")
_PATHS: Final = re.compile(r"(?:^|[-_.])(?:warc|wet|wat)\.paths\Z")

# How packed and binary forms begin. Nothing that is text begins so.
_MAGIC: Final[tuple[tuple[bytes, Form], ...]] = (
    (b"\x1f\x8b", "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"WARC/1.", "warc"),
)
_TAR_AT: Final = 257
HEAD: Final = 4096  # bytes that are looked at

_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)")
_ROOTS: Final[dict[str, Form]] = {
    "rss": "feed",
    "rdf": "feed",
    "feed": "feed",
    "urlset": "sitemap",
    "sitemapindex": "sitemap",
    "newsmessage": "newsml",
    "newsitem": "newsml",
    "packageitem": "newsml",
    "knowledgeitem": "newsml",
    "conceptitem": "newsml",
    "planningitem": "newsml",
    "html": "html",
}
_HTML = re.compile(
    r"\s*(?:<!doctype\s+html|<html|<head|<body|<!--.{0,500}?-->\s*<(?:!doctype\s+html|html))", re.IGNORECASE | re.DOTALL
)
_HEADER = re.compile(r"([A-Za-z][A-Za-z0-9-]{1,40}):[ \t]")
_MAIL: Final = frozenset(
    [
        "from",
        "to",
        "subject",
        "date",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "content-type",
        "reply-to",
        "sender",
    ]
)


def form_of_name(name: str) -> tuple[Form | None, bool]:
    """The form that a name tells, and whether what it names is compressed with gzip; no form where it tells none."""
    lower = name.lower().replace("\\", "/")
    packed = lower.endswith(".gz")
    lower = lower.removesuffix(".gz")
    if _GDELT.search(lower):
        return "gdelt", packed
    if _PATHS.search(lower):
        return "paths", packed
    path = PurePosixPath(lower)
    form = _ENDINGS.get(path.suffix)
    return ("tar", True) if path.suffix == ".tgz" else (form, packed)


def form_of_bytes(head: bytes, told: Form) -> Form:
    """The form of what begins so.

    Args:
        head: Its first bytes, at least 512 where it is that long.
        told: What its name tells; `sniff` where that is nothing.

    Returns:
        A form that is neither `sniff` nor `xml`, save that `xml` remains for XML of a kind that is not known, and `sniff`
        for text of which nobody said that it is one.
    """
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    if head[_TAR_AT : _TAR_AT + 5] == b"ustar":
        return "tar"
    if told not in ("sniff", "xml"):
        return told
    return _form_of_text(_opening(head), told)


def _form_of_text(text: str, told: Form) -> Form:
    root = root_name(text)
    if root in _ROOTS:
        return _ROOTS[root]
    if _HTML.match(text):
        return "html"
    if told == "xml":
        return "xml"
    if text.lstrip().startswith("<?xml"):
        return "xml"
    return "eml" if _is_mail(text) else "sniff"


def root_name(text: str) -> str | None:
    """The local name, in lower case, of the element that a text begins with; `None` where it begins with none."""
    place = 0
    while match := _PROLOG.match(text, place):
        place = match.end()
    found = _ROOT.match(text, place)
    return found[1].lower() if found else None


def _opening(head: bytes) -> str:
    """The first characters, as far as they matter here: those of ASCII."""
    mark = marked_encoding(head)
    data = head[mark[1] :] if mark else head
    return data.decode(mark[0] if mark else "latin-1", "replace")


def _is_mail(text: str) -> bool:
    """Whether a text begins with the header of a message: three fields at least of which two are those of mail."""
    names: list[str] = []
    for line in text.splitlines():
        if match := _HEADER.match(line):
            names.append(match[1].lower())
        elif not (names and line[:1] in (" ", "\t") and line.strip()):
            break
    return len(names) >= 3 and len(_MAIL & set(names)) >= 2

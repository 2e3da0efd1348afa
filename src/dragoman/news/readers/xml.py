"""XML as news writes it, taken apart without its dangers.

A document type declaration is refused by name, with or without entities: it is how XML is made to grow (a billion laughs)
and to fetch (external entities, DTDs), and no form of news needs it. Nothing is fetched, no entity is expanded, and depth
and size are limited.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.encoding import decode_text, marked_encoding
from dragoman.news.entries import Given
from dragoman.news.forms import root_name
from dragoman.news.readers.limits import read_file
from dragoman.news.readers.markup import local_name
from dragoman.news.sources import Source

_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9_.:-]{2,40})["']""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,500}\?>")
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
# XML has no place for them, and feeds hold them all the same.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDE: Final = frozenset({"utf-16", "utf-32", "utf-7", "utf16", "utf32"})


class Parsed:
    """An XML document: its root, and what is to be said about how it was read."""

    def __init__(self, root: Any, note: str | None) -> None:
        self.root, self.note = root, note


def read_xml(file: BinaryIO, source: Source, settings: NewsSettings, what: str) -> Parsed:
    """The document of an XML file.

    Raises:
        InputError: It is too large, declares a document type, or is no XML.
    """
    return parse_xml(read_file(file, source, settings, what), where=source.name)


def parse_xml(data: bytes, *, where: str) -> Parsed:
    """The document of some bytes. One that is not well-formed is read as far as it can be made out, with a note.

    Raises:
        InputError: It declares a document type, or is no XML at all.
    """
    from lxml import etree

    text = _DECLARATION.sub("", _FORBIDDEN.sub("", _decode(data, where)), count=1)
    _refuse_declaration(text, where)
    clean = text.encode("utf-8", "replace")
    note = None
    try:
        root = etree.fromstring(clean, _parser(recover=False))
    except etree.XMLSyntaxError as err:
        note = f"not well-formed: {' '.join(str(err).split())[:120]}; read as far as it could be made out"
        try:
            root = etree.fromstring(clean, _parser(recover=True))
        except etree.XMLSyntaxError:
            root = None
        if root is None:
            raise InputError(
                f"this is no XML ({' '.join(str(err).split())[:120]})", where=where, remedy="fetch it again"
            ) from err
    if root.getroottree().docinfo.internalDTD is not None:
        raise _declares(where)
    return Parsed(root, note)


def _parser(*, recover: bool) -> Any:
    from lxml import etree

    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _decode(data: bytes, where: str) -> str:
    declared = _DECLARED.search(data[:300])
    if declared and marked_encoding(data) is None:
        name = declared[1].decode("ascii").lower()
        try:
            if name not in _WIDE and codecs.lookup(name)._is_text_encoding:
                return data.decode(name)
        except (LookupError, ValueError):  # an encoding that does not exist, or that the bytes do not keep to
            pass
    return decode_text(data, where).text


def _refuse_declaration(text: str, where: str) -> None:
    place = 0
    while match := _BEFORE_ROOT.match(text, place):
        place = match.end()
    if text[place : place + 9].upper() == "<!DOCTYPE":
        raise _declares(where)


def _declares(where: str) -> InputError:
    return InputError(
        "it declares a document type (DTD), by which XML defines entities and fetches files",
        where=where,
        expected="XML without <!DOCTYPE>",
        remedy="if you trust who made it, take the declaration out",
    )


def refuse_xml(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """Refuse XML of a kind that is not read, by the name of its outermost element."""
    data = read_file(file, source, settings, "a feed or news item")
    if not data.strip():
        raise InputError("the file is empty", where=source.name, expected="a feed, a sitemap or a news item")
    name = root_name(_decode(data[:65_536], source.name))
    parse_xml(data, where=source.name)
    yield InputError(
        f"XML with the element <{(name or '?')[:40]}> outside is not read",
        where=source.name,
        expected="RSS, Atom, a sitemap or NewsML-G2",
        remedy='write the articles as JSON Lines, one {"text": ...} a line',
    )


def children(element: Any, *names: str) -> list[Any]:
    """The children of an element with one of these local names, in lower case, whatever their namespace."""
    return [child for child in element if local_name(child) in names]


def child_text(element: Any, *names: str) -> str | None:
    """The text of the first such child that has one, in one piece, without blanks around it."""
    for name in names:
        for child in children(element, name):
            if text := "".join(child.itertext()).strip():
                return text
    return None

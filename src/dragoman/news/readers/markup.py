"""From a piece of HTML that is an article already (the body of a feed's item, of a message, of a news item) to its text.

Nothing is looked for as on a page: all that is written stays, paragraphs parted by blank lines, without scripts, styles
and what is hidden. Nothing is run, nothing fetched, no markup kept.
"""

from __future__ import annotations

import re
from typing import Any, Final

from dragoman.errors import InputError

_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SILENT: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "button",
        "select",
        "textarea",
        "video",
        "audio",
        "canvas",
        "map",
    ]
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|mso-hide", re.IGNORECASE
)
# 50,000 elements are a page; the body of an item has some hundreds.
_MOST_ELEMENTS: Final = 50_000
_BLANK = re.compile(r"\s+")


def markup_text(markup: str, *, where: str) -> str:
    """The text of a piece of HTML: paragraphs parted by blank lines; empty where there is none.

    Raises:
        InputError: It cannot be taken apart.
    """
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    import lxml.html
    from lxml import etree

    clean = markup.replace("\0", "").encode("utf-8", "replace")
    try:
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
        tree: Any = lxml.html.document_fromstring(clean, parser=parser) if clean.strip() else None
    except (etree.LxmlError, ValueError, AssertionError) as err:
        if not re.sub(rb"<[^>]*>|\s", b"", clean):
            return ""
        raise InputError(
            f"its HTML cannot be taken apart ({' '.join(str(err).split())[:100]})", where=where, expected="sound HTML"
        ) from err
    return tree_text(tree, where=where) if tree is not None else ""


def tree_text(tree: Any, *, where: str) -> str:
    """The text of a tree of HTML or XHTML, as `markup_text` gives it.

    Raises:
        InputError: It has too many elements.
    """
    blocks: list[str] = []
    words: list[str] = []

    def end_block() -> None:
        if block := _BLANK.sub(" ", "".join(words).replace("\u00ad", "")).strip():
            blocks.append(block)
        words.clear()

    # Not by recursion: hostile markup is nested deeper than Python calls.
    number = 0
    stack: list[tuple[Any, bool]] = [(tree, False)]
    while stack:
        element, closing = stack.pop()
        name = local_name(element)
        if closing:
            if name in _BLOCKS:
                end_block()
            if element is not tree:
                words.append(element.tail or "")
            continue
        number += 1
        if number > _MOST_ELEMENTS:
            raise InputError(f"it has more than {_MOST_ELEMENTS:,} elements", where=where, expected="one article")
        stack.append((element, True))
        if name is None or name in _SILENT or _is_hidden(element):
            continue
        if name in _BLOCKS:
            end_block()
        words.append(element.text or "")
        stack += [(child, False) for child in reversed(element)]
    end_block()
    return "\n\n".join(blocks)


def local_name(element: Any) -> str | None:
    """The name of an element without its namespace, in lower case; `None` for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else None


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))

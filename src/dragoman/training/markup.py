"""Sentences under construction: spans are written into the text and taken out again at the end.

While a sentence is put together from pieces, its spans cannot be counted yet; so they travel inside the text, as
`⟦name|words⟧`, and survive whatever is put before, after and around them. `finish` takes them out and counts.
"""

from __future__ import annotations

import re

OPEN, BAR, CLOSE = "⟦", "¦", "⟧"
_TIDY = (
    (re.compile(r"\s+"), " "),
    (re.compile(r" ([,.;:?!])"), r"\1"),
    (re.compile(r",(\s*,)+"), ","),
    (re.compile(r",\."), "."),
)
_LETTER = re.compile(rf"^((?:{OPEN}[^{BAR}]*{BAR}|[\"'(\s])*)([a-z])")


def wrap(name: str, words: str) -> str:
    """`words` as a span named `name`."""
    return f"{OPEN}{name}{BAR}{words}{CLOSE}"


def tidy(text: str) -> str:
    """One space between words, none before a comma, a capital at the start."""
    for pattern, new in _TIDY:
        text = pattern.sub(new, text)
    return _LETTER.sub(lambda m: m[1] + m[2].upper(), text.strip())


def finish(text: str) -> tuple[str, dict[str, list[tuple[int, int]]]]:
    """The plain text and, by name, its spans in order: code points, end exclusive."""
    out: list[str] = []
    length = 0
    spans: dict[str, list[tuple[int, int]]] = {}
    stack: list[tuple[str, int]] = []
    index = 0
    while index < len(text):
        char = text[index]
        if char == OPEN:
            bar = text.index(BAR, index)
            stack.append((text[index + 1 : bar], length))
            index = bar + 1
            continue
        if char == CLOSE:
            name, start = stack.pop()
            spans.setdefault(name, []).append((start, length))
        else:
            out.append(char)
            length += 1
        index += 1
    return "".join(out), {name: sorted(found) for name, found in spans.items()}

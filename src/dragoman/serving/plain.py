"""Text that is safe to show in a terminal: an article may hold escapes that would move the cursor or hide words."""

from __future__ import annotations

import re

# Terminal escapes whole: strings (OSC, DCS, SOS, PM, APC) up to their end, control sequences (CSI), and the short ones.
_ESCAPE = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
)
# C0 and C1 controls but tab and line feed; marks that reorder the line; the byte order mark; half surrogates.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_BLANK = re.compile(r"\s+")


def plain_text(text: str) -> str:
    """The text without terminal escapes and control characters; line ends become line feeds, tabs stay."""
    return _CONTROL.sub("", _ESCAPE.sub("", _BREAK.sub("\n", text)))


def one_line(text: str) -> str:
    """The plain text with every run of blanks, tabs and line ends as one blank; blanks at either end remain, as one."""
    return _BLANK.sub(" ", plain_text(text))

"""Messages (EML): a newsletter is a document. Its text part is read, or else its HTML; what is attached is not.

The subject is the title, the name of who sent it the publisher, the day of sending that of publication.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import BinaryIO, Final

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.encoding import decode_text
from dragoman.news.entries import Given
from dragoman.news.readers.items import Item, item_draft
from dragoman.news.readers.limits import read_file
from dragoman.news.readers.markup import markup_text
from dragoman.news.sources import Source

# A text part that is so much shorter than the HTML says "see this in your browser" and little else.
_STUB: Final = 0.4
_MOST_PARTS: Final = 200
# Each line is held against the boundary of every part around it: without a bound, time grows with the square.
_MOST_BOUNDARIES: Final = 30
_BOUNDARY = re.compile(rb"boundary\*?\d*\*?\s*=", re.IGNORECASE)
_EXPECTED: Final = "a message with text in it"


def read_mail(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The one document of a message.

    Raises:
        InputError: It is too large, no message, or has no text.
    """
    data = read_file(file, source, settings, "a message")
    where = source.name
    if sum(1 for _ in _BOUNDARY.finditer(data)) > _MOST_BOUNDARIES:
        raise InputError(
            f"messages lie in it more than {_MOST_BOUNDARIES} deep", where=where, expected="one newsletter"
        )
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        item = Item(
            text=_text(message, where),
            title=_header(message, "subject"),
            publisher=_sender(message),
            published=_header(message, "date"),
            language=_header(message, "content-language"),
        )
    except InputError:
        raise
    except (
        Exception
    ) as err:  # the mail package meets headers and boundaries that nobody foresaw with errors of any kind
        reason = f"{type(err).__name__}: {' '.join(str(err).split())}"[:160]
        raise InputError(f"the message cannot be taken apart ({reason})", where=where, expected=_EXPECTED) from err
    if not item.text.strip():
        raise InputError("the message has no text", where=where, expected=_EXPECTED)
    yield item_draft(item, source, where, "")


def _text(message: EmailMessage, where: str) -> str:
    plain: list[str] = []
    markup: list[str] = []
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            raise InputError(f"it has more than {_MOST_PARTS} parts", where=where, expected="one newsletter")
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/plain":
            plain.append(_content(part, where))
        elif part.get_content_type() == "text/html":
            markup.append(markup_text(_content(part, where), where=where))
    written, shown = "\n\n".join(filter(None, plain)), "\n\n".join(filter(None, markup))
    return shown if len(written.strip()) < _STUB * len(shown) else written


def _content(part: Message, where: str) -> str:
    """The text of a part, in its charset or, where that is wrong or missing, in the one that fits."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset()
    if charset and charset not in ("us-ascii", "utf-7"):
        try:
            return data.decode(charset)
        except (LookupError, ValueError):  # an encoding that does not exist, or that the bytes do not keep to
            pass
    return decode_text(data, where).text if data else ""


def _header(message: EmailMessage, name: str) -> str | None:
    told = message.get(name)
    return " ".join(str(told).split()) or None if told is not None else None


def _sender(message: EmailMessage) -> str | None:
    name, address = parseaddr(_header(message, "from") or "")
    return name.strip() or address.rpartition("@")[2] or None

"""The article of a web page: its text, title, author and day."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from typing import Any

from dragoman.errors import InputError
from dragoman.evaluation.inputs import failures, fields_of, id_of, text_of
from dragoman.news.readers.html import Page, decode_page, parse_page


def predict(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """One prediction per record: `id`, `body`, `title`, `author`, `date` (an ISO day).

    The page is the record's `html`, or the bytes that its `html_b64` writes. A page that cannot be read has an empty
    `body`, and the rest is `None`.
    """
    for record in records:
        page = _page(record)
        yield {
            "id": id_of(record),
            "body": page.text,
            "title": page.title,
            "author": page.author,
            "date": page.published.isoformat() if page.published else None,
        }


def _page(record: dict[str, Any]) -> Page:
    where = str(id_of(record))
    try:
        return parse_page(_markup(record, where), where=where, url=text_of(record, "url") or None)
    except InputError:
        failures.append(where)
        return Page(text="")


def _markup(record: dict[str, Any], where: str) -> str:
    if not isinstance(fields_of(record).get("html_b64"), str):
        return text_of(record, "html")
    try:
        data = base64.b64decode(text_of(record, "html_b64"), validate=True)
    except (binascii.Error, ValueError) as err:
        raise InputError("html_b64 is no Base64", where=where) from err
    return decode_page(data, where).text

"""PDF with text in it: a file is a document. A scanned one, which is pictures of text, is refused by name.

The text is what the file draws, page by page, in its order. Words that are broken at the end of a line are put together;
a day is never taken from the file's own dates, which tell when a machine made it.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from dragoman.errors import InputError
from dragoman.news.config import NewsSettings
from dragoman.news.entries import Given
from dragoman.news.readers.items import Item, item_draft
from dragoman.news.readers.limits import read_file
from dragoman.news.sources import Source

_BROKEN_WORD = re.compile(r"(?<=[a-z])[-\u00ad\u2010]\n(?=[a-z])")
_FILE_NAME = re.compile(r"(?:microsoft word|untitled|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|pages))\b.*", re.IGNORECASE)
_SCANNED: Final = 20  # letters a page: a stamp or page number upon a picture
_LETTER = re.compile(r"[^\W\d_]")


def read_pdf(file: BinaryIO, source: Source, settings: NewsSettings) -> Iterator[Given]:
    """The one document of a PDF.

    Raises:
        InputError: It is too large, encrypted, damaged, or holds no text.
    """
    data = read_file(file, source, settings, "a PDF")
    where = source.name
    # It reports each thing that it mends; what cannot be mended is an error here.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages, title = _pages(data, where, settings)
    except InputError:
        raise
    except Exception as err:  # pypdf meets files that nobody foresaw with errors of any kind
        reason = f"{type(err).__name__}: {' '.join(str(err).split())}"[:160]
        raise InputError(
            f"the PDF cannot be taken apart ({reason})",
            where=where,
            expected="a sound PDF",
            remedy="print it to PDF anew, or save its text as .txt",
        ) from err
    text = "\n\n".join(filter(None, (_BROKEN_WORD.sub("", page).strip() for page in pages)))
    letters = len(_LETTER.findall(text))
    if letters < _SCANNED * max(len(pages), 1):
        raise InputError(
            f"this PDF is scanned: {len(pages)} {'page' if len(pages) == 1 else 'pages'} with no text to speak of",
            where=where,
            expected="a PDF with text in it",
            remedy="have a program for text recognition (OCR) make text of it first",
        )
    yield item_draft(Item(text=text, title=title), source, where, "")


def _pages(data: bytes, where: str, settings: NewsSettings) -> tuple[list[str], str | None]:
    """The text of each page, and the title where the file tells one that is no file name."""
    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise InputError("the PDF is encrypted", where=where, remedy="save it without its password")
    number = len(reader.pages)
    if number > settings.max_pages:
        raise InputError(
            f"the PDF has {number:,} pages",
            where=where,
            expected=f"at most {settings.max_pages:,}",
            remedy="cut it, or raise max_pages under [read] in dragoman.toml",
        )
    pages: list[str] = []
    length = 0
    for page in reader.pages:
        pages.append(page.extract_text() or "")
        length += len(pages[-1])
        if length > settings.max_characters:
            raise InputError(
                f"the text has more than {settings.max_characters:,} characters", where=where, expected="an article"
            )
    return pages, _title(reader)


def _title(reader: Any) -> str | None:
    title = reader.metadata.title if reader.metadata else None
    words = " ".join(title.split()) if isinstance(title, str) else ""
    return words if words and not _FILE_NAME.fullmatch(words) else None

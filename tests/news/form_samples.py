"""Inputs of every form, made in memory: the articles are invented. Used by the tests of readers and by the fuzzer."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Iterable
from email.message import EmailMessage

FERRY = (
    "Harbour officials in Port Selwyn said on Tuesday that the ferry to Norrow would sail again from Friday, after a strike of"
    " nine days. The union accepted a rise of four per cent, and the owners withdrew the dismissal of six deckhands."
)
BRIDGE = (
    "The transport minister opened a new bridge across the Tarn at Colby on Monday. She said that it would carry 20,000 cars a"
    " day and that the old one would be taken down before the winter."
)
TALKS = (
    "Envoys of the two governments met in the border town of Ashmere for a second day. They agreed to exchange prisoners and"
    " left open the question of the lake, which both of them claim."
)
LONG = "\n\n".join([FERRY, BRIDGE, TALKS] * 3)


def page(title: str, paragraphs: Iterable[str], *, head: str = "", day: str = "2025-03-04T06:30:00+00:00") -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Selwyn Post</title>'
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="Selwyn Post">'
        f'<meta property="article:published_time" content="{day}">{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article>"
        "<footer>All rights reserved.</footer></body></html>"
    )


def rss(items: Iterable[str], *, version: str = "2.0", channel: str = "<title>Selwyn Post</title>") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<rss version="{version}" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel>{channel}{''.join(items)}</channel></rss>"
    )


def zipped(members: dict[str, bytes | str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes | str], *, mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            content = data.encode() if isinstance(data, str) else data
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return out.getvalue()


def warc(
    responses: Iterable[tuple[str, str, str, bytes]], *, packed: bool = True, extra: Iterable[tuple[str, bytes]] = ()
) -> bytes:
    """Records of responses (address, status line, content type, body) and of other kinds (kind, block)."""
    out = bytearray()
    blocks = [("warcinfo", "", b"software: tests\r\n")]
    for url, status, kind, body in responses:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        blocks.append(("response", url, head + body))
    blocks += [(kind, "http://post.example/x", block) for kind, block in extra]
    for number, (kind, url, block) in enumerate(blocks):
        content = "application/http; msgtype=response" if kind == "response" else "application/warc-fields"
        record = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
            f"WARC-Date: 2025-03-04T07:00:00Z\r\n{f'WARC-Target-URI: {url}' if url else 'WARC-Filename: x'}\r\n"
            f"Content-Type: {content}\r\nContent-Length: {len(block)}\r\n\r\n"
        ).encode()
        whole = record + block + b"\r\n\r\n"
        out += gzip.compress(whole, mtime=0) if packed else whole
    return bytes(out)


def eml(text: str | None, markup: str | None = None, **headers: str) -> bytes:
    message = EmailMessage()
    told = {
        "From": "Selwyn Post <news@post.example>",
        "To": "reader@post.example",
        "Subject": "Morning letter",
        "Date": "Tue, 04 Mar 2025 06:30:00 +0000",
    }
    for name, value in {**told, **headers}.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
    if markup is not None and text is not None:
        message.add_alternative(markup, subtype="html")
    elif markup is not None:
        message.set_content(markup, subtype="html")
    return message.as_bytes()


def pdf(pages: Iterable[list[str]], *, title: str | None = None) -> bytes:
    """A PDF of pages, each of lines; a page without lines draws nothing."""
    objects: list[bytes] = []
    contents = []
    for lines in pages:
        drawn = " T* ".join(f"({line.replace('(', '[').replace(')', ']')}) Tj" for line in lines)
        contents.append(f"BT /F1 11 Tf 14 TL 50 780 Td {drawn} ET".encode() if lines else b"0 0 m")
    first = 4
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(len(contents)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode())
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for number, content in enumerate(contents):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {first + 2 * number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    info = b""
    if title is not None:
        places.append(len(out))
        out += b"%d 0 obj\n<< /Title (%s) >>\nendobj\n" % (len(objects) + 1, title.encode("latin-1"))
        info = b" /Info %d 0 R" % (len(objects) + 1)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, info, start)
    return bytes(out)


def newsml(items: Iterable[str], *, outside: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/>'
        f"<itemSet>{outside}{''.join(items)}</itemSet></newsMessage>"
    )


def news_item(guid: str, content: str, *, status: str = "stat:usable", headline: str = "Ferry sails again") -> str:
    return (
        f'<newsItem guid="{guid}" version="1" standard="NewsML-G2" xml:lang="en-GB"><itemMeta>'
        '<provider qcode="nprov:SELWYN"/><versionCreated>2025-03-05T08:00:00Z</versionCreated>'
        f'<firstCreated>2025-03-04T06:30:00Z</firstCreated><pubStatus qcode="{status}"/></itemMeta>'
        f'<contentMeta><headline>{headline}</headline><by>By Ann Lee</by><language tag="en"/></contentMeta>'
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def ninjs(**fields: object) -> str:
    return json.dumps({"uri": "urn:post:1", "type": "text", "pubstatus": "usable", "language": "en", **fields})

"""Inputs that mean harm: each is refused by name, quickly and in little memory. They are made here, not kept."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import struct
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from form_samples import FERRY, eml, page, pdf, rss, tarred, warc, zipped

from dragoman.news import News, NewsSettings

ZEROS = b"\0" * 12_000_000
BLANKS = (b" " * 9_999 + b"\n") * 1_200


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refusals(name: str, data: bytes | str, **settings: Any) -> list[str]:
    """What is said of an input of which no document may come."""
    Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    entries = list(News([name], NewsSettings(**settings)))
    assert [entry.document for entry in entries if entry.document] == []
    return [f"{issue.origin}: {issue.message}" for entry in entries for issue in entry.issues]


def test_members_without_a_name_or_with_two_are_refused() -> None:
    name = b"a.txt"
    sound = zipped({"a.txt": FERRY, "b.txt": "Envoys met."})
    Path("a.zip").write_bytes(sound.replace(name, b"\0.txt"))
    entries = list(News(["a.zip"]))
    assert [entry.document.text for entry in entries if entry.document] == ["Envoys met."]
    assert [issue.message for entry in entries for issue in entry.issues if "no name" in issue.message]
    twice = bytearray(sound.replace(name, b"\xb5.txt", 1))
    twice[7] |= 8  # says that its name is UTF-8
    Path("b.zip").write_bytes(twice)
    entries = list(News(["b.zip"]))
    assert [entry.document.text for entry in entries if entry.document] == ["Envoys met."]
    assert sum(entry.refused for entry in entries) == 1


# ---------------------------------------------------------------- bombs


def zip_of_lies() -> bytes:
    """A ZIP archive whose directory says that its member is small."""
    data = bytearray(zipped({"a.txt": ZEROS}))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.index(mark)
        data[start + place : start + place + 4] = struct.pack("<I", 1000)
    return bytes(data)


def sparse_tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        info = tarfile.TarInfo("a.txt")
        info.type = tarfile.GNUTYPE_SPARSE
        archive.addfile(info)
    return out.getvalue()


def parquet_bomb() -> bytes:
    out = io.BytesIO()
    words = "".join(chr(97 + number % 26) for number in range(2000))
    table = pa.table({"text": [words * 10] * 20_000})
    pq.write_table(table, out, compression="zstd", use_dictionary=False, write_statistics=False)
    return out.getvalue()


BOMBS = {
    "gzip": ("a.txt.gz", gzip.compress(ZEROS), "a decompression bomb", {"max_characters": 10_000_000}),
    "lines in gzip": ("a.jsonl.gz", gzip.compress(BLANKS), "a decompression bomb", {}),
    "gzip in gzip": ("a.gz", gzip.compress(gzip.compress(gzip.compress(b"text"))), "more than 2 times over", {}),
    "ZIP": ("a.zip", zipped({"a.txt": ZEROS}), "a decompression bomb: 12 MB", {}),
    "ZIP that lies": ("a.zip", zip_of_lies(), "damaged", {}),
    "ZIP in ZIP": ("a.zip", zipped({"b.zip": zipped({"c.jsonl": BLANKS})}), "b.zip: this is a decompression bomb", {}),
    "tar in gzip": ("a.tgz", tarred({"a.jsonl": BLANKS}, mode="w:gz"), "a decompression bomb", {}),
    "web archive": (
        "a.warc.gz",
        warc([("https://post.example/1", "404 Not Found", "text/html", ZEROS)]),
        "a decompression bomb: a record",
        {},
    ),
    "too much in one": ("a.zip", zipped({"a.txt": FERRY * 6000, "b.txt": FERRY * 6000}), "unpacks to more than 1 MB", {"max_unpacked_mb": 1, "max_characters": 2_000_000, "max_ratio": 9999}),
    "too deep": ("a.zip", zipped({"b.zip": zipped({"c.zip": zipped({"d.zip": zipped({"e.txt": FERRY})})})}), "more than 3 deep", {}),
    "too many members": ("a.zip", zipped({f"{n}.png": "" for n in range(20)}), "more than 10 members", {"max_members": 10}),
    "too many in tar": ("a.tar", tarred({f"{n}.png": "" for n in range(20)}), "more than 10 members", {"max_members": 10}),
    "sparse tar": ("a.tar", sparse_tar(), "a sparse file", {}),
    "Parquet": ("a.parquet", parquet_bomb(), "a decompression bomb", {}),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_bomb_is_refused_by_name(kind: str) -> None:
    name, data, what, settings = BOMBS[kind]
    assert any(what in line for line in refusals(name, data, **settings))


def test_files_that_are_too_large_to_be_held_are_refused() -> None:
    for name in ("a.rss", "b.eml", "c.pdf", "d.newsml"):
        head = (
            b"%PDF-1.4\n"
            if name == "c.pdf"
            else b"<rss>"
            if name == "a.rss"
            else b"<newsItem>"
            if name[0] == "d"
            else b""
        )
        assert "longer than 1,000,000 bytes" in refusals(name, head + b"x" * 1_000_001, max_file_mb=1)[0]


# ---------------------------------------------------------------- XML

LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {chr(99 + n)} "{f"&{chr(98 + n)};" * 8}">' for n in range(8))
    + "]><rss><channel><item><title>&k;</title></item></channel></rss>"
)
DECLARED = {
    "a billion laughs": LAUGHS,
    "a file as an entity": '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&a;</title></item></channel></rss>',
    "an address as an entity": '<!DOCTYPE rss [<!ENTITY a SYSTEM "http://127.0.0.1/">]><rss><channel><item><title>&a;</title></item></channel></rss>',
    "an entity for the DTD": '<!DOCTYPE rss [<!ENTITY % a SYSTEM "http://127.0.0.1/a.dtd"> %a;]><rss><channel/></rss>',
    "a DTD elsewhere": '<!DOCTYPE rss SYSTEM "http://127.0.0.1/rss.dtd"><rss><channel/></rss>',
    "quadratic": f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]><rss><channel><item><title>{"&a;" * 5_000}</title></item></channel></rss>',
    "behind a comment": f"<!-- <rss> --><?x y?>\n{LAUGHS}",
    "in small letters": LAUGHS.replace("<!DOCTYPE", "<!doctype"),
}


@pytest.mark.parametrize("kind", DECLARED)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_document_type_is_refused_by_name(kind: str, encoding: str) -> None:
    (told,) = refusals("a.rss", ('<?xml version="1.0"?>' + DECLARED[kind]).encode(encoding))
    assert "declares a document type (DTD)" in told
    assert "root:" not in told


def test_xml_that_is_nested_deeply_is_refused() -> None:
    assert refusals("a.rss", f"<rss><channel><item><title>{'<b>' * 100_000}")


# ---------------------------------------------------------------- names in archives

NAMES = {
    "../../etc/cron.d/a.txt": "leads out of the archive",
    "a/../../b.txt": "leads out of the archive",
    "..\\..\\a.txt": "leads out of the archive",
    "/etc/a.txt": "is a path from the root",
    "\\\\host\\share\\a.txt": "is a path from the root",
    "C:\\a.txt": "names a drive",
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_name_that_leads_elsewhere_is_refused_and_written_nowhere(name: str, pack: Any, tmp_path: Path) -> None:
    (told,) = refusals("a.archive", pack({name: FERRY}))
    assert f"its name {NAMES[name]}" in told
    assert [path.name for path in tmp_path.rglob("*")] == ["a.archive"]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_archives_are_refused(kind: bytes) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    (told,) = refusals("a.tar", out.getvalue())
    assert "it is a link to /etc/passwd" in told or "it is a device or pipe" in told


def test_name_with_escapes_is_shown_without_them() -> None:
    (told,) = refusals("a.zip", zipped({"\x1b[2Ja\x07.txt": " "}))
    assert "\x1b" not in told
    assert "\x07" not in told


def test_warnings_of_a_library_in_the_words_of_an_archive_are_not_shown(
    capfd: pytest.CaptureFixture[str],
) -> None:
    data = warc([("https://post.example/\x1b[2J x y", "404 No", "text/html", b"x")], packed=False)
    refusals("a.warc", data.replace(b"Content-Length: 1", b"Content-Length: 0") + b"\x1b[2Jjunk\n" + data)
    told = capfd.readouterr()
    assert "\x1b" not in told.out + told.err


def test_encrypted_member_is_refused() -> None:
    data = bytearray(zipped({"a.txt": FERRY}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    assert any("it is encrypted" in line for line in refusals("a.zip", bytes(data)))


def test_archive_that_is_damaged_is_told_and_what_is_whole_is_read() -> None:
    data = bytearray(zipped({"a.txt": FERRY, "b.txt": FERRY * 2}, compression=zipfile.ZIP_STORED))
    data[data.index(b"b.txt") + 20] ^= 0xFF
    Path("a.zip").write_bytes(bytes(data))
    entries = list(News(["a.zip"]))
    assert [entry.document.origin for entry in entries if entry.document] == ["a.zip!a.txt"]
    assert [entry.refused for entry in entries] == [False, True]
    assert refusals("b.zip", data[:40])


# ---------------------------------------------------------------- pages, messages, tables, and what is no news


def test_page_that_is_nested_deeply_or_endless_is_read_or_refused() -> None:
    for markup in (
        "<div>" * 200_000,
        f"<html><body>{'<p>x' * 60_000}",
        f"<html {'a=b ' * 100_000}>",
        "<" * 500_000,
        "<!--" * 100_000,
        f"<script type='application/ld+json'>{'[' * 100_000}</script><p>x",
        "<table>" * 20_000,
    ):
        Path("a.html").write_text(markup)
        (entry,) = News(["a.html"])
        assert entry.refused or entry.document


def test_body_of_an_item_with_too_many_elements_is_refused() -> None:
    content = "&lt;i&gt;x&lt;/i&gt;" * 60_000
    (told,) = refusals("a.rss", rss([f"<item><description>{content}</description></item>"]))
    assert "more than 50,000 elements" in told or "cannot be taken apart" in told


def test_message_of_messages_is_refused() -> None:
    head = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(300))
    assert "more than 30 deep" in refusals("a.eml", f"Subject: x\nFrom: a@b.c\nTo: d@e.f\n{head}")[0]
    parts = "".join("--b\nContent-Type: text/plain\n\nx\n" for _ in range(300))
    (told,) = refusals("b.eml", f'Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n{parts}--b--\n')
    assert "more than 200 parts" in told


def test_attached_program_is_not_read() -> None:
    message = eml(None).decode().replace("\n\n", "\n", 1)
    told = refusals("a.eml", message + "Content-Type: application/octet-stream\nContent-Disposition: attachment\n\nx\n")
    assert "the message has no text" in told[0]


def test_quotation_that_never_ends_is_refused() -> None:
    Path("a.csv").write_text('text\nOne.\n"' + "Two.\n" * 30_000)
    entries = list(News(["a.csv"], NewsSettings(max_characters=1000)))
    assert entries[0].document is not None
    assert entries[1].refused


def test_json_that_is_nested_deeply_is_refused() -> None:
    assert "nested too deeply" in refusals("a.json", "[" * 100_000)[0]
    assert "nested too deeply" in refusals("b.jsonl", '{"text":' * 100_000)[0]


def test_pdf_that_leads_to_itself_is_read_or_refused() -> None:
    data = pdf([[FERRY[:80], FERRY[80:160]]])
    for old, new in (
        (b"/Kids [4 0 R]", b"/Kids [2 0 R]"),
        (b"/Contents 5 0 R", b"/Contents 4 0 R"),
        (b"startxref", b"startxrex"),
    ):
        Path("a.pdf").write_bytes(data.replace(old, new))
        (entry,) = News(["a.pdf"])
        assert entry.refused or entry.document


class _Trap:
    def __reduce__(self) -> tuple[Any, ...]:
        return Path.write_text, (Path("sprung"), "x")


def test_pickles_are_never_loaded() -> None:
    data = pickle.dumps(_Trap())
    for name in ("a.pkl", "b", "c.txt", "d.json", "e.parquet", "f.csv"):
        refusals(name, data + b"\0" * 100)
    assert not Path("sprung").exists()


def test_one_bad_input_never_stops_the_others() -> None:
    small = (kind for kind in BOMBS.values() if len(kind[1]) < 20_000)
    for number, (name, data, _, _) in enumerate(small):
        Path(f"{number}-{name}").write_bytes(data)
    Path("z.txt").write_text(FERRY)
    Path("y.html").write_text(page("Ferry sails again", [FERRY]))
    entries = list(News(["."], NewsSettings(max_characters=10_000_000)))
    assert {"y.html", "z.txt"} <= {entry.document.origin for entry in entries if entry.document}
    assert json.dumps([issue.message for entry in entries for issue in entry.issues])

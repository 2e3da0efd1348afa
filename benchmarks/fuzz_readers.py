"""Throw damaged inputs at every reader of news: no crash, no input over five seconds, memory bounded.

    python benchmarks/fuzz_readers.py --inputs 100000            every reader
    python benchmarks/fuzz_readers.py --inputs 5000 --forms pdf warc --seed 7

Inputs are sound samples of each form (made by `tests/news/form_samples.py`) that are changed: bytes flipped, cut, repeated,
moved, and pieces of other forms put into them. Each form runs in a process of its own with a limit on its memory, and an
alarm ends an input that takes longer than five seconds. An input that raises anything, or does not end, is written to the
folder `--keep` and the run ends with exit code 1. `peak_mb` is the memory after a tenth of the inputs and at the end.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "news"))

LIMIT_S = 5
MEMORY_MB = 3072
TOKENS = (
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"<![CDATA[", b"]]>", b"<", b">", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n\r\n", b'"',
    b"\n", b"../", b"\x1b[2J", b"%PDF-1.4", b"PK\x03\x04", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"Content-Length: 99999999999\r\n",
    b"-1", b"999999999999999999999", b"{" * 50, b"[" * 50, b"<b>" * 50, b"/Kids [2 0 R]", b"endobj", b"stream\n", b"\x80", b"\xed\xa0\x80",
)  # fmt: skip


def samples() -> dict[str, tuple[str, list[bytes]]]:
    """Sound inputs by form, with the name under which they are read."""
    import form_samples as made
    import pyarrow as pa
    import pyarrow.parquet as pq

    page = made.page("Ferry sails again", [made.FERRY, made.BRIDGE]).encode()
    item = f"<item><title>A</title><guid>1</guid><description>{made.TALKS}</description></item>"
    full = f"<item><title>B</title><content:encoded><![CDATA[<p>{made.FERRY}</p>]]></content:encoded></item>"
    atom = f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><content type='html'>&lt;p>{made.FERRY}</content></entry></feed>"
    table = io.BytesIO()
    pq.write_table(pa.table({"text": [made.FERRY, made.BRIDGE], "title": ["A", "B"]}), table)
    url = "<url><loc>https://post.example/1</loc></url>"
    event = "\t".join(["1", "20250304", *[""] * 57, "20250304061500", "https://post.example/1"])
    lines = "\n".join(json.dumps({"id": str(n), "text": made.FERRY, "published": "2025-03-04"}) for n in range(3))
    inner = {"a.txt": made.FERRY, "b.html": page, "c.jsonl": lines, "d.rss": made.rss([item])}
    pages = [
        ("https://post.example/1", "200 OK", "text/html", page),
        ("https://post.example/2", "404 No", "text/html", b"x"),
    ]
    html_item = (
        f'<inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{made.FERRY}</p></body></html></inlineXML>'
    )
    return {
        "text": ("a.txt", [made.FERRY.encode(), made.TALKS.encode("utf-16")]),
        "html": ("a.html", [page, b"<p>" + made.FERRY.encode()]),
        "jsonl": ("a.jsonl", [lines.encode()]),
        "json": ("a.json", [f"[{lines.replace(chr(10), ',')}]".encode()]),
        "ninjs": ("a.ninjs", [made.ninjs(headline="A", body_xhtml=f"<p>{made.FERRY}</p>", byline="Ann Lee").encode()]),
        "csv": ("a.csv", [f'text,title\n"{made.FERRY}",A\n"{made.BRIDGE}",B\n'.encode()]),
        "parquet": ("a.parquet", [table.getvalue()]),
        "feed": ("a.rss", [made.rss([item, full]).encode(), atom.encode()]),
        "sitemap": ("a.xml", [f"<urlset>{url * 3}</urlset>".encode()]),
        "newsml": ("a.newsml", [made.newsml([made.news_item("1", html_item)]).encode()]),
        "warc": ("a.warc", [made.warc(pages, packed=False)]),
        "warc.gz": ("a.warc.gz", [made.warc(pages)]),
        "eml": ("a.eml", [made.eml(made.FERRY), made.eml(made.TALKS, f"<p>{made.TALKS}</p>")]),
        "pdf": ("a.pdf", [made.pdf([[made.FERRY[:80]], [made.BRIDGE[:80]]], title="A")]),
        "zip": ("a.zip", [made.zipped(inner)]),
        "tar": ("a.tar", [made.tarred(inner)]),
        "tgz": ("a.tgz", [made.tarred(inner, mode="w:gz")]),
        "gdelt": ("a.export.csv", [f"{event}\n{event}\n".encode()]),
        "paths": ("warc.paths", [b"crawl-data/CC-NEWS/2025/03/a.warc.gz\n" * 3]),
        "sniff": ("a", [made.FERRY.encode(), page, lines.encode(), made.eml(made.FERRY), made.rss([item]).encode()]),
    }


def damaged(data: bytes, others: list[bytes], rng: random.Random) -> bytes:
    """A sound input with one to eight changes."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        place = rng.randrange(len(out) + 1)
        match rng.randrange(8):
            case 0 if out:
                out[place % len(out)] = rng.randrange(256)
            case 1 if out:
                out[place % len(out)] ^= 1 << rng.randrange(8)
            case 2:
                del out[place : place + rng.choice((1, 4, 64, 4096))]
            case 3:
                out[place:place] = out[place : place + rng.choice((1, 16, 256))] * rng.choice((1, 2, 50))
            case 4:
                out[place:place] = rng.choice(TOKENS)
            case 5:
                other = rng.choice(others)
                start = rng.randrange(len(other) + 1)
                out[place:place] = other[start : start + rng.choice((4, 64, 1024))]
            case 6:
                del out[place:]
            case _:
                out[place:place] = rng.randbytes(rng.choice((1, 8, 64)))
    return bytes(out[:200_000])


class TooLongError(BaseException):
    """An input does not end. No reader can take it for an error of its own."""


def _ring(signum: int, frame: FrameType | None) -> None:
    raise TooLongError


def inputs(form: str, number: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """The inputs of a form: its sound samples, then damaged ones; the same for the same seed."""
    known = samples()
    name, sound = known[form]
    others = [data for _, datas in known.values() for data in datas]
    yield from ((name, data) for data in sound)
    rng = random.Random(f"{seed}:{form}")
    for _ in range(number - len(sound)):
        yield name, damaged(rng.choice(sound), others, rng)


def run_form(connection: Connection, folder: Path, form: str, number: int, seed: int) -> None:
    """Read the inputs of one form and tell what came of it. The last input lies in `folder`, should the process die of it."""
    from dragoman.news import News, NewsSettings

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MB << 20, MEMORY_MB << 20))
    settings = NewsSettings(max_characters=100_000, max_file_mb=4, max_unpacked_mb=16)
    signal.signal(signal.SIGALRM, _ring)
    told: dict[str, Any] = {
        "form": form, "inputs": 0, "documents": 0, "refused": 0, "failures": 0, "slowest_s": 0.0, "peak_mb": [],
    }  # fmt: skip
    begun = time.process_time()
    for name, data in inputs(form, number, seed):
        path = folder / name
        path.write_bytes(data)
        # Of processor time: on a busy machine the clock on the wall tells of the others.
        signal.setitimer(signal.ITIMER_REAL, LIMIT_S * 12)
        started = time.process_time()
        try:
            entries = list(News([path], settings))
            told["documents"] += sum(entry.document is not None for entry in entries)
            told["refused"] += sum(entry.refused for entry in entries)
            if not entries:
                raise AssertionError("the input gave nothing at all")
        except (Exception, TooLongError) as err:
            told["failures"] += 1
            connection.send((data, f"{type(err).__name__}: {err}"[:300]))
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        spent = time.process_time() - started
        told["inputs"] += 1
        told["slowest_s"] = max(told["slowest_s"], round(spent, 2))
        if spent > LIMIT_S:
            told["failures"] += 1
            connection.send((data, f"took {spent:.1f} s"))
        if told["inputs"] in (number // 10, number):
            told["peak_mb"].append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    told["seconds"] = round(time.process_time() - begun, 1)
    connection.send(told)


def main() -> int:
    """Run it. 0: nothing failed."""
    made = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    made.add_argument("--inputs", type=int, default=100_000, help="inputs for each form (100000)")
    made.add_argument("--forms", nargs="+", choices=list(samples()), default=list(samples()), help="only these")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for inputs that failed")
    given = made.parse_args()
    failed = 0
    for form in given.forms:
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=False)
        with tempfile.TemporaryDirectory() as folder:
            process = context.Process(target=run_form, args=(theirs, Path(folder), form, given.inputs, given.seed))
            process.start()
            theirs.close()
            failed += _listen(ours, Path(folder), form, given.keep)
            process.join()
        if process.exitcode:
            sys.stderr.write(f"{form}: the process ended with {process.exitcode}\n")
            failed += 1
    return 1 if failed else 0


def _listen(connection: Connection, folder: Path, form: str, keep: Path) -> int:
    """Follow one process to its end; the number of inputs that failed."""
    failed = 0
    while True:
        try:
            told = cast("dict[str, Any] | tuple[bytes, str]", connection.recv())
        except EOFError:
            for path in folder.iterdir():
                _keep(keep, form, path.read_bytes(), "the process died")
            return failed + 1
        if isinstance(told, dict):
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()
            return failed
        failed += 1
        _keep(keep, form, *told)


def _keep(folder: Path, form: str, data: bytes, why: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{form}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    sys.stderr.write(f"{form}: {why} (kept in {path})\n")


if __name__ == "__main__":
    sys.exit(main())

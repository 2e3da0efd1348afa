from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from stub_reader import make_stub

from dragoman.cli.read import summary_lines
from dragoman.config import Config
from dragoman.pipeline.runner import Summary
from dragoman.records import Issue, Reading
from dragoman.store import Store


def lines_of(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


# ---------------------------------------------------------------- formats


def test_table_goes_to_standard_output_and_the_summary_elsewhere(run: Any, report: Path) -> None:
    result = run("read", "report.txt", "--published", "2025-07-12", "--publisher", "Courier", "--title", "Talks")
    assert result.exit_code == 0
    assert result.stdout.startswith("Talks\nCourier · published 2025-07-12\n")
    assert "CONSULT" in result.stdout
    assert result.stderr.startswith("1 document read · 3 sentences · 2 event mentions (2 CONSULT) · 0 relations · ")


def test_json_lines_hold_whole_readings(run: Any, report: Path) -> None:
    result = run("read", "report.txt", "-f", "jsonl")
    (reading,) = lines_of(result.stdout)
    assert list(reading) == list(Reading.__struct_fields__)
    assert reading["document"]["text"] == report.read_text()
    assert reading["read_at"] is None


def test_json_is_an_array(run: Any, report: Path, folder: Path) -> None:
    (folder / "second.txt").write_text("They met.")
    assert len(json.loads(run("read", ".", "-f", "json").stdout)) == 2
    (folder / "empty").mkdir()
    assert json.loads(run("read", "empty", "-f", "json").stdout) == []


def test_csv_has_a_row_for_each_event_mention(run: Any, report: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("read", "report.txt", "-f", "csv").stdout)))
    assert [row["type"] for row in rows] == ["CONSULT", "CONSULT"]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv", "a.txt"])
def test_ending_of_the_output_tells_the_format_and_the_bytes_are_the_same(run: Any, report: Path, name: str) -> None:
    format_ = {"a.txt": "table"}.get(name, name.rpartition(".")[2])
    result = run("read", "report.txt", "-o", name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path(name).read_text() == run("read", "report.txt", "-f", format_).stdout


def test_parquet_goes_to_a_file_only(run: Any, report: Path) -> None:
    assert run("read", "report.txt", "-o", "a.parquet").exit_code == 0
    assert pq.read_table("a.parquet").num_rows == 2
    assert run("read", "report.txt", "-f", "parquet").exit_code == 2


def test_output_that_cannot_be_written_exits_6(run: Any, report: Path) -> None:
    for name in ("gone/a.jsonl", "gone/a.txt"):
        result = run("read", "report.txt", "-o", name)
        assert result.exit_code == 6
        assert result.stderr.count("\n") == 1
    assert run("read", "report.txt", "-o", "a.xls").exit_code == 2


def test_settings_give_what_options_do_not(
    run: Any, report: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Config] = []

    def factory(config: Config) -> Any:
        seen.append(config)
        return make_stub

    monkeypatch.setattr(sys.modules["dragoman.cli.read"], "reader_factory", factory)
    (folder / "dragoman.toml").write_text(
        '[read]\nmin_probability = 0.7\n[output]\nformat = "jsonl"\n[store]\npath = "n.duckdb"\n'
    )
    assert len(lines_of(run("read", "report.txt").stdout)) == 1
    assert (folder / "n.duckdb").exists()
    run("read", "report.txt", "--min-probability", "0.2", "--again")
    assert [config.read.min_probability for config in seen] == [0.7, 0.2]


def test_standard_input_is_read(run: Any) -> None:
    (reading,) = lines_of(run("read", "-", "-f", "jsonl", stdin=b"Envoys met.").stdout)
    assert reading["document"]["text"] == "Envoys met."


def test_nothing_from_an_article_reaches_the_terminal_raw(run: Any, folder: Path) -> None:
    text = "Envoys \x1b[31mmet\x1b[0m \x9b2J\u202e here.\x07 match"
    record = {"id": "a\x1b[2J", "text": text, "title": "\x1b]0;own\x07 Talks", "published": "\x1b[2J"}
    (folder / "a.jsonl").write_text(json.dumps(record) + "\n\x1b[31m\n")
    for options in (("--left-out",), ("-f", "json"), ("-f", "jsonl"), ("-f", "csv")):
        result = run("read", "a.jsonl", *options)
        shown = result.stdout + result.stderr
        assert result.exit_code == 1
        assert not set(shown) & set("\x1b\x9b\u202e\x07"), options
    assert lines_of(run("read", "a.jsonl", "-f", "jsonl").stdout)[0]["document"]["text"] == text


# ---------------------------------------------------------------- what goes wrong


def test_bad_document_is_listed_and_the_run_goes_on(run: Any, folder: Path) -> None:
    (folder / "a.jsonl").write_text('{"text": "They met."}\nno json\n{"text": "FAIL"}\n{"text": "They met."}\n')
    result = run("read", "a.jsonl", "gone.txt", "-f", "jsonl")
    assert result.exit_code == 1
    assert len(lines_of(result.stdout)) == 2
    listed = [line for line in result.stderr.splitlines() if line.startswith("refused: ")]
    assert [line.split(" · ")[0] for line in listed] == [
        "refused: gone.txt",
        "refused: a.jsonl:2",
        "refused: a.jsonl:3",
    ]
    assert "2 documents read (3 refused)" in result.stderr


def test_quiet_tells_only_what_was_refused(run: Any, report: Path) -> None:
    assert run("read", "report.txt", "--quiet").stderr == ""
    assert run("read", "report.txt", "gone.txt", "-q").stderr.startswith("refused: gone.txt")


def test_long_lists_are_cut_unless_verbose(run: Any, folder: Path) -> None:
    (folder / "a.jsonl").write_text("no\n" * 50)
    assert "refused: 30 more (--verbose)" in run("read", "a.jsonl").stderr
    assert run("read", "a.jsonl", "-v").stderr.count("refused: a.jsonl:") == 50


def test_same_bytes_whatever_the_order_of_files_batches_and_store(run: Any, folder: Path) -> None:
    names = []
    for number in range(7):
        names.append(f"{number}.txt")
        (folder / names[-1]).write_text(f"Envoys met. {number} left.")
    plain = run("read", *names, "-f", "jsonl").stdout
    assert run("read", *reversed(names), "-f", "jsonl").stdout == plain
    for size in (1, 3):
        (folder / "dragoman.toml").write_text(f"[read]\nbatch_size = {size}\n")
        assert run("read", ".", "-f", "jsonl", "--store", f"{size}.duckdb").stdout == plain
        assert run("read", ".", "-f", "jsonl", "--store", f"{size}.duckdb").stdout == plain


def test_workers_give_the_same_bytes(run: Any, folder: Path) -> None:
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"Envoys met. {number} left. " + "FAIL" * (number == 3))
    assert run("read", ".", "-f", "json", "-w", "2").stdout == run("read", ".", "-f", "json").stdout


# ---------------------------------------------------------------- the store


def test_second_run_reads_nothing_again(run: Any, report: Path) -> None:
    first = run("read", "report.txt", "--store", "n.duckdb")
    assert "Kept in n.duckdb; ask it with: dragoman events --store n.duckdb" in first.stderr
    second = run("read", "report.txt", "--store", "n.duckdb")
    assert second.stdout == first.stdout
    assert "0 documents read (1 known already)" in second.stderr
    third = run("read", "report.txt", "--store", "n.duckdb", "--again")
    assert "1 document read ·" in third.stderr
    with Store.open("n.duckdb", read_only=True) as store:
        assert store.view().totals()["event_mentions"] == 2


def test_what_is_no_store_exits_4(run: Any, report: Path) -> None:
    result = run("read", "report.txt", "--store", "report.txt")
    assert result.exit_code == 4
    assert result.stderr.startswith("dragoman: report.txt: ")


_STOPPED = """
import sys
sys.path.insert(0, {stub!r})
from stub_reader import make_stub
import dragoman.cli
sys.modules["dragoman.cli.read"].reader_factory = lambda config: make_stub
if __name__ == "__main__":
    dragoman.cli.main()
"""


@pytest.mark.parametrize(("number", "workers"), [(signal.SIGINT, "1"), (signal.SIGTERM, "2")])
def test_signal_stops_cleanly_with_what_was_read_in_the_store(
    folder: Path, number: signal.Signals, workers: str
) -> None:
    (folder / "run.py").write_text(_STOPPED.format(stub=str(Path(__file__).parents[1] / "pipeline")))
    (folder / "a.jsonl").write_text("".join(f'{{"text": "WAIT {n}. They met."}}\n' for n in range(200)))
    command = [sys.executable, "run.py", "read", "a.jsonl", "-s", "n.duckdb", "-f", "jsonl", "-w", workers]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(number)
    out, err = process.communicate(timeout=300)
    assert process.returncode == 130
    assert "run the same command again to go on" in err
    assert "Traceback" not in err
    # What was printed is kept; a worker may have finished one more that was not yet printed when the signal came.
    printed = {f"a.jsonl:{n}" for n in range(1, len(out.splitlines()) + 2)}
    with Store.open("n.duckdb", read_only=True) as store:
        kept = {document.id for document in store.view().documents()}
    assert printed <= kept
    assert len(kept) < 200


_DEADLY = """
import sys
sys.path[:0] = {paths!r}
from deadly import Deadly
from stub_reader import make_stub
import dragoman.cli
read = sys.modules["dragoman.cli.read"]
read.reader_factory = lambda config: make_stub
read._apart = lambda config: Deadly(seconds=60)
if __name__ == "__main__":
    dragoman.cli.main()
"""


@pytest.mark.parametrize("store", [None, "n.duckdb", "n/"])
def test_document_that_kills_its_reader_or_parser_is_refused_by_name_and_the_run_goes_on(
    folder: Path, store: str | None
) -> None:
    here = Path(__file__).parents[1]
    (folder / "run.py").write_text(_DEADLY.format(paths=[str(here / "news"), str(here / "pipeline")]))
    # CRASH kills the parser of the file; plain text has none, so that DIE comes to the reader of the document and kills it.
    (folder / "a.jsonl").write_text('{"text": "One met."}\n{"text": "CRASH met."}\n{"text": "Two met."}\n')
    (folder / "b.txt").write_text("They DIE here.")
    (folder / "c.txt").write_text("Three met.")
    kept = ["-s", store] if store else ["-f", "jsonl"]
    command = [sys.executable, "run.py", "read", "a.jsonl", "b.txt", "c.txt", *kept]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=900, check=False)
    assert done.returncode == 1, done.stderr
    refused = [line for line in done.stderr.splitlines() if line.startswith("refused: ")]
    assert "a.jsonl:2" in refused[0]
    assert "WorkerDied" in refused[0]
    assert "the process that read it died (signal 11)" in refused[0]
    assert "b.txt" in refused[1]
    assert "the process that read it died (exit code 3), 2 times" in refused[1]
    assert "3 documents read (2 refused)" in done.stderr
    if store:
        with Store.open(store, read_only=True) as opened:
            texts = sorted(document.text for document in opened.view().documents())
        assert texts == ["One met.", "Three met.", "Two met."]
    else:
        assert len(done.stdout.splitlines()) == 3


def test_file_that_would_stay_a_part_is_given_up(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.jsonl").write_text('{"text": "They met."}\n{"text": "They left."}\n')
    runner = sys.modules["dragoman.pipeline.runner"]
    stop = runner.StopSignal.next_entry

    def once(self: Any, entries: Iterator[Any]) -> Any:
        entry = stop(self, entries)
        self.requested = True
        return entry

    monkeypatch.setattr(runner.StopSignal, "next_entry", once)
    result = run("read", "a.jsonl", "-o", "out.jsonl")
    assert result.exit_code == 130
    assert "with --store FILE a run can go on" in result.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["a.jsonl"]


# ---------------------------------------------------------------- a thousand malformed documents

_TEXTS: list[Callable[[random.Random], bytes]] = [
    lambda r: b"",
    lambda r: b" \n\t\r\n",
    lambda r: b"x" * (1_000_001 + r.randrange(9)),
    lambda r: ("word " * 20_000).encode(),
    lambda r: bytes(r.randrange(1, 32) for _ in range(40)) + b" They met. " + bytes(r.choices(range(32), k=5)),
    lambda r: "Köln met Łódź.".encode()[: r.randrange(3, 16)] + bytes([r.randrange(128, 256)]),
    lambda r: bytes(r.randrange(256) for _ in range(r.randrange(1, 300))),
    lambda r: "التقى الوفدان في المدينة. שני הצדדים נפגשו.".encode() * r.randrange(1, 4),
    lambda r: "🙂🔥👩‍👩‍👧🇪🇺".encode() * r.randrange(1, 9),
    lambda r: "\u202eThey met.\u2069 \ufeff\u200b\x00 \ufffe".encode() * r.randrange(1, 4),
    lambda r: "They met.".encode(r.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig"])),
    lambda r: b"%PDF-1.7 " + bytes(r.randrange(256) for _ in range(20)),
]
_LINES: list[Callable[[random.Random], bytes]] = [
    lambda r: b"{" * r.randrange(1, 2000),
    lambda r: b'{"text": "They met."',
    lambda r: json.dumps({"text": None, "id": None}).encode(),
    lambda r: json.dumps({"text": r.choice([1, True, [], {}, 1.5]), "id": str(r.random())}).encode(),
    lambda r: json.dumps({"id": [1], "text": "They met.", "published": 3, "title": {}, "url": []}).encode(),
    lambda r: json.dumps({"id": str(r.randrange(40)), "text": f"They met {r.randrange(3)} times."}).encode(),
    lambda r: json.dumps(
        {"text": f"They met {r.random()}.", "published": r.choice(["soon", "2025-99-01", "2025"])}
    ).encode(),
    lambda r: b'{"text": "' + bytes([r.randrange(128, 256)]) + b' met"}',
    lambda r: b'{"text": "\\ud83d They met."}',
    lambda r: json.dumps({"text": "\x00\x1b[2J They met." * r.randrange(1, 5)}).encode(),
    lambda r: json.dumps([{"text": "They met."}]).encode(),
    lambda r: r.choice([b"null", b"3", b'"They met."', b"NaN", b"They met.", b"\xff\xfe\x00"]),
    lambda r: json.dumps({"text": "🙂" * r.randrange(1, 9)}, ensure_ascii=r.random() < 0.5).encode(),
    lambda r: json.dumps({"text": "FAIL" if r.random() < 0.5 else "REFUSE", "id": str(r.random())}).encode(),
]


def test_a_thousand_malformed_documents_each_give_a_reading_or_a_named_issue(run: Any, folder: Path) -> None:
    chance = random.Random(20250712)
    (folder / "wire").mkdir()
    given = 0
    for number in range(240):
        content = _TEXTS[number % len(_TEXTS)](chance)
        (folder / "wire" / f"{number:03}.txt").write_bytes(content)
        given += 1
    for part in range(4):
        lines = [_LINES[number % len(_LINES)](chance) for number in range(200)]
        (folder / "wire" / f"lines{part}.jsonl").write_bytes(b"\n".join(lines) + b"\n")
        given += 200
    assert given > 1000
    result = run("read", "wire", "-f", "jsonl", "-s", "n.duckdb", "-v")
    assert result.exit_code == 1
    assert "internal error" not in result.stderr
    readings = lines_of(result.stdout)
    refused = [line for line in result.stderr.splitlines() if line.startswith("refused: ")]
    twice = int(result.stderr.split(" given twice")[0].rpartition(" ")[2].lstrip("("))
    assert len(readings) + len(refused) + twice == given
    assert all(line.count(" · ") >= 2 and ": " in line for line in refused)
    assert {line.split(" · ")[2].partition(":")[0] for line in refused} == {"InputError", "ValueError"}
    with Store.open("n.duckdb", read_only=True) as store:
        assert store.view().totals()["documents"] == len(readings)
    again = run("read", "wire", "-f", "jsonl", "-s", "n.duckdb")
    assert again.stdout == result.stdout
    assert f"0 documents read ({len(readings)} known already" in again.stderr


# ---------------------------------------------------------------- words


def test_summary_tells_how_to_go_on() -> None:
    summary = Summary()
    summary.count_refusal([Issue(document_id=None, stage="news", error="InputError", message="x")])
    summary.interrupted = True
    assert summary_lines(summary, "my news.duckdb")[1].startswith("Stopped. All that was read is in my news.duckdb")
    assert summary_lines(summary, None)[1].startswith("Stopped, and nothing was kept")
    summary.interrupted = False
    assert summary_lines(summary, "my news.duckdb")[1].endswith("--store 'my news.duckdb'")


def test_real_reader_end_to_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = pytest.importorskip("dragoman.pipeline.reading")
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    assert reading
    from click.testing import CliRunner

    from dragoman.cli import cli

    text = "LAKEPORT, July 3, 2024 (Courier) - French President Emmanuel Macron met Kenyan officials in Nairobi on Tuesday.\n"
    (folder / "a.txt").write_text(text)
    result = CliRunner().invoke(cli, ["read", "a.txt", "-f", "jsonl"])
    assert result.exit_code == 0, result.stderr
    (found,) = lines_of(result.stdout)
    assert found["document"]["published"] == "2024-07-03"
    assert [mention["type"] for mention in found["mentions"]] == ["CONSULT"]

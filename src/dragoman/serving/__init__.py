"""The room that answers: rows, files and tables made from what a `View` or a reading tells. It prints nothing."""

from __future__ import annotations

from dragoman.serving.errors import ExportError
from dragoman.serving.export import (
    csv_lines,
    export,
    jsonl_lines,
    write_csv,
    write_json,
    write_jsonl,
    write_parquet,
)
from dragoman.serving.linked import LINKED_COLUMNS, linked_rows, linked_table, render_linked
from dragoman.serving.record import render_event, render_record
from dragoman.serving.rows import CLAIM_COLUMNS, COLUMNS, answer_rows, claim_rows, flatten, reading_answers
from dragoman.serving.table import answers_table, reading_table, to_text

__all__ = [
    "CLAIM_COLUMNS",
    "COLUMNS",
    "LINKED_COLUMNS",
    "ExportError",
    "answer_rows",
    "answers_table",
    "claim_rows",
    "csv_lines",
    "export",
    "flatten",
    "jsonl_lines",
    "linked_rows",
    "linked_table",
    "reading_answers",
    "reading_table",
    "render_event",
    "render_linked",
    "render_record",
    "to_text",
    "write_csv",
    "write_json",
    "write_jsonl",
    "write_parquet",
]

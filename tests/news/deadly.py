"""Readers that some words kill, in a process of their own: what a damaged file does to a parser in C, at will."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from dragoman.news import Apart
from dragoman.news.apart import work
from dragoman.news.readers import csv, jsonl, record

_real = record.record_draft


def _deadly(value: Any, *told: Any, **more: Any) -> Any:
    text = str(value)
    if "DIE" in text:
        os._exit(3)
    if "CRASH" in text:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "LOOP" in text:
        time.sleep(600)
    if "MEMORY" in text:
        return bytearray(4_000_000_000)
    if "FAIL" in text:
        raise ValueError("the number\nis odd")
    return _real(value, *told, **more)


def deadly_work(connection: Connection, memory_mb: int, level: int) -> None:
    """The life of the process, with readers that die."""
    jsonl.record_draft = csv.record_draft = _deadly
    work(connection, memory_mb, level)


class Deadly(Apart):
    """Reads apart, with readers that die."""

    def target(self) -> Callable[[Connection, int, int], None]:
        return deadly_work

"""Reads the training text: frames (whole sentences with slots), passages (several of them) and phrases (verb phrases that
modal frames carry).

All are split into training, calibration and test by a digest of their own text, so that a frame never stands on two
sides, however often it is filled.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from dragoman.errors import DataError
from dragoman.records import Record

Split = Literal["train", "dev", "test"]


class FrameEvent(Record, frozen=True):
    """An act in a frame: the number of its trigger, its labels, the slots of its participants."""

    trigger: int
    type: str
    modes: tuple[str, ...]
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    of: int | None = None


class Frame(Record, frozen=True):
    """A sentence with slots and triggers `<1:words>`.

    A slot `{a:kind}` brings in a participant, `{a}` says its words again, `{a=the group}` names it in other words.
    """

    text: str
    events: tuple[FrameEvent, ...]
    voice: str
    split: Split


class Passage(Record, frozen=True):
    """Two to four sentences that share their slots and number their triggers through."""

    id: str
    sentences: tuple[str, ...]
    events: tuple[FrameEvent, ...]
    region: str
    style: str
    split: Split


class Phrase(Record, frozen=True):
    """A verb phrase with its forms; `{R}` stands for the recipient. `noun` is empty where there is none."""

    type: str
    mode: str
    base: str
    past: str
    ing: str
    actor: str
    recipient: str
    noun: str
    split: Split


class Modal(Record, frozen=True):
    """A frame around a phrase: what the whole says, and the status that is left to the phrase itself."""

    group: str
    template: str
    type: str
    mode: str
    content: str


def split_of(key: str, *, test: float, dev: float) -> Split:
    """The side that `key` falls on: by digest, so adding text moves nothing else."""
    draw = int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 0x100000000
    return "test" if draw < test else "dev" if draw < test + dev else "train"


def _label_status(event: dict[str, object], types: dict[int, str]) -> str:
    """The status that is learned: what stands only under a demand, threat or aim is `content`."""
    status, of = str(event["status"]), event.get("of")
    parent = types.get(of) if isinstance(of, int) else None
    if parent == "THREATEN" and status == "planned":
        return "content"
    return "content" if parent is not None and status == "possible" else status


def _events(raw: list[dict[str, Any]]) -> tuple[FrameEvent, ...]:
    types = {e["trigger"]: e["type"] for e in raw}
    return tuple(
        FrameEvent(
            trigger=e["trigger"],
            type=e["type"],
            modes=tuple(e["modes"]),
            status=_label_status(e, types),
            actors=tuple(e["actors"]),
            recipients=tuple(e["recipients"]),
            of=e.get("of"),
        )
        for e in raw
    )


def _json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a JSON Lines file with their line numbers.

    Raises:
        DataError: A line is not an object.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError as err:
            raise DataError(f"not JSON: {err}", where=f"{path.name}, line {number}", expected="one object") from err
        yield number, raw


def read_frames(path: Path, *, test: float, dev: float) -> list[Frame]:
    """The frames of one JSON Lines file, in order.

    Raises:
        DataError: A line is not a frame.
    """
    out = []
    for number, raw in _json_lines(path):
        try:
            text, events = str(raw["text"]), _events(raw["events"])
        except (KeyError, TypeError) as err:
            raise DataError("not a frame", where=f"{path.name}, line {number}", expected="text, events, voice") from err
        split = split_of(text, test=test, dev=dev)
        out.append(Frame(text=text, events=events, voice=raw.get("voice", "active"), split=split))
    return out


def read_passages(path: Path, *, test: float, dev: float) -> list[Passage]:
    """The passages of one JSON Lines file, in order.

    Raises:
        DataError: A line is not a passage.
    """
    out = []
    for number, raw in _json_lines(path):
        try:
            sentences, events = tuple(str(s) for s in raw["sentences"]), _events(raw["events"])
            name, region, style = str(raw["id"]), str(raw["region"]), str(raw["style"])
        except (KeyError, TypeError) as err:
            where = f"{path.name}, line {number}"
            raise DataError("not a passage", where=where, expected="id, sentences, events, region, style") from err
        split = split_of("".join(sentences), test=test, dev=dev)
        out.append(Passage(id=name, sentences=sentences, events=events, region=region, style=style, split=split))
    return out


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            {k: v or "" for k, v in row.items()}
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        ]


def read_phrases(path: Path, *, test: float, dev: float) -> list[Phrase]:
    """The phrases of one table, in order."""
    columns = ("type", "mode", "base", "past", "ing", "actor", "recipient", "noun")
    return [
        Phrase(split=split_of(row["base"], test=test, dev=dev), **{c: row[c].strip() for c in columns})
        for row in _table(path)
    ]


def read_modals(path: Path) -> list[Modal]:
    """The modal frames, in order."""
    columns = ("group", "template", "type", "mode", "content")
    return [Modal(**{c: row[c].strip() for c in columns}) for row in _table(path)]


def read_lines(path: Path) -> list[str]:
    """One cell a line below the heading."""
    return [line for line in path.read_text(encoding="utf-8").splitlines()[1:] if line.strip()]


def read_wraps(path: Path) -> dict[str, list[str]]:
    """What a recipient may be wrapped in ("{R}'s decision"), by type."""
    out: dict[str, list[str]] = {}
    for row in _table(path):
        for type_ in row["types"].split(","):
            out.setdefault(type_, []).append(row["wrap"])
    return out

"""What an export wrote and what it left out, by reason: told to the user, and written beside the file."""

from __future__ import annotations

from collections import Counter
from typing import Final

import msgspec

from dragoman.records import Record
from dragoman.serving.rights import Withheld, withheld_words

# Why something is not in a file. `docs/reference/formats.md` tells which format leaves out what.
REASONS: Final[dict[str, str]] = {
    "STATUS_PLANNED": "it is planned, and the format can only say that it happened",
    "STATUS_POSSIBLE": "it may have happened, and the format can only say that it did",
    "STATUS_DENIED": "it is denied, and the format can only say that it happened",
    "NO_TYPE": "it has no event type",
    "NO_ACTOR": "nobody is said to have done it, and the format needs somebody",
    "NIL_ACTOR": "who did it was not resolved to a code, and the format writes codes only",
    "NO_RECIPIENT": "nobody was acted upon, and the format needs somebody",
    "NIL_RECIPIENT": "who was acted upon was not resolved to a code, and the format writes codes only",
    "NO_DAY": "no day is told, and the format needs one",
    "VAGUE_DAY": "only a stretch of days is known, and the format would make one day of it",
    "NO_PUBLICATION_DAY": "the day of publication is not known, and the format needs it",
    "NO_POINT": "no place with coordinates is known",
    "NO_EVIDENCE": "no stretch of the article is told as its evidence",
    "NUMBER_TAKEN": "another row has the number that the format would give it",
}


class ExportReport(Record, frozen=True, kw_only=True):
    """What became of an export.

    Attributes:
        format: The format.
        unit: What was asked for and counted: `event mention`, `event` or `pair`.
        asked: How many of these were asked for.
        written: How many of them stand in the file.
        rows: Rows, lines or objects in the file; one event mention may give several.
        left_out: How many are not in the file, by reason; with `written`, they make up `asked`.
        parts_left_out: Of those written, how many actors, recipients, pairs or reports could not be, by reason.
        notes: What every row of the format lacks or stands in for.
        withheld: How many of those written stand there without text, title and evidence, as their publishers ask.
        withheld_documents: How many documents these are of.
    """

    format: str
    unit: str = "event mention"
    asked: int = 0
    written: int = 0
    rows: int = 0
    left_out: dict[str, int] = msgspec.field(default_factory=dict)
    parts_left_out: dict[str, int] = msgspec.field(default_factory=dict)
    notes: tuple[str, ...] = ()
    withheld: int = 0
    withheld_documents: int = 0


class Account:
    """Counts while an export runs."""

    def __init__(self, format: str, *, unit: str = "event mention", notes: tuple[str, ...] = ()) -> None:
        self.format, self.unit, self.notes = format, unit, notes
        self.written = self.rows = 0
        self.withheld = Withheld()
        self._left_out: Counter[str] = Counter()
        self._parts: Counter[str] = Counter()

    def wrote(self, rows: int = 1) -> None:
        """One of the unit was written, in so many rows."""
        self.written += 1
        self.rows += rows

    def leave(self, reason: str) -> None:
        """One of the unit was left out."""
        self._left_out[_known(reason)] += 1

    def leave_part(self, reason: str, number: int = 1) -> None:
        """Parts of one that is written were left out."""
        if number:
            self._parts[_known(reason)] += number

    def report(self) -> ExportReport:
        """All that was counted, reasons in the order of `REASONS`."""
        return ExportReport(
            format=self.format,
            unit=self.unit,
            asked=self.written + sum(self._left_out.values()),
            written=self.written,
            rows=self.rows,
            left_out={reason: self._left_out[reason] for reason in REASONS if self._left_out[reason]},
            parts_left_out={reason: self._parts[reason] for reason in REASONS if self._parts[reason]},
            notes=self.notes,
            withheld=self.withheld.mentions,
            withheld_documents=self.withheld.documents,
        )


def report_words(report: ExportReport) -> list[str]:
    """The report for people, a line each: what was left out and why."""
    lines = [f"{number:,} left out, {reason}: {REASONS[reason]}" for reason, number in report.left_out.items()]
    parts = report.parts_left_out.items()
    lines += [f"{number:,} parts of others left out, {reason}: {REASONS[reason]}" for reason, number in parts]
    if report.withheld:
        lines.append(withheld_words(report.withheld, report.withheld_documents))
    return [*lines, *(f"note: {note}" for note in report.notes)]


def _known(reason: str) -> str:
    """The reason, if it is one: a misspelt one would be left out of the report."""
    if reason not in REASONS:
        raise KeyError(reason)
    return reason

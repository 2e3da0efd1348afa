"""What the news room gives: entries, each a document or the reason why there is none."""

from __future__ import annotations

from dragoman.errors import DragomanError, InputError
from dragoman.records import Document, Issue, Record

STAGE = "news"
_REASONS = 12


class Entry(Record, frozen=True):
    """One document of the input with what is to be said about it.

    `document` is `None` when it was refused (the issue says why) or when it is a `duplicate`: the same id and the same
    text as one before it. `issues` of an entry with a document are remarks: it was read all the same. `passed` counts what
    lay beside the documents of an archive and is none (pictures, redirects): no document was to be had of it, so none was
    refused; the issue says how many for what reason.
    """

    document: Document | None = None
    issues: tuple[Issue, ...] = ()
    duplicate: bool = False
    passed: int = 0

    @property
    def refused(self) -> bool:
        """Whether something that should have been a document is none."""
        return self.document is None and not self.duplicate and not self.passed


class Draft(Record, frozen=True):
    """A document as its file tells it, before options, dateline and the look for duplicates.

    `partial` is a day of publication that the record tells only in part (`2025-07`, `2025`): it may give a dateline its
    year. `unknown` names the fields of the record that mean nothing here.
    """

    document: Document
    issues: tuple[Issue, ...] = ()
    partial: str | None = None
    unknown: tuple[str, ...] = ()


class Passed(Record, frozen=True):
    """What a reader passed over, by reason: `{"status 404": 3, "image/jpeg": 212}`."""

    where: str
    reasons: dict[str, int]

    @property
    def number(self) -> int:
        """How many things it were."""
        return sum(self.reasons.values())

    def issue(self) -> Issue:
        """The remark that tells of them, the most frequent reasons first and the rarest together."""
        listed = sorted(self.reasons.items(), key=lambda pair: (-pair[1], pair[0]))
        shown, rest = listed[:_REASONS], sum(number for _, number in listed[_REASONS:])
        told = [f"{number:,} {reason}" for reason, number in shown] + ([f"{rest:,} for other reasons"] if rest else [])
        message = f"{self.number:,} passed over: {', '.join(told)}"
        return Issue(document_id=None, stage=STAGE, error="PassedOver", message=message, origin=self.where)


Given = Draft | InputError | Passed


def issue_of(error: DragomanError, document_id: str | None = None) -> Issue:
    """The issue that records an error; its origin is where the error was."""
    said = error.message
    if error.where and said.startswith(f"{error.where}: "):
        said = said[len(error.where) + 2 :]
    return Issue(document_id=document_id, stage=STAGE, error=type(error).__name__, message=said, origin=error.where)


def refusal(error: DragomanError, document_id: str | None = None) -> Entry:
    """The entry of a document that was refused."""
    return Entry(issues=(issue_of(error, document_id),))

"""What the finding of claims hands on, before anybody is resolved and anything is linked."""

from __future__ import annotations

from dragoman.records import ClaimTarget, Participant, Record, Source, Status


class View(Record, frozen=True):
    """One source's view of an act in its own sentence. `sources` is its chain, outermost first.

    `factuality` runs from -3 (certainly not) to 3 (certainly) in the eyes of the last of the sources.
    """

    sources: tuple[Source, ...]
    status: Status
    factuality: float
    reason: str


class Answer(Record, frozen=True):
    """A view of something told before ("Beijing denied the charge", "the general was not there").

    `start` is where the words of the answer begin, and what they answer stands before it. `about` is the noun by which they
    point to it (`charge`, `meeting`), or a pronoun, or empty. `points_back` tells that they point to a statement as such, not
    to an act by its kind. `party` is the one whose part is affirmed or denied; `speaker` tells that it is whoever speaks.
    """

    view: View
    sentence: int
    start: int
    about: str
    points_back: bool = False
    target: ClaimTarget = "act"
    party: Participant | None = None
    speaker: bool = False

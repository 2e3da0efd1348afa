"""What status hands on: the light an act stands in, and the judgement made of it."""

from __future__ import annotations

from typing import Literal

from dragoman.records import Record, Status

Mood = Literal["actual", "planned", "possible", "denied", "irrealis"]
Kind = Literal["plan", "irrealis", "open"]
_TO_STATUS: dict[Mood, Status] = {
    "actual": "actual",
    "planned": "planned",
    "possible": "possible",
    "denied": "denied",
    "irrealis": "possible",
}
# Half way between unknown and certainly not: "refused to leave" is a denial of the leaving, "urged to leave" is not.
_DENIED_BELOW = -1.5


class Light(Record, frozen=True, kw_only=True):
    """How far an act is vouched for, from -1 (certainly did not happen) over 0 (unknown) to 1 (certainly happened).

    `author` is the view of the article, `source` that of the innermost source whose words the act is told in; they are one
    where the article speaks for itself. `kinds` names what the act was shown as on the way (a plan; a purpose, demand or
    duty), `reason` the word that moved it last.
    """

    author: float = 1.0
    source: float = 1.0
    kinds: frozenset[Kind] = frozenset()
    reason: str = "ASSERTED"


class Judgement(Record, frozen=True, kw_only=True):
    """The light an act stands in. `irrealis` acts (purposes, demands, duties) are no reports of an act at all.

    `author` and `source` are the two views from -3 to 3 (see `Light`).
    """

    mood: Mood
    reason: str
    author: float = 3.0
    source: float = 3.0

    @property
    def status(self) -> Status:
        """The mood as one of the record's four statuses."""
        if self.mood == "irrealis" and self.source <= _DENIED_BELOW:
            return "denied"
        return _TO_STATUS[self.mood]

"""What cannot become a record, whatever its type, is not put to the reader."""

from __future__ import annotations

import pytest

from dragoman.extraction.choice import hopeless
from dragoman.records import Actor

MALI = Actor(name="Mali", code="MLI", country="MLI", kind="country")
ARMY = Actor(name="army", code="MLI-MIL", country="MLI", sector="MIL", kind="role")
FIRM = Actor(name="a mine", code="MLI-BUS", country="MLI", sector="BUS", kind="org")
CROWD = Actor(name="residents", code="MLI-CVL", country="MLI", sector="CVL", kind="role")
NOBODY = Actor(name="somebody", reason="UNKNOWN_NAME")
WE = Actor(name="we", reason="SPEAKER")


@pytest.mark.parametrize(
    ("doers", "others", "topic", "reason"),
    [
        ([NOBODY], [], None, "NO_KNOWN_ACTOR"),
        ([], [], None, "NO_KNOWN_ACTOR"),
        ([ARMY], [NOBODY], "sport", "TOPIC:sport"),
        ([ARMY], [NOBODY], "business", None),
        ([FIRM], [NOBODY], None, None),  # whom it is done to is told with the type
        ([FIRM], [MALI], None, None),
        ([NOBODY], [MALI], None, None),  # force is told without its doer
        ([CROWD], [], None, None),  # a protest
        ([], [FIRM], None, None),
        ([WE], [], None, None),  # who speaks is told later
    ],
)
def test_reason(doers: list[Actor], others: list[Actor], topic: str | None, reason: str | None) -> None:
    assert hopeless(doers, others, topic=topic) == reason

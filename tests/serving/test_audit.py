"""The precision of a sample and its interval."""

from __future__ import annotations

import pytest

from dragoman.serving.audit import audit_result, wilson
from dragoman.store import AuditItem


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    [
        # by hand from the formula, and as scipy.stats.binomtest(...).proportion_ci(method="wilson") gives them
        (10, 10, 0.7225, 1.0),
        (0, 10, 0.0, 0.2775),
        (40, 50, 0.6696, 0.8876),
        (0, 0, 0.0, 1.0),
    ],
)
def test_wilson_gives_the_known_interval(right: int, judged: int, low: float, high: float) -> None:
    assert wilson(right, judged) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_unsure_does_not_count_and_corrected_is_wrong() -> None:
    items = [AuditItem(position=n, subject=str(n), type="AID", source_kind="named") for n in range(4)]
    result = audit_result(items, {"0": "accept", "1": "correct", "2": "unsure"})
    assert (result.judged, result.right, result.precision) == (2, 1, 0.5)
    assert [(one.name, one.judged) for one in result.by_source] == [("named", 2)]

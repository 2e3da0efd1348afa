"""How right a store is: precision of a judged random sample, with its interval, by type and by kind of source.

The interval is Wilson's at 95 % (E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
JASA 22, 1927): it stays within 0 and 1 and holds for small samples, where the usual one does not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from dragoman.records import Record
from dragoman.store import AuditItem, Review

# The 97.5 % quantile of the normal distribution.
_Z: Final = 1.959963984540054


class Precision(Record, frozen=True):
    """The share of right records among those judged, with its 95 % interval; `None` where nothing was judged."""

    name: str
    judged: int
    right: int
    precision: float | None
    low: float | None
    high: float | None


class AuditResult(Record, frozen=True):
    """What the judgements of a sample say."""

    judged: int
    right: int
    precision: float | None
    low: float | None
    high: float | None
    by_type: tuple[Precision, ...]
    by_source: tuple[Precision, ...]


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The 95 % interval of a share; the whole range where nothing was judged."""
    if judged == 0:
        return 0.0, 1.0
    share, square = right / judged, _Z**2
    middle = (share + square / (2 * judged)) / (1 + square / judged)
    half = _Z * math.sqrt(share * (1 - share) / judged + square / (4 * judged**2)) / (1 + square / judged)
    return max(middle - half, 0.0), min(middle + half, 1.0)


def audit_result(items: Sequence[AuditItem], verdicts: Mapping[str, str]) -> AuditResult:
    """What the judgements of a sample say.

    Args:
        items: The sample.
        verdicts: The last word on each record that was judged. Accepted is right, corrected and rejected are wrong, and
            what nobody can tell does not count.
    """
    told = [
        (item, verdicts[item.subject] == "accept") for item in items if verdicts.get(item.subject, "unsure") != "unsure"
    ]
    whole = _precision("", [is_right for _, is_right in told])
    return AuditResult(
        judged=whole.judged,
        right=whole.right,
        precision=whole.precision,
        low=whole.low,
        high=whole.high,
        by_type=_groups(told, lambda item: item.type),
        by_source=_groups(told, lambda item: item.source_kind),
    )


def last_verdicts(reviews: Iterable[Review]) -> dict[str, Review]:
    """The last review of each record."""
    return {review.subject: review for review in sorted(reviews, key=lambda review: review.number)}


def _groups(told: Sequence[tuple[AuditItem, bool]], key: Callable[[AuditItem], str]) -> tuple[Precision, ...]:
    groups: dict[str, list[bool]] = {}
    for item, is_right in told:
        groups.setdefault(key(item), []).append(is_right)
    return tuple(_precision(name, groups[name]) for name in sorted(groups))


def _precision(name: str, found: Sequence[bool]) -> Precision:
    judged, right = len(found), sum(found)
    low, high = wilson(right, judged)
    return Precision(
        name=name,
        judged=judged,
        right=right,
        precision=round(right / judged, 4) if judged else None,
        low=round(low, 4) if judged else None,
        high=round(high, 4) if judged else None,
    )

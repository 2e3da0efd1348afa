"""Do probabilities mean what they say? The table and the one number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

BINS = 10


def reliability(pairs: Sequence[tuple[float, bool]], bins: int = BINS) -> list[tuple[float, int, float, float]]:
    """Rows of (lower edge, count, mean probability, share right) for bins of equal width that are not empty."""
    rows = []
    for number in range(bins):
        here = [p for p in pairs if min(int(p[0] * bins), bins - 1) == number]
        if here:
            mean = sum(p for p, _ in here) / len(here)
            rows.append((number / bins, len(here), mean, sum(right for _, right in here) / len(here)))
    return rows


def expected_error(rows: Iterable[Sequence[float]]) -> float:
    """The mean distance between probability and share right, weighted by count (expected calibration error)."""
    rows = list(rows)
    total = sum(count for _, count, _, _ in rows)
    return sum(count * abs(mean - share) for _, count, mean, share in rows) / total if total else 0.0

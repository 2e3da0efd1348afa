"""Scores and calibration: F1, expected calibration error, temperatures."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from dragoman.evaluation.reliability import expected_error as expected_error
from dragoman.evaluation.reliability import reliability as tenths

Floats = npt.NDArray[np.float64]


def f1_by_label(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, float]:
    """F1 of every label that occurs in gold."""
    out = {}
    for label in sorted(set(gold)):
        hit = sum(g == p == label for g, p in zip(gold, predicted, strict=True))
        total = sum(g == label for g in gold) + sum(p == label for p in predicted)
        out[label] = 2 * hit / total
    return out


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """The mean of `f1_by_label`, 0 for nothing."""
    scores = f1_by_label(gold, predicted)
    return sum(scores.values()) / len(scores) if scores else 0.0


def precision_recall(gold: Sequence[str], predicted: Sequence[str], label: str) -> tuple[float, float]:
    """Precision and recall of one label."""
    hit = sum(g == p == label for g, p in zip(gold, predicted, strict=True))
    return hit / max(1, sum(p == label for p in predicted)), hit / max(1, sum(g == label for g in gold))


def softmax(logits: Floats, temperature: float) -> Floats:
    """Row-wise."""
    scaled = logits / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def sigmoid(logits: Floats, temperature: float) -> Floats:
    """Element-wise."""
    return np.asarray(1 / (1 + np.exp(-logits / temperature)))


def fit_temperature(cost: Callable[[float], float]) -> float:
    """The temperature between 1 and 5 with the least cost (golden section on its logarithm, 1e-3).

    Never below 1: the calibration side holds some 350 frames and phrases, and where it asked for sharper answers (0.82 to
    0.91 in three runs) the test side grew worse calibrated by it; on other text too much confidence is the greater harm.
    """
    low, high, ratio = 0.0, math.log(5.0), (math.sqrt(5) - 1) / 2
    while high - low > 1e-3:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if cost(math.exp(left)) <= cost(math.exp(right)):
            high = right
        else:
            low = left
    return round(math.exp((low + high) / 2), 4)


def softmax_cost(logits: Floats, gold: npt.NDArray[np.int64]) -> Callable[[float], float]:
    """Negative log likelihood as a function of temperature."""
    rows = np.arange(len(gold))
    return lambda t: float(-np.log(softmax(logits, t)[rows, gold] + 1e-12).mean())


def sigmoid_cost(logits: Floats, gold: Floats) -> Callable[[float], float]:
    """The same for independent yes-or-no answers."""

    def cost(temperature: float) -> float:
        p = sigmoid(logits, temperature)
        return float(-(gold * np.log(p + 1e-12) + (1 - gold) * np.log(1 - p + 1e-12)).mean())

    return cost


def reliability(confidence: Floats, correct: Floats) -> list[list[float]]:
    """Rows of (lower edge, count, mean confidence, share correct), to four places, as a manifest keeps them."""
    rows = tenths(list(zip(confidence.tolist(), (correct > 0).tolist(), strict=True)))
    return [[edge, float(count), round(mean, 4), round(share, 4)] for edge, count, mean, share in rows]

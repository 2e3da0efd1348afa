"""What the fits of small weights beside the reader share: the text they read, and the descent."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import msgspec
import numpy as np
import numpy.typing as npt

from dragoman.training.generate import Text, TextConfig, read_text
from dragoman.training.reader import read_recipe


def text_of(config: Path, more: Sequence[Path] = (), *, fillings: int, held_fillings: int) -> tuple[Text, TextConfig]:
    """The text of a recipe, its phrases filled once, with the passages of further files and then those of its later rounds on the training side.

    Raises:
        ConfigError: The recipe is no recipe.
        DataError: A line that is none of what its file holds.
    """
    recipe = read_recipe(config)
    rounds = dict.fromkeys(name for one in recipe.rounds for name in one.lessons)
    text_config = msgspec.structs.replace(
        recipe.text,
        lessons=(*recipe.text.lessons, *(str(path.resolve()) for path in more), *rounds),
        frame_fillings=fillings,
        passage_fillings=fillings,
        phrase_fillings=1,
        held_fillings=held_fillings,
    )
    return read_text(text_config, config.parent), text_config


def descend(
    rows: Sequence[npt.NDArray[np.intp]],
    targets: npt.NDArray[np.float64],
    count: int,
    *,
    penalty: float,
    passes: int,
) -> npt.NDArray[np.float64]:
    """Weights of a multinomial logistic function of features that are there or not, by stochastic gradient descent in fixed order, with
    steps that shrink by feature (Duchi et al. 2011).

    Args:
        rows: For each example the numbers of its features.
        targets: (examples, classes): 1.0 for the class that it is; no 1.0 for the class that the others are weighed against.
        count: How many features there are.
        penalty: Of the weights' squares, for each example.
        passes: How often each example is seen.

    Returns:
        Weights (features, classes).
    """
    shape = (count, targets.shape[1])
    weights, squares = np.zeros(shape), np.full(shape, 1e-6)
    order, rng = list(range(len(rows))), Random(7)
    for _ in range(passes):
        rng.shuffle(order)
        for index in order:
            row = rows[index]
            here = weights[row]
            sums = here.sum(axis=0)
            parts = np.exp(np.append(sums, 0.0) - max(sums.max(), 0.0))
            slope = parts[:-1] / parts.sum() - targets[index] + penalty * here
            squares[row] += slope * slope
            weights[row] = here - 0.3 * slope / np.sqrt(squares[row])
    return weights

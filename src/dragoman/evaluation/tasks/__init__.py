"""Benchmark tasks: one module each, whose `predict` turns input records into predictions, in order.

A module reads the input fields of a record and nothing else: gold fields that happen to be there are never looked at, and
an id only tells which benchmark a record is of where one task has several answer schemes. A record that is empty, broken
or too long gives an empty prediction.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from typing import Any

from dragoman.errors import NotBuiltError

TASKS = (
    "documents", "plv", "gsr", "attribution", "geoparsing", "timex", "factuality", "coref", "groups", "extraction",
    "classify", "ner", "multilabel", "events", "templates",
)  # fmt: skip
"""The names of all tasks, built or not."""
WHOLE = frozenset({"coref", "groups"})
"""Tasks whose answer for a record depends on the other records: they need the whole file, and take `done`, ids to leave out."""

Prediction = dict[str, Any]
Predict = Callable[..., Iterator[Prediction]]


def is_built(task: str) -> bool:
    """Whether this version can predict the task."""
    return task in TASKS and importlib.util.find_spec(f"{__name__}.{task}") is not None


def load_task(task: str) -> Predict:
    """The `predict` function of a task.

    Raises:
        NotBuiltError: This version does not have the task, or there is no such task.
    """
    if not is_built(task):
        built = ", ".join(name for name in TASKS if is_built(name))
        known = "not built yet" if task in TASKS else "not a task"
        raise NotBuiltError(f"task {task!r} is {known}", expected=f"one of {built}")
    predict: Predict = importlib.import_module(f"{__name__}.{task}").predict
    return predict

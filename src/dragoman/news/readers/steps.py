"""What a reader is about to take apart, told to whoever reads apart (`news.apart`): should the process die, that was it.

Elsewhere nobody listens, and nothing is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dragoman.errors import InputError

# Is told the place of a part before it is read; why it is not to be read, where it was tried before.
Step = Callable[[str], InputError | None]

_STEP: ContextVar[Step | None] = ContextVar("step", default=None)


def begin(where: str) -> InputError | None:
    """Tell that what stands at a place is read now; the error to give in its stead, if it is not to be."""
    step = _STEP.get()
    return step(where) if step else None


@contextmanager
def told_to(step: Step) -> Iterator[None]:
    """Have every step of the readers told."""
    token = _STEP.set(step)
    try:
        yield
    finally:
        _STEP.reset(token)

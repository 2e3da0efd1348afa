"""Errors say where, what, what was expected and the remedy, and survive pickling."""

from __future__ import annotations

import pickle

import pytest

from dragoman import errors
from dragoman.errors import DragomanError, InputError

KINDS = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, DragomanError)]


@pytest.mark.parametrize("kind", KINDS, ids=[k.__name__ for k in KINDS])
def test_error_survives_pickling_with_its_facts(kind: type[DragomanError]) -> None:
    error = kind("no text", where="wire.jsonl, line 14", expected="a string", remedy="remove the line")
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is kind
    assert (back.what, back.where, back.expected, back.remedy) == (
        error.what,
        error.where,
        error.expected,
        error.remedy,
    )
    assert str(back) == str(error)


@pytest.mark.parametrize("kind", KINDS, ids=[k.__name__ for k in KINDS])
def test_every_error_is_caught_by_the_root(kind: type[DragomanError]) -> None:
    with pytest.raises(DragomanError):
        raise kind("no text")


@pytest.mark.parametrize("kind", KINDS, ids=[k.__name__ for k in KINDS])
def test_module_draws_every_error_in_its_tree(kind: type[DragomanError]) -> None:
    assert kind.__name__ in str(errors.__doc__)
    assert kind.__doc__


def test_message_goes_from_where_to_remedy() -> None:
    error = InputError("no text", where="wire.jsonl, line 14", expected="a string", remedy="remove the line")
    assert str(error) == "wire.jsonl, line 14: no text. Expected a string. Remove the line"


def test_message_leaves_out_what_is_not_known() -> None:
    assert str(InputError("no text")) == "no text"
    assert str(InputError("no text", remedy="add one")) == "no text. Add one"
    assert str(InputError("no text", where="a.txt")) == "a.txt: no text"


def test_message_has_no_double_full_stop() -> None:
    assert ".." not in str(InputError("no text.", expected="some.", remedy="Add it."))

"""Spans survive whatever is put around them."""

from __future__ import annotations

from dragoman.training.markup import finish, tidy, wrap


def test_spans_are_counted_at_the_end() -> None:
    text, spans = finish(tidy(f"yesterday,  {wrap('a', 'the envoy')} {wrap('t', 'met')} {wrap('b', 'rebels')} ."))
    assert text == "Yesterday, the envoy met rebels."
    assert [text[s:e] for name in "atb" for s, e in spans[name]] == ["the envoy", "met", "rebels"]


def test_a_span_may_lie_in_another() -> None:
    text, spans = finish(wrap("a", f"the head of {wrap('b', 'the bank')}"))
    assert text[slice(*spans["b"][0])] == "the bank"
    assert text[slice(*spans["a"][0])] == "the head of the bank"


def test_the_first_letter_is_raised_inside_a_mark() -> None:
    assert finish(tidy(wrap("a", "the army") + " left"))[0] == "The army left"

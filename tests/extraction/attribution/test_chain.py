"""Who vouches for an act: `sources_of`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dragoman.extraction.attribution import Attribution, sources_of
from dragoman.records import Sentence, Span

Read = Callable[[str], tuple[tuple[Sentence, ...], tuple[Attribution, ...]]]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Troops seized the port, officials said.", "seized", [("anonymous", "officials")]),
        ("Troops seized the port on Monday.", "seized", [("author", None)]),
        ("Iran condemned the attack on Erbil.", "condemned", [("author", None)]),
        ("Iran condemned the attack on Erbil.", "attack", [("author", None)]),
        ("Libya said it would expel the envoy.", "said", [("author", None)]),
        ("Libya said it would expel the envoy.", "expel", [("official", "Libya")]),
        ("Kyiv accused Moscow of shelling a hospital.", "shelling", [("official", "Kyiv")]),
        ("Kyiv accused Moscow of shelling a hospital.", "accused", [("author", None)]),
        ("Japan plans to expel two attachés.", "expel", [("author", None)]),
        (
            "A relative of the prisoner told Radio Okapi that guards had beaten him.",
            "beaten",
            [("media", "Radio Okapi"), ("anonymous", "A relative of the prisoner")],
        ),
        (
            "The news agency Anadolu reported, citing a police officer, that the men had been freed.",
            "freed",
            [("media", "The news agency Anadolu"), ("anonymous", "a police officer")],
        ),
        (
            "The ministry said that survivors claimed the pirates had killed the captain.",
            "killed",
            [("official", "The ministry"), ("anonymous", "survivors")],
        ),
        ("The rebels have reportedly freed the priest.", "freed", [("anonymous", None)]),
        ("The spy is said to have fled to Minsk.", "fled", [("anonymous", None)]),
        ("The army confirmed the arrest of two captains.", "arrest", [("official", "The army")]),
        (
            "Bakers in Sousse struck on Friday, and the union said the strike would go on.",
            "struck",
            [("author", None)],
        ),
        (
            "Gunmen killed three miners, said Dawit Bekele, a doctor in Gondar.",
            "killed",
            [("named", "Dawit Bekele")],
        ),
        (
            "\"We freed the hostages at dawn,\" General Oumar Traoré told state television.",
            "freed",
            [("media", "state television"), ("named", "Oumar Traoré")],
        ),
    ],
)  # fmt: skip
def test_chain(read: Read, text: str, trigger: str, expected: list[tuple[str, str | None]]) -> None:
    start = text.index(trigger)
    chain = sources_of(read(text)[1], Span(start=start, end=start + len(trigger)))
    assert [(s.kind, s.text) for s in chain] == expected


def test_source_carries_span_and_cue(read: Read) -> None:
    text = "Troops seized the port, officials said."
    source = sources_of(read(text)[1], Span(start=7, end=13))[0]
    assert source.span is not None
    assert source.cue is not None
    assert text[source.span.start : source.span.end] == "officials"
    assert text[source.cue.start : source.cue.end] == "said"


def test_author_alone_has_no_span() -> None:
    (source,) = sources_of((), Span(start=0, end=4))
    assert (source.kind, source.span, source.text) == ("author", None, None)

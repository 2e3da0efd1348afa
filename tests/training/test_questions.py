"""The questions Dragoman asks about a sentence of the training text, labelled by what the sentence was written to report."""

from __future__ import annotations

import pytest

from dragoman.training.compose import Act, Composed
from dragoman.training.questions import Asker
from dragoman.training.samples import Sample


def composed(text: str, *acts: tuple[str, str, str]) -> Composed:
    """A sentence with acts given as (trigger word, type, status)."""
    spans = {f"t{n}": [(text.index(word), text.index(word) + len(word))] for n, (word, _, _) in enumerate(acts)}
    return Composed(
        text=text,
        spans=spans,
        acts=tuple(
            Act(type=kind, modes=(), status=status, trigger=f"t{n}", actors=(), recipients=())
            for n, (_, kind, status) in enumerate(acts)
        ),
        source="frame",
    )


@pytest.fixture(scope="module")
def asker() -> Asker:
    return Asker()


def words(sample: Sample) -> str:
    assert sample.trigger is not None
    return sample.text[slice(*sample.trigger)]


def test_a_told_act_is_asked_about_with_its_label(asker: Asker) -> None:
    (sample,) = asker([composed("Kenya accused Peru of fraud.", ("accused", "ACCUSE", "actual"))])
    assert (words(sample), sample.type, sample.status, sample.shape) == ("accused", "ACCUSE", "actual", "asked")
    assert sample.source is not None
    assert sample.target is not None
    assert (sample.text[slice(*sample.source)], sample.text[slice(*sample.target)]) == ("Kenya", "Peru")


def test_what_only_looks_like_an_act_is_asked_about_as_none(asker: Asker) -> None:
    samples = asker(
        [
            composed(
                "Kenya painted the bridge with Peru, and rebels attacked a convoy.", ("attacked", "ASSAULT", "actual")
            )
        ]
    )
    labels = {words(s): s.type for s in samples}
    assert labels["painted the bridge"] == "NONE"
    assert labels["attacked"] == "ASSAULT"


def test_sentences_parsed_together_keep_their_own_labels(asker: Asker) -> None:
    batch = [
        composed("Ghana praised Chile.", ("praised", "SUPPORT", "actual")),
        composed("Norway denied that it would expel the envoys of Vietnam.", ("expel", "SANCTION", "denied")),
    ]
    together = asker(batch)
    assert together == [sample for one in batch for sample in asker([one])]
    assert {s.text for s in together} == {one.text for one in batch}

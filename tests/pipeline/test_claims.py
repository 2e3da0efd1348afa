"""Who holds what of an act: whole passages, read from end to end. One case a line in `claims.tsv`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dragoman.pipeline.reading import Reader
from dragoman.records import Claim, Document, EventMention

CASES = [
    line.split("\t") for line in (Path(__file__).parent / "claims.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def holder(claim: Claim) -> str:
    return claim.sources[-1].text or claim.sources[-1].kind


def shown(mention: EventMention) -> str:
    """The claims of a mention as the cases write them."""
    by_id = {claim.id: claim for claim in mention.claims}
    told = []
    for claim in mention.claims:
        words = [holder(claim), claim.stance, claim.target]
        words += [claim.party.text] if claim.party else []
        words += ["against", holder(by_id[claim.denies])] if claim.denies in by_id else []
        told.append(" ".join(words))
    return f"{mention.trigger_text}: {'; '.join(told)}"


@pytest.mark.parametrize("case", CASES, ids=[c[0] for c in CASES])
def test_claims_of_a_passage(reader: Reader, case: list[str]) -> None:
    _, text, wanted = case
    reading = reader.read(Document(id="d", text=text, published=date(2025, 7, 12)))
    assert wanted in [shown(m) for m in reading.mentions]
    for mention in reading.mentions:
        assert [c.id for c in mention.claims] == [f"{mention.id}!{n}" for n in range(1, len(mention.claims) + 1)]
        assert all(c.mention == mention.id and c.evidence and c.sources for c in mention.claims)


def test_a_denial_names_the_claim_of_another_mention_of_the_event(reader: Reader) -> None:
    text = next(c[1] for c in CASES if c[0] == "another_mention")
    first, second = (
        m for m in reader.read(Document(id="d", text=text, published=date(2025, 7, 12))).mentions if m.type == "ASSAULT"
    )
    assert (first.status, second.status) == ("actual", "denied")
    assert second.claims[0].denies == first.claims[0].id


def test_the_article_vouches_only_for_what_it_asserts(reader: Reader) -> None:
    def holders(text: str) -> list[str]:
        mentions = reader.read(Document(id="d", text=text, published=date(2025, 7, 12))).mentions
        return [holder(c) for m in mentions if m.type == "ASSAULT" for c in m.claims]

    assert holders("Iraq said Turkish jets had bombed a village.") == ["Iraq"]
    assert holders("Turkish jets bombed a village, Iraq said.") == ["Iraq"]
    assert holders("Turkey admitted having bombed a village in Iraq.") == ["author"]


def test_only_the_status_of_the_sentence_has_a_probability(reader: Reader) -> None:
    text = "Iraq said Turkish jets had bombed a village. Ankara dismissed the report as baseless."
    mention = reader.read(Document(id="d", text=text, published=date(2025, 7, 12))).mentions[0]
    own, answer = mention.claims
    assert own.probability is not None
    assert 0.5 < own.probability < 1
    assert answer.probability is None


def test_factuality_is_the_articles_own_view(reader: Reader) -> None:
    def factuality(text: str) -> float | None:
        return reader.read(Document(id="d", text=text, published=date(2025, 7, 12))).mentions[0].factuality

    assert factuality("Turkish jets bombed a village in Iraq.") == 3.0
    assert factuality("Turkish jets bombed a village in Iraq, Baghdad said.") == 2.5


def test_status_and_sources_stay_those_of_the_sentence(reader: Reader) -> None:
    text = "Iraq said Turkish jets had bombed a village. Ankara dismissed the report as baseless."
    mention = reader.read(Document(id="d", text=text, published=date(2025, 7, 12))).mentions[0]
    assert (mention.status, [s.text for s in mention.sources]) == ("actual", ["Iraq"])
    assert [c.status for c in mention.claims] == ["actual", "denied"]
    assert [c.certainty for c in mention.claims] == ["CT+", "CT-"]

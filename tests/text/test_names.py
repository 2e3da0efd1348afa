"""Names of countries that the recognizer took for something else, and names that only hold one."""

from __future__ import annotations

from dragoman.records import Token
from dragoman.resolution.actors.rows import our_rows
from dragoman.text.names import load_states, with_states


def tokens(*rows: tuple[str, str, str, int, str, bool]) -> list[Token]:
    """Tokens from rows of text, part of speech, dependency, head, label, whether a name begins."""
    found, start = [], 0
    for text, pos, dep, head, entity, first in rows:
        end = start + len(text)
        found.append(
            Token(
                text=text, start=start, end=end, lemma=text, pos=pos, tag="NNP" if pos == "PROPN" else "NN", dep=dep,
                head=head, entity=entity, entity_start=first,
            )
        )  # fmt: skip
        start = end + 1
    return found


def labels(found: list[Token]) -> list[tuple[str, bool]]:
    return [(t.entity, t.entity_start) for t in found]


def test_country_taken_for_a_person_is_a_country() -> None:
    found = with_states(
        tokens(("Mali", "PROPN", "nsubj", 1, "PERSON", True), ("protested", "VERB", "ROOT", 1, "", False))
    )
    assert labels(found) == [("GPE", True), ("", False)]


def test_all_words_of_a_name_are_one_country() -> None:
    found = with_states(
        tokens(
            ("Papua", "PROPN", "compound", 2, "PERSON", True),
            ("New", "PROPN", "compound", 2, "PERSON", False),
            ("Guinea", "PROPN", "nsubj", 3, "GPE", True),
            ("protested", "VERB", "ROOT", 3, "", False),
        )
    )
    assert labels(found) == [("GPE", True), ("GPE", False), ("GPE", False), ("", False)]


def test_article_of_the_same_name_stays_outside() -> None:
    found = with_states(
        tokens(("the", "DET", "det", 1, "ORG", True), ("Maldives", "PROPN", "ROOT", 1, "ORG", False)),
    )
    assert labels(found)[1] == ("GPE", True)


def test_country_within_a_longer_name_stays() -> None:
    person = tokens(
        ("Michael", "PROPN", "compound", 1, "PERSON", True), ("Jordan", "PROPN", "ROOT", 1, "PERSON", False)
    )
    bank = tokens(
        ("Bank", "PROPN", "ROOT", 0, "ORG", True),
        ("of", "ADP", "prep", 0, "ORG", False),
        ("Mali", "PROPN", "pobj", 1, "ORG", False),
    )
    airline = tokens(("Cyprus", "PROPN", "compound", 1, "", False), ("Airways", "PROPN", "ROOT", 1, "", False))
    for sentence in (person, bank, airline):
        assert with_states(sentence) == sentence


def test_name_that_persons_bear_stays_a_person() -> None:
    sentence = tokens(("Jordan", "PROPN", "nsubj", 1, "PERSON", True), ("resigned", "VERB", "ROOT", 1, "", False))
    assert with_states(sentence) == sentence
    firm = tokens(("Jordan", "PROPN", "nsubj", 1, "ORG", True), ("protested", "VERB", "ROOT", 1, "", False))
    assert labels(with_states(firm))[0] == ("GPE", True)


def test_word_that_is_no_name_stays() -> None:
    sentence = tokens(("Turkey", "NOUN", "nsubj", 1, "", False), ("sells", "VERB", "ROOT", 1, "", False))
    assert with_states(sentence) == sentence


def test_every_name_is_one_of_a_known_country_and_every_state_is_there() -> None:
    countries = [row.cells for row in our_rows("countries.tsv")]
    known = {name for c in countries for name in (c["name"], *c["names"].split("|"))}
    listed = {name for names in load_states().values() for name in names}
    assert listed <= known
    assert {c["name"] for c in countries if c["kind"] == "state"} <= listed

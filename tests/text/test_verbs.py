"""Verbs that were taken for nouns or adjectives."""

from __future__ import annotations

from dragoman.records import Token
from dragoman.text.verbs import with_verbs

_BASES = {"denied": "deny", "had": "have", "shelling": "shell"}
Row = tuple[str, str, str, str, int] | tuple[str, str, str, str, int, str]


def tokens(*rows: Row) -> list[Token]:
    """Tokens from rows of text, part of speech, tag, dependency, head and, where it has one, label."""
    found, start = [], 0
    for text, pos, tag, dep, head, *entity in rows:
        end = start + len(text)
        label = entity[0] if entity else ""
        found.append(
            Token(
                text=text, start=start, end=end, lemma=_BASES.get(text.lower(), text.lower()), pos=pos, tag=tag, dep=dep, head=head,
                entity=label, entity_start=bool(label),
            )
        )  # fmt: skip
        start = end + 1
    return found


def arcs(found: list[Token]) -> list[tuple[str, str]]:
    """Dependency and the governor's text of each token."""
    return [(t.dep, found[t.head].text) for t in found]


def test_plural_subject_and_infinitive_make_a_verb_of_a_plan() -> None:
    found = with_verbs(
        tokens(
            ("Students", "NOUN", "NNS", "nsubj", 1),
            ("plan", "NOUN", "NN", "ROOT", 1),
            ("to", "PART", "TO", "aux", 3),
            ("march", "VERB", "VB", "xcomp", 1),
        )
    )
    assert (found[1].pos, found[1].tag) == ("VERB", "VBP")


def test_to_makes_a_verb_of_a_telephone() -> None:
    found = with_verbs(
        tokens(
            ("She", "PRON", "PRP", "nsubj", 1),
            ("is", "AUX", "VBZ", "ROOT", 1),
            ("to", "PART", "TO", "aux", 3),
            ("telephone", "NOUN", "NN", "xcomp", 1),
            ("him", "PRON", "PRP", "dobj", 3),
        )
    )
    assert (found[3].pos, found[3].tag) == ("VERB", "VB")


def test_plan_with_an_article_stays_a_noun() -> None:
    sentence = tokens(
        ("The", "DET", "DT", "det", 1), ("plan", "NOUN", "NN", "ROOT", 1), ("failed", "VERB", "VBD", "relcl", 1)
    )
    assert with_verbs(sentence) == sentence


def test_participle_behind_a_name_is_the_verb_of_a_sentence_without_one() -> None:
    found = with_verbs(
        tokens(
            ("Bolivia", "PROPN", "NNP", "compound", 2, "GPE"),
            ("barred", "VERB", "VBN", "amod", 2),
            ("negotiators", "NOUN", "NNS", "ROOT", 2),
            (".", "PUNCT", ".", "punct", 2),
        )
    )
    assert arcs(found) == [("nsubj", "barred"), ("ROOT", "barred"), ("dobj", "barred"), ("punct", "barred")]
    assert found[1].tag == "VBD"


def test_participle_of_a_subject_stays_one() -> None:
    sentence = tokens(
        ("Turkey", "PROPN", "NNP", "compound", 2, "GPE"),
        ("backed", "VERB", "VBN", "amod", 2),
        ("rebels", "NOUN", "NNS", "nsubj", 3),
        ("fled", "VERB", "VBD", "ROOT", 3),
    )
    assert with_verbs(sentence) == sentence


def test_gerund_behind_a_denial_is_what_is_denied() -> None:
    found = with_verbs(
        tokens(
            ("Kenya", "PROPN", "NNP", "nsubj", 1, "GPE"),
            ("denied", "VERB", "VBD", "ROOT", 1),
            ("shelling", "VERB", "VBG", "amod", 3),
            ("villages", "NOUN", "NNS", "dobj", 1),
            ("in", "ADP", "IN", "prep", 1),
            ("Peru", "PROPN", "NNP", "pobj", 4, "GPE"),
        )
    )
    assert arcs(found)[2:5] == [("xcomp", "denied"), ("dobj", "shelling"), ("prep", "shelling")]


def test_describing_participle_stays_before_its_noun() -> None:
    sentence = tokens(
        ("Kenya", "PROPN", "NNP", "nsubj", 1, "GPE"),
        ("denied", "VERB", "VBD", "ROOT", 1),
        ("existing", "VERB", "VBG", "amod", 3),
        ("plans", "NOUN", "NNS", "dobj", 1),
    )
    assert with_verbs(sentence) == sentence


def test_having_is_the_auxiliary_of_what_was_done() -> None:
    found = with_verbs(
        tokens(
            ("Uganda", "PROPN", "NNP", "nsubj", 1, "GPE"),
            ("denied", "VERB", "VBD", "ROOT", 1),
            ("having", "VERB", "VBG", "xcomp", 1),
            ("barred", "VERB", "VBN", "amod", 4),
            ("negotiators", "NOUN", "NNS", "dobj", 2),
            ("from", "ADP", "IN", "prep", 2),
        )
    )
    assert arcs(found)[2:] == [("aux", "barred"), ("xcomp", "denied"), ("dobj", "barred"), ("prep", "barred")]


def test_what_somebody_has_done_to_him_is_passive() -> None:
    found = with_verbs(
        tokens(
            ("Peru", "PROPN", "NNP", "nsubj", 1, "GPE"),
            ("had", "VERB", "VBD", "ROOT", 1),
            ("supplies", "NOUN", "NNS", "nsubj", 3),
            ("cut", "VERB", "VBN", "ccomp", 1),
            ("by", "ADP", "IN", "prep", 3),
            ("Kenya", "PROPN", "NNP", "pobj", 4, "GPE"),
        )
    )
    assert [found[2].dep, found[4].dep] == ["nsubjpass", "agent"]


def test_of_behind_the_doer_belongs_to_the_act() -> None:
    found = with_verbs(
        tokens(
            ("rejection", "NOUN", "NN", "ROOT", 0),
            ("by", "ADP", "IN", "prep", 0),
            ("Kenya", "PROPN", "NNP", "pobj", 1, "GPE"),
            ("of", "ADP", "IN", "prep", 2),
            ("plans", "NOUN", "NNS", "pobj", 3),
        )
    )
    assert found[3].head == 0


def test_object_behind_a_season_is_the_verbs() -> None:
    found = with_verbs(
        tokens(
            ("Uganda", "PROPN", "NNP", "nsubj", 1, "GPE"),
            ("put", "VERB", "VBD", "ROOT", 1),
            ("off", "ADP", "RP", "prt", 1),
            ("until", "ADP", "IN", "prep", 1),
            ("spring", "NOUN", "NN", "pobj", 3),
            ("an", "DET", "DT", "det", 6),
            ("offensive", "NOUN", "NN", "dobj", 4),
        )
    )
    assert found[6].head == 1


def test_to_behind_back_belongs_to_the_verb() -> None:
    found = with_verbs(
        tokens(
            ("handed", "VERB", "VBD", "ROOT", 0),
            ("islets", "NOUN", "NNS", "dobj", 0),
            ("back", "ADV", "RB", "advmod", 0),
            ("to", "ADP", "IN", "prep", 2),
        )
    )
    assert found[3].head == 0


def test_plural_is_no_person() -> None:
    missiles = tokens(("Missiles", "NOUN", "NNS", "nsubjpass", 1, "PERSON"), ("fired", "VERB", "VBN", "ROOT", 1))
    assert with_verbs(missiles)[0].entity == ""
    family = tokens(
        ("the", "DET", "DT", "det", 1),
        ("Kenyattas", "PROPN", "NNS", "nsubj", 2, "PERSON"),
        ("left", "VERB", "VBD", "ROOT", 2),
    )
    assert with_verbs(family)[1].entity == "PERSON"


def test_base_forms_of_past_verbs() -> None:
    found = with_verbs(tokens(("staged", "VERB", "VBD", "ROOT", 0), ("fined", "VERB", "VBN", "conj", 0)))
    assert [t.lemma for t in found] == ["stage", "fine"]

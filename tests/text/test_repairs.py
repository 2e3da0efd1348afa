"""Coordinated verbs that the parser hung on the wrong clause."""

from __future__ import annotations

from dragoman.records import Token
from dragoman.text.repairs import better_heads


def tokens(*rows: tuple[str, str, str, str, int]) -> list[Token]:
    """Tokens from rows of text, part of speech, tag, dependency, head."""
    found, start = [], 0
    for text, pos, tag, dep, head in rows:
        end = start + len(text)
        found.append(Token(text=text, start=start, end=end, lemma=text, pos=pos, tag=tag, dep=dep, head=head))
        start = end + 1
    return found


def test_verb_with_the_outer_auxiliary_goes_to_the_outer_verb() -> None:
    # "Rabat has said Algiers wants talks and has urged calm": who has urged is who has said
    sentence = tokens(
        ("Rabat", "PROPN", "NNP", "nsubj", 2),
        ("has", "AUX", "VBZ", "aux", 2),
        ("said", "VERB", "VBN", "ROOT", 2),
        ("Algiers", "PROPN", "NNP", "nsubj", 4),
        ("wants", "VERB", "VBZ", "ccomp", 2),
        ("talks", "NOUN", "NNS", "dobj", 4),
        ("and", "CCONJ", "CC", "cc", 4),
        ("has", "AUX", "VBZ", "aux", 8),
        ("urged", "VERB", "VBN", "conj", 4),
        ("calm", "NOUN", "NN", "dobj", 8),
    )
    assert better_heads(sentence) == {8: 2}


def test_verb_like_its_nested_neighbour_stays() -> None:
    # "Rabat said Algiers closed the border and recalled its envoy"
    sentence = tokens(
        ("Rabat", "PROPN", "NNP", "nsubj", 1),
        ("said", "VERB", "VBD", "ROOT", 1),
        ("Algiers", "PROPN", "NNP", "nsubj", 3),
        ("closed", "VERB", "VBD", "ccomp", 1),
        ("and", "CCONJ", "CC", "cc", 3),
        ("recalled", "VERB", "VBD", "conj", 3),
    )
    assert better_heads(sentence) == {}


def test_verb_with_its_own_subject_stays() -> None:
    sentence = tokens(
        ("Rabat", "PROPN", "NNP", "nsubj", 2),
        ("has", "AUX", "VBZ", "aux", 2),
        ("said", "VERB", "VBN", "ROOT", 2),
        ("Algiers", "PROPN", "NNP", "nsubj", 4),
        ("wants", "VERB", "VBZ", "ccomp", 2),
        ("and", "CCONJ", "CC", "cc", 4),
        ("Tunis", "PROPN", "NNP", "nsubj", 8),
        ("has", "AUX", "VBZ", "aux", 8),
        ("agreed", "VERB", "VBN", "conj", 4),
    )
    assert better_heads(sentence) == {}


def test_sentence_without_coordination_needs_no_repair() -> None:
    sentence = tokens(("Lima", "PROPN", "NNP", "nsubj", 1), ("voted", "VERB", "VBD", "ROOT", 1))
    assert better_heads(sentence) == {}

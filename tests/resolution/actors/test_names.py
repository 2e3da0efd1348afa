"""Spellings of the press meet in one key."""

from __future__ import annotations

import pytest

from dragoman.resolution.actors.names import fold, fold_word, is_abbreviation, sound


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Côte d’Ivoire", ("cote", "divoire")),
        ("São Tomé", ("sao", "tome")),
        ("the African Union", ("african", "union")),
        ("Al-Shabaab", ("shabaab",)),
        ("U.N.", ("un",)),
        ("Erdoğan", ("erdogan",)),
        ("Wałęsa", ("walesa",)),
        ("Rød-Larsen", ("rod", "larsen")),
        ("", ()),
    ],
)
def test_case_accents_and_articles_do_not_matter(name: str, words: tuple[str, ...]) -> None:
    assert fold(name) == words


def test_article_stays_where_nothing_else_is_left() -> None:
    assert fold("The") == ("the",)


def test_turkish_dotless_i_meets_the_plain_one() -> None:
    assert fold_word("Işık") == fold_word("Isik")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hussein", "Husayn"),
        ("Muhammad", "Mohammed"),
        ("Gaddafi", "Qadhafi"),
        ("Haddad", "Hadad"),
        ("Sheikh", "Shaikh"),
    ],
)
def test_transliterations_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("Hussein", "Hassan"), ("Lopez", "Gomez"), ("Kone", "Keita")])
def test_different_names_sound_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@pytest.mark.parametrize("name", ["US", "U.N.", "IDF", "M23", "UNHCR"])
def test_short_names_in_capitals_are_abbreviations(name: str) -> None:
    assert is_abbreviation(name)


@pytest.mark.parametrize("name", ["Mali", "us", "A", "UNITED NATIONS", "who", ""])
def test_words_are_no_abbreviations(name: str) -> None:
    assert not is_abbreviation(name)

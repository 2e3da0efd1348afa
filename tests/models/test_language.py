"""Which language a text is in; doubt is an answer."""

from __future__ import annotations

import pytest

from dragoman.errors import ModelError
from dragoman.models import language
from dragoman.models.language import identify, language_of, told_code

FOREIGN = {
    "fr": "Le ministre des Transports a inauguré lundi un nouveau pont sur la rivière et promis que l'ancien serait démoli avant l'hiver.",
    "de": "Der Verkehrsminister hat am Montag eine neue Brücke über den Fluss eröffnet und versprochen, dass die alte vor dem Winter abgerissen wird.",
    "es": "El ministro de Transporte inauguró el lunes un nuevo puente sobre el río y prometió que el viejo sería derribado antes del invierno.",
    "it": "Il ministro dei Trasporti ha inaugurato lunedì un nuovo ponte sul fiume e ha promesso che il vecchio sarà demolito prima dell'inverno.",
    "pt": "O ministro dos Transportes inaugurou na segunda-feira uma nova ponte sobre o rio e prometeu que a antiga seria demolida antes do inverno.",
    "nl": "De minister van Verkeer heeft maandag een nieuwe brug over de rivier geopend en beloofd dat de oude voor de winter wordt gesloopt.",
    "sv": "Transportministern invigde på måndagen en ny bro över floden och lovade att den gamla skulle rivas före vintern.",
    "pl": "Minister transportu otworzył w poniedziałek nowy most na rzece i obiecał, że stary zostanie rozebrany przed zimą.",
    "tr": "Ulaştırma bakanı pazartesi günü nehrin üzerinde yeni bir köprü açtı ve eskisinin kıştan önce yıkılacağına söz verdi.",
    "ru": "Министр транспорта открыл в понедельник новый мост через реку и пообещал, что старый снесут до зимы.",
    "ar": "افتتح وزير النقل يوم الاثنين جسرا جديدا فوق النهر ووعد بهدم الجسر القديم قبل الشتاء.",
    "zh": "交通部长周一为一座新桥揭幕，并承诺旧桥将在冬天之前拆除。",
}
ENGLISH = (
    "The transport minister opened a new bridge on Monday and promised that the old one would be taken down.",
    "Kofi Mensah, Ama Owusu and Yaw Boateng were freed in Kumasi on Friday.",
    "Police arrested five men in Guadalajara and two in San Luis Potosí.",
    "Thousands marched in Tbilisi; Georgian police arrested 40 students.",
    "Al-Shabaab militants attacked Beledweyne, killing Colonel Abdirahman Warsame.",
)
DOUBTFUL = ("", "42", "Kim Jong Un", "Buenos Aires, Montevideo", "🎉")


@pytest.mark.parametrize("code", FOREIGN)
def test_paragraph_in_another_language_is_known(code: str) -> None:
    found = identify(FOREIGN[code])
    assert found.code == code
    assert found.is_foreign


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_never_taken_for_another_language(text: str) -> None:
    assert not identify(text).is_foreign


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_has_no_language_stays_in_doubt(text: str) -> None:
    found = identify(text)
    assert found.code is None
    assert found.reason in ("NO_WORDS", "TOO_SHORT")


def test_most_of_a_document_decides_and_what_is_told_only_in_doubt() -> None:
    mixed = "\n\n".join([*ENGLISH, FOREIGN["fr"]])
    assert language_of(mixed, "fr") == "en"
    assert language_of("\n\n".join([FOREIGN["de"], FOREIGN["de"], ENGLISH[0]]), "en-US") == "de"
    assert language_of("Kim Jong Un", "ko-KR") == "ko"
    assert language_of("Kim Jong Un") is None


@pytest.mark.parametrize("text", [*ENGLISH, *FOREIGN.values(), *DOUBTFUL])
@pytest.mark.parametrize("told", [None, "en", "fr"])
def test_asked_again_it_answers_the_same(text: str, told: str | None) -> None:
    once = language_of(text, told)
    assert language_of(text, once) == once


def test_tags_are_codes_without_their_region() -> None:
    assert [told_code(tag) for tag in ("en-GB", "eng", "English", "pt_BR", "zh-Hans", "", None, "klingon")] == [
        "en", "en", "en", "pt", "zh", None, None, None,
    ]  # fmt: skip


def test_codes_of_three_letters_are_those_of_two_where_there_are_such() -> None:
    assert [told_code(tag) for tag in ("spa", "GER", "deu", "fra-CA", "ckb")] == ["es", "de", "de", "fr", "ckb"]


def test_changed_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "DIGEST", "0" * 64)
    language._identifier.cache_clear()
    try:
        with pytest.raises(ModelError, match="has changed"):
            identify(FOREIGN["fr"])
    finally:
        language._identifier.cache_clear()

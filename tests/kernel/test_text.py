"""Texts in five languages are complete or refused."""

import pytest

from maarif.kernel.text import LANGUAGES, Language, LanguageMissing, Text, UnknownLanguage

WORD = {"az": "arayış", "ru": "справка", "kk": "анықтама", "ky": "маалымкат", "en": "certificate"}


def test_a_text_speaks_each_language() -> None:
    text = Text.of(WORD)
    assert [text.in_(language) for language in LANGUAGES] == [
        "arayış",
        "справка",
        "анықтама",
        "маалымкат",
        "certificate",
    ]


def test_the_languages_are_five_and_an_enum_member_is_accepted_as_a_language() -> None:
    assert tuple(Language) == LANGUAGES
    assert Text.of(WORD).in_(Language.KK) == "анықтама"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_language_is_named(language: str) -> None:
    words = {name: word for name, word in WORD.items() if name != language}
    with pytest.raises(LanguageMissing) as missing:
        Text.of(words)
    assert missing.value.params["language"] == language


@pytest.mark.parametrize("silence", ["", "   ", "\n"])
def test_silence_is_no_language(silence: str) -> None:
    with pytest.raises(LanguageMissing) as missing:
        Text.of({**WORD, "ky": silence})
    assert missing.value.params["language"] == "ky"


def test_words_that_are_no_string_are_refused() -> None:
    with pytest.raises(LanguageMissing):
        Text.of({**WORD, "en": 5})


def test_a_language_that_we_do_not_speak_is_a_named_error() -> None:
    with pytest.raises(UnknownLanguage) as unknown:
        Text.of(WORD).in_("de")
    assert unknown.value.code == "unknown_language"
    assert unknown.value.params == {"language": "de"}


def test_keys_that_are_no_language_are_passed_over() -> None:
    assert Text.of({**WORD, "code": "x"}) == Text.of(WORD)


def test_a_text_survives_the_way_to_json_and_back() -> None:
    assert Text.of(Text.of(WORD).as_dict()) == Text.of(WORD)


def test_filling_puts_each_language_of_a_text_into_its_own() -> None:
    frame = Text.of(dict.fromkeys(LANGUAGES, "<{what}> {number}"))
    filled = frame.filled(what=Text.of(WORD), number="7")
    assert (filled.az, filled.en) == ("<arayış> 7", "<certificate> 7")


def test_a_filled_value_is_never_read_as_a_template_again() -> None:
    frame = Text.of(dict.fromkeys(LANGUAGES, "{name}"))
    assert frame.filled(name="{other}").az == "{other}"


def test_a_name_reads_the_same_in_every_language() -> None:
    assert set(Text.same("Bakı").as_dict().values()) == {"Bakı"}

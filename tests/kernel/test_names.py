"""Names are cleaned as typed, found across scripts, sorted by each alphabet."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import JaroWinkler

from maarif.kernel.names import ALPHABETS, UncleanText, clean, fold, full_name, initials, masked, sort_key
from maarif.kernel.text import LANGUAGES, UnknownLanguage

# --- cleaning ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Aygün", "Aygün"),
        ("  Elçin   qızı ", "Elçin qızı"),
        ("Ayg\u0075\u0308n", "Ayg\u00fcn"),
        ("И\u0306", "Й"),
        ("Мəm\u200bmə\u00addov", "Мəmmədov"),
        ("\u202eabc\u202c", "abc"),
        ("a\ufeffb", "ab"),
        ("a\u00a0b\u2003c", "a b c"),
        ("a\tb\r\nc", "a b c"),
        ("Ңурғалиева Өмүрзак", "Ңурғалиева Өмүрзак"),
        ("O'Neill-Smith", "O'Neill-Smith"),
        ("", ""),
    ],
)
def test_text_is_kept_composed_without_invisible_characters(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("bad", ["\x00", "\x08", "\x1b", "\x7f", "\ud800", "\ue000", "\U000e0080", "\uffff"])
def test_characters_that_no_register_keeps_are_refused_with_their_place(bad: str) -> None:
    with pytest.raises(UncleanText) as refusal:
        clean(f"ab{bad}c")
    assert refusal.value.params == {"position": 2, "codepoint": f"U+{ord(bad):04X}"}


@given(st.text(max_size=60))
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    try:
        once = clean(text)
    except UncleanText:
        return
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


# --- folding -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spellings",
    [
        "Məmmədov Мамедов Маммадов Memmedov Мәммәдов Mammadov Mamedov",
        "Əliyev Алиев Aliev Əлијев Әлијев Aliyev",
        "Həsənov Гасанов Хасанов Hasanov Гәсәнов",
        "Hüseynov Гусейнов Хусейнов Huseynov",
        "Qasımov Касымов Гасымов Qasimov",
        "Cəfərov Джафаров Ҹәфәров Jafarov Djafarov",
        "Gülnarə Гульнара Гүлнара Gulnara",
        "Şahin Шахин Sahin Shahin",
        "Yusif Юсиф",
        "İLYAS Ильяс Ilyas İlyas",
        "Elçin Эльчин Elchin",
        "Нұрсұлтан Нурсултан Nursultan Nūrsūltan",
        "Әсел Асель Assel Asel",
        "Жанар Zhanar Janar Джанар",
        "Айнұр Aynur Айнур Aýnur",
        "Қасым-Жомарт Касым-Жомарт Qasym-Jomart",
        "Тыңышбек Tynyshbek Тынышбек",
        "Жолдош Joldosh Zholdosh",
        "Чыңгыз Чингиз Çingiz",
        "Бекмырза Bekmyrza",
        "Дмитрий Dmitry Dmitri",
        "Ибраһим Ибрагим İbrahim Ибрахим",
        "Ғалия Галия Galiya",
        "Өмүрбек Омурбек Omurbek",
    ],
)
def test_one_name_in_any_of_our_scripts_has_one_key(spellings: str) -> None:
    keys = {spelling: fold(spelling) for spelling in spellings.split()}
    assert len(set(keys.values())) == 1, keys


@pytest.mark.parametrize(
    ("one", "other"),
    [("Məmmədov", "Мамудов"), ("Əliyev", "Vəliyev"), ("Aygün", "Aytən"), ("Асан", "Айсан"), ("Болот", "Булат")],
)
def test_different_names_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_names_that_differ_only_by_a_and_e_fall_together_on_purpose() -> None:
    """Асан and Эсен are found for one another: the price of finding Мамедов for Məmmədov."""
    assert fold("Асан") == fold("Эсен")


@pytest.mark.parametrize(("one", "other"), [("Məhəmməd", "Магомед"), ("Məhəmməd", "Мухаммед"), ("Ələkbər", "Алекпер")])
def test_spellings_that_differ_in_sound_stay_close(one: str, other: str) -> None:
    assert JaroWinkler.similarity(fold(one), fold(other)) >= 0.80


def test_words_keep_their_order_and_hyphens_are_spaces() -> None:
    assert fold("Məmmədova-Əliyeva Aygün") == "mamadova aliava aikun"


def test_marks_and_foreign_scripts_say_nothing() -> None:
    assert fold("  ???  漢字 ") == ""


@given(st.text(max_size=60))
def test_a_key_is_plain_ascii_words(text: str) -> None:
    key = fold(text)
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert key == " ".join(key.split())


@given(st.text(alphabet="".join(ALPHABETS.values()), max_size=30))
def test_case_does_not_change_the_key(text: str) -> None:
    assert fold(text.upper()) == fold(text)


# --- sorting -----------------------------------------------------------------------------------------------

SORTED = {
    "az": "Adil Babək Cavid Çingiz Daşqın Elçin Əli Fəxri Gülər Ğ Həsən Xəyal Irana İlqar Jalə Kamal Qasım Ləman Mina Nigar "
    "Orxan Ömər Pərviz Rəna Sona Şahin Tural Ulvi Ümid Vəfa Yusif Zaur",
    "ru": "Абай Борис Ева Ёлкин Женя Иван Йорик Щукин Ыкин Эльза Юлия Яна",
    "kk": "Асан Әсел Бота Гүл Ғани Ерлан Игорь Кенже Қайрат Нұр Ңа Олжас Өмір Тимур Ули Ұлан Үміт Хан Һа Шолпан Ыбырай Ізбасар Эльмира",
    "ky": "Асан Бакыт Нур Ңа Орунбек Өмүр Умар Үсөн Чынгыз Ырыс Эмил",
    "en": "Adam Bob Zoe",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_sort_by_the_alphabet_of_the_language_bytewise(language: str) -> None:
    names = SORTED[language].split()
    shuffled = sorted(names)
    assert sorted(shuffled, key=lambda name: sort_key(name, language).encode("utf-8")) == names


@pytest.mark.parametrize(("language", "size"), [("az", 32), ("ru", 33), ("kk", 42), ("ky", 36), ("en", 26)])
def test_each_alphabet_is_complete(language: str, size: int) -> None:
    letters = ALPHABETS[language]
    extra = 1 if language == "az" else 0  # w of foreign names
    assert len(letters) == size + extra
    assert len(set(letters)) == len(letters)


def test_the_dotless_and_the_dotted_i_are_two_letters_in_azerbaijani() -> None:
    assert sort_key("IRANA", "az") == sort_key("ırana", "az")
    assert sort_key("İLQAR", "az") == sort_key("ilqar", "az")
    assert sort_key("ı", "az") < sort_key("i", "az")


def test_a_shorter_family_name_comes_before_a_longer_one_that_starts_with_it() -> None:
    assert sort_key("Əli Vəli", "az") < sort_key("Əliyev Anar", "az")


def test_figures_come_before_letters_and_in_their_order() -> None:
    assert sort_key("10 saylı", "az") < sort_key("6 saylı", "az") < sort_key("A", "az")


def test_letters_of_other_alphabets_come_after_our_own() -> None:
    assert sort_key("Zaur", "az") < sort_key("Антон", "az")
    assert sort_key("Яна", "ru") < sort_key("Adam", "ru")


def test_a_letter_with_a_foreign_mark_stands_with_its_plain_letter() -> None:
    assert sort_key("José", "en") == sort_key("Jose", "en")


def test_sorting_in_a_language_that_we_do_not_speak_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        sort_key("a", "de")


@given(st.text(max_size=40), st.sampled_from(LANGUAGES))
def test_any_text_has_a_key_that_utf8_can_write(text: str, language: str) -> None:
    if all(unicodedata.category(letter) != "Cs" for letter in text):
        sort_key(text, language).encode("utf-8")


# --- writing -----------------------------------------------------------------------------------------------


def test_a_full_name_is_family_given_patronymic() -> None:
    assert full_name("Məmmədova", "Aygün", "Elçin qızı") == "Məmmədova Aygün Elçin qızı"
    assert full_name("Асанов", "Бакыт") == "Асанов Бакыт"


def test_initials_follow_the_family_name() -> None:
    assert initials("Məmmədova", "Aygün", "Elçin qızı") == "Məmmədova A. E."
    assert initials("Асанов", "Бакыт") == "Асанов Б."


def test_a_masked_name_tells_first_letters_and_no_length() -> None:
    assert masked("Məmmədova", "Aygün") == "M••• A•••"
    assert len(masked("Ay", "Bo")) == len(masked("Məmmədova", "Aygün"))

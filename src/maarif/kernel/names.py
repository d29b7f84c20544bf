"""Names of people and places: cleaned as typed, folded for search across scripts, keyed for sorting by each alphabet."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from maarif.kernel.errors import Refusal
from maarif.kernel.text import LANGUAGES, UnknownLanguage

_INVISIBLE: Final = {"Cf"}  # zero-width, bidi controls, soft hyphen, byte order mark: dropped
_REFUSED: Final = {"Cc", "Cs", "Co", "Cn"}  # controls incl. NUL, lone surrogates, private use, unassigned
_WHITE: Final = "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85"


class UncleanText(Refusal):
    """A text holds a character that no register keeps: NUL or another control, half a surrogate pair, a private or unassigned one."""


def clean(text: str) -> str:
    """The text as registers keep it: NFC, no invisible formatting characters, runs of white space become one space.

    Zero-width and bidirectional controls are dropped, since they come along with copied text and change nothing that is
    read; controls, lone surrogates, private and unassigned characters raise UncleanText with the position.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept: list[str] = []
    for position, letter in enumerate(text):
        if letter in _WHITE:
            kept.append(" ")
            continue
        category = unicodedata.category(letter)
        if category in _REFUSED:
            raise UncleanText(position=position, codepoint=f"U+{ord(letter):04X}")
        if category not in _INVISIBLE:
            kept.append(letter)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


# --- folding -------------------------------------------------------------------------------------------------------
#
# One key for one name however it was spelt: Azerbaijani Latin and Cyrillic, Russian, Kazakh in both scripts, Kyrgyz and
# plain ASCII. Sounds that passports exchange fall together:
#   a = ə = ә = e = э = ё           Məmmədov, Мамедов, Маммадов, Memmedov
#   i = ı = ы = и = й = і           Əliyev, Алиев, Aliev
#   o = ö = ө, u = ü = ү = ұ        Gülnarə, Гульнара, Gulnara
#   k = q = g = ğ = x = h = ғ = қ   Həsənov, Гасанов, Хасанов; Qasımov, Касымов
#   c = ç = j = ж = ч = дж = ҹ      Cəfər, Джафар, Jafar; Жолдош, Joldosh
#   s = ş = ш = щ = ц               Şahin, Шахин, Sahin
#   y before a vowel is silent, so that я = а, ю = у, ё = е = а; doubled letters count once; hard and soft signs, apostrophes
#   and other marks are dropped; hyphens are spaces.
# The key finds too much rather than too little; deciding who is who is for the birth date and a human being.

_PAIRS: Final = (
    ("shch", "s"),
    ("дж", "c"),
    ("dzh", "c"),
    ("dj", "c"),
    ("zh", "c"),
    ("tch", "c"),
    ("ch", "c"),
    ("sh", "s"),
    ("ts", "s"),
    ("тс", "s"),
    ("kh", "k"),
    ("gh", "k"),
)
_LETTERS: Final = {
    **dict.fromkeys("aəäeаәеэё", "a"),
    **dict.fromkeys("iıиыі", "i"),
    **dict.fromkeys("oöоө", "o"),
    **dict.fromkeys("uüуүұ", "u"),
    "ю": "yu",
    "я": "ya",
    **dict.fromkeys("yйј", "y"),
    **dict.fromkeys("bб", "b"),
    **dict.fromkeys("vwв", "v"),
    **dict.fromkeys("kqgğxhкқҝгғхһҳ", "k"),
    **dict.fromkeys("dд", "d"),
    **dict.fromkeys("cçjжҗчҹ", "c"),
    **dict.fromkeys("zз", "z"),
    **dict.fromkeys("lл", "l"),
    **dict.fromkeys("mм", "m"),
    **dict.fromkeys("nñŋнң", "n"),
    **dict.fromkeys("pп", "p"),
    **dict.fromkeys("rр", "r"),
    **dict.fromkeys("sşsсшщц", "s"),
    **dict.fromkeys("tт", "t"),
    **dict.fromkeys("fф", "f"),
    **{digit: digit for digit in "0123456789"},
}
_DIGRAPHS: Final = re.compile("|".join(pair for pair, _ in _PAIRS))
_DIGRAPH_SOUND: Final = dict(_PAIRS)
_BREAKS: Final = re.compile(r"[\s\-\u2010-\u2015_.,;/()]+")
_SILENT_Y: Final = re.compile(r"y(?=[aiou])")
_DOUBLED: Final = re.compile(r"(.)\1+")


def lower(text: str) -> str:
    """Lower case right for every one of our alphabets: `İ` becomes `i`; the dotless `I` of Azerbaijani stays `i` for searching."""
    return text.replace("İ", "i").lower()


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """The search key of a name: ASCII letters, digits and single spaces, the same for one name in any of our scripts.

    Characters that say nothing to search (marks, other scripts) are left out, so the key of `???` is empty.
    """
    plain = lower(unicodedata.normalize("NFKC", text))
    words = (_fold_word(word) for word in _BREAKS.split(plain))
    return " ".join(word for word in words if word)


def _fold_word(word: str) -> str:
    sounds = _DIGRAPHS.sub(lambda pair: _DIGRAPH_SOUND[pair.group()], word)
    key = "".join(_sound(letter) for letter in sounds)
    key = _SILENT_Y.sub("", key).replace("y", "i")
    return _DOUBLED.sub(r"\1", key)


@lru_cache(maxsize=4_096)
def _sound(letter: str) -> str:
    known = _LETTERS.get(letter)
    if known is not None:
        return known
    return "".join(_LETTERS.get(part, "") for part in unicodedata.normalize("NFKD", letter))


# --- sorting -------------------------------------------------------------------------------------------------------

ALPHABETS: Final = {
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "kk": "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
    "ky": "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
    "en": "abcdefghijklmnopqrstuvwxyz",
}
# A space sorts first, then digits, then the alphabet (below lower-case ASCII), then letters of other alphabets by codepoint.
_FIRST_LETTER: Final = 0x30
_RANKS: Final = {
    language: {
        " ": " ",
        **{digit: chr(0x21 + int(digit)) for digit in "0123456789"},
        **{letter: chr(_FIRST_LETTER + rank) for rank, letter in enumerate(alphabet)},
    }
    for language, alphabet in ALPHABETS.items()
}


@lru_cache(maxsize=65_536)
def sort_key(text: str, language: str) -> str:
    """A key whose bytewise order (`COLLATE "C"`) is the alphabetical order of a language; case and punctuation do not count."""
    if language not in LANGUAGES:
        raise UnknownLanguage(language=language)
    ranks = _RANKS[language]
    low = _lower_for(unicodedata.normalize("NFC", text), language)
    words = " ".join(_BREAKS.sub(" ", low).split())
    return "".join(_rank(letter, ranks) for letter in words)


def _rank(letter: str, ranks: dict[str, str]) -> str:
    known = ranks.get(letter)
    if known is not None:
        return known
    base = unicodedata.normalize("NFKD", letter)[0]
    if base != letter and base in ranks:
        return ranks[base]
    return letter if letter.isalnum() else ""


def _lower_for(text: str, language: str) -> str:
    if language == "az":
        return text.replace("I", "ı").replace("İ", "i").lower()
    return lower(text)


# --- writing names -------------------------------------------------------------------------------------------------


def full_name(family: str, given: str, patronymic: str = "") -> str:
    """Family name, given name and patronymic as in the identity document, those that there are."""
    return " ".join(part for part in (family, given, patronymic) if part)


def initials(family: str, given: str, patronymic: str = "") -> str:
    """Family name and initials: `Məmmədova A. E.`."""
    letters = [f"{part[0].upper()}." for part in (given, patronymic) if part]
    return " ".join([family, *letters]).strip()


def masked(family: str, given: str, patronymic: str = "") -> str:
    """A name that its bearer recognises and a stranger does not learn: `M••• A•••`; the length is not told either."""
    return " ".join(f"{part[0]}•••" for part in (family, given, patronymic) if part)

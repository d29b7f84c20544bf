"""Personal numbers of three countries are normalised, checked, read and masked."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maarif.kernel.countries import UnknownCountry
from maarif.kernel.identifiers import InvalidPersonalNumber, check, mask, normalise, parse, reason_text, reasons
from maarif.kernel.text import LANGUAGES

SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)


def iin(birth: date, century: int, serial: int) -> str | None:
    """An independent maker of IINs by the rule; None where the rule issues none."""
    first = f"{birth:%y%m%d}{century}{serial:04d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(first, start=1)) % 11
    if total == 10:
        total = sum(int(digit) * weight for digit, weight in zip(first, SECOND_WEIGHTS, strict=True)) % 11
    return None if total == 10 else f"{first}{total}"


dates_20th = st.dates(date(1900, 1, 1), date(1999, 12, 31))
dates_21st = st.dates(date(2000, 1, 1), date(2026, 12, 31))


# --- Kazakhstan --------------------------------------------------------------------------------------------


@given(birth=dates_20th, century=st.sampled_from([3, 4]), serial=st.integers(0, 9999))
def test_an_iin_made_by_the_rule_is_valid_and_tells_birth_and_sex(birth: date, century: int, serial: int) -> None:
    number = iin(birth, century, serial)
    if number is None:
        return
    found = check("kz", number)
    assert (found.valid, found.birth_date, found.sex) == (True, birth, "male" if century == 3 else "female")


def test_the_century_digit_decides_the_century() -> None:
    births = [check("kz", iin(date(2001, 5, 17), century, 1234) or "").birth_date for century in range(1, 7)]
    assert births == [date(year, 5, 17) for year in (1801, 1801, 1901, 1901, 2001, 2001)]


@pytest.mark.parametrize("century", "0789")
def test_other_century_digits_are_refused(century: str) -> None:
    assert check("kz", f"010517{century}12345").reason == "century"


@given(birth=dates_21st, serial=st.integers(0, 9999), wrong=st.integers(1, 9))
def test_a_wrong_check_digit_is_found(birth: date, serial: int, wrong: int) -> None:
    number = iin(birth, 5, serial)
    if number is None:
        return
    spoilt = number[:11] + str((int(number[11]) + wrong) % 10)
    assert check("kz", spoilt).reason == "check_digit"


def test_the_second_pass_of_weights_is_used_when_the_first_gives_ten() -> None:
    second_pass = [
        number
        for serial in range(400)
        if (number := iin(date(1990, 1, 1), 3, serial))
        and sum(int(digit) * weight for weight, digit in enumerate(number[:11], start=1)) % 11 == 10
    ]
    assert len(second_pass) > 20
    assert all(check("kz", number).valid for number in second_pass)


def test_a_number_for_which_both_passes_give_ten_was_never_issued() -> None:
    serial = next(serial for serial in range(10_000) if iin(date(1990, 1, 1), 3, serial) is None)
    answers = {check("kz", f"9001013{serial:04d}{last}").reason for last in range(10)}
    assert answers == {"never_issued"}


def test_the_first_pass_cannot_see_an_error_in_the_eleventh_digit() -> None:
    """Weight 11 counts as nothing modulo 11, so nobody may promise to find such an error."""
    number = iin(date(1990, 1, 1), 3, 120)
    assert number is not None
    seen_alike = [check("kz", number[:10] + digit + number[11]).valid for digit in "0123456789"]
    assert seen_alike.count(True) == 10


@pytest.mark.parametrize("born", ["990229", "000230", "991301", "990100", "990431"])
def test_an_impossible_date_in_an_iin_is_refused(born: str) -> None:
    assert check("kz", f"{born}312345").reason == "date"


def test_the_leap_day_of_2000_is_real_and_of_1900_is_not() -> None:
    assert check("kz", iin(date(2000, 2, 29), 5, 77) or "").birth_date == date(2000, 2, 29)
    assert check("kz", "000229300001").reason == "date"


# --- Kyrgyzstan --------------------------------------------------------------------------------------------


@given(birth=st.dates(date(1900, 1, 1), date(2026, 12, 31)), sex=st.sampled_from("12"), serial=st.integers(0, 99999))
def test_a_pin_tells_sex_and_birth(birth: date, sex: str, serial: int) -> None:
    found = check("kg", f"{sex}{birth:%d%m%Y}{serial:05d}")
    assert (found.valid, found.birth_date, found.sex) == (True, birth, "female" if sex == "1" else "male")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("02312198812345", "sex"),
        ("32312198812345", "sex"),
        ("13002198812345", "date"),
        ("12902190012345", "date"),
        ("10101000012345", "date"),
        ("1231219881234", "length"),
        ("123121988123456", "length"),
        ("1231219881234A", "characters"),
    ],
)
def test_a_pin_that_cannot_be_is_refused_with_its_reason(number: str, reason: str) -> None:
    assert check("kg", number).reason == reason


def test_every_day_of_a_leap_year_makes_a_valid_pin() -> None:
    days = [
        date(2024, month, day) for month in range(1, 13) for day in range(1, calendar.monthrange(2024, month)[1] + 1)
    ]
    assert sum(check("kg", f"2{day:%d%m%Y}00001").valid for day in days) == 366


# --- Azerbaijan --------------------------------------------------------------------------------------------


@given(st.text("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=7, max_size=7))
def test_seven_permitted_characters_make_a_fin_that_tells_nothing(number: str) -> None:
    found = check("az", number)
    assert (found.valid, found.number, found.birth_date, found.sex) == (True, number, None, None)


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("5KT7M2", "length"),
        ("5KT7M2AA", "length"),
        ("5KT7M2I", "look_alike"),
        ("5KT7M2O", "look_alike"),
        ("5KT7M2О", "look_alike"),
        ("5KT7M2ı", "look_alike"),
        ("5KT7M2Ə", "characters"),
        ("5KT7M2Ж", "characters"),
        ("5KT7M2\x00", "characters"),
        ("5KT7M2\ud800", "characters"),
        ("5KT7M2٣", "characters"),
        ("5KT7M2²", "valid"),
        ("", "empty"),
        ("  \u200b ", "empty"),
    ],
)
def test_a_fin_that_cannot_be_is_refused_with_its_reason(number: str, reason: str) -> None:
    assert (check("az", number).reason or "valid") == reason


# --- normalising -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "5KT7M2A",
        "5kt7m2a",
        " 5KT 7M2A ",
        "5KT-7M2-A",
        "５ＫＴ７Ｍ２Ａ",
        "5КТ7М2А",
        "5\u200bKT7M2\u202eA",
        "5KT\u00a07M2A",
    ],
)
def test_the_ways_of_typing_one_number_are_one_number(typed: str) -> None:
    assert check("az", typed).number == "5KT7M2A"


def test_each_look_alike_cyrillic_letter_becomes_its_latin_twin() -> None:
    assert normalise("АВЕКМНОРСТХ") == "ABEKMHOPCTX"
    assert normalise("авекмнорстх") == "ABEKMHOPCTX"


@given(st.text(max_size=40), st.sampled_from(["az", "kz", "kg"]))
def test_no_text_whatever_makes_the_check_fall(raw: str, country: str) -> None:
    found = check(country, raw)
    assert found.valid == (found.reason is None)
    assert found.reason is None or found.reason in reasons()


@given(st.text("0123456789abcABC АВСавс-\u200b５Ｋ", max_size=40))
def test_normalising_twice_is_normalising_once(raw: str) -> None:
    assert normalise(normalise(raw)) == normalise(raw)


# --- parsing and masking -----------------------------------------------------------------------------------


def test_parsing_refuses_with_the_reason() -> None:
    with pytest.raises(InvalidPersonalNumber) as refusal:
        parse("kg", "1")
    assert refusal.value.params == {"country": "kg", "reason": "length"}


def test_the_log_of_a_refusal_does_not_repeat_the_number() -> None:
    with pytest.raises(InvalidPersonalNumber) as refusal:
        parse("kz", "990101312345")
    assert "990101312345" not in str(refusal.value)


def test_parsing_gives_the_normalised_number() -> None:
    assert parse("az", "5кт 7м2а").number == "5KT7M2A"


def test_a_country_without_data_is_a_named_error() -> None:
    with pytest.raises(UnknownCountry):
        check("xx", "1")


@pytest.mark.parametrize(
    ("number", "shown"), [("1ABCDE9", "1AB•••9"), ("780412300345", "780••••••••5"), ("1234", "••••"), ("", "")]
)
def test_a_masked_number_shows_three_characters_and_the_last(number: str, shown: str) -> None:
    assert mask(number) == shown


def test_every_reason_has_words_in_five_languages_that_differ() -> None:
    assert set(reasons()) == {
        "empty", "length", "characters", "look_alike", "century", "sex", "date", "check_digit", "never_issued"
    }  # fmt: skip
    for reason in reasons():
        assert len({reason_text(reason).in_(language) for language in LANGUAGES}) == 5

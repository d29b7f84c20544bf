"""What is typed into a question is kept as registers keep text, or refused with a sentence in the reader's language."""

from datetime import date, timedelta
from typing import Any

import pytest

from maarif.catalogue.higher.study_certificate.service import SERVICE
from maarif.engine import forms
from maarif.engine.declare import LAW, AllOf, AnyOf, Equals, Field, Kind, Not, OneOf, Option
from maarif.engine.forms import FieldError
from maarif.engine.forms.checking import restored, stored
from maarif.kernel.text import Text

TODAY = date(2026, 11, 23)
OPTIONS = tuple(Option(value=value, label=Text.same(value)) for value in ("a", "b", "c"))
PRESENTED = next(field for field in SERVICE.form if field.code == "presented_to")


def field(kind: Kind, **changes: Any) -> Field[Any]:
    """A question under the code of one that has texts."""
    return Field(code="presented_to", kind=kind, purpose=LAW.study_certificate, **changes)


def checked(question: Field[Any], raw: object) -> object:
    """The value, or the code of the error."""
    answer = forms.validate(SERVICE, question, raw, "en", options=OPTIONS, today=TODAY)
    return f"!{answer.code}" if isinstance(answer, FieldError) else answer


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Bank", "Bank"),
        ("  Kapital\t Bank \r\n", "Kapital Bank"),
        ("", None),
        ("   ", None),
        (None, None),
        (["Bank"], "Bank"),
        ([], None),
        ("İşıq ə Ə ғ Ң ө ү № 5 – «A»", "İşıq ə Ə ғ Ң ө ү № 5 – «A»"),
        ("Qu\u0308ba", "Qüba"),
        ("Ba\u200bnk\u202e", "Bank"),
        ('=HYPERLINK("http://evil")', '=HYPERLINK("http://evil")'),
        ("x" * 120, "x" * 120),
        ("x" * 121, "!too_long"),
        ("x" * 10_000_000, "!too_long"),
        ("a\x00b", "!unreadable"),
        ("\ud800", "!unreadable"),
        ("\ue000", "!unreadable"),
        ("银行", "!not_printable"),
        ("😀", "!not_printable"),
        ("ﷺ", "!not_printable"),
        (7, "7"),
        ({"a": 1}, "{'a': 1}"),
    ],
)
def test_text_is_cleaned_kept_or_refused(raw: object, kept: object) -> None:
    assert checked(PRESENTED, raw) == kept


def test_the_error_speaks_the_readers_language_and_names_the_strange_character() -> None:
    answer = forms.validate(SERVICE, PRESENTED, "Bank 😀", "ky", today=TODAY)
    assert isinstance(answer, FieldError)
    assert answer.text.startswith("«😀» белгисин документте басып чыгаруу мүмкүн эмес.")


def test_every_letter_that_is_let_onto_paper_is_in_the_papers_fonts() -> None:
    from fontTools.ttLib import TTFont

    from maarif.engine.forms.checking import _UNPRINTABLE
    from maarif.support.documents import renderings

    fonts = sorted((renderings.PACKAGE / "support" / "documents" / "fonts").glob("*.otf"))
    known = [set(TTFont(font).getBestCmap()) for font in fonts]
    allowed = {code for code in range(0x3000) if not _UNPRINTABLE.match(chr(code))}
    assert len(known) >= 2
    assert all(allowed - font == set() for font in known)
    alphabet = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz" + "абвгдеёжзийклмнопрстуфхцчшщъыьэюя" + "әғқңөұүһі"
    assert {ord(letter) for letter in alphabet + alphabet.upper()} <= allowed


@pytest.mark.parametrize(
    ("raw", "kept"),
    [("line one\r\nline  two", "line one\nline two"), ("\n\n", "!required"), ("y" * 501, "!too_long")],
)
def test_long_text_keeps_its_lines(raw: str, kept: str) -> None:
    assert checked(field(Kind.LONG_TEXT, limit=500), raw) == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a", "a"),
        ("d", "!not_offered"),
        ("", "!required"),
        ("A", "!not_offered"),
        ("a\x00", "!not_offered"),
        (["a", "b"], "!required"),
    ],
)
def test_one_of_the_options_is_picked(raw: object, kept: str) -> None:
    assert checked(field(Kind.CHOICE), raw) == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [(["a", "b", "a"], ("a", "b")), ("c", ("c",)), (["a", "d"], "!not_offered"), ([], "!required"), ("", "!required")],
)
def test_several_options_are_picked_once_each(raw: object, kept: object) -> None:
    assert checked(field(Kind.SEVERAL), raw) == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("yes", True),
        ("no", False),
        (True, True),
        (False, False),
        ("on", True),
        ("maybe", "!not_offered"),
        ("", "!required"),
    ],
)
def test_yes_and_no(raw: object, kept: object) -> None:
    assert checked(field(Kind.YES_NO), raw) == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("2026-11-23", date(2026, 11, 23)),
        ("2024-02-29", date(2024, 2, 29)),
        ("2026-02-29", "!not_a_date"),
        ("2026-04-31", "!not_a_date"),
        ("0000-01-01", "!not_a_date"),
        ("9999-12-31", "!out_of_range"),
        ("23.11.2026", "!not_a_date"),
        ("20261123", "!not_a_date"),
        ("2026-W48-1", "!not_a_date"),
        ("２０２６-11-23", "!not_a_date"),
        ("2026-11-24", "!out_of_range"),
        ("1900-01-01", "!out_of_range"),
        ("", "!required"),
    ],
)
def test_a_date_is_real_and_within_its_bounds(raw: str, kept: object) -> None:
    bounded = field(Kind.DATE, earliest=lambda today: today - timedelta(days=3650), latest=lambda today: today)
    assert checked(bounded, raw) == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("3", 3),
        (3, 3),
        ("-1", "!out_of_range"),
        ("11", "!out_of_range"),
        ("3.0", "!not_a_number"),
        ("1e3", "!not_a_number"),
        ("NaN", "!not_a_number"),
        ("Infinity", "!not_a_number"),
        ("٣", "!not_a_number"),
        ("9" * 400, "!not_a_number"),
        ("--3", "!not_a_number"),
    ],
)
def test_a_number_is_whole_and_within_its_bounds(raw: object, kept: object) -> None:
    assert checked(field(Kind.NUMBER, minimum=0, maximum=10), raw) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.DATE, date(2026, 1, 2)),
        (Kind.SEVERAL, ("a", "b")),
        (Kind.YES_NO, False),
        (Kind.NUMBER, 7),
        (Kind.TEXT, "x"),
        (Kind.TEXT, None),
    ],
)
def test_what_is_stored_is_restored(kind: Kind, value: object) -> None:
    assert restored(field(kind), stored(value)) == value


def test_conditions_are_data_and_look_only_at_earlier_answers() -> None:
    shown = AllOf((Equals("a", True), AnyOf((OneOf("b", ("x", "y")), Not(Equals("c", 1))))))
    assert shown.fields == {"a", "b", "c"}
    assert [
        shown.holds(answers)
        for answers in ({"a": True, "b": "x", "c": 1}, {"a": True, "b": "z", "c": 1}, {"a": True}, {})
    ] == [
        True,
        False,
        True,
        False,
    ]


def test_an_answer_is_said_in_words_of_every_language() -> None:
    assert forms.in_words(field(Kind.YES_NO), True, ()).kk == "Иә"
    assert forms.in_words(field(Kind.DATE), date(2026, 11, 23), ()).az == "23 noyabr 2026"
    assert forms.in_words(field(Kind.SEVERAL), ("a", "c"), OPTIONS).en == "a; c"
    assert forms.in_words(field(Kind.TEXT), None, ()).ru == "Не указано"

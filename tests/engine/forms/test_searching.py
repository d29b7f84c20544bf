"""What there are thousands of is searched for: what words find, what one value may be, what a form begins with."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from maarif.catalogue.higher.study_certificate.service import SERVICE
from maarif.engine import forms
from maarif.engine.declare import Asking, Field, Kind, Option, Register, Search
from maarif.engine.forms import FieldError
from maarif.engine.forms.searching import MOST_FOUND
from maarif.kernel.text import Language, Text
from maarif.support.parties.types import Actor

MANY = tuple(Option(value=str(number), label=Text.same(f"School {number}")) for number in range(1, 4401))
ASKING = Asking(actor=Actor(party=1), subject=1, country="az", on=date(2026, 11, 23), language=Language.EN)


def find(facts: object, asking: Asking, words: str) -> tuple[Option, ...]:
    return tuple(each for each in MANY if words in each.label.en)


def one(facts: object, asking: Asking, value: str) -> Option | None:
    return next((each for each in MANY if each.value == value.lstrip("0")), None)


QUESTION: Field[Any] = Field(
    code="presented_to", kind=Kind.INSTITUTION, purpose=SERVICE.basis, search=Search(find=find, one=one)
)


def checked(raw: object) -> object:
    options = forms.options_of(QUESTION, None, ASKING, raw)
    answer = forms.validate(SERVICE, QUESTION, raw, "en", options=options, today=ASKING.on)
    return f"!{answer.code}" if isinstance(answer, FieldError) else answer


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("4400", "4400"),
        (["7"], "7"),
        (" 7 ", "7"),
        ("4401", "!not_offered"),
        ("007", "!not_offered"),
        ("", "!required"),
        (None, "!required"),
        (["7", "8"], "!required"),
        ("7\x00", "!not_offered"),
        ("9" * 5000, "!not_offered"),
    ],
)
def test_only_what_one_gives_is_accepted(raw: object, kept: object) -> None:
    assert checked(raw) == kept


def test_a_search_shows_no_more_than_a_page_and_says_that_there_is_more() -> None:
    found = forms.found(QUESTION, None, ASKING, "  School 1\x00")
    assert (found.words, len(found.options), found.more) == ("School 1", MOST_FOUND, True)
    exact = forms.found(QUESTION, None, ASKING, "School 4400")
    assert ([each.value for each in exact.options], exact.more) == (["4400"], False)


def test_a_question_shows_the_one_that_is_chosen_and_never_the_list() -> None:
    service = replace(SERVICE, form=(QUESTION,))
    asked = forms.questions(service, {"presented_to": "12"}, None, ASKING)[0]
    assert asked.searched
    assert [option.value for option in asked.options] == ["12"]
    assert asked.words == Text.same("School 12")
    assert forms.questions(service, {}, None, ASKING)[0].options == ()


def test_what_is_searched_for_is_begun_with_when_it_can_be_picked_and_never_locked() -> None:
    def first(value: str) -> dict[str, object]:
        begun = replace(QUESTION, first=lambda facts, asking: value, fetched_from=Register.INSTITUTIONS)
        service = replace(SERVICE, form=(begun,))
        assert forms.fixed(service, None, ASKING) == {}
        assert not forms.questions(service, {"presented_to": "12"}, None, ASKING)[0].locked
        return forms.begin_with(service, None, ASKING)

    assert first("12") == {"presented_to": "12"}
    assert first("5000") == {}

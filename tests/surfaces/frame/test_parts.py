"""The pieces that pages are made of: every kind of question with its hint, its error and what was answered."""

from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from lxml import html

from maarif.engine.declare import Kind
from maarif.kernel.text import Text

OPTIONS = (
    {"value": "a", "label": "First", "hint": "of two"},
    {"value": "b", "label": Text.same("Second"), "hint": None},
)


def draw(source: str, **values: Any) -> html.HtmlElement:
    """A piece drawn in English."""
    template = engines["jinja2"].from_string('{% import "frame/parts.html" as parts %}' + source)
    with translation.override("en"):
        return html.fragment_fromstring(template.render(values), create_parent="div")


def ask(kind: str, value: Any = None, error: Any = None, **more: Any) -> html.HtmlElement:
    field = {"code": "field", "kind": kind, "label": "Question", "hint": "Hint", **more}
    return draw("{{ parts.question(field, value, error) }}", field=field, value=value, error=error)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_question_is_drawn_with_its_label_hint_and_error(kind: Kind) -> None:
    drawn = ask(kind, error="Wrong", options=OPTIONS if kind.has_options else ())
    assert drawn.xpath("string(.//h1)") == "Question"
    named = drawn.xpath('.//*[@name="field"]')
    assert named
    described = drawn.xpath('.//*[@id="field"]/@aria-describedby')
    assert described == ["field-hint field-error"]
    assert drawn.xpath('string(.//*[@id="field-error"])').strip() == "Error: Wrong"
    assert {one.get("aria-invalid") for one in named} == {"true"}


@pytest.mark.parametrize(("value", "chosen"), [(None, []), ("a", ["a"]), ("b", ["b"]), ("c", [])])
def test_one_choice_is_ticked(value: str | None, chosen: list[str]) -> None:
    drawn = ask("choice", value, options=OPTIONS)
    assert drawn.xpath(".//input[@checked]/@value") == chosen
    assert drawn.xpath(".//input/@type") == ["radio", "radio"]
    assert drawn.xpath('string(.//label[@for="field-b"])') == "Second"


def test_several_choices_are_ticked() -> None:
    drawn = ask("several", ("a", "b"), options=OPTIONS)
    assert drawn.xpath(".//input[@checked]/@value") == ["a", "b"]
    assert drawn.xpath(".//input/@type") == ["checkbox", "checkbox"]


@pytest.mark.parametrize(
    ("value", "chosen"), [(None, []), (True, ["yes"]), (False, ["no"]), ("yes", ["yes"]), ("no", ["no"])]
)
def test_yes_and_no_are_offered(value: Any, chosen: list[str]) -> None:
    assert ask("yes_no", value).xpath(".//input[@checked]/@value") == chosen


def test_what_was_typed_is_written_back_escaped() -> None:
    drawn = ask("text", '"><script>alert(1)</script>', limit=40)
    field = drawn.xpath('.//input[@id="field"]')[0]
    assert field.get("value") == '"><script>alert(1)</script>'
    assert field.get("maxlength") == "40"
    assert drawn.xpath(".//script") == []
    assert ask("long_text", "</textarea><b>").xpath("string(.//textarea)") == "</textarea><b>"


def test_a_question_that_may_be_left_out_says_so() -> None:
    assert "you may leave it out" in ask("text", required=False).xpath("string(.//h1)")
    assert "you may leave it out" not in ask("text", required=True).xpath("string(.//h1)")


def test_the_bar_of_steps_says_its_states_in_words() -> None:
    items = [
        {"label": "Sent", "state": "done", "date": "24 November"},
        {"label": "School", "state": "now", "date": ""},
        {"label": "Order", "state": "next"},
    ]
    drawn = draw("{{ parts.steps(items) }}", items=items)
    assert drawn.xpath('.//li[@aria-current="step"]/span/text()') == ["School"]
    assert [" ".join(one.text_content().split()) for one in drawn.xpath(".//li")] == [
        "Sent: done 24 November",
        "School",
        "Order: still to come",
    ]


def test_a_fact_of_a_register_is_locked_and_an_answer_can_be_changed() -> None:
    fact = draw('{{ parts.summary_row("Name", "Aygün", none, "People") }}')
    assert "From the register: People" in fact.text_content()
    assert fact.xpath(".//a") == []
    answer = draw('{{ parts.summary_row("Bank", "Kapital", "/change") }}')
    assert " ".join(answer.xpath("string(.//a)").split()) == "Change: Bank"


def test_the_summary_of_errors_leads_to_each_field_and_takes_the_focus() -> None:
    drawn = draw(
        "{{ parts.error_summary(errors) }}", errors=[{"code": "a", "text": "First"}, {"code": "b", "text": "Second"}]
    )
    box = drawn.xpath('.//*[@id="errors"]')[0]
    assert (box.get("role"), box.get("tabindex"), box.get("autofocus")) == ("alert", "-1", "")
    assert drawn.xpath(".//a/@href") == ["#a", "#b"]
    assert drawn.xpath("string(.//h2)") == "There are problems"

"""What a page says alike to everybody is said at compile time, in each language, and nothing else is."""

from typing import Any

import jinja2
import pytest
from django.template import engines
from django.urls import NoReverseMatch
from django.utils import translation

MENU = {"az": "Menyu", "ru": "Меню", "kk": "Мәзір", "ky": "Меню", "en": "Menu"}


def python_of(source: str, language: str) -> str:
    """What Jinja makes of a template, as Python."""
    with translation.override(language):
        backend: Any = engines["jinja2"]
        made: str = backend.spoken().compile(source, raw=True)
    return made


def drawn(source: str, language: str = "en", **values: Any) -> str:
    with translation.override(language):
        return str(engines["jinja2"].from_string(source).render(values))


@pytest.mark.parametrize(("language", "word"), MENU.items())
def test_a_word_is_translated_when_the_template_is_compiled(language: str, word: str) -> None:
    assert f"yield '{word}'" in python_of('{{ _("Menu") }}', language)
    assert "gettext" not in python_of('{{ _("Menu") }}', language)


def test_one_template_speaks_the_language_in_which_the_page_is_made() -> None:
    template = engines["jinja2"].from_string('{{ language() }} {{ _("Menu") }} {{ url("public:help") }}')
    for language, word in MENU.items():
        with translation.override(language):
            assert template.render({}) == f"{language} {word} /{language}/help/"


def test_a_word_with_something_put_in_is_still_translated_when_drawn() -> None:
    source = '{{ _("Hello, %(name)s", name=name) }}'
    assert drawn(source, "az", name="<Aysel>") == "Salam, &lt;Aysel&gt;"


def test_text_of_a_catalogue_is_escaped_no_more_and_no_less_than_before() -> None:
    assert drawn('{{ _("100%% of <b>it</b>") }}') == "100% of <b>it</b>"
    assert drawn('{{ _("Menu") ~ "<" }}') == "Menu&lt;"


def test_a_name_that_a_template_gives_away_itself_keeps_its_own_meaning() -> None:
    assert drawn('{% macro icon(name) %}[{{ name }}]{% endmacro %}{{ icon("lock") }}') == "[lock]"
    assert drawn('{% for url in [give] %}{{ url("x") }}{% endfor %}', give=str.upper) == "X"


def test_an_address_that_does_not_exist_fails_only_where_the_page_comes_to_it() -> None:
    source = '{% if reached %}{{ url("no:such") }}{% else %}fine{% endif %}'
    assert drawn(source, reached=False) == "fine"
    with pytest.raises(NoReverseMatch):
        drawn(source, reached=True)


def test_a_branch_that_can_never_be_drawn_is_dropped_but_not_its_blocks() -> None:
    assert "never" not in python_of('{% if url_or_none("no:such") %}never{% else %}always{% endif %}', "az")
    assert drawn('{% if url_or_none("no:such") %}a{% elif flag %}b{% else %}c{% endif %}', flag=True) == "b"
    assert drawn("{% if false %}{% block kept %}here{% endblock %}{% endif %}{{ self.kept() }}") == "here"


def test_a_misspelt_name_is_still_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        drawn('{{ mispelt("x") }}')

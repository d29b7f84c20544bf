"""Which questions are asked, in which order, with what already in them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from maarif.engine.declare import Answers, Asking, Field, Kind, Option, Service
from maarif.engine.forms import attached
from maarif.engine.forms.checking import stored
from maarif.engine.forms.searching import options_of
from maarif.engine.forms.types import KnownFact, Question
from maarif.engine.forms.wording import day_in_words, in_words
from maarif.engine.registry import text_of, word
from maarif.kernel.text import Text


def questions(service: Service[Any], answers: Answers, facts: object, asking: Asking) -> tuple[Question, ...]:
    """The questions that are to be asked now, in order, each with its answer so far; a page is one question."""
    return tuple(_question(service, field, answers, facts, asking) for field in visible(service, answers))


def questions_among(
    service: Service[Any], fields: Iterable[Field[Any]], answers: Answers, facts: object, asking: Asking
) -> tuple[Question, ...]:
    """These questions of the service, such as those that a stage asks its officer, each with its answer so far."""
    return tuple(_question(service, field, answers, facts, asking) for field in fields)


def visible(service: Service[Any], answers: Answers) -> tuple[Field[Any], ...]:
    """The questions whose condition holds for the answers given so far."""
    return tuple(field for field in service.form if field.shown_when is None or field.shown_when.holds(answers))


def begin_with(service: Service[Any], facts: object, asking: Asking) -> dict[str, object]:
    """The answers that a draft begins with: the only option of a register, and what the declaration picks first."""
    begun: dict[str, object] = {}
    for field in service.form:
        first = field.first(facts, asking) if field.first is not None else None
        options = options_of(field, facts, asking, first)
        if _locks(field, options):
            begun[field.code] = options[0].value
        elif first is not None and first in {option.value for option in options}:
            begun[field.code] = first
    return begun


def fixed(service: Service[Any], facts: object, asking: Asking) -> dict[str, object]:
    """The answers that registers give and nobody may change: questions of a register that leave a single choice."""
    offered = ((field, options_of(field, facts, asking)) for field in service.form)
    return {field.code: options[0].value for field, options in offered if _locks(field, options)}


def missing(service: Service[Any], answers: Answers) -> tuple[str, ...]:
    """Codes of required questions that have no answer yet, in order."""
    return tuple(
        field.code
        for field in visible(service, answers)
        if field.required and answers.get(field.code) in (None, "", ())
    )


def known_facts(service: Service[Any], facts: object) -> tuple[KnownFact, ...]:
    """What the registers already say, with the register's name; facts that are not there are left out."""
    found = ((known, known.value(facts)) for known in service.known)
    return tuple(
        KnownFact(
            code=known.code,
            label=text_of(service, f"known.{known.code}"),
            value=_said(value),
            source=word("register", known.register),
            address=f"{known.register}.{known.code}",
        )
        for known, value in found
        if value not in (None, "")
    )


def _said(value: Text | date | str | None) -> Text:
    if isinstance(value, Text):
        return value
    return day_in_words(value) if isinstance(value, date) else Text.same(str(value))


def _locks(field: Field[Any], options: tuple[Option, ...]) -> bool:
    return field.fetched_from is not None and field.required and field.search is None and len(options) == 1


def _question(
    service: Service[Any], field: Field[Any], answers: Mapping[str, object], facts: object, asking: Asking
) -> Question:
    answered = field.code in answers
    value = answers.get(field.code)
    files = attached.files_of(field, value)
    options = attached.as_options(files) if field.kind is Kind.FILE else options_of(field, facts, asking, value)
    base = f"fields.{field.code}"
    return Question(
        code=field.code,
        kind=field.kind,
        question=text_of(service, f"{base}.question"),
        label=text_of(service, f"{base}.label"),
        hint=text_of(service, f"{base}.hint"),
        required=field.required,
        options=options,
        limit=field.limit,
        least=_bound(field.minimum, field.earliest(asking.on) if field.earliest else None),
        most=_bound(field.maximum, field.latest(asking.on) if field.latest else None),
        value=_shown(field, value),
        words=in_words(field, value, options) if answered else None,
        answered=answered,
        locked=_locks(field, options),
        source=word("register", field.fetched_from) if field.fetched_from is not None else None,
        searched=field.search is not None,
        live=field.search is not None and field.search.live,
        files=files,
        limits=attached.limits_of(field) if field.kind is Kind.FILE else None,
        address=f"{field.fetched_from}.{value}" if _locks(field, options) else "",
    )


def _bound(number: int | None, day: date | None) -> str | None:
    if day is not None:
        return day.isoformat()
    return None if number is None else str(number)


def _shown(field: Field[Any], value: object) -> str | tuple[str, ...]:
    """What the input shows: the stored form as text; yes and no by those names."""
    if field.kind in (Kind.SEVERAL, Kind.FILE):
        return tuple(str(each) for each in value) if isinstance(value, tuple) else ()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(stored(value))

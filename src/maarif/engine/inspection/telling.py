"""Tells the stories of a service in every country that runs it, and sets in type every paper that they issue."""

import importlib
from collections.abc import Iterator
from typing import Any

from maarif.engine import forms
from maarif.engine.decisions import Certificates, failing, order_of
from maarif.engine.declare import Asking, Field, Granted, Kind, Option, Outcome, Service, Story
from maarif.engine.forms import FieldError
from maarif.engine.inspection.surroundings import running
from maarif.engine.inspection.types import Fault
from maarif.engine.inspection.walking import Unlikely, granted_of, offered, walk
from maarif.engine.registry.discovery import module_of
from maarif.kernel.countries import country as country_of
from maarif.kernel.errors import MaarifError
from maarif.kernel.rulesets import rule_set
from maarif.kernel.text import LANGUAGES, Language, Text
from maarif.support.documents.queries import specimen
from maarif.support.documents.types import Order
from maarif.support.parties.types import Actor, Assurance


def stories_of(service: Service[Any]) -> tuple[Story[Any], ...]:
    """The stories told in the service's folder."""
    stories: tuple[Story[Any], ...] = importlib.import_module(f"{module_of(service.code)}.stories").STORIES
    return stories


def check(service: Service[Any]) -> Iterator[Fault]:
    """Every story in every country, every outcome and every rule told at least once, every paper in every language."""
    try:
        stories = stories_of(service)
    except (ImportError, AttributeError) as error:
        yield Fault(service=service.code, check="story_missing", detail=f"stories.py cannot be read: {error}")
        return
    yield from _untold(service, stories)
    for code in running(service):
        for story in stories:
            if not story.countries or code in story.countries:
                yield from _told(service, story, code)


def _untold(service: Service[Any], stories: tuple[Story[Any], ...]) -> Iterator[Fault]:
    outcomes, reasons = {story.outcome for story in stories}, {code for story in stories for code in story.reasons}
    for outcome in service.outcomes:
        if outcome.code not in outcomes:
            yield Fault(
                service=service.code, check="story_missing", detail=f"no story ends with the outcome {outcome.code!r}"
            )
    for rule in service.eligible:
        if rule.code not in reasons:
            yield Fault(service=service.code, check="story_missing", detail=f"no story is refused by {rule.code!r}")


def _told(service: Service[Any], story: Story[Any], country: str) -> Iterator[Fault]:
    try:
        fault = tell(service, story, country)
    except (MaarifError, ArithmeticError, LookupError, ValueError, TypeError, RuntimeError) as error:
        fault = f"{type(error).__name__}: {error}"
    if fault is not None:
        yield Fault(service=service.code, check="story", detail=f"{story.code} in {country}: {fault}")


def tell(service: Service[Any], story: Story[Any], country: str, *, papers: bool = True) -> str | None:
    """Runs one story; what came out differently, or None. Its `papers` are set in type on the way, in every language."""
    asking = _asking(story, country)
    answers = _answers(service, story, asking)
    if isinstance(answers, FieldError):
        return f"the answer to {answers.field!r} is refused: {answers.text}"
    try:
        walked = walk(service, story, asking, answers)
    except Unlikely as why:
        return str(why)
    if walked.code != story.outcome:
        return f"the outcome is {walked.code!r} ({', '.join(walked.reasons)}), not {story.outcome!r}"
    if walked.reasons != story.reasons:
        return f"it is refused for {walked.reasons}, not for {story.reasons}"
    if walked.outcome is None:
        return None
    missing = forms.missing(service, answers)
    if walked.outcome.grants and missing:
        return f"no answer to {', '.join(missing)}"
    granted = granted_of(walked, service, story, asking, answers)
    return _set_in_type(service, walked.outcome, granted) if papers else None


def _asking(story: Story[Any], country: str) -> Asking:
    language = Language(country_of(country).default_language)
    actor = Actor(party=1, assurance=Assurance.NATIONAL, language=language.value)
    return Asking(actor=actor, subject=1, country=country, on=story.on, language=language)


def _answers(service: Service[Any], story: Story[Any], asking: Asking) -> dict[str, object] | FieldError:
    """What the form begins with, then what the story says, each checked as a form checks it."""
    answers: dict[str, object] = forms.begin_with(service, story.facts, asking)
    if failing(service, story.facts):
        return answers
    for field in service.form:
        hidden = field.shown_when is not None and not field.shown_when.holds(answers)
        if hidden or (field.code not in story.answers and field.code in answers):
            continue
        options = _offered(field, story, asking)
        raw = story.answers.get(field.code) or (options[0].value if options and field.required else "")
        value = forms.validate(service, field, raw, "en", options=options, today=asking.on)
        if isinstance(value, FieldError):
            return value
        answers[field.code] = value
    return answers


def _offered(field: Field[Any], story: Story[Any], asking: Asking) -> tuple[Option, ...]:
    """What a story can pick; the files of a question are those that the story names, or a specimen where one is required."""
    if field.kind is not Kind.FILE:
        return offered(field, story.facts, asking, story.answers.get(field.code))
    name = story.answers.get(field.code) or ("specimen.pdf" if field.required else "")
    return (Option(value=name, label=Text.same(name)),) if name else ()


def _set_in_type(service: Service[Any], outcome: Outcome[Any], granted: Granted[Any]) -> str | None:
    if not outcome.papers:
        return None
    rules = rule_set(granted.asking.country, "certificates", granted.asking.on, Certificates)
    orders = [order_of(service, paper, granted, rules.id, rules.values) for paper in outcome.papers]
    pages = (_page(order, language) for order in orders for language in LANGUAGES)
    return next((fault for fault in pages if fault is not None), None)


def _page(order: Order, language: str) -> str | None:
    pdf = specimen(order, language)
    return None if pdf.startswith(b"%PDF") else f"the paper does not come out as a PDF in {language}"

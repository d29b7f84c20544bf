"""Which texts a declaration needs: the keys are derived from it, so that none can be missing and none left over."""

from collections.abc import Iterator
from typing import Final

from maarif.engine.declare.field import Field
from maarif.engine.declare.outcome import Outcome
from maarif.engine.declare.service import Service
from maarif.engine.declare.stage import Stage
from maarif.engine.declare.vocabulary import Kind
from maarif.support.files.types import Fault

#: What every service says about itself on its page before sign-in.
PAGE_KEYS: Final = ("title", "summary", "who", "need", "how_long", "result", "appeal", "keywords", "declaration")


def keys_of(service: Service[object]) -> tuple[str, ...]:
    """Every key that the texts of this service must have, in reading order."""
    return tuple(_keys(service))


def _keys(service: Service[object]) -> Iterator[str]:
    yield from PAGE_KEYS
    for known in service.known:
        yield f"known.{known.code}"
    for field in service.form:
        yield from field_keys(field)
    for rule in service.eligible:
        yield from (f"rules.{rule.code}.reason", f"rules.{rule.code}.remedy")
    for code in service.cosigner_codes:
        yield f"cosigners.{code}"
    for stage in service.stages:
        yield from _stage_keys(stage)
    for code in service.categories:
        yield f"categories.{code}"
    for code in service.matter_codes:
        yield f"matters.{code}"
    for code in service.consequence_codes:
        yield f"consequences.{code}"
    for code in service.standing_codes:
        yield f"standing.{code}"
    for outcome in service.outcomes:
        yield from _outcome_keys(outcome)
    for ground in dict.fromkeys(ground.code for outcome in service.outcomes for ground in outcome.grounds):
        yield from (f"grounds.{ground}.reason", f"grounds.{ground}.remedy")


def _stage_keys(stage: Stage[object]) -> Iterator[str]:
    yield f"stages.{stage.code}"
    for opinion in stage.opinions:
        yield f"opinions.{opinion.code}"
    for field in stage.asks:
        yield from field_keys(field)


def field_keys(field: Field[object]) -> Iterator[str]:
    """The texts of one question: the question itself, its short label, its hint, and what can be wrong with the answer."""
    base = f"fields.{field.code}"
    yield from (f"{base}.question", f"{base}.label", f"{base}.hint")
    if field.required:
        yield f"{base}.errors.required"
    if field.kind in (Kind.TEXT, Kind.LONG_TEXT):
        yield from (f"{base}.errors.too_long", f"{base}.errors.unreadable")
    if field.printed:
        yield f"{base}.errors.not_printable"
    if field.kind.has_options or field.kind is Kind.FILE:
        yield f"{base}.errors.not_offered"
    if field.kind is Kind.FILE:
        yield from (f"{base}.errors.{fault.value}" for fault in Fault)
    if field.kind is Kind.DATE:
        yield from (f"{base}.errors.not_a_date", f"{base}.errors.out_of_range")
    if field.kind is Kind.NUMBER:
        yield from (f"{base}.errors.not_a_number", f"{base}.errors.out_of_range")


def _outcome_keys(outcome: Outcome[object]) -> Iterator[str]:
    yield from (f"outcomes.{outcome.code}.title", f"outcomes.{outcome.code}.text", f"outcomes.{outcome.code}.letter")
    for paper in outcome.papers:
        base = f"papers.{paper.code}"
        yield from (f"{base}.title", f"{base}.body")
        for code in paper.facts:
            yield f"{base}.facts.{code}"

"""Walks a told case through its stages: the machine's by its rules, the offices' by the steps of the story."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from maarif.engine import forms
from maarif.engine.decisions import decide_stage, failing
from maarif.engine.declare import (
    NOT_ALLOWED,
    Asking,
    Field,
    Granted,
    Office,
    Option,
    Outcome,
    Seat,
    Service,
    Stage,
    Step,
    Story,
)
from maarif.engine.forms import FieldError
from maarif.kernel.text import Text

_AT_AN_INSTITUTION: Final = frozenset({Office.SCHOOL, Office.INSTITUTION, Office.OTHER_BODY})


class Unlikely(Exception):
    """The story cannot have happened so; says why."""


@dataclass(slots=True, kw_only=True)
class Walk:
    """Where a told case has come: the outcome reached, what officers noted and gave as grounds, the reasons of a refusal."""

    outcome: Outcome[Any] | None
    reasons: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    noted: dict[str, object] = field(default_factory=dict)
    note: str = ""

    @property
    def code(self) -> str:
        """The outcome's code, or NOT_ALLOWED."""
        return NOT_ALLOWED if self.outcome is None else self.outcome.code


def walk(service: Service[Any], story: Story[Any], asking: Asking, answers: Mapping[str, object]) -> Walk:
    """The whole way of a told case; Unlikely when a step cannot be taken, or too many or too few are told."""
    unmet = tuple(rule.code for rule in failing(service, story.facts))
    if unmet and service.stages[0].decided_by is not Office.MACHINE:
        return Walk(outcome=None, reasons=unmet)
    told = Walk(outcome=None)
    steps, code = list(story.steps), service.stages[0].code
    while (outcome := service.outcome(code)) is None:
        stage = service.stage(code)
        if stage is None:
            raise Unlikely(f"{code!r} is neither a stage nor an outcome")
        told.grounds, told.reasons = (), ()
        if stage.decided_by is Office.MACHINE:
            told.reasons = unmet
            code = decide_stage(service, stage, story.facts, answers)
            continue
        _seated(stage, story.facts, answers)
        if not steps:
            raise Unlikely(f"nobody does anything in the stage {stage.code!r}: tell a step")
        code = _step(service, stage, steps.pop(0), told, story, asking, answers)
    if steps:
        raise Unlikely(f"it ends with {outcome.code!r} before the step to {steps[0].to!r}")
    told.outcome = outcome
    told.reasons = () if outcome.grants else told.reasons
    return told


def _step(
    service: Service[Any],
    stage: Stage[Any],
    step: Step,
    told: Walk,
    story: Story[Any],
    asking: Asking,
    answers: Mapping[str, object],
) -> str:
    ways = {stage.silence, stage.cut_off.then if stage.cut_off else None} if step.late else set(stage.then)
    if step.to not in ways:
        raise Unlikely(f"the stage {stage.code!r} does not lead to {step.to!r}{' by itself' if step.late else ''}")
    if step.late or stage.decided_by is Office.PLACEMENT:
        return step.to
    outcome = service.outcome(step.to)
    offered = {ground.code for ground in outcome.grounds} if outcome is not None else set()
    if not set(step.grounds) <= offered or (offered and not step.grounds):
        raise Unlikely(f"the step to {step.to!r} gives the grounds {step.grounds}, of {sorted(offered)}")
    for ground in (service.ground(each) for each in step.grounds):
        if ground is not None and ground.holds is not None and not ground.holds(story.facts, answers):
            raise Unlikely(f"the ground {ground.code!r} of the step to {step.to!r} does not hold")
    told.grounds, told.note = step.grounds, step.note
    _note(service, stage, step, told, story, asking, answers)
    return step.to


def _note(
    service: Service[Any],
    stage: Stage[Any],
    step: Step,
    told: Walk,
    story: Story[Any],
    asking: Asking,
    answers: Mapping[str, object],
) -> None:
    given: dict[str, object] = {**answers, "decision": step.to}
    for asked in stage.asks:
        if asked.shown_when is not None and not asked.shown_when.holds(given):
            continue
        options = offered(asked, story.facts, asking, step.noted.get(asked.code))
        raw = step.noted.get(asked.code) or (options[0].value if options and asked.required else "")
        value = forms.validate(service, asked, raw, "en", options=options, today=asking.on)
        if isinstance(value, FieldError):
            raise Unlikely(f"what the officer notes for {asked.code!r} is refused: {value.text}")
        given[asked.code] = told.noted[asked.code] = value


def offered(asked: Field[Any], facts: object, asking: Asking, told: object) -> tuple[Option, ...]:
    """What can be picked in a story; what is searched for lies in a register, which no story has, so what is told is found."""
    if asked.search is None:
        return forms.options_of(asked, facts, asking)
    return (Option(value=str(told), label=Text.same(str(told))),) if told else ()


def _seated(stage: Stage[Any], facts: object, answers: Mapping[str, object]) -> None:
    seat = stage.at(facts, answers) if stage.at is not None else Seat()
    office = seat.office or stage.decided_by
    if stage.may_sit is not None and not stage.may_sit(facts, answers, seat):
        raise Unlikely(f"the stage {stage.code!r} is decided by {seat}, which may not have it")
    if office in _AT_AN_INSTITUTION and seat.institution is None:
        raise Unlikely(f"the stage {stage.code!r} is decided at an institution, but {seat} names none")
    if office is Office.DISTRICT and (seat.region is None or seat.institution is not None):
        raise Unlikely(f"the stage {stage.code!r} is decided in a region, but {seat} is none")


def granted_of(
    walked: Walk, service: Service[Any], story: Story[Any], asking: Asking, answers: Mapping[str, object]
) -> Granted[Any]:
    """What the paper of the told case is filled from."""
    return Granted(
        asking=asking,
        number=f"{service.prefix}-{asking.on.year}-000000",
        facts=story.facts,
        answers=answers,
        noted=walked.noted,
        note=walked.note,
        grounds=walked.grounds,
    )

"""Which rules hold and which outcome follows."""

from datetime import date
from typing import Any

from maarif.engine.decisions.types import Decision, Reason
from maarif.engine.declare import Answers, Ground, Rule, Service, Stage
from maarif.engine.registry import is_run, text_of
from maarif.kernel.countries import law_shown
from maarif.kernel.errors import MaarifError


class NoOutcome(MaarifError):
    """A stage led to something that is not an outcome of the service."""


def failing(service: Service[Any], facts: object) -> tuple[Rule[Any], ...]:
    """The rules that do not hold for these facts, in the order of the declaration."""
    return tuple(rule for rule in service.eligible if not rule.holds(facts))


def decide(service: Service[Any], facts: object, answers: Answers) -> Decision:
    """What the machine decides when it decides alone, in the service's first stage; NoOutcome when that is no outcome."""
    stage = service.stages[0]
    code = decide_stage(service, stage, facts, answers)
    outcome = service.outcome(code)
    if outcome is None:
        raise NoOutcome(service=service.code, stage=stage.code, outcome=code)
    return Decision(outcome=outcome, failing=() if outcome.grants else failing(service, facts))


def decide_stage(service: Service[Any], stage: Stage[Any], facts: object, answers: Answers) -> str:
    """Where the machine sends a case from one of its stages: by `decide`, else by the rules; NoOutcome when it may not go there."""
    by_rules = stage.decide or (lambda facts, _: _by_rules(service, stage.then, all_hold=not failing(service, facts)))
    code = by_rules(facts, answers)
    if code not in stage.then:
        raise NoOutcome(service=service.code, stage=stage.code, outcome=code)
    return code


def reason_of(service: Service[Any], rule: Rule[Any], country: str, on: date) -> Reason:
    """A refusal in words: the reason, what can be done, the law in force that day, services that may help instead."""
    return Reason(
        rule=rule.code,
        reason=text_of(service, f"rules.{rule.code}.reason"),
        remedy=text_of(service, f"rules.{rule.code}.remedy"),
        law=law_shown(country, rule.basis, on),
        instead=tuple(code for code in rule.instead if is_run(code, country)),
    )


def ground_of(service: Service[Any], ground: Ground, country: str, on: date) -> Reason:
    """A ground of refusal in words, as an officer chooses it: the reason, what can be done, the law in force that day."""
    return Reason(
        rule=ground.code,
        reason=text_of(service, f"grounds.{ground.code}.reason"),
        remedy=text_of(service, f"grounds.{ground.code}.remedy"),
        law=law_shown(country, ground.basis, on),
    )


def _by_rules(service: Service[Any], then: tuple[str, ...], all_hold: bool) -> str:
    """All hold: the first way that does not refuse, another stage perhaps; otherwise the first outcome that refuses."""
    refuses = {outcome.code for outcome in service.outcomes if not outcome.grants}
    return next((code for code in then if (code not in refuses) is all_hold), "")

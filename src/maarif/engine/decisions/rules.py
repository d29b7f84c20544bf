"""Which rules hold and which outcome follows."""

from datetime import date
from typing import Any

from maarif.engine.decisions.types import Decision, Reason
from maarif.engine.declare import Answers, Outcome, Rule, Service
from maarif.engine.registry import is_run, text_of
from maarif.kernel.countries import law_shown
from maarif.kernel.errors import MaarifError


class NoOutcome(MaarifError):
    """A stage led to something that is not an outcome of the service."""


def failing(service: Service[Any], facts: object) -> tuple[Rule[Any], ...]:
    """The rules that do not hold for these facts, in the order of the declaration."""
    return tuple(rule for rule in service.eligible if not rule.holds(facts))


def decide(service: Service[Any], facts: object, answers: Answers) -> Decision:
    """What the machine decides in the service's first stage; NoOutcome when that is no outcome of the declaration."""
    stage = service.stages[0]
    unmet = failing(service, facts)
    code = stage.decide(facts, answers) if stage.decide is not None else _by_rules(service, stage.then, not unmet)
    outcome = service.outcome(code)
    if outcome is None or code not in stage.then:
        raise NoOutcome(service=service.code, stage=stage.code, outcome=code)
    return Decision(outcome=outcome, failing=() if outcome.grants else unmet)


def reason_of(service: Service[Any], rule: Rule[Any], country: str, on: date) -> Reason:
    """A refusal in words: the reason, what can be done, the law in force that day, services that may help instead."""
    return Reason(
        rule=rule.code,
        reason=text_of(service, f"rules.{rule.code}.reason"),
        remedy=text_of(service, f"rules.{rule.code}.remedy"),
        law=law_shown(country, rule.basis, on),
        instead=tuple(code for code in rule.instead if is_run(code, country)),
    )


def _by_rules(service: Service[Any], then: tuple[str, ...], all_hold: bool) -> str:
    outcomes: list[Outcome[Any]] = [found for code in then if (found := service.outcome(code)) is not None]
    return next((outcome.code for outcome in outcomes if outcome.grants is all_hold), "")

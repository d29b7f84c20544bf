"""Cases told in advance: granted and refused, run by `maarif inspect` and as tests."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from maarif.catalogue.certificates import samples
from maarif.catalogue.certificates.examinations import (
    Assessments,
    Diagnostic,
    Examinations,
    PayRaise,
    Recruitment,
    Sat,
)
from maarif.engine.declare import Story
from maarif.kernel.rulesets import RuleSet
from maarif.registries.assessments.types import Part, ResultCard

RULES = RuleSet(
    id="sample.assessments",
    valid_from=date(2020, 1, 1),
    valid_to=None,
    values=Assessments(
        recruitment=Recruitment(
            maximum_hundredths=10_000,
            subject_pass_hundredths=3_400,
            method_pass_hundredths=600,
            total_pass_hundredths=4_000,
            result_valid_days=365,
        ),
        diagnostic=Diagnostic(
            maximum=60,
            interview_from=30,
            result_valid_years=5,
            pay_raise=(PayRaise(from_points=51, percent=35), PayRaise(from_points=30, percent=10)),
        ),
    ),
)


def having(*results: ResultCard) -> Examinations:
    """Somebody with these results, under the rules of the samples."""
    return Examinations(
        holder=samples.person(), on=samples.TODAY, sat=tuple(Sat(result=each, rules=RULES) for each in results)
    )


CERTIFIED = samples.diagnostic()
WEAK = (Part(code="test", score=Decimal("29"), maximum=Decimal("60"), needed=Decimal("30")),)
FAILED = samples.diagnostic(id=204, parts=WEAK, total=Decimal("29"), passed=False, outcome="not_certified")

STORIES = (
    Story(
        code="certified",
        on=samples.TODAY,
        facts=having(CERTIFIED),
        answers={"presented_to": "Məktəb"},
        outcome="granted",
    ),
    Story(
        code="not_certified_is_told_too",
        on=samples.TODAY,
        facts=having(FAILED),
        outcome="granted",
    ),
    Story(
        code="chosen_of_two",
        on=samples.TODAY,
        facts=having(CERTIFIED, FAILED),
        answers={"result": "204"},
        outcome="granted",
    ),
    Story(
        code="no_result",
        on=samples.TODAY,
        facts=having(),
        outcome="refused",
        reasons=("has_result",),
    ),
    Story(
        code="after_five_years",
        on=samples.TODAY,
        facts=having(samples.diagnostic(taken_on=date(2021, 11, 22))),
        outcome="refused",
        reasons=("in_validity",),
    ),
    Story(
        code="certified_below_the_interview",
        on=samples.TODAY,
        facts=having(samples.diagnostic(parts=WEAK, total=Decimal("29"))),
        outcome="refused",
        reasons=("consistent",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=replace(having(CERTIFIED), holder=samples.person(birth_date=None)),
        outcome="refused",
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=replace(having(CERTIFIED), holder=samples.person(death_date=samples.TODAY)),
        outcome="refused",
        reasons=("alive",),
    ),
)

"""Cases told in advance: reinstated, refused, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace
from datetime import date

from maarif.catalogue.certificates import samples
from maarif.catalogue.higher.reinstatement.facts import Facts
from maarif.catalogue.students.samples import RULES
from maarif.engine.declare import NOT_ALLOWED, Step, Story
from maarif.registries.enrolments.types import Status

LEFT = samples.student(status=Status.EXPELLED, until=date(2026, 2, 10))
FACTS = Facts(holder=samples.person(), here=(), rules=RULES, left=(LEFT,), on=samples.TODAY)
TAKEN_BACK = {"semester": "5", "fee_paying": "yes"}


def not_allowed(code: str, facts: Facts) -> Story[Facts]:
    """A story that the rule with this code does not let be sent."""
    return Story(code=f"refused_by_{code}", on=samples.TODAY, facts=facts, outcome=NOT_ALLOWED, reasons=(code,))


STORIES = (
    Story(
        code="is_taken_back",
        on=samples.TODAY,
        facts=FACTS,
        answers={"reason": "Borclarımı bağladım"},
        steps=(Step(to="reinstated", noted=TAKEN_BACK),),
        outcome="reinstated",
    ),
    Story(
        code="the_programme_is_taught_no_more",
        on=samples.TODAY,
        facts=FACTS,
        steps=(Step(to="refused", grounds=("programme_closed",)),),
        outcome="refused",
    ),
    not_allowed("has_left", replace(FACTS, left=())),
    not_allowed("not_too_late", replace(FACTS, left=(replace(LEFT, until=date(2021, 11, 22)),))),
    not_allowed("not_studying", replace(FACTS, here=(samples.student(id=107),))),
    not_allowed("birth_date_known", replace(FACTS, holder=samples.person(birth_date=None))),
    not_allowed("alive", replace(FACTS, holder=samples.person(death_date=samples.TODAY))),
)

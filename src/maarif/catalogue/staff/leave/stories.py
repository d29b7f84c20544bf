"""Cases told in advance: on leave, refused, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.employment.samples import employment
from maarif.catalogue.staff.leave.facts import Facts
from maarif.engine.declare import NOT_ALLOWED, Step, Story

FACTS = Facts(holder=samples.person(), held=(employment(),), away=frozenset())
DAYS = {"first_day": "2026-12-01", "last_day": "2027-05-31"}

STORIES = (
    Story(
        code="half_a_year_without_pay",
        on=samples.TODAY,
        facts=FACTS,
        answers={**DAYS, "kind": "unpaid"},
        steps=(Step(to="on_leave", noted={"order_number": "31-M"}),),
        outcome="on_leave",
    ),
    Story(
        code="for_a_child_until_further_notice",
        on=samples.TODAY,
        facts=FACTS,
        answers={"first_day": "2026-12-01", "kind": "parental", "papers": "birth.pdf"},
        steps=(Step(to="on_leave", noted={"order_number": "32-M"}),),
        outcome="on_leave",
    ),
    Story(
        code="cannot_be_spared",
        on=samples.TODAY,
        facts=FACTS,
        answers={**DAYS, "kind": "unpaid"},
        steps=(Step(to="refused", grounds=("cannot_be_spared",)),),
        outcome="refused",
    ),
    Story(
        code="the_paper_proves_nothing",
        on=samples.TODAY,
        facts=FACTS,
        answers={**DAYS, "kind": "study", "papers": "letter.pdf"},
        steps=(Step(to="refused", grounds=("not_proven",)),),
        outcome="refused",
    ),
    Story(
        code="on_leave_already",
        on=samples.TODAY,
        facts=replace(FACTS, away=frozenset({301})),
        outcome=NOT_ALLOWED,
        reasons=("not_on_leave",),
    ),
    Story(
        code="no_post",
        on=samples.TODAY,
        facts=replace(FACTS, held=()),
        outcome=NOT_ALLOWED,
        reasons=("employed",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=replace(FACTS, holder=samples.person(birth_date=None)),
        outcome=NOT_ALLOWED,
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=replace(FACTS, holder=samples.person(death_date=samples.TODAY)),
        outcome=NOT_ALLOWED,
        reasons=("alive",),
    ),
)

"""Cases told in advance: back at work, refused, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.employment.samples import employment
from maarif.catalogue.staff.return_from_leave.facts import Facts
from maarif.engine.declare import NOT_ALLOWED, Step, Story

FACTS = Facts(holder=samples.person(), held=(employment(),), away=frozenset({301}))
BACK = {"first_day": "2027-01-11"}

STORIES = (
    Story(
        code="back_after_the_holidays",
        on=samples.TODAY,
        facts=FACTS,
        answers=BACK,
        steps=(Step(to="returned", noted={"order_number": "33-M"}),),
        outcome="returned",
    ),
    Story(
        code="the_substitute_was_promised_the_whole_term",
        on=samples.TODAY,
        facts=FACTS,
        answers=BACK,
        steps=(Step(to="refused", grounds=("substitute_stays",)),),
        outcome="refused",
    ),
    Story(
        code="not_on_leave",
        on=samples.TODAY,
        facts=replace(FACTS, away=frozenset()),
        outcome=NOT_ALLOWED,
        reasons=("on_leave",),
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

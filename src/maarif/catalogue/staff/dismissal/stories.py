"""Cases told in advance: left, refused, not allowed; run by `maarif inspect` and as tests."""

from maarif.catalogue.certificates import samples
from maarif.catalogue.employment.samples import employment
from maarif.catalogue.staff.dismissal.facts import Facts
from maarif.engine.declare import NOT_ALLOWED, Step, Story

TEACHES = employment()
FACTS = Facts(holder=samples.person(), held=(TEACHES,))
LEAVES = {"last_day": "2026-12-31", "reason": "Köçürəm"}

STORIES = (
    Story(
        code="leaves_at_the_end_of_the_year",
        on=samples.TODAY,
        facts=FACTS,
        answers=LEAVES,
        steps=(Step(to="left", noted={"order_number": "112-K"}),),
        outcome="left",
    ),
    Story(
        code="gives_too_little_notice",
        on=samples.TODAY,
        facts=FACTS,
        answers={"last_day": "2026-11-24"},
        steps=(Step(to="refused", grounds=("notice_too_short",)),),
        outcome="refused",
    ),
    Story(
        code="no_post",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(), held=()),
        outcome=NOT_ALLOWED,
        reasons=("employed",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(birth_date=None), held=(TEACHES,)),
        outcome=NOT_ALLOWED,
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(death_date=samples.TODAY), held=(TEACHES,)),
        outcome=NOT_ALLOWED,
        reasons=("alive",),
    ),
)

"""Cases told in advance: granted and refused, run by `maarif inspect` and as tests."""

from maarif.catalogue.certificates import samples
from maarif.catalogue.certificates.studies import Studies
from maarif.engine.declare import Story
from maarif.registries.enrolments.types import Funding, Status

ABROAD = samples.student_abroad()
OWN_MONEY = samples.student_abroad(id=205, funding=Funding.PAID)

STORIES = (
    Story(
        code="grant_holder",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(), abroad=(ABROAD,)),
        answers={"presented_to": "Deutsche Bank"},
        outcome="granted",
    ),
    Story(
        code="two_programmes",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(), abroad=(ABROAD, samples.student_abroad(id=206))),
        answers={"enrolment": "206"},
        outcome="granted",
    ),
    Story(
        code="also_pays_for_another",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(), abroad=(ABROAD, OWN_MONEY)),
        outcome="granted",
    ),
    Story(
        code="studies_at_home",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(samples.student(),)),
        outcome="refused",
        reasons=("studies_abroad",),
    ),
    Story(
        code="pays_alone",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(), abroad=(OWN_MONEY,)),
        outcome="refused",
        reasons=("under_programme",),
    ),
    Story(
        code="on_leave",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(), abroad=(samples.student_abroad(status=Status.SUSPENDED),)),
        outcome="refused",
        reasons=("not_on_leave",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(birth_date=None), here=(), abroad=(ABROAD,)),
        outcome="refused",
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(death_date=samples.TODAY), here=(), abroad=(ABROAD,)),
        outcome="refused",
        reasons=("alive",),
    ),
)

"""Cases told in advance: granted and refused, run by `maarif inspect` and as tests."""

from maarif.catalogue.certificates import samples
from maarif.catalogue.certificates.graduations import Graduations
from maarif.engine.declare import Story
from maarif.registries.enrolments.types import Funding

FINISHED = samples.graduate(institution_country="gb", funding=Funding.STATE_PROGRAMME)
NO_NUMBER = samples.graduate(institution_country="gb", funding=Funding.STATE_PROGRAMME, document_number="")

STORIES = (
    Story(
        code="grant_holder",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=(FINISHED,)),
        answers={"presented_to": "Nazirlik"},
        outcome="granted",
    ),
    Story(
        code="no_diploma_number_yet",
        on=samples.TODAY,
        facts=Graduations(
            holder=samples.person(),
            on=samples.TODAY,
            completed=(NO_NUMBER,),
        ),
        outcome="granted",
    ),
    Story(
        code="nothing_abroad",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=()),
        outcome="refused",
        reasons=("studied",),
    ),
    Story(
        code="still_studying",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(), on=samples.TODAY, completed=(), current=(samples.student_abroad(),)),
        outcome="refused",
        reasons=("finished",),
    ),
    Story(
        code="paid_alone",
        on=samples.TODAY,
        facts=Graduations(
            holder=samples.person(),
            on=samples.TODAY,
            completed=(samples.graduate(institution_country="gb", funding=Funding.PAID),),
        ),
        outcome="refused",
        reasons=("under_programme",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(birth_date=None), on=samples.TODAY, completed=(FINISHED,)),
        outcome="refused",
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Graduations(holder=samples.person(death_date=samples.TODAY), on=samples.TODAY, completed=(FINISHED,)),
        outcome="refused",
        reasons=("alive",),
    ),
)

"""Cases told in advance: granted and refused, run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.certificates.studies import Studies
from maarif.engine.declare import Story
from maarif.registries.enrolments.types import Status

HERE = samples.college_student()
AGAIN = replace(HERE, id=HERE.id + 1, institution_name=samples.OTHER_NAME)

STORIES = (
    Story(
        code="one_place_of_study",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(HERE,)),
        answers={"presented_to": "Bank"},
        outcome="granted",
    ),
    Story(
        code="two_places_of_study",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(HERE, AGAIN)),
        answers={"enrolment": str(AGAIN.id)},
        outcome="granted",
    ),
    Story(
        code="one_of_two_on_leave",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(replace(HERE, status=Status.SUSPENDED), AGAIN)),
        outcome="granted",
    ),
    Story(
        code="no_studies",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=()),
        outcome="refused",
        reasons=("studies_now",),
    ),
    Story(
        code="on_leave",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(replace(HERE, status=Status.SUSPENDED),)),
        outcome="refused",
        reasons=("not_on_leave",),
    ),
    Story(
        code="on_another_level",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(), elsewhere=(samples.pupil(),)),
        outcome="refused",
        reasons=("at_this_level",),
    ),
    Story(
        code="in_another_country",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(), here=(), abroad=(samples.student_abroad(),)),
        outcome="refused",
        reasons=("in_this_country",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(birth_date=None), here=(HERE,)),
        outcome="refused",
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Studies(holder=samples.person(death_date=samples.TODAY), here=(HERE,)),
        outcome="refused",
        reasons=("alive",),
    ),
)

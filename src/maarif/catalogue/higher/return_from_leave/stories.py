"""Cases told in advance: returned, refused, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.students.samples import student
from maarif.engine.declare import NOT_ALLOWED, Step, Story
from maarif.registries.enrolments.types import Status

FACTS = student(samples.student(status=Status.SUSPENDED))

STORIES = (
    Story(code="returns", on=samples.TODAY, facts=FACTS, steps=(Step(to="returned"),), outcome="returned"),
    Story(
        code="is_not_well_yet",
        on=samples.TODAY,
        facts=FACTS,
        answers={"papers": "opinion.pdf"},
        steps=(Step(to="refused", grounds=("not_fit",)),),
        outcome="refused",
    ),
    Story(
        code="not_on_leave",
        on=samples.TODAY,
        facts=student(),
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

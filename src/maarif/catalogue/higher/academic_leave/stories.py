"""Cases told in advance: on leave, refused, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.students.samples import student
from maarif.engine.declare import NOT_ALLOWED, Step, Story
from maarif.registries.enrolments.types import Status

FACTS = student()

STORIES = (
    Story(
        code="a_year_for_the_family",
        on=samples.TODAY,
        facts=FACTS,
        answers={"reason": "family", "term": "12"},
        steps=(Step(to="on_leave"),),
        outcome="on_leave",
    ),
    Story(
        code="three_years_for_a_child",
        on=samples.TODAY,
        facts=FACTS,
        answers={"reason": "childcare", "long_term": "36", "papers": "birth.pdf"},
        steps=(Step(to="on_leave"),),
        outcome="on_leave",
    ),
    Story(
        code="the_paper_proves_nothing",
        on=samples.TODAY,
        facts=FACTS,
        answers={"reason": "health", "term": "6", "papers": "opinion.pdf"},
        steps=(Step(to="refused", grounds=("not_proven",)),),
        outcome="refused",
    ),
    Story(
        code="on_leave_already",
        on=samples.TODAY,
        facts=student(samples.student(status=Status.SUSPENDED)),
        outcome=NOT_ALLOWED,
        reasons=("not_on_leave",),
    ),
    Story(
        code="no_student",
        on=samples.TODAY,
        facts=replace(FACTS, here=()),
        outcome=NOT_ALLOWED,
        reasons=("is_student",),
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

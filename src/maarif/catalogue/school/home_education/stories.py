"""Cases told in advance: begun, prolonged, ended, refused, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.special_study.samples import pupil, taught
from maarif.engine.declare import NOT_ALLOWED, Step, Story
from maarif.registries.enrolments.types import SpecialForm, Status

FACTS = pupil(
    SpecialForm.HOME, now=replace(samples.pupil(), institution_region="AZ-BA"), commissions=((77, samples.OTHER_NAME),)
)
TAUGHT = replace(FACTS, running=taught(SpecialForm.HOME))
BEGINS = {"since": "2026-12-01", "length": "12", "opinion": "attached", "papers": "opinion.pdf"}
ORDERED = Step(to="ordered", noted={"order_number": "41"})

STORIES = (
    Story(code="begins", on=samples.TODAY, facts=FACTS, answers=BEGINS, steps=(ORDERED,), outcome="ordered"),
    Story(
        code="the_commission_is_asked",
        on=samples.TODAY,
        facts=FACTS,
        answers={"since": "2026-12-01", "length": "year", "opinion": "asked", "commission": "77"},
        steps=(ORDERED,),
        outcome="ordered",
    ),
    Story(
        code="is_prolonged",
        on=samples.TODAY,
        facts=TAUGHT,
        answers={"wish": "prolong", "length": "4", "opinion": "attached", "papers": "opinion.pdf"},
        steps=(ORDERED,),
        outcome="ordered",
    ),
    Story(
        code="ends_sooner",
        on=samples.TODAY,
        facts=TAUGHT,
        answers={"wish": "end", "last_day": "2026-12-04"},
        steps=(ORDERED,),
        outcome="ordered",
    ),
    Story(
        code="is_refused",
        on=samples.TODAY,
        facts=FACTS,
        answers=BEGINS,
        steps=(Step(to="refused", grounds=("opinion_against",)),),
        outcome="refused",
    ),
    Story(
        code="has_another_form",
        on=samples.TODAY,
        facts=replace(FACTS, running=taught(SpecialForm.INDIVIDUAL)),
        outcome=NOT_ALLOWED,
        reasons=("no_other_form",),
    ),
    Story(
        code="not_a_pupil",
        on=samples.TODAY,
        facts=replace(FACTS, now=None),
        outcome=NOT_ALLOWED,
        reasons=("is_pupil",),
    ),
    Story(
        code="interrupted",
        on=samples.TODAY,
        facts=replace(FACTS, now=replace(samples.pupil(), status=Status.SUSPENDED)),
        outcome=NOT_ALLOWED,
        reasons=("not_interrupted",),
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

"""Cases told in advance: moved, refused, no room, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.employment.samples import RULES, employment, vacancies
from maarif.catalogue.staff.move.facts import Facts
from maarif.engine.declare import Step, Story

FACTS = Facts(holder=samples.person(), held=(employment(),), load=100, rules=RULES, vacancies=vacancies())
WISHES = {"post": "41", "reason": "Yeni ünvan"}

STORIES = (
    Story(
        code="moves_to_a_free_post",
        on=samples.TODAY,
        facts=FACTS,
        answers=WISHES,
        steps=(Step(to="moved", noted={"first_day": "2027-01-11", "order_number": "7-K"}),),
        outcome="moved",
    ),
    Story(
        code="the_present_employer_objects",
        on=samples.TODAY,
        facts=FACTS,
        answers=WISHES,
        steps=(Step(to="refused", grounds=("employer_objects",)),),
        outcome="refused",
    ),
    Story(
        code="half_of_the_post_is_taken",
        on=samples.TODAY,
        facts=replace(FACTS, vacancies=vacancies(taken=50)),
        answers=WISHES,
        outcome="post_full",
    ),
    Story(
        code="no_post",
        on=samples.TODAY,
        facts=replace(FACTS, held=(), load=0),
        outcome="refused",
        reasons=("employed",),
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=replace(FACTS, holder=samples.person(birth_date=None)),
        outcome="refused",
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=replace(FACTS, holder=samples.person(death_date=samples.TODAY)),
        outcome="refused",
        reasons=("alive",),
    ),
)

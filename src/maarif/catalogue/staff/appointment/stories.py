"""Cases told in advance: appointed, combined, no room, too much work, refused; run by `maarif inspect` and as tests."""

from dataclasses import replace

from maarif.catalogue.certificates import samples
from maarif.catalogue.employment.samples import RULES, employment, vacancies
from maarif.catalogue.staff.appointment.facts import Facts
from maarif.engine.declare import Step, Story

FACTS = Facts(holder=samples.person(), held=(), load=0, rules=RULES, vacancies=vacancies())
TEACHES = replace(FACTS, held=(employment(),), load=100)
WISHES = {"post": "41", "share": "100", "since": "2026-12-01"}
HALF = {**WISHES, "share": "50"}

STORIES = (
    Story(
        code="hired_to_a_full_post",
        on=samples.TODAY,
        facts=FACTS,
        answers=WISHES,
        steps=(
            Step(
                to="appointed",
                noted={"given_share": "100", "first_day": "2026-12-01", "order_number": "118-K"},
            ),
        ),
        outcome="appointed",
    ),
    Story(
        code="half_a_post_beside_the_main_one_until_summer",
        on=samples.TODAY,
        facts=TEACHES,
        answers=HALF,
        steps=(
            Step(
                to="appointed",
                noted={
                    "given_share": "50",
                    "first_day": "2026-12-01",
                    "last_day": "2027-06-15",
                    "order_number": "119-K",
                },
            ),
        ),
        outcome="appointed",
    ),
    Story(
        code="another_is_chosen",
        on=samples.TODAY,
        facts=FACTS,
        answers=WISHES,
        steps=(Step(to="refused", grounds=("another_chosen",)),),
        outcome="refused",
    ),
    Story(
        code="only_half_of_the_post_is_free",
        on=samples.TODAY,
        facts=replace(FACTS, vacancies=vacancies(taken=50)),
        answers=WISHES,
        outcome="post_full",
    ),
    Story(
        code="a_quarter_is_all_that_may_be_added",
        on=samples.TODAY,
        facts=replace(TEACHES, load=125),
        answers={**WISHES, "share": "25"},
        steps=(Step(to="refused", grounds=("not_qualified",)),),
        outcome="refused",
    ),
    Story(
        code="works_as_much_as_one_may",
        on=samples.TODAY,
        facts=replace(TEACHES, load=150),
        outcome="refused",
        reasons=("load_left",),
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

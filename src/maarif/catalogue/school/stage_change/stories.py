"""Cases told in advance: into a grade or to a college, in the summer and in spring, refused, cancelled; run by `maarif inspect` and as tests."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

from maarif.catalogue.certificates import samples
from maarif.catalogue.places.programmes import Target, Targets
from maarif.catalogue.places.queue import Beside
from maarif.catalogue.places.schools import Names
from maarif.catalogue.school.stage_change.facts import Facts
from maarif.engine.declare import Step, Story
from maarif.registries.enrolments.types import PromotionRules, Stage, Status
from maarif.registries.programmes.types import ProgrammeCard, ProgrammeKind, StudyForm
from maarif.sectors.transfers.types import FirstGrade, Transfers, Window

TODAY: Final = date(2026, 7, 6)
SPRING: Final = date(2026, 4, 6)
BEGINS: Final = date(2026, 9, 15)
LAW: Final = PromotionRules(
    starts_month=9,
    starts_day=15,
    ends_month=6,
    ends_day=14,
    last_grade=11,
    school_age=6,
    stage=(Stage(grade=4, level_after=2, document=False), Stage(grade=9, level_after=3, document=True)),
)
RULES: Final = Transfers(
    windows=(Window(grades=(1, 5, 10), opens="06-15 00:00", closes="09-14 18:00"),),
    receiving_days=3,
    leaving_days=1,
    first=("sibling", "employee"),
)
PROGRAMME: Final = ProgrammeCard(
    id=77,
    sourced_id="sample-programme",
    institution=901,
    code="040601",
    name=samples.PROGRAMME,
    kind=ProgrammeKind.COLLEGE,
    level=4,
    language="az",
    form=StudyForm.FULL_TIME,
    duration_months=36,
    qualification=None,
    credits=None,
)
NINTH: Final = replace(
    samples.pupil(), grade=9, class_name="9A", status=Status.COMPLETED, until=date(2026, 6, 14), since=date(2025, 9, 15)
)
FOURTH: Final = replace(NINTH, id=107, grade=4, level=1, class_name="4A", until=date(2026, 9, 14))
CHILD: Final = replace(
    NINTH, id=108, kind=ProgrammeKind.PRESCHOOL, level=0, grade=None, class_name="", until=None, status=Status.ACTIVE
)
FACTS: Final = Facts(
    holder=samples.person(),
    before=NINTH,
    law=LAW,
    rules=RULES,
    begins=BEGINS,
    open_until=datetime(2026, 9, 14, 14, tzinfo=UTC),
    taught=("az", "ru"),
    names=Names(told={900: samples.OTHER_NAME}),
    targets=Targets(told={"77": Target(programme=PROGRAMME, institution_name=samples.OTHER_NAME)}),
)
KEPT: Final = replace(
    FACTS,
    before=FOURTH,
    kept=replace(samples.pupil(), id=109, grade=5, since=BEGINS, continues=FOURTH.id),
)
YOUNG: Final = replace(FACTS, before=CHILD, holder=samples.person(birth_date=date(2020, 3, 1), family_name="Quliyeva"))
EARLY: Final = replace(FACTS, before=replace(FOURTH, until=None, status=Status.ACTIVE), over=False)
PREPARED: Final = replace(
    YOUNG,
    over=False,
    prepared=frozenset({"nariste"}),
    rules=replace(RULES, first_grade=(FirstGrade(turns=6, grade=2, programme="nariste"),), by_calendar_year=True),
)
SCHOOL: Final = {"way": "school", "school": "900-az"}
COLLEGE: Final = {"way": "profession", "programme": "77"}

STORIES = (
    Story(
        code="to_the_tenth_grade_elsewhere",
        on=TODAY,
        facts=FACTS,
        answers=SCHOOL,
        steps=(Step(to="parting"),),
        outcome="entered",
    ),
    Story(
        code="to_a_college",
        on=TODAY,
        facts=FACTS,
        answers=COLLEGE,
        steps=(Step(to="parting"),),
        outcome="entered",
    ),
    Story(
        code="from_the_kindergarten_to_the_first_grade",
        on=TODAY,
        facts=YOUNG,
        answers={"school": "900-az"},
        steps=(Step(to="parting"), Step(to="moved")),
        outcome="moved",
    ),
    Story(
        code="to_the_fifth_grade_elsewhere",
        on=TODAY,
        facts=KEPT,
        answers={"school": "900-az"},
        steps=(Step(to="parting"), Step(to="moved")),
        outcome="moved",
    ),
    Story(
        code="in_spring_for_autumn",
        on=SPRING,
        facts=EARLY,
        answers={"school": "900-az"},
        steps=(Step(to="parting"), Step(to="taking_up"), Step(to="moved")),
        outcome="moved",
    ),
    Story(
        code="to_the_second_grade_after_the_preparatory_programme",
        on=SPRING,
        facts=PREPARED,
        answers={"school": "900-az"},
        steps=(Step(to="parting"), Step(to="taking_up"), Step(to="moved")),
        outcome="moved",
    ),
    Story(
        code="the_child_lives_elsewhere",
        on=SPRING,
        facts=replace(PREPARED, territory=True),
        answers={"school": "900-az"},
        steps=(Step(to="refused", grounds=("outside_territory",)),),
        outcome="refused",
    ),
    Story(
        code="does_the_year_once_more",
        on=SPRING,
        facts=replace(EARLY, repeats=True),
        outcome="refused",
        reasons=("goes_up",),
    ),
    Story(
        code="the_school_cannot_take_the_child",
        on=TODAY,
        facts=FACTS,
        answers=SCHOOL,
        steps=(Step(to="refused", grounds=("no_place",)),),
        outcome="refused",
    ),
    Story(
        code="the_interview_was_not_passed",
        on=TODAY,
        facts=YOUNG,
        answers={"school": "900-ru"},
        steps=(Step(to="refused", grounds=("language_not_passed",)),),
        outcome="refused",
    ),
    Story(
        code="the_old_school_does_not_know_the_child",
        on=TODAY,
        facts=KEPT,
        answers={"school": "900-az"},
        steps=(Step(to="parting"), Step(to="refused", grounds=("not_our_pupil",))),
        outcome="refused",
    ),
    Story(
        code="the_window_closes_first",
        on=TODAY,
        facts=KEPT,
        answers={"school": "900-az"},
        steps=(Step(to="parting"), Step(to="cancelled", late=True)),
        outcome="cancelled",
    ),
    Story(
        code="in_the_middle_of_a_stage",
        on=TODAY,
        facts=replace(FACTS, before=None, open_until=None),
        outcome="refused",
        reasons=("stage_over",),
    ),
    Story(
        code="no_window_is_open",
        on=TODAY,
        facts=replace(FACTS, open_until=None),
        outcome="refused",
        reasons=("window_open",),
    ),
    Story(
        code="too_young_for_school",
        on=TODAY,
        facts=replace(YOUNG, holder=samples.person(birth_date=date(2021, 3, 1))),
        outcome="refused",
        reasons=("old_enough",),
    ),
    Story(
        code="interrupted",
        on=TODAY,
        facts=replace(FACTS, before=replace(NINTH, status=Status.SUSPENDED, until=None)),
        outcome="refused",
        reasons=("not_interrupted",),
    ),
    Story(
        code="asks_for_a_transfer_too",
        on=TODAY,
        facts=replace(FACTS, moving=Beside(told=True)),
        outcome="refused",
        reasons=("no_transfer_open",),
    ),
    Story(
        code="deceased",
        on=TODAY,
        facts=replace(FACTS, holder=samples.person(death_date=TODAY)),
        outcome="refused",
        reasons=("alive",),
    ),
    Story(
        code="without_a_birth_date",
        on=TODAY,
        facts=replace(FACTS, holder=samples.person(birth_date=None)),
        outcome="refused",
        reasons=("birth_date_known",),
    ),
)

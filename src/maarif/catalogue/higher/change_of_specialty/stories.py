"""Cases told in advance: moved, changed, refused, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from maarif.catalogue.certificates import samples
from maarif.catalogue.higher.change_of_specialty.facts import Facts
from maarif.catalogue.places.programmes import Target, Targets
from maarif.catalogue.students.samples import RULES
from maarif.engine.declare import NOT_ALLOWED, Step, Story
from maarif.registries.enrolments.types import EnrolmentCard, Status
from maarif.registries.programmes.types import ProgrammeCard, ProgrammeKind, StudyForm

OTHER = ProgrammeCard(
    id=77,
    sourced_id="sample-programme",
    institution=12,
    code="050510",
    name=samples.PROGRAMME,
    kind=ProgrammeKind.BACHELOR,
    level=6,
    language="az",
    form=StudyForm.FULL_TIME,
    duration_months=48,
    qualification=None,
    credits=240,
    admission_group="I",
    passing_scores={2023: Decimal("401.5")},
)
TOLD = Targets(
    told={
        "77": Target(programme=OTHER, institution_name=samples.OTHER_NAME),
        "78": Target(programme=replace(OTHER, id=78, institution=11, credits=None), institution_name=samples.NAME),
    }
)
TAKEN = {"credits_recognised": "100", "semester": "5"}


def studies(**changes: Any) -> EnrolmentCard:
    """The third year of four, with all credits and a score of 512."""
    told: dict[str, Any] = {
        "credits": 120,
        "programme_credits": 240,
        "semester": 5,
        "semesters": 8,
        "entrance_score": Decimal("512"),
        "admission_year": 2023,
        "admission_group": "I",
    }
    return samples.student(**{**told, **changes})


def student(**changes: Any) -> Facts:
    """A student who may move, but for the changes."""
    now = studies(**changes)
    until = datetime(2026, 12, 1, tzinfo=UTC)
    return Facts(holder=samples.person(), here=(now,), rules=RULES, open_until=until, targets=TOLD)


def not_allowed(code: str, facts: Facts) -> Story[Facts]:
    """A story that the rule with this code does not let be sent."""
    return Story(code=f"refused_by_{code}", on=samples.TODAY, facts=facts, outcome=NOT_ALLOWED, reasons=(code,))


FACTS = student()

STORIES = (
    Story(
        code="to_another_institution",
        on=samples.TODAY,
        facts=FACTS,
        answers={"programme": "77", "reason": "Köçürəm"},
        steps=(Step(to="parting", noted={**TAKEN, "group": "634 A"}), Step(to="moved")),
        outcome="moved",
    ),
    Story(
        code="within_the_institution",
        on=samples.TODAY,
        facts=FACTS,
        answers={"programme": "78"},
        steps=(Step(to="parting", noted=TAKEN),),
        outcome="changed",
    ),
    Story(
        code="there_is_no_place",
        on=samples.TODAY,
        facts=FACTS,
        answers={"programme": "77"},
        steps=(Step(to="refused", grounds=("no_place",)),),
        outcome="refused",
    ),
    Story(
        code="the_present_institution_does_not_know_the_student",
        on=samples.TODAY,
        facts=FACTS,
        answers={"programme": "77"},
        steps=(Step(to="parting", noted=TAKEN), Step(to="refused", grounds=("not_our_student",))),
        outcome="refused",
    ),
    not_allowed("window_open", replace(FACTS, open_until=None)),
    not_allowed("first_in_window", replace(FACTS, asked=1)),
    not_allowed("not_final_year", student(semester=7, credits=180)),
    not_allowed("enough_credits", student(credits=59)),
    not_allowed("not_distance", student(form=StudyForm.DISTANCE)),
    not_allowed("admission_known", student(entrance_score=None)),
    not_allowed("not_on_leave", student(status=Status.SUSPENDED)),
    not_allowed("is_student", replace(FACTS, here=())),
    not_allowed("birth_date_known", replace(FACTS, holder=samples.person(birth_date=None))),
    not_allowed("alive", replace(FACTS, holder=samples.person(death_date=samples.TODAY))),
)

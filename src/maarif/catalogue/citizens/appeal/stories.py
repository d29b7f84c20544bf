"""Appeals told in advance: each end, by each kind of office, run by `maarif inspect` and as tests."""

from datetime import date, timedelta

from maarif.catalogue.certificates import samples
from maarif.catalogue.citizens.appeal.facts import SERVICE, Appeal
from maarif.engine.cases.queries import PastCase
from maarif.engine.declare import NOT_ALLOWED, Step, Story
from maarif.registries.institutions.types import InstitutionKind
from maarif.sectors.appeals.types import Place, Told

SCHOOL = Place(id=11, kind=InstitutionKind.SCHOOL, region="AZ-BA", name=samples.OTHER_NAME)
HERE = Appeal(holder=samples.person(), country="az", on=samples.TODAY, places=Told(places={11: SCHOOL}))
REGISTERED = Step(to="answering")
WRITTEN = {"text": "Sinif otaqları soyuqdur, istilik sistemi yoxlanılsın."}
ANSWER = {"answer": "Yoxlama aparılmışdır. Nəticəsi barədə məlumat veririk."}


def past(count: int, *, ago: int = 30) -> tuple[PastCase, ...]:
    """So many appeals about buildings that were answered with reasons so many days ago."""
    day: date = samples.TODAY - timedelta(days=ago)
    return tuple(
        PastCase(
            number=f"VM-2026-{serial:06d}",
            service=SERVICE,
            country="az",
            applicant=1,
            category="building",
            received=day,
            due=day,
            open=False,
            joined=False,
            outcome="explained",
            decided=day,
        )
        for serial in range(1, count + 1)
    )


def asked(matter: str, category: str, **more: str) -> dict[str, str]:
    """The answers of an appeal."""
    return {"matter": matter, "category": category, "urgent": "no", **WRITTEN, **more}


STORIES = (
    Story(
        code="school_answers",
        on=samples.TODAY,
        facts=HERE,
        answers=asked("application", "building", place="11"),
        steps=(REGISTERED, Step(to="satisfied", noted=ANSWER)),
        outcome="satisfied",
    ),
    Story(
        code="complaint_about_a_school",
        on=samples.TODAY,
        facts=HERE,
        answers=asked("complaint", "teacher_conduct", place="11"),
        steps=(REGISTERED, Step(to="partly", noted=ANSWER)),
        outcome="partly",
    ),
    Story(
        code="urgent",
        on=samples.TODAY,
        facts=HERE,
        answers=asked("application", "building") | {"urgent": "yes"},
        steps=(REGISTERED, Step(to="satisfied", noted=ANSWER)),
        outcome="satisfied",
    ),
    Story(
        code="ministry_explains",
        on=samples.TODAY,
        facts=HERE,
        answers=asked("proposal", "university"),
        steps=(REGISTERED, Step(to="explained", noted=ANSWER)),
        outcome="explained",
    ),
    Story(
        code="refused",
        on=samples.TODAY,
        facts=HERE,
        answers=asked("complaint", "corruption"),
        steps=(REGISTERED, Step(to="refused", noted=ANSWER, grounds=("not_confirmed",))),
        outcome="refused",
    ),
    Story(
        code="forwarded",
        on=samples.TODAY,
        facts=HERE,
        answers=asked("application", "other"),
        steps=(
            Step(to="forwarding"),
            Step(
                to="forwarded",
                noted={**ANSWER, "addressee": "Dövlət İmtahan Mərkəzi"},
                grounds=("not_competent",),
            ),
        ),
        outcome="forwarded",
    ),
    Story(
        code="fourth_time",
        on=samples.TODAY,
        facts=Appeal(holder=samples.person(), country="az", on=samples.TODAY, earlier=past(3)),
        answers=asked("complaint", "building"),
        steps=(REGISTERED, Step(to="not_considered", noted=ANSWER, grounds=("repeated",))),
        outcome="not_considered",
    ),
    Story(
        code="insults",
        on=samples.TODAY,
        facts=HERE,
        answers=asked("complaint", "other"),
        steps=(Step(to="not_considered", noted=ANSWER, grounds=("insulting",)),),
        outcome="not_considered",
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=Appeal(holder=samples.person(birth_date=None), country="az", on=samples.TODAY),
        outcome=NOT_ALLOWED,
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Appeal(holder=samples.person(death_date=samples.TODAY), country="az", on=samples.TODAY),
        outcome=NOT_ALLOWED,
        reasons=("alive",),
    ),
)

"""Cases told in advance: received, refused, not allowed; run by `maarif inspect` and as tests."""

from dataclasses import replace
from datetime import UTC, datetime

from maarif.catalogue.certificates import samples
from maarif.catalogue.higher.transfer_from_abroad.facts import Facts
from maarif.catalogue.places.programmes import Target, Targets
from maarif.catalogue.students.samples import RULES
from maarif.engine.declare import NOT_ALLOWED, Step, Story
from maarif.registries.programmes.types import ProgrammeCard, ProgrammeKind, StudyForm

WANTED = ProgrammeCard(
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
    passing_scores={},
)
FACTS = Facts(
    holder=samples.person(),
    here=(),
    rules=RULES,
    open_until=datetime(2026, 12, 1, tzinfo=UTC),
    targets=Targets(told={"77": Target(programme=WANTED, institution_name=samples.OTHER_NAME)}),
)
ASKED = {
    "country": "Türkiyə",
    "university": "Ege Üniversitesi",
    "studied": "Bilgisayar Mühendisliği",
    "admitted_on": "2024-09-16",
    "credits": "120",
    "programme": "77",
}
RECEIVED = {"credits_recognised": "100", "semester": "5"}


def not_allowed(code: str, facts: Facts) -> Story[Facts]:
    """A story that the rule with this code does not let be sent."""
    return Story(code=f"refused_by_{code}", on=samples.TODAY, facts=facts, outcome=NOT_ALLOWED, reasons=(code,))


STORIES = (
    Story(
        code="is_received",
        on=samples.TODAY,
        facts=FACTS,
        answers={**ASKED, "reason": "Ailəm Bakıya köçüb"},
        steps=(Step(to="received", noted={**RECEIVED, "group": "634 A"}),),
        outcome="received",
    ),
    Story(
        code="studies_by_distance_learning",
        on=samples.TODAY,
        facts=FACTS,
        answers=ASKED,
        steps=(Step(to="refused", grounds=("distance",)),),
        outcome="refused",
    ),
    not_allowed("not_studying_here", replace(FACTS, here=(samples.student(),))),
    not_allowed("window_open", replace(FACTS, open_until=None)),
    not_allowed("first_in_window", replace(FACTS, asked=1)),
    not_allowed("birth_date_known", replace(FACTS, holder=samples.person(birth_date=None))),
    not_allowed("alive", replace(FACTS, holder=samples.person(death_date=samples.TODAY))),
)

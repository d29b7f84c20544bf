"""Cases told in advance: an extract, nobody in the archive, no right, not allowed."""

from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import samples
from maarif.catalogue.citizens.archive.facts import Archived, Facts, Study
from maarif.engine.declare import NOT_ALLOWED, Step, Story


@dataclass(frozen=True, slots=True)
class Told:
    """One record of the archive, or none."""

    record: Archived | None

    def of(self, country: str, full_name: str, born: date) -> Archived | None:
        """The told record."""
        return self.record


FATHER = Archived(
    person=samples.person(
        id=9, given_name="Samir", full_name="Quliyev Samir", birth_date=date(1970, 5, 1), death_date=date(2024, 3, 2)
    ),
    studies=(
        Study(
            institution=900,
            where=samples.OTHER_NAME,
            since=date(1987, 9, 1),
            until=date(1992, 6, 30),
            document_number="AB 112233",
        ),
    ),
)
THERE = Facts(holder=samples.person(), country="az", archive=Told(FATHER))
NOWHERE = Facts(holder=samples.person(), country="az", archive=Told(None))
SAID = {"full_name": "Quliyev Samir", "born": "1970-05-01", "relation": "child", "reason": "Vərəsəlik"}

STORIES = (
    Story(
        code="a_daughter",
        on=samples.TODAY,
        facts=THERE,
        answers=SAID,
        steps=(Step(to="issued"),),
        outcome="issued",
    ),
    Story(
        code="nobody_of_this_name",
        on=samples.TODAY,
        facts=NOWHERE,
        answers=SAID,
        steps=(Step(to="refused", grounds=("not_found",)),),
        outcome="refused",
    ),
    Story(
        code="no_right_to_it",
        on=samples.TODAY,
        facts=THERE,
        answers={**SAID, "relation": "heir"},
        steps=(Step(to="refused", grounds=("not_proved",)),),
        outcome="refused",
    ),
    Story(
        code="no_birth_date",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(birth_date=None), country="az", archive=Told(FATHER)),
        outcome=NOT_ALLOWED,
        reasons=("birth_date_known",),
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(death_date=samples.TODAY), country="az", archive=Told(FATHER)),
        outcome=NOT_ALLOWED,
        reasons=("alive",),
    ),
)

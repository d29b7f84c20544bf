"""Cases told in advance: to an institution, to a person, to nobody, not allowed."""

from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import samples
from maarif.catalogue.citizens.consent.facts import Facts
from maarif.engine.declare import Story


@dataclass(frozen=True, slots=True)
class Told:
    """One person, or nobody, as a story tells it."""

    party: int | None

    def of(self, country: str, number: str, born: date) -> int | None:
        """The told person."""
        return self.party


SAID: dict[str, str] = {"parts": "enrolments", "purpose": "İşə qəbul", "until": "2027-03-01"}
TO_A_PERSON = {**SAID, "receiver": "person", "number": "5KT7M2A", "born": "1988-04-17"}

STORIES = (
    Story(
        code="to_an_institution",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(), country="az"),
        answers={**SAID, "receiver": "body", "body": "11"},
        outcome="given",
    ),
    Story(
        code="to_a_person",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(), country="az", persons=Told(5)),
        answers=TO_A_PERSON,
        outcome="given",
    ),
    Story(
        code="to_nobody",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(), country="az", persons=Told(None)),
        answers=TO_A_PERSON,
        outcome="nobody_found",
    ),
    Story(
        code="to_oneself",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(), country="az", persons=Told(samples.person().id)),
        answers=TO_A_PERSON,
        outcome="nobody_found",
    ),
    Story(
        code="deceased",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(death_date=samples.TODAY), country="az"),
        outcome="refused",
        reasons=("alive",),
    ),
    Story(
        code="tried_too_often",
        on=samples.TODAY,
        facts=Facts(holder=samples.person(), country="az", persons=Told(5), misses=5),
        answers=TO_A_PERSON,
        outcome="refused",
        reasons=("not_too_often",),
    ),
)

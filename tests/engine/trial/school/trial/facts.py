"""What the trial reads: the applicant, the schools of the country, and what the tests plant."""

from dataclasses import dataclass
from datetime import datetime

from maarif.catalogue.places import institutions as places
from maarif.engine.declare import Answers, Asking, Cosigner, Option, Seat
from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import queries as people


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Names of the schools by number, whether the rule holds, who has to sign, when the calendar ends it."""

    name: str
    schools: tuple[tuple[int, str], ...] = ()
    holds: bool = True
    cosigners: tuple[Cosigner, ...] = ()
    cut_off: datetime | None = None
    incomplete: bool = True


#: What the tests plant for every asking.
PLANTED: dict[str, object] = {}


def of_case(asking: Asking) -> Facts:
    found = institutions.search(country=asking.country, kinds=(InstitutionKind.SCHOOL,))
    return Facts(
        name=people.names_of([asking.subject]).get(asking.subject, "?"),
        schools=tuple((card.id, card.name.az) for card in found),
        **PLANTED,  # type: ignore[arg-type]
    )


def name(facts: Facts) -> str:
    return facts.name


def schools(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    return tuple(Option(value=str(number), label=Text.same(name)) for number, name in facts.schools)


def find_school(facts: Facts, asking: Asking, words: str) -> tuple[Option, ...]:
    return places.found(asking, words, kinds=(InstitutionKind.SCHOOL,))


def one_school(facts: Facts, asking: Asking, value: str) -> Option | None:
    return places.one(asking, value, kinds=(InstitutionKind.SCHOOL,))


def school(facts: Facts, answers: Answers) -> Seat:
    return Seat(institution=int(str(answers["school"])), region="AZ-BA")


def region(facts: Facts, answers: Answers) -> Seat:
    return Seat(region="AZ-BA")


def cut_off(facts: Facts, answers: Answers) -> datetime | None:
    return facts.cut_off


def cosigners(facts: Facts, answers: Answers) -> tuple[Cosigner, ...]:
    return facts.cosigners


def holds(facts: Facts) -> bool:
    return facts.holds


def incomplete(facts: Facts, answers: Answers) -> bool:
    return facts.incomplete

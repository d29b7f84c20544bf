"""What the service reads: the person, how often they have named nobody; and where the one who is to see the record is looked up."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from maarif.catalogue.certificates import people
from maarif.catalogue.places import institutions
from maarif.engine.cases import queries as cases
from maarif.engine.declare import Answers, Asking, Option
from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import queries as register
from maarif.registries.people.types import PersonCard
from maarif.support.access import queries as access
from maarif.support.access.types import RecordPart, ScopeKind

PERSON: Final = "person"
BODY: Final = "body"
NOBODY_FOUND: Final = "nobody_found"
LONGEST: Final = timedelta(days=365)
SERVICE: Final = "citizens.consent"
#: Numbers and birth dates that fit nobody, in a day: people mistype, nobody finds out birth dates or names by trying.
MOST_MISSES: Final = 5
_MISSES_COUNT: Final = timedelta(days=1)

name = people.name
birth_date = people.birth_date


class Persons(Protocol):
    """Where a person is looked up by number and birth date: the register, or what a story tells."""

    def of(self, country: str, number: str, born: date) -> int | None:
        """The party of this person, None when both do not fit one."""
        ...


@dataclass(frozen=True, slots=True)
class InRegister:
    """Persons as the register has them."""

    def of(self, country: str, number: str, born: date) -> int | None:
        """The party that bears the number and was born on the day."""
        return register.by_number(country, number, born)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Whose record it is, where others are looked up, and how often the applicant has named nobody within a day.

    `writers` are the official who writes it down for the person and the institutions of that official: they cannot be named.
    """

    holder: PersonCard | None
    country: str
    persons: Persons = InRegister()
    misses: int = 0
    writers: frozenset[int] = frozenset()


def of_case(asking: Asking) -> Facts:
    """The person today."""
    tried = cases.past_of(asking.actor.party or asking.subject, SERVICE, clock.now() - _MISSES_COUNT)
    return Facts(
        holder=people.holder_of(asking),
        country=asking.country,
        misses=sum(each.outcome == NOBODY_FOUND for each in tried),
        writers=_writers(asking),
    )


def _writers(asking: Asking) -> frozenset[int]:
    """Who writes it down, if an official does, and for which institutions."""
    writer = asking.actor.entered_by
    if writer is None:
        return frozenset()
    held = access.roles_of(writer, asking.on)
    return frozenset({writer, *(int(each.scope) for each in held if each.scope_kind is ScopeKind.INSTITUTION)})


def receivers(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """A person, or an institution."""
    return tuple(Option(value=each, label=_RECEIVERS[each]) for each in (PERSON, BODY))


def parts(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """The parts of a record."""
    return tuple(Option(value=each.value, label=PARTS[each]) for each in RecordPart)


def find_body(facts: Facts, asking: Asking, words: str) -> tuple[Option, ...]:
    """Institutions with these words, but none of whoever writes it down."""
    found = institutions.found(asking, words, kinds=tuple(InstitutionKind))
    return tuple(each for each in found if int(each.value) not in facts.writers)


def one_body(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The institution of this number, unless whoever writes it down works there."""
    found = institutions.one(asking, value, kinds=tuple(InstitutionKind))
    return None if found is None or int(found.value) in facts.writers else found


def receiver(facts: Facts, answers: Answers) -> int | None:
    """The party that is to see the record; None when number and birth date fit nobody, the person themselves, or who writes it down."""
    if answers.get("receiver") == BODY:
        return int(str(answers["body"]))
    born = answers.get("born")
    found = facts.persons.of(facts.country, str(answers.get("number", "")), born) if isinstance(born, date) else None
    own = {facts.holder.id} if facts.holder is not None else set()
    return None if found in own | facts.writers else found


def from_today(on: date) -> date:
    """A consent does not end before it begins."""
    return on


def within_a_year(on: date) -> date:
    """Nor does it last longer than a year without being asked anew."""
    return on + LONGEST


_RECEIVERS: Final = {
    PERSON: Text(az="Şəxsə", ru="Человеку", kk="Адамға", ky="Адамга", en="A person"),
    BODY: Text(
        az="Təhsil müəssisəsinə",
        ru="Образовательному учреждению",
        kk="Білім беру ұйымына",
        ky="Билим берүү уюмуна",
        en="An educational institution",
    ),
}
PARTS: Final = {
    RecordPart.IDENTITY: Text(az="Kim olduğum", ru="Кто я", kk="Кім екенім", ky="Ким экеним", en="Who I am"),
    RecordPart.ENROLMENTS: Text(az="Təhsil", ru="Образование", kk="Білім", ky="Билим", en="Education"),
    RecordPart.POSTS: Text(
        az="Təhsildə iş",
        ru="Работа в образовании",
        kk="Білім саласындағы жұмыс",
        ky="Билим берүүдөгү жумуш",
        en="Work in education",
    ),
    RecordPart.ASSESSMENTS: Text(az="İmtahanlar", ru="Экзамены", kk="Емтихандар", ky="Экзамендер", en="Examinations"),
}

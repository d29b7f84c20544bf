"""What the service reads: where the child learns now, who of the family is at which school, the rules and the open window."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from maarif.catalogue.certificates import people
from maarif.catalogue.places import institutions as places
from maarif.engine.declare import Answers, Asking, Matter, Option, Search, Seat
from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import EnrolmentCard
from maarif.registries.institutions import queries as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import queries as register
from maarif.registries.people.types import PersonCard
from maarif.registries.posts import queries as posts
from maarif.registries.programmes.types import ProgrammeKind
from maarif.sectors.transfers import queries as transfers
from maarif.sectors.transfers.types import Transfers

SCHOOLS = (InstitutionKind.SCHOOL,)
PUPILS = (ProgrammeKind.GENERAL,)
#: How a school that admits by examination says so in the register.
BY_EXAMINATION = "examination"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names of schools by number: those told in a story, else those of the register."""

    told: Mapping[int, Text] | None = None

    def of(self, school: int) -> Text:
        """The school's name."""
        known = institutions.names_of([school]) if self.told is None else self.told
        return known[school]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The child, the present studies, the rules, when the open window closes (None: none is), where the family is.

    `siblings` and `parents` are schools by number.
    """

    holder: PersonCard | None
    now: EnrolmentCard | None
    rules: Transfers
    open_until: datetime | None
    siblings: frozenset[int] = frozenset()
    parents: frozenset[int] = frozenset()
    abroad: bool = False
    names: Names = Names()


def of_case(asking: Asking) -> Facts:
    """The facts of one child today."""
    now = enrolments.current_of(asking.subject, on=asking.on, kinds=PUPILS)
    grade = now.grade if now is not None else None
    family = register.guardians(asking.subject, asking.on)
    brothers = {each.person.id for bond in family for each in register.wards(bond.person.id, asking.on)}
    studying = enrolments.of_people(brothers - {asking.subject}, active_on=asking.on) if brothers else {}
    return Facts(
        holder=people.holder_of(asking),
        now=now,
        rules=transfers.rules_of(asking.country, asking.on),
        open_until=transfers.open_until(asking.country, grade, clock.now()) if grade is not None else None,
        siblings=frozenset(card.institution for cards in studying.values() for card in cards if card.kind in PUPILS),
        parents=frozenset(
            each.institution for bond in family for each in posts.employments(bond.person.id, active_on=asking.on)
        ),
        abroad=now is not None and now.institution_country.lower() != asking.country,
    )


name = people.name
birth_date = people.birth_date


def present_school(facts: Facts) -> Text | None:
    """Where the child learns now."""
    return facts.now.institution_name if facts.now is not None else None


def grade(facts: Facts) -> str | None:
    """The grade and class."""
    return (facts.now.class_name or str(facts.now.grade or "")) if facts.now is not None else None


def find_school(facts: Facts, asking: Asking, words: str) -> tuple[Option, ...]:
    """Schools that teach in the child's language, but not the present one, those with free places first."""
    if facts.now is None:
        return ()
    found = places.found(
        asking,
        words,
        kinds=SCHOOLS,
        language=facts.now.language or None,
        free=_free(facts, asking),
        without=(facts.now.institution,),
    )
    return tuple(option for option in found if not _by_examination(option.value))


def one_school(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The school of this number, when the child may move there."""
    if facts.now is None:
        return None
    option = places.one(
        asking,
        value,
        kinds=SCHOOLS,
        language=facts.now.language or None,
        free=_free(facts, asking),
        without=(facts.now.institution,),
    )
    return None if option is None or _by_examination(option.value) else option


school_search = Search(find=find_school, one=one_school)


def _by_examination(school: str) -> bool:
    card = institutions.card(int(school))
    return card is not None and card.metadata.get("admission") == BY_EXAMINATION


def _free(facts: Facts, asking: Asking) -> places.Free | None:
    """Free places in the child's grade and language; nothing is told where the register counts none."""
    now = facts.now
    if now is None or now.grade is None:
        return None
    level, language = now.grade, now.language

    def free(schools: Collection[int]) -> Mapping[int, int]:
        return enrolments.free_at(schools, grade=level, language=language, on=asking.on)

    return free


def receiving(facts: Facts, answers: Answers) -> Seat:
    """The school that the child wants to go to."""
    return _seat(int(str(answers["school"])))


def leaving(facts: Facts, answers: Answers) -> Seat:
    """The school that the child leaves."""
    return _seat(facts.now.institution) if facts.now is not None else _seat(int(str(answers["school"])))


def _seat(school: int) -> Seat:
    return Seat(institution=school)


def receiving_days(facts: Facts, answers: Answers) -> int:
    """The receiving school's term by the country's rules."""
    return facts.rules.receiving_days


def leaving_days(facts: Facts, answers: Answers) -> int:
    """The leaving school's term by the country's rules."""
    return facts.rules.leaving_days


def matters(country: str, on: date) -> tuple[Matter[Facts], ...]:
    """Every transfer has the terms of the country's rules."""
    rules = transfers.rules_of(country, on)
    return (Matter(code="transfer", facts=Facts(holder=None, now=None, rules=rules, open_until=None), answers={}),)


def window_closes(facts: Facts, answers: Answers) -> datetime | None:
    """When the window closes in which the request was made: what is open then is cancelled."""
    return facts.open_until

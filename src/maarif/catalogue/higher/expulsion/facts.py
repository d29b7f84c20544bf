"""What the service reads: where the applicant holds an office, the grounds that the rules allow, and the students there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import people as persons
from maarif.catalogue.certificates import studies, words
from maarif.catalogue.students import terms
from maarif.catalogue.students.studying import HIGHER
from maarif.catalogue.students.terms import Students
from maarif.engine.declare import Answers, Asking, Option, Search, Seat
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import EnrolmentCard, Status
from maarif.registries.institutions import queries as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import queries as people
from maarif.registries.people.types import PersonCard
from maarif.support.access import queries as access
from maarif.support.access.budgets import LOOKS_A_DAY, LookBudgetSpent, spend_looks
from maarif.support.access.types import Role, ScopeKind
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting

OFFICES = (Role.REGISTRAR, Role.HEAD)
#: So many people with a name are looked up; whoever has a commoner name is found by the personal number.
MOST_LOOKED_AT = 200
#: So many are shown, one more than a page has: each is a look, and taken from the day's budget.
MOST_SHOWN = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Studying:
    """A student and the studies that may end."""

    person: PersonCard
    card: EnrolmentCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """Students by the number of their enrolment: those told in a story, else those of the register."""

    told: Mapping[str, Studying] | None = None

    def of(self, number: str) -> Studying | None:
        """The student with this enrolment."""
        if self.told is not None:
            return self.told.get(number)
        card = enrolments.card(int(number))
        person = people.person_card(card.person) if card is not None else None
        return None if card is None or person is None else Studying(person=person, card=card)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The applicant, the institutions whose office they hold, the rules, the day, and the roll of students."""

    holder: PersonCard | None
    offices: tuple[int, ...]
    rules: Students
    on: date
    roll: Roll = Roll()


name = persons.name


def of_case(asking: Asking) -> Facts:
    """Where the applicant is registrar or head today."""
    held = access.roles_of(asking.subject, asking.on)
    places = {int(each.scope) for each in held if each.role in OFFICES and each.scope_kind is ScopeKind.INSTITUTION}
    return Facts(
        holder=persons.holder_of(asking),
        offices=tuple(sorted(each for each in places if _is_university(each, asking.country))),
        rules=terms.rules_of(asking.country, asking.on),
        on=asking.on,
    )


def _is_university(number: int, country: str) -> bool:
    card = institutions.card(number)
    return card is not None and card.kind is InstitutionKind.HEI and card.country == country


def may_end(facts: Facts, card: EnrolmentCard) -> bool:
    """Whoever studies, and whoever has not returned when the leave ended; nobody during a leave."""
    if card.institution not in facts.offices or card.kind not in HIGHER:
        return False
    over = card.leave_until is not None and card.leave_until < facts.on
    return card.status is Status.ACTIVE or (card.status is Status.SUSPENDED and over)


def find_student(facts: Facts, asking: Asking, said: str) -> tuple[Option, ...]:
    """Students of the applicant's institution with this personal number, or whose name begins so; each look is kept, and counts.

    Nobody is found when the day's budget of looks does not hold them.
    """
    found = people.found_by(said, limit=MOST_LOOKED_AT) if said and facts.offices else ()
    cards = [each for each in enrolments.studying_at(facts.offices, found) if may_end(facts, each)]
    bearers = people.person_cards({each.person for each in cards})
    known = [Studying(person=bearers[each.person], card=each) for each in cards if bearers[each.person].birth_date]
    return tuple(map(_option, _looked_at(asking, known[:MOST_SHOWN])))


def _looked_at(asking: Asking, students: Sequence[Studying]) -> Sequence[Studying]:
    """The same students, once the looks at them are taken from the budget and stand in the ledger; none where the budget is spent."""
    seen = sorted({each.person.id for each in students})
    try:
        with acting(asking.actor):
            spend_looks(by=asking.actor, looks=len(seen))
            audit.record_read(by=asking.actor, subjects=seen, what="people.search", purpose="higher.expulsion")
    except LookBudgetSpent:
        detail = {"most": LOOKS_A_DAY}
        audit.record_write(by=asking.actor, verb="desk.look_budget_spent", subjects=[], detail=detail)
        return ()
    return students


def one_student(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The student with this enrolment, when the applicant's institution may end it."""
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(2**62))):
        return None
    found = facts.roll.of(value)
    offered = found is not None and may_end(facts, found.card) and found.person.birth_date is not None
    return _option(found) if found is not None and offered else None


student_search = Search(find=find_student, one=one_student, live=False)


def _option(found: Studying) -> Option:
    card = found.card
    hint = [card.institution_name, *([card.programme_name] if card.programme_name else []), words.level(card.kind)]
    return Option(value=str(card.id), label=Text.same(found.person.full_name), hint=studies.joined(hint))


def grounds(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """Why a student may be expelled."""
    return tuple(Option(value=each.value, label=words.say("expulsion", each.value)) for each in facts.rules.expulsion)


def student(facts: Facts, answers: Answers) -> Studying | None:
    """Whom the application is about."""
    return facts.roll.of(str(answers["student"])) if answers.get("student") else None


def institution(facts: Facts, answers: Answers) -> Seat:
    """The institution of the student."""
    found = student(facts, answers)
    return Seat(institution=None if found is None else found.card.institution)

"""What has been finished with a document, the duplicates given of it, and whose archive can confirm it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import graduations, people, studies, words
from maarif.engine.declare import Answers, Asking, Matter, Office, Option, Seat
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import DuplicateCard, DuplicateReason, DuplicateRules, EnrolmentCard
from maarif.registries.institutions import queries as institutions
from maarif.registries.people.types import PersonCard
from maarif.registries.programmes.types import ProgrammeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Studies finished at home, the duplicates of their documents (the newest first), and the institutions that are closed."""

    holder: PersonCard | None
    completed: tuple[EnrolmentCard, ...]
    rules: DuplicateRules
    duplicates: tuple[DuplicateCard, ...] = ()
    closed: frozenset[int] = frozenset()


def read(asking: Asking, kinds: Iterable[ProgrammeKind]) -> Finished:
    """What the subject has finished of these kinds."""
    found = graduations.read(asking, kinds).completed
    places = institutions.cards({each.institution for each in found}) if found else {}
    return Finished(
        holder=people.holder_of(asking),
        completed=found,
        rules=enrolments.duplicates(asking.country, asking.on),
        duplicates=enrolments.duplicates_of([each.id for each in found]) if found else (),
        closed=frozenset(number for number, card in places.items() if card.closed is not None),
    )


def matters(country: str, on: date) -> tuple[Matter[Finished], ...]:
    """Every duplicate has the terms of the country's rules."""
    anybody = Finished(holder=None, completed=(), rules=enrolments.duplicates(country, on))
    return (Matter(code="duplicate", facts=anybody, answers={}),)


def documented(facts: Finished) -> tuple[EnrolmentCard, ...]:
    """Finished studies whose document the register knows by number."""
    return tuple(each for each in facts.completed if each.document_number)


def graduations_offered(facts: Finished, asking: Asking) -> tuple[Option, ...]:
    """The documents that can be duplicated."""
    return tuple(graduations.option(each) for each in documented(facts))


def reasons(facts: Finished, asking: Asking) -> tuple[Option, ...]:
    """What became of the document."""
    return tuple(Option(value=each.value, label=words.say("duplicate", each.value)) for each in DuplicateReason)


def chosen(facts: Finished, answers: Answers) -> EnrolmentCard:
    """The studies whose document was lost."""
    return studies.chosen(documented(facts), answers["graduation"])


def last_duplicate(facts: Finished, card: EnrolmentCard) -> DuplicateCard | None:
    """The duplicate that holds at present in place of the document, if one was given."""
    return next((each for each in facts.duplicates if each.enrolment == card.id), None)


def archive(facts: Finished, answers: Answers) -> Seat:
    """The institution that gave the document; where it is closed, the department of its region, else the ministry."""
    card = chosen(facts, answers)
    if card.institution not in facts.closed:
        return Seat(institution=card.institution)
    if card.institution_region is None:
        return Seat(office=Office.MINISTRY)
    return Seat(region=card.institution_region, office=Office.DISTRICT)


def school_days(facts: Finished, answers: Answers) -> int:
    """A school's term by the country's rules."""
    return facts.rules.school_days


def higher_days(facts: Finished, answers: Answers) -> int:
    """The term of an institution after school by the country's rules."""
    return facts.rules.higher_days

"""What the service reads: every fact of the record that can be said to be wrong, what it says now, and who owns it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from maarif.catalogue.certificates import people
from maarif.catalogue.certificates import words as certificates
from maarif.catalogue.citizens.correction.words import FACTS
from maarif.engine.declare import Answers, Asking, Option, Register, Seat
from maarif.engine.declare import Office as Offices
from maarif.engine.forms import day_in_words
from maarif.kernel.countries import regions
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.assessments import queries as assessments
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import EnrolmentCard
from maarif.registries.people.types import PersonCard
from maarif.registries.posts import queries as posts
from maarif.registries.posts.types import EmploymentCard

WHOLE: Final = Text.same("—")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    """One fact: which row of which register says it, what it says now; `fact` is empty for the row as a whole.

    `institution`, called `owner`, owns the row; where none does, the ministry answers for the register.
    """

    register: Register
    row: int | None
    fact: str
    now: Text
    where: Text | None = None
    institution: int | None = None
    owner: Text | None = None

    @property
    def address(self) -> str:
        """How answers and links name it: `people.birth_date`, `enrolments.12.grade`, `posts.7`."""
        row = (str(self.row),) if self.row is not None else ()
        return ".".join((self.register.value, *row, *((self.fact,) if self.fact else ())))

    @property
    def name(self) -> Text:
        """What it is called."""
        return FACTS[f"{self.register.value}.{self.fact}" if self.fact else self.register.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The person and the facts of the record."""

    holder: PersonCard | None
    record: tuple[RecordFact, ...]


name = people.name


def of_case(asking: Asking) -> Facts:
    """The record of one person today."""
    holder = people.holder_of(asking)
    if holder is None:
        return Facts(holder=None, record=())
    record = [*of_person(holder)]
    for study in enrolments.of_person(holder.id, include_ended=True):
        record += of_study(study)
    for work in posts.employments(holder.id):
        record += of_work(work)
    for result in assessments.of_person(holder.id):
        words = day_in_words(result.taken_on)
        where = Text.of({each: f"{result.subject_name.in_(each)}, {words.in_(each)}" for each in LANGUAGES})
        record.append(RecordFact(register=Register.ASSESSMENTS, row=result.id, fact="", now=WHOLE, where=where))
    return Facts(holder=holder, record=tuple(record))


def of_person(card: PersonCard) -> Iterator[RecordFact]:
    """What the register of persons says."""
    home = {each.code: each.name for each in regions(card.country)}
    said: Mapping[str, Text | date | str | None] = {
        "family_name": card.family_name,
        "given_name": card.given_name,
        "patronymic": card.patronymic,
        "birth_date": card.birth_date,
        "sex": FACTS[card.sex.value] if card.sex else None,
        "citizenship": certificates.country(card.citizenship) if card.citizenship else None,
        "region_code": home.get(card.region_code),
    }
    return _facts(Register.PEOPLE, None, said)


def of_study(card: EnrolmentCard) -> Iterator[RecordFact]:
    """What the register of enrolments says of one place of study."""
    said: Mapping[str, Text | date | str | None] = {
        "grade": str(card.grade) if card.grade is not None else None,
        "language": certificates.language(card.language),
        "first_day": card.since,
        "document_number": card.document_number,
        "graduated_on": card.graduated_on,
    }
    return _facts(Register.ENROLMENTS, card.id, said, card.institution_name, (card.institution, card.institution_name))


def of_work(card: EmploymentCard) -> Iterator[RecordFact]:
    """What the register of posts says of one employment."""
    where = Text.of({each: f"{card.title.in_(each)}, {card.institution_name.in_(each)}" for each in LANGUAGES})
    said = {"first_day": card.since, "last_day": card.until, "order_number": card.order_number}
    return _facts(Register.POSTS, card.id, said, where, (card.institution, card.institution_name))


def _facts(
    register: Register,
    row: int | None,
    said: Mapping[str, Text | date | str | None],
    where: Text | None = None,
    owned: tuple[int, Text] | None = None,
) -> Iterator[RecordFact]:
    row_of = partial(
        RecordFact,
        register=register,
        row=row,
        where=where,
        institution=owned[0] if owned else None,
        owner=owned[1] if owned else None,
    )
    for fact, value in said.items():
        if value not in (None, ""):
            yield row_of(fact=fact, now=_said(value))
    yield row_of(fact="", now=WHOLE)


def _said(value: Text | date | str | None) -> Text:
    if isinstance(value, Text):
        return value
    return day_in_words(value) if isinstance(value, date) else Text.same(str(value))


def options(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """Every fact with what it says now."""
    return tuple(Option(value=each.address, label=_labelled(each), hint=each.where) for each in facts.record)


def _labelled(each: RecordFact) -> Text:
    return Text.of({one: f"{each.name.in_(one)}: {each.now.in_(one)}" for one in LANGUAGES}) if each.fact else each.name


def chosen(facts: Facts, answers: Answers) -> RecordFact | None:
    """The fact that is said to be wrong; None when the record does not say it any more."""
    return next((each for each in facts.record if each.address == str(answers.get("fact"))), None)


def owner(facts: Facts, answers: Answers) -> Seat:
    """The institution whose row it is; the ministry for what no institution owns."""
    found = chosen(facts, answers)
    if found is None or found.institution is None:
        return Seat(office=Offices.MINISTRY)
    return Seat(institution=found.institution, office=Offices.INSTITUTION)

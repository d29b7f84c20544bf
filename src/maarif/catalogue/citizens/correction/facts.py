"""What the service reads: every fact of the record that can be said to be wrong, what it says now, and who owns it."""

from collections.abc import Iterable, Iterator, Mapping
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
from maarif.kernel.names import fold
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.assessments import queries as assessments
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import EnrolmentCard
from maarif.registries.people.types import PersonCard, Sex
from maarif.registries.posts import queries as posts
from maarif.registries.posts.types import EmploymentCard

WHOLE: Final = Text.same("—")
#: Facts whose right value is picked, not typed, by their addresses; each has a question of its own, in this order.
PICKED: Final = ("people.sex", "people.citizenship", "people.region_code")
_QUESTIONS: Final = dict(zip(PICKED, ("sex", "citizenship", "region"), strict=True))


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


# --- what is picked -----------------------------------------------------------------------------------------------


def sexes(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """What the register can say."""
    return tuple(Option(value=each.value, label=FACTS[each.value]) for each in (Sex.FEMALE, Sex.MALE))


def countries(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """The countries of the world by their names in the reader's language."""
    named = (Option(value=code, label=certificates.country(code)) for code in certificates.countries())
    return _by_name(named, asking)


def home_regions(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """The regions of the country by their names in the reader's language."""
    return _by_name((Option(value=each.code, label=each.name) for each in regions(asking.country)), asking)


def find_country(facts: Facts, asking: Asking, words: str) -> tuple[Option, ...]:
    """Countries with these words."""
    return _found(countries(facts, asking), words)


def one_country(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The country of this code."""
    return next((each for each in countries(facts, asking) if each.value == value), None)


def find_region(facts: Facts, asking: Asking, words: str) -> tuple[Option, ...]:
    """Regions with these words."""
    return _found(home_regions(facts, asking), words)


def one_region(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The region of this code."""
    return next((each for each in home_regions(facts, asking) if each.value == value), None)


def _by_name(options: Iterable[Option], asking: Asking) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda each: fold(each.label.in_(asking.language))))


def _found(options: Iterable[Option], words: str) -> tuple[Option, ...]:
    """Those whose name, in any language, has a word that begins as each of these does."""
    sought = fold(words).split()

    def fits(option: Option) -> bool:
        names = [part for _language, name in option.label.items() for part in fold(name).split()]
        return all(any(name.startswith(word) for name in names) for word in sought)

    return tuple(each for each in options if fits(each))


def right(facts: Facts, answers: Answers, *, written: bool = False) -> Text:
    """What is said to be right, in words: by the applicant, or by the officer who writes it into the register."""
    question = _QUESTIONS.get(str(answers.get("fact")))
    if question is None:
        return Text.same(str(answers.get("written" if written else "right", "")))
    picked = str(answers.get(f"written_{question}" if written else question, ""))
    if question == "sex":
        return FACTS.get(picked, Text.same(picked))
    if question == "citizenship":
        return certificates.country(picked) if picked else Text.same(picked)
    home = {each.code: each.name for each in regions(facts.holder.country)} if facts.holder is not None else {}
    return home.get(picked, Text.same(picked))


def value(answers: Answers) -> str:
    """What the officer writes into the register, as it was picked or typed."""
    question = _QUESTIONS.get(str(answers.get("fact")))
    return str(answers.get("written" if question is None else f"written_{question}", ""))


def chosen(facts: Facts, answers: Answers) -> RecordFact | None:
    """The fact that is said to be wrong; None when the record does not say it any more."""
    return next((each for each in facts.record if each.address == str(answers.get("fact"))), None)


def owner(facts: Facts, answers: Answers) -> Seat:
    """The institution whose row it is; the ministry for what no institution owns."""
    found = chosen(facts, answers)
    if found is None or found.institution is None:
        return Seat(office=Offices.MINISTRY)
    return Seat(institution=found.institution, office=Offices.INSTITUTION)

"""What the service reads: the applicant; and where the archive is looked up for the one whom the answers name."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from maarif.catalogue.certificates import people
from maarif.engine.declare import Answers, Asking, Office, Option, Seat
from maarif.engine.forms import day_in_words
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.people import queries as register
from maarif.registries.people.types import PersonCard

name = people.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One line of the extract: where, since when, until when, with which document."""

    institution: int
    where: Text
    since: date
    until: date | None
    document_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """Somebody in the archive with what the register of enrolments has of them, newest first."""

    person: PersonCard
    studies: tuple[Study, ...]


class Archive(Protocol):
    """Where somebody is looked up who has died or left: the registers, or what a story tells."""

    def of(self, country: str, full_name: str, born: date) -> Archived | None:
        """The only one of this name and birth date in the archive."""
        ...


@dataclass(frozen=True, slots=True)
class InRegisters:
    """The archive as the registers have it."""

    def of(self, country: str, full_name: str, born: date) -> Archived | None:
        """Found by any name that the person ever bore."""
        card = register.archived(country, full_name, born)
        if card is None:
            return None
        studies = enrolments.of_person(card.id, include_ended=True)
        return Archived(
            person=card,
            studies=tuple(
                Study(
                    institution=each.institution,
                    where=each.institution_name,
                    since=each.since,
                    until=each.until,
                    document_number=each.document_number,
                )
                for each in studies
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The applicant, and where the archive is."""

    holder: PersonCard | None
    country: str
    archive: Archive = InRegisters()


def of_case(asking: Asking) -> Facts:
    """The applicant today."""
    return Facts(holder=people.holder_of(asking), country=asking.country)


def relations(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """By what right somebody asks."""
    return tuple(Option(value=code, label=words) for code, words in RELATIONS.items())


def found(facts: Facts, answers: Answers) -> Archived | None:
    """Whom the answers name, None when the archive has nobody, or several, of this name and birth date."""
    born = answers.get("born")
    return facts.archive.of(facts.country, str(answers.get("full_name", "")), born) if isinstance(born, date) else None


def keeper(facts: Facts, answers: Answers) -> Seat:
    """Where the person studied last; the ministry where nothing is known."""
    archived = found(facts, answers)
    if archived is None or not archived.studies:
        return Seat(office=Office.MINISTRY)
    return Seat(institution=archived.studies[0].institution, office=Office.INSTITUTION)


def studies_in_words(archived: Archived) -> Text:
    """The studies, one after another."""
    return Text.of({each: "; ".join(_line(study, each) for study in archived.studies) or "—" for each in LANGUAGES})


def _line(study: Study, language: str) -> str:
    days = [day_in_words(study.since).in_(language)]
    days += [day_in_words(study.until).in_(language)] if study.until is not None else []
    papers = [study.document_number] if study.document_number else []
    return ", ".join((study.where.in_(language), " – ".join(days), *papers))


def until_today(on: date) -> date:
    """Nobody was born in the time to come."""
    return on


RELATIONS: Final = {
    "spouse": Text(az="Həyat yoldaşı", ru="Супруг или супруга", kk="Жұбайы", ky="Жубайы", en="Husband or wife"),
    "child": Text(az="Övladı", ru="Сын или дочь", kk="Баласы", ky="Баласы", en="Son or daughter"),
    "parent": Text(az="Valideyni", ru="Отец или мать", kk="Ата-анасы", ky="Ата-энеси", en="Parent"),
    "heir": Text(az="Vərəsəsi", ru="Наследник", kk="Мұрагері", ky="Мураскору", en="Heir"),
    "consented": Text(
        az="Şəxsin razılığı ilə",
        ru="С согласия этого человека",
        kk="Сол адамның келісімімен",
        ky="Ошол адамдын макулдугу менен",
        en="With the person's consent",
    ),
}

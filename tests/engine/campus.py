"""People and studies for the tests of services: made through the registers' own doors, one kind of applicant per function."""

from datetime import date
from decimal import Decimal

from maarif.registries.assessments import operations as assessments
from maarif.registries.assessments.types import AssessmentKind, Part
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.types import Funding, Status
from maarif.registries.institutions import operations as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind, Sex
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.parties.types import Actor, Assurance, Channel

CLERK = Actor(role="loader", assurance=Assurance.OFFICIAL, channel=Channel.COMMAND)


def actor(
    party: int, *, acting_for: int | None = None, assurance: Assurance = Assurance.NATIONAL, language: str = "az"
) -> Actor:
    """A citizen who signed in through the national provider."""
    return Actor(party=party, acting_for=acting_for, assurance=assurance, language=language)


def person(
    *, born: date | None = date(2005, 11, 8), given: str = "Nərmin", family: str = "Quliyeva", country: str = "az"
) -> int:
    """Somebody in the register of persons."""
    return people.register(
        by=CLERK,
        country=country,
        family_name=family,
        given_name=given,
        patronymic="Samir qızı",
        birth_date=born,
        sex=Sex.FEMALE,
    )


def place(
    kind: InstitutionKind = InstitutionKind.HEI,
    *,
    country: str = "az",
    name: str = "Xəzər Universiteti",
    languages: tuple[str, ...] = (),
) -> int:
    """An institution with a name in every language."""
    return institutions.establish(
        by=CLERK,
        country=country,
        kind=kind,
        name=name,
        names_by_language={"ru": f"{name} (ru)", "en": f"{name} (en)"},
        languages=languages,
    )


def programme(institution: int, kind: ProgrammeKind, level: int) -> int:
    """A programme of study."""
    return programmes.open_programme(
        by=CLERK,
        institution=institution,
        code="050509",
        name="Kompüter elmləri",
        kind=kind,
        level=level,
        duration_months=48,
        names_by_language={"en": "Computer science", "ru": "Компьютерные науки"},
        language="az",
    )


def enrol(
    party: int,
    institution: int,
    kind: ProgrammeKind = ProgrammeKind.BACHELOR,
    level: int = 6,
    *,
    funding: Funding = Funding.STATE,
    grade: int | None = None,
) -> int:
    """Current studies since September 2025."""
    with_programme = programme(institution, kind, level) if kind is not ProgrammeKind.GENERAL else None
    return enrolments.enrol(
        by=CLERK,
        person=party,
        institution=institution,
        kind=kind,
        level=level,
        since=date(2025, 9, 15),
        programme=with_programme,
        grade=grade,
        funding=funding,
        language="az",
        expected_end=date(2029, 6, 30),
    )


def graduate(
    party: int,
    institution: int,
    *,
    day: date = date(2023, 6, 30),
    funding: Funding = Funding.STATE,
    diploma: str = "AB 204518",
) -> int:
    """Bachelor's studies that ended with a diploma."""
    return enrolments.record_ended(
        by=CLERK,
        person=party,
        institution=institution,
        kind=ProgrammeKind.BACHELOR,
        level=6,
        since=day.replace(year=day.year - 4),
        last_day=day,
        status=Status.COMPLETED,
        programme=programme(institution, ProgrammeKind.BACHELOR, 6),
        funding=funding,
        qualification="Bakalavr",
        document_number=diploma,
        graduated_on=day,
    )


def student(country: str = "az") -> int:
    """A bachelor's student."""
    party = person(country=country)
    enrol(party, place(country=country))
    return party


def family() -> tuple[int, int]:
    """A mother and her son, a pupil of the seventh grade."""
    mother = person(born=date(1988, 4, 17), given="Aygün", family="Məmmədova")
    son = person(born=date(2014, 2, 11), given="Nihad", family="Məmmədov")
    people.appoint_guardian(by=CLERK, guardian=mother, ward=son, kind=GuardianshipKind.MOTHER, since=date(2014, 2, 11))
    enrol(son, place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb"), ProgrammeKind.GENERAL, 2, grade=7)
    return mother, son


def recruitment_result(party: int, *, taken_on: date = date(2026, 6, 20), passed: bool = True) -> int:
    """59 of 80 on the subject, 14 of 20 on method."""
    return assessments.record(
        by=CLERK,
        person=party,
        kind=AssessmentKind.RECRUITMENT,
        subject="mathematics",
        subject_name="Riyaziyyat",
        taken_on=taken_on,
        parts=(
            Part(code="subject", score=Decimal("59"), maximum=Decimal("80"), needed=Decimal("34")),
            Part(code="method", score=Decimal("14"), maximum=Decimal("20"), needed=Decimal("6")),
        ),
        total=Decimal("73"),
        maximum=Decimal("100"),
        passed=passed,
    )


def diagnostic_result(party: int, *, taken_on: date = date(2025, 11, 8)) -> int:
    """52 of 60 in the test, 33 of 40 in the interview."""
    return assessments.record(
        by=CLERK,
        person=party,
        kind=AssessmentKind.DIAGNOSTIC,
        subject="mathematics",
        subject_name="Riyaziyyat",
        taken_on=taken_on,
        parts=(
            Part(code="test", score=Decimal("52"), maximum=Decimal("60"), needed=Decimal("30")),
            Part(code="interview", score=Decimal("33"), maximum=Decimal("40"), needed=Decimal("20")),
        ),
        total=Decimal("52"),
        maximum=Decimal("60"),
        passed=True,
    )

"""Invented people, studies and results that the stories of certificates are told with; nobody of them exists."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from maarif.kernel.text import Text
from maarif.registries.assessments.types import AssessmentKind, Part, ResultCard
from maarif.registries.enrolments.types import EnrolmentCard, Funding, Status
from maarif.registries.people.types import PersonCard, Sex
from maarif.registries.programmes.types import ProgrammeKind, StudyForm

TODAY: Final = date(2026, 11, 23)
NAME: Final = Text(
    az="Xəzər Dövlət Universiteti",
    ru="Каспийский государственный университет",
    kk="Каспий мемлекеттік университеті",
    ky="Каспий мамлекеттик университети",
    en="Caspian State University",
)
OTHER_NAME: Final = Text(
    az="Bilik Akademiyası",
    ru="Академия «Билик»",
    kk="«Билик» академиясы",
    ky="«Билик» академиясы",
    en="Bilik Academy",
)
PROGRAMME: Final = Text(
    az="Kompüter elmləri",
    ru="Компьютерные науки",
    kk="Компьютерлік ғылымдар",
    ky="Компьютер илимдери",
    en="Computer science",
)


def person(**changes: Any) -> PersonCard:
    """Somebody grown up, with a patronymic."""
    card = PersonCard(
        id=1,
        sourced_id="sample-person",
        country="az",
        family_name="Quliyeva",
        given_name="Nərmin",
        patronymic="Samir qızı",
        full_name="Quliyeva Nərmin Samir qızı",
        birth_date=date(2005, 11, 8),
        sex=Sex.FEMALE,
        number_kind="fin",
        number_masked="6PW•••J",
        citizenship="AZ",
        region_code="AZ-BA",
        language="az",
        death_date=None,
    )
    return replace(card, **changes)


def student(**changes: Any) -> EnrolmentCard:
    """A bachelor's student at a state university at home; stories run in every country, so the country is not judged here."""
    card = EnrolmentCard(
        id=101,
        sourced_id="sample-enrolment",
        person=1,
        institution=11,
        institution_name=NAME,
        institution_country="az",
        institution_region="AZ-BA",
        programme=21,
        programme_code="050509",
        programme_name=PROGRAMME,
        class_group=None,
        class_name="",
        class_teacher=None,
        level=6,
        kind=ProgrammeKind.BACHELOR,
        grade=None,
        form=StudyForm.FULL_TIME,
        language="az",
        funding=Funding.STATE,
        since=date(2023, 9, 15),
        until=None,
        expected_end=date(2027, 6, 30),
        status=Status.ACTIVE,
        status_since=date(2023, 9, 15),
        qualification=None,
        document_number="",
        graduated_on=None,
    )
    return replace(card, **changes)


def college_student() -> EnrolmentCard:
    """A student of a college who pays."""
    return student(id=102, level=5, kind=ProgrammeKind.COLLEGE, funding=Funding.PAID)


def vocational_student() -> EnrolmentCard:
    """A student of a vocational school."""
    return student(id=103, level=3, kind=ProgrammeKind.VOCATIONAL)


def pupil() -> EnrolmentCard:
    """A pupil of the seventh grade."""
    return student(
        id=104,
        level=2,
        kind=ProgrammeKind.GENERAL,
        programme=None,
        programme_code="",
        programme_name=None,
        class_group=31,
        class_name="7A",
        grade=7,
        expected_end=None,
    )


def student_abroad(**changes: Any) -> EnrolmentCard:
    """Somebody who studies in Germany under the State Programme."""
    return replace(student(id=105, institution_country="de", funding=Funding.STATE_PROGRAMME, language="en"), **changes)


def graduate(**changes: Any) -> EnrolmentCard:
    """A bachelor of an earlier year, with a diploma on record."""
    card = student(
        id=106,
        since=date(2019, 9, 15),
        until=date(2023, 6, 30),
        expected_end=date(2023, 6, 30),
        status=Status.COMPLETED,
        status_since=date(2023, 6, 30),
        qualification=PROGRAMME,
        document_number="AB 204518",
        graduated_on=date(2023, 6, 30),
    )
    return replace(card, **changes)


def recruitment(**changes: Any) -> ResultCard:
    """A candidate who passed: 59 of 80 on the subject, 14 of 20 on method."""
    card = ResultCard(
        id=201,
        sourced_id="sample-result",
        person=1,
        kind=AssessmentKind.RECRUITMENT,
        round="2026",
        subject="mathematics",
        subject_name=Text(az="Riyaziyyat", ru="Математика", kk="Математика", ky="Математика", en="Mathematics"),
        centre=None,
        taken_on=date(2026, 6, 20),
        parts=(
            Part(code="subject", score=Decimal("59"), maximum=Decimal("80"), needed=Decimal("34")),
            Part(code="method", score=Decimal("14"), maximum=Decimal("20"), needed=Decimal("6")),
        ),
        total=Decimal("73"),
        maximum=Decimal("100"),
        passed=True,
        outcome="passed",
        valid_until=None,
    )
    return replace(card, **changes)


def diagnostic(**changes: Any) -> ResultCard:
    """A teacher who was certified: 52 of 60 in the test, 33 of 40 in the interview."""
    card = recruitment(
        id=202,
        kind=AssessmentKind.DIAGNOSTIC,
        taken_on=date(2025, 11, 8),
        parts=(
            Part(code="test", score=Decimal("52"), maximum=Decimal("60"), needed=Decimal("30")),
            Part(code="interview", score=Decimal("33"), maximum=Decimal("40"), needed=Decimal("20")),
        ),
        total=Decimal("52"),
        maximum=Decimal("60"),
        outcome="certified",
    )
    return replace(card, **changes)

"""A small town for the tests of pages: a family, students, a school, a university, their officials, and a stranger with canaries."""

from dataclasses import dataclass
from datetime import date

from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.types import Funding
from maarif.registries.institutions import operations as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind, Sex
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.access.operations import grant_role
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Actor, Assurance, Channel

CLERK = Actor(role="loader", assurance=Assurance.OFFICIAL, channel=Channel.COMMAND)
CANARY = "Qaraquşov"
"""The family name of a person whom nobody of the town may see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """Parties by what they are in the town; grants are the numbers of role assignments."""

    mother: int
    son: int
    daughter: int
    student: int
    stranger: int
    registrar: int
    registrar_grant: int
    officer: int
    officer_grant: int
    teacher: int
    school: int
    university: int
    other_university: int


def build() -> Town:
    """Fills the registers of one test."""
    school = _institution(InstitutionKind.SCHOOL, "6 nömrəli tam orta məktəb")
    university = _institution(InstitutionKind.HEI, "Bakı Dövlət Universiteti")
    other = _institution(InstitutionKind.HEI, "Gəncə Dövlət Universiteti")
    mother = _person("Məmmədova", "Aygün", date(1988, 4, 17), Sex.FEMALE, number="5KT7M2A")
    son = _person("Məmmədov", "Nihad", date(2014, 2, 11), Sex.MALE)
    daughter = _person("Məmmədova", "Leyla", date(2022, 5, 30), Sex.FEMALE)
    for child in (son, daughter):
        people.appoint_guardian(
            by=CLERK, guardian=mother, ward=child, kind=GuardianshipKind.MOTHER, since=date(2022, 6, 1)
        )
    _enrol(son, school, ProgrammeKind.GENERAL, 2, grade=7)
    student = _person("Quliyeva", "Nərmin", date(2005, 11, 8), Sex.FEMALE, number="6PW2F4J")
    _enrol(student, university, ProgrammeKind.BACHELOR, 6, programme=_programme(university))
    stranger = _person(CANARY, "Canari", date(2004, 3, 3), Sex.MALE, number="6GM1S5U")
    _enrol(stranger, other, ProgrammeKind.BACHELOR, 6, programme=_programme(other))
    registrar = _person("Kərimov", "Kamran", date(1980, 2, 27), Sex.MALE)
    officer = _person("Babayev", "Elnur", date(1979, 5, 14), Sex.MALE)
    teacher = _person("Hüseynova", "Sevinc", date(1991, 12, 19), Sex.FEMALE)
    return Town(
        mother=mother,
        son=son,
        daughter=daughter,
        student=student,
        stranger=stranger,
        registrar=registrar,
        registrar_grant=_role(registrar, Role.REGISTRAR, ScopeKind.INSTITUTION, str(university)),
        officer=officer,
        officer_grant=_role(officer, Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az"),
        teacher=teacher,
        school=school,
        university=university,
        other_university=other,
    )


def _institution(kind: InstitutionKind, name: str) -> int:
    return institutions.establish(by=CLERK, country="az", kind=kind, name=name)


def _person(family: str, given: str, born: date, sex: Sex, *, number: str = "") -> int:
    return people.register(
        by=CLERK,
        country="az",
        family_name=family,
        given_name=given,
        patronymic="Elçin qızı" if sex is Sex.FEMALE else "Elçin oğlu",
        birth_date=born,
        sex=sex,
        number=number,
    )


def _programme(institution: int) -> int:
    return programmes.open_programme(
        by=CLERK,
        institution=institution,
        code="050655",
        name="Kompüter elmləri",
        kind=ProgrammeKind.BACHELOR,
        level=6,
        duration_months=48,
        names_by_language={"ru": "Компьютерные науки", "en": "Computer science"},
        language="az",
    )


def _enrol(
    person: int,
    institution: int,
    kind: ProgrammeKind,
    level: int,
    *,
    grade: int | None = None,
    programme: int | None = None,
) -> None:
    enrolments.enrol(
        by=CLERK,
        person=person,
        institution=institution,
        kind=kind,
        level=level,
        since=date(2023, 9, 15),
        grade=grade,
        programme=programme,
        language="az",
        funding=Funding.STATE,
    )


def _role(party: int, role: Role, scope_kind: ScopeKind, scope: str) -> int:
    return grant_role(by=CLERK, party=party, role=role, scope_kind=scope_kind, scope=scope, since=date(2020, 1, 1))

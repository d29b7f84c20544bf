"""A case in every stage that people decide, with registers as full as the service reads them: its number and who sent it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tests.catalogue import test_academic_leave as leaves
from tests.catalogue import test_appointment as appointments
from tests.catalogue import test_archive as archives
from tests.catalogue import test_change_of_specialty as specialties
from tests.catalogue import test_correction as corrections
from tests.catalogue import test_duplicates as duplicates
from tests.catalogue import test_leave_from_a_post as posts
from tests.catalogue import test_move as moves
from tests.catalogue import test_reinstatement as reinstatements
from tests.catalogue import test_special_study as special
from tests.catalogue import test_staff as staff
from tests.catalogue import test_stage_change as stages
from tests.catalogue import test_transfer as transfers
from tests.catalogue import test_transfer_from_abroad as abroad
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.sectors.appeals import test_appeal as appeals
from tests.support.files import samples

from maarif.engine.cases import operations
from maarif.engine.cases.models import Turn
from maarif.engine.registry import all_services
from maarif.kernel import clock
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.types import SpecialForm
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind
from maarif.registries.posts import operations as staffing
from maarif.registries.posts.types import PostKind
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Actor

Sent = tuple[str, Actor]
"""The number of a case, and the applicant."""


@dataclass(frozen=True, kw_only=True)
class At:
    """The clock by which a case is made, and what runs the jobs that a commit has left."""

    noon: clock.FrozenClock
    callbacks: Callable[..., Any]


Made = Callable[[At], Sent]
MADE: Final[dict[tuple[str, str, str], Made]] = {}
"""How a case comes to a stage, by service, stage, and what it is about where that reads something else."""


def of(service: str, stage: str, about: str = "") -> Callable[[Made], Made]:
    """Keeps a maker under a service and a stage of it."""

    def keep(made: Made) -> Made:
        MADE[service, stage, about] = made
        return made

    return keep


def decided_by_people() -> set[tuple[str, str]]:
    """Every service and stage that an office decides."""
    machines = {"machine", "placement"}
    return {
        (service.code, stage.code)
        for service in all_services()
        for stage in service.stages
        if stage.decided_by.value not in machines
    }


def decided(number: str, to: str, noted: dict[str, str] | None = None) -> None:
    """The office whose turn it is sends the case on."""
    operations.decide(by=of_the_office(number), number=number, to=to, noted=noted or {})


def of_the_office(number: str, *, leading: bool = False) -> Actor:
    """Somebody of the office whose turn it is; whoever leads it, where asked."""
    turn = Turn.objects.get(number=number, closed_at=None, kind="stage")
    of_place = Role.HEAD if leading else Role.REGISTRAR
    role = {"region": Role.REGION_OFFICER, "country": Role.MINISTRY_OFFICER}.get(turn.scope_kind, of_place)
    return desks.officer(role, ScopeKind(turn.scope_kind), turn.scope)


def a_large_family(child: int, mother: int, school: int) -> None:
    """A father, and two sisters at a school where both parents teach."""
    father = campus.person(born=date(1986, 1, 2), given="Elçin", family="Məmmədov")
    for given, grade in (("Aylin", 6), ("Nərgiz", 3)):
        sister = campus.person(born=date(2015, 3, grade), given=given, family="Məmmədova")
        for guardian, kind in ((mother, GuardianshipKind.MOTHER), (father, GuardianshipKind.FATHER)):
            people.appoint_guardian(by=campus.CLERK, ward=sister, guardian=guardian, kind=kind, since=date(2025, 2, 1))
        campus.enrol(sister, school, ProgrammeKind.GENERAL, 2 if grade > 4 else 1, grade=grade)
    people.appoint_guardian(
        by=campus.CLERK, ward=child, guardian=father, kind=GuardianshipKind.FATHER, since=date(2025, 2, 1)
    )
    for parent in (mother, father):
        post = staffing.open_post(
            by=campus.CLERK, institution=school, kind=PostKind.TEACHER, title="Müəllim", full_time_equivalent=100
        )
        staffing.hire(by=campus.CLERK, person=parent, post=post, share=100, on=date(2020, 9, 1))


# --- schools ----------------------------------------------------------------------------------------------------


@of("school.transfer", "receiving")
def a_transfer(at: At) -> Sent:
    schools = transfers.Schools(places=1)
    by, child = transfers.family(schools)
    a_large_family(child, by.party or 0, schools.new)
    days = {"since": date(2026, 11, 1), "until": date(2027, 6, 14)}
    (card,) = transfers.enrolments.of_person(child)
    enrolments.set_form(
        by=campus.CLERK, enrolment=card.id, form=SpecialForm.HOME, reason="health", order_number="17", **days
    )
    return transfers.asked(by, child, schools.new), by


@of("school.transfer", "leaving")
def a_transfer_that_is_let_go(at: At) -> Sent:
    number, by = a_transfer(at)
    decided(number, "leaving")
    return number, by


def a_stage(at: At, kind: InstitutionKind, grade: int, *, to: int, kept: bool = False, **answers: str) -> Sent:
    """Asked for in July by a large family whose child is in a grade (none: of a kindergarten) and wants another."""
    at.noon.move(-timedelta(days=140))
    there = stages.Places(kind, to, places=1)
    if kept:
        transfers.programmes.open_class(
            by=campus.CLERK, institution=there.old, name="kept", grade=to, language="az", capacity=1
        )
    born = date(2020, 2, 11) if not grade else date(2016, 2, 11)
    by, child = stages.family(there.old, grade or None, born=born)
    a_large_family(child, by.party or 0, there.new)
    if grade:
        stages.promoted()
    chosen = answers or {"school": f"{there.new}-az"}
    return stages.asked(by, child, **chosen), by


@of("school.stage_change", "receiving", "first grade")
def a_first_grade(at: At) -> Sent:
    return a_stage(at, InstitutionKind.KINDERGARTEN, 0, to=1)


@of("school.stage_change", "leaving", "first grade")
def a_kindergarten_left(at: At) -> Sent:
    number, by = a_first_grade(at)
    decided(number, "parting")
    return number, by


@of("school.stage_change", "receiving", "fifth grade")
def a_fifth_grade(at: At) -> Sent:
    return a_stage(at, InstitutionKind.SCHOOL, 4, to=5, kept=True)


@of("school.stage_change", "leaving", "fifth grade")
def a_school_left(at: At) -> Sent:
    number, by = a_fifth_grade(at)
    decided(number, "parting")
    return number, by


@of("school.stage_change", "receiving", "college")
def a_college(at: At) -> Sent:
    _, programme, _, _ = stages.college_group(places=2)
    return a_stage(at, InstitutionKind.SCHOOL, 9, to=10, way="profession", programme=str(programme))


@of("school.individual_timetable", "school")
def a_timetable(at: At) -> Sent:
    where = special.Class()
    return where.asks(special.TIMETABLE, **special.BEGINS), where.by


@of("school.home_education", "district")
def home_education(at: At) -> Sent:
    where = special.Class()
    asked = {"since": "2026-12-01", "length": "year", "opinion": "asked", "commission": str(where.commission)}
    number = where.asks(special.HOME, **asked)
    said = {"number": number, "favourable": True, "text": "Evdə oxumalıdır"}
    operations.give_opinion(by=where.doctor, opinion="commission", **said)
    operations.give_opinion(by=where.registrar, opinion="school", **said)
    return number, where.by


@of("school.certificate_duplicate", "archive")
def a_certificate(at: At) -> Sent:
    school = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb")
    duplicates.finished_school(person := campus.person(), school)
    by = campus.actor(person)
    return duplicates.asked(by, duplicates.CERTIFICATE), by


# --- universities -----------------------------------------------------------------------------------------------


@of("higher.diploma_duplicate", "archive")
def a_diploma(at: At) -> Sent:
    campus.graduate(person := campus.person(), campus.place())
    by = campus.actor(person)
    number = duplicates.asked(by, duplicates.DIPLOMA)
    decided(number, "issued", {"duplicate_number": "D 1"})
    again = operations.start_draft(by=by, service=duplicates.DIPLOMA)
    assert operations.save_answer(by=by, draft=again, field="what_happened", raw="lost") is None
    return operations.submit(by=by, draft=again, idempotency_key="diploma-again-0001").number, by


@of("higher.academic_leave", "institution")
def a_leave(at: At) -> Sent:
    university = leaves.University()
    return leaves.leave(university), university.by


@of("higher.return_from_leave", "institution")
def a_return(at: At) -> Sent:
    university = leaves.University()
    decided(leaves.leave(university), "on_leave")
    at.noon.move(timedelta(days=30))
    return leaves.asked(university.by, "higher.return_from_leave"), university.by


@of("higher.expulsion", "confirming")
def an_expulsion(at: At) -> Sent:
    place = campus.place()
    registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(place))
    enrolment = campus.enrol(campus.person(), place)
    by, papers = campus.actor(registrar.party or 0), [arrival(samples.pdf())]
    draft = operations.start_draft(by=by, service="higher.expulsion")
    for field, raw in (("student", str(enrolment)), ("ground", "debts"), ("circumstances", "Üç fəndən borc.")):
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    with at.callbacks(execute=True):
        assert operations.attach(by=by, draft=draft, field="papers", arrived=papers) == ()
    return operations.submit(by=by, draft=draft, idempotency_key="expulsion-0001").number, by


@of("higher.reinstatement", "institution")
def a_reinstatement(at: At) -> Sent:
    left = reinstatements.Left()
    return left.asked(), left.by


def specialty(at: At, *, same: bool = False) -> Sent:
    """Another specialty of another university, asked for in the summer's window, with groups that the register counts."""
    at.noon.move(specialties.SUMMER - at.noon.now())
    there = specialties.Universities()
    for group in specialties.GROUPS:
        there.of_programme(*group)
    return specialties.asked(there.by, there.same if same else there.other), there.by


@of("higher.change_of_specialty", "receiving")
def a_specialty(at: At) -> Sent:
    return specialty(at)


@of("higher.change_of_specialty", "receiving", "no groups")
def a_specialty_without_groups(at: At) -> Sent:
    return specialty(at, same=True)


@of("higher.change_of_specialty", "leaving")
def a_specialty_left(at: At) -> Sent:
    number, by = specialty(at)
    decided(number, "parting", {**specialties.TAKEN, "group": "202"})
    return number, by


@of("higher.transfer_from_abroad", "receiving")
def from_abroad(at: At) -> Sent:
    at.noon.move(abroad.SUMMER - at.noon.now())
    there = abroad.University(at.callbacks)
    for year in (1, 2):
        there.of_programme(year, places=2)
    return there.asked(), there.by


# --- posts ------------------------------------------------------------------------------------------------------


@of("staff.appointment", "employer")
def an_appointment(at: At) -> Sent:
    school = appointments.School()
    return appointments.asked(school), campus.actor(school.person)


@of("staff.dismissal", "employer")
def a_dismissal(at: At) -> Sent:
    person, _, _ = staff.teacher()
    return staff.asked(person), campus.actor(person)


@of("staff.leave", "employer")
def a_teachers_leave(at: At) -> Sent:
    school = posts.School()
    return school.leave(), school.by


@of("staff.return_from_leave", "employer")
def a_teachers_return(at: At) -> Sent:
    school = posts.School()
    school.decided(school.leave(), "on_leave")
    at.noon.move(timedelta(days=30))
    return school.back(date(2027, 1, 11)), school.by


@of("staff.move", "receiving")
def a_move(at: At) -> Sent:
    schools = moves.Schools()
    number = schools.asked()
    schools.said(number)
    return number, schools.by


# --- citizens ---------------------------------------------------------------------------------------------------


def an_appeal(**answers: str) -> Sent:
    """About the building of a school, of somebody whose earlier one is open too."""
    by = campus.actor(campus.person())
    school = campus.place(InstitutionKind.SCHOOL, name="20 nömrəli tam orta məktəb")
    appeals.sent(by, place=str(school), **answers)
    return appeals.sent(by, place=str(school), text="Sinif otaqları yenə soyuqdur.", **answers), by


@of("citizens.appeal", "registering")
def an_appeal_sent(at: At) -> Sent:
    return an_appeal()


@of("citizens.appeal", "registering", "at the ministry")
def an_appeal_to_the_ministry(at: At) -> Sent:
    by = campus.actor(campus.person())
    appeals.sent(by, category="other")
    return appeals.sent(by, category="other", text="Yenə soyuqdur."), by


@of("citizens.appeal", "answering")
def an_appeal_answered(at: At) -> Sent:
    number, by = an_appeal()
    decided(number, "answering")
    return number, by


@of("citizens.appeal", "forwarding")
def an_appeal_forwarded(at: At) -> Sent:
    number, by = an_appeal()
    decided(number, "forwarding")
    return number, by


@of("citizens.archive", "searching")
def from_the_archive(at: At) -> Sent:
    university = campus.place()
    father = campus.person(born=archives.BORN, given="Samir", family="Quliyev")
    campus.graduate(father, university, day=date(1992, 6, 30), diploma="AB 112233")
    people.mark_deceased(by=campus.CLERK, person=father, on=date(2024, 3, 2), reason="certificate")
    by = campus.actor(campus.person())
    return archives.asked(by, at.callbacks), by


@of("citizens.correction", "comparing", "a name")
def a_correction(at: At) -> Sent:
    by = campus.actor(campus.person())
    return corrections.wrong(by, "people.given_name", "Nərmin"), by


@of("citizens.correction", "comparing", "studies")
def a_correction_of_studies(at: At) -> Sent:
    enrolment = campus.enrol(person := campus.person(), campus.place())
    by = campus.actor(person)
    return corrections.wrong(by, f"enrolments.{enrolment}", "Üçüncü kurs"), by


@of("citizens.name_change", "comparing")
def a_name(at: At) -> Sent:
    campus.enrol(person := campus.person(), campus.place())
    by = campus.actor(person)
    return corrections.renamed(by, at.callbacks), by

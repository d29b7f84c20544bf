"""Going on elsewhere, leaves, special forms, and coming back: what each verb does, refuses, and does only once."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from maarif.kernel.facts import FactUnfit
from maarif.registries.enrolments import operations, queries
from maarif.registries.enrolments.errors import (
    AlreadyEnrolled,
    ClassUnfit,
    EnrolmentRefused,
    EnrolmentUnknown,
    FormRefused,
    NoFreePlace,
    NotEnrolledThere,
    ProgrammeUnfit,
    TransitionRefused,
)
from maarif.registries.enrolments.types import EnrolmentCard, EnrolmentFact, Funding, SpecialForm, Status
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind, StudyForm
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
HEAD = Actor(role="registrar", purpose="order 7")
BEGAN, MOVES = date(2025, 9, 15), date(2026, 1, 12)


def a_class(school: int, grade: int = 5, capacity: int | None = 20, language: str = "az") -> int:
    return programmes.open_class(
        by=HEAD, institution=school, name=f"{grade}a", grade=grade, language=language, capacity=capacity
    )


def a_pupil(person: int, school: int, class_group: int | None, grade: int = 5) -> int:
    return operations.enrol(
        by=HEAD, person=person, institution=school, kind=ProgrammeKind.GENERAL, level=2, grade=grade, since=BEGAN,
        class_group=class_group, language="az",
    )  # fmt: skip


def a_programme(university: int, **facts: object) -> int:
    given = {"code": "050509", "name": "Kompüter elmləri", "kind": ProgrammeKind.BACHELOR, "level": 6}
    return programmes.open_programme(by=HEAD, institution=university, **{**given, "duration_months": 48, **facts})


def a_student(person: int, university: int, programme: int, **facts: object) -> int:
    given = {"kind": ProgrammeKind.BACHELOR, "level": 6, "since": date(2024, 9, 15), "funding": Funding.STATE}
    return operations.enrol(
        by=HEAD, person=person, institution=university, programme=programme, **{**given, **facts}
    )  # fmt: skip


def shown(person: int) -> list[EnrolmentCard]:
    return list(queries.of_person(person, include_ended=True))


def writes(verb: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE what = %s", [verb])
        return int(cursor.fetchone()[0])


def free(class_group: int) -> int | None:
    card = queries.class_places(class_group)
    assert card is not None
    return card.free


def test_a_pupil_moves_to_another_school_in_one_step(a_person: Make, an_institution: Make) -> None:
    person, first, second = a_person(), an_institution(), an_institution()
    old_class, new_class = a_class(first), a_class(second)
    old = a_pupil(person, first, old_class)
    move = {"by": HEAD, "person": person, "source": first, "target": second, "class_group": new_class, "on": MOVES}
    new = operations.transfer(**move, reason="moved house", order_number="K-3")
    now, before = shown(person)
    assert (now.id, now.status, now.since, now.grade, now.continues) == (new, Status.ACTIVE, MOVES, 5, old)
    assert (before.id, before.status, before.until) == (old, Status.TRANSFERRED, date(2026, 1, 11))
    assert [(one.after, one.order_number) for one in queries.status_changes(old)] == [(Status.TRANSFERRED, "K-3")]
    assert (free(old_class), free(new_class)) == (20, 19)
    assert operations.transfer(**move) == new
    assert (len(shown(person)), writes("enrolments.transfer")) == (2, 1)
    current = queries.current_of(person, level=2, on=MOVES)
    assert current is not None
    assert [one.id for one in queries.course_of(current.id)] == [new, old]
    assert queries.moves_since(person, BEGAN) == 1


def test_a_transfer_that_does_not_fit_changes_nothing(a_person: Make, an_institution: Make) -> None:
    person, first, second = a_person(), an_institution(), an_institution()
    old_class, full, sixth = a_class(first), a_class(second, capacity=0), a_class(second, grade=6)
    a_pupil(person, first, old_class)
    before = shown(person)
    refusals: list[tuple[int, int | None, date, type[Exception]]] = [
        (first, full, MOVES, NoFreePlace),
        (first, sixth, MOVES, ClassUnfit),
        (first, old_class, MOVES, ClassUnfit),
        (first, 999_999, MOVES, ClassUnfit),
        (second, full, MOVES, NotEnrolledThere),
        (first, None, BEGAN, TransitionRefused),
    ]
    for source, group, on, refusal in refusals:
        with pytest.raises(refusal):
            operations.transfer(by=HEAD, person=person, source=source, target=second, class_group=group, on=on)
        assert shown(person) == before
    assert (free(old_class), writes("enrolments.transfer")) == (19, 0)
    with pytest.raises(EnrolmentRefused):
        operations.transfer(by=HEAD, person=person, source=first, target=999_999, class_group=None, on=MOVES)
    assert shown(person) == before


def test_a_student_takes_credits_score_and_year_of_admission_along(a_person: Make, an_institution: Make) -> None:
    person = a_person()
    first, second = an_institution(kind=InstitutionKind.HEI), an_institution(kind=InstitutionKind.HEI)
    old = a_student(
        person, first, a_programme(first), semester=3, credits=62, entrance_score=Decimal("512.40"), admission_year=2024
    )
    target = a_programme(second, credits=240, admission_group="I", passing_scores={2024: Decimal("480.5")})
    move = {"by": HEAD, "enrolment": old, "institution": second, "programme": target, "on": MOVES}
    new = operations.transfer_student(**move, credits_recorded=54, funding=Funding.PAID, form=StudyForm.PART_TIME)
    card = queries.card(new)
    assert card is not None
    assert (card.institution, card.programme, card.credits, card.semester) == (second, target, 54, 3)
    assert (card.entrance_score, card.admission_year, card.admission_group) == (Decimal("512.40"), 2024, "I")
    assert (card.funding, card.form, card.continues) == (Funding.PAID, StudyForm.PART_TIME, old)
    assert (card.programme_credits, card.semesters, card.credits_due, card.final_year) == (240, 8, 60, False)
    assert operations.transfer_student(**move, credits_recorded=54) == new
    with pytest.raises(ProgrammeUnfit):
        operations.transfer_student(**{**move, "enrolment": new, "institution": first}, credits_recorded=54)
    with pytest.raises(TransitionRefused):
        operations.transfer_student(**{**move, "on": date(2026, 2, 1)}, credits_recorded=54)
    assert len(shown(person)) == 2


def test_a_student_changes_the_programme_at_the_same_university_only(a_person: Make, an_institution: Make) -> None:
    person, other = a_person(), an_institution(kind=InstitutionKind.HEI)
    university = an_institution(kind=InstitutionKind.HEI)
    old = a_student(person, university, a_programme(university), semester=7)
    law = a_programme(university, code="050303", name="Hüquqşünaslıq")
    with pytest.raises(ProgrammeUnfit):
        operations.change_programme(by=HEAD, enrolment=old, programme=a_programme(other), on=MOVES)
    with pytest.raises(EnrolmentUnknown):
        operations.change_programme(by=HEAD, enrolment=999_999, programme=law, on=MOVES)
    assert [card.status for card in shown(person)] == [Status.ACTIVE]
    new = operations.change_programme(by=HEAD, enrolment=old, programme=law, on=MOVES, funding=Funding.PAID)
    now, before = shown(person)
    assert (now.id, now.programme, now.funding, now.final_year) == (new, law, Funding.PAID, True)
    assert (before.status, before.funding, now.institution) == (Status.TRANSFERRED, Funding.STATE, university)


def test_a_leave_has_an_end_and_is_over_when_the_student_is_back(a_person: Make, an_institution: Make) -> None:
    person, university = a_person(), an_institution(kind=InstitutionKind.HEI)
    enrolment = a_student(person, university, a_programme(university))
    leave = {"by": HEAD, "enrolment": enrolment, "on": date(2025, 2, 3), "reason": "health", "order_number": "M-1"}
    with pytest.raises(TransitionRefused):
        operations.take_leave(**leave, until=date(2025, 2, 2))
    for _ in range(2):
        operations.take_leave(**leave, until=date(2026, 2, 2))
    [card] = shown(person)
    assert (card.status, card.leave_until) == (Status.SUSPENDED, date(2026, 2, 2))
    operations.return_from_leave(by=HEAD, enrolment=enrolment, on=date(2025, 9, 15))
    [card] = shown(person)
    assert (card.status, card.leave_until, len(queries.status_changes(enrolment))) == (Status.ACTIVE, None, 2)
    operations.graduate(by=HEAD, enrolment=enrolment, on=date(2028, 6, 30), document_number="AB 1")
    with pytest.raises(TransitionRefused):
        operations.take_leave(**{**leave, "on": date(2028, 7, 1)}, until=None)


def test_somebody_expelled_is_taken_back_once(a_person: Make, an_institution: Make) -> None:
    person, university = a_person(), an_institution(kind=InstitutionKind.HEI)
    old = a_student(person, university, a_programme(university), semester=4, credits=90)
    with pytest.raises(TransitionRefused):
        operations.reinstate(by=HEAD, enrolment=old, on=MOVES)
    operations.expel(by=HEAD, enrolment=old, on=date(2025, 10, 1), reason="debts", order_number="X-2")
    with pytest.raises(TransitionRefused):
        operations.reinstate(by=HEAD, enrolment=old, on=date(2025, 10, 1))
    new = operations.reinstate(by=HEAD, enrolment=old, on=MOVES, semester=4, order_number="B-1")
    assert operations.reinstate(by=HEAD, enrolment=old, on=MOVES, semester=4, order_number="B-1") == new
    now, before = shown(person)
    assert (now.status, now.credits, now.since, now.continues) == (Status.ACTIVE, 90, MOVES, old)
    assert (before.status, before.until) == (Status.EXPELLED, date(2025, 10, 1))
    with pytest.raises(AlreadyEnrolled):
        operations.reinstate(by=HEAD, enrolment=old, on=date(2026, 3, 1))
    operations.expel(by=HEAD, enrolment=new, on=date(2026, 3, 1), reason="debts again")
    with pytest.raises(TransitionRefused) as refusal:
        operations.reinstate(by=HEAD, enrolment=old, on=date(2026, 9, 15))
    assert refusal.value.params["constraint"] == "enrolment_continued_once"
    assert len(shown(person)) == 2


def test_nobody_is_taken_back_who_studies_elsewhere(a_person: Make, an_institution: Make) -> None:
    person, university = a_person(), an_institution(kind=InstitutionKind.HEI)
    old = a_student(person, university, a_programme(university))
    operations.expel(by=HEAD, enrolment=old, on=date(2025, 10, 1), reason="debts")
    other = an_institution(kind=InstitutionKind.HEI)
    a_student(person, other, a_programme(other), since=date(2025, 11, 1))
    with pytest.raises(AlreadyEnrolled):
        operations.reinstate(by=HEAD, enrolment=old, on=MOVES)
    assert len(shown(person)) == 2


def test_enrolling_once_more_is_the_enrolment_that_is_there(a_person: Make, an_institution: Make) -> None:
    person, school = a_person(), an_institution()
    group = a_class(school, capacity=1)
    assert a_pupil(person, school, group) == a_pupil(person, school, group)
    assert (free(group), writes("enrolments.enrol")) == (0, 1)


def test_progress_is_recorded_while_somebody_studies(a_person: Make, an_institution: Make) -> None:
    person, university = a_person(), an_institution(kind=InstitutionKind.HEI)
    enrolment = a_student(person, university, a_programme(university))
    for _ in range(2):
        operations.record_progress(by=HEAD, enrolment=enrolment, semester=2, credits_earned=30)
    [card] = shown(person)
    assert (card.semester, card.credits, writes("enrolments.record_progress")) == (2, 30, 1)
    with pytest.raises(EnrolmentRefused):
        operations.record_progress(by=HEAD, enrolment=enrolment, semester=21, credits_earned=30)
    operations.expel(by=HEAD, enrolment=enrolment, on=MOVES, reason="debts")
    with pytest.raises(TransitionRefused):
        operations.record_progress(by=HEAD, enrolment=enrolment, semester=3, credits_earned=60)
    assert shown(person)[0].semester == 2


def test_a_pupil_is_taught_at_home_for_a_time(a_person: Make, an_institution: Make) -> None:
    school = an_institution()
    enrolment = a_pupil(a_person(), school, None)
    home = {"by": HEAD, "enrolment": enrolment, "form": SpecialForm.HOME, "since": MOVES, "until": date(2026, 5, 31)}
    special = operations.set_form(**home, reason="by the doctor")
    assert operations.set_form(**home) == special
    with pytest.raises(FormRefused) as refusal:
        operations.set_form(
            **{**home, "form": SpecialForm.INDIVIDUAL, "since": date(2026, 5, 31), "until": date(2026, 6, 9)}
        )
    assert refusal.value.params["constraint"] == "study_form_one_at_a_time"
    for wrong in ({"since": date(2025, 9, 14)}, {"until": date(2026, 1, 11)}):
        with pytest.raises(FormRefused):
            operations.set_form(**{**home, **wrong})
    [card] = queries.special_forms(enrolment, on=date(2026, 5, 31))
    assert (card.form, card.reason) == (SpecialForm.HOME, "by the doctor")
    operations.end_form(by=HEAD, special=special, last_day=date(2026, 3, 1))
    assert queries.special_forms(enrolment, on=date(2026, 3, 2)) == ()
    with pytest.raises(FormRefused):
        operations.end_form(by=HEAD, special=special, last_day=date(2026, 1, 11))
    operations.expel(by=HEAD, enrolment=enrolment, on=date(2026, 4, 1), reason="left")
    with pytest.raises(TransitionRefused):
        operations.set_form(**{**home, "since": date(2026, 6, 1), "until": date(2026, 6, 9)})


def test_facts_of_an_enrolment_are_corrected_by_values_of_their_kind(a_person: Make, an_institution: Make) -> None:
    person, university = a_person(), an_institution(kind=InstitutionKind.HEI)
    enrolment = a_student(person, university, a_programme(university))
    given = (("funding", "paid"), ("credits", "30"), ("entrance_score", "512.4"), ("first_day", "2024-09-01"))
    for _ in range(2):
        for fact, value in given:
            operations.correct_fact(
                by=HEAD, enrolment=enrolment, fact=EnrolmentFact(fact), value=value, reason="by the order"
            )
    [card] = shown(person)
    assert (card.funding, card.credits, card.entrance_score, card.since) == (
        Funding.PAID,
        30,
        Decimal("512.40"),
        date(2024, 9, 1),
    )
    assert writes("enrolments.correct_fact") == 4
    for fact, value in (("funding", "rich"), ("credits", "many"), ("graduated_on", "tomorrow")):
        with pytest.raises(FactUnfit):
            operations.correct_fact(by=HEAD, enrolment=enrolment, fact=EnrolmentFact(fact), value=value, reason="x")
    for fact, value in (("semester", 0), ("graduated_on", "2026-01-01"), ("grade", 13)):
        with pytest.raises(EnrolmentRefused):
            operations.correct_fact(by=HEAD, enrolment=enrolment, fact=EnrolmentFact(fact), value=value, reason="x")
    assert shown(person) == [card]

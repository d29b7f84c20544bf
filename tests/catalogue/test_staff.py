"""A teacher leaves a post and asks for the record of service: from the application to the register and the papers."""

from datetime import date

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import NotAllowed, NotYourTurn
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import Status
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.posts import operations as posts
from maarif.registries.posts import queries as register
from maarif.registries.posts.types import EmploymentKind, PostKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db


def teacher() -> tuple[int, int, int]:
    """Somebody who teaches mathematics at a school: the person, the school, the employment."""
    school = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb")
    person = campus.person(born=date(1988, 4, 17), given="Sevinc", family="Əliyeva")
    post = posts.open_post(
        by=campus.CLERK,
        institution=school,
        kind=PostKind.TEACHER,
        title="Riyaziyyat müəllimi",
        full_time_equivalent=100,
        opened=date(2018, 9, 1),
    )
    employment = posts.hire(
        by=campus.CLERK, person=person, post=post, share=100, kind=EmploymentKind.MAIN, on=date(2018, 9, 3)
    )
    return person, school, employment


def asked(person: int) -> str:
    by = campus.actor(person)
    draft = operations.start_draft(by=by, service="staff.dismissal")
    assert operations.save_answer(by=by, draft=draft, field="last_day", raw="2026-12-31") is None
    return operations.submit(by=by, draft=draft, idempotency_key="leaving-0001").number


def test_the_employer_lets_a_teacher_go_and_the_register_follows() -> None:
    person, school, _ = teacher()
    number = asked(person)
    head = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(school))
    other = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(campus.place(InstitutionKind.SCHOOL)))
    with pytest.raises(NotYourTurn):
        operations.decide(by=other, number=number, to="left", noted={"order_number": "1"})
    assert register.employments(person)[0].until is None
    operations.decide(by=head, number=number, to="left", noted={"order_number": "112-K"})
    card = register.employments(person)[0]
    assert (card.until, card.order_number) == (date(2026, 12, 31), "112-K")
    assert Document.objects.get(case_number=number).institution_id == school
    assert Case.objects.get(number=number).status == Status.CLOSED


def test_too_little_notice_is_refused_and_the_post_stays() -> None:
    person, school, _ = teacher()
    number = asked(person)
    head = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(school))
    operations.decide(by=head, number=number, to="refused", grounds=("notice_too_short",))
    assert register.employments(person)[0].until is None
    reason = queries.case_for(campus.actor(person), number).reasons[0]
    assert reason.law is not None
    assert reason.law.key == "employment"


def test_who_holds_no_post_cannot_leave_one() -> None:
    with pytest.raises(NotAllowed):
        operations.start_draft(by=campus.actor(campus.person()), service="staff.dismissal")


def test_the_record_of_service_is_issued_at_once() -> None:
    person, school, _ = teacher()
    by = campus.actor(person)
    draft = operations.start_draft(by=by, service="staff.service_record")
    receipt = operations.submit(by=by, draft=draft, idempotency_key="record-0001")
    assert receipt.grants is True
    document = Document.objects.get(case_number=receipt.number)
    assert document.institution_id == school
    assert "Riyaziyyat müəllimi" in document.snapshot

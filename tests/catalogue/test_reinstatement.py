"""Somebody who was expelled is taken back: from the application to the enrolment that goes on from the old one, and the order."""

import json
from datetime import date, timedelta

import pytest

from maarif.engine.cases import operations
from maarif.engine.cases.errors import NotAllowed, NotedWrong
from maarif.kernel import clock
from maarif.registries.enrolments import operations as register
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import AlreadyEnrolled, NoFreePlace
from maarif.registries.enrolments.types import Funding, Status
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from maarif.support.parties.types import Actor
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db
SERVICE = "higher.reinstatement"
TODAY = date(2026, 11, 23)
TAKEN_BACK = {"semester": "2", "fee_paying": "yes"}


class Left:
    """Somebody whom a university expelled in March, and the university's registrar."""

    def __init__(self) -> None:
        self.place = campus.place(name="Xəzər Universiteti")
        self.registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.place))
        self.person = campus.person()
        self.by = campus.actor(self.person)
        self.old = campus.enrol(self.person, self.place)
        register.expel(
            by=campus.CLERK, enrolment=self.old, on=date(2026, 3, 10), reason="debts", order_number="2026/41"
        )

    def asked(self) -> str:
        draft = operations.start_draft(by=self.by, service=SERVICE)
        return operations.submit(by=self.by, draft=draft, idempotency_key=f"back-{draft}"[:40]).number


def refusals(by: Actor) -> list[str]:
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=by, service=SERVICE)
    return [reason.rule for reason in refused.value.reasons]


def test_the_university_takes_back_whom_it_expelled_and_the_studies_go_on_for_a_fee() -> None:
    left = Left()
    number = left.asked()
    with pytest.raises(NotedWrong):
        operations.decide(by=left.registrar, number=number, to="reinstated")
    operations.decide(by=left.registrar, number=number, to="reinstated", noted=TAKEN_BACK)
    now = enrolments.current_of(left.person, on=TODAY)
    assert now is not None
    assert (now.institution, now.continues, now.since, now.semester) == (left.place, left.old, TODAY, 2)
    assert (now.status, now.funding) == (Status.ACTIVE, Funding.PAID)
    assert [each.status for each in enrolments.course_of(now.id)] == [Status.ACTIVE, Status.EXPELLED]
    order = Document.objects.get(case_number=number)
    lines = {line["code"]: line["value"] for line in json.loads(order.snapshot)["facts"]}
    assert (lines["semester"], lines["funding"]["en"]) == ("2", "Fee-paying")
    assert order.institution_id == left.place
    with pytest.raises(AlreadyEnrolled):
        register.reinstate(by=campus.CLERK, enrolment=left.old, on=date(2026, 12, 1))


def test_who_paid_nothing_pays_nothing_unless_the_university_says_so() -> None:
    left = Left()
    operations.decide(
        by=left.registrar, number=left.asked(), to="reinstated", noted={"semester": "3", "fee_paying": "no"}
    )
    now = enrolments.current_of(left.person, on=TODAY)
    assert now is not None
    assert (now.semester, now.funding) == (3, Funding.STATE)


def test_a_full_year_takes_nobody_back_and_a_free_one_finds_the_group() -> None:
    left = Left()
    programme = enrolments.of_person(left.person, include_ended=True)[0].programme
    groups = {
        year: programmes.open_class(
            by=campus.CLERK,
            institution=left.place,
            name=f"{year}01",
            grade=year,
            capacity=places,
            programme=programme,
        )
        for year, places in ((1, 0), (2, 1))
    }
    number = left.asked()
    with pytest.raises(NoFreePlace):
        operations.decide(by=left.registrar, number=number, to="reinstated", noted=TAKEN_BACK)
    assert enrolments.current_of(left.person, on=TODAY) is None
    operations.decide(by=left.registrar, number=number, to="reinstated", noted={**TAKEN_BACK, "semester": "3"})
    now = enrolments.current_of(left.person, on=TODAY)
    assert now is not None
    assert (now.class_group, now.grade, now.semester) == (groups[2], 2, 3)


def test_a_refusal_changes_nothing() -> None:
    left = Left()
    operations.decide(by=left.registrar, number=left.asked(), to="refused", grounds=("programme_closed",))
    assert enrolments.current_of(left.person, on=TODAY) is None


def test_after_the_years_of_the_rules_it_is_too_late(noon: clock.FrozenClock) -> None:
    left = Left()
    noon.move(date(2031, 3, 10) - TODAY)
    draft = operations.start_draft(by=left.by, service=SERVICE)
    assert draft
    noon.move(timedelta(days=1))
    assert refusals(left.by) == ["not_too_late"]


def test_who_studies_elsewhere_on_the_level_or_never_left_is_refused() -> None:
    left = Left()
    elsewhere = campus.place(name="Bilik Universiteti")
    assert refusals(campus.actor(campus.student())) == ["has_left"]
    started = campus.person()
    old = campus.enrol(started, left.place)
    register.end(by=campus.CLERK, enrolment=old, status=Status.WITHDRAWN, on=date(2026, 2, 1), reason="own wish")
    register.enrol(
        by=campus.CLERK,
        person=started,
        institution=elsewhere,
        kind=ProgrammeKind.BACHELOR,
        level=6,
        since=date(2026, 9, 15),
    )
    assert refusals(campus.actor(started)) == ["not_studying"]

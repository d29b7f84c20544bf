"""A university expels a student: its registrar asks, two persons decide, the register follows, the student is told."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import NotAllowed, NotYourTurn, SecondPersonNeeded
from maarif.kernel import clock
from maarif.registries.enrolments import operations as register
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import NotEnrolledThere
from maarif.registries.enrolments.types import Status
from maarif.support.access import budgets
from maarif.support.access.models import LookBudget
from maarif.support.access.types import Role, ScopeKind
from maarif.support.audit.models import Entry
from maarif.support.documents.models import Document
from maarif.support.notices.models import Message
from maarif.support.parties.types import Actor
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

pytestmark = pytest.mark.django_db
SERVICE = "higher.expulsion"
TODAY = date(2026, 11, 23)
Captured = Callable[..., AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> None:
    settings.FILES_FOLDER, settings.CLAMD = tmp_path / "files", ""  # type: ignore[attr-defined]


class University:
    """A university with a registrar and a head, and a student there."""

    def __init__(self) -> None:
        self.place = campus.place(name="Xəzər Universiteti")
        self.registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.place))
        self.head = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(self.place))
        self.student = campus.person()
        self.enrolment = campus.enrol(self.student, self.place)
        assert self.registrar.party is not None
        self.by = campus.actor(self.registrar.party)

    def status(self) -> tuple[Status, date | None]:
        card = enrolments.card(self.enrolment)
        assert card is not None
        return card.status, card.until


@pytest.fixture
def university() -> University:
    return University()


@pytest.fixture
def asked(university: University, django_capture_on_commit_callbacks: Captured) -> str:
    """An application about the student; its number."""
    by, draft = university.by, operations.start_draft(by=university.by, service=SERVICE)
    answers = {"student": str(university.enrolment), "ground": "debts", "circumstances": "Üç fəndən borc."}
    for field, raw in answers.items():
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.attach(by=by, draft=draft, field="papers", arrived=[arrival(samples.pdf())]) == ()
    return operations.submit(by=by, draft=draft, idempotency_key="expulsion-0001").number


def offered(by: Actor, words: str) -> list[str]:
    draft = operations.start_draft(by=by, service=SERVICE)
    found = queries.draft_for(by, draft, field="student", words=words).found
    assert found is not None
    return [option.value for option in found.options]


def test_two_persons_decide_and_the_student_has_the_order_and_the_right_of_appeal(
    university: University, asked: str
) -> None:
    stranger = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(campus.place()))
    with pytest.raises(NotYourTurn):
        operations.decide(by=stranger, number=asked, to="expelled")
    operations.decide(by=university.registrar, number=asked, to="expelled")
    assert university.status() == (Status.ACTIVE, None)
    with pytest.raises(SecondPersonNeeded):
        operations.confirm(by=university.registrar, number=asked)
    operations.confirm(by=university.head, number=asked)
    assert university.status() == (Status.EXPELLED, TODAY)
    change = enrolments.status_changes(university.enrolment)[0]
    assert (change.before, change.after, change.reason, change.order_number) == (
        Status.ACTIVE,
        Status.EXPELLED,
        "debts",
        asked,
    )
    order = Document.objects.get(case_number=asked)
    assert (order.holder_id, order.institution_id) == (university.student, university.place)
    lines = {line["code"]: line["value"] for line in json.loads(order.snapshot)["facts"]}
    assert lines["ground"]["en"] == "Academic debts that were not made up"
    told = Message.objects.get(party_id=university.student)
    assert told.topic == "record.expelled"
    assert "Xəzər Universiteti (en) has expelled you. Ground: Academic debts" in str(told.body)
    assert "you may appeal" in str(told.body)


def test_a_refusal_leaves_the_student_where_they_are_and_untold(university: University, asked: str) -> None:
    operations.decide(by=university.head, number=asked, to="refused", grounds=("not_heard",))
    operations.confirm(by=university.registrar, number=asked)
    assert university.status() == (Status.ACTIVE, None)
    assert not Message.objects.filter(party_id=university.student).exists()


def test_a_leave_that_began_meanwhile_saves_the_student(university: University, asked: str) -> None:
    operations.decide(by=university.registrar, number=asked, to="expelled")
    register.take_leave(
        by=campus.CLERK, enrolment=university.enrolment, on=TODAY, until=date(2027, 5, 22), reason="health"
    )
    with pytest.raises(NotEnrolledThere):
        operations.confirm(by=university.head, number=asked)
    assert university.status() == (Status.SUSPENDED, None)


def test_only_students_of_the_own_university_are_found_and_each_look_is_kept(university: University) -> None:
    elsewhere = campus.person(given="Nigar", family="Quliyeva")
    other = campus.enrol(elsewhere, campus.place(name="Bilik Universiteti"))
    assert offered(university.by, "quliyeva") == [str(university.enrolment)]
    looked = Entry.objects.filter(what="people.search", party=university.registrar.party)
    assert list(looked.values_list("subject", flat=True)) == [university.student]
    assert offered(university.by, "") == []
    draft = operations.start_draft(by=university.by, service=SERVICE)
    error = operations.save_answer(by=university.by, draft=draft, field="student", raw=str(other))
    assert error is not None
    assert error.code == "not_offered"


def test_nobody_is_expelled_during_a_leave_but_who_has_not_returned_may_be(
    university: University, noon: clock.FrozenClock
) -> None:
    register.take_leave(
        by=campus.CLERK, enrolment=university.enrolment, on=TODAY, until=date(2026, 12, 22), reason="family"
    )
    noon.move(timedelta(days=29))
    assert offered(university.by, "quliyeva") == []
    noon.move(timedelta(days=1))
    assert offered(university.by, "quliyeva") == [str(university.enrolment)]


def test_who_holds_no_office_at_a_university_expels_nobody(university: University) -> None:
    school = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(campus.family()[0]))
    for party in (university.student, school.party):
        assert party is not None
        with pytest.raises(NotAllowed) as refused:
            operations.start_draft(by=campus.actor(party), service=SERVICE)
        assert [reason.rule for reason in refused.value.reasons] == ["holds_office"]


def test_every_student_whom_a_search_shows_is_a_look_from_the_days_budget(university: University) -> None:
    assert offered(university.by, "quliyeva") == [str(university.enrolment)]
    assert budgets.looks_left(university.by) == budgets.LOOKS_A_DAY - 1
    LookBudget.objects.update(taken=budgets.LOOKS_A_DAY)
    looked = Entry.objects.filter(what="people.search").count()
    assert offered(university.by, "quliyeva") == []
    assert Entry.objects.filter(what="people.search").count() == looked


def test_students_are_not_searched_for_while_one_types(university: University) -> None:
    draft = operations.start_draft(by=university.by, service=SERVICE)
    question = queries.draft_for(university.by, draft).question("student")
    assert question is not None
    assert (question.searched, question.live) == (True, False)

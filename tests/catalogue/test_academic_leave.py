"""A student takes a leave and returns: from the application through the institution to the register and the signed order."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import AlreadyOpen, DraftIncomplete, NotAllowed, NotYourTurn
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import Status as CaseStatus
from maarif.kernel import clock
from maarif.registries.enrolments import operations as register
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import NotEnrolledThere, TransitionRefused
from maarif.registries.enrolments.types import Status
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from maarif.support.notices.models import Message
from maarif.support.parties.types import Actor
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


class University:
    """A university with a registrar, and a student there."""

    def __init__(self) -> None:
        self.place = campus.place(name="Xəzər Universiteti")
        self.registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.place))
        self.student = campus.person()
        self.enrolment = campus.enrol(self.student, self.place)
        self.by = campus.actor(self.student)


@pytest.fixture
def university() -> University:
    return University()


def asked(by: Actor, service: str, **answers: str) -> str:
    draft = operations.start_draft(by=by, service=service)
    for field, raw in answers.items():
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    return operations.submit(by=by, draft=draft, idempotency_key=f"leave-{draft}"[:40]).number


def leave(university: University) -> str:
    return asked(university.by, "higher.academic_leave", reason="family", term="12")


def card(university: University) -> tuple[Status, date | None]:
    found = enrolments.card(university.enrolment)
    assert found is not None
    return found.status, found.leave_until


def changes(university: University) -> list[tuple[str, str, date, str, str]]:
    found = enrolments.status_changes(university.enrolment)
    return [(each.before.value, each.after.value, each.on, each.reason, each.order_number) for each in found]


def test_a_leave_is_ordered_and_the_register_knows_its_last_day(university: University) -> None:
    number = leave(university)
    assert set(Message.objects.filter(topic="desk").values_list("party_id", flat=True)) == {university.registrar.party}
    stranger = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(campus.place()))
    with pytest.raises(NotYourTurn):
        operations.decide(by=stranger, number=number, to="on_leave")
    assert card(university) == (Status.ACTIVE, None)
    operations.decide(by=university.registrar, number=number, to="on_leave")
    assert card(university) == (Status.SUSPENDED, date(2027, 11, 22))
    assert changes(university) == [("active", "suspended", TODAY, "family", number)]
    order = Document.objects.get(case_number=number)
    assert (order.institution_id, order.holder_id) == (university.place, university.student)
    lines = {line["code"]: line["value"] for line in json.loads(order.snapshot)["facts"]}
    assert list(lines) == ["institution", "level", "programme", "since", "until"]
    assert lines["until"]["en"].replace("\xa0", " ") == "22 November 2027"
    assert "family" not in order.snapshot
    assert queries.case_for(university.by, number).documents[0].title.en == "Order granting an academic leave"


def test_the_student_returns_before_the_leave_ends_and_both_changes_are_kept(
    university: University, noon: clock.FrozenClock
) -> None:
    first = leave(university)
    operations.decide(by=university.registrar, number=first, to="on_leave")
    noon.move(timedelta(days=100))
    second = asked(university.by, "higher.return_from_leave")
    operations.decide(by=university.registrar, number=second, to="returned")
    assert card(university) == (Status.ACTIVE, None)
    assert changes(university) == [
        ("active", "suspended", TODAY, "family", first),
        ("suspended", "active", date(2027, 3, 3), "", second),
    ]
    assert Document.objects.get(case_number=second).institution_id == university.place


def test_health_is_proven_by_a_paper(
    university: University,
    tmp_path: Path,
    settings: object,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    settings.FILES_FOLDER, settings.CLAMD = tmp_path / "files", ""  # type: ignore[attr-defined]
    by, draft = university.by, operations.start_draft(by=university.by, service="higher.academic_leave")
    for field, raw in (("reason", "health"), ("term", "6")):
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    with pytest.raises(DraftIncomplete) as incomplete:
        operations.submit(by=by, draft=draft, idempotency_key="leave-without-paper")
    assert incomplete.value.params["missing"] == ("papers",)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        assert operations.attach(by=by, draft=draft, field="papers", arrived=[arrival(samples.pdf())]) == ()
    number = operations.submit(by=by, draft=draft, idempotency_key="leave-with-a-paper").number
    operations.decide(by=university.registrar, number=number, to="refused", grounds=("not_proven",))
    assert card(university) == (Status.ACTIVE, None)
    assert queries.case_for(by, number).reasons[0].law is not None


def test_terms_are_those_of_the_rules_and_long_ones_are_for_a_child_or_the_army(university: University) -> None:
    by, draft = university.by, operations.start_draft(by=university.by, service="higher.academic_leave")
    assert operations.save_answer(by=by, draft=draft, field="reason", raw="family") is None
    error = operations.save_answer(by=by, draft=draft, field="term", raw="36")
    assert error is not None
    assert error.code == "not_offered"
    assert operations.save_answer(by=by, draft=draft, field="reason", raw="childcare") is None
    asked_now = {each.code: [one.value for one in each.options] for each in queries.draft_for(by, draft).questions}
    assert asked_now["long_term"] == ["12", "24", "36"]
    assert "term" not in asked_now


def test_a_second_application_is_refused_and_so_is_a_leave_on_leave(university: University) -> None:
    number = leave(university)
    with pytest.raises(AlreadyOpen):
        leave(university)
    operations.decide(by=university.registrar, number=number, to="on_leave")
    with pytest.raises(NotAllowed) as refused:
        leave(university)
    assert [each.rule for each in refused.value.reasons] == ["not_on_leave"]
    assert refused.value.reasons[0].instead == ("higher.return_from_leave",)


def test_only_somebody_on_leave_returns_and_only_a_student_takes_a_leave(university: University) -> None:
    with pytest.raises(NotAllowed):
        operations.start_draft(by=university.by, service="higher.return_from_leave")
    with pytest.raises(NotAllowed):
        operations.start_draft(by=campus.actor(campus.person()), service="higher.academic_leave")


def test_a_student_who_has_left_meanwhile_gets_no_leave_and_nothing_is_issued(university: University) -> None:
    number = leave(university)
    register.expel(by=campus.CLERK, enrolment=university.enrolment, on=TODAY, reason="test", order_number="E-1")
    with pytest.raises(NotEnrolledThere):
        operations.decide(by=university.registrar, number=number, to="on_leave")
    assert Case.objects.get(number=number).status == CaseStatus.IN_PROGRESS
    assert not Document.objects.filter(case_number=number).exists()
    with pytest.raises(TransitionRefused):
        register.take_leave(
            by=campus.CLERK, enrolment=university.enrolment, on=TODAY, until=None, reason="x", order_number="x"
        )

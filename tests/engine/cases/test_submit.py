"""A draft is sent once, whole, and decided in the same transaction."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from tests.engine import campus

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import (
    AnswersChanged,
    BadIdempotencyKey,
    DeclarationMissing,
    DraftNotFound,
    OtherContent,
)
from maarif.engine.cases.models import Case, CaseEvent
from maarif.engine.cases.types import (
    EventKind,
    Status,
)
from maarif.registries.enrolments import operations as enrolments
from maarif.support.documents.models import Document

pytestmark = pytest.mark.django_db
SERVICE = "higher.study_certificate"
KEY = "0123456789abcdef"


def sent(party: int) -> str:
    by = campus.actor(party)
    draft = operations.start_draft(by=by, service=SERVICE)
    return operations.submit(by=by, draft=draft, idempotency_key=KEY).number


def test_a_student_gets_a_certificate_at_once() -> None:
    party = campus.student()
    by = campus.actor(party)
    draft = operations.start_draft(by=by, service=SERVICE)
    receipt = operations.submit(by=by, draft=draft, idempotency_key=KEY)
    assert receipt.number.startswith("AR-2026-")
    assert (receipt.status, receipt.outcome, receipt.grants) == (Status.CLOSED, "granted", True)
    assert receipt.due == date(2026, 11, 23)
    document = Document.objects.get()
    assert (document.holder_id, document.kind, document.case_number) == (party, SERVICE, receipt.number)
    assert document.valid_until == date(2027, 2, 21)
    assert [each.public_id for each in receipt.documents] == [document.public_id]


def test_the_timeline_tells_every_step_in_order_and_holds_its_chain() -> None:
    number = sent(party := campus.student())
    view = queries.case_for(campus.actor(party), number)
    assert [entry.kind for entry in view.timeline] == [
        EventKind.STARTED,
        EventKind.SUBMITTED,
        EventKind.DECIDED,
        EventKind.ISSUED,
        EventKind.CLOSED,
    ]
    assert queries.chain_broken_at(number) is None


def test_the_summary_is_kept_as_it_was_confirmed() -> None:
    party = campus.student()
    by = campus.actor(party)
    draft = operations.start_draft(by=by, service=SERVICE)
    assert operations.save_answer(by=by, draft=draft, field="presented_to", raw="  Kapital   Bank ") is None
    number = operations.submit(by=by, draft=draft, idempotency_key=KEY).number
    rows = {row.code: row for row in queries.case_for(by, number).answers}
    assert rows["presented_to"].value.az == "Kapital Bank"
    assert rows["holder"].source is not None
    assert rows["holder"].source.az == "Şəxslərin reyestri"
    assert rows["enrolment"].source is not None
    assert rows["paper_language"].value.az == "Azərbaycan dili"


def test_the_same_key_and_content_answer_the_same_receipt() -> None:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=SERVICE)
    first = operations.submit(by=by, draft=draft, idempotency_key=KEY)
    assert operations.submit(by=by, draft=draft, idempotency_key=KEY) == first
    assert Document.objects.count() == 1


def test_another_key_for_a_sent_draft_answers_its_one_application() -> None:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=SERVICE)
    first = operations.submit(by=by, draft=draft, idempotency_key=KEY)
    assert operations.submit(by=by, draft=draft, idempotency_key=KEY + "x") == first
    assert Case.objects.count() == 1


def test_the_same_key_with_other_content_is_refused() -> None:
    by = campus.actor(campus.student())
    operations.submit(by=by, draft=operations.start_draft(by=by, service=SERVICE), idempotency_key=KEY)
    other = operations.start_draft(by=by, service=SERVICE)
    with pytest.raises(OtherContent):
        operations.submit(by=by, draft=other, idempotency_key=KEY)
    assert Case.objects.get(key=other).status == Status.DRAFT


def test_answers_changed_in_another_tab_are_not_sent_unseen() -> None:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=SERVICE)
    seen = queries.draft_for(by, draft).digest
    operations.save_answer(by=by, draft=draft, field="presented_to", raw="Bank")
    with pytest.raises(AnswersChanged):
        operations.submit(by=by, draft=draft, idempotency_key=KEY, seen=seen)
    assert Document.objects.count() == 0
    now = queries.draft_for(by, draft).digest
    assert operations.submit(by=by, draft=draft, idempotency_key=KEY, seen=now).grants is True


def test_nothing_is_sent_without_the_declaration() -> None:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=SERVICE)
    with pytest.raises(DeclarationMissing):
        operations.submit(by=by, draft=draft, idempotency_key=KEY, declared=False)
    assert Case.objects.get().status == Status.DRAFT


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "with space here", "ключ-ключ-ключ", "abcdefgh\n"])
def test_a_bad_idempotency_key_is_refused(key: str) -> None:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=SERVICE)
    with pytest.raises(BadIdempotencyKey):
        operations.submit(by=by, draft=draft, idempotency_key=key)


def test_nobody_submits_another_persons_draft() -> None:
    draft = operations.start_draft(by=campus.actor(campus.student()), service=SERVICE)
    with pytest.raises(DraftNotFound):
        operations.submit(by=campus.actor(campus.student()), draft=draft, idempotency_key=KEY)
    assert Case.objects.get(key=draft).status == Status.DRAFT


def test_a_withdrawn_draft_cannot_be_sent_and_keeps_no_answers() -> None:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=SERVICE)
    operations.withdraw(by=by, draft=draft)
    with pytest.raises(DraftNotFound):
        operations.submit(by=by, draft=draft, idempotency_key=KEY)
    case = Case.objects.get()
    assert (case.status, case.answers) == (Status.WITHDRAWN, {})


def test_who_left_since_the_draft_is_refused_with_the_reason() -> None:
    party = campus.person()
    enrolment = campus.enrol(party, campus.place())
    by = campus.actor(party)
    draft = operations.start_draft(by=by, service=SERVICE)
    enrolments.take_leave(
        by=campus.CLERK, enrolment=enrolment, on=date(2026, 11, 20), until=None, reason="Akademik məzuniyyət"
    )
    receipt = operations.submit(by=by, draft=draft, idempotency_key=KEY)
    assert (receipt.outcome, receipt.grants, receipt.documents) == ("refused", False, ())
    view = queries.case_for(by, receipt.number)
    assert [reason.rule for reason in view.reasons] == ["not_on_leave"]
    assert view.reasons[0].law is not None
    assert Document.objects.count() == 0
    assert not CaseEvent.objects.filter(kind="issued").exists()


def test_the_doors_ask_the_database_little(
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    party = campus.student()
    by = campus.actor(party)
    for place in range(3):
        operations.submit(
            by=by, draft=operations.start_draft(by=by, service=SERVICE), idempotency_key=f"query-test-{place}"
        )
    draft = operations.start_draft(by=by, service=SERVICE)
    with django_assert_max_num_queries(4):
        queries.draft_for(by, draft)
    with django_assert_max_num_queries(2):
        assert len(queries.drafts_of(by)) == 1
    with django_assert_max_num_queries(2):
        assert len(queries.my_cases(by)) == 3
    number = queries.my_cases(by)[0].number
    with django_assert_max_num_queries(3):
        queries.case_for(by, number)
    with django_assert_max_num_queries(30):
        operations.submit(by=by, draft=draft, idempotency_key="query-test-last")


def test_pages_of_cases_follow_one_another() -> None:
    by = campus.actor(campus.student())
    numbers = [
        operations.submit(
            by=by, draft=operations.start_draft(by=by, service=SERVICE), idempotency_key=f"page-test-{place}"
        ).number
        for place in range(5)
    ]
    first = queries.my_cases(by, limit=2)
    second = queries.my_cases(by, limit=2, before=first[-1].number)
    assert [card.number for card in (*first, *second)] == numbers[:0:-1]
    assert queries.count_cases(by) == 5

"""The database itself keeps the promises of the cases room, whoever writes past the code."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.engine import campus

from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import Case, CaseEvent, FrozenDeclaration
from maarif.engine.cases.types import (
    TRANSITIONS,
    Status,
)

pytestmark = pytest.mark.django_db
SERVICE = "higher.study_certificate"


@pytest.fixture
def closed() -> Case:
    """A case that was granted."""
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=SERVICE)
    operations.submit(by=by, draft=draft, idempotency_key="database-test")
    return Case.objects.get(key=draft)


@pytest.fixture
def draft() -> Case:
    """A case that was begun."""
    by = campus.actor(campus.student())
    return Case.objects.get(key=operations.start_draft(by=by, service=SERVICE))


def refused(statement: str, *params: object) -> bool:
    """Whether the database refuses a statement; nothing of it stays."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, params)
    except DatabaseError:
        return True
    return False


def test_nothing_leaves_closed(closed: Case) -> None:
    for after in set(Status) - {Status.CLOSED}:
        assert refused("UPDATE cases_case SET status = %s WHERE id = %s", after.value, closed.pk), after


def test_a_draft_becomes_nothing_that_it_may_not(draft: Case) -> None:
    unlikely = {after for after in Status if (Status.DRAFT, after) not in TRANSITIONS} - {Status.DRAFT}
    assert len(unlikely) > 3
    for after in unlikely:
        assert refused("UPDATE cases_case SET status = %s WHERE id = %s", after.value, draft.pk), after


def test_a_draft_is_not_submitted_without_number_and_declaration(draft: Case) -> None:
    assert refused("UPDATE cases_case SET status = 'submitted' WHERE id = %s", draft.pk)


def test_an_unknown_status_is_refused(draft: Case) -> None:
    assert refused("UPDATE cases_case SET status = 'granted' WHERE id = %s", draft.pk)


SENT_AND_DECIDED = (
    "answers = '{}'",
    "number = 'AR-2026-999999'",
    "submitted_at = now()",
    "due = due + 1",
    "deadline = '{}'",
    "rule_set = 'other'",
    "outcome = 'refused'",
    "grants = false",
    "reasons = '{alive}'",
    "documents = '{}'",
    "facts = '{}'",
    "decided_at = now()",
    "service = 'school.study_certificate'",
    "key = gen_random_uuid()",
)


def test_what_was_sent_and_decided_cannot_be_rewritten(closed: Case) -> None:
    for change in SENT_AND_DECIDED:
        assert refused(f"UPDATE cases_case SET {change} WHERE id = %s", closed.pk), change


def test_a_sent_case_cannot_be_deleted(closed: Case) -> None:
    assert refused("DELETE FROM cases_caseevent WHERE case_id = %s", closed.pk)
    assert refused("DELETE FROM cases_case WHERE id = %s", closed.pk)


def test_a_case_begins_as_a_draft(draft: Case) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.create(
            party_id=draft.party_id, subject_id=draft.subject_id, service=SERVICE, country="az", language="az",
            status="decided", started_at=draft.started_at, saved_at=draft.saved_at, expires_at=draft.expires_at,
        )  # fmt: skip


def test_a_second_open_draft_is_refused(draft: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(
            party_id=draft.party_id, subject_id=draft.subject_id, service=SERVICE, country="az", language="az",
            started_at=draft.started_at, saved_at=draft.saved_at, expires_at=draft.expires_at,
        )  # fmt: skip


def test_history_and_declarations_are_append_only(closed: Case) -> None:
    assert refused("UPDATE cases_caseevent SET kind = 'closed' WHERE case_id = %s", closed.pk)
    assert refused("UPDATE cases_frozendeclaration SET body = '{}'")
    assert refused("DELETE FROM cases_frozendeclaration")
    assert FrozenDeclaration.objects.count() == 1


@pytest.mark.parametrize(
    ("tamper", "position"),
    [
        ("UPDATE cases_caseevent SET detail = '{\"outcome\": \"refused\"}' WHERE kind = 'decided'", 3),
        ("UPDATE cases_caseevent SET at = at + interval '1 second' WHERE kind = 'submitted'", 2),
        ("UPDATE cases_caseevent SET party = party + 1 WHERE kind = 'started'", 1),
        ("DELETE FROM cases_caseevent WHERE kind = 'issued'", 5),
        ("UPDATE cases_caseevent SET position = position + 10 WHERE kind = 'closed'", 15),
        ("UPDATE cases_caseevent SET digest = '\\x00' WHERE kind = 'submitted'", 2),
    ],
)
def test_a_history_changed_behind_the_triggers_is_found(closed: Case, tamper: str, position: int) -> None:
    assert closed.number is not None
    assert queries.chain_broken_at(closed.number) is None
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE cases_caseevent DISABLE TRIGGER USER")
        cursor.execute(tamper)
        cursor.execute("ALTER TABLE cases_caseevent ENABLE TRIGGER USER")
    assert queries.chain_broken_at(closed.number) == position


def test_the_events_are_five(closed: Case) -> None:
    assert CaseEvent.objects.filter(case=closed).count() == 5

"""What is written into the ledger, and who sees it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from maarif.support.audit import operations, queries
from maarif.support.audit.models import Entry
from maarif.support.parties.types import ANONYMOUS, SYSTEM, Actor, Assurance, Channel

pytestmark = pytest.mark.django_db

OFFICER = Actor(
    party=900,
    account=9,
    role="registrar",
    scope_kind="institution",
    scope="77",
    assurance=Assurance.OFFICIAL,
    channel=Channel.DESK,
    purpose="enrolment",
)


def test_a_look_at_three_people_is_one_insert_and_three_entries() -> None:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        operations.record_read(by=OFFICER, subjects=[1, 2, 3], what="people.record")
    assert len(seen) == 1
    assert list(Entry.objects.order_by("id").values_list("subject", "party", "purpose", "kind")) == [
        (1, 900, "enrolment", "read"),
        (2, 900, "enrolment", "read"),
        (3, 900, "enrolment", "read"),
    ]


def test_a_look_at_nobody_writes_nothing() -> None:
    operations.record_read(by=OFFICER, subjects=[], what="people.search")
    assert not Entry.objects.exists()


def test_an_act_upon_nobody_in_particular_is_still_written() -> None:
    operations.record_write(by=SYSTEM, verb="keys.rotate", subjects=[], detail={"key": "2026-00"})
    assert list(Entry.objects.values_list("what", "subject", "detail")) == [("keys.rotate", None, {"key": "2026-00"})]


def test_many_acts_with_details_of_their_own_are_one_insert() -> None:
    with CaptureQueriesContext(connection) as seen:
        operations.record_writes(by=SYSTEM, verb="documents.issue", acts=[(1, {"n": "A"}), (2, {"n": "B"})])
    assert len(seen) == 1
    assert list(Entry.objects.order_by("id").values_list("subject", "detail")) == [(1, {"n": "A"}), (2, {"n": "B"})]


def test_a_person_sees_looks_newest_first_page_by_page_and_no_acts() -> None:
    for number in range(5):
        operations.record_read(by=OFFICER, subjects=[1], what=f"look {number}", purpose="check", case="AR-1")
    operations.record_write(by=OFFICER, verb="people.correct", subjects=[1], detail={})
    operations.record_read(by=OFFICER, subjects=[2], what="of another")
    first = queries.looks_at(1, limit=3)
    second = queries.looks_at(1, limit=3, before=first[-1].id)
    assert [look.what for look in first + second] == ["look 4", "look 3", "look 2", "look 1", "look 0"]
    assert (first[0].role, first[0].scope, first[0].purpose, first[0].case) == ("registrar", "77", "check", "AR-1")


def test_names_of_lookers_come_from_whoever_knows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_names", [])
    operations.record_read(by=OFFICER, subjects=[1], what="x")
    operations.record_read(by=ANONYMOUS, subjects=[1], what="y")
    assert [look.who for look in queries.looks_at(1)] == ["", ""]
    queries.name_parties_by(lambda parties: {900: "Səbinə Quliyeva"} if list(parties) == [900] else {})
    assert [look.who for look in queries.looks_at(1)] == ["", "Səbinə Quliyeva"]


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET purpose = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_an_entry(statement: str) -> None:
    operations.record_read(by=OFFICER, subjects=[1], what="x")
    with (
        pytest.raises(DatabaseError, match="Cannot update or delete"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Entry.objects.values_list("what", "purpose")) == [("x", "enrolment")]

"""Rows written and read by kept statements are the rows that the ORM writes and reads."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maarif.kernel import clock
from maarif.support.notices.models import Message, Reminder
from maarif.support.parties import rows
from maarif.support.parties.operations import make_party
from maarif.support.parties.types import PartyKind

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def reminder(party: int, key: str, **said: object) -> Reminder:
    words = {"az": "Sabah «50%» ödənilir", "en": "It ends tomorrow"}
    return Reminder(
        party_id=party, topic="case", subject=words, body={**words, "ru": "\\ \" '"}, key=key, at=AT, **said
    )


def values(row: Reminder) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in Reminder._meta.concrete_fields}


@pytest.fixture
def party() -> int:
    return make_party(PartyKind.PERSON)


def test_new_rows_get_their_numbers_and_are_what_the_orm_reads(party: int) -> None:
    new = [reminder(party, "first"), reminder(party, "second", until=AT, link="/cabinet/")]
    rows.add(new)
    assert [values(row) for row in Reminder.objects.order_by("pk")] == [values(row) for row in new]
    assert [row.key for row in Reminder.objects.order_by("pk")] == ["first", "second"]
    rows.add([])
    assert Reminder.objects.count() == 2


def test_many_rows_get_their_numbers_too(party: int) -> None:
    many = [reminder(party, f"{place}") for place in range(rows.MOST_KEPT + 1)]
    rows.add(many)
    assert [values(row) for row in Reminder.objects.order_by("pk")] == [values(row) for row in many]


def test_what_the_database_fills_is_left_to_it(party: int) -> None:
    new = Message(party_id=party, topic="case", subject={"en": "x"}, body={"en": "y"}, key="first")
    rows.add([new])
    [row] = rows.found(Message, "party_id = %s", [party])
    assert row == Message.objects.get(key="first") == new
    assert abs(clock.now() - row.sent_at) < timedelta(minutes=1)


def test_rows_are_found_as_the_orm_finds_them_in_the_order_asked_for(party: int) -> None:
    Reminder.objects.bulk_create([reminder(party, key) for key in "abc"])
    found = rows.found(Reminder, "party_id = %s AND key <> %s", [party, "b"], order="key DESC")
    assert [values(row) for row in found] == [values(row) for row in Reminder.objects.exclude(key="b").order_by("-key")]
    found[0].save()
    assert Reminder.objects.count() == 3


def test_only_the_named_columns_of_one_row_are_changed(party: int) -> None:
    new = [reminder(party, "first"), reminder(party, "second")]
    rows.add(new)
    before = values(Reminder.objects.get(key="second"))
    new[0].told_at, new[0].body, new[0].topic = AT, {"en": "100%"}, "not written"
    rows.change(new[0], "told_at", "body")
    first = Reminder.objects.get(key="first")
    assert (first.told_at, first.body, first.topic) == (AT, {"en": "100%"}, "case")
    assert values(Reminder.objects.get(key="second")) == before


def test_a_row_whose_like_is_there_is_not_written_and_nothing_breaks(party: int) -> None:
    row = reminder(party, "first")
    assert rows.add_if_new(row)
    assert not rows.add_if_new(reminder(party, "first", link="/other/"))
    assert [values(one) for one in Reminder.objects.all()] == [values(row)]


def test_a_change_of_a_row_that_is_gone_is_an_error(party: int) -> None:
    row = reminder(party, "first")
    rows.add([row])
    Reminder.objects.all().delete()
    with pytest.raises(Reminder.DoesNotExist):
        rows.change(row, "topic")


def test_rows_are_held_as_for_an_update_that_moves_no_key(party: int) -> None:
    rows.add([reminder(party, "first")])
    with CaptureQueriesContext(connection) as seen:
        rows.found(Reminder, "party_id = %s", [party], lock=True)
        rows.found(Reminder, "party_id = %s", [party])
    assert [query["sql"].endswith("FOR NO KEY UPDATE") for query in seen] == [True, False]


def test_a_statement_asked_often_is_kept_by_the_connection(party: int) -> None:
    for _ in range(4):
        rows.found(Reminder, "party_id = %s", [party])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%notices_reminder%'")
        assert cursor.fetchone() == (1,)

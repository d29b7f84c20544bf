"""Telling people: once, in their language, in the transaction of what it tells, over real SMTP and a real gateway."""

import json
from typing import Any

import pytest
from django.db import connection, transaction

from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.support.notices import operations, queries
from maarif.support.notices.carrying import NotDelivered, attempt
from maarif.support.notices.models import Circuit, Delivery, Message
from maarif.support.notices.types import CHOSEN_TOPICS, Channels, Topic
from maarif.support.parties.models import Party
from maarif.support.parties.types import SYSTEM, Actor, Assurance
from simulators.catcher.caught import Shelf

pytestmark = pytest.mark.django_db

SUBJECT = Text(
    az="Sənəd hazırdır", ru="Документ готов", kk="Құжат дайын", ky="Документ даяр", en="Your document is ready"
)
BODY = Text.same("Nömrə: 2026/123 <b>&\n\n=HYPERLINK")


def send(to: int, **changes: Any) -> int:
    return operations.send(
        by=SYSTEM, to=to, topic="documents.issued", subject=SUBJECT, body=BODY, link="/cabinet/documents/", **changes
    )


def carry_out() -> None:
    for pk in Delivery.objects.order_by("pk").values_list("pk", flat=True):
        attempt(pk)


def jobs_waiting() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args, queue_name FROM procrastinate_jobs WHERE task_name = 'notices.deliver' ORDER BY id"
        )
        return [{"args": json.loads(row[0]), "queue": row[1]} for row in cursor.fetchall()]


def citizen(party: int) -> Actor:
    return Actor(party=party, assurance=Assurance.NATIONAL)


def test_a_notice_is_a_message_in_the_cabinet_and_a_letter_in_the_readers_language(reader: int, caught: Shelf) -> None:
    number = send(reader)
    card = queries.inbox_of(citizen(reader), reader)[0]
    assert (card.id, card.subject, card.body, card.link, card.read_at) == (
        number,
        SUBJECT,
        BODY,
        "/cabinet/documents/",
        None,
    )
    carry_out()
    (letter,) = caught.newest_first()
    assert (letter.kind, letter.to, letter.subject, letter.language) == (
        "email",
        "reader@example.com",
        "Документ готов",
        "ru",
    )
    assert "/ru/cabinet/documents/" in letter.text
    assert "2026/123 <b>&" in letter.text
    assert "&lt;b&gt;&amp;" in letter.html
    assert "<b>&" not in letter.html
    assert '<html lang="ru">' in letter.html


def test_the_job_rides_the_transaction(reader: int) -> None:
    def act_that_fails() -> None:
        with transaction.atomic():
            send(reader)
            assert len(jobs_waiting()) == 1
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_that_fails()
    assert (Message.objects.count(), Delivery.objects.count(), jobs_waiting()) == (0, 0, [])
    send(reader)
    assert jobs_waiting() == [{"args": {"delivery": Delivery.objects.get().pk}, "queue": "notices"}]


def test_a_key_is_told_once(reader: int) -> None:
    first = send(reader, key="case 7 decided")
    assert send(reader, key="case 7 decided") == first
    assert (Message.objects.count(), Delivery.objects.count(), len(jobs_waiting())) == (1, 1, 1)
    assert send(reader, key="case 8 decided") != first


def test_a_job_that_runs_again_sends_nothing_again(reader: int, caught: Shelf) -> None:
    send(reader)
    operations.choose_channels(by=citizen(reader), channels=Channels(sms=frozenset(CHOSEN_TOPICS)))
    send(reader)
    carry_out()
    carry_out()
    assert [(one.kind, one.copies) for one in caught.newest_first()] == [("sms", 1), ("email", 1), ("email", 1)]


def test_people_choose_their_channels(reader: int) -> None:
    wished = Channels(email=frozenset({Topic.NEWS}), sms=frozenset({Topic.DOCUMENTS}))
    operations.choose_channels(by=citizen(reader), channels=wished)
    assert queries.channels_of(reader) == wished
    send(reader)
    assert list(Delivery.objects.values_list("channel", "address", "language")) == [("sms", "+994502000001", "ru")]


def test_who_cannot_be_reached_still_finds_the_message_in_the_cabinet(reader: int) -> None:
    other = Party.objects.create(kind="person").pk
    send(other)
    assert len(queries.inbox_of(citizen(other), other)) == 1
    assert Delivery.objects.count() == 0


def test_a_server_that_is_away_is_tried_again_and_the_letter_arrives_once(
    reader: int, caught: Shelf, settings: Any
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    send(reader)
    failure = attempt(Delivery.objects.get().pk)
    assert isinstance(failure, NotDelivered)
    Circuit.objects.all().delete()
    row = Delivery.objects.get()
    assert (row.status, row.attempts, row.sent_at) == ("waiting", 1, None)
    assert "refused" in row.last_error
    settings.EMAIL_PORT = port
    assert attempt(row.pk) is None
    row.refresh_from_db()
    assert (row.status, row.attempts, row.last_error) == ("sent", 2, "")
    assert [one.copies for one in caught.newest_first()] == [1]


def test_after_the_last_attempt_it_is_given_up_and_said_so(reader: int, caught: Shelf, settings: Any) -> None:
    settings.EMAIL_PORT = 9
    send(reader)
    row = Delivery.objects.get()
    settings.NOTICES_WAITS, settings.CIRCUIT_FAILURES = (1.0, 5.0, 25.0), 100
    before = clock.now()
    with clock.using(clock.FrozenClock(before)):
        results = [attempt(row.pk) for _ in range(4)]
    waits = [round((one.again_at - before).total_seconds()) for one in results[:3] if one is not None]
    assert (waits, results[3]) == ([1, 5, 25], None)
    row.refresh_from_db()
    assert (row.status, row.attempts, row.sent_at, row.ended_at is None) == ("given_up", 4, None, False)
    assert attempt(row.pk) is None


def test_every_attempt_carries_the_same_name(reader: int, caught: Shelf) -> None:
    """A worker killed between the server's yes and our commit sends again: the receiver can tell."""
    send(reader)
    row = Delivery.objects.get()
    attempt(row.pk)
    Delivery.objects.update(status="waiting", sent_at=None, claimed_until=None)
    attempt(row.pk)
    first, second = caught.newest_first()
    assert first.name == second.name
    assert {first.copies, second.copies} == {1, 2}


def test_the_gateway_takes_a_repeated_text_message_once(reader: int, caught: Shelf) -> None:
    operations.send_sms(phone="+994502000009", language="az", text="Salam")
    row = Delivery.objects.get()
    attempt(row.pk)
    Delivery.objects.update(status="waiting", sent_at=None, claimed_until=None)
    attempt(row.pk)
    assert [(one.to, one.text, one.copies) for one in caught.newest_first()] == [("+994502000009", "Salam", 1)]


def test_a_code_is_forgotten_once_it_is_sent(db: None, caught: Shelf) -> None:
    operations.send_letter(address="a@example.com", language="az", subject="Kod 4711", body="Kod: 4711", code=True)
    attempt(Delivery.objects.get().pk)
    row = Delivery.objects.get()
    assert (row.status, row.subject, row.plain, row.html) == ("sent", "", "", "")
    assert "4711" in caught.newest_first()[0].text


def test_a_subject_cannot_smuggle_a_header(db: None, caught: Shelf) -> None:
    operations.send_letter(address="a@example.com", language="az", subject="x\r\nBcc: evil@example.com", body="y")
    attempt(Delivery.objects.get().pk)
    (letter,) = caught.newest_first()
    assert (letter.to, letter.subject) == ("a@example.com", "x Bcc: evil@example.com")


def test_nobody_reads_anothers_messages(reader: int) -> None:
    number = send(reader)
    stranger = citizen(Party.objects.create(kind="person").pk)
    assert queries.inbox_of(stranger, reader) == ()
    assert queries.message_for(stranger, number) is None
    assert queries.unread_count(stranger, reader) == 0
    assert operations.mark_read(by=stranger, message=number) is False
    assert operations.mark_all_read(by=stranger) == 0
    assert Message.objects.get().read_at is None


def test_a_guardian_who_acts_for_a_child_reads_the_childs(reader: int) -> None:
    number = send(reader)
    guardian = Actor(party=Party.objects.create(kind="person").pk, acting_for=reader, assurance=Assurance.NATIONAL)
    card = queries.message_for(guardian, number)
    assert card is not None
    assert operations.mark_read(by=guardian, message=number) is True
    assert queries.unread_count(guardian, reader) == 0


def test_the_inbox_is_newest_first_in_pages(reader: int) -> None:
    numbers = [send(reader, email=False) for _ in range(5)]
    first = queries.inbox_of(citizen(reader), reader, limit=3)
    rest = queries.inbox_of(citizen(reader), reader, limit=3, before=first[-1].id)
    assert [card.id for card in first + rest] == numbers[::-1]
    assert queries.unread_of(reader) == 5

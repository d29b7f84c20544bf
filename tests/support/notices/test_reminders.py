"""Reminders: they ride the transaction, move with their deadline, are cancelled with it, and are told once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.support.notices import operations
from maarif.support.notices.models import Delivery, Message, Reminder
from maarif.support.notices.reminding import tell_due
from maarif.support.parties.models import Party
from maarif.support.parties.types import SYSTEM

WORDS = Text(az="Son gün", ru="Срок", kk="Мерзім", ky="Мөөнөт", en="Deadline")
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
KEY = "case 7 answer"


def remind(to: int, at: datetime, until: datetime | None = None, key: str = KEY) -> None:
    operations.remind(by=SYSTEM, to=to, subject=WORDS, body=WORDS, link="/cabinet/", at=at, until=until, key=key)


def told() -> int:
    return Message.objects.count()


@pytest.mark.django_db
def test_a_reminder_is_told_at_its_time_once_by_the_readers_channels(reader: int) -> None:
    with clock.using(clock.FrozenClock(NOW)) as frozen:
        remind(reader, NOW + DAY)
        assert (tell_due(), told()) == (0, 0)
        frozen.move(DAY)  # type: ignore[attr-defined]
        assert (tell_due(), told()) == (1, 1)
        assert (tell_due(), told()) == (0, 1)
    message = Message.objects.get()
    assert (message.topic, message.subject["ru"], message.link) == ("deadline", "Срок", "/cabinet/")
    assert list(Delivery.objects.values_list("channel", flat=True)) == ["email"]


@pytest.mark.django_db
def test_it_rides_the_transaction_of_what_it_reminds_of(reader: int) -> None:
    def act_that_fails() -> None:
        with transaction.atomic():
            remind(reader, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act_that_fails()
    assert Reminder.objects.count() == 0


@pytest.mark.django_db
def test_a_deadline_that_moves_moves_its_reminder(reader: int) -> None:
    with clock.using(clock.FrozenClock(NOW)) as frozen:
        remind(reader, NOW + DAY)
        remind(reader, NOW + 3 * DAY)
        frozen.move(DAY)  # type: ignore[attr-defined]
        assert (tell_due(), told()) == (0, 0)
        frozen.move(2 * DAY)  # type: ignore[attr-defined]
        assert (tell_due(), told()) == (1, 1)


@pytest.mark.django_db
def test_one_that_was_told_is_told_anew_for_a_new_time_and_not_for_the_same(reader: int) -> None:
    with clock.using(clock.FrozenClock(NOW)) as frozen:
        remind(reader, NOW)
        tell_due()
        remind(reader, NOW)
        assert (tell_due(), told()) == (0, 1)
        remind(reader, NOW + DAY)
        frozen.move(DAY)  # type: ignore[attr-defined]
        assert (tell_due(), told()) == (1, 2)


@pytest.mark.django_db
def test_a_clock_that_pauses_cancels_what_was_to_be_told_and_one_that_goes_on_arranges_it_anew(reader: int) -> None:
    other = Party.objects.create(kind="person").pk
    with clock.using(clock.FrozenClock(NOW)) as frozen:
        remind(reader, NOW + DAY)
        remind(other, NOW + DAY)
        remind(reader, NOW + DAY, key="case 8 answer")
        assert operations.cancel_reminders(by=SYSTEM, key=KEY, to=other) == 1
        assert operations.cancel_reminders(by=SYSTEM, key=KEY) == 1
        assert operations.cancel_reminders(by=SYSTEM, key=KEY) == 0
        frozen.move(DAY)  # type: ignore[attr-defined]
        assert (tell_due(), Message.objects.get().key[:6]) == (1, "case 8")
        remind(reader, NOW + 5 * DAY)
        frozen.move(4 * DAY)  # type: ignore[attr-defined]
        assert (tell_due(), told()) == (1, 2)


@pytest.mark.django_db
def test_one_that_comes_after_its_deadline_is_dropped(reader: int) -> None:
    with clock.using(clock.FrozenClock(NOW)) as frozen:
        remind(reader, NOW + DAY, until=NOW + 2 * DAY)
        frozen.move(2 * DAY)  # type: ignore[attr-defined]
        assert (tell_due(), told(), Reminder.objects.get().told_at) == (1, 0, NOW + 2 * DAY)


@pytest.mark.django_db
def test_a_time_without_a_zone_is_refused(reader: int) -> None:
    with pytest.raises(clock.NaiveTime):
        remind(reader, datetime(2026, 3, 3))
    assert Reminder.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_several_workers_tell_each_reminder_once(reader: int) -> None:
    for number in range(60):
        remind(reader, NOW, key=f"case {number}")
    barrier = threading.Barrier(6)

    def work() -> None:
        try:
            barrier.wait()
            while tell_due(limit=5):
                continue
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (told(), Reminder.objects.filter(told_at=None).count()) == (60, 0)

"""One notice to many people: each once, in few statements, read as they come."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from maarif.kernel.text import Text
from maarif.support.notices import directory, operations
from maarif.support.notices.models import ChannelChoice, Delivery, Message
from maarif.support.notices.types import Reachable
from maarif.support.parties.models import Party
from maarif.support.parties.types import SYSTEM

pytestmark = pytest.mark.django_db

WORDS = Text(az="Köçürüldü", ru="Перенесено", kk="Ауыстырылды", ky="Жылдырылды", en="Moved")
LANGUAGES = ("az", "ru", "kk", "ky", "en")


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two and a half thousand people, every fifth of whom has no account."""
    made = [party.pk for party in Party.objects.bulk_create(Party(kind="person") for _ in range(2500))]
    known = {
        party: Reachable(language=LANGUAGES[place % 5], email=f"p{party}@example.com", phone="+994502000001")
        for place, party in enumerate(made)
        if place % 5
    }
    monkeypatch.setattr(directory, "_plugged", [lambda parties: {one: known[one] for one in parties if one in known}])
    return made


def tell(to: Iterator[int] | list[int], key: str = "day off 2026-06-15") -> int:
    return operations.send_many(by=SYSTEM, to=to, topic="deadline", subject=WORDS, body=WORDS, key=key)


def queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.deliver' AND priority = 0")
        return int(cursor.fetchone()[0])


def test_everybody_is_told_once_in_a_handful_of_statements_per_thousand(people: list[int]) -> None:
    before = queued()
    with CaptureQueriesContext(connection) as asked:
        assert tell(iter(people)) == 2500
    assert len([one for one in asked if "SAVEPOINT" not in one["sql"]]) <= 3 * 5
    assert (Message.objects.count(), Delivery.objects.count(), queued() - before) == (2500, 2000, 2000)
    assert tell(people) == 0
    assert (Message.objects.count(), Delivery.objects.count(), queued() - before) == (2500, 2000, 2000)
    letter = Delivery.objects.filter(language="ky").first()
    assert letter is not None
    assert letter.subject == "Жылдырылды"


def test_choices_hold_for_many_too(people: list[int]) -> None:
    ChannelChoice.objects.create(party_id=people[1], email=[], sms=["deadlines"])
    ChannelChoice.objects.create(party_id=people[2], email=["news"], sms=[])
    tell(people[:5])
    assert sorted(Delivery.objects.values_list("channel", flat=True)) == ["email", "email", "sms"]


def test_the_same_person_twice_in_one_batch_is_told_once(people: list[int]) -> None:
    assert tell([people[1], people[1], people[0]]) == 2


def test_people_are_read_as_they_come_and_what_is_broken_off_goes_on(people: list[int]) -> None:
    def broken_off() -> Iterator[int]:
        yield from people[:1500]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(broken_off())
    assert Message.objects.count() == 0  # the caller's transaction
    with pytest.raises(ZeroDivisionError):
        tell(broken_off())
    assert Message.objects.count() == 1000
    assert tell(people) == 1500


def test_a_code_overtakes_the_many(people: list[int]) -> None:
    operations.send_sms(phone="+994502000009", language="az", text="4711", code=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(priority) FROM procrastinate_jobs WHERE task_name = 'notices.deliver'")
        assert cursor.fetchone()[0] == 100

"""Many tell the same thing at the same moment: it is said once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from maarif.kernel.text import Text
from maarif.support.notices import operations
from maarif.support.notices.models import Delivery, Message
from maarif.support.parties.models import Party
from maarif.support.parties.types import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 16


def at_once(act: Callable[[], object]) -> list[BaseException]:
    """Runs `act` in many threads that start together; what they raised."""
    barrier = threading.Barrier(SENDERS)
    raised: list[BaseException] = []

    def one() -> None:
        try:
            barrier.wait()
            act()
        except Exception as error:  # reported by the assertion
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_sixteen_senders_of_one_key_make_one_message(reader: int) -> None:
    text = Text.same("x")

    def act() -> None:
        operations.send(by=SYSTEM, to=reader, topic="t", subject=text, body=text, key="k")

    assert at_once(act) == []
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 1)


def test_looking_first_and_writing_then_would_not_do(reader: int) -> None:
    """The planted fault: check-then-insert lets several through, and only the table's own rule stops them."""

    looked = threading.Barrier(SENDERS)

    def naive() -> None:
        known = Message.objects.filter(party_id=reader, key="k").exists()
        looked.wait()
        if not known:
            Message.objects.create(party_id=reader, topic="t", subject={}, body={}, key="k")

    assert at_once(naive) != []
    assert Message.objects.count() == 1
    assert Party.objects.filter(pk=reader).exists()

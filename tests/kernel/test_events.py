"""Events are heard by whom the wiring lets hear, in order, at once."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from maarif.kernel import events
from maarif.kernel.events import Event, announce, hear, hearing


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled(Event):
    """An event of this test."""

    person: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolledAbroad(Enrolled):
    """A narrower event of this test."""

    country: str


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    yield
    events._HEARERS.pop(Enrolled, None)
    events._HEARERS.pop(EnrolledAbroad, None)


def test_hearers_hear_in_the_order_they_were_wired() -> None:
    heard: list[str] = []
    hear(Enrolled, lambda event: heard.append(f"first {event.person}"))
    hear(Enrolled, lambda event: heard.append(f"second {event.person}"))
    announce(Enrolled(person=7))
    assert heard == ["first 7", "second 7"]


def test_wiring_the_same_hearer_twice_is_wiring_it_once() -> None:
    heard: list[Enrolled] = []
    hear(Enrolled, heard.append)
    hear(Enrolled, heard.append)
    announce(Enrolled(person=7))
    assert heard == [Enrolled(person=7)]


def test_a_hearer_of_the_wider_event_hears_the_narrower_one() -> None:
    with hearing(Enrolled) as heard:
        announce(EnrolledAbroad(person=7, country="TR"))
    assert heard == [EnrolledAbroad(person=7, country="TR")]


def test_a_hearer_of_the_narrower_event_does_not_hear_the_wider_one() -> None:
    with hearing(EnrolledAbroad) as heard:
        announce(Enrolled(person=7))
    assert heard == []


def test_an_error_of_a_hearer_reaches_the_one_who_announces() -> None:
    def fail(_: Enrolled) -> None:
        raise ValueError("the queue is down")

    hear(Enrolled, fail)
    with pytest.raises(ValueError, match="the queue is down"):
        announce(Enrolled(person=7))

"""Values that cross the notices room's door."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from maarif.kernel.text import Text


class DeliveryChannel(StrEnum):
    """How a notice leaves the house."""

    EMAIL = "email"
    SMS = "sms"


class DeliveryStatus(StrEnum):
    """How far a letter or a text message is.

    Waiting for its turn; sent (the server or the gateway has taken it); delivered (the gateway says so); bounced (refused for
    ever, by the server or in the gateway's report); given up after the last attempt.
    """

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    GIVEN_UP = "given_up"


class Topic(StrEnum):
    """What a notice is about, as people choose; security cannot be switched off."""

    NEWS = "news"
    DEADLINES = "deadlines"
    DOCUMENTS = "documents"
    SECURITY = "security"


CHOSEN_TOPICS: Final = (Topic.NEWS, Topic.DEADLINES, Topic.DOCUMENTS)
_BEGINNINGS: Final = {
    "deadline": Topic.DEADLINES,
    "draft": Topic.DEADLINES,
    "reminder": Topic.DEADLINES,
    "document": Topic.DOCUMENTS,
    "documents": Topic.DOCUMENTS,
    "account": Topic.SECURITY,
    "record": Topic.SECURITY,
    "security": Topic.SECURITY,
}


def topic_of(code: str) -> Topic:
    """The topic that a notice's code belongs to, by what stands before its first dot; whatever is not named is news."""
    return _BEGINNINGS.get(code.partition(".")[0], Topic.NEWS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """Where somebody can be reached: confirmed addresses only, empty where there is none."""

    language: str
    email: str
    phone: str


Directory = Callable[[Sequence[int]], Mapping[int, Reachable]]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCard:
    """A message as the cabinet shows it; `link` is an address of the portal without its language, or empty."""

    id: int
    topic: str
    subject: Text
    body: Text
    link: str
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyCard:
    """A copy of a message on its way: `address` is masked, `at` is when the status came about, `error` is for support alone."""

    topic: str
    channel: DeliveryChannel
    address: str
    status: DeliveryStatus
    at: datetime
    attempts: int
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Of which topics somebody wishes copies beside the cabinet, by channel; security comes whatever is chosen."""

    email: frozenset[Topic] = frozenset(CHOSEN_TOPICS)
    sms: frozenset[Topic] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierState:
    """A mail server or gateway and what its circuit says: failures in a row, and until when it is left alone."""

    name: str
    channel: DeliveryChannel
    failures: int
    open_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What lies where, for `maarif doctor`: deliveries waiting, and those given up or bounced within a day."""

    waiting: int
    given_up: int
    bounced: int

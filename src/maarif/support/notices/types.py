"""Values that cross the notices room's door."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from maarif.kernel.text import Text


class DeliveryChannel(StrEnum):
    """How a notice leaves the house."""

    EMAIL = "email"
    SMS = "sms"


class DeliveryStatus(StrEnum):
    """How far a letter or a text message is: waiting, sent, or given up after the last attempt."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


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
class Channels:
    """Which copies of a message somebody wishes to get beside the cabinet."""

    email: bool
    sms: bool

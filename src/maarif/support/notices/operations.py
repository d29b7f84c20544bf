"""Writes of the notices room: telling one or many, reminding, sending to an address, marking as read, choosing channels."""

from maarif.kernel import clock
from maarif.support.notices.models import ChannelChoice, Message
from maarif.support.notices.reminding import cancel_reminders, remind
from maarif.support.notices.reporting import ReportRefused, take_report
from maarif.support.notices.sending import send, send_letter, send_sms
from maarif.support.notices.telling import send_many
from maarif.support.notices.types import CHOSEN_TOPICS, Channels
from maarif.support.parties.types import Actor

__all__ = [
    "ReportRefused",
    "cancel_reminders",
    "choose_channels",
    "mark_all_read",
    "mark_read",
    "remind",
    "send",
    "send_letter",
    "send_many",
    "send_sms",
    "take_report",
]


def mark_read(*, by: Actor, message: int) -> bool:
    """Marks one of the actor's (or the acted-for child's) messages as read; False when there is no such message."""
    mine = Message.objects.filter(pk=message, party_id=by.subject or 0)
    mine.filter(read_at=None).update(read_at=clock.now())
    return mine.exists()


def mark_all_read(*, by: Actor) -> int:
    """Marks all of the subject's messages as read; returns how many were not."""
    return Message.objects.filter(party_id=by.subject or 0, read_at=None).update(read_at=clock.now())


def choose_channels(*, by: Actor, channels: Channels) -> None:
    """Remembers of which topics the actor wishes copies; security is nobody's to choose."""
    if by.party is not None:
        wished = {
            name: [topic.value for topic in CHOSEN_TOPICS if topic in topics]
            for name, topics in (("email", channels.email), ("sms", channels.sms))
        }
        ChannelChoice.objects.update_or_create(pk=by.party, defaults=wished)

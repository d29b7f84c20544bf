"""Reads of the notices room: the inbox, the number of unread messages, the channels chosen."""

from maarif.kernel.text import Text
from maarif.support.notices.models import ChannelChoice, Delivery, Message
from maarif.support.notices.types import Channels, DeliveryStatus, MessageCard
from maarif.support.parties.queries import rows
from maarif.support.parties.types import Actor

PAGE = 50


def inbox_of(viewer: Actor, party: int, *, limit: int = PAGE, before: int | None = None) -> tuple[MessageCard, ...]:
    """A party's messages, newest first; only the party itself, or the guardian who acts for it, sees any."""
    if party != viewer.subject:
        return ()
    found = Message.objects.filter(party_id=party).order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    return tuple(map(_card, found[:limit]))


def message_for(viewer: Actor, message: int) -> MessageCard | None:
    """One message of the viewer (or of the child acted for), or None."""
    row = Message.objects.filter(pk=message, party_id=viewer.subject).first() if viewer.subject is not None else None
    return _card(row) if row is not None else None


def unread_count(viewer: Actor, party: int) -> int:
    """How many of a party's messages are unread; 0 for everybody else."""
    return Message.objects.filter(party_id=party, read_at=None).count() if party == viewer.subject else 0


def unread_of(party: int) -> int:
    """How many of a party's messages are unread, for the frame of the party's own pages; every page asks, hence plain SQL."""
    unread: int = rows("SELECT count(*) FROM notices_message WHERE party_id = %s AND read_at IS NULL", [party])[0][0]
    return unread


def channels_of(party: int) -> Channels:
    """Which copies a party wishes."""
    chosen = ChannelChoice.objects.filter(pk=party).first()
    return Channels(email=chosen.email, sms=chosen.sms) if chosen is not None else Channels(email=True, sms=False)


def waiting_count() -> int:
    """How many letters and text messages have not left yet, for `maarif doctor`."""
    return Delivery.objects.filter(status=DeliveryStatus.WAITING.value).count()


def _card(row: Message) -> MessageCard:
    return MessageCard(
        id=row.pk,
        topic=row.topic,
        subject=Text.of(row.subject),
        body=Text.of(row.body),
        link=row.link,
        sent_at=row.sent_at,
        read_at=row.read_at,
    )

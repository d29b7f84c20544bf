"""Reads of the notices room: the inbox, unread messages, how far copies are, the channels chosen, the state of the carriers."""

from datetime import timedelta

from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.support.notices.carriers.ways import ways
from maarif.support.notices.models import ChannelChoice, Circuit, Delivery, Message
from maarif.support.notices.types import (
    CarrierState,
    Channels,
    CopyCard,
    DeliveryChannel,
    DeliveryStatus,
    MessageCard,
    Topic,
    Traffic,
)
from maarif.support.parties.queries import rows
from maarif.support.parties.types import Actor, Assurance

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


def copies_for(viewer: Actor, message: int) -> tuple[CopyCard, ...]:
    """How far the copies of a message of the viewer are, addresses masked; none of anybody else's."""
    if viewer.subject is None:
        return ()
    found = Delivery.objects.filter(message_id=message, message__party_id=viewer.subject)
    return tuple(_copy(row, error="") for row in found.select_related("message").order_by("pk"))


def copies_of(viewer: Actor, party: int, *, limit: int = PAGE) -> tuple[CopyCard, ...]:
    """What was sent to a person lately and how far it came, for an official who has opened the record; never the words."""
    if viewer.assurance < Assurance.OFFICIAL:
        return ()
    found = Delivery.objects.filter(message__party_id=party).select_related("message").order_by("-pk")
    return tuple(_copy(row, error=row.last_error.replace(row.address, masked(row.address))) for row in found[:limit])


def unread_count(viewer: Actor, party: int) -> int:
    """How many of a party's messages are unread; 0 for everybody else."""
    return Message.objects.filter(party_id=party, read_at=None).count() if party == viewer.subject else 0


def unread_of(party: int) -> int:
    """How many of a party's messages are unread, for the frame of the party's own pages; every page asks, hence plain SQL."""
    unread: int = rows("SELECT count(*) FROM notices_message WHERE party_id = %s AND read_at IS NULL", [party])[0][0]
    return unread


def channels_of(party: int) -> Channels:
    """Of which topics a party wishes copies."""
    row = ChannelChoice.objects.filter(pk=party).first()
    return chosen(row) if row is not None else Channels()


def chosen(row: ChannelChoice) -> Channels:
    """A row of choices as a value."""
    return Channels(email=frozenset(map(Topic, row.email)), sms=frozenset(map(Topic, row.sms)))


def traffic() -> Traffic:
    """What waits and what has failed within a day, for `maarif doctor`."""
    lately = Delivery.objects.filter(ended_at__gt=clock.now() - timedelta(days=1))
    return Traffic(
        waiting=Delivery.objects.filter(status=DeliveryStatus.WAITING.value).count(),
        given_up=lately.filter(status=DeliveryStatus.GIVEN_UP.value).count(),
        bounced=lately.filter(status=DeliveryStatus.BOUNCED.value).count(),
    )


def carriers() -> tuple[CarrierState, ...]:
    """Every mail server and gateway of the settings, and what its circuit says."""
    known = {row.carrier: row for row in Circuit.objects.all()}
    return tuple(
        CarrierState(
            name=way.name,
            channel=channel,
            failures=known[way.name].failures if way.name in known else 0,
            open_until=known[way.name].open_until if way.name in known else None,
        )
        for channel in DeliveryChannel
        for way in ways(channel)
    )


def examine_carriers() -> tuple[tuple[str, DeliveryChannel, str], ...]:
    """Greets every carrier now: its name, its channel, and what does not work (empty when it does)."""
    return tuple((way.name, channel, way.examine()) for channel in DeliveryChannel for way in ways(channel))


def masked(address: str) -> str:
    """An address of which its owner knows which it is, and nobody else: `a•••@mail.example`, `+994•••01`."""
    name, at, host = address.partition("@")
    return f"{name[:1]}•••@{host}" if at else f"{address[:4]}•••{address[-2:]}"


def _copy(row: Delivery, *, error: str) -> CopyCard:
    return CopyCard(
        topic=row.message.topic if row.message is not None else "",
        channel=DeliveryChannel(row.channel),
        address=masked(row.address),
        status=DeliveryStatus(row.status),
        at=row.ended_at or row.sent_at or row.created_at,
        attempts=row.attempts,
        error=error,
    )


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

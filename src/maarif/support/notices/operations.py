"""Writes of the notices room: telling a party something, sending to an address, marking as read, choosing channels."""

import json
import secrets
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.support.notices import letters
from maarif.support.notices.directory import reachable
from maarif.support.notices.jobs import deliver
from maarif.support.notices.models import ChannelChoice, Delivery, Message
from maarif.support.notices.types import Channels, DeliveryChannel, Reachable
from maarif.support.parties.types import Actor

LONGEST_SMS: Final = 300
_INSERT: Final = """
    INSERT INTO notices_message (party_id, topic, subject, body, link, key) VALUES (%s, %s, %s::jsonb, %s::jsonb, %s, %s)
    ON CONFLICT (party_id, key) DO NOTHING RETURNING id
"""


def send(
    *,
    by: Actor,
    to: int,
    topic: str,
    subject: Text,
    body: Text,
    link: str = "",
    email: bool = True,
    sms: bool = False,
    key: str = "",
) -> int:
    """Tells a party something: a message in the cabinet, and copies by the channels that the party wishes.

    Runs inside the caller's transaction, if any. `key` makes it happen once (say `case 123 decided`); without one every
    call is a notice of its own. `link` is an address without its language (`/cabinet/...`). Returns the message's number.
    """
    with transaction.atomic():
        number, new = _message(to, topic, subject, body, link, key or secrets.token_hex(16))
        if new and (email or sms):
            _copies(number, to, subject, body, link, email=email, sms=sms)
    return number


def _message(to: int, topic: str, subject: Text, body: Text, link: str, key: str) -> tuple[int, bool]:
    """The number of the message of this key, and whether this call made it: two senders at once make one."""
    words = [json.dumps(text.as_dict(), ensure_ascii=False) for text in (subject, body)]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [to, topic, *words, link, key])
        made = cursor.fetchone()
        if made is None:
            cursor.execute("SELECT id FROM notices_message WHERE party_id = %s AND key = %s", [to, key])
        return int((made or cursor.fetchone())[0]), made is not None


def _copies(message: int, to: int, subject: Text, body: Text, link: str, *, email: bool, sms: bool) -> None:
    person = reachable([to]).get(to)
    if person is None:
        return
    wished = ChannelChoice.objects.filter(pk=to).values_list("email", "sms").first() or (True, False)
    if email and wished[0] and person.email:
        _letter(message, person, subject, body, link)
    if sms and wished[1] and person.phone:
        _text_message(message, person, subject)


def _letter(message: int, person: Reachable, subject: Text, body: Text, link: str) -> None:
    letter = letters.notice(person.language, subject.in_(person.language), body.in_(person.language), link)
    _queue(
        Delivery(
            message_id=message,
            channel=DeliveryChannel.EMAIL.value,
            address=person.email,
            language=person.language,
            subject=letter.subject,
            plain=letter.plain,
            html=letter.html,
            key=f"message {message} email",
        )
    )


def _text_message(message: int, person: Reachable, subject: Text) -> None:
    _queue(
        Delivery(
            message_id=message,
            channel=DeliveryChannel.SMS.value,
            address=person.phone,
            language=person.language,
            plain=f"{subject.in_(person.language)}. {settings.BASE_URL}"[:LONGEST_SMS],
            key=f"message {message} sms",
        )
    )


def send_letter(*, address: str, language: str, subject: str, body: str, code: bool = False, key: str = "") -> int:
    """Sends a letter to an address that need not belong to anybody yet (a confirmation, a code); returns its number."""
    letter = letters.plain(language, subject, body)
    return _queue(
        Delivery(
            channel=DeliveryChannel.EMAIL.value,
            address=address,
            language=language,
            subject=letter.subject,
            plain=letter.plain,
            html=letter.html,
            code=code,
            key=key or f"letter {secrets.token_hex(16)}",
        )
    )


def send_sms(*, phone: str, language: str, text: str, code: bool = False, key: str = "") -> int:
    """Sends a text message to a number (a code, say); returns its number."""
    return _queue(
        Delivery(
            channel=DeliveryChannel.SMS.value,
            address=phone,
            language=language,
            plain=text[:LONGEST_SMS],
            code=code,
            key=key or f"sms {secrets.token_hex(16)}",
        )
    )


def _queue(delivery: Delivery) -> int:
    """Keeps a delivery and the job that carries it out, in one transaction."""
    with transaction.atomic():
        delivery.save(force_insert=True)
        deliver.defer(delivery=delivery.pk)
    return delivery.pk


def mark_read(*, by: Actor, message: int) -> bool:
    """Marks one of the actor's (or the acted-for child's) messages as read; False when there is no such message."""
    mine = Message.objects.filter(pk=message, party_id=by.subject or 0)
    mine.filter(read_at=None).update(read_at=clock.now())
    return mine.exists()


def mark_all_read(*, by: Actor) -> int:
    """Marks all of the subject's messages as read; returns how many were not."""
    return Message.objects.filter(party_id=by.subject or 0, read_at=None).update(read_at=clock.now())


def choose_channels(*, by: Actor, channels: Channels) -> None:
    """Remembers which copies the actor wishes."""
    if by.party is not None:
        ChannelChoice.objects.update_or_create(pk=by.party, defaults={"email": channels.email, "sms": channels.sms})

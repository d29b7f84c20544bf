"""Tells one party something, or writes to an address that need not be anybody's yet."""

import secrets

from django.db import transaction

from maarif.kernel.text import Text
from maarif.support.notices import letters, segments
from maarif.support.notices.copies import ONE_BY_ONE, URGENT, Notice, queue, queue_copies
from maarif.support.notices.models import Delivery, Message
from maarif.support.notices.telling import messages
from maarif.support.notices.types import DeliveryChannel
from maarif.support.parties.types import Actor


def send(
    *,
    by: Actor,
    to: int,
    topic: str,
    subject: Text,
    body: Text,
    link: str = "",
    email: bool = True,
    sms: bool = True,
    key: str = "",
    language: str = "",
) -> int:
    """Tells a party something: a message in the cabinet, and copies by the channels that the party wishes for the topic.

    Runs inside the caller's transaction, if any. `key` makes it happen once (say `case 123 decided`); without one every
    call is a notice of its own. `link` is an address without its language (`/cabinet/...`); `email` and `sms` say which
    copies there may be at all, `language` in which one they are where it is not the account's. Returns the message's number.
    """
    notice = Notice(topic=topic, subject=subject, body=body, link=link, email=email, sms=sms, language=language)
    key = key or secrets.token_hex(16)
    with transaction.atomic(savepoint=False):
        new = messages(notice, [to], key)
        queue_copies(notice, new, ONE_BY_ONE)
    return new[to] if new else Message.objects.get(party_id=to, key=key).pk


def send_letter(*, address: str, language: str, subject: str, body: str, code: bool = False, key: str = "") -> int:
    """Sends a letter to an address that need not belong to anybody yet (a confirmation, a code); returns its number."""
    letter = letters.plain(language, subject, body)
    return _queued(
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
    """Sends a text message to a number (a code, say), also at night: somebody has just asked for it. Returns its number."""
    return _queued(
        Delivery(
            channel=DeliveryChannel.SMS.value,
            address=phone,
            language=language,
            plain=segments.fitted(text),
            code=code,
            key=key or f"sms {secrets.token_hex(16)}",
        )
    )


def _queued(delivery: Delivery) -> int:
    queue([delivery], URGENT if delivery.code else ONE_BY_ONE)
    return delivery.pk

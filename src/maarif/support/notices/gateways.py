"""The two ways out of the house: SMTP for letters, the gateway's HTTP for text messages."""

import json
import urllib.error
import urllib.request
from email.utils import parseaddr
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from maarif.support.notices.models import Delivery
from maarif.support.notices.types import DeliveryChannel

TIMEOUT_SECONDS: Final = 10


class NotDelivered(Exception):
    """The mail server or the gateway did not take it; worth another attempt."""


def hand_over(delivery: Delivery) -> None:
    """Hands one delivery to the world; the same delivery handed over twice carries the same name, so that it is known again."""
    if delivery.channel == DeliveryChannel.EMAIL.value:
        _mail(delivery)
    else:
        _sms(delivery)


def message_id(delivery: Delivery) -> str:
    """The letter's name: the same at every attempt."""
    return f"<delivery-{delivery.pk}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition('@')[2]}>"


def _mail(delivery: Delivery) -> None:
    headers = {
        "Message-ID": message_id(delivery),
        "Auto-Submitted": "auto-generated",
        "Content-Language": delivery.language,
    }
    letter = EmailMultiAlternatives(
        subject=delivery.subject, body=delivery.plain, to=[delivery.address], headers=headers
    )
    if delivery.html:
        letter.attach_alternative(delivery.html, "text/html")
    try:
        letter.send()
    except OSError as error:  # smtplib's errors are OSErrors too
        raise NotDelivered(f"{type(error).__name__}: {error}") from error


def _sms(delivery: Delivery) -> None:
    body = {"to": delivery.address, "text": delivery.plain, "language": delivery.language}
    request = urllib.request.Request(  # noqa: S310 - the address is the operator's setting
        settings.SMS_URL,
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.SMS_TOKEN}",
            "Idempotency-Key": f"delivery-{delivery.pk}",
        },
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
            return
    except (OSError, urllib.error.HTTPError) as error:
        raise NotDelivered(f"{type(error).__name__}: {error}") from error

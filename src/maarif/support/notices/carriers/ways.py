"""Which carriers there are, in the order of the settings, and how each of them is handed a delivery."""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from maarif.support.notices import letters
from maarif.support.notices.carriers import sms, smtp
from maarif.support.notices.carriers.answers import Answer, Kind, failed
from maarif.support.notices.models import Delivery
from maarif.support.notices.types import DeliveryChannel


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A carrier: a mail server or a gateway."""

    carrier: smtp.MailServer | sms.Gateway

    @property
    def name(self) -> str:
        """What the deliveries and the circuit call it."""
        return self.carrier.name

    @property
    def channel(self) -> DeliveryChannel:
        """What it carries."""
        return DeliveryChannel.EMAIL if isinstance(self.carrier, smtp.MailServer) else DeliveryChannel.SMS

    def hand_over(self, delivery: Delivery) -> Answer:
        """Hands one delivery to the carrier, always under the same name, so that it is known again."""
        if isinstance(self.carrier, smtp.MailServer):
            return _letter(self.carrier, delivery)
        return sms.hand_over(
            self.carrier,
            key=str(delivery.name),
            to=delivery.address,
            text=delivery.plain,
            language=delivery.language,
            seconds=settings.NOTICES_TIMEOUT,
        )

    def examine(self) -> str:
        """Whether it can be reached and knows us, for `maarif doctor`; empty when all is well, else what it said."""
        if isinstance(self.carrier, sms.Gateway):
            return sms.examine(self.carrier, settings.NOTICES_TIMEOUT)
        try:
            smtp.examine(self.carrier, settings.NOTICES_TIMEOUT, _me())
        except OSError as error:
            return failed(Kind.AWAY, error).words
        return ""


def ways(channel: DeliveryChannel) -> tuple[Way, ...]:
    """The carriers of a channel, the preferred one first."""
    if channel is DeliveryChannel.EMAIL:
        authority = settings.SMTP_AUTHORITY
        first = smtp.MailServer(
            host=settings.EMAIL_HOST,
            port=settings.EMAIL_PORT,
            user=settings.EMAIL_HOST_USER,
            password=settings.EMAIL_HOST_PASSWORD,
            starttls=settings.EMAIL_USE_TLS,
            authority=authority,
        )
        servers = [first, *(smtp.server_of(address, authority) for address in settings.SMTP_NEXT.split())]
        return tuple(Way(carrier=one) for one in servers)
    gateways = [sms.Gateway(url=settings.SMS_URL, token=settings.SMS_TOKEN)]
    gateways += [sms.gateway_of(address) for address in settings.SMS_NEXT.split()]
    return tuple(Way(carrier=one) for one in gateways)


def message_id(delivery: Delivery) -> str:
    """The letter's name: the same at every attempt."""
    return f"<{delivery.name}@{_address(settings.DEFAULT_FROM_EMAIL).partition('@')[2]}>"


def _letter(server: smtp.MailServer, delivery: Delivery) -> Answer:
    headers = {
        "Message-ID": message_id(delivery),
        "Auto-Submitted": "auto-generated",
        "Content-Language": delivery.language,
    }
    if delivery.message_id is not None:
        headers["List-Unsubscribe"] = f"<{letters.settings_address(delivery.language)}>"
    written = EmailMultiAlternatives(
        subject=delivery.subject, body=delivery.plain, to=[delivery.address], headers=headers
    )
    if delivery.html:
        written.attach_alternative(delivery.html, "text/html")
    try:
        to, letter = sanitize_address(delivery.address, "utf-8"), _bytes(written)
    except ValueError as error:  # no mail server would take what is no address
        return failed(Kind.REFUSED, error)
    sender = _address(settings.DEFAULT_FROM_EMAIL)
    return smtp.hand_over(server, sender=sender, to=to, letter=letter, seconds=settings.NOTICES_TIMEOUT, me=_me())


def _bytes(written: EmailMultiAlternatives) -> bytes:
    made: Any = written.message()  # the stubs do not know Django's own `as_bytes`
    content: bytes = made.as_bytes(linesep="\r\n")
    return content


def _address(written: str) -> str:
    return parseaddr(written)[1]


def _me() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"

"""Delivery reports: what a gateway says later about a text message that it took."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from standardwebhooks import Webhook

from maarif.kernel import clock
from maarif.support.notices.models import Delivery
from maarif.support.notices.types import DeliveryStatus
from maarif.support.parties.types import Actor

_HEADERS: Final = ("webhook-id", "webhook-timestamp", "webhook-signature")
DELIVERED: Final = "message.delivered"
FAILED: Final = "message.failed"
_NOT_DELIVERED: Final = tuple(one for one in DeliveryStatus if one is not DeliveryStatus.DELIVERED)


class ReportRefused(Exception):
    """A report that no gateway of ours has signed within the last five minutes, or that says nothing known."""


def take_report(*, by: Actor, body: bytes, headers: Mapping[str, str]) -> bool:
    """Notes a gateway's signed report; False when nothing of ours has its key. ReportRefused.

    Said twice it changes nothing, and what was delivered stays so whatever is said afterwards.
    """
    said = _verified(body, headers)
    try:
        kind, name, at = said["type"], UUID(said["data"]["key"]), datetime.fromisoformat(said["timestamp"])
        reason = str(said["data"].get("reason", ""))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReportRefused("type, timestamp and data.key are needed") from error
    if kind not in {DELIVERED, FAILED}:
        raise ReportRefused(f"type is {DELIVERED} or {FAILED}")
    _note(name, clock.aware(at) if at.tzinfo else clock.now(), delivered=kind == DELIVERED, reason=reason)
    return Delivery.objects.filter(name=name, channel="sms").exists()


def _note(name: UUID, at: datetime, *, delivered: bool, reason: str) -> None:
    """A report may come before the gateway's own answer has been read: then it says that the message was taken, too."""
    found = Delivery.objects.filter(name=name, channel="sms")
    if delivered:
        changed: dict[str, str] = {"status": DeliveryStatus.DELIVERED.value, "last_error": ""}
        open_to: tuple[DeliveryStatus, ...] = _NOT_DELIVERED
    else:
        changed = {"status": DeliveryStatus.BOUNCED.value, "last_error": f"the gateway reports: {reason}"[:300]}
        open_to = (DeliveryStatus.WAITING, DeliveryStatus.SENT)
    rows = found.filter(status__in=[one.value for one in open_to])
    rows.filter(sent_at=None).update(**changed, ended_at=at, sent_at=at)
    rows.update(**changed, ended_at=at)
    found.filter(code=True, ended_at=at).update(plain="")


def _verified(body: bytes, headers: Mapping[str, str]) -> Any:
    """The report, if one of the secrets signed it; each gateway has its own, and an old one stays while it is replaced."""
    given = {name: headers.get(name, "") for name in _HEADERS}
    for secret in settings.SMS_REPORT_SECRETS.split():
        try:
            return Webhook(secret).verify(body, given)
        except Exception:  # noqa: S112 - whatever the library meets in a stranger's words, another secret may fit
            continue
    raise ReportRefused("no secret of ours signed this, or it is older than five minutes")

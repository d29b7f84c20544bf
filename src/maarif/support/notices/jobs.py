"""Background work of the notices room: carrying letters and text messages out."""

import logging
from typing import Final

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from maarif.kernel import clock
from maarif.support.notices import gateways
from maarif.support.notices.models import Delivery
from maarif.support.notices.types import DeliveryStatus

log = logging.getLogger("maarif.notices")

ATTEMPTS: Final = 8
"""First attempt at once, then after 3, 9, 27, 81, 243, 729 and 2187 seconds: an hour in all."""


@app.task(
    name="notices.deliver",
    queue="notices",
    retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=3, retry_exceptions=[gateways.NotDelivered]),
)
def deliver(*, delivery: int) -> None:
    """Carries one delivery out, once: a job that runs again finds it sent."""
    failure = attempt(delivery)
    if failure is not None:
        raise failure


def attempt(delivery: int) -> gateways.NotDelivered | None:
    """One attempt under the row's lock; the failure to be tried again, or None when there is nothing more to do.

    A worker killed between the server's yes and our commit sends again, under the same Message-ID or Idempotency-Key.
    """
    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(pk=delivery, status=DeliveryStatus.WAITING.value).first()
        if row is None:
            return None
        row.attempts += 1
        try:
            gateways.hand_over(row)
        except gateways.NotDelivered as failure:
            return _failed(row, failure)
        row.status, row.sent_at, row.last_error = DeliveryStatus.SENT.value, clock.now(), ""
        if row.code:
            row.plain = row.html = row.subject = ""
        row.save(update_fields=["status", "sent_at", "attempts", "last_error", "plain", "html", "subject"])
    return None


def _failed(row: Delivery, failure: gateways.NotDelivered) -> gateways.NotDelivered | None:
    row.last_error = str(failure)[:300]
    if row.attempts >= ATTEMPTS:
        log.error("delivery %s given up after %s attempts: %s", row.pk, row.attempts, row.last_error)
        row.status = DeliveryStatus.GIVEN_UP.value
        if row.code:
            row.plain = row.html = row.subject = ""
    row.save(update_fields=["status", "attempts", "last_error", "plain", "html", "subject"])
    return None if row.status == DeliveryStatus.GIVEN_UP.value else failure

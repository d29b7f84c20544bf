"""Carries a delivery out: claimed by one worker, handed to one carrier after the other, settled.

Three short transactions with the world between them, so that no lock waits for a slow server. Nothing is sent twice that can be
helped: a text message whose gateway may have taken it goes to no other gateway, and the same gateway knows it by its key. The
window that remains belongs to SMTP: a server that took a letter and could not say so gets it again, under the same Message-ID.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from maarif.kernel import clock
from maarif.support.notices import quiet
from maarif.support.notices.carriers import circuits
from maarif.support.notices.carriers.answers import Answer, Kind
from maarif.support.notices.carriers.ways import Way, ways
from maarif.support.notices.models import Delivery
from maarif.support.notices.types import DeliveryChannel, DeliveryStatus

log = logging.getLogger("maarif.notices")

LEASE: Final = 1.5
"""How many times the longest conversation a worker's claim holds: a dead worker's delivery is free again after it."""
GIVE_UP_AFTER: Final = timedelta(days=3)
CODE_LIVES: Final = timedelta(minutes=15)
"""A one-time code that comes later than this opens nothing any more."""


class NotDelivered(Exception):
    """Not carried out yet; worth another attempt at `again_at`."""

    def __init__(self, words: str, again_at: datetime) -> None:
        super().__init__(words)
        self.again_at = again_at


def attempt(delivery: int) -> NotDelivered | None:
    """One attempt; what is to be tried again and when, or None when there is nothing more to do."""
    row, later = _claimed(delivery)
    if row is None:
        return later
    bound = row.carrier if row.channel == DeliveryChannel.SMS.value and not row.code else ""
    said: Answer | None = None
    for way in choices(row):
        if not circuits.admits(way.name):
            continue
        if not _mine(row).update(carrier=way.name, claimed_until=_lease(clock.now())):
            return NotDelivered("another worker went on while this one slept", _lease(clock.now()))
        said = _asked(way, row)
        if said.kind is Kind.UNSURE and row.code:
            continue
        if said.kind is not Kind.AWAY:
            break
        if not bound:
            _mine(row).update(carrier="")
    return _settled(row, said or Answer(kind=Kind.AWAY, words="no carrier may be asked now"))


def choices(row: Delivery) -> Sequence[Way]:
    """The carriers that may be asked, best first.

    A text message that one of them may have taken goes to that one alone, unless it is a code: late is worse than twice then.
    A letter that a server wanted later goes there first, since greylisting forgets whoever comes from elsewhere.
    """
    every = ways(DeliveryChannel(row.channel))
    known = [way for way in every if way.name == row.carrier]
    if known and row.channel == DeliveryChannel.SMS.value and not row.code:
        return known
    return [*known, *(way for way in every if way.name != row.carrier)]


def _claimed(delivery: int) -> tuple[Delivery | None, NotDelivered | None]:
    """The delivery, for this worker alone for a while; or nothing, and when to come again if at all."""
    with transaction.atomic():
        row = Delivery.objects.select_for_update().filter(pk=delivery, status=DeliveryStatus.WAITING.value).first()
        if row is None:
            return None, None
        now = clock.now()
        if _too_old(row, now):
            _give_up(row, now)
            return None, None
        again_at, why = _not_before(row, now)
        if again_at is not None:
            return None, NotDelivered(why, again_at)
        row.attempts += 1
        row.claimed_until = _lease(now)
        row.save(update_fields=["attempts", "claimed_until"])
    return row, None


def _lease(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.NOTICES_TIMEOUT * LEASE)


def _not_before(row: Delivery, now: datetime) -> tuple[datetime | None, str]:
    """Until when a delivery must wait, and why: another worker has it, it is night, or every carrier rests."""
    if row.claimed_until is not None and row.claimed_until > now:
        return row.claimed_until, "another worker has it"
    night = None if row.at_night else quiet.quiet_until(now)
    if night is not None:
        return night, "it is night"
    return circuits.opens_again([way.name for way in choices(row)]), "every carrier rests"


def _mine(row: Delivery) -> QuerySet[Delivery]:
    """The row, as long as it waits and nobody began a later attempt."""
    return Delivery.objects.filter(pk=row.pk, status=DeliveryStatus.WAITING.value, attempts=row.attempts)


def _asked(way: Way, row: Delivery) -> Answer:
    said = way.hand_over(row)
    if said.kind.well:
        circuits.worked(way.name)
    else:
        circuits.failed(way.name)
        log.warning("%s did not take delivery %s: %s", way.name, row.pk, said.kind)
    return said


def _settled(row: Delivery, said: Answer) -> NotDelivered | None:
    """Writes down how the attempt ended."""
    with transaction.atomic():
        now = clock.now()
        kept = Delivery.objects.select_for_update().filter(pk=row.pk, status=DeliveryStatus.WAITING.value).first()
        if kept is None:
            return None  # a report of the gateway was faster
        if kept.attempts != row.attempts and said.kind is not Kind.TAKEN:
            return NotDelivered("another worker went on while this one slept", _lease(now))
        kept.last_error = "" if said.kind is Kind.TAKEN else f"{said.kind}: {said.words}"[:300]
        if said.kind is Kind.TAKEN:
            _end(kept, DeliveryStatus.SENT, sent_at=now)
            return None
        if said.kind is Kind.REFUSED:
            log.warning("delivery %s is refused for ever", kept.pk)
            _end(kept, DeliveryStatus.BOUNCED, ended_at=now)
            return None
        if kept.attempts > len(settings.NOTICES_WAITS):
            _give_up(kept, now)
            return None
        again_at = now + timedelta(seconds=settings.NOTICES_WAITS[kept.attempts - 1])
        kept.claimed_until = None
        kept.save(update_fields=["claimed_until", "last_error"])
        return NotDelivered(f"delivery {kept.pk}: {said.kind}", again_at)  # no address in the log


def _too_old(row: Delivery, now: datetime) -> bool:
    return now - row.created_at > (CODE_LIVES if row.code else GIVE_UP_AFTER)


def _give_up(row: Delivery, now: datetime) -> None:
    log.error("delivery %s given up after %s attempts", row.pk, row.attempts)
    _end(row, DeliveryStatus.GIVEN_UP, ended_at=now)


def _end(
    row: Delivery, status: DeliveryStatus, *, sent_at: datetime | None = None, ended_at: datetime | None = None
) -> None:
    row.status, row.sent_at, row.ended_at, row.claimed_until = status.value, sent_at, ended_at, None
    if row.code:
        row.plain = row.html = row.subject = ""
    row.save(update_fields=["status", "sent_at", "ended_at", "claimed_until", "last_error", "plain", "html", "subject"])

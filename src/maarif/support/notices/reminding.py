"""Reminders: notices for a later day, which move with the deadline that they are about, or are cancelled with it."""

import json
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.support.notices.models import Reminder
from maarif.support.notices.sending import send
from maarif.support.parties.types import SYSTEM, Actor

AT_A_TIME: Final = 200
_PUT: Final = """
    INSERT INTO notices_reminder AS r (party_id, topic, subject, body, link, key, at, until)
    VALUES (%s, %s, %s::jsonb, %s::jsonb, %s, %s, %s, %s)
    ON CONFLICT (party_id, key) DO UPDATE SET topic = EXCLUDED.topic, subject = EXCLUDED.subject, body = EXCLUDED.body,
    link = EXCLUDED.link, until = EXCLUDED.until, at = EXCLUDED.at,
    told_at = CASE WHEN r.at = EXCLUDED.at THEN r.told_at END
"""


def remind(
    *,
    by: Actor,
    to: int,
    topic: str = "deadline",
    subject: Text,
    body: Text,
    link: str = "",
    at: datetime,
    until: datetime | None = None,
    key: str,
) -> None:
    """Tells a party something at a later moment, once, unless it is cancelled before.

    Runs inside the caller's transaction, if any. Called again under the same `key` it takes the place of what was arranged: a
    deadline that moved moves its reminder, and one that was told already is told anew for the new time. `until` is when it
    is too late to be of use (the deadline itself). `at` in the past is told within a minute.
    """
    words = [json.dumps(text.as_dict(), ensure_ascii=False) for text in (subject, body)]
    moments = [clock.aware(at), clock.aware(until) if until is not None else None]
    with connection.cursor() as cursor:
        cursor.execute(_PUT, [to, topic, *words, link, key, *moments])


def cancel_reminders(*, by: Actor, key: str, to: int | None = None) -> int:
    """Cancels what was to be told under a key, to one party or to all (a case whose clock pauses); returns how many were waiting."""
    found = Reminder.objects.filter(key=key, told_at=None)
    count, _ = (found if to is None else found.filter(party_id=to)).delete()
    return count


def tell_due(*, limit: int = AT_A_TIME) -> int:
    """Tells reminders whose time has come, and drops those that come too late; returns how many it dealt with.

    Several workers share the work: each takes rows that no other has.
    """
    with transaction.atomic():
        now = clock.now()
        due = Reminder.objects.select_for_update(skip_locked=True).filter(at__lte=now, told_at=None)
        rows = list(due.order_by("at", "pk")[:limit])
        for row in rows:
            if row.until is None or now < row.until:
                _tell(row)
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return len(rows)


def _tell(row: Reminder) -> None:
    send(
        by=SYSTEM,
        to=row.party_id,
        topic=row.topic,
        subject=Text.of(row.subject),
        body=Text.of(row.body),
        link=row.link,
        key=f"{row.key} at {row.at:%Y-%m-%dT%H:%M:%SZ}",
    )

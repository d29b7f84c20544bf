"""What granting does: the consent is kept where the door to records looks it up."""

from datetime import date

from maarif.catalogue.citizens.consent.facts import Facts, receiver
from maarif.engine.declare import Granted
from maarif.support.access import operations as access
from maarif.support.access.types import RecordPart


def give(granted: Granted[Facts]) -> None:
    """Lets the named one see the named parts until the named day."""
    body, until, parts = receiver(granted.facts, granted.answers), granted.answers["until"], granted.answers["parts"]
    if body is None or not isinstance(until, date) or not isinstance(parts, tuple):
        raise TypeError("a consent was given without whom, until when or what")
    access.give_consent(
        by=granted.asking.actor,
        subject=granted.asking.subject,
        body=body,
        purpose=str(granted.answers["purpose"]),
        parts=frozenset(map(RecordPart, parts)),
        until=until,
        case=granted.number,
    )

"""Circuits: a carrier that failed some times in a row is left alone for a while, then one delivery tries it; all workers see it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection

from maarif.kernel import clock
from maarif.support.notices.models import Circuit

_FAILED: Final = """
    INSERT INTO notices_circuit AS c (carrier, failures, open_until) VALUES (%(carrier)s, 1, NULL)
    ON CONFLICT (carrier) DO UPDATE SET failures = c.failures + 1,
    open_until = CASE WHEN c.failures + 1 >= %(most)s THEN %(until)s::timestamptz END
"""


def admits(carrier: str) -> bool:
    """Whether a carrier may be asked now. When its rest is over this lets one through, and the others wait as long again."""
    found = Circuit.objects.filter(pk=carrier).values_list("open_until", flat=True).first()
    if found is None:
        return True
    now = clock.now()
    return found <= now and bool(Circuit.objects.filter(pk=carrier, open_until=found).update(open_until=_rested(now)))


def opens_again(carriers: Sequence[str]) -> datetime | None:
    """When the first of these carriers may be asked again; None when one may be asked now."""
    resting = Circuit.objects.filter(pk__in=carriers, open_until__gt=clock.now()).values_list("open_until", flat=True)
    times = [time for time in resting if time is not None]
    return min(times) if len(times) == len(carriers) and times else None


def worked(carrier: str) -> None:
    """Closes a circuit: the carrier is well. Writes only when it was not."""
    Circuit.objects.filter(pk=carrier, failures__gt=0).update(failures=0, open_until=None)


def failed(carrier: str) -> None:
    """Counts a failure; the last of too many in a row opens the circuit."""
    until = _rested(clock.now())
    with connection.cursor() as cursor:
        cursor.execute(_FAILED, {"carrier": carrier, "most": settings.CIRCUIT_FAILURES, "until": until})


def _rested(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.CIRCUIT_SECONDS)

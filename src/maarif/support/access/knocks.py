"""How often somebody whom we do not know may knock at a public door: so often from one address, so often from everywhere.

Nothing is ever locked, so nobody can shut out another by asking badly. What is counted is a keyed hash of the address that is another in
every window of time: two windows cannot be laid side by side, and past ones are forgotten after a day.
"""

import hashlib
import hmac
import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection

from maarif.kernel import clock
from maarif.support.access.models import Knock

KEPT: Final = timedelta(days=1)

_SPEND: Final = """
    INSERT INTO access_knock (asker, "window", asked) VALUES (%s, %s, 1), (%s, %s, 1)
    ON CONFLICT (asker, "window") DO UPDATE SET asked = access_knock.asked + 1 RETURNING asker, asked
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A public door: `most` knocks in `seconds` from one address, `most_in_all` in `seconds_in_all` at all doors of the `house`."""

    house: str
    name: str
    most: int
    seconds: int
    most_in_all: int
    seconds_in_all: int


def admits(door: Door, address: str) -> bool:
    """Counts this knock for its address (IP) and for the house, in one statement, and says whether both may go on."""
    now = clock.now()
    window, window_in_all = _window(now, door.seconds), _window(now, door.seconds_in_all)
    asker = _hash(f"{door.house}:{door.name}:{window}:{_place(address)}")
    everybody = _hash(f"{door.house}:everybody")
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, [asker, window, everybody, window_in_all])
        asked = {bytes(who): int(count) for who, count in cursor.fetchall()}
    return asked[asker] <= door.most and asked[everybody] <= door.most_in_all


def forget_past() -> int:
    """Forgets counts of past windows; how many."""
    before = int((clock.now() - KEPT).timestamp())
    return Knock.objects.filter(window__lt=before).delete()[0]


def _window(now: datetime, seconds: int) -> int:
    """The beginning of the window that a moment falls into, in seconds since 1970."""
    return int(now.timestamp()) // seconds * seconds


def _place(address: str) -> str:
    """An address as it is counted; of an IPv6 address the network, since one household has 2^64 of them."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)


def _hash(words: str) -> bytes:
    return hmac.new(settings.INDEX_KEY, words.encode(), hashlib.sha256).digest()[:16]

"""Waits until every entry may be sealed: a transaction in any database of the cluster holds the sealer back for its length."""

import time

from django.db import connection

_SETTLED = """
    SELECT coalesce(max(transaction), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM audit_entry
    WHERE transaction < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""


def settle(seconds: float = 180) -> None:
    """Returns when no transaction older than the newest entry runs; TimeoutError when that takes too long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(_SETTLED)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise TimeoutError("a transaction in this cluster runs on and on")

"""What a transaction says of itself to the triggers of enrolments."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def as_stated() -> Iterator[None]:
    """Within this transaction pupils come into classes as their source (or last year's class) has them, full or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('maarif.places', 'stated', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('maarif.places', '', true)")

"""How the portal's parts are asked whether they work; shown at `/healthz` and on the page "Is everything working?"."""

from django.db import connection

WORKER_SILENCE_SECONDS = 60


def database_works() -> bool:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone()[0])


def worker_works() -> bool:
    """Whether a worker has given a sign of life lately."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [WORKER_SILENCE_SECONDS],
        )
        return bool(cursor.fetchone()[0])


def signing_works() -> bool:
    """Whether there is a key that may sign documents now."""
    from maarif.support.documents.queries import signing_keys

    return bool(signing_keys())

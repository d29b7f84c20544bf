"""The connection that Django uses: it trusts a quiet socket between requests that follow closely, and makes no index for LIKE."""

import select
import time
from typing import Any, Final

from django.db.backends.postgresql import base
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.models import Field, Model
from psycopg.pq import TransactionStatus

TRUSTED_SECONDS: Final = 5.0
"""How long after its last check a connection is trusted while its socket is quiet; an idle one may have been cut off in silence."""


class SchemaEditor(DatabaseSchemaEditor):
    """Makes one index for a unique text, not a second one for LIKE.

    A register's rows are found by their whole `sourced_id`, never by its beginning, and a million of them pay for each index.
    What is found by its beginning (`search_key`) has the collation "C", where a plain index serves both.
    """

    def _create_like_index_sql(self, model: type[Model], field: "Field[Any, Any]") -> None:
        return None


class DatabaseWrapper(base.DatabaseWrapper):
    """Spares each request of a busy server the `SELECT 1` with which Django begins.

    PostgreSQL that stops, restarts or ends a session says so, and its machine closes the socket: both make the socket readable,
    which in a connection at rest nothing else does. Then, after any error, and after a pause, Django asks as ever.
    """

    SchemaEditorClass = SchemaEditor

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._checked_at = float("-inf")

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A fresh connection, which has nothing to be trusted for yet."""
        self._checked_at = float("-inf")
        return super().get_new_connection(conn_params)

    def is_usable(self) -> bool:
        """Whether the connection can be used for the request that begins."""
        now, before = time.monotonic(), self._checked_at
        self._checked_at = now
        if now - before <= TRUSTED_SECONDS and not self.errors_occurred and _is_quiet(self.connection):
            return True
        return bool(super().is_usable())


def _is_quiet(connection: Any) -> bool:
    """Whether nothing has come from the server since its last answer, not even the end, and no transaction has failed."""
    if connection is None or connection.closed or connection.info.transaction_status is TransactionStatus.INERROR:
        return False
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return not poll.poll(0)

"""Sessions in the database, read together with the account they belong to: one statement where Django asks two.

A session stays revocable (its row is the truth), and Django itself still compares the account's session hash; only the
second trip to the database is saved. What was read beside a session is handed out once, to the request that read it.
"""

from contextvars import ContextVar
from typing import Any, Final

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from maarif.support.parties.queries import rows

_beside: ContextVar[Any] = ContextVar("account_beside_session", default=None)
_READ: Final = """
    SELECT s.session_data, {columns} FROM django_session s
    LEFT JOIN usersessions_usersession u ON u.session_key = s.session_key
    LEFT JOIN identity_account a ON a.id = u.user_id
    WHERE s.session_key = %s AND s.expire_date > %s
"""


class SessionStore(DatabaseSessions):
    """Django's database sessions that read the account along."""

    def load(self) -> dict[str, Any]:
        """The session's content; keeps the account of the same row for `AccountBackend`."""
        from maarif.support.identity.models import Account

        fields = Account._meta.concrete_fields
        columns = ", ".join(f'a."{field.column}"' for field in fields)
        found = rows(_READ.format(columns=columns), [self.session_key, timezone.now()])
        _beside.set(None)
        if not found:
            self._session_key = None
            return {}
        data, *account = found[0]
        if account[0] is not None:
            _beside.set(Account.from_db(DEFAULT_DB_ALIAS, [field.attname for field in fields], account))
        content: dict[str, Any] = self.decode(data)
        return content


class AccountBackend(AuthenticationBackend):
    """allauth's way of signing in; the account of a session comes from the row that the session came from."""

    def get_user(self, user_id: Any) -> Any:
        """The account of this number, without asking again when the session has just brought it."""
        account = _beside.get()
        _beside.set(None)
        if account is not None and str(account.pk) == str(user_id):
            return account if self.user_can_authenticate(account) else None
        return super().get_user(user_id)

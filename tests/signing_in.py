"""Signs a test client in at a wanted assurance level, without walking through the pages of sign-in (those have tests of their own)."""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as METHODS_OWNER,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from django.test import Client

from maarif.support.access.operations import ACTING_FOR, OFFICE
from maarif.support.identity.models import Account
from maarif.support.identity.types import PROVIDER
from maarif.support.parties.types import Assurance


def sign_in(
    client: Client,
    party: int | None,
    *,
    assurance: Assurance = Assurance.NATIONAL,
    acting_for: int | None = None,
    office: int | None = None,
    language: str = "az",
) -> Account:
    """Signs in the account of `party` (made when missing; None: an account of one's own without a person) and returns it."""
    account = Account.objects.filter(party_id=party).first() if party is not None else None
    account = account or Account.objects.create_user(party_id=party, language=language)
    client.force_login(account)
    session = client.session
    session[METHODS] = _methods(assurance)
    session[METHODS_OWNER] = str(account.pk)
    _set(session, ACTING_FOR, acting_for)
    _set(session, OFFICE, office)
    session.save()
    return account


def _methods(assurance: Assurance) -> list[dict[str, Any]]:
    now = time.time()
    methods: list[dict[str, Any]] = [{"method": "password", "at": now}]
    if assurance >= Assurance.NATIONAL:
        methods = [{"method": "socialaccount", "at": now, "provider": PROVIDER, "uid": "test"}]
    if assurance >= Assurance.OFFICIAL:
        methods.append({"method": "mfa", "at": now, "id": 0, "type": "totp"})
    return methods


def _set(session: Any, key: str, value: int | None) -> None:
    if value is None:
        session.pop(key, None)
    else:
        session[key] = value

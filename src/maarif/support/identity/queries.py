"""Reads of the identity room: who is signed in and how surely, and where an account's owner can be reached."""

from collections.abc import Sequence
from typing import Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpRequest

from maarif.support.identity.models import Account
from maarif.support.identity.types import PROVIDER, Proof, SignedIn
from maarif.support.notices.types import Reachable
from maarif.support.parties.queries import rows
from maarif.support.parties.types import Assurance

# Every notice asks, hence plain SQL; the primary address before any other verified one.
_CONTACTS: Final = """
    SELECT party_id, language, CASE WHEN phone_verified THEN phone ELSE '' END,
        (SELECT email FROM account_emailaddress WHERE user_id = account.id AND verified ORDER BY "primary" DESC, id LIMIT 1)
    FROM identity_account account WHERE party_id = ANY(%s) AND is_active
"""
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def signed_in(request: HttpRequest) -> SignedIn | None:
    """Who the session says is signed in; asks the database for nothing but the session and the account."""
    account = request.user
    if not isinstance(account, Account):
        return None
    methods = {
        (record.get("method"), record.get("provider")) for record in get_authentication_records(request, account)
    }
    national = ("socialaccount", PROVIDER) in methods
    second_factor = any(method == "mfa" for method, _ in methods)
    return SignedIn(
        account=account.pk,
        party=account.party_id,
        language=account.language,
        assurance=_assurance(account, national=national, second_factor=second_factor),
        national=national,
        second_factor=second_factor,
    )


def _assurance(account: Account, *, national: bool, second_factor: bool) -> Assurance:
    """National when the provider said so in this session, or when papers at a desk did once and a second factor does now."""
    proven = national or (account.proof == Proof.DESK and second_factor)
    if account.party_id is None or not proven:
        return Assurance.ACCOUNT
    return Assurance.OFFICIAL if second_factor else Assurance.NATIONAL


def has_second_factor(account: int) -> bool:
    """Whether an account owns an authenticator app or a passkey."""
    return bool(Authenticator.objects.filter(user_id=account, type__in=SECOND_FACTORS).exists())


def accounts(*, resting: bool) -> QuerySet[Account]:
    """Accounts that were put to rest, with which nobody signs in, or those that were not; to be asked within another statement."""
    return Account.objects.filter(is_active=not resting)


def contacts_of(parties: Sequence[int]) -> dict[int, Reachable]:
    """Language and verified addresses of the accounts behind parties; a party without an account is missing."""
    return {
        party: Reachable(language=language, email=email or "", phone=phone)
        for party, language, phone, email in rows(_CONTACTS, [list(parties)])
    }

"""Accounts of the demonstration's people: with contacts, and for officials a second factor whose code the demo shows."""

import base64
import hashlib

from allauth.account.models import EmailAddress
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from maarif.support.audit.operations import record_write
from maarif.support.identity.models import Account
from maarif.support.identity.types import Proof
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor


def open_account(*, by: Actor, party: int, name: str, email: str, phone: str, language: str, official: bool) -> int:
    """Opens (or finds) the account of a demonstration's person; an official's gets an authenticator of a known secret."""
    with acting(by), transaction.atomic():
        account, made = Account.objects.get_or_create(
            party_id=party,
            defaults={
                "email": email,
                "phone": phone,
                "phone_verified": True,
                "language": language,
                "proof": Proof.NATIONAL.value,
                "password": "!demo",
            },
        )
        EmailAddress.objects.get_or_create(
            user=account, email=email.lower(), defaults={"verified": True, "primary": True}
        )
        EmailAddress.objects.get_or_create(user=account, email=email, defaults={"verified": True, "primary": True})
        if official:
            Authenticator.objects.get_or_create(
                user=account,
                type=Authenticator.Type.TOTP,
                defaults={"data": {"secret": get_adapter().encrypt(_secret(name)), "demo": name}},
            )
        if made:
            record_write(by=by, verb="identity.open_demo_account", subjects=[party], detail={"account": account.pk})
    return account.pk


def _secret(name: str) -> str:
    """The same secret for the same name on every machine: worthless outside a demonstration, which says so on each page."""
    return base64.b32encode(hashlib.sha256(f"maarif demonstration {name}".encode()).digest()[:20]).decode()

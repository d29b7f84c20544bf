"""Accounts: who may sign in, by which address, and which party stands behind."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from maarif.support.identity.types import LANGUAGES, Proof
from maarif.support.parties.types import Keep, Privacy, PrivacyClass


class Accounts(BaseUserManager["Account"]):
    """Makes accounts; an account without a password can only be entered through the national provider."""

    def create_user(self, email: str = "", password: str | None = None, **fields: Any) -> "Account":
        """Makes one account; the e-mail address is kept in lower case."""
        account = self.model(email=email.lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One way into the platform; a person has at most one account, an account at most one person."""

    PRIVACY: ClassVar = Privacy(
        klass=PrivacyClass.PERSONAL, keep=Keep(years=3, since="the last sign-in"), secret=("password",)
    )
    STAYS_BEHIND: ClassVar = {"party_id": "true"}

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(max_length=254, blank=True, default="")
    phone = models.CharField(max_length=16, blank=True, default="")
    phone_verified = models.BooleanField(default=False)
    language = models.CharField(max_length=2, choices=[(code, code) for code in LANGUAGES], default="az")
    proof = models.CharField(max_length=12, choices=[(proof.value, proof.value) for proof in Proof], default="none")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "public_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        """A verified number belongs to one account as allauth's own table says of e-mail."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["phone"], condition=models.Q(phone_verified=True), name="account_verified_phone_once"
            ),
            models.CheckConstraint(
                condition=models.Q(phone="", phone_verified=False) | models.Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="account_phone_e164",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=["az", "ru", "kk", "ky", "en"]), name="account_language_known"
            ),
            models.CheckConstraint(
                condition=models.Q(proof__in=["none", "national", "desk"]), name="account_proof_known"
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class Memory(models.Model):
    """One entry of the cache that all processes share: counted attempts, one-time codes already used. Django's, by its own SQL."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.SECRET, keep=Keep(years=0, since="the expiry, a day at most"))

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        """The name that the settings give to Django's cache."""

        db_table = "identity_cache"

    def __str__(self) -> str:
        return self.cache_key

"""Steps between the password and the session that differ from allauth's."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage

from maarif.support.identity.models import Account


class EmailStage(EmailVerificationStage):
    """Asks to confirm the e-mail address of accounts that have one; a confirmed phone is enough for the others."""

    def handle(self) -> Any:
        """Skips accounts whose only address is a confirmed phone."""
        if isinstance(self.login.user, Account) and not self.login.email and _only_phone(self.login.user):
            return None, True
        return super().handle()  # type: ignore[no-untyped-call]


def _only_phone(account: Account) -> bool:
    return account.phone_verified and not EmailAddress.objects.filter(user=account).exists()

"""Writes of the identity room: language, proof at a desk and ending sessions."""

from datetime import timedelta
from typing import Any

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from maarif.kernel import clock
from maarif.kernel.errors import Refusal
from maarif.support.audit.operations import record_write
from maarif.support.identity.models import Account
from maarif.support.identity.types import LANGUAGES, Proof
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor, Assurance


class AccountTakenByAnother(Refusal):
    """The person has an account already, or the account belongs to somebody else."""


class DeskProofNotAllowed(Refusal):
    """Papers are looked at by an official with a second factor."""


def remember_language(*, by: Actor, language: str) -> None:
    """Remembers in which language the actor's account is spoken to."""
    if by.account is not None and language in LANGUAGES:
        Account.objects.filter(pk=by.account).update(language=language)


def prove_at_desk(*, by: Actor, account: int, party: int) -> None:
    """Ties an account of one's own to a person whose papers an official has seen."""
    if by.assurance < Assurance.OFFICIAL:
        raise DeskProofNotAllowed(account=account)
    with acting(by):
        row = Account.objects.select_for_update().get(pk=account)
        taken = Account.objects.filter(party_id=party).exclude(pk=account).exists()
        if taken or row.party_id not in (None, party):
            raise AccountTakenByAnother(account=account, party=party)
        row.party_id, row.proof = party, Proof.DESK.value
        row.save(update_fields=["party", "proof"])
        record_write(by=by, verb="identity.prove_at_desk", subjects=[party], detail={"account": account})


def sign_out_everywhere(*, by: Actor, keep: str = "") -> int:
    """Ends every session of the actor's account but the one with the key `keep`; returns how many ended."""
    if by.account is None:
        return 0
    sessions = list(UserSession.objects.filter(user_id=by.account).exclude(session_key=keep))
    for one in sessions:
        one.end()
    with acting(by):
        subjects = [by.party] if by.party is not None else []
        record_write(by=by, verb="identity.sign_out_everywhere", subjects=subjects, detail={"sessions": len(sessions)})
    return len(sessions)


def forget_unconfirmed(*, older_than: timedelta = timedelta(days=2)) -> int:
    """Deletes accounts that were begun and never entered: nothing of what a stranger typed is kept; returns how many."""
    begun = Account.objects.filter(party=None, last_login=None, joined_at__lt=clock.now() - older_than)
    return begun.delete()[1].get("identity.Account", 0)


def keep_one_account(*, by: Actor, kept: int, merged: int) -> list[dict[str, Any]]:
    """Before two records become one: of two accounts the kept person's remains, the other is put to rest with all it has.

    The national identities of the other lead to the one that remains. Says what was done, for `part_accounts`.
    """
    accounts = {row.party_id: row for row in Account.objects.select_for_update().filter(party_id__in=(kept, merged))}
    if len(accounts) < 2:
        return []
    remains, rests = accounts[kept], accounts[merged]
    identities = sorted(SocialAccount.objects.filter(user=rests).values_list("pk", flat=True))
    SocialAccount.objects.filter(pk__in=identities).update(user=remains)
    Account.objects.filter(pk=rests.pk).update(is_active=False)
    detail = {"account": rests.pk, "remains": remains.pk}
    record_write(by=by, verb="identity.rest", subjects=[kept, merged], detail=detail)
    return [{"rests": rests.pk, "remains": remains.pk, "identities": identities, "active": rests.is_active}]


def part_accounts(*, by: Actor, kept: int, merged: int, steps: list[dict[str, Any]]) -> None:
    """Takes `keep_one_account` back: the account that rested wakes, with its national identities."""
    for step in steps:
        SocialAccount.objects.filter(pk__in=step["identities"], user_id=step["remains"]).update(user_id=step["rests"])
        Account.objects.filter(pk=step["rests"], party_id=merged).update(is_active=step["active"])
        record_write(by=by, verb="identity.wake", subjects=[kept, merged], detail={"account": step["rests"]})

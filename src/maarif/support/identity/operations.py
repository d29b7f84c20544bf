"""Writes of the identity room: language, proof at a desk and ending sessions."""

from datetime import timedelta

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

"""Tokens of programs: shown once, kept as a digest, narrow, ended at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from maarif.kernel import clock
from maarif.support.access import operations, queries
from maarif.support.access.models import ApiToken
from maarif.support.access.types import TokenScope
from maarif.support.audit.models import Entry
from maarif.support.identity.models import Account
from maarif.support.parties.models import Party
from maarif.support.parties.types import Actor, Assurance, Channel

pytestmark = pytest.mark.django_db
SCOPES = frozenset({TokenScope.CASES_READ, TokenScope.DOCUMENTS_READ})


@pytest.fixture
def owner() -> Actor:
    return Actor(party=Party.objects.create(kind="person").pk, account=1, assurance=Assurance.NATIONAL, language="kk")


def test_a_token_speaks_for_its_owner_by_the_api(owner: Actor) -> None:
    issued = operations.issue_token(by=owner, name=" My phone ", scopes=SCOPES)
    actor = queries.authenticate(issued.secret)
    assert actor is not None
    assert (actor.party, actor.account, actor.channel, actor.language) == (owner.party, 1, Channel.API, "kk")
    visitor = queries.visitor_by_token(issued.secret)
    assert visitor is not None
    assert visitor.token_scopes == SCOPES
    assert issued.card.name == "My phone"
    assert queries.tokens_of(owner)[0].scopes == (TokenScope.CASES_READ, TokenScope.DOCUMENTS_READ)


def test_the_secret_is_kept_nowhere(owner: Actor) -> None:
    secret = operations.issue_token(by=owner, name="x", scopes=SCOPES).secret
    row = ApiToken.objects.values().get()
    assert secret not in str(row)
    assert secret.removeprefix("maarif_")[4:] not in str(row)
    assert secret not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("wrong", ["", "maarif_", "x" * 10_000, "maarif_" + "a" * 32, "\ud800", "a\x00b"])
def test_a_guess_is_nobody(owner: Actor, wrong: str) -> None:
    operations.issue_token(by=owner, name="x", scopes=SCOPES)
    assert queries.authenticate(wrong) is None


def test_a_token_ends_on_its_day(owner: Actor) -> None:
    hands = clock.FrozenClock(datetime.now(UTC))
    with clock.using(hands):
        secret = operations.issue_token(by=owner, name="x", scopes=SCOPES, lasts=timedelta(days=1)).secret
        hands.move(timedelta(days=1) - timedelta(seconds=1))
        assert queries.authenticate(secret) is not None
        hands.move(timedelta(seconds=1))
        assert queries.authenticate(secret) is None
        assert queries.tokens_of(owner) == ()


def test_a_revoked_token_is_nobody_at_once_and_only_its_owner_revokes_it(owner: Actor) -> None:
    issued = operations.issue_token(by=owner, name="x", scopes=SCOPES)
    stranger = Actor(party=Party.objects.create(kind="person").pk, account=2, assurance=Assurance.NATIONAL)
    assert operations.revoke_token(by=stranger, token=issued.card.id) is False
    assert queries.authenticate(issued.secret) is not None
    assert operations.revoke_token(by=owner, token=issued.card.id) is True
    assert queries.authenticate(issued.secret) is None
    assert operations.revoke_token(by=owner, token=issued.card.id) is False


@pytest.mark.parametrize(
    "changes",
    [
        {"scopes": frozenset()},
        {"lasts": timedelta(days=367)},
        {"lasts": timedelta(0)},
        {"lasts": timedelta(days=-1)},
        {"name": "  "},
    ],
)
def test_a_token_without_an_end_a_name_or_a_scope_is_not_issued(owner: Actor, changes: dict[str, Any]) -> None:
    with pytest.raises(operations.TokenNotAllowed):
        operations.issue_token(**{"by": owner, "name": "x", "scopes": SCOPES, **changes})
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize("assurance", [Assurance.NONE, Assurance.ACCOUNT])
def test_an_unproven_person_gets_no_token(owner: Actor, assurance: Assurance) -> None:
    unproven = Actor(party=owner.party, account=1, assurance=assurance)
    with pytest.raises(operations.TokenNotAllowed):
        operations.issue_token(by=unproven, name="x", scopes=SCOPES)


def test_its_use_is_noted_once_a_minute(owner: Actor) -> None:
    hands = clock.FrozenClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    with clock.using(hands):
        ApiToken.objects.create(
            party_id=owner.party or 0,
            account=1,
            name="x",
            hint="x",
            digest=queries.digest("s"),
            scopes=["cases:read"],
            issued_at=hands.now(),
            expires_at=hands.now() + timedelta(days=1),
        )
        queries.authenticate("s")
        first = ApiToken.objects.get().last_used_at
        hands.move(timedelta(seconds=59))
        queries.authenticate("s")
        assert ApiToken.objects.get().last_used_at == first
        hands.move(timedelta(seconds=2))
        queries.authenticate("s")
        assert ApiToken.objects.get().last_used_at == hands.now()


@pytest.mark.parametrize("changes", [{"scopes": ["everything"]}, {"scopes": []}, {"name": ""}])
def test_the_database_itself_refuses_a_token_without_known_scopes(owner: Actor, changes: dict[str, Any]) -> None:
    row = {
        "party_id": owner.party,
        "account": 1,
        "name": "x",
        "hint": "x",
        "digest": b"1",
        "scopes": ["cases:read"],
        "expires_at": datetime(2100, 1, 1, tzinfo=UTC),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.create(**{**row, **changes})


def test_a_token_of_an_account_that_was_put_to_rest_is_nobody() -> None:
    party = Party.objects.create(kind="person").pk
    account = Account.objects.create(party_id=party)
    owner = Actor(party=party, account=account.pk, assurance=Assurance.NATIONAL)
    secret = operations.issue_token(by=owner, name="x", scopes=SCOPES).secret
    assert queries.authenticate(secret) is not None
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert queries.authenticate(secret) is None

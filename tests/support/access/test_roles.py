"""Roles with a scope and dates, and the switch between oneself and a child."""

from datetime import date
from typing import Any

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import RequestFactory

from maarif.support.access import operations, queries, relations, resolvers
from maarif.support.access.models import RoleAssignment
from maarif.support.access.types import Role, ScopeKind
from maarif.support.audit.models import Entry
from maarif.support.parties.models import Party
from maarif.support.parties.types import SYSTEM, Actor, Assurance

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> int:
    return Party.objects.create(kind="person").pk


def grant(party: int, **changes: Any) -> int:
    given = {
        "role": Role.REGISTRAR,
        "scope_kind": ScopeKind.INSTITUTION,
        "scope": "77",
        "since": date(2026, 9, 1),
        **changes,
    }
    return operations.grant_role(by=SYSTEM, party=party, **given)


def test_a_role_is_held_from_its_first_day_until_the_day_before_its_end(party: int) -> None:
    grant(party, until=date(2027, 7, 1))
    held = {day: len(queries.roles_of(party, day)) for day in (date(2026, 8, 31), date(2026, 9, 1), date(2027, 6, 30))}
    assert held == {date(2026, 8, 31): 0, date(2026, 9, 1): 1, date(2027, 6, 30): 1}
    assert queries.roles_of(party, date(2027, 7, 1)) == ()


def test_the_same_role_in_the_same_scope_is_not_held_twice_at_a_time(party: int) -> None:
    grant(party, until=date(2027, 1, 1))
    with pytest.raises(operations.RoleAlreadyHeld):
        grant(party, since=date(2026, 12, 31))
    grant(party, since=date(2027, 1, 1))
    grant(party, scope="78")
    grant(party, role=Role.HEAD)
    grant(Party.objects.create(kind="person").pk)
    assert RoleAssignment.objects.count() == 5


def test_an_ended_role_is_held_no_more_and_its_history_stays(party: int) -> None:
    number = grant(party)
    operations.end_role(by=SYSTEM, assignment=number, on=date(2026, 10, 1))
    assert len(queries.roles_of(party, date(2026, 9, 30))) == 1
    assert queries.roles_of(party, date(2026, 10, 1)) == ()
    assert RoleAssignment.objects.get().history.count() == 2  # type: ignore[attr-defined]


def test_a_role_taken_back_before_it_began_is_gone(party: int) -> None:
    operations.end_role(by=SYSTEM, assignment=grant(party), on=date(2026, 9, 1))
    assert RoleAssignment.objects.count() == 0


def test_giving_and_ending_is_written_into_the_ledger(party: int) -> None:
    operations.end_role(by=SYSTEM, assignment=grant(party), on=date(2027, 1, 1))
    assert list(Entry.objects.order_by("id").values_list("what", "subject")) == [
        ("access.grant_role", party),
        ("access.end_role", party),
    ]


@pytest.mark.parametrize(
    "changes",
    [{"role": "citizen"}, {"role": "king"}, {"scope_kind": "world"}, {"scope": ""}, {"period": DateRange(empty=True)}],
)
def test_the_database_itself_refuses_unknown_roles_and_scopes(party: int, changes: dict[str, Any]) -> None:
    row = {
        "party_id": party,
        "role": "head",
        "scope_kind": "institution",
        "scope": "1",
        "period": DateRange(date(2026, 1, 1), None),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(**{**row, **changes})


def request_with_session() -> Any:
    request = RequestFactory().post("/")
    request.session = SessionStore()
    return request


@pytest.fixture
def child(party: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """A child whose guardian is `party`."""
    number = Party.objects.create(kind="person").pk
    monkeypatch.setitem(resolvers._RESOLVERS, "guardian_of", lambda one, other: (one, other) == (party, number))
    return number


def test_a_guardian_acts_for_the_child_and_the_ledger_of_the_child_says_so(party: int, child: int) -> None:
    request = request_with_session()
    guardian = Actor(party=party, assurance=Assurance.NATIONAL)
    operations.act_for(request, by=guardian, ward=child)
    assert request.session["acting_for"] == child
    operations.act_for_self(request, by=guardian)
    assert "acting_for" not in request.session
    assert list(Entry.objects.order_by("id").values_list("what", "subject", "party")) == [
        ("access.act_for", child, party),
        ("access.act_for_self", child, party),
    ]


@pytest.mark.parametrize("assurance", [Assurance.NONE, Assurance.ACCOUNT])
def test_an_unproven_guardian_does_not(party: int, child: int, assurance: Assurance) -> None:
    request = request_with_session()
    with pytest.raises(operations.NotYourGuardian):
        operations.act_for(request, by=Actor(party=party, assurance=assurance), ward=child)
    assert "acting_for" not in request.session


def test_nobody_acts_for_anothers_child(child: int) -> None:
    stranger = Actor(party=Party.objects.create(kind="person").pk, assurance=Assurance.NATIONAL)
    with pytest.raises(operations.NotYourGuardian):
        operations.act_for(request_with_session(), by=stranger, ward=child)
    assert not relations.holds(Actor(), "guardian_of", child)


def test_an_office_is_chosen_among_the_roles_held(party: int) -> None:
    request = request_with_session()
    mine = grant(party, since=date(2020, 1, 1))
    another = grant(Party.objects.create(kind="person").pk, since=date(2020, 1, 1))
    actor = Actor(party=party, assurance=Assurance.OFFICIAL)
    operations.choose_office(request, by=actor, assignment=mine)
    assert request.session["office"] == mine
    with pytest.raises(operations.NotYourOffice):
        operations.choose_office(request, by=actor, assignment=another)


def test_a_relation_that_nobody_answers_is_a_named_error(party: int) -> None:
    with pytest.raises(resolvers.RelationUnknown):
        relations.holds(Actor(party=party), "owner_of", 1)

"""Who acts, in whose context rows change, and what a broken rule of the database is called."""

import json

import pytest
from django.db import OperationalError, connection, transaction

from maarif.kernel.errors import MaarifError
from maarif.support.parties.operations import acting, make_party, part_again, refused_by_database, take_into
from maarif.support.parties.queries import identities
from maarif.support.parties.types import ANONYMOUS, SYSTEM, Actor, Assurance, Channel, PartyKind

MOTHER = Actor(party=7, acting_for=9, role="citizen", purpose="transfer", case="AR-2026-000001")
CLERK = Actor(party=8, role="registrar", scope="12", channel=Channel.DESK)


class Refused(MaarifError):
    """The rule of a test."""


class Named(MaarifError):
    """The rule of a test that has a name."""


def context() -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pghistory.context_metadata', true)")
        [said] = cursor.fetchone()
    return json.loads(said) if said else {}


def test_the_subject_is_the_child_when_a_guardian_acts_for_one() -> None:
    assert MOTHER.subject == 9
    assert CLERK.subject == 8
    assert ANONYMOUS.subject is None


def test_assurance_has_an_order() -> None:
    assert Assurance.NONE < Assurance.ACCOUNT < Assurance.NATIONAL < Assurance.OFFICIAL
    assert SYSTEM.assurance is Assurance.OFFICIAL


@pytest.mark.django_db
def test_history_learns_who_and_why_and_forgets_it_afterwards() -> None:
    assert context() == {}
    with acting(MOTHER):
        assert context() == {
            "acting_for": 9, "case": "AR-2026-000001", "channel": "web", "party": 7, "purpose": "transfer", "role": "citizen"
        }  # fmt: skip
    assert context() == {}


@pytest.mark.django_db
def test_an_inner_actor_speaks_until_the_end_of_its_own_block() -> None:
    with acting(MOTHER):
        with acting(CLERK):
            assert context()["role"] == "registrar"
        assert context()["role"] == "citizen"
        with acting(MOTHER):
            assert context()["role"] == "citizen"


@pytest.mark.django_db
def test_a_failed_inner_act_leaves_the_outer_actor_speaking() -> None:
    with acting(MOTHER):
        with pytest.raises(Refused), acting(CLERK):
            raise Refused
        assert context()["role"] == "citizen"


@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_actor_stays_on_the_connection() -> None:
    with acting(MOTHER):
        pass
    assert context() == {}
    with pytest.raises(Refused), acting(CLERK):
        raise Refused
    assert context() == {}


@pytest.mark.django_db
def test_an_act_that_fails_writes_nothing() -> None:
    def make_and_fail() -> None:
        make_party(PartyKind.PERSON)
        raise Refused

    with pytest.raises(Refused), acting(CLERK):
        make_and_fail()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM parties_party")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_a_broken_rule_of_the_database_gets_its_name() -> None:
    with connection.cursor() as cursor:
        with pytest.raises(Refused) as refusal, refused_by_database(Refused):
            cursor.execute("INSERT INTO parties_party (kind) VALUES ('ghost')")
        assert refusal.value.params == {"constraint": "party_kind_known"}
        with pytest.raises(Named), refused_by_database(Refused, party_kind_known=Named):
            cursor.execute("INSERT INTO parties_party (kind) VALUES ('ghost')")


@pytest.mark.django_db
def test_a_key_that_points_nowhere_is_refused_at_once_and_the_transaction_goes_on() -> None:
    party = make_party(PartyKind.PERSON)
    with transaction.atomic():
        with pytest.raises(Refused), refused_by_database(Refused):
            take_into(kept=999_999, merged=party)
        assert identities(party) == (party,)


@pytest.mark.django_db
def test_a_party_taken_into_another_is_known_by_both_numbers_until_they_part() -> None:
    kept, merged = make_party(PartyKind.PERSON), make_party(PartyKind.PERSON)
    take_into(kept=kept, merged=merged)
    assert identities(kept) == (kept, merged)
    assert identities(merged) == (merged,)
    part_again(merged=merged)
    assert identities(kept) == (kept,)


@pytest.mark.django_db
def test_a_connection_lost_at_the_first_word_leaves_no_context_for_the_next_act() -> None:
    """A thread lives long: were the lost act's context still there, the next one would not say who acts."""

    def lost(execute: object, sql: str, *_: object) -> None:
        if "pghistory.context_id" in sql:
            raise OperationalError("the connection is lost")

    with connection.execute_wrapper(lost), pytest.raises(OperationalError), acting(MOTHER):
        pass
    with acting(MOTHER):
        assert context()["party"] == MOTHER.party

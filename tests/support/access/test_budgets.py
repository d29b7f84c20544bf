"""The daily budget of looks: exact under many hands at once; the naive count is caught."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from maarif.support.access import budgets
from maarif.support.access.models import LookBudget
from maarif.support.parties.operations import make_party
from maarif.support.parties.types import Actor, PartyKind

MOST = 5
HANDS = 16


def at_once(spend: Callable[[Actor], None]) -> tuple[int, int]:
    """Lets sixteen hands of one official spend one look each at the same moment: how many were let, how many are counted."""
    official = Actor(party=make_party(PartyKind.PERSON))
    barrier, let = threading.Barrier(HANDS), []

    def hand() -> None:
        barrier.wait()
        try:
            spend(official)
            let.append(1)
        except budgets.LookBudgetSpent:
            pass
        finally:
            connections.close_all()

    hands = [threading.Thread(target=hand) for _ in range(HANDS)]
    for each in hands:
        each.start()
    for each in hands:
        each.join()
    return len(let), LookBudget.objects.get(party_id=official.party).taken


@pytest.mark.django_db(transaction=True)
def test_of_many_hands_exactly_as_many_look_as_the_budget_holds() -> None:
    assert at_once(lambda official: budgets.spend_looks(by=official, looks=1, most=MOST)) == (MOST, MOST)


@pytest.mark.django_db(transaction=True)
def test_the_naive_count_lets_more_look_than_it_may() -> None:
    """Check, then write: what the one statement is there to prevent. The pause is the moment between the two."""
    pause = threading.Barrier(HANDS, timeout=20)

    def naive(official: Actor) -> None:
        left = budgets.looks_left(official, most=MOST)
        pause.wait()
        if left < 1:
            raise budgets.LookBudgetSpent(most=MOST)
        budgets.spend_looks(by=official, looks=1, most=HANDS)

    let, _counted = at_once(naive)
    assert let == HANDS > MOST


@pytest.mark.django_db
def test_a_spent_budget_takes_nothing_more() -> None:
    official = Actor(party=make_party(PartyKind.PERSON))
    assert budgets.spend_looks(by=official, looks=3, most=MOST) == 2
    with pytest.raises(budgets.LookBudgetSpent):
        budgets.spend_looks(by=official, looks=3, most=MOST)
    assert budgets.looks_left(official, most=MOST) == 2


@pytest.mark.django_db
def test_more_looks_than_a_whole_day_holds_are_refused_at_once() -> None:
    official = Actor(party=make_party(PartyKind.PERSON))
    with pytest.raises(budgets.LookBudgetSpent):
        budgets.spend_looks(by=official, looks=MOST + 1, most=MOST)
    assert not LookBudget.objects.exists()

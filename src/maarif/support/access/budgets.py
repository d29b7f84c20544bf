"""How many records an official may open in a day: an abused office is stopped early, an honest one never notices."""

from typing import Final

from django.db import connection

from maarif.kernel.errors import Refusal
from maarif.support.access.models import LookBudget
from maarif.support.access.queries import today
from maarif.support.parties.types import Actor

LOOKS_A_DAY: Final = 300
"""Records that one official may open between two midnights; every person found by a search counts as one."""

_SPEND: Final = """
    INSERT INTO access_lookbudget AS budget (party_id, day, taken) SELECT %(party)s, %(day)s, %(looks)s WHERE %(looks)s <= %(most)s
    ON CONFLICT (party_id, day) DO UPDATE SET taken = budget.taken + excluded.taken
    WHERE budget.taken + excluded.taken <= %(most)s RETURNING taken
"""


class LookBudgetSpent(Refusal):
    """The official has opened as many records today as one may; `params` say how many."""


def spend_looks(*, by: Actor, looks: int, most: int = LOOKS_A_DAY) -> int:
    """Takes `looks` from today's budget and returns what is left; LookBudgetSpent when it does not suffice, nothing is taken then.

    One statement: of many at once exactly as many succeed as the budget holds. Runs in the caller's transaction.
    """
    if looks == 0:
        return looks_left(by, most=most)
    with connection.cursor() as cursor:
        cursor.execute(_SPEND, {"party": by.party, "day": today(), "looks": looks, "most": most})
        row = cursor.fetchone()
    if row is None:
        raise LookBudgetSpent(party=by.party, most=most)
    return most - int(row[0])


def looks_left(viewer: Actor, *, most: int = LOOKS_A_DAY) -> int:
    """How many records the official may still open today."""
    taken = LookBudget.objects.filter(party_id=viewer.party or 0, day=today()).values_list("taken", flat=True).first()
    return max(0, most - (taken or 0))

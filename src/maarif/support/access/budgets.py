"""How many records an official may open, and rows of lists save, in a day: an abused office is stopped early, an honest one never notices."""

from typing import Final, LiteralString

from django.db import connection

from maarif.kernel.errors import Refusal
from maarif.support.access.models import ExportBudget, LookBudget
from maarif.support.access.queries import today
from maarif.support.parties.types import Actor

LOOKS_A_DAY: Final = 300
"""Records that one official may open between two midnights; every person found by a search counts as one."""
EXPORTED_A_DAY: Final = 5000
"""Rows of lists that one official may save between two midnights, in files of any number."""

_SPEND: Final = """
    INSERT INTO {table} AS budget (party_id, day, taken) SELECT %(party)s, %(day)s, %(taken)s WHERE %(taken)s <= %(most)s
    ON CONFLICT (party_id, day) DO UPDATE SET taken = budget.taken + excluded.taken
    WHERE budget.taken + excluded.taken <= %(most)s RETURNING taken
"""
_SPEND_LOOKS: Final = _SPEND.format(table="access_lookbudget")
_SPEND_EXPORTS: Final = _SPEND.format(table="access_exportbudget")


class LookBudgetSpent(Refusal):
    """The official has opened as many records today as one may; `params` say how many."""


class ExportBudgetSpent(Refusal):
    """The list has more rows than the official may still save today; `params` say how many a day allows."""


def spend_looks(*, by: Actor, looks: int, most: int = LOOKS_A_DAY) -> int:
    """Takes `looks` from today's budget and returns what is left; LookBudgetSpent when it does not suffice, nothing is taken then.

    One statement: of many at once exactly as many succeed as the budget holds. Runs in the caller's transaction.
    """
    if looks == 0:
        return looks_left(by, most=most)
    taken = _spent(_SPEND_LOOKS, by, looks, most)
    if taken is None:
        raise LookBudgetSpent(party=by.party, most=most)
    return most - taken


def spend_exports(*, by: Actor, rows: int, most: int = EXPORTED_A_DAY) -> int:
    """Takes so many rows from today's budget of exports, as `spend_looks` does; ExportBudgetSpent, nothing is taken then."""
    taken = _spent(_SPEND_EXPORTS, by, rows, most)
    if taken is None:
        raise ExportBudgetSpent(party=by.party, most=most)
    return most - taken


def looks_left(viewer: Actor, *, most: int = LOOKS_A_DAY) -> int:
    """How many records the official may still open today."""
    return _left(LookBudget, viewer, most)


def exports_left(viewer: Actor, *, most: int = EXPORTED_A_DAY) -> int:
    """How many rows of lists the official may still save today."""
    return _left(ExportBudget, viewer, most)


def _spent(statement: LiteralString, by: Actor, taken: int, most: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"party": by.party, "day": today(), "taken": taken, "most": most})
        row = cursor.fetchone()
    return None if row is None else int(row[0])


def _left(model: type[LookBudget] | type[ExportBudget], viewer: Actor, most: int) -> int:
    kept = model.objects.filter(party_id=viewer.party or 0, day=today())
    return max(0, most - (kept.values_list("taken", flat=True).first() or 0))

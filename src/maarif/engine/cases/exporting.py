"""The list of an office saved as a file: within a budget, in the ledger of everybody on it, read batch by batch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from maarif.engine.cases import inbox, naming, offices
from maarif.engine.cases.types.desk import DeskCard, Sieve
from maarif.support.access.budgets import EXPORTED_A_DAY, spend_exports
from maarif.support.access.types import Staff
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

BATCH: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """How many rows are saved, and the rows in the order of the list, read while they are taken."""

    rows: int
    cards: Iterator[DeskCard]


def export(*, by: Actor, sieve: Sieve, filters: Mapping[str, str], form: str) -> Export:
    """Saves what the sieve leaves of the office's open turns; `filters` and `form` are how the ledger names it. ExportBudgetSpent.

    Budget and ledger are written before the first row is read: a file that breaks off counts whole.
    """
    staff = offices.staff_of(by)
    found = inbox.sifted(by, staff, sieve).order_by("due", "id")
    turns = list(found.values_list("id", "case__party", "case__subject")[: EXPORTED_A_DAY + 1])
    with acting(by):
        spend_exports(by=by, rows=len(turns))
        concerned = sorted({party for _, *parties in turns for party in parties})
        audit.record_read(by=by, subjects=concerned, what="cases.export", purpose=inbox.PURPOSE)
        detail = {"filters": dict(filters), "rows": len(turns), "format": form}
        audit.record_write(by=by, verb="cases.export", subjects=[], detail=detail)
    return Export(rows=len(turns), cards=_cards(by, staff, [turn for turn, *_ in turns]))


def _cards(by: Actor, staff: Staff, turns: list[int]) -> Iterator[DeskCard]:
    for begin in range(0, len(turns), BATCH):
        rows = inbox.open_turns(by).filter(pk__in=turns[begin : begin + BATCH])
        lot = list(rows.order_by("due", "id"))
        yield from inbox.cards(by, staff, lot, naming.known(inbox.parties_of(lot)))

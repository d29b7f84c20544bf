"""T-AUD: whoever changes the ledger, be it with the rights of a database administrator, is found, and the place is named.

A ledger of several hundred entries is sealed; then each round tampers with it in one of eleven ways as the owner of the tables, with the
triggers switched off, asks the verifier, and rolls back. Run in full: `python -m tests.proofs.audit 1.0`.
"""

import tests.conftest  # noqa: F401, isort: skip - starts Django before models are imported, when this runs by itself

import json
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction

from maarif.config import ledgers
from maarif.support.audit import operations, sealing, verifying
from maarif.support.audit.types import Report
from maarif.support.keys.operations import ensure_demo
from maarif.support.keys.queries import Ring
from maarif.support.parties.types import SYSTEM
from tests.support.audit.settling import settle

FULL_ROUNDS = 1_000
ENTRIES = 300
PER_SEAL = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """A sealed ledger: its ring, where its heads are kept, and the keys of an intruder."""

    ring: Ring
    heads: Path
    stranger: Ring

    def report(self) -> Report:
        return verifying.verify(key_of=self.ring.key, outside=sealing.carried(self.heads))


def build(folder: Path) -> Ledger:
    """Writes and seals the entries, a seal for every 25."""
    ledger = Ledger(
        ring=ensure_demo(folder / "keys"), heads=folder / "heads", stranger=ensure_demo(folder / "stranger")
    )
    for number in range(ENTRIES):
        operations.record_read(by=SYSTEM, subjects=[number % 7 + 1], what="people.record", purpose=f"purpose {number}")
    settle()
    most, sealing.MOST_ENTRIES = sealing.MOST_ENTRIES, PER_SEAL - 1  # type: ignore[misc]
    try:
        sealing.seal_all(ledger.ring, ledger.heads)
    finally:
        sealing.MOST_ENTRIES = most  # type: ignore[misc]
    return ledger


Where = tuple[int | None, int | None]
"""The seal and the entry that the verifier must name; None where it need not."""


def _run(query: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else []


def _entry(dice: random.Random) -> int:
    ids = [row[0] for row in _run("SELECT id FROM audit_entry ORDER BY id")]
    return int(dice.choice(ids))


def update(ledger: Ledger, dice: random.Random) -> Where:
    entry = _entry(dice)
    column = dice.choice(["purpose", "what", "role", "case_number", "scope"])
    _run(f"UPDATE audit_entry SET {column} = {column} || 'x' WHERE id = %s", entry)
    return None, entry


def blame_another(ledger: Ledger, dice: random.Random) -> Where:
    entry = _entry(dice)
    _run("UPDATE audit_entry SET party = coalesce(party, 0) + 1 WHERE id = %s", entry)
    return None, entry


def delete(ledger: Ledger, dice: random.Random) -> Where:
    entry = _entry(dice)
    _run("DELETE FROM audit_entry WHERE id = %s", entry)
    return None, entry


def insert(ledger: Ledger, dice: random.Random) -> Where:
    (row,) = _run(
        "INSERT INTO audit_entry (era, transaction, at, kind, what, subject, role, assurance, channel, detail)"
        " SELECT era, transaction, at, kind, what, subject, role, assurance, channel, detail FROM audit_entry WHERE id = %s"
        " RETURNING id",
        _entry(dice),
    )
    return None, int(row[0])


def swap_ids(ledger: Ledger, dice: random.Random) -> Where:
    one, other = _entry(dice), _entry(dice)
    while other == one:
        other = _entry(dice)
    _run("UPDATE audit_entry SET id = -1 WHERE id = %s", one)
    _run("UPDATE audit_entry SET id = %s WHERE id = %s", one, other)
    _run("UPDATE audit_entry SET id = %s WHERE id = -1", other)
    return None, one


def reorder(ledger: Ledger, dice: random.Random) -> Where:
    one, other = _entry(dice), _entry(dice)
    while other == one:
        other = _entry(dice)
    rows = dict(_run("SELECT id, transaction FROM audit_entry WHERE id IN (%s, %s)", one, other))
    _run("UPDATE audit_entry SET transaction = %s WHERE id = %s", rows[other], one)
    _run("UPDATE audit_entry SET transaction = %s WHERE id = %s", rows[one], other)
    return None, one


def change_clock(ledger: Ledger, dice: random.Random) -> Where:
    entry = _entry(dice)
    _run(
        "UPDATE audit_entry SET at = at + %s * interval '1 minute' WHERE id = %s", dice.choice([-90, -1, 1, 600]), entry
    )
    return None, entry


def truncate_tail(ledger: Ledger, dice: random.Random) -> Where:
    """Forgets the last seals together with what they sealed."""
    first_gone = dice.randint(2, ENTRIES // PER_SEAL)
    ((since,),) = _run("SELECT until FROM audit_seal WHERE number = %s", first_gone - 1)
    _run("DELETE FROM audit_seal WHERE number >= %s", first_gone)
    _run("DELETE FROM audit_entry WHERE transaction >= %s", since)
    return first_gone, None


def rebuild_with_own_key(ledger: Ledger, dice: random.Random) -> Where:
    """Changes an entry and makes the whole chain anew, with keys of one's own."""
    update(ledger, dice)
    _run("DELETE FROM audit_seal")
    while sealing.seal(ledger.stranger) is not None:
        pass
    return 1, None


def rebuild_with_stolen_key(ledger: Ledger, dice: random.Random) -> Where:
    """The worst: the ledger's own key is stolen too. Only the heads outside the database tell."""
    update(ledger, dice)
    _run("DELETE FROM audit_seal")
    while sealing.seal(ledger.ring) is not None:
        pass
    return 1, None


def forge_seal(ledger: Ledger, dice: random.Random) -> Where:
    number = dice.randint(1, ENTRIES // PER_SEAL)
    change = dice.choice(
        [
            "statement = reverse(statement)",
            "entries = entries + 1",
            "leaves = set_byte(leaves, 9, get_byte(leaves, 9) # 1)",
        ]
    )
    _run(f"UPDATE audit_seal SET {change} WHERE number = %s", number)
    return number, None


TAMPERINGS: tuple[Callable[[Ledger, random.Random], Where], ...] = (
    update,
    blame_another,
    delete,
    insert,
    swap_ids,
    reorder,
    change_clock,
    truncate_tail,
    rebuild_with_own_key,
    rebuild_with_stolen_key,
    forge_seal,
)


class _Undo(Exception):
    pass


def tampered(ledger: Ledger, tamper: Callable[[Ledger, random.Random], Where], seed: int) -> tuple[Report, Where]:
    """The report on a ledger tampered with, which is whole again afterwards."""
    result: list[tuple[Report, Where]] = []
    try:
        with transaction.atomic():
            _run("ALTER TABLE audit_entry DISABLE TRIGGER USER")
            _run("ALTER TABLE audit_seal DISABLE TRIGGER USER")
            where = tamper(ledger, random.Random(seed))
            result.append((ledger.report(), where))
            raise _Undo
    except _Undo:
        return result[0]


def located(report: Report, where: Where) -> bool:
    """Whether some finding names the seal, or the entry, that was touched."""
    seal, entry = where
    return any(
        (seal is not None and finding.seal == seal) or (entry is not None and finding.entry == entry)
        for finding in report.findings
    )


def naive_misses(ledger: Ledger) -> bool:
    """The planted fault: a verifier that checks signatures and links only does not see a changed entry."""

    def tamper_and_check_links(_: Ledger, dice: random.Random) -> Where:
        update(ledger, dice)
        work = verifying._Work()
        verifying._links(work, ledger.ring.key)
        return (1 if not work.findings else 0), None

    return tampered(ledger, tamper_and_check_links, 1)[1][0] == 1


def refused_to_the_owner() -> int:
    """How many changes of ledgers the database refused to their owner; the planted fault is a guard that was dropped.

    All of it in a transaction that is rolled back: other databases of the tests are emptied between tests.
    """
    refused = 0
    try:
        with transaction.atomic():
            ledgers.guard()
            for table, changes in ledgers.guarded():
                for statement in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                    if statement.split()[0] in changes:
                        assert not _allowed(statement), f"{statement} was not refused"
                        refused += 1
            _run(f"DROP TRIGGER {ledgers.GUARD} ON cases_caseevent")
            assert _allowed("TRUNCATE cases_caseevent"), "the planted gap in the guards was not seen"
            raise _Undo
    except _Undo:
        return refused


def _allowed(statement: str) -> bool:
    try:
        with transaction.atomic():
            _run(statement)
    except DatabaseError:
        return False
    return True


def prove(rounds: int, folder: Path) -> dict[str, int]:
    """Every tampering found and located, the clean ledger found sound, and the naive verifier caught; else AssertionError."""
    ledger = build(folder)
    clean = ledger.report()
    assert clean.sound, clean.findings[:5]
    assert (clean.entries, clean.unsealed, clean.seals) == (ENTRIES, 0, ENTRIES // PER_SEAL)
    assert naive_misses(ledger), "the planted naive verifier was not told apart"
    refused = refused_to_the_owner()
    for seed in range(rounds):
        tamper = TAMPERINGS[seed % len(TAMPERINGS)]
        report, where = tampered(ledger, tamper, seed)
        assert not report.sound, f"{tamper.__name__} with seed {seed} was not found"
        assert located(report, where), f"{tamper.__name__} with seed {seed} was not located: {report.findings[:5]}"
    assert ledger.report().sound
    return {"tamperings": rounds, "found_and_located": rounds, "kinds": len(TAMPERINGS), "refused": refused}


def main(share: float) -> None:
    """Runs in a database of its own."""
    from tests.proofs.databases import own_database

    with own_database("test_proof_audit"), tempfile.TemporaryDirectory() as folder:
        print(json.dumps(prove(max(11, round(FULL_ROUNDS * share)), Path(folder))))


if __name__ == "__main__":
    main(float(sys.argv[1]))

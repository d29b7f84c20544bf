"""Verifies the whole ledger: every seal's signature and link, every entry against its seal, and the heads kept elsewhere."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from typing import Final

from django.db import connection

from maarif.support.audit import chain, merkle, reading
from maarif.support.audit.chain import Head
from maarif.support.audit.models import Seal
from maarif.support.audit.types import Fault, Finding, Report
from maarif.support.keys.queries import KeyOf
from maarif.support.keys.types import BadSignature

# An entry is written at most this long before its transaction ends, and the clocks of two machines differ by at most this much.
LONGEST_TRANSACTION: Final = timedelta(days=1)
CLOCK_SLACK: Final = timedelta(seconds=5)
_MICROSECOND: Final = 1_000_000
_AHEAD: Final = """
    SELECT (SELECT column_default::int FROM information_schema.columns WHERE table_name = 'audit_entry' AND column_name = 'era'),
           pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""


@dataclass(slots=True)
class _Work:
    """What a verification has found so far."""

    findings: list[Finding] = field(default_factory=list)
    entries: int = 0
    unsealed: int = 0

    def found(self, fault: Fault, seal: int | None = None, entry: int | None = None, detail: str = "") -> None:
        self.findings.append(Finding(fault=fault, seal=seal, entry=entry, detail=detail))


@dataclass(frozen=True, slots=True)
class _Link:
    """A seal that may be compared with entries: its head, and its packed leaves when they give its root."""

    head: Head
    leaves: bytes | None


@dataclass(frozen=True, slots=True)
class _Line:
    """An entry as it stands in the database."""

    era: int
    transaction: int
    id: int
    at: int
    leaf: bytes


def verify(*, key_of: KeyOf, outside: Mapping[int, str]) -> Report:
    """The report on the whole ledger; `outside` are the heads kept off the database, by number."""
    work = _Work()
    links = _links(work, key_of)
    _compare_with_outside(work, links, outside)
    _walk(work, links)
    return Report(
        seals=len(links),
        entries=work.entries,
        unsealed=work.unsealed,
        heads_outside=len(outside),
        findings=tuple(work.findings),
    )


def _links(work: _Work, key_of: KeyOf) -> dict[int, tuple[str, _Link | None]]:
    """Every seal by number: its statement, and its link when the statement is genuine and follows the one before."""
    links: dict[int, tuple[str, _Link | None]] = {}
    before: tuple[str, Head] | None = None
    expected = 1
    for row in Seal.objects.order_by("number").iterator(chunk_size=500):
        if row.number != expected:
            work.found(Fault.SEAL_MISSING, seal=expected, detail=f"the chain goes on at {row.number}")
        expected = row.number + 1
        try:
            head = chain.read(row.statement, key_of)
        except (BadSignature, ValueError) as error:
            work.found(Fault.SEAL, seal=row.number, detail=str(error))
            links[row.number] = (row.statement, None)
            before = None
            continue
        _check_link(work, row, head, before)
        links[row.number] = (row.statement, _Link(head=head, leaves=_good_leaves(work, row, head)))
        before = (row.statement, head)
    return links


def _check_link(work: _Work, row: Seal, head: Head, before: tuple[str, Head] | None) -> None:
    """The columns repeat the statement; the statement follows the one before it."""
    if (row.number, row.era, row.until, row.entries) != (head.number, head.era, head.until, head.entries):
        work.found(Fault.SEAL, seal=row.number, detail="the row says otherwise than its statement")
    if before is None:
        if row.number == 1 and head.previous != chain.BEGINNING:
            work.found(Fault.SEAL, seal=row.number, detail="the first link names one before it")
        return
    statement, earlier = before
    follows = head.since == (earlier.until if head.era == earlier.era else 0) and head.era >= earlier.era
    if head.previous != chain.digest(statement) or not follows or head.moment < earlier.moment:
        work.found(Fault.SEAL, seal=row.number, detail="it does not follow the link before it")


def _good_leaves(work: _Work, row: Seal, head: Head) -> bytes | None:
    """The packed leaves, when they give the signed root."""
    packed = bytes(row.leaves)
    try:
        leaves = [value for _, value in chain.unpack(packed)]
    except struct.error:
        leaves = []
    if len(leaves) == head.entries and merkle.root(leaves).hex() == head.root:
        return packed
    work.found(Fault.LEAVES, seal=row.number)
    return None


def _compare_with_outside(
    work: _Work, links: Mapping[int, tuple[str, _Link | None]], outside: Mapping[int, str]
) -> None:
    """Heads kept elsewhere must all be here, word for word."""
    for number, statement in sorted(outside.items()):
        if number not in links:
            work.found(Fault.SEAL_MISSING, seal=number, detail="known outside the database only")
        elif links[number][0] != statement:
            work.found(Fault.SEAL_REWRITTEN, seal=number)


def _walk(work: _Work, links: Mapping[int, tuple[str, _Link | None]]) -> None:
    """Every entry of the database against the seal that it belongs to."""
    sealed = sorted(
        (link for _, link in links.values() if link is not None), key=lambda link: (link.head.era, link.head.since)
    )
    earlier = dict(zip((link.head.number for link in sealed[1:]), (link.head for link in sealed), strict=False))
    waiting: list[_Line] = []
    seen: set[int] = set()
    with reading.lines() as lines:
        entries = _parsed(lines)
        place = _Place(sealed)
        for link, group in groupby(entries, key=place.of):
            lot = list(group)
            work.entries += len(lot)
            if link is None:
                waiting += _unsealed(work, lot, sealed)
            else:
                seen.add(link.head.number)
                _check_clock(work, link, lot, earlier.get(link.head.number))
                _compare(work, link, lot)
    for link in sealed:
        if link.head.number not in seen:
            _compare(work, link, [])
    _check_waiting(work, waiting)  # after reading: what was read then was there


def _parsed(lines: Iterator[bytes]) -> Iterator[_Line]:
    for line in lines:
        entry, era, transaction, at, _ = line.split(b"\t", 4)
        yield _Line(int(era), int(transaction), int(entry), int(at), merkle.leaf(line))


class _Place:
    """Finds the seal of each entry, entries coming in the order of the chain."""

    def __init__(self, links: list[_Link]) -> None:
        self._links = links
        self._next = 0

    def of(self, line: _Line) -> _Link | None:
        """The seal whose stretch holds the entry's transaction; None when there is none."""
        while self._next < len(self._links):
            head = self._links[self._next].head
            if (line.era, line.transaction) < (head.era, head.since):
                return None
            if line.era == head.era and line.transaction < head.until:
                return self._links[self._next]
            self._next += 1
        return None


def _compare(work: _Work, link: _Link, lot: list[_Line]) -> None:
    """The entries that stand where a seal was set, against what it sealed."""
    head = link.head
    if link.leaves is None:
        if merkle.root([line.leaf for line in lot]).hex() != head.root:
            work.found(Fault.CHANGED, seal=head.number, detail="entries of this seal, not to be told apart")
        return
    if chain.pack([(line.id, line.leaf) for line in lot]) == link.leaves:
        return
    here = {line.id: line.leaf for line in lot}
    sealed = dict(chain.unpack(link.leaves))
    for entry in sorted(sealed.keys() - here.keys()):
        work.found(Fault.MISSING, seal=head.number, entry=entry)
    for entry in sorted(here.keys() - sealed.keys()):
        work.found(Fault.ADDED, seal=head.number, entry=entry)
    for entry in sorted(here.keys() & sealed.keys()):
        if here[entry] != sealed[entry]:
            work.found(Fault.CHANGED, seal=head.number, entry=entry)


def _check_clock(work: _Work, link: _Link, lot: list[_Line], earlier: Head | None) -> None:
    """No entry is younger than its seal, or older than a transaction that the seal before it still waited for."""
    latest = (link.head.moment + CLOCK_SLACK).timestamp() * _MICROSECOND
    earliest = (earlier.moment - LONGEST_TRANSACTION).timestamp() * _MICROSECOND if earlier else 0
    for line in lot:
        if not earliest <= line.at <= latest:
            work.found(Fault.CLOCK, seal=link.head.number, entry=line.id)


def _unsealed(work: _Work, lot: list[_Line], sealed: list[_Link]) -> list[_Line]:
    """Entries after the last seal wait for theirs and are returned; any other outside a seal was put there."""
    last = (sealed[-1].head.era, sealed[-1].head.until) if sealed else (0, 0)
    for line in lot:
        if (line.era, line.transaction) < last:
            work.found(Fault.ADDED, entry=line.id, detail="it belongs to no seal")
    return [line for line in lot if (line.era, line.transaction) >= last]


def _check_waiting(work: _Work, waiting: list[_Line]) -> None:
    """No entry that waits for a seal may claim an era or a transaction that has not come yet."""
    with connection.cursor() as cursor:
        cursor.execute(_AHEAD)
        era_now, ahead = cursor.fetchone()
    for line in waiting:
        if line.era > era_now or (line.era == era_now and line.transaction >= ahead):
            work.found(Fault.ADDED, entry=line.id, detail="its transaction has not come yet")
        else:
            work.unsealed += 1

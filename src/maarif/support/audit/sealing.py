"""The sealer: every few seconds the finished entries become one signed link of the chain, and the heads leave the database.

A transaction's number may be smaller than that of one committed before it, so ids alone would leave holes: we seal up to the oldest transaction
that still runs (`pg_snapshot_xmin`), below which nothing can appear any more.
"""

import fcntl
import os
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import connection, transaction

from maarif.support.audit import chain, merkle, reading
from maarif.support.audit.models import Entry, Seal
from maarif.support.audit.types import Sealed
from maarif.support.keys.queries import Ring

LOCK: Final = 0x6D616172_69660001  # any number that no other room locks
MOST_ENTRIES: Final = 50_000
HEADS: Final = "heads-{:%Y-%m-%d}.txt"

_NOW: Final = """
    SELECT clock_timestamp(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
           (SELECT column_default::int FROM information_schema.columns WHERE table_name = 'audit_entry' AND column_name = 'era')
"""


def seal(ring: Ring) -> Sealed | None:
    """Seals what is finished and not yet sealed: one link, or None when there is nothing (or another sealer works)."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(_NOW)
        moment, finished, era_now = cursor.fetchone()
        last = Seal.objects.order_by("-number").first()
        stretch = _next_stretch(last, finished, era_now)
        if stretch is None:
            return None
        era, since, until = stretch
        with reading.lines(reading.of_seal(era=era, since=since, until=until)) as lines:
            leaves = [(int(line.split(b"\t", 1)[0]), merkle.leaf(line)) for line in lines]
        return _append(ring, last, (era, since, until), leaves, moment)


def _append(
    ring: Ring, last: Seal | None, stretch: tuple[int, int, int], leaves: list[tuple[int, bytes]], moment: datetime
) -> Sealed:
    """Signs the next head and keeps it."""
    era, since, until = stretch
    head = chain.Head(
        number=last.number + 1 if last else 1,
        era=era,
        since=since,
        until=until,
        entries=len(leaves),
        root=merkle.root([value for _, value in leaves]).hex(),
        previous=chain.digest(last.statement) if last else chain.BEGINNING,
        sealed_at=moment.isoformat(),
    )
    Seal.objects.create(
        number=head.number,
        era=era,
        until=until,
        entries=len(leaves),
        sealed_at=moment,
        statement=chain.sign(ring, head),
        leaves=chain.pack(leaves),
    )
    return Sealed(number=head.number, entries=len(leaves))


def _next_stretch(last: Seal | None, finished: int, era_now: int) -> tuple[int, int, int] | None:
    """Which transactions of which era the next seal takes; None when no finished entry waits."""
    era, since = (last.era, last.until) if last else (0, 0)
    waiting = Entry.objects.filter(era=era, transaction__gte=since)
    if era < era_now and not waiting.exists():
        following = (
            Entry.objects.filter(era__gt=era, era__lte=era_now).order_by("era").values_list("era", flat=True).first()
        )
        if following is None:
            return None
        era, since = following, 0
        waiting = Entry.objects.filter(era=era)
    if era == era_now:
        waiting = waiting.filter(transaction__lt=finished)
    numbers = waiting.order_by("transaction", "id").values_list("transaction", flat=True)
    if not numbers.exists():
        return None
    full = list(numbers[MOST_ENTRIES : MOST_ENTRIES + 1])
    if full:
        return era, since, full[0] + 1
    newest = waiting.order_by("-transaction").values_list("transaction", flat=True)[0]
    return era, since, finished if era == era_now else newest + 1


def seal_all(ring: Ring, folder: Path) -> Sealed:
    """Seals until nothing finished waits, and carries the heads out of the database; what the last link was."""
    entries, number = 0, 0
    while (sealed := seal(ring)) is not None:
        entries, number = entries + sealed.entries, sealed.number
    carry_out(folder)
    return Sealed(number=number, entries=entries)


def carry_out(folder: Path) -> int:
    """Appends the heads that the folder does not have yet to its file of the day, and waits for the disk; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = last_carried(folder)
        rows = list(Seal.objects.filter(number__gt=known).order_by("number").only("number", "statement", "sealed_at"))
        for row in rows:
            with (folder / HEADS.format(row.sealed_at)).open("a") as file:
                file.write(f"{row.number} {row.statement}\n")
                file.flush()
                os.fsync(file.fileno())
    return len(rows)


def last_carried(folder: Path) -> int:
    """The number of the newest head in the folder; a line cut off by a crash does not count, and is made good."""
    files = sorted(folder.glob("heads-*.txt"))
    for path in reversed(files):
        content = path.read_bytes()
        whole, _, torn = content.rpartition(b"\n")
        if torn:
            with path.open("r+b") as file:
                file.truncate(len(whole) + 1 if whole else 0)
        numbers = [line.split(b" ", 1)[0] for line in whole.split(b"\n") if line]
        if numbers:
            return int(numbers[-1])
    return 0


def carried(folder: Path) -> dict[int, str]:
    """Every head in the folder by its number."""
    found: dict[int, str] = {}
    for path in sorted(folder.glob("heads-*.txt")):
        for line in path.read_text().splitlines():
            number, _, statement = line.partition(" ")
            if number.isdecimal():
                found[int(number)] = statement
    return found

"""Writes of the files room: receive, examine, drop, keep, and what becomes of files that nobody attached."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from django.db import IntegrityError, transaction

from maarif.kernel import clock
from maarif.support.audit import operations as audit
from maarif.support.files import queries, rules, scanning, storage, workshop
from maarif.support.files.models import File
from maarif.support.files.types import (
    LIVE,
    Arrival,
    Fault,
    FileCard,
    FileKept,
    FileNotFound,
    Limits,
    NotReady,
    Scan,
    State,
    TooOften,
    Verdict,
)
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM, Actor

MOST_AN_HOUR: Final = 120
"""Files that one person may send in within an hour."""
LEFT_ALONE: Final = timedelta(minutes=1)
"""A file whose check has not ended after this is taken up by the job."""


def receive(
    *, by: Actor, arrival: Arrival, folder: str, question: str, subject: int, limits: Limits, expires_at: datetime
) -> FileCard:
    """Takes a file that has come in, checks it, and returns it as it then stands: clean, refused, or still being checked.

    The same content in the same question is the same file. TooOften; FileNotFound for a stranger without a party.
    """
    if by.party is None:
        raise FileNotFound(folder=folder)
    now = clock.now()
    if File.objects.filter(owner_id=by.party, received_at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        raise TooOften(most=MOST_AN_HOUR)
    same = File.objects.filter(
        folder=folder, question=question, received_digest=arrival.digest, state__in=[each.value for each in LIVE]
    )
    known = same.first()
    if known is None:
        try:
            with acting(by), transaction.atomic():
                known = _row(by, by.party, arrival, folder, question, subject, limits, expires_at, now)
        except IntegrityError:
            known = same.get()
    if known.state != State.CLEAN:
        examine(file=known.pk)
        known.refresh_from_db()
    return queries.card_of(known)


def _row(
    by: Actor,
    owner: int,
    arrival: Arrival,
    folder: str,
    question: str,
    subject: int,
    limits: Limits,
    expires_at: datetime,
    now: datetime,
) -> File:
    """The row of a new file, its content given a place; the place is given up when the row cannot be written."""
    place = storage.take_in(arrival.path)
    try:
        with transaction.atomic():
            row = File.objects.create(
                public_id=storage.new_place(),
                folder=folder,
                question=question,
                owner_id=owner,
                subject_id=subject,
                name=rules.clean_name(arrival.name),
                size=arrival.size,
                received_digest=arrival.digest,
                place=place,
                limits=rules.kept_limits(limits),
                received_at=now,
                expires_at=expires_at,
            )
            audit.record_write(
                by=by,
                verb="files.receive",
                subjects=[subject],
                detail={"digest": arrival.digest.hex(), "size": arrival.size},
            )
    except BaseException:
        storage.remove(place)
        raise
    return row


def examine(*, file: int) -> State:
    """Checks one received file, outside any lock, and writes what was found; safe to do twice.

    Where the scanner is configured and silent the file stays `checking`, and the job asks again.
    """
    row = File.objects.filter(pk=file, state__in=[State.RECEIVED.value, State.CHECKING.value]).first()
    if row is None:
        return State(File.objects.get(pk=file).state)
    File.objects.filter(pk=file, state=State.RECEIVED.value).update(
        state=State.CHECKING.value, checked_at=clock.now(), scan=_expected_scan().value
    )
    source, place = storage.path_of(row.place), storage.new_place()
    verdict = workshop.examine(source, storage.room_for(place), rules.limits_of(row.limits))
    scan = Scan.NOT_SCANNED
    if verdict.fault is None:
        try:
            scan = scanning.scan(source)
        except scanning.ScannerSilent as silent:
            workshop.log.warning("the virus scanner is silent, a file waits: %s", silent)
            storage.remove(place)
            return State.CHECKING
    if scan is Scan.INFECTED:
        verdict = Verdict(fault=Fault.INFECTED)
    return _settle(row, verdict, scan, place)


def _expected_scan() -> Scan:
    return Scan.WAITING if scanning.configured() else Scan.NOT_SCANNED


def _settle(row: File, verdict: Verdict, scan: Scan, place: str) -> State:
    """Writes the verdict, unless somebody else has meanwhile; the contents that no row names any more are deleted."""
    open_row = File.objects.filter(pk=row.pk, state=State.CHECKING.value, place=row.place)
    now = clock.now()
    if verdict.fault is not None or verdict.format is None:
        fault = verdict.fault or Fault.BROKEN
        mine = open_row.update(state=State.REFUSED.value, fault=fault.value, place="", scan=scan.value, checked_at=now)
        _after_commit([place, *([row.place] if mine else [])])
        return State.REFUSED
    kept = place if verdict.rewritten else row.place
    mine = open_row.update(
        state=State.CLEAN.value,
        format=verdict.format.value,
        name=rules.named_after(row.name, verdict.format),
        pages=verdict.pages,
        size=storage.path_of(kept).stat().st_size,
        digest=storage.digest_of(storage.path_of(kept)),
        place=kept,
        scan=scan.value,
        checked_at=now,
    )
    superfluous = (row.place if mine else place) if verdict.rewritten else place
    _after_commit([superfluous])
    return State.CLEAN


def _after_commit(places: Sequence[str]) -> None:
    """Deletes contents once the transaction that gave them up is certain; one that a crash leaves is swept up later."""
    for place in places:
        transaction.on_commit(partial(storage.remove, place))


def drop(*, by: Actor, folder: str, public_id: str) -> None:
    """Takes one's file away again. FileNotFound; FileKept when it was sent with an application."""
    with acting(by), transaction.atomic():
        row = File.objects.select_for_update().filter(folder=folder, public_id=public_id, owner_id=by.party).first()
        if row is None:
            raise FileNotFound(public_id=public_id)
        if row.kept_at is not None:
            raise FileKept(public_id=public_id)
        audit.record_write(by=by, verb="files.drop", subjects=[row.subject_id], detail={"size": row.size})
        _delete([row])


def keep(
    *, by: Actor, folder: str, public_ids: Sequence[str], question: str | None = None, owner: int | None = None
) -> None:
    """Fixes the files that an application is sent with, and deletes the others of its folder; with `question` only of that question.

    They become `owner`'s, where one is named. NotReady when one of them is not there, refused or still being checked.
    """
    with acting(by), transaction.atomic():
        waiting = File.objects.select_for_update().filter(folder=folder, kept_at__isnull=True)
        rows = list(waiting if question is None else waiting.filter(question=question))
        clean = {row.public_id for row in rows if row.state == State.CLEAN}
        if missing := tuple(one for one in public_ids if one not in clean):
            raise NotReady(files=missing)
        wanted = set(public_ids)
        fixed = {"kept_at": clock.now()} | ({"owner_id": owner} if owner is not None else {})
        File.objects.filter(pk__in=[row.pk for row in rows if row.public_id in wanted]).update(**fixed)
        _delete([row for row in rows if row.public_id not in wanted])


def prolong(*, folder: str, until: datetime) -> None:
    """Lets the files of a draft live as long as the draft."""
    File.objects.filter(folder=folder, kept_at__isnull=True, expires_at__lt=until).update(expires_at=until)


def empty(*, folder: str) -> int:
    """Deletes the files of a folder that was never sent; returns how many."""
    with transaction.atomic():
        return _delete(list(File.objects.select_for_update().filter(folder=folder, kept_at__isnull=True)))


def forget_abandoned(*, by: Actor = SYSTEM, limit: int = 500) -> int:
    """Deletes files whose draft has ended; returns how many. Safe to run side by side."""
    with acting(by), transaction.atomic():
        late = File.objects.filter(kept_at__isnull=True, expires_at__lte=clock.now())
        return _delete(list(late.select_for_update(skip_locked=True).order_by("expires_at")[:limit]))


def sweep() -> int:
    """Deletes contents that no row names, left by a crash more than a day ago; returns how many."""
    stray = 0
    for batch in _batches(list(storage.old_places()), 500):
        named = set(File.objects.filter(place__in=batch).values_list("place", flat=True))
        for place in set(batch) - named:
            storage.remove(place)
            stray += 1
    return stray + storage.clear_incoming()


def check_waiting(*, limit: int = 50) -> int:
    """Checks files whose check has not ended: the scanner was silent, or a server died; returns how many ended now."""
    border = clock.now() - LEFT_ALONE
    waiting = File.objects.filter(state__in=[State.RECEIVED.value, State.CHECKING.value], received_at__lt=border)
    ended = 0
    for file in waiting.order_by("received_at").values_list("pk", flat=True)[:limit]:
        state = examine(file=file)
        if state is State.CHECKING:
            break
        ended += 1
    return ended


def _delete(rows: Sequence[File]) -> int:
    if not rows:
        return 0
    File.objects.filter(pk__in=[row.pk for row in rows]).delete()
    _after_commit([row.place for row in rows])
    return len(rows)


def _batches(places: list[str], size: int) -> list[list[str]]:
    return [places[start : start + size] for start in range(0, len(places), size)]

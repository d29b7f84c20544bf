"""Reads of the files room: cards, contents and pictures of pages, each through the gate of its viewer."""

from collections.abc import Collection, Iterable
from pathlib import Path

from maarif.support.access import relations
from maarif.support.audit import operations as audit
from maarif.support.files import readers, scanning, storage, workshop
from maarif.support.files.models import File
from maarif.support.files.types import Content, Fault, FileCard, FileNotFound, FileRef, Format, Scan, State
from maarif.support.parties.types import Actor


def file_for(viewer: Actor, public_id: str) -> FileCard:
    """One file: before it is sent for its owner alone; then for owner, subject, today's guardian, and who has the affair.

    FileNotFound.
    """
    return card_of(_row_for(viewer, public_id))


def content_for(viewer: Actor, public_id: str) -> Content:
    """The content of a clean file; an official's look is written into the ledger. FileNotFound."""
    row = _clean_for(viewer, public_id, "files.content")
    card = card_of(row)
    return Content(card=card, path=storage.path_of(row.place), media=Format(row.format).media)


def preview_for(viewer: Actor, public_id: str, page: int) -> Path:
    """The picture (PNG) of one page of a clean file, drawn at the first question. FileNotFound."""
    row = _clean_for(viewer, public_id, "files.preview")
    if not 1 <= page <= (row.pages or 0):
        raise FileNotFound(public_id=public_id[:40])
    target = storage.preview_of(row.place, page)
    if not target.exists() and not workshop.draw(
        storage.path_of(row.place), target, format=Format(row.format), page=page
    ):
        raise FileNotFound(public_id=public_id[:40])
    return target


def cards(public_ids: Collection[str]) -> dict[str, FileCard]:
    """Cards by public id, for a room that has asked its own gate; unknown ones are left out."""
    if not public_ids:
        return {}
    return {row.public_id: card_of(row) for row in File.objects.filter(public_id__in=list(public_ids))}


def refs(public_ids: Iterable[str]) -> dict[str, FileRef]:
    """Files as a case names them, by public id; no question to the database when none is named."""
    return {card.public_id: ref_of(card) for card in cards(list(public_ids)).values()}


def ref_of(card: FileCard) -> FileRef:
    """A file as a case names it."""
    return FileRef(public_id=card.public_id, name=card.name, size=card.size)


def in_folder(folder: str, question: str) -> tuple[FileCard, ...]:
    """The files of one question in the order in which they came, for a room that has asked its own gate."""
    rows = File.objects.filter(folder=folder, question=question).order_by("pk")
    return tuple(card_of(row) for row in rows)


def of_folder(folder: str) -> tuple[FileCard, ...]:
    """All the files of a folder in the order in which they came, for a room that has asked its own gate."""
    return tuple(card_of(row) for row in File.objects.filter(folder=folder).order_by("pk"))


def scanner() -> str | None:
    """What the configured virus scanner says it is; None when none is configured. ScannerSilent."""
    return scanning.version() if scanning.configured() else None


def unscanned() -> int:
    """How many kept or waiting files no scanner has seen."""
    return (
        File.objects.filter(state__in=[State.CLEAN.value, State.CHECKING.value]).exclude(scan=Scan.CLEAN.value).count()
    )


def card_of(row: File) -> FileCard:
    """A row as it crosses the door."""
    return FileCard(
        public_id=row.public_id,
        name=row.name,
        size=row.size,
        state=State(row.state),
        fault=Fault(row.fault) if row.fault else None,
        format=Format(row.format) if row.format else None,
        pages=row.pages,
        scan=Scan(row.scan),
        question=row.question,
        received_at=row.received_at,
    )


def _row_for(viewer: Actor, public_id: str) -> File:
    row = File.objects.filter(public_id=public_id[:40]).first()
    if row is None or not _may_open(viewer, row):
        raise FileNotFound(public_id=public_id[:40])
    return row


def _clean_for(viewer: Actor, public_id: str, what: str) -> File:
    row = _row_for(viewer, public_id)
    if row.state != State.CLEAN or not storage.path_of(row.place).is_file():
        raise FileNotFound(public_id=public_id[:40])
    if not _is_family(viewer, row):
        audit.record_read(by=viewer, subjects=[row.subject_id], what=what)
    return row


def _may_open(viewer: Actor, row: File) -> bool:
    if viewer.party is None:
        return False
    return _is_family(viewer, row) or (row.kept_at is not None and readers.has_affair(viewer, row.folder))


def _is_family(viewer: Actor, row: File) -> bool:
    """The owner; once it is sent, also whom it is about and that child's guardian; while acting for a child that child's alone."""
    if viewer.acting_for is not None and viewer.acting_for != row.subject_id:
        return False
    if viewer.party == row.owner_id:
        return True
    if row.kept_at is None:
        return False
    return viewer.party == row.subject_id or relations.holds(viewer, "guardian_of", row.subject_id)

"""A file's life: received once, refused with its reason, dropped, kept for good, forgotten; and who may open it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction
from tests.support.files import samples
from tests.support.files.conftest import citizen

from maarif.kernel import clock
from maarif.support.access import resolvers
from maarif.support.audit.models import Entry
from maarif.support.files import operations, queries, readers, scanning, storage
from maarif.support.files.models import File
from maarif.support.files.types import (
    Arrival,
    Fault,
    FileCard,
    FileKept,
    FileNotFound,
    Format,
    NotReady,
    Scan,
    State,
    TooOften,
)
from maarif.support.parties.types import Actor

Receive = Callable[..., FileCard]


@pytest.fixture
def receive(arrival: Callable[..., Arrival], owner: Actor, django_capture_on_commit_callbacks) -> Receive:
    def take(content: bytes, name: str = "paper.pdf", by: Actor = owner, subject: int | None = None) -> FileCard:
        with django_capture_on_commit_callbacks(execute=True):
            return operations.receive(
                by=by,
                arrival=arrival(content, name),
                folder="case",
                question="papers",
                subject=subject or by.party or 0,
                limits=samples.EVERYTHING,
                expires_at=clock.now() + timedelta(days=30),
            )

    return take


def on_disk(folder: Path) -> list[Path]:
    return [each for each in folder.glob("kept/*/*") if each.is_file()]


def test_a_clean_file_is_kept_under_a_random_name_with_its_digest(receive: Receive, folder: Path) -> None:
    card = receive(samples.photograph(), "../../photo of me.html")
    assert (card.state, card.format, card.name) == (State.CLEAN, Format.JPEG, "photo of me.jpg")
    assert card.scan is Scan.NOT_SCANNED
    row = File.objects.get()
    [kept] = on_disk(folder)
    assert kept == storage.path_of(row.place)
    assert row.public_id not in str(kept)
    assert storage.digest_of(kept) == bytes(row.digest or b"")
    assert kept.stat().st_size == card.size
    assert folder.stat().st_mode & 0o077 == 0
    assert b"CANARY" not in kept.read_bytes()


def test_a_refused_file_leaves_its_reason_and_no_content(receive: Receive, folder: Path) -> None:
    card = receive(samples.pdf(1, samples.script))
    assert (card.state, card.fault) == (State.REFUSED, Fault.ACTIVE)
    assert on_disk(folder) == []


def test_the_same_content_twice_in_one_question_is_one_file(receive: Receive, folder: Path) -> None:
    first, second = receive(samples.pdf(), "a.pdf"), receive(samples.pdf(), "b.pdf")
    assert first.public_id == second.public_id
    assert len(on_disk(folder)) == 1


def test_nobody_sends_in_more_in_an_hour_than_anybody_needs(
    receive: Receive, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(operations, "MOST_AN_HOUR", 1)
    receive(samples.pdf(1))
    with pytest.raises(TooOften):
        receive(samples.pdf(2))
    assert len(on_disk(folder)) == 1


def test_a_file_can_be_taken_away_by_its_owner_alone(
    receive: Receive, owner: Actor, stranger: Actor, folder: Path, django_capture_on_commit_callbacks
) -> None:
    card = receive(samples.pdf())
    with pytest.raises(FileNotFound):
        operations.drop(by=stranger, folder="case", public_id=card.public_id)
    assert len(on_disk(folder)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        operations.drop(by=owner, folder="case", public_id=card.public_id)
    assert on_disk(folder) == []
    assert not File.objects.exists()


def test_what_is_sent_is_kept_for_good_and_the_rest_goes(
    receive: Receive, owner: Actor, folder: Path, django_capture_on_commit_callbacks
) -> None:
    sent, other = receive(samples.pdf(1)), receive(samples.pdf(2))
    with django_capture_on_commit_callbacks(execute=True):
        operations.keep(by=owner, folder="case", public_ids=[sent.public_id])
    assert [row.public_id for row in File.objects.all()] == [sent.public_id]
    assert len(on_disk(folder)) == 1
    with pytest.raises(FileKept):
        operations.drop(by=owner, folder="case", public_id=sent.public_id)
    for change in ({"name": "x"}, {"digest": b"0" * 32}, {"place": "x"}, {"kept_at": None}):
        with pytest.raises(DatabaseError, match="kept_is_fixed"), transaction.atomic():
            File.objects.update(**change)
    with pytest.raises(DatabaseError, match="kept_stays"), transaction.atomic():
        File.objects.all().delete()
    assert other.public_id not in queries.cards([other.public_id])


def test_nothing_is_sent_with_a_file_that_is_refused_or_of_another_folder(receive: Receive, owner: Actor) -> None:
    refused, clean = receive(b"text"), receive(samples.pdf())
    for wrong in ([refused.public_id], [clean.public_id, "0" * 32]):
        with pytest.raises(NotReady):
            operations.keep(by=owner, folder="case", public_ids=wrong)
    with pytest.raises(NotReady):
        operations.keep(by=owner, folder="another", public_ids=[clean.public_id])
    assert not File.objects.exclude(kept_at=None).exists()


def test_files_that_nobody_attached_are_forgotten_and_kept_ones_are_not(
    receive: Receive, owner: Actor, noon, folder: Path, django_capture_on_commit_callbacks
) -> None:
    kept = receive(samples.pdf(1))
    operations.keep(by=owner, folder="case", public_ids=[kept.public_id])
    receive(samples.pdf(2))
    operations.prolong(folder="case", until=clock.now() + timedelta(days=40))
    noon.move(timedelta(days=35))
    assert operations.forget_abandoned() == 0
    noon.move(timedelta(days=6))
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.forget_abandoned() == 1
    assert len(on_disk(folder)) == 1
    assert [row.public_id for row in File.objects.all()] == [kept.public_id]


def test_contents_that_a_crash_left_are_swept_up(
    receive: Receive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(samples.pdf())
    stray = storage.room_for(storage.new_place())
    stray.write_bytes(b"left")
    (storage.incoming() / "in-half").write_bytes(b"left")
    assert operations.sweep() == 0
    monkeypatch.setattr(storage, "STRAY_SECONDS", -60)
    assert operations.sweep() == 3  # the stray one, the half one, and the one that has come in by this test's own hand
    assert not stray.exists()
    assert len(on_disk(folder)) == 1


def test_a_draft_s_file_is_its_owner_s_alone_and_a_sent_one_the_family_s(receive: Receive, owner: Actor) -> None:
    guardian, child, stranger = owner, citizen(), citizen()
    other_guardian = citizen()
    resolvers_before = dict(resolvers._RESOLVERS)
    resolvers.register("guardian_of", lambda who, whom: (who, whom) == (other_guardian.party, child.party))
    try:
        card = receive(samples.pdf(), subject=child.party)
        assert queries.file_for(guardian, card.public_id) == card
        for nobody in (child, other_guardian, stranger, Actor(), replace(guardian, acting_for=stranger.party)):
            with pytest.raises(FileNotFound):
                queries.file_for(nobody, card.public_id)
        operations.keep(by=owner, folder="case", public_ids=[card.public_id])
        for family in (guardian, child, other_guardian, replace(guardian, acting_for=child.party)):
            assert queries.content_for(family, card.public_id).media == "application/pdf"
        with pytest.raises(FileNotFound):
            queries.content_for(stranger, card.public_id)
    finally:
        resolvers._RESOLVERS.clear()
        resolvers._RESOLVERS.update(resolvers_before)


def test_an_officer_who_has_the_affair_opens_it_once_it_is_sent_and_the_look_is_written_down(
    receive: Receive, owner: Actor, stranger: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "_READERS", [lambda viewer, folder: (viewer, folder) == (stranger, "case")])
    card = receive(samples.pdf())
    with pytest.raises(FileNotFound):
        queries.content_for(stranger, card.public_id)
    operations.keep(by=owner, folder="case", public_ids=[card.public_id])
    looks = Entry.objects.filter(kind="read", subject=owner.party)
    queries.content_for(owner, card.public_id)
    assert looks.count() == 0
    assert queries.preview_for(stranger, card.public_id, 1).read_bytes().startswith(b"\x89PNG")
    assert [look.what for look in looks] == ["files.preview"]
    for page in (0, 2, 10**9):
        with pytest.raises(FileNotFound):
            queries.preview_for(stranger, card.public_id, page)


def test_while_the_scanner_is_silent_a_file_waits_and_cannot_be_sent(
    receive: Receive, owner: Actor, settings, noon, folder: Path, django_capture_on_commit_callbacks
) -> None:
    settings.CLAMD = "unix:/nowhere/clamd.ctl"
    card = receive(samples.pdf())
    assert (card.state, card.scan) == (State.CHECKING, Scan.WAITING)
    with pytest.raises(NotReady):
        operations.keep(by=owner, folder="case", public_ids=[card.public_id])
    with pytest.raises(FileNotFound):
        queries.content_for(owner, card.public_id)
    noon.move(timedelta(minutes=2))
    assert operations.check_waiting() == 0
    assert len(on_disk(folder)) == 1
    settings.CLAMD = ""
    with django_capture_on_commit_callbacks(execute=True):
        assert operations.check_waiting() == 1
    assert File.objects.get().state == State.CLEAN
    assert len(on_disk(folder)) == 1


def test_a_silent_scanner_is_not_mistaken_for_a_clean_file(settings, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    settings.CLAMD = "tcp:127.0.0.1:1"
    with pytest.raises(scanning.ScannerSilent):
        scanning.scan(tmp_path / "x")

"""The public check: what a stranger learns, what stays hidden, and what asking costs."""

import dataclasses
import random
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.documents.papers import BORN, ISSUER, TITLE, order

from maarif.kernel import clock, public_ids
from maarif.support.access.models import Knock
from maarif.support.audit import queries as audit
from maarif.support.documents import checking, operations, queries
from maarif.support.documents.types import DocumentNotFound, Issued, RevocationReason, Status, Verification
from maarif.support.keys.operations import generate
from maarif.support.keys.queries import Ring
from maarif.support.parties.types import SYSTEM, Actor, Assurance

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.7"
HEAD_OF_OFFICE = Actor(
    party=None, role="ministry_officer", scope_kind="country", scope="az", assurance=Assurance.OFFICIAL
)
NOTHING = Verification(status=Status.UNKNOWN)


@pytest.fixture
def issued(holder: int) -> Issued:
    return operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]


def test_id_and_birth_date_show_the_few_fields_and_no_other(issued: Issued) -> None:
    found = queries.verification(issued.public_id.lower(), BORN, ADDRESS)
    assert dataclasses.replace(found, session="") == Verification(
        status=Status.VALID,
        public_id=issued.public_id,
        number=issued.number,
        kind="higher.study_certificate",
        title=TITLE,
        issuer=ISSUER,
        holder="M••• A••• R•••",
        issued_on=date(2026, 11, 23),
        valid_until=date(2027, 2, 21),
        country="az",
    )
    assert {field.name for field in dataclasses.fields(found)} == {
        "status", "public_id", "number", "kind", "title", "issuer", "holder", "issued_on", "valid_until", "revoked_on",
        "revocation_reason", "revocation_code", "country", "session",
    }  # fmt: skip


def test_a_wrong_birth_date_and_an_absent_document_are_answered_alike(issued: Issued) -> None:
    wrong_date = queries.verification(issued.public_id, BORN + timedelta(days=1), ADDRESS)
    absent = queries.verification(public_ids.new(), BORN, ADDRESS)
    no_id = queries.verification("nonsense", BORN, ADDRESS)
    number = queries.verification(issued.number, BORN, ADDRESS)
    assert (wrong_date, absent, no_id, number) == (NOTHING, NOTHING, NOTHING, NOTHING)


def test_all_refusals_do_the_same_work(issued: Issued) -> None:
    shapes = []
    for public_id, born in ((issued.public_id, date(1990, 1, 1)), (public_ids.new(), BORN), ("nonsense", BORN)):
        with CaptureQueriesContext(connection) as seen:
            queries.verification(public_id, born, ADDRESS)
        shapes.append([" ".join(query["sql"].split()[:3]).partition('"')[0] for query in seen])
    assert shapes[0] == shapes[1] == shapes[2]


def test_a_check_stands_in_the_ledger_of_the_holder_and_a_failed_one_in_nobodys(issued: Issued, holder: int) -> None:
    queries.verification(issued.public_id, date(1990, 1, 1), ADDRESS)
    assert audit.looks_at(holder) == ()
    queries.verification(issued.public_id, BORN, ADDRESS)
    queries.verify_token(issued.token)
    looks = audit.looks_at(holder)
    assert [(look.what, look.case, look.role) for look in looks] == [
        ("documents.check", issued.number, "anonymous")
    ] * 2


def test_the_last_day_of_validity_counts_and_the_next_does_not(issued: Issued, noon: clock.FrozenClock) -> None:
    noon.instant = datetime(2027, 2, 21, 19, 59, tzinfo=UTC)
    assert queries.verify_token(issued.token).status is Status.VALID
    noon.instant = datetime(2027, 2, 21, 20, 0, tzinfo=UTC)  # midnight in Baku
    assert queries.verify_token(issued.token).status is Status.EXPIRED
    assert queries.verification(issued.public_id, BORN, ADDRESS).status is Status.EXPIRED


def test_a_revoked_document_says_since_when_and_why_and_gives_nothing_to_download(issued: Issued) -> None:
    opened = queries.verify_token(issued.token).session
    operations.revoke(
        by=HEAD_OF_OFFICE, public_id=issued.public_id, reason=RevocationReason.ISSUED_IN_ERROR, note="the clerk slept"
    )
    found = queries.verification(issued.public_id, BORN, ADDRESS)
    assert (found.status, found.revoked_on, found.revocation_code) == (
        Status.REVOKED, date(2026, 11, 23), RevocationReason.ISSUED_IN_ERROR,
    )  # fmt: skip
    assert found.revocation_reason == queries.reason_text(RevocationReason.ISSUED_IN_ERROR)
    assert "the clerk slept" not in repr(found)
    assert queries.standing(issued.public_id).revocation_code is RevocationReason.ISSUED_IN_ERROR
    assert found.session == ""
    with pytest.raises(DocumentNotFound):
        queries.pdf_of_check(opened, "az")


def test_the_address_in_the_qr_code_is_taken_as_well_as_the_bare_token(issued: Issued) -> None:
    whole = f"https://maarif.example/check/t/{issued.token}"
    assert queries.verify_token(whole).number == queries.verify_token(issued.token).number == issued.number


def test_a_genuine_token_of_a_document_that_is_not_in_our_books_is_unknown(issued: Issued, demo_ring: Ring) -> None:
    from maarif.support.documents import rules, tokens

    snapshot = rules.snapshot_of(
        order(1),
        public_id=public_ids.new(),
        number="AZ-HSC-2026-000099",
        issued_at=clock.now(),
        issued_on=date(2026, 11, 23),
    )
    token, _ = tokens.sign(demo_ring, snapshot, bytes(32), clock.now())
    assert queries.verify_token(token) == NOTHING


def test_a_token_by_a_revoked_key_is_still_known_in_our_books_and_a_forged_one_is_not(
    holder: int, tmp_path: object, settings: object
) -> None:
    from pathlib import Path

    from maarif.support.keys.operations import revoke, rotate
    from maarif.support.keys.types import Purpose

    folder = Path(str(tmp_path)) / "ring"
    settings.KEYS_FOLDER = folder  # type: ignore[attr-defined]
    key = generate(folder, name="Ministry", demo=False).active(Purpose.DOCUMENTS, clock.now())
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    revoke(folder, key_id=key.id, reason="stolen")
    rotate(folder, purpose=Purpose.DOCUMENTS)
    assert queries.verify_token(issued.token).status is Status.VALID
    assert queries.verify_token(issued.token[:-2] + ("AA" if issued.token[-2:] != "AA" else "BA")) == NOTHING


def test_a_session_opens_the_download_for_a_quarter_of_an_hour_and_only_that_document(
    issued: Issued, holder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = queries.verification(issued.public_id, BORN, ADDRESS).session
    assert checking.opened(session) == issued.public_id
    assert audit.looks_at(holder)[0].what == "documents.download"
    for false in ("", "x", session[:-1], session + "A", session.swapcase()):
        with pytest.raises(DocumentNotFound):
            checking.opened(false)
    later = time.time() + checking.SESSION_SECONDS + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    with pytest.raises(DocumentNotFound):
        checking.opened(session)


def test_an_address_that_asks_too_often_is_told_to_wait_and_learns_nothing_even_with_the_right_answer(
    issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "ADDRESS_BUDGET", 3)
    asked = [queries.verification(issued.public_id, BORN, ADDRESS).status for _ in range(5)]
    assert asked == [Status.VALID] * 3 + [Status.BUSY] * 2
    assert queries.verification(issued.public_id, BORN, "203.0.113.8").status is Status.VALID


def test_guesses_never_lock_the_document_for_its_holder(issued: Issued, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ADDRESS_BUDGET", 3)
    for day in range(10):
        queries.verification(issued.public_id, date(1990, 1, 1 + day), "198.51.100.9")
    assert queries.verification(issued.public_id, BORN, ADDRESS).status is Status.VALID


def test_the_whole_world_has_a_budget_too(issued: Issued, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "WORLD_BUDGET", 4)
    asked = [queries.verification(issued.public_id, BORN, f"203.0.113.{place}").status for place in range(6)]
    assert asked == [Status.VALID] * 4 + [Status.BUSY] * 2


def test_scanning_one_paper_over_and_over_does_not_fill_the_holders_ledger(
    issued: Issued, holder: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "TOKEN_BUDGET", 3)
    asked = [queries.verify_token(issued.token, ADDRESS).status for _ in range(5)]
    assert asked == [Status.VALID] * 3 + [Status.BUSY] * 2
    assert len(audit.looks_at(holder)) == 3
    assert queries.verification(issued.public_id, BORN, ADDRESS).status is Status.VALID


def test_a_budget_is_whole_again_in_the_next_window(
    issued: Issued, noon: clock.FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "ADDRESS_BUDGET", 1)
    assert queries.verification(issued.public_id, BORN, ADDRESS).status is Status.VALID
    assert queries.verification(issued.public_id, BORN, ADDRESS).status is Status.BUSY
    noon.move(timedelta(seconds=checking.ADDRESS_WINDOW))
    assert queries.verification(issued.public_id, BORN, ADDRESS).status is Status.VALID


def test_one_household_of_ipv6_addresses_has_one_budget(issued: Issued, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ADDRESS_BUDGET", 2)
    asked = [queries.verification(issued.public_id, BORN, f"2001:db8::{place}").status for place in range(1, 4)]
    assert asked == [Status.VALID, Status.VALID, Status.BUSY]


def test_no_address_is_kept_in_the_clear(issued: Issued) -> None:
    queries.verification(issued.public_id, BORN, ADDRESS)
    assert {len(bytes(asker)) for asker in Knock.objects.values_list("asker", flat=True)} == {16}
    assert not Knock.objects.filter(asker=ADDRESS.encode()).exists()


def test_counters_of_past_windows_are_forgotten(issued: Issued, noon: clock.FrozenClock) -> None:
    from maarif.support.access import jobs

    queries.verification(issued.public_id, BORN, ADDRESS)
    noon.move(timedelta(days=2))
    queries.verification(issued.public_id, BORN, ADDRESS)
    jobs.forget_knocks(timestamp=0)
    assert Knock.objects.count() == 2


def test_a_thousand_guesses_of_ids_with_the_right_birth_date_hit_nothing(
    issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-VER reduced; in full: `python -m tests.proofs.verification 1.0`."""
    from tests.proofs import verification

    monkeypatch.setattr(checking, "ADDRESS_BUDGET", 10**9)
    monkeypatch.setattr(checking, "WORLD_BUDGET", 10**9)
    assert verification.guesses(issued.public_id, issued.number, BORN, 600, random.Random(3)) == 0


@pytest.mark.slow
def test_refusals_take_the_same_time_whether_the_document_exists_or_not(
    issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "ADDRESS_BUDGET", 10**9)
    monkeypatch.setattr(checking, "WORLD_BUDGET", 10**9)
    from tests.proofs import verification

    seen = [abs(verification.timing_difference(issued.public_id, 300)) for _ in range(4)]
    assert min(seen) < 0.05, seen

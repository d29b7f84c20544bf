"""Seals: what they take, what they wait for, and how they leave the database."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.support.audit.settling import settle

from maarif.support.audit import chain, merkle, operations, queries, sealing
from maarif.support.audit.models import Seal
from maarif.support.audit.types import Fault
from maarif.support.keys.queries import Ring
from maarif.support.parties.types import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


def _look(number: int) -> None:
    operations.record_read(by=SYSTEM, subjects=[number], what="people.record")


def _seal() -> int:
    """Seals everything, once nobody else in the cluster holds the sealer back; how many entries."""
    settle()
    return operations.seal().entries


def test_nothing_to_seal_makes_no_seal(ledger_ring: Ring) -> None:
    assert _seal() == 0
    assert not Seal.objects.exists()


def test_seals_form_a_signed_chain_without_holes(ledger_ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_ENTRIES", 0)
    for number in range(3):
        _look(number + 1)
    assert _seal() == 3
    statements = list(Seal.objects.order_by("number").values_list("statement", flat=True))
    heads = [chain.read(statement, ledger_ring.key) for statement in statements]
    assert [head.number for head in heads] == [1, 2, 3]
    assert [head.previous for head in heads] == [chain.BEGINNING, *map(chain.digest, statements[:2])]
    assert [(heads[0].until, heads[1].until)] == [(heads[1].since, heads[2].since)]
    report = queries.verify()
    assert (report.sound, report.entries, report.seals, report.heads_outside) == (True, 3, 3, 3)


def test_a_transaction_that_still_runs_is_waited_for_and_not_lost(ledger_ring: Ring) -> None:
    """Its number is smaller than that of a transaction committed meanwhile; sealing by id alone would step over it."""
    written, finish = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                _look(1)
                written.set()
                assert finish.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(20)
    _look(2)
    assert operations.seal().entries == 0
    finish.set()
    thread.join()
    assert _seal() == 2
    assert queries.verify().sound


def test_what_waits_for_its_seal_is_counted(ledger_ring: Ring) -> None:
    assert (queries.waiting().entries, queries.waiting().seconds) == (0, 0)
    _look(1)
    assert queries.waiting().entries == 1
    assert 0 < queries.waiting().seconds < 60
    _seal()
    assert queries.waiting().entries == 0
    _look(2)
    _look(3)
    assert queries.waiting().entries == 2


def test_the_heads_outside_are_made_good_after_a_line_was_cut_off(ledger_ring: Ring, tmp_path: Path) -> None:
    _look(1)
    _seal()
    _look(2)
    _seal()
    (file,) = (tmp_path / "heads").glob("heads-*.txt")
    whole = file.read_text()
    file.write_text(whole[:-40])
    assert sealing.carry_out(tmp_path / "heads") == 1
    assert file.read_text() == whole


def test_a_lost_file_of_heads_is_written_again(ledger_ring: Ring, tmp_path: Path) -> None:
    _look(1)
    _seal()
    (file,) = (tmp_path / "heads").glob("heads-*.txt")
    whole = file.read_text()
    file.unlink()
    _seal()
    assert file.read_text() == whole


def test_a_long_backlog_is_sealed_in_several_links(ledger_ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_ENTRIES", 3)
    for number in range(10):
        _look(number + 1)
    assert _seal() == 10
    assert list(Seal.objects.order_by("number").values_list("entries", flat=True)) == [4, 4, 2]
    assert queries.verify().sound


def test_a_new_era_goes_on_where_transaction_numbers_begin_anew(ledger_ring: Ring) -> None:
    _look(1)
    _seal()
    try:
        assert operations.begin_era() == 2
        _look(2)
        assert _seal() == 1
        assert list(Seal.objects.order_by("number").values_list("number", "era")) == [(1, 1), (2, 2)]
        assert queries.verify().sound
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_entry ALTER COLUMN era SET DEFAULT 1")


def test_an_entry_dated_after_its_seal_is_found_even_when_it_was_sealed_so(ledger_ring: Ring) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (at, kind, what, role, assurance, channel, detail)"
            " VALUES (clock_timestamp() + %s, 'read', 'x', 'system', 0, 'web', '{}') RETURNING id",
            [timedelta(hours=2)],
        )
        entry = cursor.fetchone()[0]
    _seal()
    findings = queries.verify().findings
    assert [(finding.fault, finding.entry) for finding in findings] == [(Fault.CLOCK, entry)]


def test_an_entry_that_claims_a_transaction_of_the_future_is_found(ledger_ring: Ring) -> None:
    _look(1)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_entry (transaction, kind, what, role, assurance, channel, detail)"
            " VALUES (9000000000000, 'read', 'x', 'system', 0, 'web', '{}') RETURNING id"
        )
        entry = cursor.fetchone()[0]
    _seal()
    findings = queries.verify().findings
    assert [(finding.fault, finding.entry) for finding in findings] == [(Fault.ADDED, entry)]


def test_two_sealers_at_once_make_one_chain(ledger_ring: Ring) -> None:
    for number in range(20):
        _look(number + 1)
    settle()
    gate = threading.Barrier(4)

    def work() -> None:
        try:
            gate.wait(20)
            sealing.seal(ledger_ring)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _seal()
    assert sum(Seal.objects.values_list("entries", flat=True)) == 20
    assert queries.verify().sound


def test_the_tree_is_that_of_rfc_6962() -> None:
    """The vectors of certificate-transparency-go for these eight entries."""
    entries = [
        bytes.fromhex(text)
        for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
    ]
    leaves = [merkle.leaf(entry) for entry in entries]
    assert merkle.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle.root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.root(leaves[:3]).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"
    assert merkle.root(leaves[:7]).hex() == "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"
    assert merkle.root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"

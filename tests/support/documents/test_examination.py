"""Offline examination: what is accepted, what is not, and what is said about it."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from tests.proofs import documents as proof
from tests.support.documents.papers import PLAIN

from maarif.config.cli import verify as command
from maarif.kernel import clock
from maarif.support.documents import examination, pades, renderings, tokens, twins
from maarif.support.documents.types import Trouble
from maarif.support.keys import operations as keys_operations
from maarif.support.keys.published import published, read
from maarif.support.keys.queries import Ring
from maarif.support.keys.queries import ring as ring_of
from maarif.support.keys.types import Purpose

TODAY = date(2026, 11, 23)


def examined(ring: Ring, data: bytes, today: date = TODAY) -> tuple[bool, tuple[Trouble, ...]]:
    keys, authorities = read(published(ring))
    verdict = examination.examine(data, keys, authorities, today)
    return verdict.genuine, verdict.troubles


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ring, dict[str, bytes]]:
    ring = keys_operations.ensure_demo(tmp_path_factory.mktemp("keys"))
    return ring, {kind: data for kind, data, _ in proof.files(ring)}


@pytest.mark.parametrize("kind", ["pdf", "json", "credential"])
def test_a_genuine_file_is_accepted(three: tuple[Ring, dict[str, bytes]], kind: str) -> None:
    ring, files = three
    assert examined(ring, files[kind]) == (True, ())


@pytest.mark.parametrize("kind", ["pdf", "json", "credential"])
def test_a_file_by_other_keys_is_not(three: tuple[Ring, dict[str, bytes]], kind: str, tmp_path: Path) -> None:
    stranger = keys_operations.ensure_demo(tmp_path)
    expected = {"pdf": Trouble.NOT_OUR_CERTIFICATE, "json": Trouble.UNKNOWN_KEY, "credential": Trouble.UNKNOWN_KEY}
    assert examined(stranger, three[1][kind]) == (False, (expected[kind],))


def test_an_expired_document_is_genuine_and_expired(three: tuple[Ring, dict[str, bytes]]) -> None:
    ring, files = three
    assert examined(ring, files["pdf"], date(2027, 2, 21)) == (True, ())
    assert examined(ring, files["pdf"], date(2027, 2, 22)) == (True, (Trouble.EXPIRED,))
    assert examined(ring, files["credential"], date(2027, 2, 22)) == (True, (Trouble.EXPIRED,))


def test_an_unsigned_rendering_is_not_accepted(three: tuple[Ring, dict[str, bytes]]) -> None:
    ring, _ = three
    snapshot, _, token = proof.genuine(ring, 1)
    data = renderings.page_data(snapshot, token=token, language="az", base=proof.BASE, specimen=True)
    unsigned = renderings.page_pdf(PLAIN, data, proof.NOON)
    assert examined(ring, unsigned) == (False, (Trouble.NO_SIGNATURE,))


def test_a_page_signed_by_us_with_the_token_of_another_document_is_not_accepted(
    three: tuple[Ring, dict[str, bytes]],
) -> None:
    ring, _ = three
    snapshot, _, _ = proof.genuine(ring, 1)
    _, _, other = proof.genuine(ring, 2)
    data = renderings.page_data(snapshot, token=other, language="az", base=proof.BASE, specimen=True)
    pdf = pades.sign(renderings.page_pdf(PLAIN, data, proof.NOON), ring=ring, moment=proof.NOON, tooltip="x")
    assert examined(ring, pdf) == (False, (Trouble.TOKEN_MISMATCH,))


def test_a_later_change_to_a_signed_file_is_found_even_as_an_incremental_update(
    three: tuple[Ring, dict[str, bytes]],
) -> None:
    ring, files = three
    writer: Any = IncrementalPdfFileWriter(BytesIO(files["pdf"]))
    writer.root["/Lang"] = writer.root["/Lang"].__class__("en")
    writer.update_root()
    changed = BytesIO()
    writer.write(changed)
    assert examined(ring, changed.getvalue()) == (False, (Trouble.CHANGED_AFTER_SIGNING,))


def test_a_file_signed_with_the_key_of_the_ledger_is_not_a_document(
    three: tuple[Ring, dict[str, bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ring, _ = three
    snapshot, _, token = proof.genuine(ring, 1)
    data = renderings.page_data(snapshot, token=token, language="az", base=proof.BASE, specimen=True)
    monkeypatch.setattr(pades, "Purpose", type("P", (), {"DOCUMENTS": Purpose.LEDGER}))
    pdf = pades.sign(renderings.page_pdf(PLAIN, data, proof.NOON), ring=ring, moment=proof.NOON, tooltip="x")
    assert examined(ring, pdf) == (False, (Trouble.NOT_OUR_CERTIFICATE,))


def test_what_a_revoked_key_signed_is_sent_to_the_live_check(tmp_path: Path) -> None:
    with clock.using(clock.FrozenClock(proof.NOON)):
        ring = keys_operations.generate(tmp_path, name="Ministry", demo=False)
        files = {kind: data for kind, data, _ in proof.files(ring)}
        keys_operations.revoke(
            tmp_path, key_id=ring.active(Purpose.DOCUMENTS, proof.NOON).id, reason="the device was stolen"
        )
    after = ring_of(tmp_path)
    assert {kind: examined(after, data) for kind, data in files.items()} == dict.fromkeys(
        files, (False, (Trouble.KEY_REVOKED,))
    )


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Trouble.MALFORMED),
        (b"%PDF-1.7\n", Trouble.UNREADABLE),
        (b"%PDF-1.7\n" + b"\x00\xff" * 500, Trouble.UNREADABLE),
        (b"\xff\xfe\x00", Trouble.UNREADABLE),
        (b"{}", Trouble.UNREADABLE),
        (b'{"document": {}, "sha256": "", "token": ""}', Trouble.UNREADABLE),
        (b"{" * 10_000, Trouble.UNREADABLE),
        (b"https://evil.example/check/t/abc", Trouble.MALFORMED),
    ],
)
def test_anything_else_is_refused_and_never_crashes(
    three: tuple[Ring, dict[str, bytes]], data: bytes, trouble: Trouble
) -> None:
    assert examined(three[0], data) == (False, (trouble,))


def test_a_twin_whose_fact_was_changed_is_found_though_its_digest_was_made_anew(
    three: tuple[Ring, dict[str, bytes]],
) -> None:
    ring, files = three
    twin = json.loads(files["json"])
    twin["document"]["holder"]["name"] = "Somebody Else"
    assert not twins.snapshot_matches(twin)
    from maarif.support.documents import rules

    twin["sha256"] = rules.digest_of(rules.canonical(twin["document"])).hex()
    assert twins.snapshot_matches(twin)
    assert examined(ring, json.dumps(twin).encode()) == (False, (Trouble.CHANGED_AFTER_SIGNING,))


def test_mutations_are_never_accepted_and_a_lenient_verifier_is_caught(three: tuple[Ring, dict[str, bytes]]) -> None:
    counts = proof.prove_tokens(three[0], 1000)
    assert counts["accepted"] == 0


@pytest.mark.slow
def test_changed_files_of_every_kind_are_never_accepted(three: tuple[Ring, dict[str, bytes]]) -> None:
    assert proof.prove_files(three[0], 60)["files_accepted"] == 0
    assert proof.prove_genuine(three[0], 20)["genuine_refused"] == 0


def test_the_command_verifies_a_file_with_published_keys_and_says_what_is_wrong_with_a_changed_one(
    three: tuple[Ring, dict[str, bytes]], tmp_path: Path
) -> None:
    ring, files = three
    (tmp_path / "keys.json").write_text(json.dumps(published(ring)))
    (tmp_path / "good.pdf").write_bytes(files["pdf"])
    changed = bytearray(files["pdf"])
    changed[changed.index(b"stream") + 30] ^= 4
    (tmp_path / "bad.pdf").write_bytes(changed)
    run = CliRunner().invoke
    good = run(command.command, [str(tmp_path / "good.pdf"), "--keys", str(tmp_path / "keys.json"), "--json"])
    said = json.loads(good.output)
    assert (good.exit_code, said["accepted"], said["claims"]["number"]) == (0, True, "AZ-HSC-2026-000001")
    bad = run(command.command, [str(tmp_path / "bad.pdf"), "--keys", str(tmp_path / "keys.json"), "--json"])
    assert (bad.exit_code, json.loads(bad.output)["troubles"]) == (1, ["changed_after_signing"])


def test_the_command_verifies_a_token_in_words(three: tuple[Ring, dict[str, bytes]], tmp_path: Path) -> None:
    ring, _ = three
    (tmp_path / "keys.json").write_text(json.dumps(published(ring)))
    snapshot, digest, _ = proof.genuine(ring, 7)
    token, _ = tokens.sign(ring, snapshot, digest, proof.NOON)
    done = CliRunner().invoke(command.command, [token, "--keys", str(tmp_path / "keys.json")])
    assert done.exit_code == 0
    assert done.output.startswith("GENUINE\n")
    assert "number: AZ-HSC-2026-000007" in done.output


def test_a_verification_does_not_start_django(three: tuple[Ring, dict[str, bytes]], tmp_path: Path) -> None:
    import subprocess
    import sys

    ring, files = three
    (tmp_path / "keys.json").write_text(json.dumps(published(ring)))
    (tmp_path / "good.pdf").write_bytes(files["pdf"])
    program = (
        "import sys\nfrom maarif.config.cli.verify import command\n"
        "try:\n    command([sys.argv[1], '--keys', sys.argv[2]])\n"
        "finally:\n    sys.stderr.write('django' if 'django.db' in sys.modules else 'plain')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "good.pdf"), str(tmp_path / "keys.json")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "plain"


def test_a_twin_that_says_something_twice_is_not_accepted(three: tuple[Ring, dict[str, bytes]]) -> None:
    ring, files = three
    twin = json.loads(files["json"])
    genuine = json.dumps(twin["document"], ensure_ascii=False)
    forged = genuine.replace(json.dumps(twin["document"]["holder"]["name"], ensure_ascii=False), '"Kim olsa"')
    rest = f'"sha256": "{twin["sha256"]}", "token": "{twin["token"]}"'
    assert examined(ring, f'{{"document": {genuine}, {rest}}}'.encode()) == (True, ())
    doubled = f'{{"document": {forged}, "document": {genuine}, {rest}}}'
    assert examined(ring, doubled.encode()) == (False, (Trouble.UNREADABLE,))
    inside = genuine.replace('"holder": {', '"holder": {"name": "Kim olsa", ', 1)
    assert examined(ring, f'{{"document": {inside}, {rest}}}'.encode()) == (False, (Trouble.UNREADABLE,))


def test_a_twin_with_something_unsigned_beside_it_is_not_accepted(three: tuple[Ring, dict[str, bytes]]) -> None:
    ring, files = three
    twin = {**json.loads(files["json"]), "note": "Valid until 2099"}
    assert examined(ring, json.dumps(twin).encode()) == (False, (Trouble.CHANGED_AFTER_SIGNING,))

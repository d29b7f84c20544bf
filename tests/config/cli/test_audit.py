"""`maarif audit`: seal, verify and export by command."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from tests.support.audit.settling import settle

from maarif.config.cli.audit import command
from maarif.support.audit import merkle, operations
from maarif.support.audit.models import Seal
from maarif.support.keys.operations import ensure_demo
from maarif.support.parties.types import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folders(tmp_path: Path, settings: object) -> None:
    settings.KEYS_FOLDER = tmp_path / "keys"  # type: ignore[attr-defined]
    settings.LEDGER_HEADS_FOLDER = tmp_path / "heads"  # type: ignore[attr-defined]
    ensure_demo(tmp_path / "keys")
    for number in range(5):
        operations.record_read(by=SYSTEM, subjects=[number + 1], what="people.record", purpose="tab\tand\nline \\ 'ə'")
    settle()


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, list(arguments))
    return done.exit_code, done.output


def test_a_sound_ledger_is_sealed_verified_and_said_to_be_sound() -> None:
    assert run("seal", "--json") == (0, '{"number": 1, "entries": 5}\n')
    code, said = run("verify", "--json")
    report = json.loads(said)
    assert (code, report["sound"], report["entries"], report["seals"], report["heads_outside"]) == (0, True, 5, 1, 1)


def test_a_changed_entry_makes_the_command_fail_and_is_named() -> None:
    run("seal")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_entry SET purpose = 'curiosity' WHERE subject = 3 RETURNING id")
        entry = cursor.fetchone()[0]
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")
    code, said = run("verify")
    assert code == 1
    assert f"changed: seal 1 entry {entry}" in said
    assert said.endswith("NOT SOUND\n")


def test_an_exported_file_holds_the_very_bytes_that_were_hashed(tmp_path: Path) -> None:
    from maarif.support.audit import chain

    run("seal")
    assert run("export", "-o", str(tmp_path / "ledger.txt"))[0] == 0
    lines = (tmp_path / "ledger.txt").read_bytes().split(b"\n")[:-1]
    sealed = [value for _, value in chain.unpack(bytes(Seal.objects.get().leaves))]
    assert [merkle.leaf(line) for line in lines] == sealed

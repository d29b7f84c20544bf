"""`maarif keys`: the ceremony by the commands of its page."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from maarif.config.cli.keys import command
from maarif.support.keys.operations import RingExists
from maarif.support.keys.types import KeysMissing

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MAARIF_KEYS", str(tmp_path / "keys"))
    return lambda *arguments: CliRunner().invoke(command, list(arguments))


def listed(run: Run) -> list[dict[str, object]]:
    keys: list[dict[str, object]] = json.loads(run("list", "--json").output)["keys"]
    return keys


def test_a_ceremony_makes_a_key_for_each_purpose_and_refuses_to_begin_anew(run: Run) -> None:
    assert run("generate", "--name", "Ministry").exit_code == 0
    assert sorted((str(key["purpose"]), key["signs_now"]) for key in listed(run)) == [
        ("documents", True),
        ("ledger", True),
    ]
    assert isinstance(run("generate", "--name", "Other").exception, RingExists)


def test_demo_keys_are_made_once(run: Run) -> None:
    assert run("demo").exit_code == 0
    before = listed(run)
    assert run("demo").exit_code == 0
    assert listed(run) == before


def test_a_key_published_ahead_does_not_sign_yet(run: Run) -> None:
    run("generate", "--name", "Ministry")
    new = run("rotate", "--begins-in-days", "30").output.strip()
    states = {key["id"]: key["signs_now"] for key in listed(run) if key["purpose"] == "documents"}
    assert states[new] is False
    assert sorted(states.values()) == [False, True]


def test_a_revoked_key_is_published_as_such_with_the_reason(run: Run, tmp_path: Path) -> None:
    run("generate", "--name", "Ministry")
    key_id = str(next(key["id"] for key in listed(run) if key["purpose"] == "documents"))
    assert run("revoke", key_id, "--reason", "stolen").exit_code == 0
    assert run("publish", "-o", str(tmp_path / "keys.json")).exit_code == 0
    (jwk,) = [jwk for jwk in json.loads((tmp_path / "keys.json").read_text())["keys"] if jwk["kid"] == key_id]
    assert jwk["revoked"]["because"] == "stolen"
    assert "revoked" in run("list").output


def test_without_a_ring_the_commands_say_how_to_make_one(run: Run) -> None:
    assert isinstance(run("list").exception, KeysMissing)
    assert "maarif keys demo" in str(run("publish").exception)

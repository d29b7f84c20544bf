"""T-FUZZ: the API, asked everything that its description allows, never falls and never answers what it does not describe.

The planted fault is an address that answers with a status it does not name.
Run in full: `python -m tests.proofs.fuzz 1.0`, which shares the operations out to as many processes as there are processors.
"""

import tests.conftest  # noqa: F401, isort: skip - starts Django before models are imported, when this runs by itself

import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from schemathesis.core.failures import FailureGroup

from maarif.support.access.operations import issue_token
from maarif.support.access.types import TokenScope
from maarif.support.identity.models import Account
from maarif.support.parties.types import Actor, Assurance
from maarif.surfaces.api import problems
from tests.surfaces.api.asking import CHECKS, ask_everything, described
from tests.surfaces.api.conftest import Program
from tests.surfaces.api.test_journey import answered, begin, send
from tests.surfaces.town import build

FULL_REQUESTS = 200_000
"""Shared out alike to all operations: what they take, and half as many that they must refuse."""
WRONG_BESIDE_RIGHT = 0.5  # as `ask_everything` does


def student() -> Program:
    """A student's program with every scope."""
    party = build().student
    account = Account.objects.create_user(party_id=party, language="az")
    by = Actor(party=party, account=account.pk, assurance=Assurance.NATIONAL, language="az")
    return Program(issue_token(by=by, name="proof", scopes=frozenset(TokenScope)).secret)


def real_things(program: Program) -> dict[str, str]:
    """What the path parameters of the student's own things are."""
    receipt = send(program, answered(program)).json()
    return {
        "number": receipt["number"],
        "document": receipt["documents"][0]["id"],
        "key": begin(program)["key"],
        "field": "presented_to",
        "code": "higher.study_certificate",
    }


def caught() -> bool:
    """Whether the planted undescribed status is noticed."""
    with patch.object(problems, "status_of", lambda code: 418):
        case = described()["/api/v1/services/{code}"]["GET"].Case(path_parameters={"code": "none.such"})
        response = case.call()
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup:
        return True
    return False


def prove(share: float, part: int = 0, parts: int = 1) -> dict[str, object]:
    """Every answer as described, the planted fault caught; the failures as schemathesis tells them otherwise.

    Of several `parts` each takes every so-and-so-many-th operation.
    """
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    operations = len(list(described().get_all_operations()))
    examples = max(5, round(FULL_REQUESTS * share / operations / (1 + WRONG_BESIDE_RIGHT)))
    program = student()
    headers = {"Authorization": program.headers["Authorization"]}
    met = ask_everything(real_things(program), headers, examples=examples, chosen=lambda number: number % parts == part)
    statuses = sorted({status for each in met.values() for status in each})
    assert len(met) == len(range(part, operations, parts))
    assert max(statuses) < 500
    assert caught(), "the planted undescribed status was not noticed"
    asked = {"requests_each": f"{examples} right, {max(1, examples // 2)} wrong"}
    return {"operations": len(met), **asked, "statuses": statuses, "undescribed": 0}


def shared_out(share: float, parts: int) -> dict[str, object]:
    """The same by several processes, each in a database of its own; AssertionError with the end of what failed."""
    command = [sys.executable, "-m", "tests.proofs.fuzz", str(share)]
    started = [
        subprocess.Popen([*command, str(part), str(parts)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for part in range(parts)
    ]
    told = [process.communicate() for process in started]
    for process, (_, fault) in zip(started, told, strict=True):
        assert process.returncode == 0, fault[-4000:]
    # before its line of counts the making of the database may have said something
    found = [json.loads(answer.strip().splitlines()[-1]) for answer, _ in told]
    statuses = sorted({status for each in found for status in each["statuses"]})
    return {**found[0], "operations": sum(each["operations"] for each in found), "statuses": statuses}


def main(share: float, part: int, parts: int) -> None:
    """Runs in a database of its own."""
    from tests.proofs.databases import own_database

    with own_database(f"test_proof_fuzz_{part}"), tempfile.TemporaryDirectory() as folder:
        from django.conf import settings

        from maarif.support.keys.operations import ensure_demo

        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver", "localhost"]
        settings.KEYS_FOLDER = Path(folder)
        ensure_demo(Path(folder))
        print(json.dumps(prove(share, part, parts)))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [share]:
            print(json.dumps(shared_out(float(share), os.cpu_count() or 1)))
        case [share, part, parts]:
            main(float(share), int(part), int(parts))

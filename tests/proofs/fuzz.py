"""T-FUZZ: the API, asked everything that its description allows, never falls and never answers what it does not describe.

The planted fault is an address that answers with a status it does not name.
Run in full: `python -m tests.proofs.fuzz 1.0`.
"""

import tests.conftest  # noqa: F401, isort: skip - starts Django before models are imported, when this runs by itself

import json
import logging
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


def prove(share: float) -> dict[str, object]:
    """Every answer as described, the planted fault caught; the failures as schemathesis tells them otherwise."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    operations = len(list(described().get_all_operations()))
    examples = max(5, round(FULL_REQUESTS * share / operations / (1 + WRONG_BESIDE_RIGHT)))
    program = student()
    met = ask_everything(real_things(program), {"Authorization": program.headers["Authorization"]}, examples=examples)
    statuses = sorted({status for each in met.values() for status in each})
    assert len(met) == operations
    assert max(statuses) < 500
    assert caught(), "the planted undescribed status was not noticed"
    asked = {"requests_each": f"{examples} right, {max(1, examples // 2)} wrong"}
    return {"operations": len(met), **asked, "statuses": statuses, "undescribed": 0}


def main(share: float) -> None:
    """Runs in a database of its own."""
    from tests.proofs.databases import own_database

    with own_database("test_proof_fuzz"), tempfile.TemporaryDirectory() as folder:
        from django.conf import settings

        from maarif.support.keys.operations import ensure_demo

        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver", "localhost"]
        settings.KEYS_FOLDER = Path(folder)
        ensure_demo(Path(folder))
        print(json.dumps(prove(share)))


if __name__ == "__main__":
    main(float(sys.argv[1]))

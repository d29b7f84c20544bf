"""A JSON read asks the database few questions: who stands behind the token, and the thing itself."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.surfaces.api.conftest import Program
from tests.surfaces.api.test_journey import answered, send
from tests.surfaces.town import Town


def statements(program: Program, path: str) -> list[str]:
    """What one request asks, after a first one that warms what is read once (the token's last use is noted once a minute)."""
    assert program.get(path).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert program.get(path).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/services", "/services/higher.study_certificate", "/problems", "/openapi.json", "/"])
def test_public_reads_ask_the_database_nothing(stranger: Program, path: str) -> None:
    assert statements(stranger, path) == []


def test_personal_reads_ask_for_the_token_and_little_more(town: Town, program_of: Callable[..., Program]) -> None:
    program = program_of(town.student)
    receipt = send(program, answered(program)).json()
    asked = {
        path: len(statements(program, path))
        for path in (
            "/me",
            "/me/cases",
            f"/me/cases/{receipt['number']}",
            "/me/documents",
            f"/me/documents/{receipt['documents'][0]['id']}",
        )
    }
    assert list(asked.values()) == [3, 3, 4, 2, 3]


def test_a_longer_list_asks_no_more(town: Town, program_of: Callable[..., Program]) -> None:
    program = program_of(town.student)
    for number in range(3):
        send(program, answered(program), **{"Idempotency-Key": f"many-{number:04d}"})
    assert len(statements(program, "/me/cases")) == 3
    assert len(statements(program, "/me/documents")) == 2

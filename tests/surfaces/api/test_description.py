"""The API does what its description says: schemathesis asks, nothing falls, no status, body or content is undocumented."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import UndefinedStatusCode

from tests.surfaces.api.asking import CHECKS, ask_everything, described
from tests.surfaces.api.conftest import Program
from tests.surfaces.api.test_journey import answered, begin, send
from tests.surfaces.town import Town


@pytest.fixture(autouse=True)
def keep_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bare WSGI application closes its connection between requests; within the transaction of a test it must not."""
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda self: None)


@pytest.fixture
def known(town: Town, program_of: Callable[..., Program]) -> tuple[Program, dict[str, Any]]:
    """A student's program, and what the path parameters of the student's own things are."""
    student = program_of(town.student)
    receipt = send(student, answered(student)).json()
    return student, {
        "number": receipt["number"],
        "document": receipt["documents"][0]["id"],
        "key": begin(student)["key"],
        "field": "presented_to",
        "code": "higher.study_certificate",
    }


@pytest.mark.slow
def test_with_a_token_the_api_keeps_to_its_description(known: tuple[Program, dict[str, Any]]) -> None:
    program, things = known
    met = ask_everything(things, {"Authorization": program.headers["Authorization"]})
    assert len(met) == 37
    absent = {  # no question of this draft is searched, nothing is asked in this application and nobody signs beside
        "GET /api/v1/me/drafts/{key}/questions/{field}/options",
        "GET /api/v1/me/cases/{number}/request",
        "GET /api/v1/me/signatures/{number}",
    }
    assert all(404 in met[label] for label in absent)
    ended = "GET /api/v1/me/cases/{number}/messages/files"  # nobody writes into this application any more
    assert 409 in met[ended]
    own = {label: statuses for label, statuses in met.items() if label.startswith("GET /api/v1/me")}
    assert all(200 in statuses for label, statuses in own.items() if label not in {*absent, ended})


@pytest.mark.slow
def test_without_a_token_the_api_keeps_to_its_description(town: Town) -> None:
    met = ask_everything({}, {}, examples=3)
    personal = {label: statuses for label, statuses in met.items() if "/me" in label or "eligibility" in label}
    assert personal
    assert {status for statuses in personal.values() for status in statuses} == {401}


@pytest.mark.django_db
def test_an_undocumented_status_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: an address that answers what its description does not name."""
    from maarif.surfaces.api import problems

    monkeypatch.setattr(problems, "status_of", lambda code: 418)
    operation = described()["/api/v1/services/{code}"]["GET"]
    case = operation.Case(path_parameters={"code": "none.such"})
    response = case.call()
    with pytest.raises(FailureGroup, match="1 distinct failure") as found:
        case.validate_response(response, checks=CHECKS)
    assert [type(each) for each in found.value.exceptions] == [UndefinedStatusCode]


@pytest.mark.django_db
def test_a_fall_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: a page that raises; it is a problem of ours without a traceback, and schemathesis sees it."""
    from maarif.surfaces.api import telling

    def fall(*_: object) -> None:
        raise RuntimeError("the roof is down")

    monkeypatch.setattr(telling, "service_in_list", fall)
    response = Program().get("/services")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert b"roof" not in response.content


@pytest.mark.django_db
def test_the_description_names_scopes_problems_and_languages(stranger: Program) -> None:
    description = stranger.get("/openapi.json").json()
    submission = description["paths"]["/api/v1/me/drafts/{key}/submission"]["post"]
    assert submission["security"] == [{"token": []}]
    assert "`cases:write`" in submission["description"]
    assert set(submission["responses"]) == {"200", "400", "401", "403", "404", "409", "413", "422"}
    assert list(submission["responses"]["409"]["content"]) == ["application/problem+json"]
    assert [one["name"] for one in submission["parameters"]] == ["key", "Idempotency-Key", "Accept-Language"]
    assert "security" not in description["paths"]["/api/v1/services"]["get"]

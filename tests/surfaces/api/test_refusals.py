"""Every refusal of the API is a problem with a code, in the reader's language, and tells nothing about others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.urls import get_resolver

from maarif.engine import registry
from maarif.kernel.clock import FrozenClock
from maarif.kernel.text import LANGUAGES
from maarif.support.access.operations import revoke_token
from maarif.support.access.policy import POLICY
from maarif.support.access.queries import tokens_of
from maarif.support.access.types import TokenScope
from maarif.support.documents.checking import ADDRESS_BUDGET
from maarif.support.parties.types import Actor
from maarif.surfaces.api import problems
from tests.surfaces import hostile
from tests.surfaces.api.conftest import NOON, Program
from tests.surfaces.town import CANARY, Town

DRAFT = "00000000-0000-0000-0000-000000000000"
PERSONAL = {
    ("GET", "/me"): TokenScope.PROFILE_READ,
    ("GET", "/services/higher.study_certificate/eligibility"): TokenScope.CASES_READ,
    ("GET", "/me/cases"): TokenScope.CASES_READ,
    ("GET", "/me/cases/AR-2026-000001"): TokenScope.CASES_READ,
    ("GET", "/me/cases/AR-2026-000001/request"): TokenScope.CASES_READ,
    ("POST", "/me/cases/AR-2026-000001/request/answer"): TokenScope.CASES_WRITE,
    ("POST", "/me/cases/AR-2026-000001/request/files"): TokenScope.CASES_WRITE,
    ("DELETE", f"/me/cases/AR-2026-000001/request/files/{'0' * 32}"): TokenScope.CASES_WRITE,
    ("POST", "/me/cases/AR-2026-000001/request/corrections/papers/files"): TokenScope.CASES_WRITE,
    ("GET", "/me/cases/AR-2026-000001/messages"): TokenScope.CASES_READ,
    ("GET", "/me/cases/AR-2026-000001/messages/files"): TokenScope.CASES_READ,
    ("POST", "/me/cases/AR-2026-000001/messages/files"): TokenScope.CASES_WRITE,
    ("DELETE", f"/me/cases/AR-2026-000001/messages/files/{'0' * 32}"): TokenScope.CASES_WRITE,
    ("POST", "/me/cases/AR-2026-000001/messages"): TokenScope.CASES_WRITE,
    ("POST", "/me/cases/AR-2026-000001/withdrawal"): TokenScope.CASES_WRITE,
    ("POST", "/me/cases/AR-2026-000001/reopening"): TokenScope.CASES_WRITE,
    ("GET", "/me/signatures/AR-2026-000001"): TokenScope.CASES_READ,
    ("PUT", "/me/signatures/AR-2026-000001"): TokenScope.CASES_WRITE,
    ("GET", "/me/drafts"): TokenScope.CASES_READ,
    ("POST", "/me/drafts"): TokenScope.CASES_WRITE,
    ("GET", f"/me/drafts/{DRAFT}"): TokenScope.CASES_READ,
    ("DELETE", f"/me/drafts/{DRAFT}"): TokenScope.CASES_WRITE,
    ("PUT", f"/me/drafts/{DRAFT}/answers/presented_to"): TokenScope.CASES_WRITE,
    ("POST", f"/me/drafts/{DRAFT}/answers/papers/files"): TokenScope.CASES_WRITE,
    ("DELETE", f"/me/drafts/{DRAFT}/answers/papers/files/{'0' * 32}"): TokenScope.CASES_WRITE,
    ("GET", f"/me/drafts/{DRAFT}/questions/presented_to/options"): TokenScope.CASES_READ,
    ("POST", f"/me/drafts/{DRAFT}/submission"): TokenScope.CASES_WRITE,
    ("GET", "/me/documents"): TokenScope.DOCUMENTS_READ,
    ("GET", "/me/documents/0000-0000-0000-0000-0000-0000-000"): TokenScope.DOCUMENTS_READ,
    ("GET", "/me/documents/0000-0000-0000-0000-0000-0000-000/pdf"): TokenScope.DOCUMENTS_READ,
    ("GET", "/me/documents/0000-0000-0000-0000-0000-0000-000/json"): TokenScope.DOCUMENTS_READ,
    ("GET", "/me/documents/0000-0000-0000-0000-0000-0000-000/credential"): TokenScope.DOCUMENTS_READ,
}


def is_problem(response: Any, status: int, code: str) -> None:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"/api/v1/problems/{code}")


def test_the_list_of_personal_addresses_is_whole() -> None:
    gated = {
        (method, name) for name, gates in POLICY.items() for method, gate in gates.items() if gate.token is not None
    }
    assert len(gated) == len(PERSONAL)


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path"), PERSONAL)
def test_without_a_token_nothing_personal_is_answered(stranger: Program, method: str, path: str) -> None:
    response = stranger.ask(method, path)
    is_problem(response, 401, "invalid_token")
    assert response.headers["WWW-Authenticate"].startswith('Bearer realm="maarif"')


@pytest.mark.parametrize(("method", "path"), PERSONAL)
def test_a_token_with_every_scope_but_the_needed_one_is_too_narrow(
    town: Town, program_of: Callable[..., Program], method: str, path: str
) -> None:
    scope = PERSONAL[(method, path)]
    response = program_of(town.student, frozenset(TokenScope) - {scope}).ask(method, path)
    is_problem(response, 403, "insufficient_scope")
    assert response.json()["scope"] == scope.value


@pytest.mark.parametrize(("method", "path"), PERSONAL)
def test_the_needed_scope_alone_is_enough(
    town: Town, program_of: Callable[..., Program], method: str, path: str
) -> None:
    response = program_of(town.student, frozenset({PERSONAL[(method, path)]})).ask(method, path)
    assert response.status_code not in (401, 403)


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "x", "maarif_" + "a" * 32, "ı" * 10, "a" * 5_000])
def test_a_made_up_token_is_no_token(secret: str) -> None:
    is_problem(Program().get("/me", Authorization=f"Bearer {secret}".encode().decode("latin-1")), 401, "invalid_token")


def test_a_revoked_token_is_no_token(town: Town, program_of: Callable[..., Program]) -> None:
    program = program_of(town.student)
    by = Actor(party=town.student)
    assert revoke_token(by=by, token=tokens_of(by)[0].id)
    is_problem(program.get("/me"), 401, "invalid_token")


def test_a_token_past_its_end_is_no_token(town: Town, program_of: Callable[..., Program], noon: Any) -> None:
    program = program_of(town.student)
    noon.instant = NOON.replace(year=2027, month=11)
    is_problem(program.get("/me"), 401, "invalid_token")


def test_a_session_opens_no_personal_address(town: Town) -> None:
    from tests.signing_in import sign_in

    program = Program()
    sign_in(program.client, town.student)
    is_problem(program.get("/me/cases"), 401, "invalid_token")


# --- another's data ----------------------------------------------------------------------------------------


def test_a_program_never_sees_another_person(town: Town, program_of: Callable[..., Program]) -> None:
    stranger = program_of(town.stranger)
    draft = stranger.post("/me/drafts", {"service": "higher.study_certificate"}).json()
    student = program_of(town.student)
    answers = [
        student.get(f"/me/drafts/{draft['key']}"),
        student.ask("PUT", f"/me/drafts/{draft['key']}/answers/presented_to", {"value": "x"}),
        student.ask("DELETE", f"/me/drafts/{draft['key']}"),
        student.get(f"/me/cases?person={town.stranger}"),
        student.get(f"/me/documents?person={town.stranger}"),
        student.get(f"/services/higher.study_certificate/eligibility?subject={town.stranger}"),
        student.post("/me/drafts", {"service": "higher.study_certificate", "subject": town.stranger}),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 404, 200, 200, 404, 404]
    assert answers[3].json() == {"cases": [], "before": None}
    assert answers[4].json() == {"documents": []}
    assert not any(CANARY in answer.content.decode() for answer in answers)
    assert stranger.get(f"/me/drafts/{draft['key']}").json()["answered"] == draft["answered"]


def test_absent_and_anothers_look_alike(town: Town, program_of: Callable[..., Program]) -> None:
    draft = program_of(town.stranger).post("/me/drafts", {"service": "higher.study_certificate"}).json()
    student = program_of(town.student)
    assert student.get(f"/me/drafts/{draft['key']}").content == student.get(f"/me/drafts/{DRAFT}").content


# --- what is wrong with a request --------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fields_at_fault_are_named_in_the_readers_language(language: str) -> None:
    response = Program(language=language).post("/checks", {"id": "", "birth_date": "31.04.2005", "more": 1})
    is_problem(response, 422, "invalid")
    assert response.headers["Content-Language"] == language
    assert response.json()["title"] == problems.title_of("invalid").in_(language)
    assert {fault["code"] for fault in response.json()["errors"]} >= {"too_short", "not_a_date", "unknown_field"}


def test_a_missing_field_is_named(town: Town, program_of: Callable[..., Program]) -> None:
    response = program_of(town.student).post("/me/drafts", {"servise": "x"})
    is_problem(response, 422, "invalid")
    assert {(fault["field"], fault["code"]) for fault in response.json()["errors"]} == {
        ("service", "missing"),
        ("servise", "unknown_field"),
    }


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[" * 10_000, b'{"service":' * 10_000, b"null", b"[]", b'"x"', b"NaN", b"1e309"],
)
def test_a_body_that_is_no_request_is_refused(town: Town, program_of: Callable[..., Program], body: bytes) -> None:
    response = program_of(town.student).post("/me/drafts", body)
    assert response.status_code in (400, 422)
    assert response.headers["Content-Type"] == "application/problem+json"


def test_a_body_of_ten_megabytes_is_too_large(town: Town, program_of: Callable[..., Program]) -> None:
    body = b'{"service": "' + b"a" * 10_000_000 + b'"}'
    is_problem(program_of(town.student).post("/me/drafts", body), 413, "too_large")


@pytest.mark.parametrize(
    "path",
    [
        "/me/cases/%00",
        "/me/cases/AR-2026-000001%00",
        "/me/drafts/%ED%A0%80",
        "/me/drafts/not-a-key",
        "/me/documents/..%2f..%2fetc",
        "/me/documents/%27%3B--",
        "/me/cases?before=%00",
        "/me/cases?limit=0",
        "/me/cases?limit=101",
        "/me/cases?person=9223372036854775808",
        "/me/cases?person=-1",
        "/services/higher.study_certificate/eligibility?subject=1e3",
    ],
)
def test_hostile_addresses_are_refused_without_a_fall(
    town: Town, program_of: Callable[..., Program], path: str
) -> None:
    response = program_of(town.student).get(path)
    assert response.status_code in (404, 422)
    assert response.headers["Content-Type"] == "application/problem+json"


def no_fall(response: Any, *fine: int) -> None:
    """Answered with a status that the description names, and, where refused, as a problem."""
    assert response.status_code in (*fine, 413, 422)
    if response.status_code >= 400:
        assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.slow
def test_hostile_answers_are_kept_right_or_refused(town: Town, program_of: Callable[..., Program]) -> None:
    program = program_of(town.student)
    key = program.post("/me/drafts", {"service": "higher.study_certificate"}).json()["key"]
    for value in hostile.VALUES:
        for field in ("presented_to", "paper_language"):
            no_fall(program.ask("PUT", f"/me/drafts/{key}/answers/{field}", {"value": value}), 200)
            no_fall(program.ask("PUT", f"/me/drafts/{key}/answers/{field}", {"value": [value, value]}), 200)
    assert program.get(f"/me/drafts/{key}").status_code == 200


@pytest.mark.slow
def test_hostile_values_of_every_other_field_are_refused_or_find_nothing(
    town: Town, program_of: Callable[..., Program], noon: FrozenClock
) -> None:
    program = program_of(town.student)
    for value in hostile.VALUES:
        noon.move(timedelta(hours=1))  # a new window of the budget of checks
        no_fall(program.post("/checks", {"id": value, "birth_date": "2005-11-08"}), 200)
        dated = program.post("/checks", {"id": "0000-0000-0000-0000-0000-0000-000", "birth_date": value})
        no_fall(dated, *([200] if value in ("2024-02-29", "9999-12-31") else []))
        no_fall(program.post("/checks", {"token": value}), 200)
        no_fall(program.post("/me/drafts", {"service": value}), 404)
        no_fall(program.post("/me/drafts", {"service": "higher.study_certificate", "subject": value}), 404)
        if len(value) < 2_000:
            written = quote(value.encode("utf-8", "surrogatepass"), safe="")
            no_fall(program.get(f"/services?q={written}"), 200)
            no_fall(program.get(f"/services?audience={written}"))
            no_fall(program.get(f"/services/{written}"), 404)
            no_fall(program.get(f"/me/cases/{written}"), 200, 404)
            no_fall(program.get(f"/me/documents/{written}"), 200, 404)
            no_fall(program.get(f"/me/drafts/{written}"), 200, 404)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/services", "GET"),
        ("GET", "/checks", "POST"),
        ("PATCH", "/me/drafts", "GET, POST"),
        ("TRACE", "/me", "GET"),
    ],
)
def test_a_method_that_an_address_does_not_take_is_refused_with_those_it_takes(
    stranger: Program, method: str, path: str, allowed: str
) -> None:
    response = stranger.ask(method, path)
    is_problem(response, 405, "method_not_allowed")
    assert set(allowed.split(", ")) <= set(response.headers["Allow"].split(", "))


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused_as_a_problem(stranger: Program) -> None:
    response = stranger.get("/services", Host="evil.example")
    is_problem(response, 400, "bad_request")
    assert "X-Content-Type-Options" in response.headers


@pytest.mark.django_db
def test_head_answers_as_get_without_a_body(stranger: Program) -> None:
    get, head = stranger.get("/services"), stranger.ask("HEAD", "/services")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(get.content))


@pytest.mark.django_db
def test_the_type_of_a_problem_can_be_looked_up(stranger: Program) -> None:
    for code in problems.codes():
        assert stranger.get(f"/problems/{code}").json()["status"] == problems.status_of(code)
    is_problem(stranger.get("/problems/none"), 404, "not_found")


def test_every_problem_and_fault_has_words_in_five_languages_that_differ() -> None:
    for code in problems.codes():
        assert len(set(problems.title_of(code).as_dict().values())) == 5, code
    for code, words in problems.faults().items():
        assert len(set(words.as_dict().values())) == 5, code


def test_a_check_beyond_the_budget_is_busy(town: Town, stranger: Program) -> None:
    body = {"id": "0000-0000-0000-0000-0000-0000-000", "birth_date": "2005-11-08"}
    answers = [stranger.post("/checks", body) for _ in range(ADDRESS_BUDGET + 1)]
    is_problem(answers[-1], 429, "busy")
    assert answers[-1].headers["Retry-After"] == "600"
    assert {answer.status_code for answer in answers[:-1]} == {200}


# --- what machines may keep --------------------------------------------------------------------------------


def test_personal_answers_are_kept_by_no_cache(town: Town, program_of: Callable[..., Program]) -> None:
    program = program_of(town.student)
    for path in ("/me", "/me/cases", "/me/documents", "/me/drafts"):
        assert program.get(path).headers["Cache-Control"] == "no-store, private"


@pytest.mark.django_db
def test_the_published_keys_hold_no_private_part(stranger: Program) -> None:
    response = stranger.client.get("/.well-known/maarif-keys.json")
    assert response.status_code == 200
    assert response.json()["keys"]
    assert '"d"' not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("kk", "kk"),
        ("KY-kg", "ky"),
        ("de, ru;q=0.5, en;q=0.9", "en"),
        ("xx", "az"),
        ("*", "az"),
        ("", "az"),
        ("en;q=0", "az"),
        ("a" * 5_000, "az"),
    ],
)
def test_the_language_is_the_first_of_ours_that_is_accepted_else_the_countrys(accepted: str, spoken: str) -> None:
    response = Program(language=accepted).get("/services/higher.study_certificate")
    assert response.headers["Content-Language"] == spoken
    service = registry.service("higher.study_certificate")
    assert response.json()["title"] == registry.text(service, "title", spoken)


def test_a_program_that_accepts_no_language_of_ours_is_answered_in_its_tokens(
    town: Town, program_of: Callable[..., Program]
) -> None:
    program = program_of(town.student, speaks="kk", language="")
    response = program.get("/services/higher.study_certificate/eligibility")
    refused = program.get("/me/cases/AR-2026-000001")
    assert (response.headers["Content-Language"], refused.headers["Content-Language"]) == ("kk", "kk")
    assert refused.json()["title"] == problems.title_of("not_found").kk


@pytest.mark.django_db
def test_every_address_of_the_api_stands_in_the_policy_table() -> None:
    names = {f"api:{name}" for name in get_resolver().namespace_dict["api"][1].reverse_dict if isinstance(name, str)}
    assert names == {name for name in POLICY if name.startswith("api:")}

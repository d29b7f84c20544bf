"""A program puts files into a draft, into an answer given anew and into a message, takes them out, sends them once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maarif.engine.cases import operations
from maarif.engine.cases.models import Case, CaseMessage
from maarif.engine.cases.types import RequestKind
from maarif.support.access.types import Role, ScopeKind, TokenScope
from maarif.support.files.models import File
from maarif.support.files.types import State
from tests.engine import desks
from tests.support.files import samples
from tests.surfaces.api.conftest import Program
from tests.surfaces.api.test_refusals import is_problem
from tests.surfaces.town import Town

SERVICE = "citizens.correction"
KEY = {"Idempotency-Key": "files-of-programs-1"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""


@pytest.fixture
def me(town: Town, program_of: Callable[..., Program]) -> Program:
    return program_of(town.student)


def put(program: Program, path: str, *contents: bytes, name: str = "paper.pdf", whole: str = "yes") -> Any:
    form = {"file": [SimpleUploadedFile(name, content) for content in contents], "whole": whole}
    return program.client.post(f"/api/v1{path}", form, headers=program.headers)


def papers(draft: dict[str, Any]) -> dict[str, Any]:
    [question] = [each for each in draft["fields"] if each["code"] == "papers"]
    return question


def begun(program: Program) -> str:
    """A draft of which only the papers are missing."""
    key: str = program.post("/me/drafts", {"service": SERVICE}).json()["key"]
    for field, value in (("fact", "people.given_name"), ("right", "Nərmin")):
        assert program.ask("PUT", f"/me/drafts/{key}/answers/{field}", {"value": value}).status_code == 200
    return key


def sent(program: Program, key: str) -> str:
    draft = program.get(f"/me/drafts/{key}").json()
    assert draft["ready"], draft
    body = {"declared": True, "digest": draft["digest"]}
    number: str = program.post(f"/me/drafts/{key}/submission", body, **KEY).json()["number"]
    return number


def test_an_answer_of_files_is_given_replaced_and_sent(me: Program) -> None:
    key = begun(me)
    path = f"/me/drafts/{key}/answers/papers"
    asked = papers(me.get(f"/me/drafts/{key}").json())
    assert (asked["kind"], asked["answered"], asked["files"]) == ("file", False, [])
    assert asked["limits"]["accepts"] == ["pdf", "image"]
    there = put(me, f"{path}/files", samples.pdf(1), samples.pdf(2))
    assert there.status_code == 201
    first, second = papers(there.json())["files"]
    assert [(each["state"], each["pages"]) for each in (first, second)] == [("clean", 1), ("clean", 2)]
    again = put(me, f"{path}/files", samples.pdf(2))
    assert papers(again.json())["value"] == [first["id"], second["id"]]
    assert me.ask("DELETE", f"{path}/files/{first['id']}").status_code == 204
    is_problem(me.ask("DELETE", f"{path}/files/{first['id']}"), 404, "not_found")
    third = papers(put(me, f"{path}/files", samples.pdf(3)).json())["files"][1]
    kept = me.ask("PUT", path, {"value": [third["id"]]})
    assert papers(kept.json())["value"] == [third["id"]]
    number = sent(me, key)
    assert Case.objects.get(number=number).answers["papers"] == [third["id"]]
    is_problem(put(me, f"{path}/files", samples.pdf(1)), 404, "not_found")


@pytest.mark.parametrize(
    ("content", "whole", "status", "code", "fault"),
    [
        (b"", "yes", 422, "answer_refused", "empty"),
        (b"<svg/>", "yes", 422, "answer_refused", "wrong_type"),
        (b"x" * 10_600_000, "yes", 413, "too_large", "too_large"),
        (b"%PDF-", "no", 422, "answer_refused", "cut"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_its_question(
    me: Program, content: bytes, whole: str, status: int, code: str, fault: str
) -> None:
    key = begun(me)
    refused = put(me, f"/me/drafts/{key}/answers/papers/files", content, whole=whole)
    is_problem(refused, status, code)
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [("papers", fault)]
    assert papers(me.get(f"/me/drafts/{key}").json())["files"] == []
    assert not File.objects.exclude(state=State.REFUSED.value).exists()


def test_only_a_question_for_files_of_ones_own_draft_takes_any(
    me: Program, town: Town, program_of: Callable[..., Program]
) -> None:
    key = begun(me)
    for field in ("right", "none_such"):
        is_problem(put(me, f"/me/drafts/{key}/answers/{field}/files", samples.pdf(1)), 422, "question_not_asked")
    other = program_of(town.stranger)
    is_problem(put(other, f"/me/drafts/{key}/answers/papers/files", samples.pdf(1)), 404, "not_found")
    reader = program_of(town.mother, frozenset({TokenScope.CASES_READ}))
    is_problem(put(reader, f"/me/drafts/{key}/answers/papers/files", samples.pdf(1)), 403, "insufficient_scope")
    assert not File.objects.exists()


@pytest.fixture
def number(me: Program) -> str:
    """A case with one paper, about which the ministry asks for another."""
    key = begun(me)
    put(me, f"/me/drafts/{key}/answers/papers/files", samples.pdf(1))
    number = sent(me, key)
    ministry = desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")
    operations.ask(
        by=ministry, number=number, kind=RequestKind.CORRECTION, text="Daha aydın surət göndərin", fields=("papers",)
    )
    return number


def test_a_question_for_files_is_answered_anew(me: Program, number: str) -> None:
    path = f"/me/cases/{number}/request"
    [tray] = me.get(path).json()["replacing"]
    [old] = tray["before"]
    assert (tray["code"], tray["files"]) == ("papers", [])
    there = put(me, f"{path}/corrections/papers/files", samples.pdf(2), samples.photograph())
    assert there.status_code == 201
    new, picture = there.json()["replacing"][0]["files"]
    assert me.ask("DELETE", f"{path}/files/{picture['id']}").status_code == 204
    for _time in range(2):
        done = me.post(f"{path}/answer", {"corrections": {"papers": [new["id"]]}}, **{"Idempotency-Key": "anew-00001"})
        assert done.status_code == 200
    assert Case.objects.get(number=number).answers["papers"] == [new["id"]]
    assert old["id"] != new["id"]
    is_problem(put(me, f"{path}/corrections/papers/files", samples.pdf(3)), 404, "not_found")


def test_a_refused_file_for_a_new_answer_names_the_correction(me: Program, number: str) -> None:
    path = f"/me/cases/{number}/request/corrections"
    refused = put(me, f"{path}/papers/files", b"<svg/>")
    is_problem(refused, 422, "answer_refused")
    assert [each["field"] for each in refused.json()["errors"]] == ["corrections.papers"]
    is_problem(put(me, f"{path}/right/files", samples.pdf(1)), 404, "not_found")


def test_a_message_goes_with_its_files_once(me: Program, number: str, town: Town, program_of: Any) -> None:
    path = f"/me/cases/{number}/messages"
    assert me.get(f"{path}/files").json()["files"] == []
    there = put(me, f"{path}/files", samples.pdf(1), samples.pdf(2))
    assert there.status_code == 201
    first, second = there.json()["files"]
    assert me.ask("DELETE", f"{path}/files/{first['id']}").status_code == 204
    assert [each["id"] for each in me.get(f"{path}/files").json()["files"]] == [second["id"]]
    body = {"text": "Budur", "files": [second["id"]]}
    for _time in range(2):
        said = me.post(path, body, **{"Idempotency-Key": "message-00001"}).json()["messages"]
        assert [[each["id"] for each in message["files"]] for message in said] == [[second["id"]]]
    assert CaseMessage.objects.count() == 1
    stray = me.post(path, {"text": "Budur", "files": ["0" * 32]}, **{"Idempotency-Key": "message-00002"})
    is_problem(stray, 422, "answer_refused")
    assert [(each["field"], each["code"]) for each in stray.json()["errors"]] == [("files", "not_offered")]
    other = program_of(town.stranger)
    for refused in (
        put(other, f"{path}/files", samples.pdf(1)),
        other.get(f"{path}/files"),
        other.ask("DELETE", f"{path}/files/{second['id']}"),
    ):
        is_problem(refused, 404, "not_found")


def test_an_application_that_has_ended_takes_no_files_for_a_message(me: Program, number: str) -> None:
    assert me.ask("POST", f"/me/cases/{number}/withdrawal").status_code == 200
    is_problem(put(me, f"/me/cases/{number}/messages/files", samples.pdf(1)), 409, "nothing_to_decide")

"""A program does what the cabinet can do with an application that people decide: answer, write, take back, reopen, sign."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import Case, CaseMessage, Request
from maarif.engine.cases.types import RequestKind, Status
from maarif.engine.declare import Cosigner
from maarif.support.files.models import File
from maarif.support.parties.types import Actor, Assurance
from tests.engine import desks
from tests.support.files import samples
from tests.surfaces.api.conftest import Program
from tests.surfaces.api.test_refusals import is_problem
from tests.surfaces.town import CANARY, Town

KEY = {"Idempotency-Key": "following-0001"}


@pytest.fixture(autouse=True)
def trial(tmp_path: Path, settings: Any) -> Iterator[None]:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""
    with desks.trial():
        yield


@pytest.fixture
def where(town: Town) -> desks.Offices:
    return desks.offices()


@pytest.fixture
def number(town: Town, where: desks.Offices) -> str:
    return desks.sent(Actor(party=town.student, assurance=Assurance.NATIONAL), where, why="Evə yaxındır")


@pytest.fixture
def me(town: Town, program_of: Callable[..., Program]) -> Program:
    return program_of(town.student)


def ask(where: desks.Offices, number: str, kind: RequestKind, *fields: str) -> None:
    operations.ask(by=where.registrar, number=number, kind=kind, text="Dəqiqləşdirin", fields=fields)


def upload(program: Program, number: str, content: bytes, name: str = "paper.pdf", **more: str) -> Any:
    form = {"file": SimpleUploadedFile(name, content), **({"whole": "yes"} | more)}
    return program.client.post(f"/api/v1/me/cases/{number}/request/files", form, headers=program.headers)


def test_a_request_is_read_and_answered_once(me: Program, where: desks.Offices, number: str) -> None:
    path = f"/me/cases/{number}/request"
    is_problem(me.get(path), 404, "not_found")
    ask(where, number, RequestKind.CORRECTION, "why")
    asked = me.get(path).json()
    assert (asked["kind"], asked["text"], asked["limits"], asked["files"]) == ("correction", "Dəqiqləşdirin", None, [])
    assert [(each["code"], each["value"]) for each in asked["questions"]] == [("why", "Evə yaxındır")]
    assert me.get(f"/me/cases/{number}").json()["may"] == {
        "answer": True,
        "withdraw": True,
        "write": True,
        "reopen_until": None,
    }
    body = {"text": "Köçmüşük", "corrections": {"why": "Yeni ünvan"}}
    for _time in range(2):
        done = me.post(f"{path}/answer", body, **KEY)
        assert (done.status_code, done.json()["status"]) == (200, "in_progress")
    assert [each["answer"] for each in done.json()["asked"]] == ["Köçmüşük"]
    assert Case.objects.get(number=number).answers["why"] == "Yeni ünvan"
    is_problem(me.post(f"{path}/answer", {**body, "text": "Başqa"}, **KEY), 422, "other_content")
    is_problem(me.post(f"{path}/answer", body, **{"Idempotency-Key": "following-0002"}), 404, "not_found")


def test_an_answer_that_is_not_accepted_names_its_fields_and_uses_no_key_up(
    me: Program, where: desks.Offices, number: str
) -> None:
    ask(where, number, RequestKind.CORRECTION, "why")
    path = f"/me/cases/{number}/request/answer"
    is_problem(me.post(path, {"text": "x"}), 400, "idempotency_key_missing")
    empty = me.post(path, {"text": "  "}, **KEY)
    is_problem(empty, 422, "answer_refused")
    assert [(each["field"], each["code"]) for each in empty.json()["errors"]] == [("text", "missing")]
    long = me.post(path, {"corrections": {"why": "x" * 300}}, **KEY)
    assert [(each["field"], each["code"]) for each in long.json()["errors"]] == [("corrections.why", "too_long")]
    assert long.json()["errors"][0]["detail"].startswith("Write no more than")
    stray = me.post(path, {"text": "Budur", "files": ["0" * 32]}, **KEY)
    assert [(each["field"], each["code"]) for each in stray.json()["errors"]] == [("files", "not_offered")]
    assert Request.objects.get().answered_at is None
    assert me.post(path, {"text": "Budur"}, **KEY).status_code == 200


def test_a_document_is_uploaded_taken_out_and_sent(me: Program, where: desks.Offices, number: str) -> None:
    is_problem(upload(me, number, samples.pdf()), 404, "not_found")
    ask(where, number, RequestKind.DOCUMENT)
    path = f"/me/cases/{number}/request"
    assert me.get(path).json()["limits"] == {
        "accepts": ["pdf", "image"],
        "most_bytes": 10 * 1024 * 1024,
        "most_pages": 50,
        "most_files": 5,
    }
    upload(me, number, samples.photograph())
    there = upload(me, number, samples.pdf(2))
    assert (there.status_code, [each["name"] for each in there.json()["files"]]) == (201, ["paper.jpg", "paper.pdf"])
    picture, paper = there.json()["files"]
    assert (paper["state"], paper["pages"]) == ("clean", 2)
    assert me.ask("DELETE", f"{path}/files/{picture['id']}").status_code == 204
    is_problem(me.ask("DELETE", f"{path}/files/{picture['id']}"), 404, "not_found")
    missing = me.post(f"{path}/answer", {"text": "Budur"}, **KEY)
    assert [(each["field"], each["code"]) for each in missing.json()["errors"]] == [("files", "required")]
    done = me.post(f"{path}/answer", {"files": [paper["id"]]}, **KEY).json()
    assert [each["id"] for each in done["asked"][0]["files"]] == [paper["id"]]
    is_problem(me.ask("DELETE", f"{path}/files/{paper['id']}"), 404, "not_found")


@pytest.mark.parametrize(
    ("content", "more", "status", "code", "fault"),
    [
        (b"", {}, 422, "answer_refused", "empty"),
        (b"<svg/>", {}, 422, "answer_refused", "wrong_type"),
        (b"x" * 10_600_000, {}, 413, "too_large", "too_large"),
        (b"%PDF-", {"whole": "no"}, 422, "answer_refused", "cut"),
    ],
)
def test_a_file_that_is_refused_is_named(
    me: Program,
    where: desks.Offices,
    number: str,
    content: bytes,
    more: dict[str, str],
    status: int,
    code: str,
    fault: str,
) -> None:
    ask(where, number, RequestKind.DOCUMENT)
    refused = upload(me, number, content, **more)
    is_problem(refused, status, code)
    assert [(each["field"], each["code"]) for each in refused.json()["errors"]] == [("files", fault)]
    assert not File.objects.exists()


def test_messages_go_both_ways_and_none_is_written_twice(me: Program, where: desks.Offices, number: str) -> None:
    path = f"/me/cases/{number}/messages"
    for _time in range(2):
        assert me.post(path, {"text": "Nə vaxt?"}, **KEY).status_code == 200
    operations.write_message(by=where.registrar, number=number, text="Bu həftə.")
    thread = me.get(path).json()["messages"]
    assert [(each["from_office"], each["text"]) for each in thread] == [(False, "Nə vaxt?"), (True, "Bu həftə.")]
    empty = me.post(path, {"text": "  "}, **{"Idempotency-Key": "following-0002"})
    assert [(each["field"], each["code"]) for each in empty.json()["errors"]] == [("text", "too_short")]
    assert CaseMessage.objects.count() == 2


def test_an_application_is_taken_back_and_a_decided_one_is_not(me: Program, where: desks.Offices, number: str) -> None:
    for _time in range(2):
        done = me.ask("POST", f"/me/cases/{number}/withdrawal")
        assert (done.status_code, done.json()["status"]) == (200, "withdrawn")
    is_problem(me.post(f"/me/cases/{number}/messages", {"text": "?"}, **KEY), 409, "nothing_to_decide")


def test_a_refusal_is_reopened_once(me: Program, town: Town, where: desks.Offices) -> None:
    with desks.reopening():
        _reopen_once(me, where, desks.sent(Actor(party=town.student, assurance=Assurance.NATIONAL), where))


def _reopen_once(me: Program, where: desks.Offices, number: str) -> None:
    path = f"/me/cases/{number}/reopening"
    is_problem(me.post(path, {"why": "Yer var"}, **KEY), 409, "nothing_to_decide")
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",), note="Doludur.")
    is_problem(me.ask("POST", f"/me/cases/{number}/withdrawal"), 409, "nothing_to_decide")
    case = me.get(f"/me/cases/{number}").json()
    assert (case["note"], case["may"]["reopen_until"] is not None) == ("Doludur.", True)
    for _time in range(2):
        assert me.post(path, {"why": "Yer var"}, **KEY).json()["status"] == "in_progress"
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",))
    is_problem(me.post(path, {"why": "Yenə"}, **{"Idempotency-Key": "following-0002"}), 409, "nothing_to_decide")


@pytest.mark.parametrize(("agrees", "status"), [(True, Status.IN_PROGRESS), (False, Status.EXPIRED)])
def test_the_second_person_signs_or_refuses(
    agrees: bool, status: Status, town: Town, where: desks.Offices, program_of: Callable[..., Program]
) -> None:
    student = Actor(party=town.student, assurance=Assurance.NATIONAL)
    with desks.planting(cosigners=(Cosigner(code="other_guardian", party=town.teacher),)):
        number = desks.sent(student, where, why="Evə yaxındır")
        second = program_of(town.teacher)
        shown = second.get(f"/me/signatures/{number}").json()
        assert (shown["waits"], shown["signed_at"]) == (True, None)
        assert "Evə yaxındır" in [each["value"] for each in shown["answers"]]
        is_problem(second.get(f"/me/cases/{number}"), 404, "not_found")
        is_problem(program_of(town.student).ask("PUT", f"/me/signatures/{number}", {"agrees": True}), 404, "not_found")
        for said in (agrees, not agrees):
            done = second.ask("PUT", f"/me/signatures/{number}", {"agrees": said}).json()
            assert (done["waits"], done["signed_at"] is not None) == (False, agrees)
    assert Case.objects.get(number=number).status == status


def test_another_familys_application_is_absent_whatever_is_asked(
    me: Program, town: Town, where: desks.Offices, number: str
) -> None:
    other = Actor(party=town.stranger, assurance=Assurance.NATIONAL)
    theirs = desks.sent(other, where, key="anotherfamily0001", why=CANARY)
    ask(where, theirs, RequestKind.DOCUMENT)
    bodies = {"request/answer": {"text": "x"}, "messages": {"text": "x"}, "reopening": {"why": "x"}}
    for there in (theirs, "TR-2026-999999"):
        refused = [me.get(f"/me/cases/{there}/{path}") for path in ("request", "messages")]
        refused += [me.post(f"/me/cases/{there}/{path}", body, **KEY) for path, body in bodies.items()]
        refused += [
            me.ask("POST", f"/me/cases/{there}/withdrawal"),
            upload(me, there, samples.pdf()),
            me.ask("DELETE", f"/me/cases/{there}/request/files/{'0' * 32}"),
            me.get(f"/me/signatures/{there}"),
            me.ask("PUT", f"/me/signatures/{there}", {"agrees": True}),
        ]
        for answer in refused:
            is_problem(answer, 404, "not_found")
            assert CANARY not in answer.content.decode()
    assert Case.objects.get(number=theirs).status == Status.WAITING_APPLICANT
    assert queries.case_for(other, theirs).said == ()
    assert not File.objects.exists()


def test_half_a_letter_in_a_correction_is_refused_and_breaks_nothing(
    me: Program, where: desks.Offices, number: str
) -> None:
    ask(where, number, RequestKind.CORRECTION, "why")
    body = b'{"corrections": {"why": "\\ud800"}}'
    is_problem(me.post(f"/me/cases/{number}/request/answer", body, **KEY), 422, "answer_refused")
    is_problem(me.post("/me/cases/TR-2026-999999/request/answer", body, **KEY), 404, "not_found")

"""A program carries a student from the catalogue to a signed certificate, and a stranger checks it."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.surfaces.api.conftest import Program
from tests.surfaces.town import Town

SERVICE = "higher.study_certificate"
KEY = {"Idempotency-Key": "journey-0001"}


@pytest.fixture
def student(town: Town, program_of: Callable[..., Program]) -> Program:
    return program_of(town.student)


def begin(program: Program) -> dict[str, Any]:
    response = program.post("/me/drafts", {"service": SERVICE})
    assert response.status_code == 201
    return dict(response.json())


def answered(program: Program) -> dict[str, Any]:
    """A draft whose questions are all answered, as a program would do it: one after another until it is ready."""
    draft = begin(program)
    path = f"/me/drafts/{draft['key']}/answers"
    for field, value in (("presented_to", "Səfirlik"), ("paper_language", "az")):
        response = program.ask("PUT", f"{path}/{field}", {"value": value})
        assert response.status_code == 200, response.content
    draft = program.get(f"/me/drafts/{draft['key']}").json()
    assert (draft["ready"], draft["next"]) == (True, None)
    return dict(draft)


def send(program: Program, draft: dict[str, Any], **headers: str) -> Any:
    body = {"declared": True, "digest": draft["digest"]}
    return program.post(f"/me/drafts/{draft['key']}/submission", body, **(headers or KEY))


def test_a_student_gets_a_certificate_by_the_api_alone(student: Program) -> None:
    receipt = send(student, answered(student)).json()
    assert (receipt["service"], receipt["grants"], receipt["status"]) == (SERVICE, True, "closed")
    case = student.get(f"/me/cases/{receipt['number']}").json()
    assert [line["kind"] for line in case["timeline"]] == ["started", "submitted", "decided", "issued", "closed"]
    assert case["rule_set"].startswith("az.certificates.")
    document = receipt["documents"][0]["id"]
    assert [card["id"] for card in student.get("/me/documents").json()["documents"]] == [document]
    paper = student.get(f"/me/documents/{document}/pdf")
    assert (paper.status_code, paper.headers["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF-")
    assert b"/ByteRange" in paper.content


def test_a_stranger_checks_the_certificate_by_number_and_by_token(student: Program, stranger: Program) -> None:
    receipt = send(student, answered(student)).json()
    document = student.get(f"/me/documents/{receipt['documents'][0]['id']}").json()
    by_number = stranger.post("/checks", {"id": document["id"], "birth_date": "2005-11-08"}).json()
    by_token = stranger.post("/checks", {"token": document["token"]}).json()
    assert (by_number["status"], by_token["status"]) == ("valid", "valid")
    assert by_number["holder"].startswith("Q•••")
    assert "Quliyeva" not in str(by_number)
    assert by_number["number"] == document["number"]


def test_a_wrong_birth_date_and_an_unknown_number_get_the_same_answer(student: Program, stranger: Program) -> None:
    receipt = send(student, answered(student)).json()
    wrong = stranger.post("/checks", {"id": receipt["documents"][0]["id"], "birth_date": "2005-11-09"})
    absent = stranger.post("/checks", {"id": "0000-0000-0000-0000-0000-0000-000", "birth_date": "2005-11-08"})
    assert (wrong.status_code, wrong.content) == (absent.status_code, absent.content)
    assert wrong.json()["status"] == "unknown"


def test_the_twins_of_a_document_are_given(student: Program) -> None:
    document = send(student, answered(student)).json()["documents"][0]["id"]
    twin = student.get(f"/me/documents/{document}/json")
    credential = student.get(f"/me/documents/{document}/credential")
    assert twin.json()["document"]["id"] == document
    assert credential.headers["Content-Type"] == "application/vc+jwt"
    assert credential.content.count(b".") == 2


def test_the_same_key_and_body_answer_the_same_receipt(student: Program) -> None:
    draft = answered(student)
    first, second = send(student, draft), send(student, draft)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert len(student.get("/me/cases").json()["cases"]) == 1


def test_the_same_key_for_another_body_is_refused_and_sends_nothing(student: Program) -> None:
    send(student, answered(student))
    second = answered(student)
    refused = send(student, second)
    assert (refused.status_code, refused.json()["code"]) == (422, "other_content")
    assert len(student.get("/me/cases").json()["cases"]) == 1
    assert len(student.get("/me/drafts").json()["drafts"]) == 1


def test_answers_that_another_tab_changed_are_not_sent(student: Program) -> None:
    draft = answered(student)
    student.ask("PUT", f"/me/drafts/{draft['key']}/answers/presented_to", {"value": "Bank"})
    refused = send(student, draft)
    assert (refused.status_code, refused.json()["code"]) == (409, "answers_changed")
    assert student.get("/me/cases").json()["cases"] == []


def test_a_key_is_asked_for_and_its_form_is_checked(student: Program) -> None:
    draft = answered(student)
    body = {"declared": True, "digest": draft["digest"]}
    path = f"/me/drafts/{draft['key']}/submission"
    missing = student.post(path, body)
    short = student.post(path, body, **{"Idempotency-Key": "a"})
    assert (missing.status_code, missing.json()["code"]) == (400, "idempotency_key_missing")
    assert (short.status_code, short.json()["code"]) == (400, "bad_idempotency_key")


def test_the_declaration_must_be_confirmed(student: Program) -> None:
    draft = answered(student)
    path = f"/me/drafts/{draft['key']}/submission"
    refused = student.post(path, {"declared": False, "digest": draft["digest"]}, **KEY)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "declared"


def test_beginning_twice_makes_one_draft(student: Program) -> None:
    assert begin(student)["key"] == begin(student)["key"]
    assert len(student.get("/me/drafts").json()["drafts"]) == 1


def test_a_withdrawn_draft_is_gone(student: Program) -> None:
    key = begin(student)["key"]
    assert student.ask("DELETE", f"/me/drafts/{key}").status_code == 204
    assert student.get(f"/me/drafts/{key}").status_code == 404
    assert student.ask("DELETE", f"/me/drafts/{key}").status_code == 404


def test_a_question_that_a_register_answers_is_not_asked(student: Program) -> None:
    key = begin(student)["key"]
    refused = student.ask("PUT", f"/me/drafts/{key}/answers/enrolment", {"value": "999"})
    assert (refused.status_code, refused.json()["code"]) == (422, "question_not_asked")


def test_an_answer_that_is_not_offered_is_refused_in_words_of_the_service(student: Program) -> None:
    key = begin(student)["key"]
    refused = student.ask("PUT", f"/me/drafts/{key}/answers/paper_language", {"value": "xx"})
    fault = refused.json()["errors"][0]
    assert (refused.status_code, fault["field"], fault["code"]) == (422, "paper_language", "not_offered")
    assert fault["detail"]


def test_who_may_not_have_a_service_learns_why_and_what_to_do(town: Town, program_of: Callable[..., Program]) -> None:
    teacher = program_of(town.teacher)
    refused = teacher.post("/me/drafts", {"service": SERVICE}).json()
    asked = teacher.get(f"/services/{SERVICE}/eligibility").json()
    assert refused["code"] == "not_allowed"
    assert asked["eligible"] is False
    assert refused["reasons"] == asked["reasons"]
    assert all(reason["reason"] and reason["remedy"] and reason["law"]["article"] for reason in asked["reasons"])


def test_a_mother_applies_for_her_son(town: Town, program_of: Callable[..., Program]) -> None:
    mother = program_of(town.mother)
    assert [ward["id"] for ward in mother.get("/me").json()["wards"]] == [town.son, town.daughter]
    draft = mother.post("/me/drafts", {"service": "school.study_certificate", "subject": town.son})
    assert (draft.status_code, draft.json()["subject"]) == (201, town.son)


def test_pages_of_applications_follow_one_another(student: Program) -> None:
    for number in range(3):
        draft = answered(student)
        assert send(student, draft, **{"Idempotency-Key": f"page-{number:04d}"}).status_code == 200
    first = student.get("/me/cases?limit=2").json()
    rest = student.get(f"/me/cases?limit=2&before={first['before']}").json()
    assert [len(first["cases"]), len(rest["cases"]), rest["before"]] == [2, 1, None]
    assert len({case["number"] for case in first["cases"] + rest["cases"]}) == 3

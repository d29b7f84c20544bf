"""A document at the desk: seen with a purpose, revoked in two steps by whoever issued it."""

import html

import pytest
from tests.surfaces.cabinet.test_home import apply

from maarif.kernel.text import LANGUAGES
from maarif.support.audit.queries import looks_at
from maarif.support.documents.models import Document, Revocation
from maarif.support.documents.queries import reason_text
from maarif.support.documents.types import RevocationReason
from maarif.support.notices.models import Message
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db

WHY = {"purpose": "document", "basis": "Letter 7"}
FORM = {"reason": "issued_in_error", "note": "Found by the dean on Monday."}
REASON = "It was issued in error"


@pytest.fixture
def certificate(town):
    return apply(town.student).documents[0].public_id


@pytest.fixture
def registrar(town, signed_in_as):
    client = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    client.post(f"/en/desk/people/{town.student}/", WHY)
    return client


@pytest.fixture
def page(town, certificate):
    return f"/en/desk/people/{town.student}/documents/{certificate}/"


def test_the_issuing_office_sees_the_document_and_the_holder_sees_the_look(registrar, page, town):
    shown = registrar.get(page).content.decode()
    assert "Certificate of study" in shown
    assert "Revoke…" in shown
    assert [(look.what, look.purpose) for look in looks_at(town.student, limit=1)] == [("documents.read", "document")]
    assert registrar.get(f"{page}pdf/").content.startswith(b"%PDF-")


def test_a_document_is_not_opened_without_a_purpose(page, town, signed_in_as):
    client = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    for address in (page, f"{page}pdf/", f"{page}revoke/"):
        assert client.get(address)["Location"] == f"/en/desk/people/{town.student}/"
    assert looks_at(town.student) == ()


def test_revoking_tells_the_consequences_asks_twice_and_tells_the_holder(registrar, page, certificate, town):
    assert "It cannot be made valid again" in registrar.get(f"{page}revoke/").content.decode()
    asked = registrar.post(f"{page}revoke/", FORM)
    assert asked.status_code == 200
    assert "Confirm" in asked.content.decode()
    assert FORM["note"] in asked.content.decode()
    assert not Revocation.objects.exists()
    done = registrar.post(f"{page}revoke/", {**FORM, "confirmed": "yes"})
    assert done["Location"] == page
    revocation = Revocation.objects.get()
    assert revocation.document.public_id == certificate
    assert (revocation.reason, revocation.note) == (FORM["reason"], FORM["note"])
    message = Message.objects.get(topic="document.revoked")
    assert message.party_id == town.student
    assert "Sənəd səhvən verilib" in message.body["az"]
    assert REASON in message.body["en"]
    assert not any(FORM["note"] in words for words in message.body.values())


def test_the_holder_and_the_check_page_see_that_it_is_revoked(registrar, page, certificate, town, signed_in_as, client):
    registrar.post(f"{page}revoke/", {**FORM, "confirmed": "yes"})
    held = signed_in_as(town.student).get(f"/en/cabinet/documents/{certificate}/").content.decode()
    assert "This document has been revoked" in held
    assert REASON in held
    assert FORM["note"] not in held
    token = Document.objects.get().token
    seen = {language: client.get(f"/{language}/check/t/{token}").content.decode() for language in LANGUAGES}
    for language, words in seen.items():
        assert html.escape(reason_text(RevocationReason.ISSUED_IN_ERROR).in_(language)) in words, language
        assert FORM["note"] not in words
    assert FORM["note"] in registrar.get(page).content.decode()


@pytest.mark.parametrize("form", [{}, {"reason": "error"}, {"reason": "unstated"}, {"note": FORM["note"]},
                                  {**FORM, "reason": "because"}, {**FORM, "note": "x" * 501}])  # fmt: skip
def test_without_a_reason_of_the_list_nothing_is_revoked(form, registrar, page):
    answer = registrar.post(f"{page}revoke/", {**form, "confirmed": "yes"})
    assert answer.status_code == 422
    assert "<title>Error:" in answer.content.decode()
    assert not Revocation.objects.exists()


def test_a_second_officer_finds_it_revoked_already(registrar, page):
    registrar.post(f"{page}revoke/", {**FORM, "confirmed": "yes"})
    answer = registrar.post(f"{page}revoke/", {**FORM, "confirmed": "yes"})
    assert answer["Location"] == page
    assert Revocation.objects.count() == 1
    assert "Revoke…" not in registrar.get(page).content.decode()


def test_an_office_that_did_not_issue_it_neither_sees_nor_revokes_it(town, certificate, signed_in_as):
    stranger = apply(town.stranger).documents[0].public_id
    client = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    client.post(f"/en/desk/people/{town.stranger}/", WHY)
    page = f"/en/desk/people/{town.stranger}/documents/{stranger}/"
    assert client.get(page).status_code == 404
    assert client.post(f"{page}revoke/", {**FORM, "confirmed": "yes"}).status_code == 404
    assert not Revocation.objects.exists()


def test_a_document_is_not_found_under_another_person(registrar, certificate, town):
    registrar.post(f"/en/desk/people/{town.stranger}/", WHY)
    assert registrar.get(f"/en/desk/people/{town.stranger}/documents/{certificate}/").status_code == 404


def test_a_document_is_found_by_its_number(registrar, certificate, town):
    number = Document.objects.get().number
    found = registrar.post("/en/desk/people/", {**WHY, "document": number}).content.decode()
    assert f"/en/desk/people/{town.student}/" in found

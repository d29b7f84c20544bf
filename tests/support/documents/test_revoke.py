"""Revoking: who may, with which words, once."""

import threading

import pytest
from django.db import connection
from tests.support.documents.papers import order

from maarif.support.audit.models import Entry
from maarif.support.documents import operations
from maarif.support.documents.models import Document, Revocation
from maarif.support.documents.types import AlreadyRevoked, DocumentNotFound, Issued, MayNotRevoke, ReasonMissing
from maarif.support.documents.types import RevocationReason as Why
from maarif.support.parties.operations import make_party
from maarif.support.parties.types import ANONYMOUS, SYSTEM, Actor, Assurance, PartyKind

NUMBERS = ("registrar", "head")


@pytest.fixture
def issued(holder: int, institution: int) -> Issued:
    return operations.issue_many(by=SYSTEM, orders=(order(holder, institution=institution),))[0]


def officer(role: str, kind: str, scope: object, assurance: Assurance = Assurance.OFFICIAL) -> Actor:
    return Actor(party=1, role=role, scope_kind=kind, scope=str(scope), assurance=assurance)


@pytest.mark.django_db
@pytest.mark.parametrize("role", NUMBERS)
def test_an_officer_of_the_institution_revokes_with_a_reason(
    role: str, issued: Issued, holder: int, institution: int
) -> None:
    operations.revoke(
        by=officer(role, "institution", institution), public_id=issued.public_id, reason=Why.FACTS_WERE_WRONG,
        note="  wrong\nprogramme ",
    )  # fmt: skip
    row = Revocation.objects.get()
    assert (row.document_id, row.reason, row.note, row.by_party) == (
        issued.id,
        "facts_were_wrong",
        "wrong programme",
        1,
    )
    entry = Entry.objects.get(what="documents.revoke")
    assert (entry.subject, entry.detail) == (holder, {"document": issued.number, "reason": "facts_were_wrong"})


@pytest.mark.django_db
def test_nobody_else_revokes_and_nothing_changes(issued: Issued, holder: int, institution: int) -> None:
    refused = [
        ANONYMOUS,
        Actor(party=holder, assurance=Assurance.NATIONAL),
        officer("registrar", "institution", institution + 1),
        officer("registrar", "institution", institution, Assurance.NATIONAL),
        officer("registrar", "country", "az"),
        officer("teacher", "institution", institution),
        officer("ministry_officer", "country", "kg"),
        officer("ministry_officer", "institution", institution),
        officer("auditor", "country", "az"),
        officer("platform_admin", "country", "az"),
    ]
    for by in refused:
        with pytest.raises(MayNotRevoke):
            operations.revoke(by=by, public_id=issued.public_id, reason=Why.COURT)
    assert not Revocation.objects.exists()
    assert not Entry.objects.filter(what="documents.revoke").exists()


@pytest.mark.django_db
def test_a_document_without_an_institution_is_the_ministrys_alone(holder: int, institution: int) -> None:
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    with pytest.raises(MayNotRevoke):
        operations.revoke(by=officer("head", "institution", institution), public_id=issued.public_id, reason=Why.COURT)
    operations.revoke(by=officer("ministry_officer", "country", "az"), public_id=issued.public_id, reason=Why.COURT)
    assert Revocation.objects.count() == 1


@pytest.mark.django_db
def test_a_reason_is_needed_a_document_too_and_once_is_enough(issued: Issued) -> None:
    by = officer("ministry_officer", "country", "az")
    for reason in (Why.UNSTATED, "because", ""):
        with pytest.raises(ReasonMissing):
            operations.revoke(by=by, public_id=issued.public_id, reason=reason)  # type: ignore[arg-type]
    with pytest.raises(DocumentNotFound):
        operations.revoke(by=by, public_id="0000-0000-0000-0000-0000-0000-000", reason=Why.COURT)
    operations.revoke(by=by, public_id=issued.public_id, reason=Why.FRAUD)
    with pytest.raises(AlreadyRevoked):
        operations.revoke(by=by, public_id=issued.public_id, reason=Why.COURT)
    assert list(Revocation.objects.values_list("reason", flat=True)) == ["fraud"]


@pytest.mark.django_db(transaction=True)
def test_of_eight_officers_at_once_one_revokes_and_seven_are_told() -> None:
    holder = make_party(PartyKind.PERSON)
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    gate, told = threading.Barrier(8), []

    def work(number: int) -> None:
        try:
            gate.wait(30)
            by = officer("ministry_officer", "country", "az")
            operations.revoke(by=by, public_id=issued.public_id, reason=Why.COURT, note=f"note {number}")
            told.append("revoked")
        except AlreadyRevoked:
            told.append("already")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["already"] * 7 + ["revoked"]
    assert Revocation.objects.count() == 1
    assert Entry.objects.filter(what="documents.revoke").count() == 1
    assert Document.objects.count() == 1

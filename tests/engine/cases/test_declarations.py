"""What a case was sent under is kept, can be proved by its digest, and is what its applicant goes on seeing."""

import hashlib

import pytest
from tests.engine import campus

from maarif.engine import registry
from maarif.engine.cases import operations, queries, rules
from maarif.engine.cases.models import Case, FrozenDeclaration
from maarif.engine.declare.texts import keys_of
from maarif.engine.registry import Frozen
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
SERVICE = "higher.study_certificate"


def sent() -> tuple[Actor, str]:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=SERVICE)
    return by, operations.submit(by=by, draft=draft, idempotency_key="declaration-test").number


def test_the_kept_declaration_has_the_digest_that_names_it() -> None:
    _, number = sent()
    kept = FrozenDeclaration.objects.get(digest=Case.objects.get(number=number).declaration_id)
    assert hashlib.sha256(rules.canonical(kept.body)).hexdigest() == kept.digest
    assert set(kept.body["texts"]) == set(keys_of(registry.service(SERVICE)))
    assert [field["code"] for field in kept.body["declaration"]["form"]] == [
        "enrolment",
        "presented_to",
        "paper_language",
    ]
    assert kept.body["declaration"]["eligible"][2]["holds"] == "maarif.catalogue.certificates.studies:studies_now"


def test_two_cases_under_one_declaration_keep_it_once() -> None:
    sent()
    sent()
    assert (Case.objects.count(), FrozenDeclaration.objects.count()) == (2, 1)


def test_after_the_service_changes_the_applicant_still_reads_what_was_confirmed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by, number = sent()
    before = queries.case_for(by, number)
    monkeypatch.setattr(registry, "frozen", lambda service: Frozen(digest="changed", body={}))
    assert queries.case_for(by, number) == before
    assert queries.my_cases(by) == (before.card,)


def test_a_service_that_was_closed_leaves_its_cases_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    by, number = sent()
    before = queries.case_for(by, number)
    monkeypatch.setattr(registry, "all_services", lambda: ())
    assert queries.case_for(by, number).card.title == before.card.title

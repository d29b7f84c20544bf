"""Every field of every form of the desk against values that nobody types."""

import pytest
from tests.surfaces.cabinet.test_home import apply
from tests.surfaces.cabinet.test_hostile_values import KINDLY, sent
from tests.surfaces.hostile import VALUES

from maarif.registries.people.models import DuplicateCandidate
from maarif.support.documents.models import Revocation
from maarif.support.parties.types import Assurance

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WHY = {"purpose": "at_desk", "basis": "Letter 1"}


@pytest.fixture
def officer(town, signed_in_as):
    return signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)


@pytest.mark.parametrize("field", ["purpose", "basis", "number", "name", "birth_date", "document"])
def test_every_field_of_the_search_answers_kindly(field, officer):
    for value in VALUES:
        assert sent(officer, "/en/desk/people/", {**WHY, field: value}).status_code in KINDLY, repr(value)
        form = {**WHY, "name": "Quliyeva", "birth_date": "2005-11-08", field: value}
        assert sent(officer, "/en/desk/people/", form).status_code in KINDLY, repr(value)


@pytest.mark.parametrize("field", ["purpose", "basis"])
def test_the_question_why_answers_kindly(field, officer, town):
    for value in VALUES:
        answer = sent(officer, f"/en/desk/people/{town.student}/", {**WHY, field: value})
        assert answer.status_code in KINDLY, repr(value)


@pytest.mark.parametrize("field", ["reason", "note", "confirmed"])
def test_the_revocation_answers_kindly_and_revokes_nothing(field, officer, town):
    document = apply(town.student).documents[0].public_id
    officer.post(f"/en/desk/people/{town.student}/", WHY)
    for value in VALUES:
        form = {"reason": "issued_in_error", "note": "It says the wrong programme.", "confirmed": "", field: value}
        answer = sent(officer, f"/en/desk/people/{town.student}/documents/{document}/revoke/", form)
        assert answer.status_code in KINDLY, repr(value)
        assert not Revocation.objects.exists(), repr(value)


@pytest.mark.parametrize("field", ["decision", "note"])
def test_a_decision_about_a_pair_answers_kindly(field, officer, town):
    low, high = sorted((town.student, town.stranger))
    pair = DuplicateCandidate.objects.create(first_id=low, second_id=high, score=80, reasons=["birth_date_same"])
    for value in VALUES:
        form = {"decision": "neither", "note": "They are cousins.", field: value}
        assert sent(officer, f"/en/desk/duplicates/{pair.pk}/", form).status_code in KINDLY, repr(value)
        assert sent(officer, f"/en/desk/duplicates/{pair.pk}/undo/", form).status_code in KINDLY, repr(value)


def test_the_choice_of_an_office_answers_kindly(officer):
    for value in VALUES:
        assert sent(officer, "/en/desk/office/", {"office": value}).status_code in KINDLY, repr(value)

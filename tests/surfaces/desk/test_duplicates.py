"""Possible duplicates at the desk: side by side, decided by a human, taken back."""

from datetime import date

import pytest
from tests.surfaces.town import CLERK

from maarif.registries.people import operations as people
from maarif.registries.people.models import DuplicateCandidate, Person
from maarif.registries.people.types import Sex
from maarif.support.audit.queries import looks_at
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db

NOTE = {"note": "The passport shows both spellings."}


@pytest.fixture
def officer(town, signed_in_as):
    return signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)


@pytest.fixture
def pair(town):
    twin = people.register(
        by=CLERK, country="az", family_name="Кулиева", given_name="Нармин", birth_date=date(2005, 11, 8), sex=Sex.FEMALE
    )
    assert people.find_duplicates(by=CLERK, country="az") == 1
    candidate = DuplicateCandidate.objects.get()
    assert {candidate.first_id, candidate.second_id} == {town.student, twin}
    return candidate


def test_the_pair_is_listed_and_shown_side_by_side_and_both_people_see_the_look(pair, officer, town):
    assert f"/en/desk/duplicates/{pair.pk}/" in officer.get("/en/desk/duplicates/").content.decode()
    page = officer.get(f"/en/desk/duplicates/{pair.pk}/").content.decode()
    assert "Quliyeva Nərmin" in page
    assert "Кулиева Нармин" in page
    assert "(differs)" in page
    for person in (pair.first_id, pair.second_id):
        assert [(look.what, look.purpose) for look in looks_at(person)] == [("people.duplicates", "duplicate")]


def test_merging_keeps_one_and_undoing_brings_both_back(pair, officer, town):
    first_is_student = pair.first_id == town.student
    officer.post(
        f"/en/desk/duplicates/{pair.pk}/", {**NOTE, "decision": "keep_first" if first_is_student else "keep_second"}
    )
    other = pair.second_id if first_is_student else pair.first_id
    assert Person.objects.get(pk=other).merged_into_id == town.student
    assert "Merged" in officer.get(f"/en/desk/duplicates/{pair.pk}/").content.decode()
    officer.post(f"/en/desk/duplicates/{pair.pk}/undo/", NOTE)
    assert Person.objects.get(pk=other).merged_into_id is None
    assert DuplicateCandidate.objects.get().status == "open"


def test_two_people_stay_two_and_that_can_be_taken_back(pair, officer):
    officer.post(f"/en/desk/duplicates/{pair.pk}/", {**NOTE, "decision": "different"})
    assert DuplicateCandidate.objects.get().status == "different"
    officer.post(f"/en/desk/duplicates/{pair.pk}/undo/", NOTE)
    assert DuplicateCandidate.objects.get().status == "open"


@pytest.mark.parametrize("form", [{"decision": "different"}, {**NOTE}, {**NOTE, "decision": "both"}])
def test_a_decision_without_a_note_or_a_button_changes_nothing(form, pair, officer):
    assert officer.post(f"/en/desk/duplicates/{pair.pk}/", form).status_code == 422
    assert DuplicateCandidate.objects.get().status == "open"


def test_a_pair_decided_meanwhile_is_said_to_be_decided(pair, officer, town):
    people.decide_different(by=CLERK, candidate=pair.pk, note="Different fathers.")
    answer = officer.post(f"/en/desk/duplicates/{pair.pk}/", {**NOTE, "decision": "keep_first"})
    assert answer.status_code == 422
    assert "decided this pair already" in answer.content.decode()
    assert not Person.objects.exclude(merged_into=None).exists()


def test_only_the_ministry_decides(pair, town, signed_in_as):
    registrar = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    assert registrar.get("/en/desk/duplicates/").status_code == 404
    assert registrar.post(f"/en/desk/duplicates/{pair.pk}/", {**NOTE, "decision": "different"}).status_code == 404
    assert DuplicateCandidate.objects.get().status == "open"


def test_a_pair_that_does_not_exist_is_not_found(officer):
    assert officer.get("/en/desk/duplicates/999/").status_code == 404
    assert officer.post("/en/desk/duplicates/999/", {**NOTE, "decision": "different"}).status_code == 404


def test_nobody_decides_about_their_own_record(pair, officer, town):
    DuplicateCandidate.objects.filter(pk=pair.pk).update(first=town.officer)
    for decision in ("keep_first", "keep_second", "different"):
        answer = officer.post(f"/en/desk/duplicates/{pair.pk}/", {**NOTE, "decision": decision})
        assert answer.status_code == 422
        assert "This pair is about you" in answer.content.decode()
    assert DuplicateCandidate.objects.get().status == "open"
    assert not Person.objects.exclude(merged_into=None).exists()

"""A case is sorted anew and joined to an earlier one from its page: what can be picked is offered, and where it goes is told."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.engine import campus, desks
from tests.surfaces.answers.test_answers import ASKED, grant_of
from tests.surfaces.town import Town

from maarif.engine.cases import operations
from maarif.engine.cases.models import Case, Turn
from maarif.registries.institutions.types import InstitutionKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db


def sent(student: int, **answers: str) -> str:
    """An appeal of the student; its number."""
    by = campus.actor(student)
    draft = operations.start_draft(by=by, service="citizens.appeal")
    for field, raw in {**ASKED, **answers}.items():
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    return operations.submit(by=by, draft=draft, idempotency_key=f"sorting-{draft}"[:40]).number


@pytest.fixture
def ministry(town: Town, signed_in_as) -> Client:
    return signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)


def test_another_category_moves_the_case_to_the_office_that_it_makes_competent(
    town: Town, ministry: Client, signed_in_as, noon
) -> None:
    number = sent(town.student)
    here = f"/en/desk/cases/{number}/"
    page = ministry.get(here).content.decode()
    assert 'id="verb-sort"' in page
    assert '<option value="building"' in page
    assert '<option value="other"' not in page
    act = f"{here}act/"
    for typed, said in (
        ({"category": "", "why_sort": "Bina haqqındadır"}, "Choose a category."),
        ({"category": "building", "why_sort": " "}, "Say why: it stands in the history."),
    ):
        refused = ministry.post(act, {"verb": "sort", **typed})
        assert (refused.status_code, said in refused.content.decode()) == (422, True)
    assert Case.objects.get(number=number).answers["category"] == "other"
    moved = ministry.post(act, {"verb": "sort", "category": "building", "why_sort": "Bina haqqındadır"})
    assert (moved.status_code, moved["Location"]) == (302, "/en/desk/cases/")
    after = ministry.get("/en/desk/cases/").content.decode()
    assert "The case has another category." in after
    assert ministry.get(here).status_code == 404
    assert Case.objects.get(number=number).answers["category"] == "building"
    turn = Turn.objects.get(number=number, closed_at=None)
    assert (turn.scope_kind, turn.scope) == ("region", "AZ-BA")
    officer = desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-BA")
    district = signed_in_as(officer.party, assurance=Assurance.OFFICIAL, office=grant_of(officer))
    assert 'id="verb-sort"' in district.get(here).content.decode()


def test_what_is_no_category_and_what_may_not_sit_change_nothing(town: Town, signed_in_as, noon) -> None:
    school = campus.place(InstitutionKind.SCHOOL, name="20 nömrəli məktəb")
    number = sent(town.student, category="kindergarten", matter="application", place=str(school))
    officer = desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-BA")
    district = signed_in_as(officer.party, assurance=Assurance.OFFICIAL, office=grant_of(officer))
    act = f"/en/desk/cases/{number}/act/"
    nonsense = district.post(act, {"verb": "sort", "category": "nonsense", "why_sort": "Yox"})
    assert nonsense.status_code in {302, 409, 422}
    assert Case.objects.get(number=number).answers["category"] == "kindergarten"
    assert Turn.objects.get(number=number, closed_at=None).scope == "AZ-BA"


def test_a_service_that_sorts_by_no_question_offers_nothing(town: Town, signed_in_as, noon) -> None:
    with desks.trial():
        where = desks.offices()
        by = campus.actor(campus.person())
        draft = operations.start_draft(by=by, service=desks.SERVICE)
        for code, value in (("school", str(where.school)), ("why", "Köçürük")):
            assert operations.save_answer(by=by, draft=draft, field=code, raw=value) is None
        number = operations.submit(by=by, draft=draft, idempotency_key="unsorted-case-1").number
        party = where.registrar.party or 0
        registrar = signed_in_as(party, assurance=Assurance.OFFICIAL, office=grant_of(where.registrar))
        page = registrar.get(f"/en/desk/cases/{number}/").content.decode()
    assert 'id="verb-join"' in page
    assert 'id="verb-sort"' not in page


def test_earlier_cases_of_the_same_person_are_suggested_and_joined(town: Town, ministry: Client, noon) -> None:
    first, other = sent(town.student), sent(town.stranger)
    noon.move(timedelta(minutes=1))
    second = sent(town.student, text="Auditoriya yenə soyuqdur.")
    page = ministry.get(f"/en/desk/cases/{second}/").content.decode()
    assert f'<option value="{first}"' in page
    assert f'<option value="{other}"' not in page
    assert "Join to an earlier case (1)" in page
    assert "Join to an earlier case (1)" not in ministry.get(f"/en/desk/cases/{first}/").content.decode()
    joined = ministry.post(f"/en/desk/cases/{second}/act/", {"verb": "join", "earlier": first})
    assert joined.status_code == 302
    assert Case.objects.get(number=second).status == "joined"
    assert "Join to an earlier case (1)" not in ministry.get(f"/en/desk/cases/{first}/").content.decode()

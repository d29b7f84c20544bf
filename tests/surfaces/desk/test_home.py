"""The desk's first page: counts, and which office one acts for."""

from datetime import date

import pytest
from tests.surfaces.town import CANARY, CLERK

from maarif.registries.people.models import DuplicateCandidate
from maarif.support.access.operations import grant_role
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db

WHY = {"purpose": "at_desk", "basis": "Letter 1"}


@pytest.fixture
def two_offices(town, signed_in_as):
    """The registrar is also an officer of the ministry."""
    second = grant_role(
        by=CLERK,
        party=town.registrar,
        role=Role.MINISTRY_OFFICER,
        scope_kind=ScopeKind.COUNTRY,
        scope="az",
        since=date(2021, 1, 1),
    )
    return signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant), second


def test_an_official_of_two_offices_chooses_one_and_reaches_its_people_only(two_offices, town):
    client, ministry = two_offices
    page = client.get("/en/desk/").content.decode()
    assert "Which office do you act for?" in page
    assert "Bakı Dövlət Universiteti" in page
    assert CANARY not in client.post("/en/desk/people/", {**WHY, "number": "6GM1S5U"}).content.decode()
    assert client.post("/en/desk/office/", {"office": ministry}).status_code == 302
    assert CANARY in client.post("/en/desk/people/", {**WHY, "number": "6GM1S5U"}).content.decode()


@pytest.mark.parametrize("office", ["", "0", "99999999", "x"])
def test_an_office_that_is_not_held_cannot_be_chosen(office, two_offices):
    client, _ministry = two_offices
    assert client.post("/en/desk/office/", {"office": office}).status_code == 404


def test_an_official_of_one_office_is_not_asked_which(town, signed_in_as):
    client = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    assert "Which office do you act for?" not in client.get("/en/desk/").content.decode()


def test_the_ministry_sees_how_many_pairs_wait(town, signed_in_as):
    low, high = sorted((town.student, town.stranger))
    DuplicateCandidate.objects.create(first_id=low, second_id=high, score=80, reasons=["birth_date_same"])
    client = signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)
    page = client.get("/en/desk/").content.decode()
    assert '<p class="figure">1</p>' in page
    assert "pairs of records wait for a decision." in page


def test_the_cases_of_the_office_stand_first(town, signed_in_as):
    client = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    page = client.get("/en/desk/").content.decode()
    assert page.index("Look at the cases") < page.index("records may still be opened today")
    assert "open. Late: 0. Due within 3 working days: 0. On nobody&#39;s desk: 0." in page

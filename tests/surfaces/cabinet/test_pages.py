"""The cabinet's pages for each kind of person."""

import pytest

from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "applications/",
    "documents/",
    "messages/",
    "family/",
    "data/",
    "data/looks/",
    "data/wrong/enrolments/",
    "settings/",
    "settings/tokens/",
    "apply/higher.study_certificate/",
)


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_a_student_opens_every_page_in_this_language(language, town, signed_in_as):
    client = signed_in_as(town.student)
    for page in PAGES:
        answer = client.get(f"/{language}/cabinet/{page}")
        assert answer.status_code == 200, page
        assert f'<html lang="{language}"' in answer.content.decode(), page


@pytest.mark.parametrize("who", ["mother", "teacher", "registrar", "officer", "stranger"])
def test_everybody_proven_opens_every_page(who, town, signed_in_as):
    client = signed_in_as(getattr(town, who))
    for page in PAGES:
        assert client.get(f"/az/cabinet/{page}").status_code == 200, page


def test_a_guardian_acting_for_a_child_opens_every_page(town, signed_in_as):
    client = signed_in_as(town.mother, acting_for=town.son)
    for page in PAGES:
        assert client.get(f"/az/cabinet/{page}").status_code == 200, page


def test_an_account_of_ones_own_opens_what_concerns_no_person_and_is_led_to_prove_itself_for_the_rest(signed_in_as, db):
    client = signed_in_as(None, assurance=Assurance.ACCOUNT)
    for page in PAGES:
        answer = client.get(f"/az/cabinet/{page}")
        expected = 200 if page in {"", "messages/", "settings/"} else 302
        assert answer.status_code == expected, page


def test_pages_about_a_person_are_never_kept_by_a_cache(town, signed_in_as):
    client = signed_in_as(town.student)
    for page in PAGES:
        assert "no-store" in client.get(f"/az/cabinet/{page}")["Cache-Control"], page

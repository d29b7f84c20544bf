"""The cabinet's pages for each kind of person."""

import pytest

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


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_a_student_opens_every_page_in_every_language(page, language, town, signed_in_as):
    answer = signed_in_as(town.student).get(f"/{language}/cabinet/{page}")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()

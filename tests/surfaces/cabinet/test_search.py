"""A question of thousands: a search and what it finds, with a script and without, and nothing picked is lost on the way."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from tests.engine import desks
from tests.surfaces.browser import NARROW, findings, too_small, too_wide
from tests.surfaces.cabinet.test_in_browser import enter
from tests.surfaces.town import CLERK

from maarif.engine.cases import operations, queries
from maarif.registries.institutions import operations as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trial() -> Iterator[None]:
    with desks.trial():
        yield


@pytest.fixture
def schools(town) -> dict[str, int]:
    """Thirty schools more than anybody's page could list."""
    return {
        name: institutions.establish(by=CLERK, country="az", kind=InstitutionKind.SCHOOL, name=name)
        for name in (f"{number} nömrəli məktəb-lisey" for number in range(100, 130))
    }


@pytest.fixture
def draft(town) -> str:
    return operations.start_draft(by=me(town), service=desks.SERVICE)


def me(town) -> Actor:
    return Actor(party=town.student, assurance=Assurance.NATIONAL)


def options(page: str) -> list[str]:
    return re.findall(r'type="radio" id="wished-\d+" name="wished" value="(\d+)"', page)


def test_a_page_never_lists_all_and_says_so(town, schools, draft, signed_in_as):
    client = signed_in_as(town.student)
    page = client.get(f"/en/cabinet/drafts/{draft}/questions/wished/").content.decode()
    assert len(options(page)) == 20
    assert "The first 20 are shown: add a word to find others." in page


def test_words_find_and_a_pick_is_kept_while_one_searches_on(town, schools, draft, signed_in_as):
    client = signed_in_as(town.student)
    here = f"/en/cabinet/drafts/{draft}/questions/wished/"
    one, other = str(schools["107 nömrəli məktəb-lisey"]), str(schools["128 nömrəli məktəb-lisey"])
    answer = client.post(f"{here}?to=check", {"search": "wished", "find-wished": "107 lis"})
    assert (answer.status_code, answer["Location"]) == (302, f"{here}?to=check&find-wished=107+lis#found-wished")
    assert options(client.get(answer["Location"]).content.decode()) == [one]
    answer = client.post(here, {"wished": one, "search": "wished", "find-wished": "128"})
    page = client.get(answer["Location"]).content.decode()
    assert options(page) == [one, other]
    assert f'value="{one}" checked' in page
    assert client.post(here, {"wished": other, "find-wished": "128"}).status_code == 302
    question = queries.draft_for(me(town), draft).question("wished")
    assert (question.value, question.words.az) == (other, "128 nömrəli məktəb-lisey")


def test_what_no_search_could_find_is_refused_beside_the_field(town, schools, draft, signed_in_as):
    client = signed_in_as(town.student)
    here = f"/en/cabinet/drafts/{draft}/questions/wished/"
    for wrong in (str(town.university), "0", "x", "9" * 300, "1\x00"):
        answer = client.post(here, {"wished": wrong, "find-wished": "107"})
        assert answer.status_code == 422, wrong
        assert 'id="wished-error"' in answer.content.decode()
    assert not queries.draft_for(me(town), draft).question("wished").answered
    nothing = client.get(f"{here}?find-wished=%00%F0%9F%98%80zzz").content.decode()
    assert "Nothing was found." in nothing


def test_a_search_costs_no_more_however_many_schools_there_are(
    town, schools, draft, signed_in_as, django_assert_max_num_queries
):
    client = signed_in_as(town.student)
    client.get(f"/en/cabinet/drafts/{draft}/questions/wished/")
    with django_assert_max_num_queries(13):
        client.get(f"/en/cabinet/drafts/{draft}/questions/wished/?find-wished=10")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_while_one_types_the_list_follows_and_without_a_script_the_button_does_it(
    town, schools, draft, signed_in_as, new_page, live_server
):
    address = f"{live_server.url}/az/cabinet/drafts/{draft}/questions/wished/"
    wanted = schools["117 nömrəli məktəb-lisey"]
    page: Page = enter(new_page(viewport=NARROW), live_server.url, signed_in_as(town.student))
    page.goto(address)
    assert [*findings(page), *too_wide(page), *too_small(page)] == []
    page.locator("#find-wished").press_sequentially("117", delay=20)
    page.locator(f"#wished-{wanted}").wait_for()
    expect(page.locator("#found-wished input")).to_have_count(1)
    with page.expect_response("**/save/"):
        page.locator(f"#wished-{wanted}").check()
    page.wait_for_load_state("networkidle")
    assert page.locator(f"#wished-{wanted}").is_checked(), "the list was drawn anew when the search lost the focus"
    plain: Page = enter(
        new_page(viewport=NARROW, java_script_enabled=False), live_server.url, signed_in_as(town.student)
    )
    plain.goto(address)
    assert plain.locator(f"#wished-{wanted}").is_checked()
    plain.locator("#find-wished").fill("118")
    plain.locator("#find-wished").press("Enter")
    assert plain.locator("#found-wished input").count() == 2
    plain.locator(f"#wished-{schools['118 nömrəli məktəb-lisey']}").check()
    plain.get_by_role("button", name="Davam et").click()
    assert queries.draft_for(me(town), draft).question("wished").words.az == "118 nömrəli məktəb-lisey"


def test_a_personal_number_that_is_searched_for_stands_in_no_address(town, schools, draft, signed_in_as):
    client = signed_in_as(town.student)
    here = f"/en/cabinet/drafts/{draft}/questions/wished/"
    answer = client.post(here, {"search": "wished", "find-wished": " 6pw2f4j "})
    assert (answer.status_code, answer.headers.get("Location")) == (200, None)
    assert 'value="6pw2f4j' in answer.content.decode().replace('value=" ', 'value="')
    assert client.post(here, {"search": "wished", "find-wished": "107"})["Location"].endswith("#found-wished")

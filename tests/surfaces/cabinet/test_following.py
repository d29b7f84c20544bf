"""An application that people decide, from its applicant's side: who has it, what is asked, said, signed, undone; another's is absent."""

from collections.abc import Iterator

import pytest
from tests.engine import desks
from tests.surfaces.browser import EVERY_LANGUAGE, NARROW, wrong_with
from tests.surfaces.cabinet.test_in_browser import enter
from tests.surfaces.town import CANARY

from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import Case, CaseMessage
from maarif.engine.cases.types import RequestKind, Status
from maarif.engine.declare import Cosigner
from maarif.support.notices.models import Message
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trial() -> Iterator[None]:
    with desks.trial():
        yield


@pytest.fixture
def where() -> desks.Offices:
    return desks.offices()


def citizen(party: int) -> Actor:
    return Actor(party=party, assurance=Assurance.NATIONAL)


@pytest.fixture
def number(town, where) -> str:
    return desks.sent(citizen(town.student), where, why="Evə yaxındır")


def asked(where, number, kind=RequestKind.CORRECTION, fields=("why",)) -> None:
    operations.ask(by=where.registrar, number=number, kind=kind, text="Səbəbi dəqiqləşdirin", fields=fields)


def refused(where, number) -> None:
    operations.decide(
        by=where.registrar, number=number, to="refused", grounds=("no_place",), note="Siniflər doludur, gələn il gəlin."
    )


def page_of(client, number, language="en") -> str:
    answer = client.get(f"/{language}/cabinet/applications/{number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_who_has_it_and_by_when_and_shows_the_stages(town, where, number, signed_in_as):
    page = page_of(signed_in_as(town.student), number)
    assert "Who has it now" in page
    assert "20 nömrəli tam orta məktəb" in page
    assert "To be answered within 5 working days" in page
    assert "Срок ответа: 5 рабочих дней" in page_of(signed_in_as(town.student), number, "ru")
    assert '<li class="now" aria-current="step"><span>The school reads (en)</span>' in page
    assert "An officer has taken the case" not in page


def test_a_request_stands_first_and_is_answered_in_place_without_losing_what_was_typed(
    town, where, number, signed_in_as
):
    client = signed_in_as(town.student)
    asked(where, number)
    for address in ("/en/cabinet/", "/en/cabinet/applications/"):
        assert "our answer is awaited until " in client.get(address).content.decode(), address
    assert "The clock stands since" in page_of(client, number)
    here = f"/en/cabinet/applications/{number}/answer/"
    assert 'value="Evə yaxındır"' in client.get(here).content.decode()
    refusal = client.post(here, {"why": "x" * 300, "text": "Burada hər şey var"})
    assert refusal.status_code == 422
    assert 'id="why-error"' in refusal.content.decode()
    assert "Burada hər şey var" in refusal.content.decode()
    assert Case.objects.get(number=number).status == Status.WAITING_APPLICANT
    done = client.post(here, {"why": "Yeni ünvan", "text": "Köçmüşük"})
    assert done["Location"] == f"/en/cabinet/applications/{number}/?done=answered"
    after = client.get(done["Location"]).content.decode()
    assert "Yeni ünvan" in after
    assert "Köçmüşük" in after
    assert "The clock stood from" in after
    again = client.post(here, {"why": "Başqa", "text": "İkinci dəfə"})
    assert again["Location"] == f"/en/cabinet/applications/{number}/"
    assert Case.objects.get(number=number).answers["why"] == "Yeni ünvan"


def test_an_answer_that_says_nothing_is_refused_with_what_to_do(town, where, number, signed_in_as):
    asked(where, number, RequestKind.QUESTION, ())
    answer = signed_in_as(town.student).post(f"/en/cabinet/applications/{number}/answer/", {"text": "  "})
    assert answer.status_code == 422
    assert "Write an answer" in answer.content.decode()
    assert Case.objects.get(number=number).status == Status.WAITING_APPLICANT


def test_applicant_and_office_write_to_one_another(town, where, number, signed_in_as):
    client = signed_in_as(town.student)
    here = f"/en/cabinet/applications/{number}/message/"
    assert client.post(here, {"text": "Nə vaxt cavab olacaq? <b>", "whole": "yes"}).status_code == 302
    operations.write_message(by=where.registrar, number=number, text="Bu həftə.")
    page = page_of(client, number)
    assert "Nə vaxt cavab olacaq? &lt;b&gt;" in page
    assert "Bu həftə." in page
    long = client.post(here, {"text": "y" * 4001, "whole": "yes"})
    assert long.status_code == 422
    assert "y" * 4001 in long.content.decode()
    assert CaseMessage.objects.count() == 2


def test_a_refusal_is_a_whole_letter_and_a_mark_can_be_given(town, where, number, signed_in_as):
    client = signed_in_as(town.student)
    refused(where, number)
    page = page_of(client, number)
    for words in (
        "There is no place. (en)",
        "Ask another school. (en)",
        "By law:",
        "Siniflər doludur, gələn il gəlin.",
        "This took less than a working day.",
        "What you can do now",
    ):
        assert words in page, words
    here = f"/en/cabinet/applications/{number}/rate/"
    assert client.post(here, {"mark": "9", "text": "Yavaş"}).status_code == 422
    assert client.post(here, {"mark": "2", "text": "Yavaş"}).status_code == 302
    assert "Your mark: 2 of 5." in page_of(client, number)


def test_taking_back_is_asked_once_and_done_once(town, where, number, signed_in_as):
    client = signed_in_as(town.student)
    here = f"/en/cabinet/applications/{number}/withdraw/"
    assert "This cannot be undone." in client.get(here).content.decode()
    assert Case.objects.get(number=number).status == Status.IN_PROGRESS
    for _press in range(2):
        assert client.post(here)["Location"] == f"/en/cabinet/applications/{number}/"
    assert Case.objects.get(number=number).status == Status.WITHDRAWN
    assert 'class="steps"' not in page_of(client, number), "no decision is still to come"
    assert client.get(here).status_code == 404
    assert client.get(f"/en/cabinet/applications/{number}/reopen/").status_code == 404


def test_the_list_is_narrowed_and_never_blank(town, where, number, signed_in_as):
    client = signed_in_as(town.student)

    def listed(show: str) -> bool:
        return number in client.get(f"/en/cabinet/applications/?show={show}").content.decode()

    assert [listed(show) for show in ("", "open", "waiting", "ended", "nonsense")] == [True, True, False, False, True]
    assert "There is nothing of this kind" in client.get("/en/cabinet/applications/?show=ended").content.decode()
    asked(where, number)
    assert [listed(show) for show in ("open", "waiting")] == [True, True]
    operations.take_back(by=citizen(town.student), number=number)
    assert [listed(show) for show in ("open", "waiting", "ended")] == [False, False, True]


def test_a_guardian_sees_the_childrens_applications_together_and_one_childs_alone(
    town, where, signed_in_as, django_assert_max_num_queries
):
    mine = desks.sent(citizen(town.mother), where, key="for-myself-00001", subject=town.mother)
    by_father = {
        child: desks.sent(citizen(child), where, key=f"by-another-{child:05}") for child in (town.son, town.daughter)
    }
    client = signed_in_as(town.mother)

    def listed(query: str) -> list[bool]:
        page = client.get(f"/en/cabinet/applications/?{query}").content.decode()
        return [number in page for number in (mine, by_father[town.son], by_father[town.daughter])]

    assert listed("") == [True, True, True]
    assert listed(f"child={town.son}") == [False, True, False]
    assert listed(f"show=ended&child={town.son}") == [False, False, False]
    for stranger in (str(town.stranger), "x", "0", "9" * 30):
        assert listed(f"child={stranger}") == [True, True, True], stranger
    page = client.get(f"/en/cabinet/applications/?show=open&child={town.daughter}").content.decode()
    assert (
        f'<a href="/en/cabinet/applications/?show=open&amp;child={town.daughter}" aria-current="true">Leyla</a>' in page
    )
    assert f'href="/en/cabinet/applications/?show=ended&amp;child={town.daughter}"' in page
    assert 'aria-label="For whom"' not in signed_in_as(town.student).get("/en/cabinet/applications/").content.decode()
    with django_assert_max_num_queries(9):
        client.get("/en/cabinet/applications/")


def test_the_second_person_sees_what_is_signed_and_signs_or_refuses(town, where, signed_in_as):
    with desks.planting(cosigners=(Cosigner(code="other_guardian", party=town.teacher),)):
        number = desks.sent(citizen(town.student), where, why="Evə yaxındır")
        waiting = page_of(signed_in_as(town.student), number)
        assert "Hüseynova Sevinc" in waiting
        assert "Awaited" in waiting
        client = signed_in_as(town.teacher)
        here = f"/en/cabinet/signatures/{number}/"
        shown = client.get(here).content.decode()
        assert "Evə yaxındır" in shown
        assert "Refuse to sign?" in client.get(f"{here}?refuse=yes").content.decode()
        assert signed_in_as(town.student).get(here).status_code == 404
        for _press in range(2):
            assert client.post(here, {"agrees": "yes"})["Location"] == here
        assert "You signed on" in client.get(here).content.decode()
    assert Case.objects.get(number=number).status == Status.IN_PROGRESS


def test_a_head_signs_for_the_institution_as_its_officer(town, where, signed_in_as):
    with desks.planting(cosigners=(Cosigner(code="other_guardian", institution=where.school),)):
        number = desks.sent(citizen(town.student), where)
        here = f"/en/cabinet/signatures/{number}/"
        client = signed_in_as(where.head.party, assurance=Assurance.OFFICIAL)
        answer = client.get(here)
        assert answer["Location"] == f"{here}office/"
        assert client.get(f"{here}office/").status_code == 200
        assert signed_in_as(where.stranger.party, assurance=Assurance.OFFICIAL).get(f"{here}office/").status_code == 404
        client.post(f"{here}office/", {"agrees": "yes"})
    assert Case.objects.get(number=number).status == Status.IN_PROGRESS


def test_another_familys_application_is_absent_whatever_is_asked(town, where, number, signed_in_as):
    theirs = desks.sent(citizen(town.stranger), where, key="anotherfamily0001", why=CANARY)
    asked(where, theirs)
    client = signed_in_as(town.student)
    for path in ("", "sent/", "answer/", "withdraw/", "reopen/"):
        answer = client.get(f"/en/cabinet/applications/{theirs}/{path}")
        assert answer.status_code == 404, path
        assert CANARY not in answer.content.decode()
    for path in ("answer/", "withdraw/", "reopen/", "message/", "rate/"):
        answer = client.post(f"/en/cabinet/applications/{theirs}/{path}", {"text": "Salam", "mark": "1", "why": "x"})
        assert answer.status_code == 404, path
        assert CANARY not in answer.content.decode()
    assert client.get(f"/en/cabinet/signatures/{theirs}/").status_code == 404
    assert client.post(f"/en/cabinet/signatures/{theirs}/", {"agrees": "yes"}).status_code == 404
    assert Case.objects.get(number=theirs).status == Status.WAITING_APPLICANT
    assert queries.case_for(citizen(town.stranger), theirs).said == ()


def test_the_page_costs_few_questions_to_the_database(town, where, number, signed_in_as, django_assert_max_num_queries):
    asked(where, number)
    client = signed_in_as(town.student)
    page_of(client, number)
    with django_assert_max_num_queries(12):
        page_of(client, number)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@EVERY_LANGUAGE
def test_the_pages_hold_in_a_browser(language, viewport, town, where, number, signed_in_as, new_page, live_server):
    page = enter(new_page(viewport=viewport), live_server.url, signed_in_as(town.student))
    operations.write_message(by=where.registrar, number=number, text="Bu həftə.")
    wrong = []

    def look(path: str) -> None:
        assert page.goto(f"{live_server.url}/{language}/cabinet/{path}").status == 200, path
        wrong.extend(f"{path}: {each}" for each in wrong_with(page))

    asked(where, number)
    for path in ("", "applications/", f"applications/{number}/", f"applications/{number}/answer/"):
        look(path)
    look(f"applications/{number}/withdraw/")
    operations.answer(by=citizen(town.student), number=number, text="Bəli")
    refused(where, number)
    look(f"applications/{number}/")
    look("messages/")
    for told in Message.objects.filter(party=town.student):
        look(f"messages/{told.pk}/")
    with desks.planting(cosigners=(Cosigner(code="other_guardian", party=town.student),)):
        other = desks.sent(citizen(town.teacher), where, key="cosigned00000001")
        look(f"signatures/{other}/")
        look(f"signatures/{other}/?refuse=yes")
    assert wrong == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_list_of_a_family_holds_on_a_narrow_screen(town, where, signed_in_as, new_page, live_server):
    desks.sent(citizen(town.son), where)
    page = enter(new_page(viewport=NARROW), live_server.url, signed_in_as(town.mother))
    page.goto(f"{live_server.url}/az/cabinet/applications/?child={town.son}")
    assert page.get_by_role("link", name="Nihad", exact=True).get_attribute("aria-current") == "true"
    assert wrong_with(page) == []

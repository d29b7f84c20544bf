"""The form of a declared service: one question per page, errors that lose nothing, sending once."""

import re
import threading

import pytest
from django.db import connections
from tests.catalogue import test_transfer

from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import Case
from maarif.support.documents.models import Document
from maarif.support.notices.models import Message
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db

SERVICE = "higher.study_certificate"
START = f"/en/cabinet/apply/{SERVICE}/"


def begin(client, start=START, **form):
    """Presses "start" and returns the address of the draft."""
    answer = client.post(start, form)
    assert answer.status_code == 302
    return re.match(r"(/en/cabinet/drafts/[0-9a-f-]{36}/)", answer["Location"])[1]


def key_and_seen(page):
    """The hidden fields of the page "check your answers"."""
    text = page.content.decode()
    return {name: re.search(rf'name="{name}" value="([^"]+)"', text)[1] for name in ("key", "seen")}


def test_the_whole_way_from_start_to_the_signed_pdf(town, signed_in_as):
    client = signed_in_as(town.student)
    assert "You can apply" in client.get(START).content.decode()
    draft = begin(client)
    question = client.get(f"{draft}questions/presented_to/")
    assert "<title>Where will you present the certificate? · Maarif</title>" in question.content.decode()
    assert "NOT SENT yet" in question.content.decode()
    answer = client.post(f"{draft}questions/presented_to/", {"presented_to": "Embassy of Georgia"})
    assert answer["Location"] == f"{draft}questions/paper_language/"
    answer = client.post(f"{draft}questions/paper_language/", {"paper_language": "en"})
    assert answer["Location"] == f"{draft}check/"
    check = client.get(f"{draft}check/")
    assert "Embassy of Georgia" in check.content.decode()
    assert "Bakı Dövlət Universiteti" in check.content.decode()
    sent = client.post(f"{draft}check/", {**key_and_seen(check), "declaration": "yes"})
    assert sent.status_code == 302
    case = Case.objects.get()
    assert sent["Location"] == f"/en/cabinet/applications/{case.number}/sent/"
    confirmation = client.get(sent["Location"]).content.decode()
    assert case.number in confirmation
    public_id = Document.objects.get().public_id
    pdf = client.get(f"/en/cabinet/documents/{public_id}/pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf["Content-Disposition"].startswith("attachment; filename=")
    assert pdf.content.startswith(b"%PDF-")
    assert "no-store" in pdf["Cache-Control"]


def test_the_twins_of_a_document_are_downloaded_by_its_holder_alone(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    client.post(f"{draft}questions/presented_to/", {"presented_to": ""})
    client.post(f"{draft}check/", {**key_and_seen(client.get(f"{draft}check/")), "declaration": "yes"})
    public_id = Document.objects.get().public_id
    twin = client.get(f"/en/cabinet/documents/{public_id}/json/")
    assert twin["Content-Type"] == "application/json"
    assert twin.json()["document"]["id"] == public_id
    credential = client.get(f"/en/cabinet/documents/{public_id}/credential/")
    assert credential.content.count(b".") == 2
    stranger = signed_in_as(town.stranger)
    for page in ("", "pdf/", "json/", "credential/"):
        assert stranger.get(f"/en/cabinet/documents/{public_id}/{page}").status_code == 404


def test_a_question_that_is_left_empty_is_asked_again_with_its_error_and_the_page_says_so_first(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    answer = client.post(f"{draft}questions/paper_language/", {"paper_language": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: In which language should the certificate be? · Maarif</title>" in page
    assert 'id="errors" role="alert" tabindex="-1" autofocus' in page
    assert 'href="#paper_language"' in page


def test_what_was_typed_is_shown_again_beside_its_error(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    typed = "Ankara <b>Büyükelçiliği</b> " + "x" * 200
    answer = client.post(f"{draft}questions/presented_to/", {"presented_to": typed})
    assert answer.status_code == 422
    assert typed.replace("<", "&lt;").replace(">", "&gt;") in answer.content.decode()


def test_an_answer_is_kept_while_it_is_typed_and_found_again_later(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    kept = client.post(f"{draft}questions/presented_to/save/", {"presented_to": "Bank of Baku"})
    assert "Saved on" in kept.content.decode()
    assert 'value="Bank of Baku"' in signed_in_as(town.student).get(f"{draft}questions/presented_to/").content.decode()


def test_an_answer_that_cannot_be_kept_yet_changes_nothing(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    kept = client.post(f"{draft}questions/presented_to/save/", {"presented_to": "x" * 400})
    assert "Not saved yet" in kept.content.decode()
    assert "presented_to" not in Case.objects.get().answers


def test_the_language_switch_keeps_place_and_answers(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    client.post(f"{draft}questions/presented_to/", {"presented_to": "Bank of Baku"})
    page = client.get(f"{draft}questions/presented_to/").content.decode()
    other = f"{draft}questions/presented_to/".replace("/en/", "/ru/")
    assert f'href="{other}"' in page
    assert 'value="Bank of Baku"' in client.get(other).content.decode()


def test_the_list_of_questions_says_what_is_done_and_locks_what_a_register_answers(town, signed_in_as):
    client = signed_in_as(town.student)
    page = client.get(begin(client)).content.decode()
    for state in ("From the register", "Not started", "Completed", "Cannot start yet"):
        assert state in page
    assert "questions/enrolment/" not in page


def test_an_unfinished_draft_cannot_be_checked_and_leads_to_the_question(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    assert client.get(f"{draft}check/")["Location"] == f"{draft}questions/presented_to/"


def test_a_change_from_the_check_leads_back_to_the_check(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    client.post(f"{draft}questions/presented_to/", {"presented_to": "A bank"})
    assert f"{draft}questions/presented_to/?to=check" in client.get(f"{draft}check/").content.decode()
    answer = client.post(f"{draft}questions/presented_to/?to=check", {"presented_to": "Another bank"})
    assert answer["Location"] == f"{draft}check/"


def test_without_the_declaration_nothing_is_sent(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    client.post(f"{draft}questions/presented_to/", {"presented_to": ""})
    answer = client.post(f"{draft}check/", key_and_seen(client.get(f"{draft}check/")))
    assert answer.status_code == 422
    assert "<title>Error: Check your answers" in answer.content.decode()
    assert Case.objects.get().number is None


def test_answers_changed_in_another_tab_are_shown_before_they_are_sent(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    client.post(f"{draft}questions/presented_to/", {"presented_to": "First"})
    seen = key_and_seen(client.get(f"{draft}check/"))
    client.post(f"{draft}questions/presented_to/", {"presented_to": "Second"})
    answer = client.post(f"{draft}check/", {**seen, "declaration": "yes"})
    assert answer.status_code == 422
    assert "changed in another window" in answer.content.decode()
    assert Case.objects.get().number is None


def test_a_double_click_and_a_second_tab_make_one_application(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    client.post(f"{draft}questions/presented_to/", {"presented_to": ""})
    first, second = (key_and_seen(client.get(f"{draft}check/")) for _tab in range(2))
    assert first["key"] != second["key"]
    answers = [client.post(f"{draft}check/", {**form, "declaration": "yes"}) for form in (first, first, second)]
    number = Case.objects.get().number
    assert {answer["Location"] for answer in answers} == {f"/en/cabinet/applications/{number}/sent/"}
    assert Document.objects.count() == 1


def test_the_back_button_after_sending_leads_to_the_application(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    client.post(f"{draft}questions/presented_to/", {"presented_to": ""})
    client.post(f"{draft}check/", {**key_and_seen(client.get(f"{draft}check/")), "declaration": "yes"})
    number = Case.objects.get().number
    for page in ("", "questions/presented_to/", "check/", "discard/"):
        assert client.get(f"{draft}{page}")["Location"] == f"/en/cabinet/applications/{number}/"


def test_a_draft_is_deleted_only_after_asking(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    assert "Delete this draft?" in client.get(f"{draft}discard/").content.decode()
    assert Case.objects.get().status == "draft"
    client.post(f"{draft}discard/")
    assert Case.objects.get().status == "withdrawn"
    assert client.get(draft).status_code == 404


def test_the_link_of_a_draft_is_sent_once_a_day(town, signed_in_as):
    client = signed_in_as(town.student)
    draft = begin(client)
    for _press in range(3):
        assert "The link is on its way" in client.post(f"{draft}remind/", follow=True).content.decode()
    message = Message.objects.get(topic="case.draft")
    assert message.party_id == town.student
    assert message.link == draft.removeprefix("/en")


def test_another_persons_draft_is_not_there(town, signed_in_as):
    draft = begin(signed_in_as(town.student))
    stranger = signed_in_as(town.stranger)
    for page in ("", "questions/presented_to/", "check/", "discard/"):
        assert stranger.get(f"{draft}{page}").status_code == 404
    assert stranger.post(f"{draft}questions/presented_to/", {"presented_to": "mine"}).status_code == 404
    assert stranger.post(f"{draft}discard/").status_code == 404
    assert Case.objects.get().status == "draft"


def test_who_does_not_study_is_told_why_what_to_do_and_by_which_law(town, signed_in_as):
    client = signed_in_as(town.mother)
    page = client.get(START).content.decode()
    assert "You cannot apply for this now" in page
    assert "By law:" in page
    assert client.post(START).status_code == 422
    assert Case.objects.count() == 0


def test_a_guardian_asks_for_a_child_and_the_draft_says_for_whom(town, signed_in_as):
    client = signed_in_as(town.mother)
    start = "/en/cabinet/apply/school.study_certificate/"
    page = client.get(start).content.decode()
    assert "Whom is it for?" in page
    assert "Məmmədov Nihad" in page
    draft = begin(client, start, **{"for": town.son})
    assert "Məmmədov Nihad" in client.get(draft).content.decode()


def test_who_picks_another_child_and_begins_at_once_begins_for_that_child(town, signed_in_as):
    client = signed_in_as(town.mother)
    start = "/en/cabinet/apply/school.study_certificate/"
    page = client.get(start).content.decode()
    assert 'form="whom">Start, or continue my draft' in page
    whom = page[page.index('id="whom"') : page.index("</form>", page.index('id="whom"'))]
    assert f'name="for" id="for-{town.son}"' in whom
    assert 'type="hidden" name="for"' not in page
    asked = client.post(start, {"for": town.son, "check": "yes"})
    assert (asked.status_code, asked["Location"]) == (302, f"{start}?for={town.son}")
    assert client.get(asked["Location"]).status_code == 200


def test_while_one_application_is_open_a_second_is_refused_in_words_and_told_of_before(noon, town, signed_in_as):
    schools = test_transfer.Schools(places=2)
    by, child = test_transfer.family(schools)
    number = test_transfer.asked(by, child, schools.new)
    client, start = signed_in_as(by.party), "/en/cabinet/apply/school.transfer/"
    page = client.get(start).content.decode()
    assert "Such an application is already open" in page
    assert number in page
    assert "You can apply" not in page
    draft = begin(client, start, **{"for": child})
    assert client.post(f"{draft}questions/school/", {"school": f"{schools.new}"}).status_code == 302
    assert client.post(f"{draft}questions/reason/", {"reason": ""}).status_code == 302
    shown = key_and_seen(client.get(f"{draft}check/"))
    refused = client.post(f"{draft}check/", {**shown, "declaration": "yes"})
    assert refused.status_code == 422
    assert "Another application of this kind is still open." in refused.content.decode()
    assert Case.objects.exclude(number=None).count() == 1


def test_nobody_starts_for_somebody_elses_child(town, signed_in_as):
    client = signed_in_as(town.student)
    answer = client.post("/en/cabinet/apply/school.study_certificate/", {"for": town.son})
    assert answer.status_code in {404, 422}
    assert Case.objects.count() == 0


@pytest.mark.parametrize("service", ["no.such", "school", "a" * 300, "../x", "higher.study_certificate%00"])
def test_a_service_that_does_not_exist_is_not_found(service, town, signed_in_as):
    assert signed_in_as(town.student).get(f"/en/cabinet/apply/{service}/").status_code == 404


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixteen_tabs_sending_one_draft_make_one_application(town, signed_in_as):
    me = Actor(party=town.student, assurance=Assurance.NATIONAL)
    draft = operations.start_draft(by=me, service=SERVICE)
    operations.save_answer(by=me, draft=draft, field="presented_to", raw="")
    seen = queries.draft_for(me, draft).digest
    clients = [signed_in_as(town.student) for _tab in range(16)]
    barrier, answers = threading.Barrier(len(clients)), []

    def press(place, client):
        barrier.wait()
        form = {"key": f"tab-{place:08d}", "seen": seen, "declaration": "yes"}
        answers.append(client.post(f"/en/cabinet/drafts/{draft}/check/", form).status_code)
        connections.close_all()

    threads = [threading.Thread(target=press, args=each) for each in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * len(clients)
    assert Case.objects.count() == 1
    assert Document.objects.count() == 1

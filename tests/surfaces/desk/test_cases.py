"""The list of cases and one case: who sees them, what stands on them, what their buttons do."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples
from tests.surfaces.desk.cases_at import SECRET, Desk, another, built

from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import Case, Note, Turn
from maarif.engine.cases.types import RequestKind, Status
from maarif.kernel.text import LANGUAGES
from maarif.support.access import budgets
from maarif.support.access import operations as access
from maarif.support.access.models import LookBudget
from maarif.support.audit.queries import looks_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(noon, signed_in_as) -> Iterator[Desk]:
    with desks.trial():
        yield built(signed_in_as)


@pytest.fixture
def address(desk: Desk) -> str:
    return f"/en/desk/cases/{desk.number}/"


def act(client, address: str, verb: str, **form: object):
    return client.post(f"{address}act/", {"verb": verb, **form})


def shown(client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_office_sees_its_case_and_no_other_office_does(desk: Desk, address: str) -> None:
    assert desk.number in shown(desk.registrar, "/en/desk/cases/")
    assert SECRET in shown(desk.registrar, address)
    for client in (desk.stranger, desk.district):
        assert desk.number not in shown(client, "/en/desk/cases/")
        assert f"cases/{desk.number}/" not in shown(client, f"/en/desk/cases/?q={desk.number}")
        for path in ("", "looks/", "hand-over/"):
            answer = client.get(f"{address}{path}")
            assert answer.status_code == 404
            assert SECRET not in answer.content.decode()
        assert act(client, address, "claim").status_code == 404
        assert client.post(f"{address}decide/", {"to": "refused", "refused-grounds": "no_place"}).status_code == 404
    assert Turn.objects.get().claimed_by_id is None


def test_a_look_is_in_the_ledger_with_the_number_and_taken_from_the_budget_once(desk: Desk, address: str) -> None:
    for _ in range(2):
        shown(desk.registrar, address)
    looks = looks_at(desk.applicant.party or 0)
    assert [(look.what, look.purpose, look.case) for look in looks] == [
        ("cases.dossier", "application", desk.number)
    ] * 2
    assert LookBudget.objects.get(party_id=desk.where.registrar.party).taken == 1
    assert "An application, with its answers" in shown(desk.registrar, f"{address}looks/")


def test_a_spent_budget_shows_nothing_and_writes_no_look(desk: Desk, address: str) -> None:
    LookBudget.objects.create(party_id=desk.where.registrar.party, day=budgets.today(), taken=budgets.LOOKS_A_DAY)
    answer = desk.registrar.get(address)
    assert answer.status_code == 429
    assert SECRET not in answer.content.decode()
    assert looks_at(desk.applicant.party or 0) == ()


@pytest.mark.parametrize("leads", [False, True], ids=["a registrar", "a head, with colleagues"])
def test_the_list_and_the_case_cost_few_statements(leads: bool, desk: Desk, address: str) -> None:
    client = desk.head if leads else desk.registrar
    for number in range(20):
        another(desk, family=f"Ad{number}", key=f"another-key-{number:04}")
    for path, most in (("/en/desk/cases/", LIST), (address, CASE)):
        shown(client, path)
        asked = statements(client, path)
        assert len(asked) <= most, "\n".join(sql[:150] for sql in asked)


def test_what_a_colleague_has_costs_no_more_and_the_first_look_a_budget_and_a_session(desk: Desk, address: str) -> None:
    operations.claim(by=desk.where.registrar, number=desk.number)
    shown(desk.head, "/en/desk/cases/")
    for most in (FIRST_LOOK, CASE):
        asked = statements(desk.head, address)
        assert len(asked) <= most, "\n".join(sql[:150] for sql in asked)


def test_a_further_page_costs_no_more(desk: Desk) -> None:
    for number in range(3):
        another(desk, family=f"Ad{number}", key=f"another-key-{number:04}")
    first = Turn.objects.order_by("due", "id")[0]
    path = f"/en/desk/cases/?after={first.due}.{first.pk}"
    shown(desk.head, path)
    asked = statements(desk.head, path)
    assert len(asked) <= LIST, "\n".join(sql[:150] for sql in asked)


def statements(client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as seen:
        shown(client, path)
    return [query["sql"] for query in seen.captured_queries]


LIST, CASE, FIRST_LOOK = 8, 12, 15


def test_filters_stand_in_the_address_and_narrow_the_list(desk: Desk, noon) -> None:
    second = another(desk)
    operations.claim(by=desk.where.registrar, number=second)
    both = {desk.number, second}
    expected = {
        "": both, "claim=mine": {second}, "claim=nobody": {desk.number}, "claim=colleague": set(), "due=soon": both,
        "due=overdue": set(), "service=school.trial": both, "service=school.trial&stage=receiving": both,
        "service=school.trial&stage=approving": set(), "waiting=yes": set(), "opinions=yes": set(),
        "claim=mine&due=soon": {second}, "claim=nonsense&after=nonsense.1": both,
    }  # fmt: skip
    for query, numbers in expected.items():
        page = shown(desk.registrar, f"/en/desk/cases/?{query}")
        assert {number for number in both if f"/en/desk/cases/{number}/" in page} == numbers, query
    operations.ask(by=desk.where.registrar, number=second, kind=RequestKind.QUESTION, text="?")
    assert desk.number not in shown(desk.registrar, "/en/desk/cases/?waiting=yes")
    noon.move(timedelta(days=20))
    late = shown(desk.registrar, "/en/desk/cases/?due=overdue")
    assert "working days late" in late
    assert second not in late


def test_a_case_is_found_by_number_name_and_personal_number_which_never_stands_in_an_address(desk: Desk) -> None:
    another(desk)
    for words in (desk.number, desk.number.lower(), "quliyeva", "Кулиева Нармин"):
        found = desk.registrar.post("/en/desk/cases/", {"search": words}, follow=True)
        assert desk.number in found.content.decode(), words
        assert found.content.decode().count('class="pick"') == 1, words
    answer = desk.registrar.post("/en/desk/cases/", {"search": "6PW2F4J"})
    assert answer["Location"] == "/en/desk/cases/?person=0"


def test_the_list_goes_on_page_by_page_without_loss(desk: Desk, monkeypatch) -> None:
    from maarif.engine.cases import inbox

    numbers = {desk.number, *(another(desk, family=f"Ad{each}", key=f"another-key-{each:04}") for each in range(6))}
    seen: list[str] = []
    after = None
    while True:
        page = inbox.inbox_for(desk.where.registrar, inbox.Sieve(), after=after, limit=3)
        seen += [card.number for card in page.cards]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == sorted(numbers)


def test_claiming_from_the_list_and_a_colleague_who_was_quicker(desk: Desk, address: str) -> None:
    assert act(desk.registrar, address, "claim", list="yes", back="due=soon")["Location"] == "/en/desk/cases/?due=soon"
    assert Turn.objects.get().claimed_by_id == desk.where.registrar.party
    answer = desk.head.post(f"{address}act/", {"verb": "claim"}, follow=True).content.decode()
    assert "has claimed this case, on 23 November 2026".replace(" 2026", "") in answer.replace("\xa0", " ")
    assert Turn.objects.get().claimed_by_id == desk.where.registrar.party
    assert act(desk.head, address, "assign", colleague=desk.where.head.party).status_code == 302
    assert Turn.objects.get().claimed_by_id == desk.where.head.party
    assert act(desk.head, address, "unclaim").status_code == 302
    assert Turn.objects.get().claimed_by_id is None


def test_a_decision_is_looked_at_first_with_its_letter_and_taken_once(desk: Desk, address: str) -> None:
    form = {"to": "refused", "refused-grounds": "no_place", "note": "Siniflər doludur", "seen": Turn.objects.get().pk}
    looked = desk.registrar.post(f"{address}decide/", form).content.decode()
    assert "There is no place. (en) Ask another school. (en)" in looked
    assert "Siniflər doludur" in looked
    assert Case.objects.get().status == Status.IN_PROGRESS
    done = desk.registrar.post(f"{address}decide/", {**form, "confirmed": "yes"}, follow=True).content.decode()
    assert "The decision was taken." in done
    assert (Case.objects.get().outcome, Case.objects.get().note) == ("refused", "Siniflər doludur")
    again = desk.registrar.post(f"{address}decide/", {**form, "confirmed": "yes"}, follow=True).content.decode()
    assert "The case has gone on meanwhile" in again
    assert "There is nothing to do here." in again


def test_what_is_wrong_with_a_decision_is_said_at_its_field_and_nothing_is_lost(desk: Desk, address: str) -> None:
    answer = desk.registrar.post(f"{address}decide/", {"to": "refused", "note": "Yazdığım söz"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose at least one ground" in page
    assert "Yazdığım söz" in page
    answer = desk.registrar.post(f"{address}decide/", {"to": "approving", "approving-class_name": "x" * 30})
    assert answer.status_code == 422
    assert "x" * 30 in answer.content.decode()
    assert Turn.objects.get().closed_at is None


def test_two_persons_propose_and_confirm(desk: Desk, address: str) -> None:
    operations.decide(by=desk.where.registrar, number=desk.number, to="approving", noted={"class_name": "7b"})
    assert SECRET in shown(desk.registrar, address)
    desk.district.post(f"{address}decide/", {"to": "moved", "confirmed": "yes"})
    page = shown(desk.district, address)
    assert "another person of your office confirms it" in page
    refused = desk.district.post(f"{address}act/", {"verb": "confirm"}, follow=True).content.decode()
    assert "another person has to confirm it" in refused
    assert act(desk.other_district, address, "confirm").status_code == 302
    assert Case.objects.get().outcome == "moved"


def test_asking_the_applicant_stops_the_clock(desk: Desk, address: str) -> None:
    wrong = act(desk.registrar, address, "ask", kind="correction", question="Dəqiqləşdirin")
    assert wrong.status_code == 422
    assert "Choose which answers may be corrected" in wrong.content.decode()
    assert "Dəqiqləşdirin" in wrong.content.decode()
    act(desk.registrar, address, "ask", kind="correction", question="Dəqiqləşdirin", fields="why")
    assert Case.objects.get().status == Status.WAITING_APPLICANT
    asked = shown(desk.registrar, address)
    assert "The clock stands" in asked
    assert "Waits for the applicant" in asked
    assert "Your answer is awaited" not in asked
    operations.answer(by=desk.applicant, number=desk.number, corrections={"why": "Yeni ünvan"})
    page = shown(desk.registrar, address)
    assert f"<del>{SECRET}</del>" in page
    assert "<ins>Yeni ünvan</ins>" in page


def test_files_of_an_answer_are_links_for_the_office_that_has_the_case(desk, address, tmp_path, settings) -> None:
    settings.FILES_FOLDER, settings.CLAMD = tmp_path / "files", ""
    act(desk.registrar, address, "ask", kind="document", question="Arayış göndərin")
    operations.enclose(by=desk.applicant, number=desk.number, arrived=[arrival(samples.pdf(2), "arayış.pdf")])
    [card] = queries.answering_for(desk.applicant, desk.number).files
    there = f"/en/desk/files/{card.public_id}/"
    assert desk.registrar.get(there).status_code == 404
    operations.answer(by=desk.applicant, number=desk.number, files=[card.public_id])
    page = shown(desk.registrar, address)
    assert f'<a href="{there}">' in page
    assert "<span>arayış.pdf</span>" in page
    assert shown(desk.registrar, there).count("<img ") == 2
    for client in (desk.stranger, desk.district):
        assert client.get(there).status_code == 404
        assert client.get(f"{there}content/").status_code == 404


def test_opinions_notes_messages_terms_and_handing_over(desk: Desk, address: str) -> None:
    act(desk.registrar, address, "ask_opinion", opinion="doctor", about="Sağlamdırmı?")
    assert Case.objects.get().status == Status.WAITING_BODY
    operations.give_opinion(by=desk.where.head, number=desk.number, opinion="doctor", favourable=True, text="Sağlamdır")
    act(desk.registrar, address, "note", internal="Yalnız bizim üçün")
    assert (
        desk.registrar.post(f"{address}message/", {"message": "Salam, sənədi gözləyirik", "whole": "yes"}).status_code
        == 302
    )
    act(desk.registrar, address, "extend", days="5", why_more="Arxiv")
    page = shown(desk.registrar, address)
    for words in ("Sağlamdırmı?", "Sağlamdır", "In favour", "Yalnız bizim üçün", "Salam, sənədi gözləyirik"):
        assert words in page
    assert Note.objects.count() == 1
    other = shown(desk.registrar, f"{address}hand-over/?q=21")
    assert "21 nömrəli" in other
    assert "20 nömrəli" not in other.split('<form method="post"')[-1]
    empty = desk.registrar.post(f"{address}act/", {"verb": "hand_over", "q": "21", "why_over": "Orada yaşayır"})
    page = empty.content.decode()
    assert (empty.status_code, "Orada yaşayır" in page, "21 nömrəli" in page, 'href="#office"' in page) == (
        *(422, True, True, True),
    )
    act(desk.registrar, address, "hand_over", office=desk.where.stranger.scope, why_over="Orada yaşayır")
    assert SECRET in shown(desk.stranger, address)
    assert f"cases/{desk.number}/" not in shown(desk.registrar, "/en/desk/cases/")


def test_what_differs_between_then_and_now_is_marked(desk: Desk, address: str) -> None:
    assert "No differences" in shown(desk.registrar, address)
    from maarif.registries.people.models import Person

    Person.objects.filter(pk=desk.applicant.party).update(family_name="Yenisoyadova")
    page = shown(desk.registrar, address)
    assert "The register has changed since." in page
    assert "1 difference" in page


def test_bulk_shows_first_then_does_and_undoes(desk: Desk) -> None:
    second = another(desk)
    operations.claim(by=desk.where.head, number=second)
    chosen = {"number": [desk.number, second], "act": "claim"}
    page = desk.registrar.post("/en/desk/cases/bulk/", chosen).content.decode()
    assert "will be on your desk" in page
    assert "has claimed it" in page
    assert Turn.objects.get(number=desk.number).claimed_by_id is None
    page = desk.registrar.post("/en/desk/cases/bulk/", {**chosen, "confirmed": "yes"}).content.decode()
    assert "1 of 2 cases" in page
    assert Turn.objects.get(number=desk.number).claimed_by_id == desk.where.registrar.party
    assert Turn.objects.get(number=second).claimed_by_id == desk.where.head.party
    desk.registrar.post("/en/desk/cases/bulk/", {"number": [desk.number], "act": "unclaim", "confirmed": "yes"})
    assert Turn.objects.get(number=desk.number).claimed_by_id is None


def test_bulk_without_a_case_asks_for_one_and_keeps_the_filters(desk: Desk) -> None:
    answer = desk.registrar.post("/en/desk/cases/bulk/", {"act": "claim", "back": "claim=nobody"}, follow=True)
    assert answer.redirect_chain == [("/en/desk/cases/?claim=nobody", 302)]
    assert "Choose at least one case." in answer.content.decode()


def test_bulk_decides_alike_only_where_the_stage_asks_nothing(desk: Desk) -> None:
    second = another(desk)
    chosen = {"number": [desk.number, second], "act": "decide"}
    page = desk.registrar.post(
        "/en/desk/cases/bulk/", {**chosen, "to": "approving", "confirmed": "yes"}
    ).content.decode()
    assert "This stage asks something of you" in page
    form = {**chosen, "to": "refused", "grounds": "no_place"}
    assert "This cannot be taken back" in desk.registrar.post("/en/desk/cases/bulk/", form).content.decode()
    assert Case.objects.filter(status=Status.CLOSED).count() == 0
    page = desk.registrar.post("/en/desk/cases/bulk/", {**form, "confirmed": "yes"}).content.decode()
    assert "2 of 2 cases" in page
    assert ">Undo<" not in page
    assert set(Case.objects.values_list("outcome", flat=True)) == {"refused"}


def test_bulk_reaches_no_case_of_another_office(desk: Desk) -> None:
    page = desk.stranger.post("/en/desk/cases/bulk/", {"number": desk.number, "act": "claim", "confirmed": "yes"})
    assert "None of these cases is open in your office" in page.content.decode()
    assert Turn.objects.get().claimed_by_id is None


def test_a_stand_in_sees_what_the_absent_have_claimed(desk: Desk, signed_in_as) -> None:
    operations.claim(by=desk.where.registrar, number=desk.number)
    until = date(2026, 11, 25)
    access.appoint_stand_in(
        by=desk.where.head, absent=desk.where.registrar.party or 0, stand_in=desk.where.head.party or 0,
        since=date(2026, 11, 23), until=until,
    )  # fmt: skip
    assert "Of absent colleagues" in shown(desk.head, "/en/desk/cases/")
    assert desk.number in shown(desk.head, "/en/desk/cases/?claim=absent")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_pages(language: str, desk: Desk) -> None:
    for path in ("cases/", f"cases/{desk.number}/"):
        assert desk.registrar.get(f"/{language}/desk/{path}").status_code == 200


def test_a_citizen_has_no_desk(desk: Desk, address: str, signed_in_as) -> None:
    client = signed_in_as(campus.person())
    for path in ("/en/desk/cases/", address):
        assert client.get(path).status_code == 404


def test_a_colleague_of_thousands_of_digits_is_nobody(desk: Desk) -> None:
    given = {"number": desk.number, "act": "assign", "to": "9" * 5000, "confirmed": "yes"}
    assert desk.head.post("/en/desk/cases/bulk/", given).status_code == 200
    assert Turn.objects.get(number=desk.number).claimed_by_id is None


def test_bulk_leaves_a_case_that_has_gone_on_since_it_was_shown(desk: Desk) -> None:
    form = {"number": desk.number, "act": "claim"}
    page = desk.registrar.post("/en/desk/cases/bulk/", form).content.decode()
    seen = re.search(r'name="seen" value="([0-9,]+)"', page)[1]
    turn = Turn.objects.get(number=desk.number)
    Turn.objects.filter(pk=turn.pk).update(closed_at=turn.opened_at, result="approving", closed_by=1)
    again = Turn.objects.get(pk=turn.pk)
    again.pk, again.position, again.closed_at, again.closed_by, again.result = None, 2, None, None, ""
    again.save()
    page = desk.registrar.post("/en/desk/cases/bulk/", {**form, "confirmed": "yes", "seen": seen}).content.decode()
    assert "gone on meanwhile" in page
    assert Turn.objects.get(pk=again.pk).claimed_by_id is None
    assert "1 of 1" in desk.registrar.post("/en/desk/cases/bulk/", {**form, "confirmed": "yes"}).content.decode()

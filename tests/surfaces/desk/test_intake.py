"""Intake on behalf: for somebody who calls, writes or stands at the window; same case, same clock, same receipt."""

import re
from datetime import date, timedelta

import pytest
from tests.engine import campus, desks
from tests.surfaces.desk.cases_at import built
from tests.surfaces.town import CANARY, CLERK

from maarif.engine.cases import operations
from maarif.engine.cases.models import Case
from maarif.kernel import clock
from maarif.support.access import budgets
from maarif.support.access import operations as access
from maarif.support.access.models import LookBudget
from maarif.support.access.types import Role, ScopeKind
from maarif.support.audit.queries import looks_at
from maarif.support.identity.models import Account
from maarif.support.notices import directory
from maarif.support.notices.models import Delivery
from maarif.support.notices.types import Reachable
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db

WHY = {"purpose": "at_desk", "basis": "Zəng 146-118"}
SERVICE = "higher.study_certificate"


@pytest.fixture
def registrar(town, signed_in_as):
    return signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)


def official(sign, role, kind, scope, **when):
    """A client of a new official."""
    party = campus.person(given="Rəna", family="Həsənova")
    grant = access.grant_role(
        by=CLERK, party=party, role=role, scope_kind=kind, scope=scope, since=date(2020, 1, 1), **when
    )
    return sign(party, assurance=Assurance.OFFICIAL, office=grant)


def look(client, person):
    assert client.post(f"/en/desk/people/{person}/", WHY).status_code == 302


def chosen(client, person, **what):
    """Who applies, how it came and for what: the answer of the first page."""
    look(client, person)
    return client.post(
        f"/en/desk/people/{person}/intake/",
        {"applicant": str(person), "channel": "phone", "service": SERVICE, **what},
    )


def begun(client, person, subject=None, **what):
    """The address of the draft that an officer has begun."""
    there = chosen(client, person, **what)["Location"]
    answer = client.post(there, {"for": str(subject or person)})
    return re.match(r"(/en/desk/intake/drafts/[0-9a-f-]{36}/)", answer["Location"])[1]


def sent(client, draft, **answers):
    """Everything answered, checked and sent; the answer of sending."""
    for field, value in answers.items():
        assert client.post(f"{draft}questions/{field}/", {field: value}).status_code == 302
    page = client.get(f"{draft}check/").content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("key", "seen")}
    return client.post(f"{draft}check/", {**hidden, "declaration": "yes"})


def test_somebody_without_an_account_calls_and_gets_what_the_portal_would_give(town, registrar, signed_in_as):
    accounts = Account.objects.count()
    draft = begun(registrar, town.student)
    assert Case.objects.get().entered_by == town.registrar
    page = registrar.get(f"{draft}questions/presented_to/").content.decode()
    assert "NOT SENT yet" in page
    assert "Quliyeva Nərmin" in page
    answer = sent(registrar, draft, presented_to="Embassy of Georgia", paper_language="en")
    case = Case.objects.get()
    assert answer["Location"] == f"/en/desk/intake/{case.number}/receipt/"
    receipt = registrar.get(answer["Location"]).content.decode()
    for said in (case.number, "By telephone", "Kərimov Kamran", "Embassy of Georgia", "Quliyeva Nərmin"):
        assert said in receipt
    assert (case.party_id, case.subject_id, case.intake, case.entered_by, case.outcome) == (
        town.student,
        town.student,
        "phone",
        town.registrar,
        "granted",
    )
    assert Account.objects.count() == accounts
    own = signed_in_as(town.student).get(f"/en/cabinet/applications/{case.number}/").content.decode()
    assert "An official wrote this application down for you: Kərimov Kamran Elçin oğlu. By telephone." in own


def test_the_person_sees_in_the_ledger_why_the_official_looked(town, registrar):
    begun(registrar, town.student)
    latest = looks_at(town.student)[0]
    assert (latest.what, latest.purpose, latest.case) == (
        "cases.intake",
        "at_desk",
        "Zəng 146-118",
    )


def test_what_one_sends_oneself_says_nothing_of_an_official(town, registrar, signed_in_as):
    begun(registrar, town.student)
    me = Actor(party=town.student, assurance=Assurance.NATIONAL)
    key = str(Case.objects.get().key)
    for field, value in (("presented_to", "Embassy"), ("paper_language", "en")):
        assert operations.save_answer(by=me, draft=key, field=field, raw=value) is None
    number = operations.submit(by=me, draft=key, idempotency_key="my-own-key-1").number
    case = Case.objects.get()
    assert (case.intake, case.entered_by) == ("electronic", None)
    own = signed_in_as(town.student).get(f"/en/cabinet/applications/{number}/").content.decode()
    assert "wrote this application down" not in own
    assert registrar.get(f"/en/desk/intake/{number}/receipt/").status_code == 404


def test_a_guardian_at_the_window_of_the_school_applies_for_the_pupil(town, signed_in_as):
    school = official(signed_in_as, Role.REGISTRAR, ScopeKind.INSTITUTION, str(town.school))
    page = chosen(school, town.son, applicant=str(town.mother), channel="window", service="school.study_certificate")
    start = school.get(page["Location"]).content.decode()
    assert "The applicant can have this" in start
    assert "Məmmədova Leyla" not in start
    draft = begun(school, town.son, applicant=str(town.mother), channel="window", service="school.study_certificate")
    assert draft
    case = Case.objects.get()
    assert (case.party_id, case.subject_id, case.intake) == (town.mother, town.son, "window")


def test_the_ministry_may_choose_for_which_child(town, signed_in_as):
    ministry = signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)
    there = chosen(ministry, town.mother, service="school.study_certificate")["Location"]
    page = ministry.get(there).content.decode()
    assert "Məmmədov Nihad" in page
    assert "Məmmədova Leyla" in page
    assert ministry.post(there, {"for": str(town.stranger)}).status_code == 404
    asked = ministry.post(there, {"for": str(town.son), "check": "yes"})["Location"]
    assert asked.endswith(f"for={town.son}")
    assert f'value="{town.son}" checked' in ministry.get(asked).content.decode()
    assert Case.objects.count() == 0


def test_a_case_that_people_decide_says_at_the_desk_how_it_came(town, noon, signed_in_as):
    with desks.trial():
        desk = built(signed_in_as)
        ministry = official(signed_in_as, Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")
        person = campus.person(family="Babayeva")
        draft = begun(ministry, person, service=desks.SERVICE, channel="paper")
        sent(ministry, draft, school=str(desk.where.school), why="", wished="")
        case = Case.objects.get(party_id=person)
        page = desk.registrar.get(f"/en/desk/cases/{case.number}/").content.decode()
        assert "On paper, written down by Həsənova Rəna Samir qızı" in page
        theirs = Case.objects.get(number=desk.number)
        assert (case.due, case.deadline["days"]) == (theirs.due, theirs.deadline["days"])


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"applicant": ""}, "Choose who applies."),
        ({"applicant": "1"}, "Choose who applies."),
        ({"channel": "electronic"}, "Choose how the application came."),
        ({"service": "no.such"}, "Choose the service."),
    ],
)
def test_what_is_missing_is_named_and_what_was_chosen_stays(what, said, town, registrar):
    answer = chosen(registrar, town.student, **what)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert ('value="phone" selected' in page) == ("channel" not in what)
    assert (f'value="{SERVICE}" selected' in page) == ("service" not in what)


def test_an_answer_that_is_not_accepted_stays_with_what_is_wrong(town, registrar):
    draft = begun(registrar, town.student)
    answer = registrar.post(f"{draft}questions/presented_to/", {"presented_to": "x" * 500})
    assert answer.status_code == 422
    assert "x" * 500 in answer.content.decode()
    registrar.post(f"{draft}questions/presented_to/", {"presented_to": "Embassy"})
    registrar.post(f"{draft}questions/paper_language/", {"paper_language": "en"})
    check = registrar.post(f"{draft}check/", {"key": "0123456789abcdef", "seen": ""})
    assert check.status_code == 422
    assert Case.objects.get().number is None
    assert begun(registrar, town.student) == draft  # taken up again, nothing lost
    assert "Embassy" in registrar.get(f"{draft}check/").content.decode()


def test_whoever_may_not_have_it_hears_why_and_no_draft_is_made(town, signed_in_as):
    ministry = signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)
    there = chosen(ministry, town.teacher)["Location"]
    page = ministry.get(there).content.decode()
    assert "The applicant cannot have this now" in page
    assert ministry.post(there, {"for": str(town.teacher)}).status_code == 422
    assert Case.objects.count() == 0


def test_nobody_begins_without_a_stated_purpose(town, registrar):
    there = f"/en/desk/people/{town.student}/intake/"
    for address in (there, f"{there}{SERVICE}/?applicant={town.student}&channel=phone"):
        assert registrar.get(address)["Location"] == f"/en/desk/people/{town.student}/"
        assert registrar.post(address)["Location"] == f"/en/desk/people/{town.student}/"


def test_a_person_of_another_office_cannot_be_written_down_for(town, registrar):
    look(registrar, town.stranger)
    answer = registrar.get(f"/en/desk/people/{town.stranger}/intake/")
    assert answer.status_code == 404
    assert CANARY not in answer.content.decode()


def test_only_who_writes_it_down_opens_the_draft_and_the_receipt(town, registrar, signed_in_as):
    draft = begun(registrar, town.student)
    others = [
        official(signed_in_as, Role.REGISTRAR, ScopeKind.INSTITUTION, str(town.university)),
        official(signed_in_as, Role.REGISTRAR, ScopeKind.INSTITUTION, str(town.other_university)),
        signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant),
        signed_in_as(town.student),
    ]
    pages = ("", "questions/presented_to/", "check/", "discard/")
    assert {client.get(draft + page).status_code for client in others for page in pages} == {404}
    number = sent(registrar, draft, presented_to="Embassy", paper_language="en")["Location"]
    assert {client.get(number).status_code for client in others} == {404}
    assert registrar.get(number).status_code == 200
    assert registrar.get(draft)["Location"] == number


def test_an_officer_whose_office_ended_loses_the_draft(town, signed_in_as):
    party = campus.person(given="Rəna", family="Həsənova")
    grant = access.grant_role(
        by=CLERK,
        party=party,
        role=Role.REGISTRAR,
        scope_kind=ScopeKind.INSTITUTION,
        scope=str(town.university),
        since=date(2020, 1, 1),
    )
    client = signed_in_as(party, assurance=Assurance.OFFICIAL, office=grant)
    draft = begun(client, town.student)
    assert client.get(draft).status_code == 200
    access.end_role(by=CLERK, assignment=grant, on=clock.today("Asia/Baku"))
    assert client.get(draft).status_code == 404
    assert client.post(f"{draft}questions/presented_to/", {"presented_to": "Embassy"}).status_code == 404
    moved = access.grant_role(
        by=CLERK,
        party=party,
        role=Role.REGISTRAR,
        scope_kind=ScopeKind.INSTITUTION,
        scope=str(town.other_university),
        since=date(2020, 1, 1),
    )
    elsewhere = signed_in_as(party, assurance=Assurance.OFFICIAL, office=moved)
    assert elsewhere.get(draft).status_code == 404


def test_without_a_second_factor_or_an_office_there_is_no_intake(town, signed_in_as):
    there = f"/en/desk/people/{town.student}/intake/"
    assert "/account/" in signed_in_as(town.registrar, office=town.registrar_grant).get(there)["Location"]
    assert signed_in_as(town.student).get(there).status_code == 404


def test_the_budget_of_looks_stops_an_official(town, registrar):
    there = chosen(registrar, town.student)["Location"]
    LookBudget.objects.update(taken=budgets.LOOKS_A_DAY)
    LookBudget.objects.get_or_create(
        party_id=town.registrar, day=budgets.today(), defaults={"taken": budgets.LOOKS_A_DAY}
    )
    answer = registrar.post(there, {"for": str(town.student)})
    assert answer.status_code == 429
    assert "as many records today" in answer.content.decode()
    assert Case.objects.count() == 0


def test_a_purpose_ends_but_what_is_being_written_goes_on(town, noon, registrar):
    draft = begun(registrar, town.student)
    noon.move(timedelta(minutes=31))
    assert registrar.get(f"/en/desk/people/{town.student}/intake/").status_code == 302
    assert registrar.get(draft).status_code == 200


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_every_page_is_there_in_every_language(language, town, registrar):
    draft = begun(registrar, town.student).replace("/en/", f"/{language}/")
    pages = ("", "questions/presented_to/", "discard/")
    assert [registrar.get(draft + page).status_code for page in pages] == [200, 200, 200]
    assert registrar.get(f"/{language}/desk/people/{town.student}/intake/").status_code == 200


def test_a_question_costs_few_statements(town, registrar, django_assert_num_queries):
    draft = begun(registrar, town.student)
    registrar.get(f"{draft}questions/presented_to/")
    with django_assert_num_queries(12):
        registrar.get(f"{draft}questions/presented_to/")


def test_the_answer_comes_in_the_language_that_the_person_wants(town, registrar, monkeypatch):
    reachable = {town.student: Reachable(language="az", email="n@example.com", phone="")}
    monkeypatch.setattr(directory, "_plugged", [lambda parties: reachable])
    draft = begun(registrar, town.student, language="ru")
    assert Case.objects.get().language == "ru"
    answer = sent(registrar, draft, presented_to="Embassy of Georgia", paper_language="en")
    assert Case.objects.get().language == "ru"
    assert "По-русски" in registrar.get(answer["Location"]).content.decode()
    assert set(Delivery.objects.values_list("address", "language")) == {("n@example.com", "ru")}


def test_a_language_that_nobody_speaks_is_refused(town, registrar):
    answer = chosen(registrar, town.student, language="xx")
    assert answer.status_code == 422
    assert "Choose the language of the answer." in answer.content.decode()


def test_names_are_shown_only_once_the_look_is_in_the_ledger_and_taken_from_the_budget(town, signed_in_as):
    school = official(signed_in_as, Role.REGISTRAR, ScopeKind.INSTITUTION, str(town.school))
    look(school, town.son)
    assert "Məmmədov Nihad" in school.get(f"/en/desk/people/{town.son}/intake/").content.decode()
    assert [(each.what, each.case) for each in looks_at(town.son)] == [("cases.intake", "Zəng 146-118")]
    assert len(looks_at(town.mother)) == 1
    taken = LookBudget.objects.get().taken
    assert school.get(f"/en/desk/people/{town.son}/intake/").status_code == 200
    assert (LookBudget.objects.get().taken, len(looks_at(town.son))) == (taken, 1)
    LookBudget.objects.update(taken=budgets.LOOKS_A_DAY)
    look(school, town.son)
    refused = school.get(f"/en/desk/people/{town.son}/intake/")
    assert refused.status_code == 429
    assert "Məmmədov" not in refused.content.decode()

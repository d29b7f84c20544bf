"""Published answers: everybody finds them and nobody's person, officers propose and approve them on their page."""

import re

import pytest
from django.test import Client
from tests.engine import campus, desks
from tests.surfaces.town import Town

from maarif.engine.cases import operations
from maarif.kernel.text import LANGUAGES
from maarif.sectors.appeals.models import PublishedAnswer
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db

ASKED = {
    "matter": "application",
    "category": "other",
    "region": "AZ-BA",
    "text": "Universitetdə soyuqdur.",
    "urgent": "no",
}
QUESTION = "Auditoriyalar niyə soyuqdur?"
ANSWER = "İstilik sistemi bərpa olunub."


def answered(student: int) -> str:
    """An appeal of the student that the ministry has answered; its number."""
    by = campus.actor(student)
    draft = operations.start_draft(by=by, service="citizens.appeal")
    for field, raw in ASKED.items():
        operations.save_answer(by=by, draft=draft, field=field, raw=raw)
    number = operations.submit(by=by, draft=draft, idempotency_key=f"answers-page-{draft}").number
    ministry = desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")
    operations.decide(by=ministry, number=number, to="answering")
    operations.decide(by=ministry, number=number, to="explained", noted={"answer": ANSWER})
    return number


def published(number: str, *, category: str = "other", question: str = QUESTION, language: str = "az") -> int:
    """An answer that two persons have published."""
    row = PublishedAnswer.objects.create(
        number=number,
        country="az",
        language=language,
        category=category,
        question=question,
        answer=ANSWER,
        tokens="",
        scope_kind="country",
        scope="az",
        proposed_by=1,
        proposed_at="2026-11-20T08:00Z",
        approved_by=2,
        approved_at="2026-11-20T09:00Z",
    )
    return row.pk


@pytest.fixture
def ministry(town: Town, signed_in_as) -> Client:
    return signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_reads_them_in_the_own_language_and_sees_no_number(client: Client, language: str) -> None:
    answer = published("VM-2026-000777", language=language)
    for path in ("answers/", f"answers/{answer}/"):
        page = client.get(f"/{language}/{path}")
        assert page.status_code == 200
        assert QUESTION in page.content.decode()
        assert "VM-2026-000777" not in page.content.decode()


def test_the_list_is_narrowed_by_category_and_reads_one_statement(client: Client, django_assert_num_queries) -> None:
    published("VM-2026-000001")
    published("VM-2026-000002", category="building", question="Məktəbin damı axır?")
    with django_assert_num_queries(1):
        page = client.get("/az/answers/?category=building").content.decode()
    assert "Məktəbin damı axır?" in page
    assert QUESTION not in page
    assert QUESTION in client.get("/az/answers/?category=nonsense").content.decode()


def test_what_is_not_or_no_longer_shown_is_not_there(client: Client) -> None:
    answer = published("VM-2026-000001")
    PublishedAnswer.objects.filter(pk=answer).update(taken_down_at="2026-11-21T08:00Z")
    assert client.get(f"/az/answers/{answer}/").status_code == 404
    assert QUESTION not in client.get("/az/answers/").content.decode()
    assert client.get("/az/answers/999999999999/").status_code == 404


@pytest.mark.parametrize("words", ["' | !! :*", "\x00", "ə" * 300, "<script>"])
def test_hostile_words_find_nothing_and_break_nothing(client: Client, words: str) -> None:
    published("VM-2026-000001")
    page = client.get("/az/answers/", {"q": words})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().replace("<script ", "")


def test_an_answer_goes_from_the_desk_to_everybody_through_two_persons(
    town: Town, ministry: Client, signed_in_as, client: Client, noon
) -> None:
    number = answered(town.student)
    given = {"number": number, "language": "az", "question": QUESTION, "answer": ANSWER}
    assert ministry.post("/en/desk/answers/", given).status_code == 302
    assert "Proposed. Everybody sees it once" in ministry.get("/en/desk/answers/").content.decode()
    answer = PublishedAnswer.objects.get(number=number).pk
    assert QUESTION not in client.get("/az/answers/?q=soyuq").content.decode()
    own = ministry.post(f"/en/desk/answers/{answer}/", {"act": "approve"})
    assert own.status_code == 422
    assert "another officer has to" in own.content.decode()
    second = desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")
    colleague = signed_in_as(second.party, assurance=Assurance.OFFICIAL, office=grant_of(second))
    assert QUESTION in colleague.get("/en/desk/answers/").content.decode()
    assert colleague.post(f"/en/desk/answers/{answer}/", {"act": "approve"}).status_code == 302
    assert "Published: everybody sees it now." in colleague.get("/en/desk/answers/").content.decode()
    assert QUESTION in client.get("/az/answers/?q=soyuq").content.decode()
    unsaid = colleague.post(f"/en/desk/answers/{answer}/", {"act": "take_down", "why": " "})
    assert (unsaid.status_code, "Say why" in unsaid.content.decode()) == (422, True)
    assert QUESTION in client.get("/az/answers/?q=soyuq").content.decode()
    down = {"act": "take_down", "why": "Köhnəlib"}
    assert colleague.post(f"/en/desk/answers/{answer}/", down).status_code == 302
    listed = colleague.get("/en/desk/answers/").content.decode()
    assert "It is not published." in listed
    assert "Köhnəlib" in listed
    assert client.get(f"/az/answers/{answer}/").status_code == 404
    assert QUESTION not in client.get("/az/answers/?q=soyuq").content.decode()
    assert colleague.post(f"/en/desk/answers/{answer}/", down).status_code == 422
    assert "proposed by you" in ministry.get("/en/desk/answers/").content.decode()
    back = {"act": "put_back", "why": "Yenə doğrudur"}
    assert ministry.post(f"/en/desk/answers/{answer}/", {**back, "why": ""}).status_code == 422
    assert ministry.post(f"/en/desk/answers/{answer}/", back).status_code == 302
    assert QUESTION in client.get("/az/answers/?q=soyuq").content.decode()
    assert ministry.post(f"/en/desk/answers/{answer}/", back).status_code == 422


def grant_of(officer: Actor) -> int:
    from maarif.support.access.queries import roles_of

    return roles_of(officer.party or 0)[0].id


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "VM-2026-999999"}, "Your office has answered no appeal with this number."),
        ({"question": ""}, "Write question and answer"),
        ({"question": "Quliyeva soruşur"}, "Take out what tells who it was: Quliyeva"),
        ({"answer": "Zəng edin: +994 12 555 55 55"}, "Take out what tells who it was"),
    ],
)
def test_a_proposal_that_cannot_be_taken_keeps_what_was_typed(
    town: Town, ministry: Client, noon, wrong: dict[str, str], said: str
) -> None:
    given = {"number": answered(town.student), "language": "az", "question": QUESTION, "answer": ANSWER, **wrong}
    page = ministry.post("/en/desk/answers/", given)
    assert page.status_code == 422
    text = page.content.decode()
    assert said in text
    assert all(value in text for value in given.values())
    assert not PublishedAnswer.objects.exists()


def test_citizens_find_no_page_of_officers(town: Town, signed_in_as) -> None:
    client = signed_in_as(town.student)
    assert client.get("/en/desk/answers/").status_code == 404
    assert client.post("/en/desk/answers/1/", {"act": "approve"}).status_code == 404


def test_an_answer_that_was_exchanged_is_not_published_unseen(town: Town, ministry: Client, signed_in_as) -> None:
    number = answered(town.student)
    given = {"number": number, "language": "az", "question": QUESTION, "answer": ANSWER}
    assert ministry.post("/en/desk/answers/", given).status_code == 302
    answer = PublishedAnswer.objects.get(number=number).pk
    second = desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")
    colleague = signed_in_as(second.party, assurance=Assurance.OFFICIAL, office=grant_of(second))
    page = colleague.get("/en/desk/answers/").content.decode()
    read = {"act": "approve", "seen": re.search(r'name="seen" value="([^"]+)"', page)[1]}
    PublishedAnswer.objects.filter(pk=answer).update(answer="Başqa cavab", proposed_at="2026-11-24T09:00Z")
    assert colleague.post(f"/en/desk/answers/{answer}/", read).status_code == 422
    assert PublishedAnswer.objects.get(pk=answer).approved_at is None
    page = colleague.get("/en/desk/answers/").content.decode()
    read = {"act": "approve", "seen": re.search(r'name="seen" value="([^"]+)"', page)[1]}
    assert colleague.post(f"/en/desk/answers/{answer}/", read).status_code == 302

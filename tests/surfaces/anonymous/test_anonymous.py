"""The pages of appeals without a name: sent without signing in or a script, followed by number and code, handled at the desk."""

import re
import time

import pytest
from django.test import Client
from tests.engine import campus, desks
from tests.surfaces.answers.test_answers import grant_of
from tests.surfaces.town import Town

from maarif.kernel.text import LANGUAGES
from maarif.registries.institutions.types import InstitutionKind
from maarif.sectors.appeals import gates, queries
from maarif.sectors.appeals.models import AnonymousAppeal
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db

TEXT = "6B sinfində uşağı döyürlər.\nHər gün."
ASKED = {"sign": "child", "category": "teacher_conduct", "region": "AZ-BA", "text": TEXT}


def ticket(ago: float = 60) -> str:
    """A ticket given out so many seconds ago."""
    real = time.time
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: real() - ago)
        return queries.new_ticket()


def asked(**changed: str) -> dict[str, str]:
    return {**ASKED, "ticket": ticket(), **changed}


def slip(page: str) -> tuple[str, str]:
    """Number and code as the page shows them."""
    number = re.search(r"AD-\d{4}-\d{6}", page)
    code = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{3}", page)
    assert number is not None
    assert code is not None
    return number[0], code[0]


@pytest.fixture
def district(town: Town, signed_in_as) -> Client:
    officer = desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-BA")
    return signed_in_as(officer.party, assurance=Assurance.OFFICIAL, office=grant_of(officer))


@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_sends_and_follows_one_in_the_own_language(client: Client, noon, language: str) -> None:
    form = client.get(f"/{language}/anonymous/")
    assert form.status_code == 200
    given = re.search(r'name="ticket" value="([^"]+)"', form.content.decode())
    assert given is not None
    sent = client.post(f"/{language}/anonymous/", asked())
    assert sent.status_code == 200
    number, code = slip(sent.content.decode())
    for page in (form, sent):
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"]
    assert AnonymousAppeal.objects.get(number=number).language == language
    assert client.get(f"/{language}/anonymous/follow/").status_code == 200
    seen = client.post(f"/{language}/anonymous/follow/", {"number": number, "code": code})
    assert number in seen.content.decode()
    assert code not in seen.content.decode()
    assert not client.session.keys()


def test_the_form_that_was_given_out_is_taken_after_a_few_seconds_and_not_before(client: Client, noon) -> None:
    page = client.get("/en/anonymous/").content.decode()
    given = re.search(r'name="ticket" value="([^"]+)"', page)
    assert given is not None
    at_once = client.post("/en/anonymous/", {**ASKED, "ticket": given[1]})
    assert at_once.status_code == 422
    assert "That was very quick" in at_once.content.decode()
    assert TEXT.splitlines()[0] in at_once.content.decode()
    assert not AnonymousAppeal.objects.exists()
    real = time.time
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", lambda: real() + 5)
        assert client.post("/en/anonymous/", {**ASKED, "ticket": given[1]}).status_code == 200
    assert AnonymousAppeal.objects.count() == 1


def test_sent_again_by_the_browser_it_is_the_same_appeal(client: Client, noon) -> None:
    given = asked()
    first, second = (client.post("/az/anonymous/", given).content.decode() for _ in range(2))
    assert slip(first) == slip(second)
    assert AnonymousAppeal.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sign": ""}, "Say what it tells of"),
        ({"category": "nonsense"}, "Choose what it is about"),
        ({"region": ""}, "Choose a region"),
        ({"text": " "}, "Write what happened"),
        ({"text": "x" * 5001}, "Write no more than 5000 letters"),
        ({"place": "999999999"}, "Choose an institution that was found"),
        ({"place": "' OR 1"}, "Choose an institution that was found"),
        ({"ticket": "forged"}, "The form was open for too long"),
        ({"website": "http://spam"}, "A program seems to have filled in the form"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    client: Client, noon, wrong: dict[str, str], said: str
) -> None:
    page = client.post("/en/anonymous/", asked(**wrong))
    assert page.status_code == 422
    text = page.content.decode()
    assert said in text
    assert "http://spam" not in text
    if "text" not in wrong:
        assert TEXT.splitlines()[0] in text
    assert not AnonymousAppeal.objects.exists()


def test_an_institution_is_found_without_a_script_and_nothing_typed_is_lost(client: Client, noon) -> None:
    place = campus.place(InstitutionKind.SCHOOL, name="204 nömrəli tam orta məktəb")
    page = client.post("/az/anonymous/", asked(search="place", **{"find-place": "204"}))
    text = page.content.decode()
    assert page.status_code == 200
    assert f'value="{place}"' in text
    assert TEXT.splitlines()[0] in text
    assert not AnonymousAppeal.objects.exists()
    client.post("/az/anonymous/", asked(place=str(place)))
    assert AnonymousAppeal.objects.get().place == place


def test_too_many_from_one_address_are_asked_to_wait_and_keep_their_words(client: Client, noon) -> None:
    for _ in range(gates.SEND.most):
        assert client.post("/en/anonymous/", asked(), REMOTE_ADDR="203.0.113.5").status_code == 200
    refused = client.post("/en/anonymous/", asked(), REMOTE_ADDR="203.0.113.5")
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert TEXT.splitlines()[0] in refused.content.decode()
    assert client.post("/en/anonymous/", asked(), REMOTE_ADDR="203.0.113.6").status_code == 200


def test_whoever_is_signed_in_sends_as_nobody(town: Town, signed_in_as, noon) -> None:
    from maarif.support.audit.models import Entry

    client = signed_in_as(town.student)
    number, code = slip(client.post("/az/anonymous/", asked()).content.decode())
    client.post("/az/anonymous/follow/", {"number": number, "code": code})
    entry = Entry.objects.get(what="appeals.receive_anonymous")
    assert (entry.party, entry.account, entry.subject) == (None, None, None)
    assert not Entry.objects.filter(party=town.student).exists()


def test_wrong_number_and_wrong_code_look_alike(client: Client, noon) -> None:
    number, code = slip(client.post("/en/anonymous/", asked()).content.decode())
    other = slip(client.post("/en/anonymous/", asked()).content.decode())[1]
    pages = [
        client.post("/en/anonymous/follow/", pair)
        for pair in ({"number": number, "code": other}, {"number": "AD-2026-999999", "code": code})
    ]
    shown = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages]
    assert shown[0] == shown[1]
    assert "No appeal answers to this number and code" in shown[0]
    assert client.post("/en/anonymous/follow/", {"number": "", "code": ""}).status_code == 422


def test_at_the_desk_it_is_read_resolved_and_shown_to_whoever_has_the_code(
    client: Client, district: Client, noon
) -> None:
    number, code = slip(Client().post("/en/anonymous/", asked()).content.decode())
    listed = district.get("/en/desk/anonymous/").content.decode()
    assert number in listed
    assert "Urgent" in listed
    here = f"/en/desk/anonymous/{number}/"
    assert TEXT.splitlines()[0] in district.get(here).content.decode()
    nothing = district.post(here, {"verb": "sift"})
    assert (nothing.status_code, "Say what it tells of" in nothing.content.decode()) == (422, True)
    assert district.post(here, {"verb": "sift", "found": "child", "why": "Təcili"}).status_code == 302
    assert "It is looked into now" in district.get(here).content.decode()
    private = district.post(here, {"verb": "resolve", "resolution": "Zəng: +994 12 555 55 55"})
    assert private.status_code == 422
    assert "Take out what tells who it was" in private.content.decode()
    assert district.post(here, {"verb": "resolve", "resolution": "Yoxlanıldı."}).status_code == 302
    seen = Client().post("/en/anonymous/follow/", {"number": number, "code": code}).content.decode()
    assert "Yoxlanıldı." in seen
    assert "Təcili" not in seen
    again = district.post(here, {"verb": "resolve", "resolution": "Bir daha"})
    assert again.status_code == 302
    assert "somebody else was quicker" in district.get(here).content.decode()
    assert district.post(here, {"verb": "nonsense"}).status_code == 200
    assert number in district.get("/en/desk/anonymous/?fate=resolved").content.decode()


def test_it_is_handed_to_the_ministry_and_leaves_the_desk(client: Client, district: Client, noon) -> None:
    number, _ = slip(Client().post("/en/anonymous/", asked()).content.decode())
    here = f"/en/desk/anonymous/{number}/"
    for wrong, said in (({"region": "", "why_over": "x"}, "Choose an office"), ({"region": "ministry"}, "Say why")):
        page = district.post(here, {"verb": "hand_over", **wrong})
        assert (page.status_code, said in page.content.decode()) == (422, True)
    moved = district.post(here, {"verb": "hand_over", "region": "ministry", "why_over": "Nazirliyin işi"})
    assert moved.status_code == 302
    assert district.get(here).status_code == 404
    assert AnonymousAppeal.objects.get().scope == "az"


def test_a_letter_that_came_by_post_is_written_down(district: Client, noon) -> None:
    assert district.get("/en/desk/anonymous/new/").status_code == 200
    missing = district.post("/en/desk/anonymous/new/", asked())
    assert "Say how it came" in missing.content.decode()
    done = district.post("/en/desk/anonymous/new/", asked(way="post"))
    number, _ = slip(done.content.decode())
    assert AnonymousAppeal.objects.get(number=number).way == "post"


@pytest.mark.parametrize("hostile", ["\x00", "' OR 1=1 --", "<script>alert(1)</script>", "ə" * 6000])
def test_hostile_words_break_nothing(client: Client, district: Client, noon, hostile: str) -> None:
    number, code = slip(Client().post("/en/anonymous/", asked()).content.decode())
    here = f"/en/desk/anonymous/{number}/"
    for field in ("sign", "category", "region", "place", "find-place", "ticket", "way"):
        assert Client().post("/en/anonymous/", asked(**{field: hostile})).status_code in {200, 422}
    for pair in ({"number": hostile, "code": code}, {"number": number, "code": hostile}):
        assert Client().post("/en/anonymous/follow/", pair).status_code in {200, 422}
    assert district.post(here, {"verb": "sift", "found": hostile}).status_code == 422
    assert district.post(here, {"verb": "sift", "found": "child", "why": hostile}).status_code == 302
    assert district.post(here, {"verb": "hand_over", "region": hostile, "why_over": hostile}).status_code in {302, 422}
    assert "<script>alert" not in district.get(here).content.decode()
    assert district.get("/en/desk/anonymous/%00/").status_code == 404


def test_citizens_and_registrars_find_no_desk_of_them(town: Town, signed_in_as) -> None:
    citizen = signed_in_as(town.student)
    for path in ("", "new/", "AD-2026-000001/"):
        assert citizen.get(f"/en/desk/anonymous/{path}").status_code == 404
    registrar = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    assert registrar.get("/en/desk/anonymous/").status_code == 404
    assert registrar.get("/en/desk/anonymous/new/").status_code == 200
    assert "Write down an appeal without a name" in registrar.get("/en/desk/").content.decode()


def test_they_are_counted_on_the_page_of_promises(client: Client, noon) -> None:
    from django.core.cache import cache

    for place in range(10):
        client.post("/en/anonymous/", asked(sign="crime"), REMOTE_ADDR=f"198.51.100.{place}")
    cache.clear()
    for language, title in (("en", "Appeals without a name"), ("az", "Anonim müraciətlər")):
        page = client.get(f"/{language}/promises/").content.decode()
        assert f'<a href="/{language}/anonymous/">{title}</a>' in page
    assert "In the last twelve months" in client.get("/en/anonymous/").content.decode()

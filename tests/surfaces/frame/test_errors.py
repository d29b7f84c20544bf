"""Every refusal comes in the frame, in the reader's language, without a traceback."""

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory
from django.utils import translation

from maarif.surfaces.frame import errors
from maarif.surfaces.frame.middleware import FrameMiddleware

WORDS = {
    "az": "Belə bir səhifə yoxdur",
    "ru": "Такой страницы нет",
    "kk": "Мұндай бет жоқ",
    "ky": "Мындай барак жок",
    "en": "There is no such page",
}
STATUSES = (400, 403, 404, 405, 429, 500, 503)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), WORDS.items())
def test_a_page_that_is_not_there_says_so_in_the_language_of_its_address(
    client: Client, language: str, words: str
) -> None:
    answer = client.get(f"/{language}/no/such/page/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in page
    assert words in page


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("language", WORDS)
def test_every_error_has_a_page_without_a_traceback(rf: RequestFactory, language: str, status: int) -> None:
    with translation.override(language):
        answer = errors.page(rf.get(f"/{language}/x/"), status)
    page = answer.content.decode()
    assert answer.status_code == status
    assert page.count("<h1>") == 1
    assert str(status) in page
    assert "Traceback" not in page
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", [500, 503])
def test_the_pages_of_our_own_faults_ask_nothing_of_session_or_database(rf: RequestFactory, status: int) -> None:
    class Forbidden:
        def __getattr__(self, name: str) -> object:
            raise AssertionError(f"asked for {name}")

    request = rf.get("/az/x/")
    request.session = Forbidden()  # type: ignore[assignment]
    with translation.override("az"):
        assert errors.page(request, status).status_code == status


def test_when_even_the_frame_is_broken_the_reader_gets_a_sentence(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(errors, "render", broken)
    answer = errors.server_error(rf.get("/az/"))
    assert answer.status_code == 500
    assert "secret detail" not in answer.content.decode()
    assert "Xidmət müvəqqəti olaraq işləmir" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ru/check/", {"document": "X"})
    assert answer.status_code == 403
    assert "Форма была открыта слишком долго" in answer.content.decode()


@pytest.mark.django_db
def test_a_method_that_a_page_does_not_take_is_refused_in_the_frame(client: Client) -> None:
    answer = client.put("/kk/help/")
    assert answer.status_code == 405
    assert "GET" in answer["Allow"]
    assert "Бұл бетті осылай ашуға болмайды" in answer.content.decode()


def test_machines_get_their_empty_answers_as_they_are(rf: RequestFactory) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponseNotAllowed(["GET"])

    answer = FrameMiddleware(view)(rf.post("/api/v1/x"))
    assert (answer.status_code, answer.content) == (405, b"")  # type: ignore[union-attr]


def test_a_page_that_refuses_in_its_own_words_keeps_them(rf: RequestFactory) -> None:
    answer = FrameMiddleware(lambda request: HttpResponse("busy", status=429))(rf.get("/az/check/"))
    assert answer.content == b"busy"  # type: ignore[union-attr]


@pytest.mark.django_db
def test_the_language_read_last_greets_the_next_visit(client: Client) -> None:
    client.get("/kk/help/")
    answer = client.get("/")
    assert (answer.status_code, answer["Location"]) == (302, "/kk/")


@pytest.mark.django_db
def test_the_language_switch_keeps_the_place_and_what_stands_in_the_address(client: Client) -> None:
    page = client.get("/az/services/", {"q": "arayış", "audience": "student"}).content.decode()
    for language in WORDS:
        assert f'href="/{language}/services/?q=aray%C4%B1%C5%9F&amp;audience=student"' in page


@pytest.mark.django_db
def test_a_form_that_is_too_great_is_refused_in_the_frame(client: Client) -> None:
    answer = client.post("/en/check/", {"document": "x" * 2_000_000})
    assert answer.status_code == 400
    assert "The request could not be understood" in answer.content.decode()


@pytest.mark.django_db
def test_a_cache_between_us_and_the_reader_knows_that_pages_differ_by_cookie(client: Client) -> None:
    assert "Cookie" in client.get("/en/help/")["Vary"]

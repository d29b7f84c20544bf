"""What stands on every page: who is signed in, for whom one acts, what waits; and what the frame costs."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests.signing_in import sign_in
from tests.surfaces.town import Town

from maarif.kernel.text import LANGUAGES, Text
from maarif.support.notices import operations as notices
from maarif.support.parties.types import SYSTEM, Assurance

PAGES = ("/az/", "/az/services/", "/az/help/", "/az/check/", "/az/cabinet/", "/az/cabinet/documents/", "/az/nothing/")
FIRST_PAGE_LIMIT = 100_000


@pytest.fixture
def town(kept_town: Town) -> Town:
    return kept_town


@pytest.mark.parametrize("path", PAGES)
def test_whoever_acts_for_a_child_is_told_so_on_every_page(client: Client, town: Town, path: str) -> None:
    sign_in(client, town.mother, acting_for=town.son)
    page = client.get(path).content.decode()
    assert "Siz bu şəxsin adından hərəkət edirsiniz: Məmmədov Nihad" in page
    assert 'action="/az/cabinet/family/act-for/"' in page


@pytest.mark.parametrize("path", PAGES)
def test_whoever_acts_for_oneself_sees_no_such_line(client: Client, town: Town, path: str) -> None:
    sign_in(client, town.mother)
    page = client.get(path).content.decode()
    assert "adından hərəkət edirsiniz" not in page
    assert "Məmmədova Aygün" in page


def test_a_stranger_is_offered_to_sign_in_and_sees_no_name(client: Client, town: Town) -> None:
    page = client.get("/az/help/").content.decode()
    assert 'class="top-sign-in" href="/az/account/login/"' in page
    assert "Məmmədova" not in page


def test_the_header_counts_unread_messages_for_screen_readers_too(client: Client, town: Town) -> None:
    words = Text.same("x")
    for _ in range(3):
        notices.send(by=SYSTEM, to=town.mother, topic="test", subject=words, body=words, email=False)
    sign_in(client, town.mother)
    page = client.get("/ru/help/").content.decode()
    assert re.search(r'class="count">3<span class="ds-sr-only"> непрочитанных сообщения</span>', page)


def test_an_official_is_led_to_the_desk(client: Client, town: Town) -> None:
    sign_in(client, town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    page = client.get("/az/desk/").content.decode()
    assert ">İş masası<" in page


def test_a_reading_page_costs_a_stranger_no_query(client: Client, db: None, django_assert_num_queries: object) -> None:
    client.get("/az/help/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/az/help/")


def test_names_are_asked_once_in_a_session(
    client: Client, town: Town, django_assert_max_num_queries: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from maarif.surfaces.frame import context

    asked: list[int] = []
    monkeypatch.setattr(context, "_name_of", lambda party: asked.append(party) or "Somebody")
    sign_in(client, town.mother, acting_for=town.son)
    for _ in range(3):
        client.get("/az/help/")
    assert sorted(asked) == sorted([town.mother, town.son])


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_page_with_its_assets_weighs_less_than_100_kilobytes(client: Client, language: str) -> None:
    """The page itself as it is sent, every file that it names as whitenoise sends it (brotli; the font is compressed already)."""
    import brotli

    page = client.get(f"/{language}/").content
    named = set(re.findall(r'(?:href|src)="/static/([^"]+)"', page.decode()))
    assert {"frame/vendor/inter.woff2", "frame/maarif.css", "frame/vendor/htmx.js"} <= named
    weights = {"page": len(page)}
    for name in named:
        path = finders.find(name)
        assert path is not None, name
        with open(path, "rb") as file:  # noqa: PTH123 - the finder gives a string
            body = file.read()
        weights[name] = len(body) if name.endswith(".woff2") else len(brotli.compress(body))
    assert sum(weights.values()) < FIRST_PAGE_LIMIT, weights

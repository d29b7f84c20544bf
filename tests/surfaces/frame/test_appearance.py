"""The look of the pages survives in a cookie, and a hostile cookie is only a look that was not chosen."""

import pytest
from django.test import Client

from maarif.surfaces.frame.appearance import COOKIE, Appearance, chosen, read


def test_what_is_chosen_is_read_back() -> None:
    look = chosen({"scheme": "dark", "contrast": "more", "size": "largest"})
    assert look == Appearance(scheme="dark", contrast="more", size="largest")
    assert read(look.as_cookie()) == look


@pytest.mark.parametrize("cookie", ["", "dark", "...", 'dark"><script>.more.large', "x" * 10_000, "\x00.\x00.\x00"])
def test_a_broken_cookie_never_breaks_a_page(cookie: str) -> None:
    look = read(cookie)
    assert look.contrast in {"normal", "more"}
    assert "<" not in look.as_cookie()


@pytest.mark.django_db
def test_choosing_a_look_keeps_it_and_leads_back(client: Client) -> None:
    answer = client.post(
        "/az/appearance/", {"scheme": "dark", "contrast": "more", "size": "large", "back": "/az/help/?a=1"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/az/help/?a=1")
    assert client.cookies[COOKIE].value == "dark.more.large"
    page = client.get("/az/help/").content.decode()
    assert 'data-color-scheme="dark" data-contrast="more" data-text="large"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"])
def test_nobody_is_led_away_after_choosing_a_look(client: Client, back: str) -> None:
    answer = client.post("/az/appearance/", {"scheme": "dark", "back": back})
    assert (answer.status_code, answer["Location"]) == (302, "/az/appearance/")

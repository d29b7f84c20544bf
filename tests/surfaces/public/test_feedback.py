"""What readers say about a page reaches those who look after it, and nobody can flood them."""

import pytest
from django.core.cache import cache
from django.test import Client

from maarif.support.notices.models import Delivery
from maarif.surfaces.public.views.feedback import LETTERS_AN_HOUR, LONGEST

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_budget(db: None) -> None:
    cache.clear()


def test_what_is_written_is_sent_as_a_letter_and_thanked_for(client: Client) -> None:
    answer = client.post("/az/feedback/", {"page": "/az/help/", "said": "Şrift çox kiçikdir"})
    assert (answer.status_code, answer["Location"]) == (302, "/az/feedback/?sent")
    letter = Delivery.objects.get()
    assert letter.address == "feedback@maarif.example"
    assert "/az/help/" in letter.subject
    assert "Şrift çox kiçikdir" in letter.plain
    assert "Təşəkkür edirik" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("said", ["", "   ", "\x00", "x" * (LONGEST + 1)])
def test_nothing_and_too_much_are_refused_and_kept_in_the_form(client: Client, said: str) -> None:
    answer = client.post("/en/feedback/", {"said": said})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.content.decode()
    assert said.strip("\x00 ") in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_page_s_name_cannot_smuggle_a_header_into_the_letter(client: Client) -> None:
    client.post("/en/feedback/", {"page": "/x\r\nBcc: all@example.org", "said": "Hello"})
    assert Delivery.objects.get().subject == "Maarif:"


def test_one_address_may_write_a_few_letters_an_hour(client: Client) -> None:
    answers = [client.post("/en/feedback/", {"said": f"letter {n}"}).status_code for n in range(LETTERS_AN_HOUR + 1)]
    assert answers == [302] * LETTERS_AN_HOUR + [429]
    assert Delivery.objects.count() == LETTERS_AN_HOUR
    assert client.post("/en/feedback/", {"said": "from afar"}, REMOTE_ADDR="203.0.113.7").status_code == 302

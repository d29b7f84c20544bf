"""Ways of deciding that ask the same thing: what is typed under one of them is decided, and what is typed under the others is not lost."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.surfaces.desk import every_stage

from maarif.engine.cases.models import Case, Turn
from maarif.support.access import queries as access
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db
ANSWER = "Yoxlama aparıldı, qazanxana təmir olundu."
STAGE = ("citizens.appeal", "answering", "")


@pytest.fixture
def at_the_desk(
    noon: Any, signed_in_as: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> tuple[Client, str]:
    """An appeal that waits for its answer, before an officer who may give one."""
    number, _ = every_stage.MADE[STAGE](every_stage.At(noon=noon, callbacks=django_capture_on_commit_callbacks))
    viewer = every_stage.of_the_office(number)
    office = access.roles_of(viewer.party or 0)[0].id
    return signed_in_as(viewer.party, assurance=Assurance.OFFICIAL, office=office), number


def form(to: str, **answers: str) -> dict[str, object]:
    """All fields as a browser sends them: those of the ways that are not chosen too, empty unless typed into."""
    fields = {f"{way}-answer": "" for way in ("satisfied", "partly", "explained", "refused", "not_considered")}
    typed = {f"{way}-answer": answer for way, answer in answers.items()}
    return {"to": to, **fields, **typed, "note": "", "seen": Turn.objects.filter(closed_at=None).latest("pk").pk}


@pytest.mark.parametrize("way", ["satisfied", "explained"])
def test_the_answer_under_the_way_that_is_chosen_is_the_answer(at_the_desk: tuple[Client, str], way: str) -> None:
    client, number = at_the_desk
    address = f"/en/desk/cases/{number}/decide/"
    looked = client.post(address, form(way, **{way: ANSWER, "partly": "Bu deyil"}))
    page = looked.content.decode()
    assert (looked.status_code, ANSWER in page, "Bu deyil" in page) == (200, True, False)
    assert f'<input type="hidden" name="{way}-answer" value="{ANSWER}">' in page
    done = client.post(address, {**form(way, **{way: ANSWER}), "confirmed": "yes"})
    assert done.status_code == 302
    case = Case.objects.get(number=number)
    assert case.outcome == way
    assert Turn.objects.filter(case=case, stage="answering").get().noted["answer"] == ANSWER


def test_what_is_wrong_is_said_at_the_way_that_is_chosen_and_every_text_stays(at_the_desk: tuple[Client, str]) -> None:
    client, number = at_the_desk
    answer = client.post(f"/en/desk/cases/{number}/decide/", form("satisfied", partly=ANSWER))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#satisfied-answer"' in page
    assert 'id="satisfied-answer-error"' in page
    assert 'id="partly-answer-error"' not in page
    assert ANSWER in page


def test_a_decision_without_a_way_is_asked_how(at_the_desk: tuple[Client, str]) -> None:
    client, number = at_the_desk
    answer = client.post(f"/en/desk/cases/{number}/decide/", {"note": "As agreed."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#to"' in page
    assert 'id="to"' in page
    assert "Choose how you decide." in page
    assert "As agreed." in page


def test_grounds_of_another_way_are_not_those_of_the_one_that_is_chosen(at_the_desk: tuple[Client, str]) -> None:
    client, number = at_the_desk
    ticked = {"not_considered-grounds": "insulting", "refused-grounds": "not_by_law"}
    page = client.post(f"/en/desk/cases/{number}/decide/", form("refused", refused=ANSWER) | ticked).content.decode()
    assert 'name="refused-grounds" value="not_by_law"' in page
    assert "insulting" not in page

"""How many statements the page of a case costs whoever leads an office, in every stage that people decide, and that nothing is asked twice;
that each way of deciding says what it lacks at a field that is there. All people before it did their part with forms (T-FORMS).

Every case has a message with a file, a note, and a colleague who has it on the desk and is away, so that the viewer decides and assigns.
The first look of a day writes the day's budget and the session besides.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html
from tests.engine.filing import arrival
from tests.support.files import samples
from tests.surfaces.by_forms import by_forms, forms_of
from tests.surfaces.desk import every_stage

from maarif.engine.cases import operations, queries
from maarif.engine.cases.types import LETTER
from maarif.support.access import operations as roles
from maarif.support.access import queries as access
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db
MOST: Final = 12


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.FILES_FOLDER, settings.CLAMD = tmp_path / "files", ""


def filled(number: str, by: Actor, viewer: Actor, today: date) -> None:
    """Everything that a case can have at an office is on it; a colleague has it, who is away, and the viewer stands in."""
    holder = every_stage.of_the_office(number)
    operations.claim(by=holder, number=number)
    days = {"since": today, "until": today + timedelta(days=7)}
    roles.appoint_stand_in(by=viewer, absent=holder.party or 0, stand_in=viewer.party or 0, **days)
    operations.enclose(by=by, number=number, arrived=[arrival(samples.pdf(1), "a.pdf")], into=LETTER)
    papers = [each.public_id for each in queries.ready_for_message(by, number)]
    operations.write_message(by=by, number=number, text="Budur", files=papers)
    operations.write_note(by=holder, number=number, text="Baxılsın")


def asked(client: Client, page: str) -> list[str]:
    """The statements of a page that is opened once more; nothing on it has the name of something else."""
    drawn = client.get(page).content.decode()
    assert 'id="decide"' in drawn
    assert [name for name, times in Counter(re.findall(r'\sid="([^"]+)"', drawn)).items() if times > 1] == []
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    # a true session brings the account along
    return [query["sql"] for query in seen if 'FROM "identity_account"' not in query["sql"]]


def lost(client: Client, page: str) -> list[str]:
    """What the page says is wrong with an empty decision, of each way, at a place that is not there."""
    drawn = client.get(page).content.decode()
    seen = re.findall(r'name="seen" value="(\d+)"', drawn)[-1]
    ways = re.findall(r'id="to-(\w+)"', drawn)
    assert ways
    found = []
    for way in ways:
        answer = client.post(f"{page}decide/", {"to": way, "seen": seen}).content.decode()
        said = re.search(r'id="errors".*?</ul>', answer, re.DOTALL)
        assert said or 'name="confirmed"' in answer, way
        there = set(re.findall(r'\sid="([^"]+)"', answer))
        found += [
            f"{way}: {id_}" for id_ in re.findall(r'href="#([^"]+)"', said[0] if said else "") if id_ not in there
        ]
    return found


def lost_of_verbs(client: Client, page: str) -> tuple[int, list[str]]:
    """How many verbs the page has, and what it says is wrong with one that is sent empty at a place that is not there."""
    verbs, found = 0, []
    for address in (page, f"{page}hand-over/?q=a"):
        for form in forms_of(client.get(address), address):
            for verb in form.form.xpath(".//button[@name='verb']/@value"):
                verbs += 1
                with transaction.atomic():
                    answer = client.post(form.address, {**form.values, "verb": verb})
                    transaction.set_rollback(True)
                drawn = html.fromstring(answer.content) if answer.status_code != 302 else None
                links = drawn.xpath("//*[@id='errors']//a/@href") if drawn is not None else []
                assert drawn is None or links, (verb, answer.status_code)
                found += [f"{verb}: {each}" for each in links if not drawn.xpath("//*[@id=$id]", id=each[1:])]
    return verbs, found


def test_every_stage_that_people_decide_is_looked_at() -> None:
    assert {(service, stage) for service, stage, _ in every_stage.MADE} == every_stage.decided_by_people()


@pytest.mark.parametrize("made", every_stage.MADE, ids=lambda made: " ".join(made).strip())
def test_a_page_with_everything_on_it(
    made: tuple[str, str, str], noon: Any, signed_in_as: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> None:
    with by_forms():
        number, by = every_stage.MADE[made](every_stage.At(noon=noon, callbacks=django_capture_on_commit_callbacks))
    viewer = every_stage.of_the_office(number, leading=True)
    office = access.roles_of(viewer.party or 0)[0].id
    filled(number, by, viewer, noon.now().date())
    client = signed_in_as(viewer.party, assurance=Assurance.OFFICIAL, office=office)
    said = asked(client, f"/en/desk/cases/{number}/")
    shown = "\n".join(sql[:200] for sql in said)
    assert len(said) == len(set(said)), shown
    assert len(said) <= MOST, shown
    assert lost(client, f"/en/desk/cases/{number}/") == []
    verbs, nowhere = lost_of_verbs(client, f"/en/desk/cases/{number}/")
    assert (nowhere, verbs > 5) == ([], True)

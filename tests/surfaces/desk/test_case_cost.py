"""How many statements the page of a case costs whoever leads an office, by service: what is in it, and that nothing is asked twice.

Every case has a message with a file, a note, and a colleague who has claimed it, where its office has one. A number goes up only with a reason
that this file then tells.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.catalogue import (
    test_academic_leave as leaves,
)
from tests.catalogue import (
    test_appointment as appointments,
)
from tests.catalogue import (
    test_correction as corrections,
)
from tests.catalogue import (
    test_special_study as special,
)
from tests.catalogue import (
    test_transfer as transfers,
)
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

from maarif.engine.cases import operations, queries
from maarif.engine.cases.types import LETTER
from maarif.support.access import queries as access
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db

Case = tuple[str, Actor, Actor, Actor | None]
"""A number, the applicant, who opens the page, and who has it on the desk."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.FILES_FOLDER, settings.CLAMD = tmp_path / "files", ""


def head_of(place: int) -> Actor:
    return desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(place))


def a_transfer() -> Case:
    schools = transfers.Schools(places=1)
    by, child = transfers.family(schools, sibling_there=True)
    return transfers.asked(by, child, schools.new), by, head_of(schools.new), schools.receiving


def a_leave() -> Case:
    university = leaves.University()
    return leaves.leave(university), university.by, head_of(university.place), university.registrar


def an_appointment() -> Case:
    school = appointments.School()
    registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(school.place))
    return appointments.asked(school), campus.actor(school.person), head_of(school.place), registrar


def a_correction() -> Case:
    by = campus.actor(campus.person())
    officers = [desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az") for _ in range(2)]
    return corrections.wrong(by, "people.given_name", "Nərmin"), by, officers[0], officers[1]


def a_timetable() -> Case:
    where = special.Class()
    return where.asks(special.TIMETABLE, **special.BEGINS), where.by, head_of(where.school), where.registrar


# A transfer reads the family: guardians, their children, where those learn, where the guardians work; four more than the twelve that are aimed at.
STATEMENTS = {a_transfer: 16, a_leave: 9, an_appointment: 11, a_correction: 11, a_timetable: 11}


@pytest.mark.parametrize("made", STATEMENTS)
def test_a_page_with_everything_on_it(made: Callable[[], Case], noon: Any, signed_in_as: Callable[..., Client]) -> None:
    number, by, viewer, holder = made()
    if holder is not None:
        operations.claim(by=holder, number=number)
    operations.enclose(by=by, number=number, arrived=[arrival(samples.pdf(1), "a.pdf")], into=LETTER)
    papers = [each.public_id for each in queries.ready_for_message(by, number)]
    operations.write_message(by=by, number=number, text="Budur", files=papers)
    operations.write_note(by=holder or viewer, number=number, text="Baxılsın")
    client = signed_in_as(viewer.party, assurance=Assurance.OFFICIAL, office=access.roles_of(viewer.party or 0)[0].id)
    page = f"/en/desk/cases/{number}/"
    assert client.get(page).status_code == 200
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    asked = [
        query["sql"] for query in seen if 'FROM "identity_account"' not in query["sql"]
    ]  # a true session brings it along
    assert len(asked) == len(set(asked)) == STATEMENTS[made], "\n".join(sql[:200] for sql in asked)

"""Stand-ins at the desk: who may name one, what the form refuses, what ending takes away."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.engine import campus, desks
from tests.surfaces.desk.cases_at import Desk, built

from maarif.engine.cases import operations
from maarif.engine.cases.models import Turn
from maarif.support.access import operations as access
from maarif.support.access import queries
from maarif.support.access.models import RoleAssignment, StandIn
from maarif.support.access.operations import NotYourOffice, StandInNotAllowed
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db

HERE = "/en/desk/stand-ins/"


@pytest.fixture
def desk(noon, signed_in_as):
    with desks.trial():
        yield built(signed_in_as)


def name(client, absent, stand_in, **changed):
    """Sends the form; the answer."""
    given = {"absent": str(absent), "stand_in": str(stand_in), "since": "2026-11-23", "until": "2026-11-27"}
    return client.post(HERE, {**given, **changed})


def test_an_officer_names_a_colleague_who_then_takes_the_case(desk: Desk, noon) -> None:
    where = desk.where
    operations.claim(by=where.registrar, number=desk.number)
    assert name(desk.registrar, where.registrar.party, where.head.party)["Location"] == HERE
    page = desk.registrar.get(HERE).content.decode().replace("\xa0", " ")
    assert "The stand-in was named." in page
    assert "Həsənova Rəna Samir qızı for Həsənova Rəna Samir qızı" in page
    assert "from 23 November 2026 to 27 November 2026" in page
    assert queries.absent_for(where.head.party, "institution", str(where.school)) == {where.registrar.party}
    operations.claim(by=where.head, number=desk.number)
    assert Turn.objects.get(number=desk.number).claimed_by_id == where.head.party
    noon.move(timedelta(days=5))
    assert queries.absent_for(where.head.party, "institution", str(where.school)) == frozenset()
    assert "Ended" in desk.registrar.get(HERE).content.decode()


def test_a_head_names_one_for_a_colleague_and_ends_it(desk: Desk) -> None:
    where = desk.where
    other = campus.person(given="Aysel", family="Əliyeva")
    access.grant_role(
        by=campus.CLERK,
        party=other,
        role=Role.REGISTRAR,
        scope_kind=ScopeKind.INSTITUTION,
        scope=str(where.school),
        since=date(2026, 1, 1),
    )
    assert name(desk.head, where.registrar.party, other, since="2026-11-24")["Location"] == HERE
    row = StandIn.objects.get()
    assert (row.absent_id, row.stand_in_id, row.period.lower, row.period.upper) == (
        where.registrar.party,
        other,
        date(2026, 11, 24),
        date(2026, 11, 28),
    )
    assert "To come" in desk.head.get(HERE).content.decode()
    assert desk.head.post(f"{HERE}{row.pk}/end/")["Location"] == HERE
    assert not StandIn.objects.exists()  # it had not begun
    assert len(queries.roles_of(other)) == 1  # the role of one's own stays


def test_ending_takes_away_the_role_that_was_given_for_it(desk: Desk, noon) -> None:
    where = desk.where
    name(desk.registrar, where.registrar.party, where.head.party)
    given = RoleAssignment.objects.filter(party=where.head.party, role="registrar")
    assert given.count() == 1
    noon.move(timedelta(days=2))
    desk.registrar.post(f"{HERE}{StandIn.objects.get().pk}/end/")
    assert given.get().period.upper == StandIn.objects.get().period.upper == date(2026, 11, 25)
    again = desk.registrar.post(f"{HERE}{StandIn.objects.get().pk}/end/")  # pressed twice
    assert again["Location"] == HERE
    assert StandIn.objects.get().period.upper == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"stand_in": ""}, "Choose who does the work."),
        ({"stand_in": "999999"}, "Choose who does the work."),
        ({"absent": "999999"}, "Choose who is away."),
        ({"since": "31.12.2026"}, "Give the first day of the absence as a real date."),
        ({"since": "2026-11-22"}, "The first day is today or later."),
        ({"until": ""}, "Give the last day of the absence as a real date."),
        ({"until": "2026-11-22"}, "The last day is not before the first"),
        ({"until": "2028-11-27"}, "within a year of it."),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(what, said, desk: Desk) -> None:
    who = {"absent": str(desk.where.registrar.party), "stand_in": str(desk.where.head.party)}
    when = {"since": "2026-11-23", "until": "2026-11-27"}
    answer = desk.head.post(HERE, {**who, **when, **what})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    if "until" not in what:
        assert 'value="2026-11-27"' in page
    assert not StandIn.objects.exists()


def test_nobody_stands_in_for_themselves(desk: Desk) -> None:
    answer = name(desk.head, desk.where.head.party, desk.where.head.party)
    assert "nobody stands in for themselves" in answer.content.decode()


def test_an_officer_names_one_only_for_their_own_absence(desk: Desk) -> None:
    answer = name(desk.registrar, desk.where.head.party, desk.where.registrar.party)
    assert answer.status_code == 422
    assert not StandIn.objects.exists()


def test_another_office_neither_sees_nor_ends_it(desk: Desk, signed_in_as) -> None:
    where = desk.where
    name(desk.registrar, where.registrar.party, where.head.party)
    end = f"{HERE}{StandIn.objects.get().pk}/end/"
    for client in (desk.stranger, desk.district):
        assert "for Həsənova" not in client.get(HERE).content.decode()
        assert client.post(end).status_code == 404
    colleague = campus.person()
    grant = access.grant_role(
        by=campus.CLERK,
        party=colleague,
        role=Role.REGISTRAR,
        scope_kind=ScopeKind.INSTITUTION,
        scope=str(where.school),
        since=date(2026, 1, 1),
    )
    client = signed_in_as(colleague, assurance=Assurance.OFFICIAL, office=grant)
    assert client.post(end).status_code == 404  # sees it, but it is not their absence
    access.end_role(by=campus.CLERK, assignment=grant, on=date(2026, 11, 23))
    assert client.get(HERE).status_code == 404
    assert StandIn.objects.get().period.upper == date(2026, 11, 28)


def test_the_page_costs_few_statements(desk: Desk, django_assert_num_queries) -> None:
    name(desk.registrar, desk.where.registrar.party, desk.where.head.party)
    desk.registrar.get(HERE)
    with django_assert_num_queries(8):
        desk.registrar.get(HERE)


def test_who_stands_in_does_not_stay_by_naming_others_or_oneself(desk: Desk, noon) -> None:
    where = desk.where
    access.appoint_stand_in(
        by=where.head,
        absent=where.head.party,
        stand_in=where.registrar.party,
        since=date(2026, 11, 23),
        until=date(2026, 11, 28),
    )
    standing = replace(where.registrar, role=Role.HEAD.value)
    longer = {"since": date(2026, 11, 28), "until": date(2027, 11, 28)}
    with pytest.raises((StandInNotAllowed, NotYourOffice)):
        access.appoint_stand_in(by=standing, absent=where.head.party, stand_in=where.registrar.party, **longer)
    noon.move(timedelta(days=2))
    with pytest.raises(StandInNotAllowed):
        access.appoint_stand_in(
            by=standing,
            absent=where.head.party,
            stand_in=campus.person(),
            since=date(2026, 11, 25),
            until=date(2027, 11, 25),
        )
    access.appoint_stand_in(
        by=standing,
        absent=where.head.party,
        stand_in=campus.person(),
        since=date(2026, 11, 25),
        until=date(2026, 11, 28),
    )


def test_nobody_gives_a_role_above_the_one_they_act_in(desk: Desk) -> None:
    where = desk.where
    both = campus.person()
    for role in (Role.REGION_OFFICER, Role.AUDITOR):
        access.grant_role(
            by=campus.CLERK,
            party=both,
            role=role,
            scope_kind=ScopeKind.REGION,
            scope="AZ-BA",
            since=date(2026, 1, 1),
        )
    days = {"since": date(2026, 11, 23), "until": date(2026, 11, 28)}
    access.appoint_stand_in(by=where.district, absent=both, stand_in=where.other_district.party, **days)
    held = {each.role for each in queries.roles_of(where.other_district.party, date(2026, 11, 24))}
    assert held == {Role.REGION_OFFICER}


def test_the_end_of_all_days_breaks_nothing(desk: Desk) -> None:
    where = desk.where
    for since, until in (("9999-12-31", "9999-12-31"), ("9999-06-01", "9999-12-31"), ("9999-06-01", "9999-12-30")):
        answer = name(desk.registrar, where.registrar.party, where.head.party, since=since, until=until)
        assert answer.status_code in (302, 422)

"""The load of an office, a region and the country: exact figures from planted turns, and nothing of anybody else's."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.engine import campus, desks
from tests.engine.cases.test_tallying import ENDED, FIRST, filled
from tests.surfaces.desk.cases_at import another, built
from tests.surfaces.desk.test_intake import official

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import NotYourTurn
from maarif.engine.cases.types.desk import Bucket
from maarif.support.access import operations as access
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db

HERE = "/en/desk/load/"


@pytest.fixture
def desk(noon, signed_in_as):
    """On Monday 23 November three cases of one school: one claimed and late by the Friday after, one decided on Wednesday, one free."""
    with desks.trial():
        desk = built(signed_in_as)
        decided = another(desk)
        operations.claim(by=desk.where.registrar, number=desk.number)
        noon.move(timedelta(days=2))
        operations.claim(by=desk.where.registrar, number=decided)
        operations.decide(by=desk.where.registrar, number=decided, to="refused", grounds=("no_place",))
        noon.move(timedelta(days=2))
        another(desk, family="Əliyeva", key="another-key-0002")
        yield desk


def test_a_head_sees_who_has_what_how_old_it_is_and_how_long_it_takes(desk) -> None:
    load = queries.load_for(desk.where.head)
    assert (load.open, load.unclaimed, load.ended) == (2, 1, 1)
    assert load.buckets == (
        Bucket(upto=1, count=1),
        Bucket(upto=3, count=0),
        Bucket(upto=5, count=1),
        Bucket(upto=10, count=0),
        Bucket(upto=20, count=0),
        Bucket(upto=None, count=0),
    )
    assert [(pace.key, pace.open, pace.ended, pace.median_days) for pace in load.officers] == [
        (str(desk.where.registrar.party), 1, 1, 2.0),
        (str(desk.where.head.party), 0, 0, None),
    ]
    assert [(pace.key, pace.open, pace.ended, pace.median_days) for pace in load.services] == [
        (desks.SERVICE, 2, 1, 2.0)
    ]
    assert load.places == ()


def test_late_ones_are_counted_when_their_day_has_passed(desk, noon) -> None:
    soon = queries.load_for(desk.where.head)
    assert (soon.overdue, soon.officers[0].overdue) == (1, 1)  # the claimed one had until Thursday
    noon.move(timedelta(days=60))
    late = queries.load_for(desk.where.head)
    assert (late.overdue, late.services[0].overdue, late.officers[0].overdue) == (2, 2, 1)
    assert late.buckets[-1] == Bucket(upto=None, count=2)


def test_what_ended_long_ago_is_not_counted(desk, noon) -> None:
    noon.move(timedelta(days=91))
    assert queries.load_for(desk.where.head).ended == 0


def test_the_page_shows_the_figures_in_every_language(desk) -> None:
    for language in ("az", "ru", "kk", "ky", "en"):
        assert desk.head.get(HERE.replace("/en/", f"/{language}/")).status_code == 200
    page = desk.head.get(HERE).content.decode()
    assert "4 to 5 working days" in page
    assert "Həsənova Rəna Samir qızı" in page
    assert '<rect x="0" y="0" width="100.0" height="6"/>' in page


def test_another_office_sees_nothing_of_it(desk, signed_in_as) -> None:
    other = official(signed_in_as, Role.HEAD, ScopeKind.INSTITUTION, desk.where.stranger.scope)
    page = other.get(HERE).content.decode()
    assert '<dd class="figure">0</dd>' in page
    assert "School trial" not in page
    empty = queries.load_for(desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-GA"))
    assert (empty.open, empty.ended, empty.services) == (0, 0, ())


def test_a_ministry_sees_the_country_by_region(desk) -> None:
    load = queries.load_for(desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az"))
    assert (load.open, load.ended, load.officers[0].open) == (2, 1, 0)
    assert sum(place.open for place in load.places) == 2


def test_whoever_leads_nothing_has_no_such_page(desk, signed_in_as) -> None:
    assert desk.registrar.get(HERE).status_code == 404
    with pytest.raises(NotYourTurn):
        queries.load_for(desk.where.registrar)
    party = campus.person()
    grant = access.grant_role(
        by=campus.CLERK,
        party=party,
        role=Role.HEAD,
        scope_kind=ScopeKind.INSTITUTION,
        scope=str(desk.where.school),
        since=date(2020, 1, 1),
        until=date(2026, 11, 27),
    )
    assert signed_in_as(party, assurance=Assurance.OFFICIAL, office=grant).get(HERE).status_code == 404


def test_it_costs_the_same_statements_however_much_there_is(desk, django_assert_num_queries) -> None:
    desk.head.get(HERE)
    with django_assert_num_queries(8):
        desk.head.get(HERE)
    another(desk, family="Babayeva", key="another-key-0003")
    with django_assert_num_queries(8):
        desk.head.get(HERE)


def test_what_ended_in_a_region_is_found_by_an_index_and_not_by_reading_every_turn(desk) -> None:
    elsewhere = {"region": "'R' || n %% 70", "scope": "(n %% 500)::text"}
    filled(desk.where, desk.number, FIRST, 3_000, **ENDED, **elsewhere)
    with CaptureQueriesContext(connection) as asked:
        queries.load_for(desk.where.district)
    [ended] = [each["sql"] for each in asked.captured_queries if "closed_at >=" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {ended}")
        plan = " ".join(line for (line,) in cursor.fetchall())
    assert "turn_ended_in_region" in plan

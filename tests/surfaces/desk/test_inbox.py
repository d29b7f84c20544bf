"""What the list and the case page promise an officer: whose work one may take, when it is due, who is who, who looked."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.engine import campus, desks
from tests.surfaces.cabinet.test_hostile_values import KINDLY, sent
from tests.surfaces.desk.cases_at import Desk, another, built
from tests.surfaces.desk.test_cases import act, shown
from tests.surfaces.hostile import VALUES

from maarif.engine.cases import operations
from maarif.engine.cases.models import Turn
from maarif.registries.people.models import Person
from maarif.support.access import operations as access
from maarif.support.audit.models import Entry
from maarif.support.audit.queries import looks_at

pytestmark = pytest.mark.django_db

LIST = "/en/desk/cases/"


@pytest.fixture
def desk(noon, signed_in_as) -> Iterator[Desk]:
    with desks.trial():
        yield built(signed_in_as)


@pytest.fixture
def address(desk: Desk) -> str:
    return f"{LIST}{desk.number}/"


def test_a_stand_in_can_claim_what_the_absent_have_and_a_colleague_cannot(desk: Desk, address: str) -> None:
    operations.claim(by=desk.where.registrar, number=desk.number)
    button = 'name="verb" value="claim"'
    chosen = {"number": desk.number, "act": "claim"}
    assert button not in shown(desk.head, LIST)
    assert "not possible" in desk.head.post(f"{LIST}bulk/", chosen).content.decode()
    access.appoint_stand_in(
        by=desk.where.head, absent=desk.where.registrar.party or 0, stand_in=desk.where.head.party or 0,
        since=date(2026, 11, 23), until=date(2026, 11, 25),
    )  # fmt: skip
    for path in (LIST, f"{LIST}?claim=absent", address):
        assert button in shown(desk.head, path), path
    preview = desk.head.post(f"{LIST}bulk/", chosen).content.decode()
    assert "will be on your desk" in preview
    assert "not possible" not in preview
    assert act(desk.head, address, "claim", list="yes").status_code == 302
    assert Turn.objects.get().claimed_by_id == desk.where.head.party


@pytest.mark.parametrize(
    ("day", "words", "filters"),
    [
        (27, "Due today", {"due=soon": True, "due=overdue": False}),
        (28, ">Late</span>", {"due=soon": False, "due=overdue": True}),
        (29, ">Late</span>", {"due=soon": False, "due=overdue": True}),
        (30, "1 working day late", {"due=soon": False, "due=overdue": True}),
    ],
)
def test_on_a_day_off_after_the_end_a_case_is_late_and_not_due_today(
    day: int, words: str, filters: dict[str, bool], desk: Desk, address: str, noon
) -> None:
    Turn.objects.update(due=date(2026, 11, 27))
    noon.move(timedelta(days=day - 23))
    for path in (LIST, address):
        page = shown(desk.registrar, path)
        assert words in page, path
        assert ("Due today" in page) is (day == 27), path
    for query, listed in filters.items():
        assert (address in shown(desk.registrar, f"{LIST}?{query}")) is listed, query


@pytest.mark.parametrize(("day", "words"), [(28, "1 working day left"), (29, "1 working day left"), (30, "Due today")])
def test_what_ends_on_a_day_off_is_due_on_the_next_working_day(
    day: int, words: str, desk: Desk, address: str, noon
) -> None:
    Turn.objects.update(due=date(2026, 11, 28))
    noon.move(timedelta(days=day - 23))
    for path in (LIST, address):
        assert words in shown(desk.registrar, path), path
    assert address in shown(desk.registrar, f"{LIST}?due=soon")
    assert address not in shown(desk.registrar, f"{LIST}?due=overdue")


def test_namesakes_are_told_apart_where_work_is_given(desk: Desk, address: str) -> None:
    registrar, head = desk.where.registrar.party, desk.where.head.party
    Person.objects.filter(pk=head).update(
        number_kind="fin", number_hash=b"h" * 32, number_cipher=b"c", number_tail="1AB•••9"
    )
    name = "Həsənova Rəna Samir qızı"
    for path in (LIST, address):
        page = shown(desk.head, path)
        assert f'<option value="{registrar}"' in page
        assert f"{name}: Registrar, No. {registrar}</option>" in page, path
        assert f"{name}: Head of an institution, 1AB•••9</option>" in page, path
    Person.objects.filter(pk=head).update(given_name="Aygün")
    assert f">{name}</option>" in shown(desk.head, LIST)


def test_a_search_for_a_person_is_a_look_and_the_list_itself_is_none(desk: Desk) -> None:
    second = campus.person(family="Babayeva")
    desks.sent(campus.actor(second), desk.where, key="another-key-0001")
    shown(desk.registrar, LIST)
    shown(desk.registrar, f"{LIST}?q={desk.number}")
    assert not Entry.objects.filter(what="cases.list").exists()
    desk.registrar.post(LIST, {"search": "quliyeva"}, follow=True)
    look = looks_at(desk.applicant.party or 0)[0]
    assert (look.what, look.purpose, look.role, look.case) == ("cases.list", "application", "registrar", "")
    assert looks_at(second) == ()


def test_a_search_for_one_person_without_a_case_is_a_look_too(desk: Desk) -> None:
    stranger = campus.person(family="Yoxdur")
    assert desk.number not in shown(desk.registrar, f"{LIST}?person={stranger}")
    assert [look.what for look in looks_at(stranger)] == ["cases.list"]
    shown(desk.registrar, f"{LIST}?person=0")
    shown(desk.registrar, f"{LIST}?person={10**17}")
    assert Entry.objects.filter(what="cases.list").count() == 1


@pytest.mark.parametrize("name", ["service", "stage", "claim", "due", "waiting", "opinions", "q", "person", "after"])
def test_no_filter_of_the_address_is_a_fault_of_ours(name: str, desk: Desk) -> None:
    for value in VALUES:
        if len(value) > 5_000 or any("\ud800" <= letter <= "\udfff" for letter in value):
            continue
        answer = desk.registrar.get(LIST, {"service": "school.trial", name: value})
        assert answer.status_code == 200, repr(value)


def test_no_number_in_an_address_and_no_search_is_a_fault_of_ours(desk: Desk, address: str) -> None:
    for value in ("%00", "%01", "a%00b", "%7f", "TR-2026-000001%00"):
        for page in ("", "looks/", "hand-over/"):
            assert desk.registrar.get(f"{LIST}{value}/{page}").status_code == 404, value
        for query in ("?q=", "?service=school.trial&stage=", "?after="):
            assert desk.registrar.get(f"{LIST}{query}{value}").status_code == 200, value
        assert desk.registrar.get(f"{address}hand-over/?q={value}").status_code == 200, value
    for value in VALUES:
        assert sent(desk.registrar, LIST, {"search": value}).status_code == 302, repr(value)
        assert sent(desk.registrar, f"{LIST}bulk/", {"number": value, "act": "claim"}).status_code in KINDLY, repr(
            value
        )


def test_only_grounds_that_hold_are_offered(desk: Desk, address: str) -> None:
    both = {"ground-refused-no_place", "ground-refused-not_complete"}
    assert {each for each in both if each in shown(desk.registrar, address)} == both
    with desks.planting(incomplete=False):
        assert {each for each in both if each in shown(desk.registrar, address)} == {"ground-refused-no_place"}
        answer = desk.registrar.post(f"{address}decide/", {"to": "refused", "refused-grounds": "not_complete"})
        assert answer.status_code == 422
    form = {"number": [desk.number, another(desk)], "act": "decide", "to": "refused"}
    page = desk.registrar.post(f"{LIST}bulk/", form).content.decode()
    assert "ground-no_place" in page
    assert "ground-not_complete" not in page

"""Places of classes: what is free, what is held, and that nobody gets one that is not."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from maarif.kernel import clock
from maarif.registries.enrolments import operations, queries
from maarif.registries.enrolments.errors import HoldRefused, NoFreePlace
from maarif.registries.enrolments.jobs import give_back_lapsed_places
from maarif.registries.enrolments.models import ClassPlaces, Enrolment
from maarif.registries.enrolments.statements import as_stated
from maarif.registries.people.errors import PersonUnknown
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind, SessionKind
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
HEAD = Actor(role="registrar")
BEGAN = date(2026, 9, 15)


def a_class(school: int, capacity: int | None, **facts: object) -> int:
    given = {"name": "5a", "grade": 5, "language": "az"}
    return programmes.open_class(by=HEAD, institution=school, capacity=capacity, **{**given, **facts})


def enrol(person: int, school: int, group: int) -> int:
    return operations.enrol(
        by=HEAD, person=person, institution=school, kind=ProgrammeKind.GENERAL, level=2, grade=5, since=BEGAN,
        class_group=group,
    )  # fmt: skip


def counts(group: int) -> tuple[int, int, int | None]:
    card = queries.class_places(group)
    assert card is not None
    return card.taken, card.held, card.free


def test_a_class_takes_as_many_as_it_has_places(a_person: Make, an_institution: Make) -> None:
    school, late = an_institution(), a_person()
    group = a_class(school, 2)
    first = enrol(a_person(), school, group)
    enrol(a_person(), school, group)
    with pytest.raises(NoFreePlace):
        enrol(late, school, group)
    assert (counts(group), queries.of_person(late)) == ((2, 0, 0), ())
    operations.end(by=HEAD, enrolment=first, status=operations.Status.WITHDRAWN, on=BEGAN, reason="left")
    assert counts(group) == (1, 0, 1)
    enrol(late, school, group)


def test_a_leave_keeps_the_place_and_an_annulled_enrolment_frees_it(a_person: Make, an_institution: Make) -> None:
    school = an_institution()
    group = a_class(school, 1)
    enrolment = enrol(a_person(), school, group)
    operations.take_leave(by=HEAD, enrolment=enrolment, on=BEGAN, until=None, reason="health")
    assert counts(group) == (1, 0, 0)
    operations.annul(by=HEAD, enrolment=enrolment, on=BEGAN, reason="mistake")
    assert counts(group) == (0, 0, 1)


def test_a_held_place_is_kept_for_its_person_and_used_by_the_enrolment(a_person: Make, an_institution: Make) -> None:
    school, person, other = an_institution(), a_person(), a_person()
    group = a_class(school, 1)
    hold = operations.hold_place(by=HEAD, class_group=group, person=person)
    assert operations.hold_place(by=HEAD, class_group=group, person=person) == hold
    assert (counts(group), queries.holds_of(person)) == ((0, 1, 0), {group: hold})
    with pytest.raises(NoFreePlace):
        operations.hold_place(by=HEAD, class_group=group, person=other)
    with pytest.raises(NoFreePlace):
        enrol(other, school, group)
    enrol(person, school, group)
    assert (counts(group), queries.holds_of(person)) == ((1, 0, 0), {})
    assert not operations.release_place(by=HEAD, hold=hold)


def test_a_released_place_is_free_again_and_released_once(a_person: Make, an_institution: Make) -> None:
    school, person = an_institution(), a_person()
    group = a_class(school, 1)
    hold = operations.hold_place(by=HEAD, class_group=group, person=person)
    assert operations.release_place(by=HEAD, hold=hold, reason="changed their mind")
    assert not operations.release_place(by=HEAD, hold=hold)
    assert not operations.release_place(by=HEAD, hold=999_999)
    assert counts(group) == (0, 0, 1)
    assert operations.hold_place(by=HEAD, class_group=group, person=person) != hold


def test_a_hold_of_nobody_or_of_no_class_is_refused(a_person: Make, an_institution: Make) -> None:
    group = a_class(an_institution(), 1)
    with pytest.raises(PersonUnknown):
        operations.hold_place(by=HEAD, class_group=group, person=999_999)
    with pytest.raises(HoldRefused):
        operations.hold_place(by=HEAD, class_group=999_999, person=a_person())
    assert counts(group) == (0, 0, 1)


def test_a_hold_that_has_run_out_gives_its_place_back(a_person: Make, an_institution: Make) -> None:
    group = a_class(an_institution(), 2)
    noon = datetime(2026, 8, 20, 12, tzinfo=UTC)
    for person, hour in ((a_person(), 11), (a_person(), 13)):
        operations.hold_place(by=HEAD, class_group=group, person=person, until=noon.replace(hour=hour))
    with clock.using(clock.FrozenClock(noon)):
        give_back_lapsed_places(0)
        give_back_lapsed_places(0)
    assert counts(group) == (0, 1, 1)


def test_a_class_without_a_known_capacity_takes_everybody(a_person: Make, an_institution: Make) -> None:
    school = an_institution()
    group = a_class(school, None)
    enrol(a_person(), school, group)
    assert counts(group) == (1, 0, None)
    programmes.set_capacity(by=HEAD, class_group=group, capacity=1, reason="room 12")
    with pytest.raises(NoFreePlace):
        enrol(a_person(), school, group)


def test_a_source_that_says_more_pupils_than_places_is_believed_and_nobody_comes_after(
    a_person: Make, an_institution: Make
) -> None:
    school = an_institution()
    group = a_class(school, 1)
    with transaction.atomic(), as_stated():
        enrol(a_person(), school, group)
        enrol(a_person(), school, group)
    assert counts(group) == (2, 0, 0)
    with pytest.raises(NoFreePlace):
        enrol(a_person(), school, group)


def test_the_groups_of_programmes_in_a_year_are_read_in_one_statement(
    an_institution: Make, django_assert_num_queries: Callable[..., object]
) -> None:
    university = an_institution()
    given = {"kind": ProgrammeKind.BACHELOR, "level": 6, "duration_months": 48}
    first, second, third = (
        programmes.open_programme(by=HEAD, institution=university, code=code, name=code, **given)
        for code in ("1", "2", "3")
    )
    this, past = (
        programmes.open_session(
            by=HEAD, kind=SessionKind.SCHOOL_YEAR, title=str(year), starts=date(year, 9, 15), ends=date(year + 1, 6, 14)
        )
        for year in (2026, 2025)
    )
    a_class(university, 9, name="202", grade=2, programme=first, session=this)
    a_class(university, None, name="101", grade=1, programme=first)
    a_class(university, 9, name="102", grade=1, programme=first, session=past)
    a_class(university, 3, name="201", grade=2, programme=second, session=this)
    with django_assert_num_queries(1):
        found = queries.groups_of([second, first, third], on=BEGAN)
    said = {number: [(each.name, each.free, each.programme) for each in groups] for number, groups in found.items()}
    assert said == {first: [("101", None, first), ("202", 9, first)], second: [("201", 3, second)]}


def test_counts_follow_the_rows_whoever_writes_them(a_person: Make, an_institution: Make) -> None:
    school = an_institution()
    first, second = a_class(school, 3), a_class(school, 2, name="5b")
    rows = [enrol(a_person(), school, first) for _ in range(3)]
    Enrolment.objects.filter(pk__in=rows[:2]).update(class_group=second)
    assert (counts(first), counts(second)) == ((1, 0, 2), (2, 0, 0))
    with pytest.raises(IntegrityError, match="taken or held"), transaction.atomic():
        Enrolment.objects.filter(pk=rows[2]).update(class_group=second)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="taken or held"), transaction.atomic():
        cursor.execute("UPDATE enrolments_classplaces SET held = held + 1 WHERE class_group_id = %s", [second])
    assert (counts(first), counts(second)) == ((1, 0, 2), (2, 0, 0))
    assert ClassPlaces.objects.count() == 2


def test_schools_with_a_free_place_come_by_name_a_page_at_a_time(a_person: Make, an_institution: Make) -> None:
    schools = [an_institution(name=f"Məktəb {name}", phone="+994 12 000", address="Bakı") for name in "CAB"]
    for school in schools:
        a_class(school, 2)
        a_class(school, 1, name="5b")
    enrol(a_person(), schools[0], a_class(schools[0], 1, name="5c"))
    a_class(an_institution(name="Məktəb Ç"), 0)
    a_class(an_institution(name="Məktəb Ö"), 9, language="ru")
    a_class(an_institution(name="Məktəb Y"), 9, grade=6)
    year = programmes.open_session(
        by=HEAD, kind=SessionKind.SCHOOL_YEAR, title="2024/25", starts=date(2024, 9, 15), ends=date(2025, 6, 14)
    )
    a_class(an_institution(name="Məktəb Z"), 9, session=year)
    asked = {"language": "az", "grade": 5, "on": BEGAN, "limit": 2}
    page = queries.schools_with_free_places(**asked)
    assert [(one.name.az, one.classes, one.free, one.phone) for one in page.schools] == [
        ("Məktəb A", 2, 3, "+994 12 000"),
        ("Məktəb B", 2, 3, "+994 12 000"),
    ]
    assert page.after is not None
    last = queries.schools_with_free_places(**asked, after=page.after)
    assert [(one.name.az, one.free) for one in last.schools] == [("Məktəb C", 3)]
    assert last.after is None
    assert queries.schools_with_free_places(**asked, region="AZ-BA").schools == ()
    assert [(place.name, place.free) for place in queries.places_of(schools[0], grade=5)] == [
        ("5a", 2),
        ("5b", 1),
        ("5c", 0),
    ]

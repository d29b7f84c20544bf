"""Hiring, moving, combining, leaves, hours and service: what each verb does, refuses, and does only once."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from maarif.kernel.facts import FactUnfit
from maarif.registries.posts import operations, queries
from maarif.registries.posts.errors import (
    EmploymentUnknown,
    LeaveRefused,
    LoadExceeded,
    NoMainPost,
    PostFull,
    PostOccupied,
    PostRefused,
    PostUnknown,
)
from maarif.registries.posts.rules import length_of
from maarif.registries.posts.types import EmploymentFact, EmploymentKind, LeaveKind, Length, PostKind, Span
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
HEAD = Actor(role="head", purpose="staff list")
BEGAN, MOVES = date(2024, 9, 1), date(2025, 2, 1)


def post(institution: int, size: int = 100, **facts: object) -> int:
    return operations.open_post(
        by=HEAD, institution=institution, kind=PostKind.TEACHER, title="Müəllim", full_time_equivalent=size, **facts
    )


def hire(post: int, person: int, share: int = 100, on: date = BEGAN, **facts: object) -> int:
    return operations.hire(by=HEAD, post=post, person=person, share=share, on=on, **facts)


def shown(person: int) -> list[tuple[int, int, date | None]]:
    return [(card.post, card.share, card.until) for card in queries.employments(person)]


def writes(verb: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry WHERE what = %s", [verb])
        return int(cursor.fetchone()[0])


def test_hiring_once_more_is_the_employment_that_is_there(a_person: Make, an_institution: Make) -> None:
    chair, person = post(an_institution()), a_person()
    assert hire(chair, person) == hire(chair, person)
    assert (shown(person), writes("posts.hire")) == ([(chair, 100, None)], 1)


def test_nobody_works_more_than_the_largest_load_of_the_country(a_person: Make, an_institution: Make) -> None:
    school, person = an_institution(), a_person()
    first, second, third = post(school), post(school), post(school)
    hire(first, person)
    operations.combine(by=HEAD, post=second, person=person, share=50, on=MOVES)
    with pytest.raises(LoadExceeded) as refusal:
        operations.combine(by=HEAD, post=third, person=person, share=1, on=date(2025, 3, 1))
    assert refusal.value.params == {"person": person, "load": 151, "largest": 150, "rule_set": "az.staff.2000"}
    with pytest.raises(LoadExceeded):
        hire(third, person, 51, on=date(2024, 10, 1), until=date(2024, 12, 31))
    operations.combine(by=HEAD, post=third, person=person, share=50, on=BEGAN, until=date(2025, 1, 31))
    assert len(shown(person)) == 3


def test_a_second_post_is_only_for_those_who_have_a_main_one(a_person: Make, an_institution: Make) -> None:
    chair, person = post(an_institution()), a_person()
    with pytest.raises(NoMainPost):
        operations.combine(by=HEAD, post=chair, person=person, share=50, on=BEGAN)
    assert shown(person) == []
    hire(post(an_institution()), person)
    operations.combine(by=HEAD, post=chair, person=person, share=50, on=BEGAN)
    [card] = [card for card in queries.employments(person) if card.post == chair]
    assert card.kind is EmploymentKind.SECONDARY


def test_a_move_ends_one_post_and_begins_another(a_person: Make, an_institution: Make) -> None:
    person, old, new = a_person(), post(an_institution()), post(an_institution())
    first = hire(old, person)
    moved = operations.move(by=HEAD, employment=first, post=new, on=MOVES, reason="rotation")
    assert operations.move(by=HEAD, employment=first, post=new, on=MOVES, reason="rotation") == moved
    assert shown(person) == [(new, 100, None), (old, 100, date(2025, 1, 31))]
    assert writes("posts.move") == 1
    with pytest.raises(PostRefused):
        operations.move(by=HEAD, employment=first, post=post(an_institution()), on=date(2025, 3, 1))
    with pytest.raises(EmploymentUnknown):
        operations.move(by=HEAD, employment=999_999, post=new, on=MOVES)


def test_a_move_into_a_full_post_changes_nothing(a_person: Make, an_institution: Make) -> None:
    person, old, full = a_person(), post(an_institution()), post(an_institution())
    hire(full, a_person(), 50)
    employment = hire(old, person)
    with pytest.raises(PostFull):
        operations.move(by=HEAD, employment=employment, post=full, on=MOVES)
    with pytest.raises(PostRefused):
        operations.move(by=HEAD, employment=employment, post=full, on=BEGAN)
    assert shown(person) == [(old, 100, None)]
    operations.move(by=HEAD, employment=employment, post=full, on=MOVES, share=50)


def test_a_substitute_fills_the_post_while_its_holder_is_on_leave(a_person: Make, an_institution: Make) -> None:
    school = an_institution()
    chair, holder, substitute = post(school), a_person(), a_person()
    employment = hire(chair, holder)
    leave = {"by": HEAD, "employment": employment, "kind": LeaveKind.PARENTAL, "on": MOVES}
    with pytest.raises(PostFull):
        hire(chair, substitute, on=MOVES, until=date(2025, 6, 30), kind=EmploymentKind.SUBSTITUTE)
    number = operations.take_leave(**leave, until=date(2025, 6, 30))
    assert operations.take_leave(**leave, until=date(2025, 6, 30)) == number
    hire(chair, substitute, on=MOVES, until=date(2025, 6, 30), kind=EmploymentKind.SUBSTITUTE)
    assert [held.taken for held in queries.posts_of(school, on=date(2025, 3, 1))] == [100]
    with pytest.raises(PostFull):
        operations.return_to_post(by=HEAD, employment=employment, on=date(2025, 6, 1))
    with pytest.raises(PostFull):
        hire(chair, a_person(), 1, on=date(2025, 7, 1))
    with pytest.raises(LeaveRefused):
        operations.take_leave(**{**leave, "on": date(2025, 6, 30)})
    with pytest.raises(LeaveRefused):
        operations.take_leave(**{**leave, "on": date(2024, 8, 31)}, until=date(2024, 9, 1))
    [shown_leave] = queries.leaves_of(holder)
    assert (shown_leave.since, shown_leave.until) == (MOVES, date(2025, 6, 30))
    assert queries.leaves_of(holder, on=date(2025, 7, 1)) == ()


def test_somebody_comes_back_sooner_or_later_than_planned(a_person: Make, an_institution: Make) -> None:
    person = a_person()
    employment = hire(post(an_institution()), person)
    with pytest.raises(LeaveRefused):
        operations.return_to_post(by=HEAD, employment=employment, on=MOVES)
    operations.take_leave(by=HEAD, employment=employment, kind=LeaveKind.HEALTH, on=MOVES)
    for _ in range(2):
        operations.return_to_post(by=HEAD, employment=employment, on=date(2025, 5, 1))
    [leave] = queries.leaves_of(person)
    assert (leave.until, writes("posts.return_to_post")) == (date(2025, 4, 30), 1)


def test_a_dismissal_ends_the_leave_too_and_is_done_once(a_person: Make, an_institution: Make) -> None:
    chair, person, substitute = post(an_institution()), a_person(), a_person()
    employment = hire(chair, person)
    operations.take_leave(by=HEAD, employment=employment, kind=LeaveKind.UNPAID, on=MOVES)
    hire(chair, substitute, on=MOVES, kind=EmploymentKind.SUBSTITUTE)
    for _ in range(2):
        operations.dismiss(by=HEAD, employment=employment, last_day=date(2025, 4, 30), reason="own wish")
    [card] = queries.employments(person)
    [leave] = queries.leaves_of(person)
    assert (card.until, card.end_reason, leave.until) == (date(2025, 4, 30), "own wish", date(2025, 4, 30))
    assert writes("posts.dismiss") == 1
    with pytest.raises(EmploymentUnknown):
        operations.dismiss(by=HEAD, employment=999_999, last_day=MOVES, reason="x")


def test_a_post_closes_when_nobody_holds_it_any_more(a_person: Make, an_institution: Make) -> None:
    school = an_institution()
    chair = post(school, opened=date(2024, 1, 1))
    employment = hire(chair, a_person())
    with pytest.raises(PostOccupied):
        operations.close_post(by=HEAD, post=chair, on=MOVES, reason="cut")
    assert queries.posts_of(school, on=MOVES)[0].closed is None
    operations.dismiss(by=HEAD, employment=employment, last_day=MOVES, reason="cut")
    for _ in range(2):
        operations.close_post(by=HEAD, post=chair, on=MOVES, reason="cut")
    assert (writes("posts.close_post"), queries.posts_of(school, on=date(2025, 2, 2))) == (1, ())
    for on in (date(2025, 2, 2), date(2023, 12, 31)):
        with pytest.raises(PostOccupied):
            hire(chair, a_person(), on=on, until=on)
    with pytest.raises(PostRefused):
        operations.close_post(by=HEAD, post=post(school, opened=MOVES), on=BEGAN, reason="mistake")
    with pytest.raises(PostUnknown):
        operations.close_post(by=HEAD, post=999_999, on=MOVES, reason="cut")


def test_hours_make_the_size_of_a_post_by_the_norm_of_the_country(a_person: Make, an_institution: Make) -> None:
    school = an_institution()
    chair = post(school)
    assert operations.set_hours(by=HEAD, post=chair, weekly_hours=24, on=MOVES, reason="plan") == 133
    [held] = queries.posts_of(school)
    assert (held.weekly_hours, held.full_time_equivalent) == (24, 133)
    hire(chair, a_person(), 100)
    with pytest.raises(PostFull):
        operations.set_hours(by=HEAD, post=chair, weekly_hours=17, on=MOVES, reason="plan")
    with pytest.raises(PostRefused):
        operations.set_hours(by=HEAD, post=chair, weekly_hours=0, on=MOVES, reason="plan")
    assert queries.posts_of(school)[0].weekly_hours == 24


def test_service_is_added_up_with_its_breaks(a_person: Make, an_institution: Make) -> None:
    person = a_person()
    first = hire(post(an_institution()), person, on=date(2010, 9, 1), until=date(2015, 8, 31))
    hire(
        post(an_institution()), person, 50, on=date(2014, 1, 1), until=date(2016, 1, 15), kind=EmploymentKind.SECONDARY
    )
    hire(post(an_institution()), person, on=date(2018, 3, 10))
    record = queries.service_record_of(person, on=date(2020, 3, 9))
    assert record.employments[0].id == first
    assert record.breaks == (Span(since=date(2016, 1, 16), until=date(2018, 3, 9)),)
    assert record.length == Length(years=7, months=4, days=15)
    assert queries.service_record_of(a_person()).length == Length(years=0, months=0, days=0)


@pytest.mark.parametrize(
    ("since", "until", "length"),
    [
        (date(2020, 2, 29), date(2021, 2, 27), (1, 0, 0)),
        (date(2020, 2, 29), date(2021, 2, 28), (1, 0, 1)),
        (date(2020, 1, 31), date(2020, 2, 29), (0, 1, 1)),
        (date(2020, 12, 15), date(2021, 1, 14), (0, 1, 0)),
        (date(2020, 5, 5), date(2020, 5, 5), (0, 0, 1)),
    ],
)
def test_a_span_is_as_long_as_the_calendar_says(since: date, until: date, length: tuple[int, int, int]) -> None:
    found = length_of([Span(since=since, until=until)])
    assert (found.years, found.months, found.days) == length


def test_facts_of_an_employment_are_corrected_within_its_rules(a_person: Make, an_institution: Make) -> None:
    person, chair = a_person(), post(an_institution(), 150)
    employment = hire(chair, person, 50)
    for fact, value in (
        ("share", "75"),
        ("kind", "secondary"),
        ("first_day", "2024-10-01"),
        ("last_day", "2025-05-31"),
    ):
        operations.correct_fact(
            by=HEAD, employment=employment, fact=EmploymentFact(fact), value=value, reason="by the order"
        )
    [card] = queries.employments(person)
    assert (card.share, card.kind, card.since, card.until) == (
        75, EmploymentKind.SECONDARY, date(2024, 10, 1), date(2025, 5, 31)
    )  # fmt: skip
    hire(post(an_institution()), person, 75, on=MOVES)
    refused = (("share", "76", LoadExceeded), ("share", "151", PostRefused), ("share", "much", FactUnfit))
    for fact, value, refusal in (*refused, ("last_day", "2024-09-30", PostRefused)):
        with pytest.raises(refusal):
            operations.correct_fact(by=HEAD, employment=employment, fact=EmploymentFact(fact), value=value, reason="x")
    hire(chair, a_person(), 75, on=BEGAN)
    with pytest.raises(PostFull):
        operations.correct_fact(by=HEAD, employment=employment, fact=EmploymentFact.SHARE, value=76, reason="x")
    assert card in queries.employments(person)

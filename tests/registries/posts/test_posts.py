"""What the posts room shows and refuses."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from maarif.registries.posts import operations, queries
from maarif.registries.posts.errors import PostFull, PostRefused
from maarif.registries.posts.types import EmploymentKind, PostKind
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
HEAD = Actor(role="head", purpose="staff list")


def post(institution: int, size: int = 100) -> int:
    return operations.open_post(
        by=HEAD, institution=institution, kind=PostKind.TEACHER, title="Riyaziyyat müəllimi", full_time_equivalent=size,
        subject="mathematics",
    )  # fmt: skip


def employ(post: int, person: int, share: int, since: date = date(2024, 9, 1), until: date | None = None) -> int:
    return operations.hire(by=HEAD, post=post, person=person, share=share, on=since, until=until)


def test_an_employment_is_shown_with_post_and_institution(a_person: Make, an_institution: Make) -> None:
    person, school = a_person(), an_institution()
    employ(post(school), person, 100)
    [card] = queries.employments(person)
    assert (card.institution, card.title.en, card.share, card.kind) == (
        school, "Riyaziyyat müəllimi", 100, EmploymentKind.MAIN
    )  # fmt: skip
    [held] = queries.posts_of(school, on=date(2024, 9, 1))
    assert (held.full_time_equivalent, held.taken) == (100, 100)
    assert queries.works_at(person, school, date(2024, 9, 1))
    assert not queries.works_at(person, school, date(2024, 8, 31))


def test_a_post_is_filled_to_the_hundredth_and_not_beyond(a_person: Make, an_institution: Make) -> None:
    school = an_institution()
    chair = post(school, 150)
    employ(chair, a_person(), 100)
    employ(chair, a_person(), 50)
    with pytest.raises(PostFull):
        employ(chair, a_person(), 1)
    [held] = queries.posts_of(school, on=date(2024, 9, 1))
    assert held.taken == 150


def test_shares_are_counted_by_day(a_person: Make, an_institution: Make) -> None:
    chair = post(an_institution())
    employ(chair, a_person(), 100, date(2024, 9, 1), date(2024, 12, 31))
    with pytest.raises(PostFull):
        employ(chair, a_person(), 1, date(2024, 12, 31))
    employ(chair, a_person(), 100, date(2025, 1, 1))


def test_a_later_overlap_of_two_is_found_though_neither_overfills_with_the_new_one_on_its_first_day(
    a_person: Make, an_institution: Make
) -> None:
    chair = post(an_institution())
    employ(chair, a_person(), 60, date(2025, 1, 1))
    with pytest.raises(PostFull):
        employ(chair, a_person(), 50, date(2024, 9, 1))


def test_a_post_cannot_shrink_below_what_is_filled(a_person: Make, an_institution: Make) -> None:
    school = an_institution()
    chair = post(school)
    employ(chair, a_person(), 80)
    with pytest.raises(PostFull):
        operations.resize_post(by=HEAD, post=chair, full_time_equivalent=79, reason="cut")
    operations.resize_post(by=HEAD, post=chair, full_time_equivalent=80, reason="cut")
    [held] = queries.posts_of(school)
    assert held.full_time_equivalent == 80


def test_nobody_holds_one_post_twice_at_a_time(a_person: Make, an_institution: Make) -> None:
    chair, person = post(an_institution(), 200), a_person()
    employ(chair, person, 50)
    with pytest.raises(PostRefused) as refusal:
        employ(chair, person, 40)
    assert refusal.value.params["constraint"] == "employment_once_per_post"


def test_a_dismissal_ends_the_employment_on_its_last_day(a_person: Make, an_institution: Make) -> None:
    school, person = an_institution(), a_person()
    employment = employ(post(school), person, 100)
    with pytest.raises(PostRefused):
        operations.dismiss(by=HEAD, employment=employment, last_day=date(2024, 8, 31), reason="own wish")
    operations.dismiss(by=HEAD, employment=employment, last_day=date(2025, 6, 30), reason="own wish")
    [card] = queries.employments(person)
    assert card.until == date(2025, 6, 30)
    assert queries.employments(person, active_on=date(2025, 7, 1)) == ()


@pytest.mark.parametrize("share", [0, -1, 151])
def test_a_share_is_between_a_hundredth_and_one_and_a_half(a_person: Make, an_institution: Make, share: int) -> None:
    chair, person = post(an_institution(), 200), a_person()
    with pytest.raises(PostRefused):
        employ(chair, person, share)
    assert queries.employments(person) == ()


@pytest.mark.django_db(transaction=True)
def test_filling_a_post_under_repeatable_read_is_refused(a_person: Make, an_institution: Make) -> None:
    chair, person = post(an_institution()), a_person()
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        try:
            with pytest.raises(Exception, match="read committed or serializable"):
                cursor.execute(
                    "INSERT INTO posts_employment (sourced_id, post_id, person_id, share, period) "
                    "VALUES ('x', %s, %s, 1, '[2024-01-01,)')",
                    [chair, person],
                )
        finally:
            cursor.execute("ROLLBACK")
    assert queries.employments(person) == ()

"""Writes of the posts room: posts, and who holds which share of them."""

from collections.abc import Mapping
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.kernel import clock, names
from maarif.registries.people.operations import hold
from maarif.registries.posts.errors import PostFull, PostRefused
from maarif.registries.posts.models import Employment, Post
from maarif.registries.posts.types import EmploymentKind, PostKind
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor


def create_post(
    *,
    by: Actor,
    institution: int,
    kind: PostKind,
    title: str,
    full_time_equivalent: int,
    titles: Mapping[str, str] | None = None,
    subject: str = "",
    opened: date | None = None,
) -> int:
    """Puts a post into an institution's staff list; its size is in hundredths of a full-time equivalent. PostRefused."""
    with acting(by), refused_by_database(PostRefused):
        row = Post.objects.create(
            institution_id=institution,
            kind=kind.value,
            title=names.clean(title),
            titles=dict(titles or {}),
            subject=subject,
            full_time_equivalent=full_time_equivalent,
            opened=opened,
        )
        detail = {"post": row.pk, "full_time_equivalent": full_time_equivalent}
        audit.record_write(by=by, verb="posts.create_post", subjects=[institution], detail=detail)
    return int(row.pk)


def resize_post(*, by: Actor, post: int, full_time_equivalent: int, reason: str) -> None:
    """Changes the size of a post. PostFull when more than the new size is filled on some day."""
    with acting(by), refused_by_database(PostRefused, post_not_over_filled=PostFull):
        changed = Post.objects.filter(pk=post).update(full_time_equivalent=full_time_equivalent, changed_at=clock.now())
        if changed != 1:
            raise PostRefused(constraint="post_unknown")
        detail = {"post": post, "full_time_equivalent": full_time_equivalent, "reason": reason}
        audit.record_write(by=by, verb="posts.resize_post", subjects=[], detail=detail)


def employ(
    *,
    by: Actor,
    post: int,
    person: int,
    share: int,
    since: date,
    until: date | None = None,
    kind: EmploymentKind = EmploymentKind.MAIN,
    order_number: str = "",
) -> int:
    """Gives a person a share of a post from a day on (`until`: the last day) and returns the employment's number.

    PostFull when the shares of some day would exceed the post; PostRefused for the other rules.
    """
    with acting(by), refused_by_database(PostRefused, post_not_over_filled=PostFull):
        hold(person=person)
        row = Employment.objects.create(
            post_id=post,
            person_id=person,
            share=share,
            kind=kind.value,
            period=DateRange(since, until, bounds="[]"),
            order_number=order_number,
        )
        detail = {"employment": row.pk, "post": post, "share": share, "since": since, "until": until}
        audit.record_write(by=by, verb="posts.employ", subjects=[person], detail=detail)
    return int(row.pk)


def dismiss(*, by: Actor, employment: int, last_day: date, reason: str, order_number: str = "") -> None:
    """Ends an employment; its last day is `last_day`. PostRefused when that is before its first."""
    with acting(by), refused_by_database(PostRefused):
        row = Employment.objects.select_for_update().filter(pk=employment).first()
        if row is None or last_day < row.period.lower:
            raise PostRefused(constraint="employment_ends_after_it_begins")
        Employment.objects.filter(pk=employment).update(
            period=DateRange(row.period.lower, last_day, bounds="[]"),
            order_number=order_number or row.order_number,
            changed_at=clock.now(),
        )
        detail = {"employment": employment, "last_day": last_day, "reason": reason}
        audit.record_write(by=by, verb="posts.dismiss", subjects=[row.person_id], detail=detail)

"""Reads of the posts room."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.registries.institutions.types import named
from maarif.registries.posts.models import Employment, Post
from maarif.registries.posts.types import EmploymentCard, EmploymentKind, PostCard, PostKind


def employments(person: int, *, active_on: date | None = None) -> tuple[EmploymentCard, ...]:
    """A person's employments, the newest first; with a day, only those that hold it."""
    rows = _rows().filter(person=person)
    if active_on is not None:
        rows = rows.filter(period__contains=active_on)
    return tuple(_card(row) for row in rows.order_by("-period", "-pk"))


def works_at(person: int, institution: int, on: date | None = None) -> bool:
    """Whether a person holds a post at an institution on a day (today)."""
    day = on or clock.today(active_country().time_zone)
    return Employment.objects.filter(person=person, post__institution=institution, period__contains=day).exists()


def works_in_region(person: int, region: str) -> bool:
    """Whether a person's employment, current or past, is at an institution of a region or of a district of it."""
    place = Q(post__institution__region=region) | Q(post__institution__region__parent=region)
    return Employment.objects.filter(place, person=person).exists()


def staff_of(institution: int, *, on: date | None = None) -> tuple[EmploymentCard, ...]:
    """Who holds which post of an institution on a day (today), by post."""
    day = on or clock.today(active_country().time_zone)
    rows = _rows().filter(post__institution=institution, period__contains=day)
    return tuple(_card(row) for row in rows.order_by("post", "pk"))


def posts_of(institution: int, *, on: date | None = None) -> tuple[PostCard, ...]:
    """The posts of an institution with the share of each that is taken on a day (today)."""
    day = on or clock.today(active_country().time_zone)
    taken = Coalesce(Sum("employments__share", filter=Q(employments__period__contains=day)), 0)
    rows = Post.objects.filter(institution=institution, closed=None).annotate(taken=taken)
    return tuple(
        PostCard(
            id=row.pk,
            sourced_id=row.sourced_id,
            institution=row.institution_id,
            kind=PostKind(row.kind),
            title=named(row.title, row.titles),
            subject=row.subject,
            full_time_equivalent=row.full_time_equivalent,
            taken=row.taken,
        )
        for row in rows.order_by("kind", "title", "pk")
    )


def _rows() -> QuerySet[Employment]:
    return Employment.objects.select_related("post__institution")


def _card(row: Employment) -> EmploymentCard:
    post = row.post
    return EmploymentCard(
        id=row.pk,
        sourced_id=row.sourced_id,
        person=row.person_id,
        post=row.post_id,
        post_kind=PostKind(post.kind),
        title=named(post.title, post.titles),
        subject=post.subject,
        institution=post.institution_id,
        institution_name=named(post.institution.name, post.institution.names),
        share=row.share,
        kind=EmploymentKind(row.kind),
        since=row.period.lower,
        until=None if row.period.upper is None else row.period.upper - timedelta(days=1),
    )

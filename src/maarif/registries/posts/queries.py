"""Reads of the posts room."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.registries.institutions.types import named
from maarif.registries.posts.models import Employment, Post, StaffLeave
from maarif.registries.posts.rules import breaks_between, joined, length_of
from maarif.registries.posts.types import (
    EmploymentCard,
    EmploymentKind,
    LeaveKind,
    PostCard,
    PostKind,
    ServiceRecord,
    Span,
    StaffLeaveCard,
)
from maarif.support.parties.queries import asked_once


def employments(person: int, *, active_on: date | None = None) -> tuple[EmploymentCard, ...]:
    """A person's employments, the newest first; with a day, only those that hold it."""
    rows = _rows().filter(person=person)
    if active_on is not None:
        rows = rows.filter(period__contains=active_on)
    return tuple(_card(row) for row in rows.order_by("-period", "-pk"))


def workplaces_of(people: Iterable[int], on: date) -> frozenset[int]:
    """The institutions, by number, where any of these people holds a post on a day, in one statement."""
    wanted = set(people)
    if not wanted:
        return frozenset()
    held = Employment.objects.filter(person__in=wanted, period__contains=on)
    return frozenset(held.values_list("post__institution", flat=True))


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
    """The posts of an institution that are open on a day (today), with the share of each that is taken; leaves do not take."""
    rows = _open_posts(on or clock.today(active_country().time_zone)).filter(institution=institution)
    return tuple(_post(row) for row in rows.order_by("kind", "title", "pk"))


def vacancies(institutions: Collection[int], *, on: date) -> tuple[PostCard, ...]:
    """The posts of these institutions that are open on a day and have a share that nobody holds, by institution and title."""
    rows = _open_posts(on).filter(institution__in=institutions, taken__lt=F("full_time_equivalent"))
    return tuple(_post(row) for row in rows.order_by("institution", "title", "pk"))


@asked_once
def post(number: int, *, on: date) -> PostCard | None:
    """One post that is open on a day, filled up or not; None when there is none."""
    row = _open_posts(on).filter(pk=number).first()
    return None if row is None else _post(row)


def load_of(person: int, *, on: date) -> int:
    """The shares that a person holds on a day, in hundredths; whoever is on leave from a post does not fill it."""
    held = Employment.objects.filter(~Exists(_away(on)), person=person, period__contains=on)
    return int(held.aggregate(load=Coalesce(Sum("share"), 0))["load"])


def leaves_of(person: int, *, on: date | None = None) -> tuple[StaffLeaveCard, ...]:
    """A person's leaves from posts, oldest first; with a day, only those that hold it."""
    rows = StaffLeave.objects.filter(employment__person=person)
    if on is not None:
        rows = rows.filter(period__contains=on)
    return tuple(
        StaffLeaveCard(
            id=row.pk,
            employment=row.employment_id,
            kind=LeaveKind(row.kind),
            since=row.period.lower,
            until=None if row.period.upper is None else row.period.upper - timedelta(days=1),
            reason=row.reason,
            order_number=row.order_number,
        )
        for row in rows.order_by("period", "pk")
    )


def service_record_of(person: int, *, on: date | None = None) -> ServiceRecord:
    """A person's service up to a day (today): employments, leaves, breaks, and the length in years, months and days."""
    day = on or clock.today(active_country().time_zone)
    begun = _rows().filter(person=person, period__startswith__lte=day)
    cards = tuple(_card(row) for row in begun.order_by("period", "pk"))
    spans = joined(Span(since=card.since, until=min(card.until or day, day)) for card in cards)
    return ServiceRecord(
        person=person,
        on=day,
        employments=cards,
        leaves=tuple(leave for leave in leaves_of(person) if leave.since <= day),
        breaks=breaks_between(spans),
        length=length_of(spans),
    )


def _away(on: date) -> QuerySet[StaffLeave]:
    return StaffLeave.objects.filter(employment=OuterRef("pk"), period__contains=on)


def _open_posts(on: date) -> QuerySet[Any]:
    held = Employment.objects.filter(~Exists(_away(on)), post=OuterRef("pk"), period__contains=on)
    shares = held.order_by().values("post").annotate(taken=Sum("share")).values("taken")
    open_on = Q(closed=None) | Q(closed__gte=on)
    return Post.objects.filter(open_on).annotate(taken=Coalesce(Subquery(shares), 0))


def _post(row: Any) -> PostCard:
    return PostCard(
        id=row.pk,
        sourced_id=row.sourced_id,
        institution=row.institution_id,
        kind=PostKind(row.kind),
        title=named(row.title, row.titles),
        subject=row.subject,
        full_time_equivalent=row.full_time_equivalent,
        taken=row.taken,
        weekly_hours=row.weekly_hours,
        opened=row.opened,
        closed=row.closed,
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
        end_reason=row.end_reason,
        order_number=row.order_number,
        continues=row.continues_id,
    )

"""Writes of the posts room: the staff list of an institution."""

from collections.abc import Mapping
from datetime import date

from maarif.kernel import clock, names
from maarif.kernel.countries import active_country
from maarif.kernel.rulesets import rule_set
from maarif.registries.posts.employing import combine, correct_fact, dismiss, hire, move
from maarif.registries.posts.errors import PostFull, PostOccupied, PostRefused, PostUnknown
from maarif.registries.posts.leaves import return_to_post, take_leave
from maarif.registries.posts.models import Post
from maarif.registries.posts.rules import size_of
from maarif.registries.posts.types import PostKind, StaffRules
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor

__all__ = [
    "close_post",
    "combine",
    "correct_fact",
    "dismiss",
    "hire",
    "move",
    "open_post",
    "resize_post",
    "return_to_post",
    "set_hours",
    "take_leave",
]


def open_post(
    *,
    by: Actor,
    institution: int,
    kind: PostKind,
    title: str,
    full_time_equivalent: int,
    titles: Mapping[str, str] | None = None,
    subject: str = "",
    opened: date | None = None,
    weekly_hours: int | None = None,
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
            weekly_hours=weekly_hours,
            opened=opened,
        )
        detail = {"post": row.pk, "full_time_equivalent": full_time_equivalent}
        audit.record_write(by=by, verb="posts.open_post", subjects=[institution], detail=detail)
    return int(row.pk)


def close_post(*, by: Actor, post: int, on: date, reason: str) -> None:
    """Takes a post off the staff list; `on` is its last day. PostOccupied when somebody holds it later, PostUnknown."""
    _change(by, "posts.close_post", post, {"closed": on}, reason)


def resize_post(*, by: Actor, post: int, full_time_equivalent: int, reason: str) -> None:
    """Changes the size of a post. PostFull when more than the new size is filled on some day, PostUnknown."""
    _change(by, "posts.resize_post", post, {"full_time_equivalent": full_time_equivalent}, reason)


def set_hours(*, by: Actor, post: int, weekly_hours: int, on: date, reason: str) -> int:
    """Gives a post its weekly hours, and the size that follows from the country's norm on that day; returns the size.

    PostFull when more than that is filled on some day, PostRefused for hours that make no post, PostUnknown.
    """
    norm = rule_set(active_country().code, "staff", on, StaffRules)
    size = size_of(weekly_hours, norm.values)
    facts = {"weekly_hours": weekly_hours, "full_time_equivalent": size}
    _change(by, "posts.set_hours", post, facts, reason, {"on": on, "rule_set": norm.id})
    return size


def _change(
    by: Actor,
    verb: str,
    post: int,
    facts: Mapping[str, object],
    reason: str,
    more: Mapping[str, object] | None = None,
) -> None:
    """One change of a post; what it is already is not written again."""
    names_of_rules = {"post_not_over_filled": PostFull, "post_open_while_held": PostOccupied}
    with acting(by), refused_by_database(PostRefused, **names_of_rules):
        row = Post.objects.select_for_update(no_key=True).filter(pk=post).first()
        if row is None:
            raise PostUnknown(post=post)
        if all(getattr(row, name) == fact for name, fact in facts.items()):
            return
        Post.objects.filter(pk=post).update(**facts, changed_at=clock.now())
        detail = {"post": post, **facts, **(more or {}), "reason": reason}
        audit.record_write(by=by, verb=verb, subjects=[row.institution_id], detail=detail)

"""Posts of institutions and who holds which share of them."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from maarif.registries.posts.types import EmploymentKind, PostKind
from maarif.support.parties.history import SourcedRow, one_point, with_history
from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass


class NotOverFilled(pgtrigger.Composer):
    """Refuses a statement after which the shares of some post exceed its full-time equivalent on any day.

    The posts are locked in the order of their numbers first, so that two writers wait for each other instead of both
    counting the same free share, and never deadlock. Under REPEATABLE READ the lock would come with an old picture of the
    table, so that level is refused; SERIALIZABLE notices by itself. Only a day on which some share begins can be a worst day.
    """

    when = pgtrigger.After
    level = pgtrigger.Statement
    posts = "SELECT post_id FROM new_values"

    def get_func(self, model: models.Model) -> str:
        """Locks the touched posts and looks for a day that is over-filled."""
        return f"""
            IF current_setting('transaction_isolation') = 'repeatable read' THEN
                RAISE EXCEPTION 'Posts are filled under read committed or serializable'
                    USING ERRCODE = 'invalid_transaction_state';
            END IF;
            PERFORM 1 FROM posts_post WHERE id IN ({self.posts}) ORDER BY id FOR NO KEY UPDATE;
            IF EXISTS (
                SELECT 1 FROM posts_employment beginning
                JOIN posts_employment share ON share.post_id = beginning.post_id AND share.period @> lower(beginning.period)
                JOIN posts_post post ON post.id = beginning.post_id
                WHERE beginning.post_id IN ({self.posts})
                GROUP BY beginning.id, post.full_time_equivalent
                HAVING sum(share.share) > post.full_time_equivalent
            ) THEN
                RAISE EXCEPTION 'A post would be filled over its full-time equivalent'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'post_not_over_filled';
            END IF;
            RETURN NULL;
        """  # noqa: S608 - constants of this module, no input


class NotShrunkBelowFilled(NotOverFilled):
    """The same, when the post itself changes."""

    posts = "SELECT id FROM new_values"


@with_history
class Post(SourcedRow):
    """A post in an institution's staff list; its size is in hundredths of a full-time equivalent."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PUBLIC, keep=FOR_EVER)

    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11)
    title = models.TextField()
    titles = models.JSONField(default=dict, db_default={})
    subject = models.TextField(blank=True, default="", db_default="")
    full_time_equivalent = models.IntegerField()
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)

    class Meta:
        """A post has a title, a known kind and a size; it cannot shrink below what is filled."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="post_has_a_title"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in PostKind]), name="post_kind_known"),
            models.CheckConstraint(
                condition=Q(full_time_equivalent__gte=1, full_time_equivalent__lte=10_000), name="post_size_possible"
            ),
        ]
        triggers: ClassVar = [
            NotShrunkBelowFilled(name="not_below_filled", operation=pgtrigger.Update, level=pgtrigger.Statement)
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"


@with_history
class Employment(SourcedRow):
    """Somebody holds a share of a post over a period."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=75, since="the employment ended"))

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="employments")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    share = models.SmallIntegerField()
    kind = models.CharField(max_length=10, default=EmploymentKind.MAIN.value, db_default=EmploymentKind.MAIN.value)
    period = DateRangeField()
    order_number = models.TextField(blank=True, default="", db_default="")
    post_point = one_point("post_id")
    person_point = one_point("person_id")

    class Meta:
        """A share is between a hundredth and one and a half; a person holds a post once at a time; no post is over-filled."""

        constraints: ClassVar = [
            ExclusionConstraint(
                name="employment_once_per_post",
                expressions=[
                    ("post_point", RangeOperators.OVERLAPS),
                    ("person_point", RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=150), name="employment_share_possible"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EmploymentKind]), name="employment_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="employment_period_begins"
            ),
        ]
        triggers: ClassVar = [
            NotOverFilled(name="not_over_filled_insert", operation=pgtrigger.Insert, level=pgtrigger.Statement),
            NotOverFilled(name="not_over_filled_update", operation=pgtrigger.Update, level=pgtrigger.Statement),
        ]

    def __str__(self) -> str:
        return f"employment {self.pk}"

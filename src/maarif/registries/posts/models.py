"""Posts of institutions and who holds which share of them."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q

from maarif.registries.posts.triggers import filled, shrunk
from maarif.registries.posts.types import EmploymentKind, LeaveKind, PostKind
from maarif.support.parties.history import SourcedRow, same, with_history
from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass


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
    weekly_hours = models.SmallIntegerField(null=True)
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)

    class Meta:
        """A post has a title, a known kind and a size; it cannot shrink below what is filled."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="post_has_a_title"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in PostKind]), name="post_kind_known"),
            models.CheckConstraint(condition=Q(weekly_hours=None) | Q(weekly_hours__gte=1), name="post_weekly_hours"),
            models.CheckConstraint(
                condition=Q(opened=None) | Q(closed=None) | Q(closed__gte=F("opened")), name="post_closes_after_opening"
            ),
            models.CheckConstraint(
                condition=Q(full_time_equivalent__gte=1, full_time_equivalent__lte=10_000), name="post_size_possible"
            ),
        ]
        triggers: ClassVar = [shrunk("not_below_filled")]

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
    end_reason = models.TextField(blank=True, default="", db_default="")
    continues = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A share is between a hundredth and one and a half; a person holds a post once at a time; no post is over-filled."""

        constraints: ClassVar = [
            ExclusionConstraint(
                name="employment_once_per_post",
                expressions=[same("post_id", "person_id")],
            ),
            models.UniqueConstraint(fields=["continues"], name="employment_continued_once"),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=150), name="employment_share_possible"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in EmploymentKind]), name="employment_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="employment_period_begins"
            ),
        ]
        triggers: ClassVar = filled("post_id FROM new_values")

    def __str__(self) -> str:
        return f"employment {self.pk}"


@with_history
class StaffLeave(SourcedRow):
    """Somebody is away from a post for a time and comes back to it; the share may be given to a substitute meanwhile."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.SENSITIVE, keep=Keep(years=75, since="the employment ended"))

    employment = models.ForeignKey(Employment, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=9)
    period = DateRangeField()
    reason = models.TextField(blank=True, default="", db_default="")
    order_number = models.TextField(blank=True, default="", db_default="")

    class Meta:
        """One leave of an employment at a time, with a first day; whoever comes back needs the share free again."""

        constraints: ClassVar = [
            ExclusionConstraint(
                name="staff_leave_one_at_a_time",
                expressions=[same("employment_id")],
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in LeaveKind]), name="staff_leave_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="staff_leave_begins"
            ),
        ]
        triggers: ClassVar = filled(
            "held.post_id FROM new_values JOIN posts_employment held ON held.id = new_values.employment_id"
        )

    def __str__(self) -> str:
        return f"staff leave {self.pk}"

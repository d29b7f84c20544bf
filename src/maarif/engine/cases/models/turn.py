"""An office's turn in a case: where it sits, its clock, who has it on the desk, what came of it."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from maarif.engine.cases.models.case import Case
from maarif.engine.cases.types import TurnKind
from maarif.support.access.types import ScopeKind
from maarif.support.parties.types import Keep, Privacy, PrivacyClass

#: A turn that nobody has ended yet.
OPEN_TURN = Q(closed_at__isnull=True)


class Turn(models.Model):
    """One office's turn; a case has at most one open turn of a stage, and any number of opinions beside it.

    `service`, `number` and `country` repeat the case's, so that an inbox reads one index. `clock` and `due` are this turn's own;
    `due` stays the last one told while the clock stands (`paused_at`), which `awaits_applicant` says of a turn that stands
    because something was asked. `proposal` is what the first of two officers proposes.
    """

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=10, since="the decision"))

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="turns", db_index=False)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=8)
    stage = models.CharField(max_length=40)
    opinion = models.CharField(max_length=40, default="", db_default="", blank=True)
    needed = models.BooleanField(default=True)
    office = models.CharField(max_length=12)
    scope_kind = models.CharField(max_length=11)
    scope = models.CharField(max_length=32)
    region = models.CharField(max_length=6, default="", db_default="", blank=True)
    country = models.CharField(max_length=2)
    service = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    within = models.PositiveSmallIntegerField()
    clock = models.JSONField()
    due = models.DateField(null=True)
    paused_at = models.DateTimeField(null=True)
    awaits_applicant = models.BooleanField(default=False, db_default=False)
    silence_to = models.CharField(max_length=40, default="", db_default="", blank=True)
    cut_off_at = models.DateTimeField(null=True)
    cut_off_to = models.CharField(max_length=40, default="", db_default="", blank=True)
    claimed_by = models.ForeignKey("parties.Party", on_delete=models.PROTECT, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    two_persons = models.BooleanField(default=False)
    proposal = models.JSONField(null=True)
    proposed_by = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    superior_told_at = models.DateTimeField(null=True)
    noted = models.JSONField(default=dict)
    grounds = ArrayField(models.CharField(max_length=60), default=list)
    note = models.TextField(default="", db_default="", blank=True)
    result = models.CharField(max_length=40, default="", db_default="", blank=True)
    closed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """One open turn of a stage per case; what is closed stays; two persons are two.

        What the indexes of a desk include lets its counts be read from them alone.
        """

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "position"], name="turn_position"),
            models.UniqueConstraint(
                fields=["case"], condition=OPEN_TURN & Q(kind=TurnKind.STAGE.value), name="turn_one_open_stage"
            ),
            models.UniqueConstraint(
                fields=["case", "opinion"],
                condition=OPEN_TURN & Q(kind=TurnKind.OPINION.value),
                name="turn_opinion_asked_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in TurnKind]), name="turn_kind_known"),
            models.CheckConstraint(
                condition=Q(scope_kind__in=[kind.value for kind in ScopeKind]), name="turn_scope_kind_known"
            ),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | ~Q(result=""), name="turn_result_when_closed"),
            models.CheckConstraint(
                condition=Q(awaits_applicant=False) | Q(paused_at__isnull=False), name="turn_stands_while_it_awaits"
            ),
            models.CheckConstraint(
                condition=Q(two_persons=False)
                | Q(closed_at__isnull=True)
                | Q(closed_by__isnull=True)
                | Q(proposed_by__isnull=False) & ~Q(proposed_by=F("closed_by")),
                name="turn_two_persons_are_two",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["scope_kind", "scope", "due", "id"],
                include=["office", "paused_at"],
                condition=OPEN_TURN,
                name="turn_inbox",
            ),
            models.Index(
                fields=["scope_kind", "scope", "claimed_by", "due", "id"],
                include=["office"],
                condition=OPEN_TURN,
                name="turn_by_claim",
            ),
            models.Index(
                fields=["scope_kind", "scope", "service", "stage", "due", "id"],
                include=["office"],
                condition=OPEN_TURN,
                name="turn_by_service",
            ),
            models.Index(
                fields=["scope_kind", "scope", "due", "id"],
                include=["office"],
                condition=OPEN_TURN & Q(awaits_applicant=True),
                name="turn_awaits_applicant",
            ),
            models.Index(
                fields=["scope_kind", "scope", "due", "id"],
                include=["office"],
                condition=OPEN_TURN & Q(kind=TurnKind.OPINION.value),
                name="turn_opinions",
            ),
            models.Index(fields=["number"], name="turn_by_number"),
            models.Index(fields=["region", "due", "id"], condition=OPEN_TURN & ~Q(region=""), name="turn_of_region"),
            models.Index(fields=["due"], condition=OPEN_TURN, name="turn_by_due"),
            models.Index(
                fields=["cut_off_at"], condition=OPEN_TURN & Q(cut_off_at__isnull=False), name="turn_by_cut_off"
            ),
            models.Index(
                fields=["scope_kind", "scope", "closed_at"],
                condition=Q(closed_at__isnull=False),
                name="turn_ended_in_office",
            ),
            models.Index(
                fields=["region", "closed_at"], condition=Q(closed_at__isnull=False), name="turn_ended_in_region"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="closed_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.stage}{' ' + self.opinion if self.opinion else ''}"

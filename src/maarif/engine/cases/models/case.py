"""Cases with what they answered, the frozen declarations, the chained events, idempotency keys."""

import uuid
from typing import ClassVar, Final

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from maarif.engine.cases.types import (
    OPEN,
    TRANSITIONS,
    UNSENT,
    Intake,
    Status,
)
from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass

APPEND_ONLY: Final = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)

_OWN: Final = ("key", "service", "country", "started_at")
_SENT: Final = ("number", "submitted_at", "declaration_id", "intake", "entered_by")
_SETTLED: Final = (
    "outcome",
    "grants",
    "reasons",
    "note",
    "facts",
    "documents",
    "decided_at",
    "answers",
    "rule_set",
    "due",
    "deadline",
    "clock",
)


def _changed_after(statuses: str, columns: tuple[str, ...]) -> pgtrigger.Condition:
    """Holds when the old row's status is as said and any of the columns changes."""
    changes = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
    return pgtrigger.Condition(f"OLD.status {statuses} AND ({changes})")


class FrozenDeclaration(models.Model):
    """A declaration as it stood when cases were submitted under it: form, rules, stages, deadlines and texts; found by digest."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PUBLIC, keep=FOR_EVER)
    LEDGER: ClassVar = True

    digest = models.CharField(max_length=64, primary_key=True)
    service = models.CharField(max_length=80)
    body = models.JSONField()

    class Meta:
        """A frozen declaration never changes."""

        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.service} {self.digest[:12]}"


class Case(models.Model):
    """One application of one applicant about one subject; a draft until it is submitted, which fixes it for good.

    `party` applied (a guardian perhaps), `subject` is whom it is about. `key` names a draft in addresses, `number` a submitted case.
    `intake` is how it reached the office, `entered_by` the officer who wrote it down for a caller. `clock` is the term of the whole
    case, `deadline` its arithmetic as last told. What was answered changes after submission only by a correction that an
    officer asked for; the history keeps every version.
    """

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=10, since="the decision"))
    MOVABLE: ClassVar = ("party_id", "subject_id")

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    service = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2)
    status = models.CharField(max_length=20, default=Status.DRAFT.value)
    stage = models.CharField(max_length=40, default="", blank=True)
    answers = models.JSONField(default=dict)
    place = models.CharField(max_length=60, default="", blank=True)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    number = models.CharField(max_length=40, unique=True, null=True)  # noqa: DJ001 - absent until sent, unique when there
    submitted_at = models.DateTimeField(null=True)
    declaration = models.ForeignKey(
        FrozenDeclaration, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    due = models.DateField(null=True)
    deadline = models.JSONField(null=True)
    rule_set = models.CharField(max_length=80, default="", blank=True)
    outcome = models.CharField(max_length=40, default="", blank=True)
    grants = models.BooleanField(null=True)
    reasons = ArrayField(models.CharField(max_length=60), default=list)
    facts = models.JSONField(null=True)
    documents = ArrayField(models.CharField(max_length=40), default=list)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    clock = models.JSONField(null=True)
    intake = models.CharField(max_length=10, default=Intake.ELECTRONIC.value, db_default=Intake.ELECTRONIC.value)
    entered_by = models.BigIntegerField(null=True)
    only_one = models.BooleanField(default=False, db_default=False)
    note = models.TextField(default="", db_default="", blank=True)
    joined_to = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="joined", db_index=False)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reopened = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        """One open draft per applicant, subject and service; a sent case keeps what it said; statuses move only as they may."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "service"],
                condition=Q(only_one=True, status__in=[status.value for status in OPEN]),
                name="case_one_open",
            ),
            models.CheckConstraint(condition=Q(intake__in=[each.value for each in Intake]), name="case_intake_known"),
            models.CheckConstraint(condition=Q(reopened__lte=1), name="case_reopened_once"),
            models.CheckConstraint(
                condition=~Q(status=Status.JOINED.value) | Q(joined_to__isnull=False), name="case_joined_to_another"
            ),
            models.UniqueConstraint(
                fields=["party", "subject", "service"],
                condition=Q(status=Status.DRAFT.value),
                name="case_one_open_draft",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="case_status_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[status.value for status in UNSENT if status is not Status.WITHDRAWN],
                    number__isnull=True,
                    submitted_at__isnull=True,
                )
                | Q(status=Status.WITHDRAWN.value)
                | Q(number__isnull=False, submitted_at__isnull=False, declaration__isnull=False, due__isnull=False),
                name="case_number_when_sent",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DECIDED.value, Status.CLOSED.value], decided_at__isnull=False)
                & ~Q(outcome="")
                & Q(grants__isnull=False)
                | ~Q(status__in=[Status.DECIDED.value, Status.CLOSED.value]),
                name="case_outcome_when_decided",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party", "-id"], name="case_of_party"),
            models.Index(fields=["subject", "-id"], name="case_of_subject"),
            models.Index(
                fields=["expires_at"],
                condition=Q(status__in=[Status.DRAFT.value, Status.SET_ASIDE.value]),
                name="case_drafts_by_expiry",
            ),
            models.Index(fields=["service", "submitted_at"], condition=Q(number__isnull=False), name="case_of_service"),
            models.Index(fields=["joined_to"], condition=Q(joined_to__isnull=False), name="case_joined"),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="status_moves_lawfully",
                field="status",
                transitions=[(before.value, after.value) for before, after in TRANSITIONS],
            ),
            pgtrigger.Protect(
                name="begins_as_draft",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__df=Status.DRAFT.value),
            ),
            pgtrigger.Protect(name="identity_stays", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*_OWN)),
            pgtrigger.Protect(
                name="sent_stays",
                operation=pgtrigger.Update,
                condition=_changed_after("NOT IN ('draft', 'set_aside')", _SENT),
            ),
            pgtrigger.Protect(
                name="decided_stays",
                operation=pgtrigger.Update,
                condition=_changed_after("IN ('decided', 'closed') AND NEW.status <> 'in_progress'", _SETTLED),
            ),
            pgtrigger.Protect(
                name="reopened_is_counted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.status = 'closed' AND NEW.status = 'in_progress' AND NEW.reopened <> OLD.reopened + 1"
                ),
            ),
            pgtrigger.Protect(
                name="sent_is_kept", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__number__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.key)


class CaseEvent(models.Model):
    """One line of a case's history. `digest` chains it to the one before, so that no line can be changed, added or lost unseen."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=10, since="the decision"))
    LEDGER: ClassVar = True

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    position = models.PositiveIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    stage = models.CharField(max_length=40, default="", blank=True)
    party = models.BigIntegerField(null=True)
    role = models.CharField(max_length=40)
    detail = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        """Events are numbered without holes within a case and never change."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "position"], name="case_event_position")]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.position} {self.kind}"


class IdempotencyKey(models.Model):
    """A key that a submission carried, with the hash of what it said and the case that it made."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=1, since="the submission"))
    STAYS_BEHIND: ClassVar = {"party_id": "k.key = m.key"}

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=80)
    request = models.BinaryField(max_length=32)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    used_at = models.DateTimeField()

    class Meta:
        """A key says one thing for ever."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key

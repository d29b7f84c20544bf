"""What people say to one another in a case: requests and their answers, messages, internal notes, signatures, a mark."""

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from maarif.engine.cases.models.case import APPEND_ONLY, Case
from maarif.engine.cases.models.turn import Turn
from maarif.engine.cases.types import RequestKind
from maarif.support.parties.types import Keep, Privacy, PrivacyClass

_WITH_THE_CASE = Keep(years=10, since="the decision")


class Request(models.Model):
    """What an officer asks of the applicant; while one is open the clock stands.

    `fields` are the questions that may be corrected, `files` what the applicant sent in answer. `before` and `after` keep what
    was corrected.
    """

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=_WITH_THE_CASE)

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests", db_index=False)
    turn = models.ForeignKey(Turn, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    text = models.TextField()
    fields = ArrayField(models.CharField(max_length=60), default=list)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    answer_by = models.DateField()
    answer = models.TextField(default="", db_default="", blank=True)
    files = ArrayField(models.CharField(max_length=40), default=list)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)

    class Meta:
        """One open request per case; an answered one stays."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(answered_at__isnull=True, lapsed_at__isnull=True), name="request_one_open"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in RequestKind]), name="request_kind_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["case", "id"], name="request_of_case"),
            models.Index(
                fields=["answer_by"],
                condition=Q(answered_at__isnull=True, lapsed_at__isnull=True),
                name="request_by_end",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="answered_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__answered_at__isnull=False) | pgtrigger.Q(old__lapsed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class CaseMessage(models.Model):
    """One message of the thread between applicant and office; `from_office` says whose voice it is."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=_WITH_THE_CASE)
    LEDGER: ClassVar = True

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages", db_index=False)
    at = models.DateTimeField()
    author = models.BigIntegerField()
    from_office = models.BooleanField()
    text = models.TextField()
    files = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        """A message never changes."""

        indexes: ClassVar = [models.Index(fields=["case", "id"], name="message_of_case")]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


class Note(models.Model):
    """An internal note of the office; no applicant ever sees it, so it has a table of its own."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=_WITH_THE_CASE)
    LEDGER: ClassVar = True

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes", db_index=False)
    at = models.DateTimeField()
    author = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        """A note never changes."""

        indexes: ClassVar = [models.Index(fields=["case", "id"], name="note_of_case")]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.case_id} {self.at:%Y-%m-%d}"


class Signature(models.Model):
    """Who else has to sign, a person or an officer of an institution, and what they did."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=_WITH_THE_CASE)

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    code = models.CharField(max_length=40)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("parties.Party", on_delete=models.PROTECT, null=True, related_name="+")
    sign_by = models.DateField()
    signed_by = models.BigIntegerField(null=True)
    signed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    answers = models.CharField(max_length=64)

    class Meta:
        """Somebody in particular has to sign, once, what `answers` (a digest) names; a signature stays."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "code"], name="signature_once"),
            models.CheckConstraint(
                condition=Q(party__isnull=False, institution__isnull=True)
                | Q(party__isnull=True, institution__isnull=False),
                name="signature_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | Q(refused_at__isnull=True), name="signature_one_answer"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="given_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__signed_at__isnull=False) | pgtrigger.Q(old__refused_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"


class Rating(models.Model):
    """How satisfied the applicant was with a closed case: 1 to 5, and a sentence that only the office reads."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=_WITH_THE_CASE)

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="rating")
    mark = models.PositiveSmallIntegerField()
    text = models.TextField(default="", db_default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        """From 1 to 5."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(mark__gte=1, mark__lte=5), name="rating_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.mark}"

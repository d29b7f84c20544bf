"""Tables of the appeals room."""

from typing import ClassVar, Final

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from maarif.sectors.appeals.types import Fate, Sign, Way
from maarif.support.parties.types import Keep, Privacy, PrivacyClass

#: An anonymous appeal that was filed can still be taken up; one that was resolved is over.
MOVES: Final = (
    (Fate.RECEIVED, Fate.LOOKED_INTO),
    (Fate.RECEIVED, Fate.FILED),
    (Fate.FILED, Fate.LOOKED_INTO),
    (Fate.LOOKED_INTO, Fate.RESOLVED),
)
ENDED: Final = (Fate.FILED.value, Fate.RESOLVED.value)
_WRITTEN: Final = (
    "number",
    "code",
    "country",
    "region",
    "language",
    "category",
    "place",
    "sign",
    "text",
    "way",
    "entered_by",
    "received_at",
)


class PublishedAnswer(models.Model):
    """An answer to an appeal told again without its person, for everybody who has the same question.

    It is shown once a second officer has approved it, and not while it is taken down, with a reason. `tokens` are its words, folded in Python.
    """

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=10, since="the answer"))

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=2)
    category = models.CharField(max_length=40)
    question = models.TextField()
    answer = models.TextField()
    tokens = SearchVectorField()
    scope_kind = models.CharField(max_length=11)
    scope = models.CharField(max_length=32)
    proposed_by = models.BigIntegerField()
    proposed_at = models.DateTimeField()
    approved_by = models.BigIntegerField(null=True)
    approved_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)
    taken_down_by = models.BigIntegerField(null=True)
    taken_down_why = models.TextField(default="", db_default="", blank=True)

    class Meta:
        """Two persons are two; one answer of an appeal per language is up at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number", "language"], condition=Q(taken_down_at__isnull=True), name="answer_once_per_language"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="answer_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
                name="answer_two_persons_are_two",
            ),
            models.CheckConstraint(condition=~Q(question="") & ~Q(answer=""), name="answer_says_something"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["tokens"], name="answer_by_words"),
            models.Index(fields=["country", "language", "-approved_at"], name="answer_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.language}"


class AnonymousAppeal(models.Model):
    """An appeal of somebody who gives no name; whoever has the code may see what became of it.

    Nothing of the sender is kept: no party, account or address, and of the code only a hash. `sign` is what the sender says that it tells
    of, `found` what the officer found. `scope_kind` and `scope` are the office that has it.
    """

    PRIVACY: ClassVar = Privacy(
        klass=PrivacyClass.SENSITIVE, keep=Keep(years=5, since="the end of the appeal"), secret=("code",)
    )

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=40, unique=True)
    code = models.BinaryField(max_length=32, unique=True)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    category = models.CharField(max_length=40)
    place = models.BigIntegerField(null=True)
    sign = models.CharField(max_length=10)
    text = models.TextField()
    way = models.CharField(max_length=10)
    entered_by = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    rule_set = models.CharField(max_length=80)
    fate = models.CharField(max_length=12, default=Fate.RECEIVED.value)
    found = models.CharField(max_length=10, default="", blank=True)
    urgent = models.BooleanField()
    due = models.DateField()
    late_told_at = models.DateTimeField(null=True)
    scope_kind = models.CharField(max_length=11)
    scope = models.CharField(max_length=32)
    resolution = models.TextField(default="", blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """What was written stays as it was; the fate moves lawfully; a resolution is published whole or not at all."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(fate__in=[each.value for each in Fate]), name="anonymous_fate_known"),
            models.CheckConstraint(
                condition=Q(sign__in=[each.value for each in Sign], found__in=["", *(each.value for each in Sign)]),
                name="anonymous_signs_known",
            ),
            models.CheckConstraint(condition=Q(way__in=[each.value for each in Way]), name="anonymous_way_known"),
            models.CheckConstraint(
                condition=Q(way=Way.ELECTRONIC.value, entered_by__isnull=True)
                | ~Q(way=Way.ELECTRONIC.value) & Q(entered_by__isnull=False),
                name="anonymous_written_down_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(fate=Fate.RESOLVED.value) & ~Q(resolution="")
                | ~Q(fate=Fate.RESOLVED.value) & Q(resolution=""),
                name="anonymous_resolution_when_resolved",
            ),
            models.CheckConstraint(
                condition=Q(fate__in=ENDED, ended_at__isnull=False) | ~Q(fate__in=ENDED) & Q(ended_at__isnull=True),
                name="anonymous_end_when_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["scope_kind", "scope", "fate", "-urgent", "due", "id"], name="anonymous_of_office"),
            models.Index(fields=["country", "received_at"], name="anonymous_by_receipt"),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="fate_moves_lawfully",
                field="fate",
                transitions=[(before.value, after.value) for before, after in MOVES],
            ),
            pgtrigger.Protect(
                name="writing_stays", operation=pgtrigger.Update, condition=pgtrigger.AnyChange(*_WRITTEN)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AnonymousStep(models.Model):
    """What was done with an anonymous appeal, by which officer; `party` is None for the sender and for time."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=5, since="the end of the appeal"))
    LEDGER: ClassVar = True

    id = models.BigAutoField(primary_key=True)
    appeal = models.ForeignKey(AnonymousAppeal, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    party = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    class Meta:
        """A line never changes."""

        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.appeal_id} {self.kind}"

"""Tables of the appeals room."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from maarif.support.parties.types import Keep, Privacy, PrivacyClass


class PublishedAnswer(models.Model):
    """An answer to an appeal told again without its person, for everybody who has the same question.

    It is shown once a second officer has approved it. `tokens` are its words, folded in Python.
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

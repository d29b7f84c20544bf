"""Tables of issued documents: the snapshot that was signed, its revocation, its renderings, and two kinds of counters."""

from typing import ClassVar, Final

import pgtrigger
from django.db import models
from django.db.models.functions import Now

from maarif.support.documents.types import RevocationReason
from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass

NEVER_CHANGED: Final = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Document(models.Model):
    """One issued document as it was signed; only its holder's number may move, when two records of one person are merged.

    `public_id` is unguessable and opens the document; `number` is for people to quote and opens nothing. `snapshot` is the
    canonical text whose SHA-256 is `digest`; the other columns repeat parts of it for the queries.
    """

    PRIVACY: ClassVar = Privacy(
        klass=PrivacyClass.PERSONAL, keep=FOR_EVER, secret=("public_id", "token", "snapshot", "holder_birth_date")
    )
    LEDGER: ClassVar = True
    MOVABLE: ClassVar = ("holder_id",)

    id = models.BigAutoField(primary_key=True)
    public_id = models.CharField(max_length=33, unique=True)
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=80)
    holder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", null=True)
    holder_birth_date = models.DateField()
    country = models.CharField(max_length=2)
    language = models.CharField(max_length=2)
    issued_at = models.DateTimeField(db_default=Now())
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    case_number = models.CharField(max_length=40, db_default="")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, related_name="replaced_by", null=True)
    paper = models.CharField(max_length=160)
    snapshot = models.TextField()
    digest = models.BinaryField(max_length=32)
    token = models.TextField()
    key_id = models.CharField(max_length=40)

    class Meta:
        """A snapshot never changes, and is not valid until a day before it was issued."""

        indexes: ClassVar = [models.Index(fields=["holder", "-id"], name="document_of_holder")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("issued_on")),
                name="document_valid_after_issue",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_holder_moves",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["holder"]),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Revocation(models.Model):
    """That a document is revoked: since when, by whom and why; for ever. `note` is for officials alone."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=FOR_EVER, secret=("note",))
    LEDGER: ClassVar = True

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="revocation")
    revoked_at = models.DateTimeField(db_default=Now())
    revoked_on = models.DateField()
    by_party = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=20)
    note = models.TextField(default="", db_default="", blank=True)

    class Meta:
        """A reason of the list is always given."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(reason__in=[reason.value for reason in RevocationReason]),
                name="revocation_reason_known",
            )
        ]
        triggers: ClassVar = [NEVER_CHANGED]

    def __str__(self) -> str:
        return f"revocation of {self.document_id}"


class Rendering(models.Model):
    """The signed PDF of a document in one language, kept so that everybody downloads the same bytes; may be made anew."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=1, since="it was made"), secret=("pdf",))

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="renderings")
    language = models.CharField(max_length=2)
    pdf = models.BinaryField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        """One rendering per document and language: whoever comes second takes the first one's."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "language"], name="rendering_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.language}"


class Registration(models.Model):
    """How many documents were numbered in one series (country and abbreviated kind) of one year."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=FOR_EVER)

    id = models.BigAutoField(primary_key=True)
    series = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    taken = models.BigIntegerField()

    class Meta:
        """One count per series and year."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["series", "year"], name="registration_series_year")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.taken}"

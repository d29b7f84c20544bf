"""The table of files that people sent in: what they are, whose, where their content lies, and what the checks found."""

from typing import ClassVar, Final

import pgtrigger
from django.db import models
from django.db.models import Q

from maarif.support.files.types import LIVE, Scan, State
from maarif.support.parties.types import Keep, Privacy, PrivacyClass

_FIXED: Final = (
    "public_id",
    "folder",
    "question",
    "name",
    "state",
    "format",
    "pages",
    "size",
    "digest",
    "place",
    "scan",
    "kept_at",
)


def _changes_kept() -> pgtrigger.Condition:
    """Holds when a kept file changes in anything but whose it is (two records of one person may be merged)."""
    changes = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in _FIXED)
    return pgtrigger.Condition(f"OLD.kept_at IS NOT NULL AND ({changes})")


class File(models.Model):
    """One file of one question; `folder` names what it belongs to (a case, by its key), `place` its content on the disk.

    `received_digest` is the SHA-256 of what was sent, `digest` of what is kept after cleaning. `kept_at` fixes it for good.
    """

    PRIVACY: ClassVar = Privacy(
        klass=PrivacyClass.SENSITIVE,
        keep=Keep(years=10, since="the decision (a draft's: until it ends)"),
        secret=("public_id", "name", "place"),
    )
    MOVABLE: ClassVar = ("owner_id", "subject_id")

    id = models.BigAutoField(primary_key=True)
    public_id = models.CharField(max_length=32, unique=True)
    folder = models.CharField(max_length=80)
    question = models.CharField(max_length=60)
    owner = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=160)
    state = models.CharField(max_length=10, default=State.RECEIVED.value)
    fault = models.CharField(max_length=20, default="", blank=True)
    format = models.CharField(max_length=10, default="", blank=True)
    pages = models.IntegerField(null=True)
    size = models.BigIntegerField()
    received_digest = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32, null=True)
    place = models.CharField(max_length=40, default="", blank=True)
    scan = models.CharField(max_length=12, default=Scan.NOT_SCANNED.value)
    limits = models.JSONField()
    received_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)

    class Meta:
        """A file is once in a question; only a clean one is kept; a kept one changes no more."""

        indexes: ClassVar = [
            models.Index(fields=["folder", "question"], name="file_of_folder"),
            models.Index(fields=["expires_at"], condition=Q(kept_at__isnull=True), name="file_expiring"),
            models.Index(fields=["owner", "-received_at"], name="file_of_owner"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["folder", "question", "received_digest"],
                condition=Q(state__in=[state.value for state in LIVE]),
                name="file_once_per_question",
            ),
            models.CheckConstraint(
                condition=~Q(state="clean") | (Q(digest__isnull=False) & ~Q(place="") & ~Q(format="")),
                name="file_clean_has_content",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (Q(place="") & ~Q(fault="")), name="file_refused_why"
            ),
            models.CheckConstraint(condition=Q(kept_at__isnull=True) | Q(state="clean"), name="file_kept_is_clean"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="kept_stays", operation=pgtrigger.Delete, condition=pgtrigger.Q(old__kept_at__isnull=False)
            ),
            pgtrigger.Protect(name="kept_is_fixed", operation=pgtrigger.Update, condition=_changes_kept()),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.state}"

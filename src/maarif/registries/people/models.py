"""People, who stands for whom, and pairs of records that may be one person."""

from typing import ClassVar, Final

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from maarif.registries.people.rules import ADULT_AGE, PARENT_GAP
from maarif.registries.people.types import CandidateStatus, GuardianshipKind, Sex
from maarif.support.parties.history import PartyKindMatches, SourcedRow, same, with_history
from maarif.support.parties.types import FOR_EVER, Keep, PartyKind, Privacy, PrivacyClass

CURRENT_DATE: Final = models.Func(template="CURRENT_DATE", output_field=models.DateField())
PERSON_KEEP: Final = Keep(years=75, since="the last enrolment or employment of the person ended")


@with_history
class Person(SourcedRow):
    """One person, named as in the identity document; the personal number is sealed and found by a keyed hash."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=PERSON_KEEP, secret=("number_hash", "number_cipher"))

    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, primary_key=True, related_name="+")
    country = models.CharField(max_length=2)
    family_name = models.TextField()
    given_name = models.TextField()
    patronymic = models.TextField(blank=True, default="", db_default="")
    sort_key = models.TextField(db_collation="C")
    search_key = models.TextField(db_collation="C")
    birth_date = models.DateField(null=True)
    death_date = models.DateField(null=True)
    departed_on = models.DateField(null=True)
    sex = models.CharField(max_length=6, blank=True, default="", db_default="")
    number_kind = models.CharField(max_length=3, blank=True, default="", db_default="")
    number_hash = models.BinaryField(null=True)
    number_cipher = models.BinaryField(null=True)
    number_tail = models.TextField(blank=True, default="", db_default="")
    citizenship = models.CharField(max_length=2, blank=True, default="", db_default="")
    region_code = models.CharField(max_length=6, blank=True, default="", db_default="")
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        """A number belongs to one person and is stored whole or not at all; dates are real; nobody merges into oneself."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number_hash"], name="person_number_once"),
            models.CheckConstraint(
                condition=Q(number_kind="", number_hash=None, number_cipher=None, number_tail="")
                | (
                    Q(number_kind__in=["fin", "iin", "pin"], number_hash__isnull=False, number_cipher__isnull=False)
                    & ~Q(number_tail="")
                ),
                name="person_number_whole_or_absent",
            ),
            models.CheckConstraint(condition=~Q(family_name="", given_name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(birth_date=None) | Q(birth_date__gte="1880-01-01", birth_date__lte=CURRENT_DATE + 1),
                name="person_birth_date_real",
            ),
            models.CheckConstraint(
                condition=Q(death_date=None)
                | Q(birth_date=None, death_date__lte=CURRENT_DATE + 1)
                | Q(death_date__gte=F("birth_date"), death_date__lte=CURRENT_DATE + 1),
                name="person_death_after_birth",
            ),
            models.CheckConstraint(condition=Q(sex__in=[sex.value for sex in Sex]), name="person_sex_known"),
            models.CheckConstraint(condition=Q(country__regex="^[a-z]{2}$"), name="person_country_code"),
            models.CheckConstraint(condition=Q(citizenship__regex="^([a-z]{2})?$"), name="person_citizenship_code"),
            models.CheckConstraint(
                condition=Q(region_code__regex="^([A-Z]{2}-[A-Z0-9]{1,3})?$"), name="person_region_code"
            ),
            models.CheckConstraint(
                condition=Q(language__in=["", "az", "ru", "kk", "ky", "en"]), name="person_language_known"
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("party")), name="person_not_merged_into_self"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["search_key", "birth_date"], name="person_by_search_key"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="person_merged"),
        ]
        triggers: ClassVar = [PartyKindMatches(PartyKind.PERSON)]

    def __str__(self) -> str:
        return f"person {self.pk}"


@with_history
class FormerName(SourcedRow):
    """A name that a person bore until a day; people are found by it still."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=PERSON_KEEP)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    family_name = models.TextField()
    given_name = models.TextField()
    patronymic = models.TextField(blank=True, default="", db_default="")
    search_key = models.TextField(db_collation="C")
    until = models.DateField()
    document = models.TextField()
    reason = models.TextField(blank=True, default="", db_default="")

    class Meta:
        """A change of name has a document; nobody changes it twice from one day."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "until"], name="former_name_once_a_day"),
            models.CheckConstraint(condition=~Q(document=""), name="former_name_has_a_document"),
        ]
        indexes: ClassVar = [models.Index(fields=["search_key"], name="former_name_by_search_key")]

    def __str__(self) -> str:
        return f"former name {self.pk}"


class GuardianOldEnough(pgtrigger.Composer):
    """Refuses a guardian who is not an adult when the bond begins; a parent by birth need only be old enough to be one."""

    when = pgtrigger.After
    level = pgtrigger.Statement

    def get_func(self, model: models.Model) -> str:
        """Looks at the new rows of the statement together with both birth dates."""
        return f"""
            IF EXISTS (
                SELECT 1 FROM new_values
                JOIN people_person guardian ON guardian.party_id = new_values.guardian_id
                JOIN people_person ward ON ward.party_id = new_values.ward_id
                WHERE CASE WHEN new_values.kind IN ('mother', 'father')
                    THEN guardian.birth_date + interval '{PARENT_GAP} years' > ward.birth_date
                    ELSE guardian.birth_date + interval '{ADULT_AGE} years' > lower(new_values.period)
                END
            ) THEN
                RAISE EXCEPTION 'A guardian is too young'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'guardianship_guardian_old_enough';
            END IF;
            RETURN NULL;
        """  # noqa: S608 - constants of this module, no input


@with_history
class Guardianship(SourcedRow):
    """Somebody stands for a child, by a right, from a day on; the law ends it at the ward's majority by itself."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.SENSITIVE, keep=PERSON_KEEP)
    STAYS_BEHIND: ClassVar = {
        "guardian_id": "k.ward_id = m.ward_id AND k.kind = m.kind AND k.period @> m.period",
        "ward_id": "k.guardian_id = m.guardian_id AND k.kind = m.kind AND k.period @> m.period",
    }

    guardian = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ward = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    period = DateRangeField()

    class Meta:
        """One bond per pair at a time; nobody is one's own guardian; the period has a first day."""

        constraints: ClassVar = [
            ExclusionConstraint(
                name="guardianship_one_per_pair_at_a_time",
                expressions=[same("guardian_id", "ward_id")],
            ),
            models.CheckConstraint(condition=~Q(guardian=F("ward")), name="guardianship_of_another"),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="guardianship_period_begins"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in GuardianshipKind]), name="guardianship_kind_known"
            ),
        ]
        triggers: ClassVar = [
            GuardianOldEnough(name="old_enough_on_insert", operation=pgtrigger.Insert, level=pgtrigger.Statement),
            GuardianOldEnough(name="old_enough_on_update", operation=pgtrigger.Update, level=pgtrigger.Statement),
        ]

    def __str__(self) -> str:
        return f"guardianship {self.pk}"


class DuplicateCandidate(models.Model):
    """Two records that may be one person, waiting for a human decision or decided."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=10, since="the decision"))

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    score = models.SmallIntegerField()
    reasons = models.JSONField()
    status = models.CharField(max_length=9, default=CandidateStatus.OPEN.value)
    found_at = models.DateTimeField(db_default=Now())
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True, default="")

    class Meta:
        """A pair is written once, smaller number first; a decided pair says when."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="candidate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="candidate_pair_ordered"),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=100), name="candidate_score_percent"),
            models.CheckConstraint(
                condition=Q(status="open", decided_at=None)
                | Q(status__in=["same", "different"], decided_at__isnull=False),
                name="candidate_decided_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-score", "id"], condition=Q(status="open"), name="candidate_open_by_score")
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"


class Merge(models.Model):
    """One record was taken into another; the snapshot lists every reference that moved, so that it can be undone exactly."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=FOR_EVER)

    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    candidate = models.ForeignKey(DuplicateCandidate, null=True, on_delete=models.PROTECT, related_name="+")
    snapshot = models.JSONField()
    reason = models.TextField()
    merged_at = models.DateTimeField(db_default=Now())
    merged_by = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A record is in one other at a time; a merge has a reason; what happened stays as it was written."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["merged"], condition=Q(undone_at=None), name="merge_into_one"),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="merge_of_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="merge_has_reason"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="merge_stays_written", exclude=["undone_at", "undone_by"]),
            pgtrigger.Protect(name="merge_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"

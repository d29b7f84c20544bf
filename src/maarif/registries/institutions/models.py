"""Regions of ISO 3166-2 and institutions of every kind."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from maarif.registries.institutions.types import InstitutionKind, Ownership
from maarif.support.parties.history import PartyKindMatches, SourcedRow, with_history
from maarif.support.parties.types import FOR_EVER, PartyKind, Privacy, PrivacyClass

LANGUAGES: Final = ["az", "ru", "kk", "ky", "en"]


class Region(models.Model):
    """A region of a country, named in five languages; the countries' data fills this table."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PUBLIC, keep=FOR_EVER)

    code = models.CharField(max_length=6, primary_key=True)
    country = models.CharField(max_length=2)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.TextField()
    names = models.JSONField()

    class Meta:
        """The code is of ISO 3166-2 and begins with the country's; no name is missing."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex="^[A-Z]{2}-[A-Z0-9]{1,3}$"), name="region_code_iso"),
            models.CheckConstraint(condition=Q(country__regex="^[a-z]{2}$"), name="region_country_code"),
            models.CheckConstraint(condition=Q(names__has_keys=LANGUAGES), name="region_named_in_five"),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("code")), name="region_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.code


@with_history
class Institution(SourcedRow):
    """One institution; `name` is the official one, `names` whatever other languages have."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PUBLIC, keep=FOR_EVER)

    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, primary_key=True, related_name="+")
    country = models.CharField(max_length=2)
    kind = models.CharField(max_length=13)
    name = models.TextField()
    names = models.JSONField(default=dict, db_default={})
    sort_key = models.TextField(db_collation="C")
    search_key = models.TextField(db_collation="C")
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    languages = ArrayField(models.CharField(max_length=2), default=list, db_default=[])
    capacity = models.IntegerField(null=True)
    shifts = models.SmallIntegerField(default=1, db_default=1)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    ownership = models.CharField(max_length=9, blank=True, default="", db_default="")
    registration_number = models.TextField(blank=True, default="", db_default="")
    address = models.TextField(blank=True, default="", db_default="")
    phone = models.TextField(blank=True, default="", db_default="")
    email = models.TextField(blank=True, default="", db_default="")
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)
    accredited_until = models.DateField(null=True)

    class Meta:
        """Kinds and ownership are known, figures possible, a place has both coordinates, nothing closes before it opens."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in InstitutionKind]), name="institution_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(ownership__in=[kind.value for kind in Ownership]), name="institution_ownership_known"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="institution_has_a_name"),
            models.CheckConstraint(condition=Q(country__regex="^[a-z]{2}$"), name="institution_country_code"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=0), name="institution_capacity"),
            models.CheckConstraint(condition=Q(shifts__gte=1, shifts__lte=3), name="institution_shifts"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__isnull=False,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="institution_place_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(opened=None) | Q(closed=None) | Q(closed__gte=F("opened")),
                name="institution_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("party")), name="institution_not_its_own_parent"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["country", "kind", "sort_key"], name="institution_by_kind"),
            models.Index(fields=["search_key"], name="institution_by_search_key"),
        ]
        triggers: ClassVar = [PartyKindMatches(PartyKind.INSTITUTION)]

    def __str__(self) -> str:
        return f"institution {self.pk}"

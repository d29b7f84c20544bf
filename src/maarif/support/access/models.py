"""Tables of the access room: roles with a scope and dates, consents, tokens of programs, and counts that limit."""

from typing import ClassVar, Final

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Now

from maarif.support.access.types import OFFICIAL_ROLES, RecordPart, ScopeKind, TokenScope
from maarif.support.parties.history import with_history
from maarif.support.parties.types import Keep, Privacy, PrivacyClass

# The embedded PostgreSQL has no btree_gist, so equality is said as an overlap of one-point ranges of numbers.
_POINT: Final = "int8range({0}, {0}, '[]')"
_PARTY: Final = models.Func(models.F("party"), template=_POINT.format("%(expressions)s"))
_OFFICE: Final = models.Func(
    *map(models.F, ("role", "scope_kind", "scope")),
    arg_joiner=" || '|' || ",  # named in this order, as the migration has it: Django compares orders too
    template=_POINT.format("hashtext(%(expressions)s)"),
)


@with_history
class RoleAssignment(models.Model):
    """A role that a person holds in one scope for a period (its end, when known, is excluded)."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=10, since="the end of the role"))
    STAYS_BEHIND: ClassVar = {
        "party_id": "k.role = m.role AND k.scope_kind = m.scope_kind AND k.scope = m.scope AND k.period @> m.period"
    }

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16)
    scope_kind = models.CharField(max_length=11)
    scope = models.CharField(max_length=32)
    period = DateRangeField()
    granted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Known roles and scopes only; the same role in the same scope never twice at a time."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(role.value for role in OFFICIAL_ROLES)), name="role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(scope_kind__in=sorted(kind.value for kind in ScopeKind)),
                name="role_scope_kind_known",
            ),
            models.CheckConstraint(condition=~models.Q(scope=""), name="role_scope_given"),
            models.CheckConstraint(
                condition=models.Q(period__isempty=False) & models.Q(period__startswith__isnull=False),
                name="role_period_begins",
            ),
            ExclusionConstraint(
                name="role_once_at_a_time",
                expressions=[
                    (_PARTY, RangeOperators.OVERLAPS),
                    (_OFFICE, RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["scope_kind", "scope", "role"], name="role_by_scope")]

    def __str__(self) -> str:
        return f"{self.role} of {self.scope_kind} {self.scope}"


@with_history
class StandIn(models.Model):
    """Who does an absent official's work in one office for a period: sees and decides what the absent one has claimed."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=10, since="the end of the absence"))

    absent = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    stand_in = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=16)
    scope_kind = models.CharField(max_length=11)
    scope = models.CharField(max_length=32)
    period = DateRangeField()
    appointed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """Nobody stands in for oneself; an absence has both ends."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(absent=models.F("stand_in")), name="stand_in_another"),
            models.CheckConstraint(
                condition=models.Q(period__isempty=False)
                & models.Q(period__startswith__isnull=False)
                & models.Q(period__endswith__isnull=False),
                name="stand_in_period_ends",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["stand_in", "scope_kind", "scope"], name="stand_in_by_office"),
            models.Index(fields=["absent", "scope_kind", "scope"], name="stand_in_of_absent"),
        ]

    def __str__(self) -> str:
        return f"{self.stand_in_id} for {self.absent_id}"


@with_history
class Consent(models.Model):
    """Somebody lets another see parts of the record, for a purpose and a period, until it is taken back."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=10, since="the end of the consent"))

    subject = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=200)
    parts = ArrayField(models.CharField(max_length=16))
    period = DateRangeField()
    case = models.CharField(max_length=40)
    given_at = models.DateTimeField(db_default=Now(), editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A consent says what, why and until when, and is for somebody else."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(parts__contained_by=sorted(part.value for part in RecordPart))
                & models.Q(parts__len__gt=0),
                name="consent_parts_known",
            ),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="consent_says_why"),
            models.CheckConstraint(condition=~models.Q(subject=models.F("body")), name="consent_to_another"),
            models.CheckConstraint(
                condition=models.Q(period__isempty=False)
                & models.Q(period__startswith__isnull=False)
                & models.Q(period__endswith__isnull=False),
                name="consent_period_ends",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject"], name="consent_by_subject"),
            models.Index(fields=["body"], name="consent_by_body"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} to {self.body_id}"


class ApiToken(models.Model):
    """A token by which a program acts for a person: only the digest of its secret is kept."""

    PRIVACY: ClassVar = Privacy(
        klass=PrivacyClass.PERSONAL, keep=Keep(years=1, since="the token's end"), secret=("digest",)
    )

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    account = models.BigIntegerField()
    name = models.CharField(max_length=80)
    hint = models.CharField(max_length=12)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=24))
    language = models.CharField(max_length=2, default="az")
    issued_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A token has a name, at least one known scope, and an end."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(scopes__contained_by=sorted(scope.value for scope in TokenScope))
                & models.Q(scopes__len__gt=0),
                name="token_scopes_known",
            ),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("issued_at")), name="token_ends"),
            models.CheckConstraint(condition=~models.Q(name=""), name="token_named"),
        ]
        indexes: ClassVar = [models.Index(fields=["party"], name="token_by_party")]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}...)"


class LookBudget(models.Model):
    """How many records an official has opened on one day: the limit is kept where the count is."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=1, since="the day"))
    STAYS_BEHIND: ClassVar = {"party_id": "k.day = m.day"}

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    taken = models.PositiveIntegerField()

    class Meta:
        """One count per official and day."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "day"], name="look_budget_party_day")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.day}: {self.taken}"


class ExportBudget(models.Model):
    """How many rows of lists an official has saved on one day."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=1, since="the day"))
    STAYS_BEHIND: ClassVar = {"party_id": "k.day = m.day"}

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    taken = models.PositiveIntegerField()

    class Meta:
        """One count per official and day."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "day"], name="export_budget_party_day")]

    def __str__(self) -> str:
        return f"{self.party_id} {self.day}: {self.taken}"


class Knock(models.Model):
    """How often somebody knocked at a public door in one window of time: an address (as a keyed hash) or everybody."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=0, since="the window's end"))

    id = models.BigAutoField(primary_key=True)
    asker = models.BinaryField(max_length=16)
    window = models.BigIntegerField()
    asked = models.IntegerField()

    class Meta:
        """One count per asker and window."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["asker", "window"], name="knock_asker_window")]

    def __str__(self) -> str:
        return f"{self.window}: {self.asked}"

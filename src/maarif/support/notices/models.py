"""Tables of the notices room: messages of the cabinet, their copies on the way, reminders, chosen channels and carriers' circuits."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now

from maarif.support.notices.types import DeliveryChannel, DeliveryStatus
from maarif.support.parties.types import Keep, Privacy, PrivacyClass


class Message(models.Model):
    """What the platform told one party, in five languages."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=5, since="the message"))
    STAYS_BEHIND: ClassVar = {"party_id": "k.key = m.key"}

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=48)
    subject = models.JSONField()
    body = models.JSONField()
    link = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=120)
    sent_at = models.DateTimeField(db_default=Now(), editable=False)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A key is said to a party once; the inbox is read newest first, and the unread are counted by an index of their own."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "key"], name="message_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="message_key_given"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["party", "-id"], name="message_inbox"),
            models.Index(fields=["party"], condition=models.Q(read_at=None), name="message_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class Delivery(models.Model):
    """One letter or text message.

    `name` is what the world knows it by, the same at every attempt. `code` says that its words hold a one-time code and are
    forgotten once sent, `at_night` that it need not wait for the morning. `carrier` has taken it, or may have: a text message
    goes to no other then. `claimed_until` keeps two workers from the same delivery, `attempts` says whose turn it is.
    """

    PRIVACY: ClassVar = Privacy(
        klass=PrivacyClass.PERSONAL,
        keep=Keep(years=1, since="the sending"),
        secret=("address", "subject", "plain", "html", "last_error"),
    )

    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    name = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    channel = models.CharField(max_length=5)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200, blank=True, default="")
    plain = models.TextField()
    html = models.TextField(blank=True, default="")
    code = models.BooleanField(default=False)
    at_night = models.BooleanField(default=True, db_default=True)
    key = models.CharField(max_length=160, unique=True)
    status = models.CharField(max_length=9, default="waiting")
    carrier = models.CharField(max_length=120, blank=True, default="", db_default="")
    attempts = models.SmallIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Known channels and states only; sent is sent at some time, and what has ended ended at some time."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(channel__in=sorted(one.value for one in DeliveryChannel)),
                name="delivery_channel_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=sorted(one.value for one in DeliveryStatus)), name="delivery_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["sent", "delivered"], sent_at__isnull=False)
                | models.Q(status__in=["waiting", "given_up"], sent_at=None)
                | models.Q(status="bounced"),
                name="delivery_sent_at_some_time",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["waiting", "sent"], ended_at=None)
                | models.Q(status__in=["delivered", "bounced", "given_up"], ended_at__isnull=False),
                name="delivery_ended_at_some_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=models.Q(status="waiting"), name="delivery_waiting"),
            models.Index(
                fields=["ended_at"], condition=models.Q(status__in=["bounced", "given_up"]), name="delivery_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Reminder(models.Model):
    """A notice for a later day: told at `at` unless it is cancelled before, and not after `until`; moved, it is told anew."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=1, since="the day it was for"))
    STAYS_BEHIND: ClassVar = {"party_id": "k.key = m.key"}

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=48)
    subject = models.JSONField()
    body = models.JSONField()
    link = models.CharField(max_length=200, blank=True, default="")
    key = models.CharField(max_length=90)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One per party and key; those to come are found by their time, all of one affair by their key."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "key"], name="reminder_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="reminder_key_given"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=models.Q(told_at=None), name="reminder_to_come"),
            models.Index(fields=["key"], name="reminder_key"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"


class ChannelChoice(models.Model):
    """Which copies a party wishes, by topic; without a row: e-mail of every topic, text messages of none."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=3, since="the last sign-in"))
    STAYS_BEHIND: ClassVar = {"party_id": "true"}

    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, primary_key=True, related_name="+")
    email = ArrayField(models.CharField(max_length=16), default=list)
    sms = ArrayField(models.CharField(max_length=16), default=list)

    def __str__(self) -> str:
        return f"channels of {self.pk}"


class Circuit(models.Model):
    """What all workers know of a mail server or gateway: failures in a row, and until when it is left alone."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=0, since="its next success"))

    carrier = models.CharField(max_length=120, primary_key=True)
    failures = models.IntegerField(default=0)
    open_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.carrier

"""Tables of the notices room: messages of the cabinet, their copies on the way, and the channels people chose."""

from typing import ClassVar

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
    """One letter or text message; `code` says whether its words hold a one-time code and are forgotten once sent."""

    PRIVACY: ClassVar = Privacy(
        klass=PrivacyClass.PERSONAL,
        keep=Keep(years=1, since="the sending"),
        secret=("address", "subject", "plain", "html"),
    )

    message = models.ForeignKey(Message, on_delete=models.PROTECT, null=True, blank=True, related_name="deliveries")
    channel = models.CharField(max_length=5)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200, blank=True, default="")
    plain = models.TextField()
    html = models.TextField(blank=True, default="")
    code = models.BooleanField(default=False)
    key = models.CharField(max_length=160, unique=True)
    status = models.CharField(max_length=8, default="waiting")
    attempts = models.SmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Known channels and states only; sent is sent at some time."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(channel__in=sorted(one.value for one in DeliveryChannel)),
                name="delivery_channel_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=sorted(one.value for one in DeliveryStatus)), name="delivery_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status="sent", sent_at__isnull=False)
                | (~models.Q(status="sent") & models.Q(sent_at=None)),
                name="delivery_sent_at_some_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], condition=models.Q(status="waiting"), name="delivery_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class ChannelChoice(models.Model):
    """Which copies a party wishes; without a row: e-mail yes, text messages no."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=3, since="the last sign-in"))
    STAYS_BEHIND: ClassVar = {"party_id": "true"}

    party = models.OneToOneField("parties.Party", on_delete=models.PROTECT, primary_key=True, related_name="+")
    email = models.BooleanField(default=True)
    sms = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"channels of {self.pk}"

"""Topics to choose, reminders, circuits, and how far a delivery is."""

import django.contrib.postgres.fields
import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

ALL = "ARRAY['news', 'deadlines', 'documents']::varchar(16)[]"
NONE = "ARRAY[]::varchar(16)[]"
TOPICS = "ALTER TABLE notices_channelchoice " + ", ".join(
    f"ALTER COLUMN {name} TYPE varchar(16)[] USING CASE WHEN {name} THEN {ALL} ELSE {NONE} END" for name in ("email", "sms")
)
SWITCHES = "ALTER TABLE notices_channelchoice " + ", ".join(
    f"ALTER COLUMN {name} TYPE boolean USING cardinality({name}) > 0" for name in ("email", "sms")
)


def topics():
    return django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)


class Migration(migrations.Migration):

    dependencies = [("notices", "0001_initial"), ("parties", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql=TOPICS,
            reverse_sql=SWITCHES,
            state_operations=[
                migrations.AlterField(model_name="channelchoice", name="email", field=topics()),
                migrations.AlterField(model_name="channelchoice", name="sms", field=topics()),
            ],
        ),
        migrations.CreateModel(
            name="Circuit",
            fields=[
                ("carrier", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("failures", models.IntegerField(default=0)),
                ("open_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=48)),
                ("subject", models.JSONField()),
                ("body", models.JSONField()),
                ("link", models.CharField(blank=True, default="", max_length=200)),
                ("key", models.CharField(max_length=90)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("told_at", None)), fields=["at"], name="reminder_to_come"),
                    models.Index(fields=["key"], name="reminder_key"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("party", "key"), name="reminder_once"),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="reminder_key_given"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="delivery", name="delivery_sent_at_some_time"),
        migrations.RemoveConstraint(model_name="delivery", name="delivery_status_known"),
        migrations.AlterField(
            model_name="delivery", name="status", field=models.CharField(default="waiting", max_length=9)
        ),
        migrations.AddField(
            model_name="delivery",
            name="name",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(), editable=False, unique=True
            ),
        ),
        migrations.AddField(
            model_name="delivery", name="at_night", field=models.BooleanField(db_default=True, default=True)
        ),
        migrations.AddField(
            model_name="delivery",
            name="carrier",
            field=models.CharField(blank=True, db_default="", default="", max_length=120),
        ),
        migrations.AddField(
            model_name="delivery", name="claimed_until", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(model_name="delivery", name="ended_at", field=models.DateTimeField(blank=True, null=True)),
        migrations.RunSQL(
            sql="UPDATE notices_delivery SET ended_at = created_at WHERE status = 'given_up'",
            reverse_sql="UPDATE notices_delivery SET status = CASE status WHEN 'delivered' THEN 'sent' ELSE 'given_up' END, "
            "sent_at = CASE status WHEN 'delivered' THEN sent_at END WHERE status IN ('delivered', 'bounced')",
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("status__in", ["bounced", "given_up"])), fields=["ended_at"], name="delivery_failed"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["bounced", "delivered", "given_up", "sent", "waiting"])),
                name="delivery_status_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", False), ("status__in", ["sent", "delivered"])),
                    models.Q(("sent_at", None), ("status__in", ["waiting", "given_up"])),
                    ("status", "bounced"),
                    _connector="OR",
                ),
                name="delivery_sent_at_some_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at", None), ("status__in", ["waiting", "sent"])),
                    models.Q(("ended_at__isnull", False), ("status__in", ["delivered", "bounced", "given_up"])),
                    _connector="OR",
                ),
                name="delivery_ended_at_some_time",
            ),
        ),
    ]

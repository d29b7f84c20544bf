"""Makes the tables of the cases room, their constraints and triggers, and the sequence of case numbers."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('parties', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL('CREATE SEQUENCE cases_number', 'DROP SEQUENCE cases_number'),
        migrations.CreateModel(
            name='FrozenDeclaration',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('service', models.CharField(max_length=80)),
                ('body', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80)),
                ('request', models.BinaryField(max_length=32)),
                ('used_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('service', models.CharField(max_length=80)),
                ('country', models.CharField(max_length=2)),
                ('language', models.CharField(max_length=2)),
                ('status', models.CharField(default='draft', max_length=20)),
                ('stage', models.CharField(blank=True, default='', max_length=40)),
                ('answers', models.JSONField(default=dict)),
                ('place', models.CharField(blank=True, default='', max_length=60)),
                ('started_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('number', models.CharField(max_length=40, null=True, unique=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('due', models.DateField(null=True)),
                ('deadline', models.JSONField(null=True)),
                ('rule_set', models.CharField(blank=True, default='', max_length=80)),
                ('outcome', models.CharField(blank=True, default='', max_length=40)),
                ('grants', models.BooleanField(null=True)),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, size=None)),
                ('facts', models.JSONField(null=True)),
                ('documents', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('decided_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('party', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('subject', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('declaration', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.frozendeclaration')),
            ],
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=20)),
                ('stage', models.CharField(blank=True, default='', max_length=40)),
                ('party', models.BigIntegerField(null=True)),
                ('role', models.CharField(max_length=40)),
                ('detail', models.JSONField(default=dict)),
                ('previous', models.BinaryField(max_length=32)),
                ('digest', models.BinaryField(max_length=32)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.case')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='frozendeclaration',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='428520a4e79d0aa3bee26abd7ab1d3c2beeb4f4d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_94290', table='cases_frozendeclaration', when='BEFORE')),
        ),
        migrations.AddField(
            model_name='idempotencykey',
            name='case',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='idempotencykey',
            name='party',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party'),
        ),
        migrations.AddConstraint(
            model_name='caseevent',
            constraint=models.UniqueConstraint(fields=('case', 'position'), name='case_event_position'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='65b17c5dc231aae95e4a5d286bcd92a634f3ebd3', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_320b9', table='cases_caseevent', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['party', '-id'], name='case_of_party'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['subject', '-id'], name='case_of_subject'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('status', 'draft')), fields=['expires_at'], name='case_drafts_by_expiry'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('number__isnull', False)), fields=['service', 'submitted_at'], name='case_of_service'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('party', 'subject', 'service'), name='case_one_open_draft'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'in_progress', 'waiting_applicant', 'waiting_body', 'decided', 'closed', 'withdrawn', 'expired'])), name='case_status_known'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('status__in', ['draft', 'expired']), ('submitted_at__isnull', True)), ('status', 'withdrawn'), models.Q(('declaration__isnull', False), ('due__isnull', False), ('number__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='case_number_when_sent'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('status__in', ['decided', 'closed']), models.Q(('outcome', ''), _negated=True), ('grants__isnull', False)), models.Q(('status__in', ['decided', 'closed']), _negated=True), _connector='OR'), name='case_outcome_when_decided'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='status_moves_lawfully', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."status", \':\', NEW."status") = ANY(\'{draft:submitted,draft:withdrawn,draft:expired,submitted:in_progress,submitted:decided,submitted:withdrawn,in_progress:waiting_applicant,in_progress:waiting_body,in_progress:decided,in_progress:withdrawn,waiting_applicant:in_progress,waiting_applicant:decided,waiting_applicant:withdrawn,waiting_body:in_progress,waiting_body:withdrawn,decided:closed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."status" IS DISTINCT FROM NEW."status") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "status" from "%" to "%" on table %\', OLD."status", NEW."status", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='e4d16928d2f3dfdf8a11716072aeaa6da4ebd767', operation='UPDATE', pgid='pgtrigger_status_moves_lawfully_2fde7', table='cases_case', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='begins_as_draft', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."status" IS DISTINCT FROM \'draft\')', func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;", hash='ef75824cd7ebc60f984260df223cd44481a19296', operation='INSERT', pgid='pgtrigger_begins_as_draft_2b90c', table='cases_case', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='identity_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."country" IS DISTINCT FROM (NEW."country") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."service" IS DISTINCT FROM (NEW."service") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2de91475baae2a7d42e936fa0c081017147eb8f6', operation='UPDATE', pgid='pgtrigger_identity_stays_e7ca3', table='cases_case', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='sent_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.status <> \'draft\' AND (OLD."answers" IS DISTINCT FROM NEW."answers" OR OLD."number" IS DISTINCT FROM NEW."number" OR OLD."submitted_at" IS DISTINCT FROM NEW."submitted_at" OR OLD."declaration_id" IS DISTINCT FROM NEW."declaration_id" OR OLD."due" IS DISTINCT FROM NEW."due" OR OLD."deadline" IS DISTINCT FROM NEW."deadline" OR OLD."rule_set" IS DISTINCT FROM NEW."rule_set"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b095d842fd8c9f1b529f021e31e11f718aceb54f', operation='UPDATE', pgid='pgtrigger_sent_stays_383a4', table='cases_case', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='decided_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.status IN (\'decided\', \'closed\') AND (OLD."outcome" IS DISTINCT FROM NEW."outcome" OR OLD."grants" IS DISTINCT FROM NEW."grants" OR OLD."reasons" IS DISTINCT FROM NEW."reasons" OR OLD."facts" IS DISTINCT FROM NEW."facts" OR OLD."documents" IS DISTINCT FROM NEW."documents" OR OLD."decided_at" IS DISTINCT FROM NEW."decided_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='dfbf4e38c9334d528020d8f3b8255584c88f4c6d', operation='UPDATE', pgid='pgtrigger_decided_stays_451d7', table='cases_case', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='sent_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."number" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ea8988ad2a4f1ebc0ca4cbde6677aeb941cd3b3f', operation='DELETE', pgid='pgtrigger_sent_is_kept_5adf5', table='cases_case', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='idempotencykey',
            constraint=models.UniqueConstraint(fields=('party', 'key'), name='idempotency_key_once'),
        ),
    ]

from django.db import migrations

DROP = """
    DO $$
    DECLARE
        found record;
    BEGIN
        FOR found IN
            SELECT index.indexrelid::regclass AS name FROM pg_index index
            JOIN pg_opclass class ON class.oid = index.indclass[0]
            JOIN pg_class relation ON relation.oid = index.indexrelid
            WHERE relation.relnamespace = 'public'::regnamespace AND relation.relname LIKE '%\\_like'
                AND class.opcname IN ('text_pattern_ops', 'varchar_pattern_ops')
        LOOP
            EXECUTE format('DROP INDEX %s', found.name);
        END LOOP;
    END $$
"""


class Migration(migrations.Migration):
    """Databases made before have an index for LIKE on each unique text; new ones get none (`maarif.config.postgresql`)."""

    dependencies = [
        ("parties", "0002_merged_into"),
    ]

    operations = [
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
    ]

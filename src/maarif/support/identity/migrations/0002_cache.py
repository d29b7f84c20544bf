"""The table of Django's database cache: limits of attempts and used one-time codes, shared by all processes."""

from django.db import migrations

CREATE = """
    CREATE TABLE identity_cache (
        cache_key varchar(255) NOT NULL PRIMARY KEY,
        value text NOT NULL,
        expires timestamp with time zone NOT NULL
    );
    CREATE INDEX identity_cache_expires ON identity_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE identity_cache")]

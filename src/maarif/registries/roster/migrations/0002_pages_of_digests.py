from io import BytesIO

import django.db.models.deletion
import polars as pl
from django.db import migrations, models


def into_pages(apps, schema_editor):
    """What the rows remembered, a page at a time."""
    row, page = apps.get_model("roster", "LoadedRow"), apps.get_model("roster", "LoadedPage")
    for source, file in row.objects.order_by("source_id", "file").values_list("source_id", "file").distinct():
        rows = row.objects.filter(source_id=source, file=file).order_by("pk").values_list("sourced_id", "digest")
        for start in range(0, rows.count(), 100_000):
            schema = {"sourcedId": pl.String, "digest": pl.Int64}
            buffer = BytesIO()
            frame = pl.DataFrame(list(rows[start : start + 100_000]), schema=schema, orient="row")
            frame.write_ipc(buffer, compression="zstd")
            page.objects.create(source_id=source, file=file, rows=buffer.getvalue(), replaces=False)


class Migration(migrations.Migration):
    dependencies = [
        ("roster", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoadedPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file", models.CharField(max_length=24)),
                ("rows", models.BinaryField()),
                ("replaces", models.BooleanField()),
                (
                    "source",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="roster.source",
                    ),
                ),
            ],
        ),
        migrations.RunPython(into_pages, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.DeleteModel(name="LoadedRow"),
        migrations.AddIndex(
            model_name="loadedpage",
            index=models.Index(fields=["source", "file"], name="loaded_by_source_and_file"),
        ),
    ]

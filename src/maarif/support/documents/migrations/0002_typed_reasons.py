"""The reason of a revocation becomes one of a closed list; what officers wrote stays, as a note for officials.

Until now a reason began with the officer's choice in the words of the officer's language: by these words it is known again.
"""

from django.db import migrations, models

CHOSEN = {
    "issued_in_error": ("Sənəddə səhv var", "В документе ошибка", "Құжатта қате бар", "Документте ката бар", "It contains a mistake"),
    "facts_were_wrong": (
        "Təsdiq etdiyi fakt ləğv olunub", "Подтверждаемый факт отменён", "Растайтын фактінің күші жойылған",
        "Тастыктаган факт жокко чыгарылган", "The fact it states has been annulled",
    ),
    "no_longer_true": (
        "Şəxs artıq burada təhsil almır və ya işləmir", "Человек здесь больше не учится или не работает",
        "Адам мұнда енді оқымайды немесе жұмыс істемейді", "Адам мында мындан ары окубайт же иштебейт",
        "The person no longer studies or works here",
    ),
    "fraud": (
        "Yalan məlumatla alınıb", "Получен по ложным сведениям", "Жалған мәліметпен алынған", "Жалган маалымат менен алынган",
        "It was obtained by false information",
    ),
    "superseded": (
        "Başqa sənədlə əvəz olunub", "Заменён другим документом", "Басқа құжатпен алмастырылды",
        "Башка документ менен алмаштырылды", "It is replaced by another document",
    ),
    "court": (
        "Məhkəmənin və ya digər orqanın qərarı ilə", "По решению суда или иного органа",
        "Соттың немесе басқа органның шешімі бойынша", "Соттун же башка органдын чечими менен",
        "By decision of a court or another authority",
    ),
}  # fmt: skip


def type_reasons(apps, editor):
    """Rows are never changed otherwise: their trigger rests for this one statement of the migration."""
    with editor.connection.cursor() as cursor:
        cursor.execute("ALTER TABLE documents_revocation DISABLE TRIGGER USER")
        for reason, beginnings in CHOSEN.items():
            cursor.execute(
                "UPDATE documents_revocation SET reason = %s WHERE EXISTS"
                " (SELECT FROM unnest(%s::text[]) said WHERE starts_with(note, said || '.') OR note = said)",
                [reason, list(beginnings)],
            )
        cursor.execute("ALTER TABLE documents_revocation ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="revocation", name="revocation_has_reason"),
        migrations.RenameField(model_name="revocation", old_name="reason", new_name="note"),
        migrations.AlterField(
            model_name="revocation",
            name="note",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="revocation",
            name="reason",
            field=models.CharField(default="unstated", max_length=20),
            preserve_default=False,
        ),
        migrations.RunPython(type_reasons, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="revocation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "issued_in_error",
                            "facts_were_wrong",
                            "no_longer_true",
                            "superseded",
                            "fraud",
                            "court",
                            "holder_request",
                            "unstated",
                        ],
                    )
                ),
                name="revocation_reason_known",
            ),
        ),
    ]

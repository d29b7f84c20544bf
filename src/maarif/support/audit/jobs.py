"""Background work of the ledger: sealing every five seconds."""

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * * */5")
@app.task(name="audit.seal", queue="audit", queueing_lock="audit.seal", lock="audit.seal")
def seal(timestamp: int) -> None:
    """Seals what is finished and carries the heads out of the database; may run any number of times."""
    from django.conf import settings

    from maarif.support.audit.sealing import seal_all
    from maarif.support.keys.queries import ring

    seal_all(ring(settings.KEYS_FOLDER), settings.LEDGER_HEADS_FOLDER)

"""Background work of the cases room: reminding of drafts that are about to end, and ending those that nobody touched."""

from procrastinate.contrib.django import app

from maarif.engine.cases import operations


@app.periodic(cron="17 * * * *", periodic_id="cases.expire_drafts")
@app.task(name="cases.expire_drafts", queueing_lock="cases.expire_drafts", pass_context=False)
def expire_drafts(timestamp: int) -> None:
    """Every hour; runs until no late draft is left, so that a missed hour is made good."""
    while operations.expire_drafts():
        continue


@app.periodic(cron="41 6 * * *", periodic_id="cases.remind_drafts")
@app.task(name="cases.remind_drafts", queueing_lock="cases.remind_drafts", pass_context=False)
def remind_drafts(timestamp: int) -> None:
    """Every morning; the notices have keys, so that running twice tells once."""
    operations.remind_drafts(limit=100_000)

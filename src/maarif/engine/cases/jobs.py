"""Background work of the cases room: ending drafts that nobody touched in time."""

from procrastinate.contrib.django import app

from maarif.engine.cases import operations


@app.periodic(cron="17 * * * *", periodic_id="cases.expire_drafts")
@app.task(name="cases.expire_drafts", queueing_lock="cases.expire_drafts", pass_context=False)
def expire_drafts(timestamp: int) -> None:
    """Every hour; runs until no late draft is left, so that a missed hour is made good."""
    while operations.expire_drafts():
        continue

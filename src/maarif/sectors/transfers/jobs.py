"""Background work of the transfers room: offering the places that have appeared."""

from procrastinate.contrib.django import app

from maarif.sectors.transfers import operations


@app.periodic(cron="*/2 * * * *", periodic_id="transfers.offer_places")
@app.task(name="transfers.offer_places", queueing_lock="transfers.offer_places", pass_context=False)
def offer_places(timestamp: int) -> None:
    """Every two minutes; a place that appears goes to the first who waits and to nobody who clicks faster."""
    operations.offer_places()

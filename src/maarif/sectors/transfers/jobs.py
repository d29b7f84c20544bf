"""Background work of the transfers room: offering the places that have appeared, taking up those given ahead."""

from procrastinate.contrib.django import app

from maarif.sectors.transfers import operations


@app.periodic(cron="*/2 * * * *", periodic_id="transfers.offer_places")
@app.task(name="transfers.offer_places", queueing_lock="transfers.offer_places", pass_context=False)
def offer_places(timestamp: int) -> None:
    """Every two minutes; a place that appears goes to the first who waits and to nobody who clicks faster."""
    operations.offer_places()


@app.periodic(cron="20 4 * * *", periodic_id="transfers.take_up_places")
@app.task(name="transfers.take_up_places", queueing_lock="transfers.take_up_places", pass_context=False)
def take_up_places(timestamp: int) -> None:
    """Every night; on the first one after the end of the school year those who were given places in spring go on."""
    operations.take_up_places()

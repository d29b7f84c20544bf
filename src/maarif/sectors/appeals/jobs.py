"""Background work of the appeals room: offices are told of anonymous appeals that are late."""

from procrastinate.contrib.django import app

from maarif.kernel.countries import active_country
from maarif.sectors.appeals import operations


@app.periodic(cron="11 6 * * *", periodic_id="appeals.tell_late")
@app.task(name="appeals.tell_late", queueing_lock="appeals.tell_late", pass_context=False)
def tell_late(timestamp: int) -> None:
    """Every morning, until all are told of; each is told of once."""
    while operations.tell_late_anonymous(country=active_country().code):
        continue

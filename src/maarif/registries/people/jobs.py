"""Background work of the people room: looking for possible duplicates every night."""

from procrastinate.contrib.django import app

from maarif.kernel.countries import active_country
from maarif.registries.people.operations import find_duplicates
from maarif.support.parties.types import SYSTEM


@app.periodic(cron="10 1 * * *", periodic_id="people.find_duplicates")
@app.task(
    name="people.find_duplicates", queue="night", queueing_lock="people.find_duplicates", lock="people.find_duplicates"
)
def look_for_duplicates(timestamp: int) -> None:
    """Compares the register with itself; pairs found or decided before stay as they are, so it may run any number of times."""
    find_duplicates(by=SYSTEM, country=active_country().code)

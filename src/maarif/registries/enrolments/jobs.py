"""Background work of the enrolments room: giving back places whose hold has run out."""

from procrastinate.contrib.django import app

from maarif.registries.enrolments.operations import release_lapsed_places
from maarif.support.parties.types import SYSTEM


@app.periodic(cron="*/10 * * * *", periodic_id="enrolments.release_lapsed_places")
@app.task(
    name="enrolments.release_lapsed_places",
    queue="upkeep",
    queueing_lock="enrolments.release_lapsed_places",
    lock="enrolments.release_lapsed_places",
)
def give_back_lapsed_places(timestamp: int) -> None:
    """Ends the holds that have run out; a run that finds none changes nothing."""
    release_lapsed_places(by=SYSTEM)

"""Background work of the access room: counts of knocks at public doors are forgotten."""

from procrastinate.contrib.django import app


@app.periodic(cron="20 3 * * *", periodic_id="access.forget_knocks")
@app.task(name="access.forget_knocks", queueing_lock="access.forget_knocks", pass_context=False)
def forget_knocks(timestamp: int) -> None:
    """Every night: counts of windows that are over for a day."""
    from maarif.support.access import knocks

    knocks.forget_past()

"""Background work of the notices room: letters and text messages carried out (`delivering`), and reminders whose time has come."""

from procrastinate.contrib.django import app

from maarif.support.notices import reminding
from maarif.support.notices.delivering import deliver

__all__ = ["deliver", "tell_reminders"]


@app.periodic(cron="* * * * *", periodic_id="notices.tell_reminders")
@app.task(name="notices.tell_reminders", queueing_lock="notices.tell_reminders", pass_context=False)
def tell_reminders(timestamp: int) -> None:
    """Every minute; runs until nothing that is due is left, so that a missed minute is made good."""
    while reminding.tell_due():
        continue

"""Background work of the identity room: forgetting accounts that nobody came to confirm, and sessions that are over."""

from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from maarif.kernel import clock
from maarif.support.identity import operations


@app.periodic(cron="41 3 * * *", periodic_id="identity.tidy")
@app.task(name="identity.tidy", queueing_lock="identity.tidy")
def tidy(timestamp: int) -> None:
    """Every night; may run again."""
    operations.forget_unconfirmed()
    Session.objects.filter(expire_date__lt=clock.now()).delete()

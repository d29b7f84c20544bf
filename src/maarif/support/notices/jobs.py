"""Background work of the notices room: carrying letters and text messages out, and telling reminders whose time has come."""

from typing import Final

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from maarif.support.notices import carrying

_UNFORESEEN_SECONDS: Final = 60
_MOST_RUNS: Final = 500


class Patience(BaseRetryStrategy):
    """Comes again when the attempt says; after anything unforeseen (a database that went away) in a minute."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to run again; the delivery itself knows when it is given up."""
        if isinstance(exception, carrying.NotDelivered):
            return RetryDecision(retry_at=exception.again_at)
        return RetryDecision(retry_in={"seconds": _UNFORESEEN_SECONDS}) if job.attempts < _MOST_RUNS else None


@app.task(name="notices.deliver", queue="notices", retry=Patience())
def deliver(*, delivery: int) -> None:
    """Carries one delivery out, once: a job that runs again finds it sent."""
    later = carrying.attempt(delivery)
    if later is not None:
        raise later


@app.periodic(cron="* * * * *", periodic_id="notices.tell_reminders")
@app.task(name="notices.tell_reminders", queueing_lock="notices.tell_reminders", pass_context=False)
def tell_reminders(timestamp: int) -> None:
    """Every minute; runs until nothing that is due is left, so that a missed minute is made good."""
    from maarif.support.notices import reminding  # it sends, and sending defers the job above

    while reminding.tell_due():
        continue

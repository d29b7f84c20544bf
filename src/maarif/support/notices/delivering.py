"""The job that carries one letter or text message out, with its patience."""

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

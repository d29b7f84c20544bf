"""The queue's own upkeep: what a killed worker left half done is taken up by another."""

import logging
from typing import Final

from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

log = logging.getLogger("maarif.worker")

HEARTBEAT_SECONDS: Final = 3
"""How often a worker says that it lives."""

SILENCE_SECONDS: Final = 12
"""After how long a silence a worker counts as dead."""


@app.periodic(cron="* * * * * */10", periodic_id="worker.retry_stalled")
@app.task(name="worker.retry_stalled", queue="upkeep", queueing_lock="worker.retry_stalled")
async def retry_stalled(timestamp: int) -> None:
    """Every ten seconds gives back the jobs of workers that fell silent; so each is done within a minute."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE_SECONDS):
        log.warning("job %s (%s) was left by a dead worker and is given back", job.id, job.task_name)
        await _give_back(job)


async def _give_back(job: Job) -> None:
    """Lets a job wait again; one whose twin under the same queueing lock waits already is dropped in the twin's favour."""
    try:
        await app.job_manager.retry_job(job)
    except UniqueViolation:
        await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)

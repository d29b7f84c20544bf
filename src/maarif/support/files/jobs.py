"""Background work of the files room: checks that have not ended, files that nobody attached, what a crash left."""

from procrastinate.contrib.django import app

from maarif.support.files import operations


@app.periodic(cron="* * * * *", periodic_id="files.check_waiting")
@app.task(name="files.check_waiting", queueing_lock="files.check_waiting", pass_context=False)
def check_waiting(timestamp: int) -> None:
    """Every minute: the scanner may answer again, or a server may have died while it checked."""
    operations.check_waiting()


@app.periodic(cron="23 * * * *", periodic_id="files.forget_abandoned")
@app.task(name="files.forget_abandoned", queueing_lock="files.forget_abandoned", pass_context=False)
def forget_abandoned(timestamp: int) -> None:
    """Every hour; runs until no late file is left."""
    while operations.forget_abandoned():
        continue
    operations.sweep()

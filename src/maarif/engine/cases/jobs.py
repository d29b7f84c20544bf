"""Background work of the cases room: drafts that end, signatures and answers that did not come, terms that run out."""

from procrastinate.contrib.django import app

from maarif.engine.cases import operations
from maarif.kernel.countries import active_country


@app.periodic(cron="17 * * * *", periodic_id="cases.expire_drafts")
@app.task(name="cases.expire_drafts", queueing_lock="cases.expire_drafts", pass_context=False)
def expire_drafts(timestamp: int) -> None:
    """Every hour; runs until no late draft is left, so that a missed hour is made good."""
    while operations.expire_drafts():
        continue


@app.periodic(cron="41 6 * * *", periodic_id="cases.remind_drafts")
@app.task(name="cases.remind_drafts", queueing_lock="cases.remind_drafts", pass_context=False)
def remind_drafts(timestamp: int) -> None:
    """Every morning; the notices have keys, so that running twice tells once."""
    operations.remind_drafts(limit=100_000)


@app.periodic(cron="*/5 * * * *", periodic_id="cases.keep_time")
@app.task(name="cases.keep_time", queueing_lock="cases.keep_time", pass_context=False)
def keep_time(timestamp: int) -> None:
    """Every five minutes: periods that have closed, terms that ran out, answers and signatures that did not come.

    Each runs until nothing is left, so that a missed run is made good.
    """
    for verb in (operations.cut_off, operations.fall_silent, operations.lapse_requests, operations.expire_signatures):
        while verb():
            continue


@app.periodic(cron="23 6 * * *", periodic_id="cases.tell_late")
@app.task(name="cases.tell_late", queueing_lock="cases.tell_late", pass_context=False)
def tell_late(timestamp: int) -> None:
    """Every morning: whoever has to act soon is reminded, heads and superiors are told of what is late; notices have keys."""
    for verb in (operations.remind_officers, operations.remind_applicants, operations.remind_signers):
        verb(limit=100_000)
    while operations.tell_late():
        continue


@app.periodic(cron="3 5 * * *", periodic_id="cases.recompute_deadlines")
@app.task(name="cases.recompute_deadlines", queueing_lock="cases.recompute_deadlines", pass_context=False)
def recompute_deadlines(timestamp: int) -> None:
    """Every morning: a day off that came with the last deployment moves the open terms."""
    operations.recompute_deadlines(country=active_country().code)

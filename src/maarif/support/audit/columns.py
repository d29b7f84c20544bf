"""What the database itself writes into an entry of the ledger, so that no program can choose it."""

from django.db import models


class CurrentTransaction(models.Func):
    """The number of the writing transaction."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class ClockTime(models.Func):
    """The database's clock at the moment of the entry, not of the transaction's beginning."""

    template = "clock_timestamp()"
    output_field = models.DateTimeField()

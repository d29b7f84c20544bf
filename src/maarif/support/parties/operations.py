"""Writes of the parties room: making a party, and saying on whose behalf the rows of a transaction change."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Final

from django.db import DatabaseError, IntegrityError, connection, transaction

from maarif.kernel.errors import MaarifError
from maarif.support.parties.models import Party
from maarif.support.parties.queries import rows
from maarif.support.parties.types import Actor, PartyKind

_SAY: Final = (
    "SELECT now(), set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)"
)
_context: ContextVar[tuple[str, str] | None] = ContextVar("history_context", default=None)
_moment: ContextVar[datetime | None] = ContextVar("transaction_moment", default=None)


@contextmanager
def acting(by: Actor) -> Iterator[None]:
    """One transaction in which every row of history says who changed it and why.

    Inside another `acting` it is a savepoint: same actor, same context; another actor, a context of its own until it ends.
    The two values are local to the transaction, so that a pooled connection carries nothing over, and they hold for
    COPY and MERGE too.
    """
    metadata = _metadata(by)
    outer = _context.get()
    within = connection.in_atomic_block
    with transaction.atomic():
        if outer is not None and outer[1] == metadata:
            yield
            return
        own = (str(uuid.uuid4()), metadata)
        told = _say(own)
        token, moment = _context.set(own), _moment.set(told)
        try:
            yield
        finally:
            _context.reset(token)
            _moment.reset(moment)
        if within:
            _say(outer)


@contextmanager
def refused_at_once(error: type[MaarifError], **names: type[MaarifError]) -> Iterator[None]:
    """Turns a broken constraint into a named error, as `refused_by_database` does, for a statement whose refusal ends the act.

    It costs no savepoint: after a refusal nothing more can be written until the act's own transaction is undone. Deferred foreign
    keys wait for the commit.
    """
    try:
        yield
    except IntegrityError as refusal:
        constraint = constraint_of(refusal)
        raise names.get(constraint, error)(constraint=constraint) from refusal


@contextmanager
def refused_by_database(error: type[MaarifError], **names: type[MaarifError]) -> Iterator[None]:
    """Turns a broken constraint into a named error whose `constraint` says which rule of the database refused.

    `names` gives single constraints errors of their own. Deferred foreign keys are checked here and not at the commit, so
    that a row pointing nowhere is refused by the operation that wrote it. What was written inside is undone.
    """
    with refused_at_once(error, **names), transaction.atomic():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def constraint_of(error: DatabaseError) -> str:
    """The name of the constraint that an error of the database speaks of, empty when it speaks of none."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


def _metadata(by: Actor) -> str:
    """What history keeps of an actor: empty values left out."""
    known = {
        "party": by.party,
        "account": by.account,
        "role": by.role,
        "scope": by.scope,
        "acting_for": by.acting_for,
        "channel": by.channel.value,
        "entered_by": by.entered_by,
        "purpose": by.purpose,
        "case": by.case,
    }
    return json.dumps({key: value for key, value in known.items() if value not in (None, "")}, sort_keys=True)


def transaction_moment() -> datetime | None:
    """The database's `now()` of the transaction that `acting` holds open, read with its context; None outside of one."""
    return _moment.get()


def _say(context: tuple[str, str] | None) -> datetime:
    """Tells PostgreSQL the context, for the triggers of history (empty values mean none); returns the transaction's `now()`."""
    identifier, metadata = context or ("", "")
    moment: datetime = rows(_SAY, [identifier, metadata])[0][0]
    return moment


def make_party(kind: PartyKind) -> int:
    """Makes one party and returns its number; called by the room that extends it, inside its own transaction."""
    return int(Party.objects.create(kind=kind.value).pk)


def take_into(*, kept: int, merged: int) -> None:
    """Says that one record lives on in another; called by the room that merges, inside its own transaction."""
    Party.objects.filter(pk=merged).update(merged_into=kept)


def part_again(*, merged: int) -> None:
    """Takes `take_into` back."""
    Party.objects.filter(pk=merged).update(merged_into=None)

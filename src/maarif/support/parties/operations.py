"""Writes of the parties room: making a party, and saying on whose behalf the rows of a transaction change."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from maarif.support.parties.models import Party
from maarif.support.parties.types import Actor, PartyKind

_context: ContextVar[tuple[str, str] | None] = ContextVar("history_context", default=None)


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
        token = _context.set(own)
        _say(own)
        try:
            yield
        finally:
            _context.reset(token)
        if within:
            _say(outer)


def _metadata(by: Actor) -> str:
    """What history keeps of an actor: empty values left out."""
    known = {
        "party": by.party,
        "account": by.account,
        "role": by.role,
        "scope": by.scope,
        "acting_for": by.acting_for,
        "channel": by.channel.value,
        "purpose": by.purpose,
        "case": by.case,
    }
    return json.dumps({key: value for key, value in known.items() if value not in (None, "")}, sort_keys=True)


def _say(context: tuple[str, str] | None) -> None:
    """Tells PostgreSQL the context, for the triggers of history; empty values mean none."""
    identifier, metadata = context or ("", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [identifier, metadata],
        )


def make_party(kind: PartyKind) -> int:
    """Makes one party and returns its number; called by the room that extends it, inside its own transaction."""
    return int(Party.objects.create(kind=kind.value).pk)

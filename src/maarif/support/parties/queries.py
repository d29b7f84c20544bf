"""Reads of the parties room."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final, LiteralString, ParamSpec, TypeVar, cast

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from maarif.support.parties.models import Party

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class _Page:
    """What was asked while one page is drawn: rows by statement, things by their kind and number, answers by the question."""

    rows: dict[tuple[str, str], list[tuple[Any, ...]]] = field(default_factory=dict)
    things: dict[str, dict[int, Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)


_answered: Final[ContextVar[_Page | None]] = ContextVar("answered", default=None)


@contextmanager
def page() -> Iterator[None]:
    """While one page is drawn, what is asked by `rows_of_page` is asked once, and so is whoever is `known_on_page`; nothing outlives it.

    For pages that only read: what is written within the block is not seen by a question that was answered before it.
    """
    kept = _answered.set(_Page())
    try:
        yield
    finally:
        _answered.reset(kept)


def known_on_page(what: str) -> dict[int, Any]:
    """What has been read of a kind by number while the page is drawn; empty, and forgotten at once, outside of `page`."""
    answered = _answered.get()
    return {} if answered is None else answered.things.setdefault(what, {})


def asked_once(question: Callable[P, R]) -> Callable[P, R]:
    """A reading that, within `page`, answers the same values from its first asking; its values must be plain (numbers, days, words)."""

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        answered = _answered.get()
        if answered is None:
            return question(*args, **kwargs)
        kept = answered.answers.setdefault(f"{question.__module__}.{question.__qualname__}", {})
        values = repr((args, kwargs))
        if values not in kept:
            kept[values] = question(*args, **kwargs)
        return cast(R, kept[values])

    return asked


def rows_of_page(statement: LiteralString, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """As `rows`, but within `page` the same question is answered from its first asking; everywhere else each asking reads."""
    answered = _answered.get()
    if answered is None:
        return rows(statement, parameters)
    key = (statement, repr(parameters))
    if key not in answered.rows:
        answered.rows[key] = rows(statement, parameters)
    return answered.rows[key]


def rows(statement: LiteralString, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows of a statement that every page asks: PostgreSQL keeps its plan (prepared from the third time on a connection).

    Django's own cursors send their text anew each time. Counted and logged like any other statement.
    """
    with _cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def written(statement: LiteralString, parameters: Sequence[Any]) -> int:
    """How many rows a statement that answers none has written; its plan is kept as `rows` keeps one."""
    with _cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def _cursor() -> Any:
    """A cursor that leaves the values to PostgreSQL, so that it can keep the plan; within Django's own wrapping of errors."""
    # The connection itself, for each look through Django's `connection` costs; as Any, for Django's stubs know only its own cursors.
    kept: Any = connections[DEFAULT_DB_ALIAS]
    if kept.queries_logged:
        return kept.cursor()
    kept.close_if_health_check_failed()  # after a restart of PostgreSQL the first statement must not meet a dead connection
    kept.ensure_connection()
    return kept.make_cursor(psycopg.Cursor(kept.connection))


def identities(party: int) -> tuple[int, ...]:
    """The number itself first, then those of every record that was taken into it: what ledgers may know it by."""
    merged = Party.objects.filter(merged_into=party).order_by("pk").values_list("pk", flat=True)
    return (party, *merged)

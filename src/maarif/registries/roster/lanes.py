"""Two backends for one load: pages of new people side by side, and the guardianships beside what comes after them.

Each lane has a thread and a connection of its own, and each page stays one transaction. Only what cannot meet is put side by side, so
that a load ends the same however the lanes take turns: rows of different pages that may refuse each other stay in one lane. Inside
somebody's transaction (a dry run) there is one lane, because another connection would not see the rows.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from typing import Final, TypeVar

from django.db import connection, connections

from maarif.registries.roster.session import Session, Stopped

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")
LANES: Final = 2
"""Backends that write at once: one waits for nobody, and two cores are all that a small server has."""


def written(items: Iterator[_Item], write: Callable[[_Item], _Made], *, apart: bool) -> Iterator[tuple[_Item, _Made]]:
    """Each item with what came of writing it, in their order; side by side where they are `apart` (cannot meet)."""
    if not apart or connection.in_atomic_block:
        yield from ((item, write(item)) for item in items)
        return
    lanes = [ThreadPoolExecutor(1) for _ in range(LANES)]
    waiting: deque[tuple[_Item, Future[_Made]]] = deque()
    try:
        for lane, item in zip(cycle(lanes), items, strict=False):
            waiting.append((item, lane.submit(write, item)))
            if len(waiting) == LANES:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
    finally:
        for lane in lanes:
            lane.submit(connections.close_all)
            lane.shutdown()


def _first(waiting: deque[tuple[_Item, Future[_Made]]]) -> tuple[_Item, _Made]:
    item, made = waiting.popleft()
    return item, made.result()


@contextmanager
def beside(session: Session, work: Callable[[], None]) -> Iterator[None]:
    """Does `work` in a lane of its own while the body goes on; a fault in one of them stops the other after its page."""
    if connection.in_atomic_block:
        work()
        yield
        return
    with ThreadPoolExecutor(1) as lane:
        other = lane.submit(_with_its_connection, session, work)
        try:
            yield
            other.result()
        except BaseException as error:
            session.stopping = True
            failed = other.exception()
            if isinstance(error, Stopped) and failed is not None:
                raise failed from None
            raise


def _with_its_connection(session: Session, work: Callable[[], None]) -> None:
    try:
        work()
    except BaseException:
        session.stopping = True
        raise
    finally:
        connections.close_all()

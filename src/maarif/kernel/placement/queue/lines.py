"""The index of a queue: who stands in which line, who of them is ready today, and who wakes on which later day.

It is made of the children alone and can be made anew at any time; it is no part of the state.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from heapq import heapify, heappop, heappush

from maarif.kernel.placement.queue.records import Child, Line
from maarif.kernel.placement.queue.turns import Key, Order

Entry = tuple[bool, Line, str]
"""Among those ready (or among all who stand), in a line, in a stream."""

_EMPTY = Order()


class Lines:
    """Every line twice: all who stand in it, and those who are ready. A change of one child costs O(wishes log n)."""

    def __init__(self, children: Iterable[Child], day: date) -> None:
        self._orders: dict[tuple[bool, Line], Order] = defaultdict(Order)
        self._entries: dict[str, frozenset[Entry]] = {}
        self._keys: dict[str, Key] = {}
        self._ids: dict[int, str] = {}
        self._alarms: list[tuple[date, str]] = []
        rows: dict[Entry, list[Key]] = defaultdict(list)
        for child in children:
            for entry in self._enter(child, day):
                rows[entry].append(child.key)
            if child.wakes > day:
                self._alarms.append((child.wakes, child.id))
        heapify(self._alarms)
        for (ready, line, stream), keys in rows.items():
            self._orders[ready, line].add(stream, keys)

    def standing(self, line: Line) -> Order:
        """Everybody in a line."""
        return self._orders.get((False, line), _EMPTY)

    def ready(self, line: Line) -> Order:
        """Those in a line who could take a place today."""
        return self._orders.get((True, line), _EMPTY)

    def child_of(self, key: Key) -> str:
        """Whose ticket it is."""
        return self._ids[key[1]]

    def put(self, child: Child, day: date) -> None:
        """Follows one child's new record."""
        before = self._entries.get(child.id, frozenset())
        after = self._enter(child, day)
        for ready, line, stream in before - after:
            self._orders[ready, line].remove(stream, child.key)
        for ready, line, stream in after - before:
            self._orders[ready, line].add(stream, (child.key,))
        if child.wakes > day:
            heappush(self._alarms, (child.wakes, child.id))

    def drop(self, child: str) -> None:
        """Forgets a child."""
        key = self._keys.pop(child)
        for ready, line, stream in self._entries.pop(child):
            self._orders[ready, line].remove(stream, key)
        del self._ids[key[1]]

    def wake(self, children: Mapping[str, Child], day: date) -> list[str]:
        """Lets everybody in whose day has come, many at once cheaply; returns who that was."""
        woken: list[str] = []
        rows: dict[Entry, list[Key]] = defaultdict(list)
        while self._alarms and self._alarms[0][0] <= day:
            name = heappop(self._alarms)[1]
            if name not in self._entries:
                continue
            before, key = self._entries[name], self._keys[name]
            for entry in self._enter(children[name], day) - before:
                rows[entry].append(key)
            woken.append(name)
        for (ready, line, stream), keys in rows.items():
            self._orders[ready, line].add(stream, keys)
        return woken

    def lull(self, children: Mapping[str, Child], woken: Iterable[str], day: date) -> None:
        """Takes a waking back: the event that brought the day was refused."""
        for name in woken:
            self.put(children[name], day)

    def _enter(self, child: Child, day: date) -> frozenset[Entry]:
        kinds = (False, True) if child.ready(day) else (False,)
        entries = frozenset((ready, line, child.stream) for line in child.lines for ready in kinds)
        self._entries[child.id] = entries
        self._keys[child.id] = child.key
        self._ids[child.number] = child.id
        return entries

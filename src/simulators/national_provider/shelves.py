"""Short-lived secrets of the provider: handed out once, found until they expire, taken at most once."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_Kept = TypeVar("_Kept")


@dataclass(slots=True)
class Shelf(Generic[_Kept]):
    """Keeps values under random keys for `seconds`; every thread sees the same shelf."""

    seconds: float
    clock: Callable[[], float] = time.time
    _kept: dict[str, tuple[float, _Kept]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def put(self, value: _Kept) -> str:
        """Keeps a value and returns its key, 256 random bits."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_old()
            self._kept[key] = (self.clock() + self.seconds, value)
        return key

    def look(self, key: str) -> _Kept | None:
        """The value, left where it is; None when it is unknown or too old."""
        with self._lock:
            return self._alive(self._kept.get(key))

    def take(self, key: str) -> _Kept | None:
        """The value, for the first who asks only."""
        with self._lock:
            return self._alive(self._kept.pop(key, None))

    def _alive(self, entry: tuple[float, _Kept] | None) -> _Kept | None:
        return entry[1] if entry is not None and entry[0] > self.clock() else None

    def _forget_old(self) -> None:
        now = self.clock()
        for key in [key for key, (until, _) in self._kept.items() if until <= now]:
            del self._kept[key]

"""The log of a queue: JSON lines, the rules first, then one event a line; replayed, it gives the same state to the byte.

An event is an object with its name in snake case under `event` and its fields: `{"event": "refused", "at": "2026-03-02T09:00:00+05:00",
"child": "c-17"}`. Days are `YYYY-MM-DD`, instants ISO 8601 with an offset.
"""

import hashlib
import json
import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement.errors import BadFile
from maarif.kernel.placement.queue.events import Happened
from maarif.kernel.placement.queue.machine import Queue
from maarif.kernel.placement.queue.records import Child, Lot
from maarif.kernel.placement.queue.rules import Rules
from maarif.kernel.placement.queue.state import DueDate
from maarif.kernel.shapes import shape
from maarif.kernel.tables import BadTable

FORMAT: Final = 1
_NAMES: Final = {re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(): kind for kind in Queue.handlers}
_KINDS: Final = {kind: name for name, kind in _NAMES.items()}


def header(rules: Rules) -> str:
    """The first line of a log."""
    return _written({"queue": FORMAT, "rules": plain(rules)})


def line(event: Happened) -> str:
    """An event as a line, without the end of line."""
    return _written({"event": _KINDS[type(event)], **plain(event)})


def event_of(text: str) -> Happened:
    """The event of a line; ValueError or BadTable tell what is wrong with it."""
    raw = _object(text)
    name = raw.pop("event", None)
    if not isinstance(name, str) or name not in _NAMES:
        raise ValueError(f"{name!r} is no event of a queue")
    event: Happened = shape(_NAMES[name], _dated(_NAMES[name], raw), file="event", key=name)
    return event


def rules_of(text: str) -> Rules:
    """The rules of the first line."""
    raw = _object(text)
    if raw.get("queue") != FORMAT or set(raw) != {"queue", "rules"}:
        raise ValueError(f'must be {{"queue": {FORMAT}, "rules": ...}}')
    return shape(Rules, raw["rules"], file="rules")


def replay(
    lines: Iterable[str],
    *,
    due: DueDate | None = None,
    name: str = "log",
    kind: type[Queue] = Queue,
    until: datetime | None = None,
) -> Queue:
    """The queue that a log makes; BadFile with line and event's fault at the first line that is none or that the rules refuse.

    With `due` the last day of every offer is counted again. `until` leaves out what happened after an instant. Empty lines are skipped.
    """
    queue: Queue | None = None
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        if queue is None:
            queue = kind(_told(rules_of, text, name, number), due)
            continue
        event = _told(event_of, text, name, number)
        if until is not None and event.at.tzinfo is not None and event.at > until:
            break
        _told(queue.apply, event, name, number)
    if queue is None:
        raise BadFile(name, 0, "", "is empty: the rules must stand in the first line")
    return queue


def replay_file(path: Path, *, due: DueDate | None = None, until: datetime | None = None) -> Queue:
    """The queue that a log file makes (UTF-8, lines ended by line feeds); BadFile as `replay` does."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(path.name, 0, "", f"is not UTF-8: {error.reason}") from error
    return replay(text.split("\n"), due=due, name=path.name, until=until)


def state_of(queue: Queue) -> dict[str, Any]:
    """The whole state as plain JSON, sorted: equal states are equal texts."""
    state = queue.state
    return {
        "queue": FORMAT,
        "rules": plain(state.rules),
        "at": plain(state.at),
        "today": plain(state.today),
        "tickets": state.tickets,
        "counted_on": plain(state.counted_on),
        "children": [plain(state.children[name]) for name in sorted(state.children)],
        "lots": [plain(state.lots[line]) for line in sorted(state.lots)],
    }


def restored(raw: Mapping[str, Any], due: DueDate | None = None) -> Queue:
    """The queue of a state that `state_of` gave (a dump of the arithmetic, not a file from strangers)."""
    queue = Queue(shape(Rules, raw["rules"], file="rules"), due)
    state = queue.state
    state.at = None if raw["at"] is None else datetime.fromisoformat(raw["at"])
    state.today = date.fromisoformat(raw["today"])
    state.tickets = raw["tickets"]
    state.counted_on = None if raw["counted_on"] is None else date.fromisoformat(raw["counted_on"])
    for each in raw["children"]:
        state.put(shape(Child, _dated(Child, each), file="state"))
    for each in raw["lots"]:
        state.put_lot(shape(Lot, each, file="state"))
    return queue


def digest(queue: Queue) -> str:
    """SHA-256 of the state, in hexadecimal: two who replayed the same log compare these."""
    return hashlib.sha256(_written(state_of(queue)).encode()).hexdigest()


def plain(value: Any) -> Any:
    """A record as plain JSON."""
    if value is None or isinstance(value, str | int):
        return value
    if names := _fields(value.__class__):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {name: plain(value[name]) for name in sorted(value)}
    return value


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _told(step: Callable[[Any], Any], given: Any, name: str, number: int) -> Any:
    try:
        return step(given)
    except BadTable as error:
        raise BadFile(name, number, str(error.params["key"]), str(error.params["fault"])) from error
    except (MaarifError, ValueError, OverflowError, RecursionError) as error:
        raise BadFile(name, number, "", str(error)) from error


def _written(raw: object) -> str:
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":"))


def _object(text: str) -> dict[str, Any]:
    """A line as a JSON object in which no name stands twice."""
    raw = json.loads(text, object_pairs_hook=_once)
    if not isinstance(raw, dict):
        raise ValueError("must be a JSON object")
    return raw


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _dated(kind: Any, raw: Any) -> Any:
    """The same with days and instants read where a record has them; `shape` refuses whatever else does not fit."""
    if not isinstance(raw, dict):
        return raw
    return {name: _day(_dates(kind).get(name), value) for name, value in raw.items()}


def _day(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        return _dated(kind, value)
    return kind.fromisoformat(value) if kind is not None and isinstance(value, str) else value


@cache
def _dates(kind: Any) -> dict[str, Any]:
    """The fields of a record that are days, instants or records, with their kind."""
    found: dict[str, Any] = {}
    for name, hint in typing.get_type_hints(kind).items():
        choices = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        for choice in choices:
            if choice in (date, datetime) or is_dataclass(choice):
                found[name] = choice
    return found

"""What differs between two frozen declarations, and which functions of a frozen one the code no longer has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Final

from maarif.engine.registry.errors import FunctionGone
from maarif.engine.registry.thawing import thawed

_ABSENT: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place of a declaration that says something else: `before` in the frozen copy, `after` today; None where it says nothing.

    The path names parts by their codes, as `declaration.stages[deciding].within.days`.
    """

    path: str
    before: object
    after: object


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Difference, ...]:
    """Every place where two frozen bodies differ, in the order of the older one."""
    return tuple(_differences("", before, after))


def gone(body: Mapping[str, Any]) -> str | None:
    """The first function that a frozen body names and the code no longer has: cases under it cannot go on."""
    try:
        thawed(body)
    except FunctionGone as error:
        return str(error.params["function"])
    return None


def _differences(path: str, before: Any, after: Any) -> Iterator[Difference]:
    before, after = _by_code(before), _by_code(after)
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from _differences(_joined(path, key), before.get(key, _ABSENT), after.get(key, _ABSENT))
    elif isinstance(before, list) and isinstance(after, list):
        for turn, (one, other) in enumerate(zip_longest(before, after, fillvalue=_ABSENT)):
            yield from _differences(f"{path}[{turn}]", one, other)
    else:
        yield Difference(path=path, before=_said(before), after=_said(after))


def _by_code(value: Any) -> Any:
    """A list of parts that have codes as a mapping, so that a part put in between does not make all that follow differ."""
    if isinstance(value, list) and value and all(isinstance(each, Mapping) and "code" in each for each in value):
        return {f"[{each['code']}]": each for each in value}
    return value


def _joined(path: str, key: str) -> str:
    return f"{path}{key}" if not path or key.startswith("[") else f"{path}.{key}"


def _said(value: Any) -> object:
    return None if value is _ABSENT else value

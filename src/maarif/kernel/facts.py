"""Facts that may be corrected: a value as somebody typed it becomes a value of the fact's own kind, or is refused by name."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from maarif.kernel.errors import Refusal
from maarif.kernel.names import clean

T = TypeVar("T", date, int, Decimal, str)


class FactUnfit(Refusal):
    """The value is none of the fact's kind: `fact`, and `kind` (date, int, decimal, text, or the words of a closed list)."""


def typed(fact: str, value: object, kind: type[T]) -> T:
    """A value of the kind from a value of it or its text; text is cleaned, dates are ISO. FactUnfit."""
    if isinstance(value, kind) and not issubclass(kind, str):
        return value
    read: Callable[[str], Any] = date.fromisoformat if kind is date else kind
    words = clean(str(value)) if isinstance(value, str | int | Decimal) else None
    try:
        if words is None:
            raise ValueError
        found: T = read(words)
    except (ValueError, InvalidOperation) as error:
        raise FactUnfit(fact=fact, kind=_kind(kind)) from error
    return found


def _kind(kind: type) -> str:
    """How an error calls a kind."""
    return ", ".join(str(one.value) for one in kind) if issubclass(kind, StrEnum) else kind.__name__.lower()
